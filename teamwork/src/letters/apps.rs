//! What news of Apps are about.

use serde::{Deserialize, Serialize};

/// What M36 is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppNews {
    Created {
        plan: String,
        trial: bool,
    },
    Deleted,
    Scaled {
        from: String,
        to: String,
    },
    /// It left this Company for another one, named only to who belongs to that one too (I41).
    MovedAway {
        to: Option<String>,
    },
    /// It came from another Company, named as above, or was a trial of somebody's own.
    MovedHere {
        from: Option<String>,
    },
}
