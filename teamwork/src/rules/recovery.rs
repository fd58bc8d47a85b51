//! Recovery of ownership (3.2): the only way around R22. Request, waiting time, and then by hand.

use serde::{Deserialize, Serialize};

use super::{id::RecoveryId, moment::Moment, problem::Conflict};

/// Where a recovery is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum RecoveryState {
    /// Any Owner can stop it.
    Waiting,
    Stopped,
    Done,
}

impl RecoveryState {
    /// All of them, as the operator reads them: what waits first.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Done, Self::Stopped];

    /// The word on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Stopped => "Stopped",
            Self::Done => "Done",
        }
    }

    /// May it be completed now?
    ///
    /// # Errors
    /// When it has ended, or the waiting time has not.
    pub fn completable(self, due_at: Moment, now: Moment) -> Result<(), Conflict> {
        match self {
            Self::Waiting if now >= due_at => Ok(()),
            Self::Waiting => Err(Conflict::RecoveryTooEarly),
            Self::Stopped | Self::Done => Err(Conflict::RecoveryEnded),
        }
    }
}

/// How many recoveries of each state the operator is shown: of those that wait the oldest, else the newest.
pub const RECOVERIES_MAX: usize = 100;

/// A recovery, as the operator and the Owners see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct RecoveryCard {
    pub id: RecoveryId,
    pub company: String,
    pub slug: String,
    /// Who becomes an Owner.
    pub heir: String,
    pub heir_email: String,
    /// Which Owner is gone, if one has to go.
    pub departed: Option<String>,
    pub reason: String,
    pub state: RecoveryState,
    pub requested_at: Moment,
    /// When it can be completed.
    pub due_at: Moment,
    pub ended_at: Option<Moment>,
}
