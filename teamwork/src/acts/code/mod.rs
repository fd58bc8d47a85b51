//! Code access with a key (R4, R21, R25, R32, R37; matrix row 14). Who comes in is looked up anew for each command, again
//! before a push moves anything, and while a command runs: a right is never remembered.

mod look;
mod push;
mod watch;

use std::sync::Arc;

use thiserror::Error;

pub use push::{PushDone, Pusher};

use super::{Denied, Guest, Trouble, Warren, secrets, within};
use crate::{
    rules::{
        app::AppState,
        git::{GitCommand, LARGEST_REPOSITORY_MB, StrangePush},
        id::{AppId, CompanyId, UserId},
        limit::Limit,
        log::{Door, Event},
        permission::{Action, Refusal, may, may_with_own},
        problem::Problem,
        role::Role,
    },
    store::{code::KeyStanding, log::Entry},
};

/// Why somebody with a key is turned away, in the one sentence they read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum GitRefusal {
    /// Not there, somebody else's, or not theirs to open: one answer.
    #[error("This key opens no such App.")]
    NoApp,
    /// They may, but it is in another Company by now.
    #[error("This App is at {0} now. Change the address with: git remote set-url origin {0}")]
    Moved(String),
    #[error("This deploy key may read the code, not change it.")]
    ReadOnlyKey,
    #[error("This App is suspended: its code can be read, not changed.")]
    Suspended,
    #[error("The right to this App has ended.")]
    Ended,
    #[error("The repository is full: its plan has room for {0} MB. Scale the App, or ask an Owner or Admin to.")]
    Full(i64),
    #[error("{0}")]
    Strange(#[from] StrangePush),
    #[error("{0}")]
    Problem(#[from] Problem),
}

/// A repository that a proven key has opened for one command.
#[derive(Clone)]
pub struct OpenRepository {
    warren: Arc<Warren>,
    network: String,
    fingerprint: String,
    app: AppId,
    app_name: String,
    writes: bool,
    room_mb: i64,
    seat: Seat,
}

/// Who came, and where they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seat {
    user: Option<UserId>,
    company: Option<CompanyId>,
    role: Option<Role>,
    /// The name of the deploy key, when it is one.
    key_name: Option<String>,
}

impl Guest {
    /// Whether a key that was just proven is anybody's. It says nothing about what it opens.
    ///
    /// # Errors
    /// When the database does not answer, or this network has tried too many keys that are nobody's.
    pub async fn knows_key(&self, fingerprint: &str) -> Result<bool, Problem> {
        let known = self.warren.db.knows_key(fingerprint).await.map_err(|error| self.tell(error))?;
        if !known {
            self.count(Limit::KeysPerNetwork, &self.network).await?;
        }
        Ok(known)
    }

    /// Opens the repository that a command names to a proven key (row 14). Reading goes on in what is suspended (4.3).
    ///
    /// # Errors
    /// Why not: one answer for what is not there, what is somebody else's, and what is not theirs to open.
    pub async fn open_repository(self, fingerprint: &str, command: &GitCommand) -> Result<OpenRepository, GitRefusal> {
        let name = command.repository();
        let found = self.warren.db.key_standing(fingerprint, name.app.as_str(), self.at).await;
        let Some(standing) = found.map_err(|error| self.tell(error))? else { return Err(GitRefusal::NoApp) };
        let guest = Self { person: standing.user_id, ..self };
        let (app, seat) = match standing.seat(name.app.as_str()) {
            Ok(opened) => opened,
            Err(trouble) => return Err(guest.turn_away(&standing, trouble).await),
        };
        if let Some(typed) = &name.company
            && standing.slug.as_deref() != Some(typed.as_str())
        {
            return Err(guest.moved(&standing, name.app.as_str()));
        }
        if command.writes() {
            standing.may_write()?;
        }
        let touched = guest.warren.db.touch_key(standing.key_id, app, guest.at).await;
        touched.map_err(|error| guest.tell(error))?;
        Ok(OpenRepository {
            warren: guest.warren.clone(),
            network: guest.network.clone(),
            fingerprint: fingerprint.to_owned(),
            app,
            app_name: name.app.as_str().to_owned(),
            writes: command.writes(),
            room_mb: standing.storage_mb.unwrap_or_default().min(LARGEST_REPOSITORY_MB),
            seat,
        })
    }

    /// They may open it, so they may know where it is.
    fn moved(&self, standing: &KeyStanding, app: &str) -> GitRefusal {
        match self.warren.gate() {
            Some(gate) => GitRefusal::Moved(gate.remote(standing.slug.as_deref(), app)),
            None => GitRefusal::NoApp,
        }
    }

    /// Whatever the reason, the answer is one. The log knows more: of a person what they wanted, of a machine that it
    /// wanted another App than its own.
    async fn turn_away(&self, standing: &KeyStanding, trouble: Trouble) -> GitRefusal {
        if standing.user_id.is_some() {
            return match self.refuse(trouble).await {
                Problem::Refused(_) | Problem::NotFound(_) => GitRefusal::NoApp,
                other => other.into(),
            };
        }
        let limit = Limit::RefusalsPerPerson;
        let counted = self.warren.db.hit(limit, &secrets::blur(&standing.key_id.to_string()), self.at).await;
        tracing::info!(request = %self.request, "a deploy key was turned away");
        if counted.is_ok_and(|(hits, _)| hits <= limit.hits())
            && let Err(problem) = self.note_machine(standing).await
        {
            tracing::error!(request = %self.request, %problem, "a refusal could not be written down");
        }
        GitRefusal::NoApp
    }

    async fn note_machine(&self, standing: &KeyStanding) -> Result<(), Problem> {
        within!(self, |tx| {
            let (company, app) = (standing.key_company_id, standing.key_app_id);
            let entry = Entry { company, app, ..self.entry(Event::AccessDenied) };
            let action = Action::AccessCode { assigned: false };
            tx.record(entry.to(action.key()).change(None, Some("another_app"))).await?;
        })
    }
}

impl OpenRepository {
    /// Which App it is of.
    pub fn app(&self) -> AppId {
        self.app
    }

    /// Whether the command changes it.
    pub fn writes(&self) -> bool {
        self.writes
    }

    /// How many megabytes it may have.
    pub fn room_mb(&self) -> i64 {
        self.room_mb
    }

    /// Notes that the App has a repository from now on.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn made(&self) -> Result<(), Problem> {
        let guest = self.guest();
        guest.warren.db.repository_made(self.app, guest.at).await.map(|_| ()).map_err(|error| guest.tell(error))
    }

    /// Whether the right still lives, by what is in the database now, and where its holder stands.
    async fn still(&self) -> Result<Seat, GitRefusal> {
        let guest = self.guest();
        let found = guest.warren.db.key_standing(&self.fingerprint, &self.app_name, guest.at).await;
        let standing = found.map_err(|error| guest.tell(error))?.ok_or(GitRefusal::Ended)?;
        let (app, seat) = standing.seat(&self.app_name).map_err(|_| GitRefusal::Ended)?;
        if app != self.app || seat.user != self.seat.user {
            return Err(GitRefusal::Ended);
        }
        if self.writes {
            standing.may_write()?;
        }
        Ok(seat)
    }

    /// Whoever came, now.
    fn guest(&self) -> Guest {
        let guest = Guest::new(&self.warren, Door::Ssh, &self.network, "", self.warren.request());
        Guest { person: self.seat.user, ..guest }
    }
}

impl KeyStanding {
    /// The App that this key opens, and by which right.
    fn seat(&self, name: &str) -> Result<(AppId, Seat), Trouble> {
        let stranger = || Trouble::no_app(name);
        let app = self.app_id.ok_or_else(stranger)?;
        let (user, company) = (self.user_id, self.company_id);
        let Some(person) = user else {
            let seat = Seat { user, company, role: None, key_name: Some(self.key_name.clone()) };
            return if self.key_app_id == Some(app) { Ok((app, seat)) } else { Err(stranger()) };
        };
        let (assigned, action) = (self.assigned, Action::AccessCode { assigned: self.assigned });
        let refused = |refusal: Refusal, role| Denied { refusal, action, role, company, app: Some(app) };
        let role = match (company, self.role) {
            (Some(_), None) => return Err(stranger()),
            (Some(_), Some(role)) => {
                let permit = may(role, Action::AccessCode { assigned }).map_err(|why| refused(why, Some(role)))?;
                Some(permit.role())
            }
            (None, _) if self.creator_id == Some(person) => {
                may_with_own(action).map_err(|why| refused(why, None))?;
                None
            }
            (None, _) => return Err(stranger()),
        };
        Ok((app, Seat { user, company, role, key_name: None }))
    }

    /// Whether it may also change the code: not with a key for reading, and not while the App or its Company rests (4.3).
    fn may_write(&self) -> Result<(), GitRefusal> {
        if self.user_id.is_none() && !self.writes {
            return Err(GitRefusal::ReadOnlyKey);
        }
        let rests = self.state == Some(AppState::Suspended) || self.company_suspended;
        if rests { Err(GitRefusal::Suspended) } else { Ok(()) }
    }
}

impl Warren {
    /// Up to 100 Apps that are gone for so long that their repositories go too.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn repositories_to_remove(self: &Arc<Self>) -> Result<Vec<AppId>, Problem> {
        let house = self.house();
        self.db.repositories_to_remove(house.at).await.map_err(|error| house.tell(error))
    }

    /// Notes that the files of one of them are gone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn repository_removed(self: &Arc<Self>, app: AppId) -> Result<(), Problem> {
        let house = self.house();
        self.db.repository_removed(app).await.map(|_| ()).map_err(|error| house.tell(error))
    }
}
