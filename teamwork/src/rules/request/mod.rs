//! "Invite a client" (4.2): a payment request for one or several Apps, from pending to completed, and what each side sees
//! of it.

mod accept;
mod form;
mod price;
mod views;

pub use accept::{AcceptForm, Target, agreement, in_company};
pub use form::{RequestData, RequestForm, RequestWords};
pub use price::{Gross, SellerTax};
pub use views::{
    Client, ClientCompany, ClientPayer, EndedRequest, GivenAway, Handover, Keeper, MyRequest, OfferedApp, OtherApp,
    PayerRefusal, PayingState, PayingView, Proposal, RequestAgain, RequestCard, RequestHere, RequestOffer, RequestPage,
    RequestSheet, RequestView, SentPage, SentRequest,
};

use serde::{Deserialize, Serialize};

use super::{
    id::{AppId, UserId},
    moment::{DAY, HOUR, MINUTE, Moment},
    problem::Gone,
    role::Role,
};

/// How long a request lives when neither sender nor operator say otherwise (S18).
pub const REQUEST_LIFE: i64 = 7 * DAY;
/// How long a billing that was begun before the deadline holds a request (4.2).
pub const BILLING_GRACE: i64 = HOUR;
/// How long a trial runs at least, once a request for it has ended without a handover (S19).
pub const TRIAL_REPRIEVE: i64 = 2 * DAY;
/// How often that holds for one App: one request and one renewal; after that only the operator extends (S19).
pub const REPRIEVES: i64 = 2;
/// How long before the deadline both sides are reminded (M11r, M17).
pub const LAST_CALL: i64 = DAY;
/// How long a mailed code can be typed.
pub const CODE_LIFE: i64 = 30 * MINUTE;
/// How many Apps one request may hand over (S21).
pub const APPS_MAX: usize = 20;

/// Where a request is in its life, as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
pub enum RequestState {
    /// An Admin wants to hand over paid Apps: an Owner has to confirm it first, and the client knows nothing (S10).
    Proposed,
    /// Sent; nobody has signed in through it.
    Pending,
    /// The client has signed in through it: it is bound to their account.
    Claimed,
    /// The client waits for a payment provider. Nothing has moved.
    Billing,
    /// The client owns the Apps.
    Completed,
    Declined,
    Expired,
    Cancelled,
    /// An Owner did not want what was proposed.
    Refused,
}

impl RequestState {
    /// Whether it waits for an answer still, of the client or of an Owner: its Apps are on offer to nobody else (S20).
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Proposed | Self::Pending | Self::Claimed | Self::Billing)
    }

    /// The word in the log.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Pending => "pending",
            Self::Claimed => "claimed",
            Self::Billing => "billing",
            Self::Completed => "completed",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Refused => "refused",
        }
    }

    /// How far it is, for who sent it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proposed => "Waits for an Owner",
            Self::Pending => "Waits for an answer",
            Self::Claimed => "Has signed in",
            Self::Billing => "Is paying",
            Self::Completed => "Done",
            Self::Declined => "Declined",
            Self::Expired => "Expired",
            Self::Cancelled => "Withdrawn",
            Self::Refused => "Refused by an Owner",
        }
    }

    /// May this request still be answered at `now`? A billing begun in time holds it for [`BILLING_GRACE`] longer.
    ///
    /// # Errors
    /// What became of it instead.
    pub fn answerable(self, expires_at: Moment, now: Moment) -> Result<(), Gone> {
        match self {
            Self::Pending | Self::Claimed if now < expires_at => Ok(()),
            Self::Billing if now < expires_at.plus(BILLING_GRACE) => Ok(()),
            Self::Pending | Self::Claimed | Self::Billing | Self::Expired => Err(Gone::RequestExpired),
            Self::Completed => Err(Gone::RequestCompleted),
            Self::Declined => Err(Gone::RequestDeclined),
            // No client ever had a link of what was only proposed.
            Self::Proposed | Self::Refused | Self::Cancelled => Err(Gone::RequestWithdrawn),
        }
    }

    /// Until when a billing that was begun in time holds the request; `None` when none was begun.
    pub const fn held_until(self, expires_at: Moment) -> Option<Moment> {
        match self {
            Self::Billing => Some(expires_at.plus(BILLING_GRACE)),
            _ => None,
        }
    }

    /// May it still be resent, re-addressed or withdrawn? What has ended is sent anew instead.
    ///
    /// # Errors
    /// What became of it instead.
    pub const fn manageable(self) -> Result<(), Gone> {
        match self {
            Self::Proposed | Self::Pending | Self::Claimed | Self::Billing => Ok(()),
            Self::Expired => Err(Gone::RequestExpired),
            Self::Completed => Err(Gone::RequestCompleted),
            Self::Declined => Err(Gone::RequestDeclined),
            Self::Cancelled => Err(Gone::RequestWithdrawn),
            Self::Refused => Err(Gone::RequestRefused),
        }
    }
}

/// Who comes along as a Developer, and on which App (S24).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Along {
    pub app: AppId,
    pub user: UserId,
}

/// The role a sender has in the client's Company afterwards (S23): who was more than Admin stays it.
pub const fn after_handover(now: Option<Role>) -> Role {
    match now {
        Some(Role::Owner) => Role::Owner,
        Some(Role::Admin | Role::Developer | Role::Billing) | None => Role::Admin,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: Moment = Moment::from_millis(1_000_000);

    #[test]
    fn a_billing_begun_in_time_holds_a_request_for_an_hour() {
        let (before, at, after) = (T.plus(-1), T, T.plus(BILLING_GRACE));
        for state in [RequestState::Pending, RequestState::Claimed] {
            assert_eq!(state.answerable(T, before), Ok(()));
            assert_eq!(state.answerable(T, at), Err(Gone::RequestExpired));
        }
        assert_eq!(RequestState::Billing.answerable(T, at), Ok(()));
        assert_eq!(RequestState::Billing.answerable(T, after.plus(-1)), Ok(()));
        assert_eq!(RequestState::Billing.answerable(T, after), Err(Gone::RequestExpired));
    }

    #[test]
    fn nobody_becomes_less_by_a_handover() {
        for (now, then) in [
            (None, Role::Admin),
            (Some(Role::Developer), Role::Admin),
            (Some(Role::Admin), Role::Admin),
            (Some(Role::Owner), Role::Owner),
        ] {
            assert_eq!(after_handover(now), then);
        }
    }
}
