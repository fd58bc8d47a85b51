//! What a stream hears: only that something changed, and only while the right to know it lives.

use std::time::Duration;

use tokio::sync::broadcast::{Receiver, error::RecvError};

use super::{Actor, Topic, Warren};
use crate::{
    rules::{
        id::{CompanyId, SessionId, UserId},
        permission::{Action, may},
        problem::Problem,
        role::Role,
    },
    store::log::Change,
};
use std::sync::Arc;

/// How often a quiet stream looks whether its right still lives, should a notice have been lost.
const LOOK: Duration = Duration::from_secs(10);

/// What a stream is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Live {
    /// Fetch this again.
    Changed(Topic),
    /// The right or the session is over: close.
    Ended,
}

/// The ear of one stream.
pub struct Watch {
    warren: Arc<Warren>,
    changes: Receiver<Change>,
    session: SessionId,
    user: UserId,
    company: Option<CompanyId>,
}

impl Actor {
    /// Begins to listen to what changes in a Company of mine, or, without one, to what changes for me.
    ///
    /// # Errors
    /// When I am not a member of it.
    pub async fn watch(&self, slug: Option<&str>) -> Result<Watch, Problem> {
        let (warren, session) = (&self.guest.warren, self.session()?);
        // Listen first, look second: nothing can happen unheard in between.
        let changes = warren.hub.listen();
        let company = match slug {
            None => None,
            Some(slug) => {
                let found = warren.db.company_id(slug, self.id()).await.map_err(|error| self.guest.tell(error))?;
                match found {
                    Some(company) => Some(company),
                    None => return Err(self.stranger(slug).await),
                }
            }
        };
        Ok(Watch { warren: warren.clone(), changes, session, user: self.id(), company })
    }
}

impl Watch {
    /// Waits for the next thing to tell. The right is looked up anew for each.
    pub async fn next(&mut self) -> Live {
        loop {
            let heard = match tokio::time::timeout(LOOK, self.changes.recv()).await {
                Ok(Ok(change)) => change,
                Ok(Err(RecvError::Closed)) => return Live::Ended,
                // Too much at once: look at the right, and let the browser fetch everything.
                Ok(Err(RecvError::Lagged(_))) => match self.role().await {
                    Some(_) => return Live::Changed(Topic::Company),
                    None => return Live::Ended,
                },
                Err(_) => match self.role().await {
                    Some(_) => continue,
                    None => return Live::Ended,
                },
            };
            let topic = match heard {
                Change::Session(session) if session == self.session => return Live::Ended,
                Change::Company(company, topic) if Some(company) == self.company => topic,
                Change::Person(user) if user == self.user => Topic::Person,
                _ => continue,
            };
            match self.role().await {
                None => return Live::Ended,
                Some(role) if hears(role, topic) => return Live::Changed(topic),
                Some(_) => {}
            }
        }
    }

    /// `None` when session or membership is over; `Some(None)` for a stream without a Company. When the database does
    /// not answer, the right is not guessed.
    async fn role(&self) -> Option<Option<Role>> {
        let standing = self.warren.db.standing(self.session, self.company, self.warren.now()).await;
        match standing {
            Ok(Some(role)) if self.company.is_none() || role.is_some() => Some(role),
            Ok(_) => None,
            Err(error) => {
                tracing::warn!(%error, "a stream could not look up its right");
                None
            }
        }
    }
}

fn hears(role: Option<Role>, topic: Topic) -> bool {
    match (role, topic) {
        (Some(role), Topic::Invitations) => may(role, Action::SeeTeam).is_ok(),
        (Some(role), Topic::Billing) => may(role, Action::SeeBilling).is_ok(),
        _ => true,
    }
}
