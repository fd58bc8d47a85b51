//! One type for each kind of id, so that a user's id cannot be passed where a company's is meant.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::moment::Moment;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "store", derive(schemars::JsonSchema, sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A UUID of version 7 (RFC 9562), so that ids sort by age. Time and chance come from outside.
            pub fn new(at: Moment, chance: [u8; 10]) -> Self {
                let millis = u64::try_from(at.millis()).unwrap_or_default();
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &chance).into_uuid())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }
    )*};
}

ids! {
    /// A human being (R2).
    UserId,
    /// A business of any size (R9).
    CompanyId,
    /// A team invitation (4.1).
    InvitationId,
    /// A Billing Contact of one Company (R39).
    BillingContactId,
    /// A signed-in browser.
    SessionId,
    /// A mailed link; the secret in the link is derived from it and the key of the house.
    LinkId,
    /// One request through one door, as the log knows it.
    RequestId,
    /// An App: a trial or paid, held by a Company or by who began it.
    AppId,
    /// A public SSH key of a person or of an App.
    KeyId,
    /// A personal access token for the API.
    TokenId,
    /// A passkey of a person.
    PasskeyId,
    /// What a device is asked to sign with a passkey.
    CeremonyId,
    /// An invoice (4.5).
    InvoiceId,
    /// A credit note about one.
    CreditNoteId,
    /// An operator's plan to give a Company a new Owner.
    RecoveryId,
    /// "Invite a client": a payment request.
    PaymentRequestId,
    /// Somebody's way to the payment provider and back, to enter a card.
    SetupId,
    /// One charge of a card.
    ChargeId,
    /// Money on its way back to one.
    RefundId,
    /// A newsletter (M39).
    NewsletterId,
    /// Where a platform is told of what happens here.
    WebhookId,
    /// What a platform is told: the same in every attempt.
    MessageId,
    /// One push of code to an App.
    PushId,
}
