//! What the sender of a payment request is told.

use serde::{Deserialize, Serialize};

use crate::rules::{moment::Moment, request::RequestState};

/// What the sender of a payment request is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestNews {
    /// M12. `confirmed_by` is the Owner who has just confirmed it (S10).
    Sent {
        expires_at: Moment,
        #[serde(default)]
        confirmed_by: Option<String>,
    },
    /// An Owner does not want it (S10).
    Refused {
        by: String,
        reason: Option<String>,
    },
    /// No Owner has confirmed it in time (S10).
    Unconfirmed,
    /// M16.
    Declined {
        reason: Option<String>,
    },
    /// M17.
    Ending {
        state: RequestState,
        expires_at: Moment,
    },
    /// M17 of what could not be delivered, so that the client is not reminded.
    EndingUndelivered {
        state: RequestState,
        expires_at: Moment,
    },
    /// M18. `trial_ends_at` is the next end of a trial among its Apps.
    Expired {
        trial_ends_at: Option<Moment>,
    },
    /// It was withdrawn by somebody else, or because an App is gone, or because the sender may not any more (S29, S30).
    Withdrawn,
    /// The client lets somebody else pay.
    PassedOn {
        to: String,
    },
    Bounced,
    /// The client asks for an ended request to be sent again.
    RenewalAsked,
    /// Somebody else got the link, and asks for one to an address of theirs (S27).
    ReaddressAsked {
        to: String,
    },
}
