//! Whether a push may be published: asked when it begins, and again in the transaction that makes it live.

use super::{Push, Pusher};
use crate::{
    acts::{Denied, Guest, Trouble, app_standing::AppStanding},
    rules::{
        app::AppState,
        id::{AppId, UserId},
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
    name: String,
    /// The Company that holds the App, or who began it.
    keeper: Result<crate::rules::id::CompanyId, UserId>,
    permit: Option<Permit>,
    pub pusher: Option<UserId>,
    /// The name of the deploy key.
    pub key: Option<String>,
}

impl Pass {
    /// An entry of the log about this push.
    pub fn entry(&self, guest: &Guest, event: Event) -> Entry {
        let entry = guest.entry(event).app(self.app).to(self.key.as_ref().unwrap_or(&self.name));
        let entry = self.permit.into_iter().fold(entry, Entry::allowed);
        let entry = self.pusher.into_iter().fold(entry, Entry::by);
        self.keeper.into_iter().fold(entry, Entry::within)
    }

    /// Tells the streams of whoever sees this App.
    pub fn announce(&self, tx: &mut Tx) {
        tx.announce(match self.keeper {
            Ok(company) => Change::Company(company, Topic::Apps),
            Err(creator) => Change::Person(creator),
        });
    }
}

impl Guest {
    /// Whether this push may be published. Locks the Company and the App.
    pub(super) async fn pass(&self, tx: &mut Tx, push: &Push<'_>, name: &str) -> Result<Pass, Trouble> {
        match push.by {
            Pusher::Person(user) => self.pass_of_person(tx, push.app, user, name).await,
            Pusher::Key(key) => {
                let pass = pass_of_machine(tx, push.app, name).await?;
                // Removed meanwhile, or it only reads.
                let key = tx.writing_key(key, push.app).await?.ok_or(Thing::Key)?;
                Ok(Pass { key: Some(key), ..pass })
            }
        }
    }

    /// A person may when they have access to its code (row 14).
    async fn pass_of_person(&self, tx: &mut Tx, app: AppId, user: UserId, name: &str) -> Result<Pass, Trouble> {
        let found = tx.app_standing(name, user).await?.filter(|(_, found)| found.id == app);
        let (holder, found) = found.ok_or_else(|| Trouble::no_app(name))?;
        let standing = AppStanding { holder, app: found };
        let permit = standing.may(|assigned| Action::AccessCode { assigned }).map_err(|denied: Denied| denied)?;
        standing.runs()?;
        let keeper = match &standing.holder {
            Holder::Company { me, .. } => Ok(me.company_id),
            Holder::Myself => Err(user),
        };
        Ok(Pass { app, name: name.to_owned(), keeper, permit, pusher: Some(user), key: None })
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
    Ok(Pass { app, name: name.to_owned(), keeper, permit: None, pusher: None, key: None })
}
