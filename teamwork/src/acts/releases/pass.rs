//! Whether a push may be published: asked when it begins, and again in the transaction that makes it live.

use super::Push;
use crate::{
    acts::{Guest, Trouble, app_standing::AppStanding},
    rules::{
        app::AppState,
        id::{AppId, CompanyId, UserId},
        log::Event,
        permission::{Action, Permit},
        problem::{Conflict, Thing},
    },
    store::{
        apps::Holder,
        db::Tx,
        log::{Change, Entry, Topic},
    },
};

/// Leave to publish, with what the log wants to know.
pub(super) struct Pass {
    app: AppId,
    /// The Company that holds the App, or who began it.
    keeper: Result<CompanyId, UserId>,
    permit: Option<Permit>,
    pub pusher: Option<UserId>,
    /// The name of the deploy key.
    pub key: Option<String>,
}

impl Pass {
    /// An entry of the log about this push.
    pub fn entry(&self, guest: &Guest, event: Event) -> Entry {
        let entry = guest.entry(event).app(self.app);
        let entry = self.key.iter().fold(entry, Entry::to);
        let entry = self.permit.into_iter().fold(entry, Entry::allowed);
        self.keeper.into_iter().fold(entry, Entry::within)
    }

    /// What the streams of whoever sees this App hear.
    pub fn change(&self) -> Change {
        match self.keeper {
            Ok(company) => Change::Company(company, Topic::Apps),
            Err(creator) => Change::Person(creator),
        }
    }
}

impl Guest {
    /// Whether this push may be published. Locks the Company and the App.
    pub(super) async fn pass(&self, tx: &mut Tx, push: &Push<'_>, name: &str) -> Result<Pass, Trouble> {
        match (push.by.user, &push.by.key_name) {
            (Some(user), _) => self.pass_of_person(tx, push.app, user, name).await,
            (None, Some(key)) => {
                let pass = pass_of_machine(tx, push.app, name).await?;
                // Removed meanwhile, or it only reads.
                if !tx.has_writing_key(push.app, key).await? {
                    return Err(Thing::Key.into());
                }
                Ok(Pass { key: Some(key.clone()), ..pass })
            }
            (None, None) => Err(Thing::Key.into()),
        }
    }

    /// A person may when they have access to its code (row 14).
    async fn pass_of_person(&self, tx: &mut Tx, app: AppId, user: UserId, name: &str) -> Result<Pass, Trouble> {
        let found = tx.app_standing(name, user).await?.filter(|(_, found)| found.id == app);
        let (holder, found) = found.ok_or_else(|| Trouble::no_app(name))?;
        let standing = AppStanding { holder, app: found };
        let permit = standing.may(|assigned| Action::AccessCode { assigned })?;
        standing.runs()?;
        let keeper = match &standing.holder {
            Holder::Company { me, .. } => Ok(me.company_id),
            Holder::Myself => Err(user),
        };
        Ok(Pass { app, keeper, permit, pusher: Some(user), key: None })
    }
}

/// A machine needs no role; but the App has to run, as for everybody.
async fn pass_of_machine(tx: &mut Tx, app: AppId, name: &str) -> Result<Pass, Trouble> {
    let company = tx.lock_holder(name).await?;
    let found = tx.app_of_house(name).await?.filter(|found| found.app.id == app).ok_or(Thing::App)?;
    if let Some(company) = company
        && tx.is_suspended(company).await?
    {
        return Err(Conflict::CompanySuspended.into());
    }
    if found.app.state == AppState::Suspended {
        return Err(Conflict::AppSuspended.into());
    }
    let keeper = found.company_id.ok_or(found.app.creator_id);
    Ok(Pass { app, keeper, permit: None, pusher: None, key: None })
}
