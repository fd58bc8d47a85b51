//! How a person stands to an App: what every act about one App asks first. Apps are named by their name alone, so no act
//! can be told one Company and another's App.

use super::{Actor, Denied, Trouble};
use crate::{
    rules::{
        app::AppState,
        log::Event,
        permission::{Action, Permit, may_with_own},
        problem::{Conflict, Problem},
    },
    store::{
        apps::{App, Holder},
        db::Tx,
        log::{Change, Entry, Topic},
        members::Standing,
    },
};

/// An App, and how the person stands to it.
pub(super) struct AppStanding {
    pub holder: Holder,
    pub app: App,
}

impl AppStanding {
    /// The policy's answer. `action` is told whether the person is assigned to the App. A trial of one's own needs no
    /// role, so there is no permit either.
    ///
    /// # Errors
    /// The refusal, which the log will know of.
    pub fn may(&self, action: impl Fn(bool) -> Action) -> Result<Option<Permit>, Denied> {
        let about = |denied: Denied| Denied { app: Some(self.app.id), ..denied };
        match &self.holder {
            Holder::Company { me, assigned } => me.may(action(*assigned)).map(Some).map_err(about),
            Holder::Myself => {
                let action = action(true);
                let denied = |refusal| Denied { refusal, action, role: None, company: None, app: Some(self.app.id) };
                may_with_own(action).map(|()| None).map_err(denied)
            }
        }
    }

    /// The policy's answer to who only looks at what the action is about: that goes on in a suspended Company.
    ///
    /// # Errors
    /// The refusal, which the log will know of.
    pub(super) fn may_look(&self, action: impl Fn(bool) -> Action) -> Result<(), Denied> {
        match &self.holder {
            Holder::Company { me, assigned } => {
                let about = |denied: Denied| Denied { app: Some(self.app.id), ..denied };
                me.seat().may(action(*assigned)).map(|_| ()).map_err(about)
            }
            Holder::Myself => self.may(action).map(|_| ()),
        }
    }

    /// Refuses to change what is suspended, or whose Company is.
    ///
    /// # Errors
    /// When one of them is.
    pub fn runs(&self) -> Result<(), Conflict> {
        match self.company() {
            Some(me) if me.suspended => Err(Conflict::CompanySuspended),
            _ if self.app.state == AppState::Suspended => Err(Conflict::AppSuspended),
            _ => Ok(()),
        }
    }

    /// The Company that holds the App.
    pub fn company(&self) -> Option<&Standing> {
        match &self.holder {
            Holder::Company { me, .. } => Some(me),
            Holder::Myself => None,
        }
    }

    /// Refuses to change what somebody has changed since the person looked.
    ///
    /// # Errors
    /// When the version is another one.
    pub fn seen(&self, version: i64) -> Result<(), Conflict> {
        if self.app.version == version { Ok(()) } else { Err(Conflict::StaleApp) }
    }

    /// An entry of the log about this App.
    pub fn entry(&self, actor: &Actor, event: Event, permit: Option<Permit>) -> Entry {
        let entry = actor.entry(event).app(self.app.id).to(&self.app.name);
        let entry = permit.into_iter().fold(entry, Entry::allowed);
        self.company().map(|me| me.company_id).into_iter().fold(entry, Entry::within)
    }

    /// Tells the streams of whoever sees this App.
    pub fn announce(&self, tx: &mut Tx) {
        match &self.holder {
            Holder::Company { me, .. } => tx.announce(Change::Company(me.company_id, Topic::Apps)),
            Holder::Myself => tx.announce(Change::Person(self.app.creator_id)),
        }
    }
}

impl Actor {
    /// How I stand to an App, whose Company is locked from here on.
    pub(super) async fn stand_by_app(&self, tx: &mut Tx, name: &str) -> Result<AppStanding, Trouble> {
        let found = tx.app_standing(name, self.id()).await?;
        let (holder, app) = found.ok_or_else(|| Trouble::no_app(name))?;
        Ok(AppStanding { holder, app })
    }

    /// How I stand to an App I only look at, and that I may.
    ///
    /// # Errors
    /// When it is not mine to know of, or the policy refuses; both are noted.
    pub(super) async fn look_at_app(
        &self,
        name: &str,
        action: impl Fn(bool) -> Action,
    ) -> Result<AppStanding, Problem> {
        let found = self.guest.warren.db.app_standing(name, self.id()).await.map_err(|error| self.guest.tell(error))?;
        let Some((holder, app)) = found else { return Err(self.guest.refuse(Trouble::no_app(name)).await) };
        let standing = AppStanding { holder, app };
        match standing.may_look(action) {
            Ok(()) => Ok(standing),
            Err(denied) => Err(self.guest.refuse(denied.into()).await),
        }
    }
}
