//! What the operator decides about how long things last. The pages of the operator change it, every act obeys it.

use serde::{Deserialize, Serialize};

use super::{invitation::INVITATION_LIFE, moment::DAY};

/// The deadlines of this house, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseRules {
    /// How long a team invitation lives (S18).
    pub invitation_life: i64,
    /// How long a trial runs.
    pub trial_life: i64,
    /// How long an App whose trial has ended is kept (4.3).
    pub trial_grace: i64,
    /// How long the name of a deleted App is blocked (E51).
    pub name_block: i64,
    /// How long a recovery of ownership waits (3.2).
    pub recovery_wait: i64,
}

impl Default for HouseRules {
    fn default() -> Self {
        Self {
            invitation_life: INVITATION_LIFE,
            trial_life: 7 * DAY,
            trial_grace: 7 * DAY,
            name_block: 7 * DAY,
            recovery_wait: 14 * DAY,
        }
    }
}
