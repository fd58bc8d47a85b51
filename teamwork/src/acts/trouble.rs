//! What goes wrong inside an act: something a person is told, or something the operator has to read.

use sqlx::error::ErrorKind;

use super::denial::Denied;
use crate::rules::{
    id::RequestId,
    problem::{Conflict, Flaw, Gone, Problem, Thing},
};

/// What the triggers of the schema say when something is added to an account that was closed.
const CLOSED: &str = "the account is closed";

/// The error of the inside of an act.
#[derive(Debug)]
pub enum Trouble {
    /// To be told.
    Told(Problem),
    /// The policy said no: told as its refusal, and written into the log.
    Denied(Denied),
    /// No such thing for this person, by the name they typed: told as not found, and written into the log.
    Stranger(Thing, String),
    /// To be logged, and told as a number only.
    Database(sqlx::Error),
}

impl Trouble {
    /// Whether the whole transaction is to be tried again: serialisation failure or deadlock on PostgreSQL, another one
    /// has sealed the same end of a chain of the log, or what this one refers to was just deleted, so that a second look
    /// does not find it.
    pub(super) fn is_passing(&self) -> bool {
        let Self::Database(sqlx::Error::Database(error)) = self else { return false };
        matches!(error.code().as_deref(), Some("40001" | "40P01"))
            || error.constraint() == Some("log_chain")
            || error.kind() == ErrorKind::ForeignKeyViolation
    }

    /// Whether a unique key was hit.
    pub(super) fn is_taken(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.kind() == ErrorKind::UniqueViolation)
    }

    /// What the person hears. The cause is logged here, once, under the request's id.
    pub fn tell(self, request: RequestId) -> Problem {
        match self {
            Self::Told(problem) => problem,
            Self::Denied(denied) => (&denied).into(),
            Self::Stranger(thing, _) => Problem::NotFound(thing),
            Self::Database(sqlx::Error::PoolTimedOut) => {
                tracing::warn!(%request, "no database connection became free in time");
                Problem::Busy
            }
            // A text with a zero byte: PostgreSQL has no place for it, and nothing here is called so.
            Self::Database(sqlx::Error::Database(error)) if error.code().as_deref() == Some("22021") => {
                Problem::Malformed
            }
            // Another session of the same person has closed the account a moment ago.
            Self::Database(sqlx::Error::Database(error)) if error.message().contains(CLOSED) => Problem::SignedOut,
            Self::Database(error) => {
                tracing::error!(%request, %error, "request {request} failed in the database");
                Problem::Broken(request.to_string())
            }
        }
    }
}

impl From<sqlx::Error> for Trouble {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl From<Problem> for Trouble {
    fn from(problem: Problem) -> Self {
        Self::Told(problem)
    }
}

impl From<Gone> for Trouble {
    fn from(gone: Gone) -> Self {
        Self::Told(Problem::Gone(gone))
    }
}

impl From<Conflict> for Trouble {
    fn from(conflict: Conflict) -> Self {
        Self::Told(Problem::Conflict(conflict))
    }
}

impl From<Thing> for Trouble {
    fn from(thing: Thing) -> Self {
        Self::Told(Problem::NotFound(thing))
    }
}

impl From<Flaw> for Trouble {
    fn from(flaw: Flaw) -> Self {
        Self::Told(flaw.into())
    }
}

/// Runs the body in one transaction that writes, commits it, and tells the streams what changed. When PostgreSQL asks
/// for it, the whole body runs again, a bounded number of times. Ends in a `Result<_, Problem>`.
macro_rules! within {
    ($guest:expr, |$tx:ident| $body:block) => {{
        let guest: &$crate::acts::Guest = $guest;
        let mut tries = 0;
        loop {
            let outcome: Result<_, $crate::acts::Trouble> = async {
                let mut tx = guest.warren.db.write().await?;
                // Whoever returns early, with a refusal or because there is nothing to do, changes nothing.
                let mut through = false;
                let done: Result<_, $crate::acts::Trouble> = async {
                    guest.claim_key(&mut tx).await?;
                    let $tx = &mut tx;
                    let value = $body;
                    through = true;
                    Ok(value)
                }
                .await;
                if !through {
                    tx.roll_back().await;
                    return done;
                }
                let changes = tx.commit().await?;
                guest.key_is_spent();
                guest.warren.hub.tell(&changes);
                done
            }
            .await;
            match outcome {
                Err(trouble) if trouble.is_passing() && tries < 8 => {
                    tries += 1;
                    let pause = u64::from(guest.warren.chance.bytes::<1>()[0] % 16) << tries.min(5);
                    tokio::time::sleep(std::time::Duration::from_millis(pause)).await;
                }
                Ok(value) => break Ok(value),
                Err(trouble) => break Err(Box::pin(guest.refuse(trouble)).await),
            }
        }
    }};
}
pub(crate) use within;
