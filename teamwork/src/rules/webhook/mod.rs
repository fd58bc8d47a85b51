//! Signed webhooks (Standard Webhooks): which platforms are told of what happens to Apps and to access to them.

#[cfg(feature = "store")]
pub mod again;
#[cfg(feature = "store")]
pub mod form;
#[cfg(feature = "store")]
pub mod target;
#[cfg(feature = "store")]
pub mod told;

use serde::{Deserialize, Serialize};

use super::{id::WebhookId, moment::Moment};

/// How many webhooks a house has at most.
pub const WEBHOOKS_MAX: u16 = 20;
/// The longest address, in characters.
pub const URL_MAX: u16 = 500;
/// The longest description, in characters.
pub const DESCRIPTION_MAX: u16 = 120;

/// What a platform can be told. The word never changes its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub enum WebhookEvent {
    #[serde(rename = "app.created")]
    AppCreated,
    #[serde(rename = "app.configured")]
    AppConfigured,
    #[serde(rename = "app.scaled")]
    AppScaled,
    #[serde(rename = "app.deployed")]
    AppDeployed,
    #[serde(rename = "app.moved")]
    AppMoved,
    #[serde(rename = "app.deleted")]
    AppDeleted,
    #[serde(rename = "access.granted")]
    AccessGranted,
    #[serde(rename = "access.revoked")]
    AccessRevoked,
    /// Sent by hand, to see whether it arrives; everybody hears it.
    #[serde(rename = "webhook.test")]
    Test,
}

impl WebhookEvent {
    /// Those that can be chosen, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::AppCreated,
        Self::AppConfigured,
        Self::AppScaled,
        Self::AppDeployed,
        Self::AppMoved,
        Self::AppDeleted,
        Self::AccessGranted,
        Self::AccessRevoked,
    ];

    /// The word that is sent.
    pub const fn key(self) -> &'static str {
        match self {
            Self::AppCreated => "app.created",
            Self::AppConfigured => "app.configured",
            Self::AppScaled => "app.scaled",
            Self::AppDeployed => "app.deployed",
            Self::AppMoved => "app.moved",
            Self::AppDeleted => "app.deleted",
            Self::AccessGranted => "access.granted",
            Self::AccessRevoked => "access.revoked",
            Self::Test => "webhook.test",
        }
    }

    /// What it tells, for a person who has to choose.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::AppCreated => "An App began, as a trial or paid.",
            Self::AppConfigured => "Its variables, domains or other settings changed.",
            Self::AppScaled => "It has another plan, or a trial became paid.",
            Self::AppDeployed => "Visitors see another release.",
            Self::AppMoved => "Another Company holds it; a client took it over.",
            Self::AppDeleted => "It is gone.",
            Self::AccessGranted => "Somebody, or a key, reaches code that they did not reach before.",
            Self::AccessRevoked => "Somebody, or a key, no longer reaches code.",
            Self::Test => "A test by hand.",
        }
    }
}

impl std::str::FromStr for WebhookEvent {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().chain([Self::Test]).find(|event| event.key() == text).ok_or(())
    }
}

/// Why nothing is sent to a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "lowercase"))]
#[serde(rename_all = "snake_case")]
pub enum WebhookOff {
    /// The operator turned it off.
    Operator,
    /// The platform answered 410: it wants nothing any more.
    Gone,
    /// Nothing was taken for five days.
    Failing,
}

impl WebhookOff {
    /// The word in the database and in the log.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Gone => "gone",
            Self::Failing => "failing",
        }
    }

    /// Why, for the page.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Operator => "It was turned off here.",
            Self::Gone => "The platform answered that it wants nothing any more (410), so it was turned off.",
            Self::Failing => "The platform took nothing for five days, so it was turned off.",
        }
    }
}

/// One webhook, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Webhook {
    pub id: WebhookId,
    /// Where it is sent to.
    pub url: String,
    pub description: String,
    /// What is sent; nothing means everything.
    pub events: Vec<WebhookEvent>,
    pub made_at: Moment,
    /// Why nothing is sent, and since when.
    pub off: Option<WebhookOff>,
    pub off_since: Option<Moment>,
    /// Since when nothing was taken any more.
    pub failing_since: Option<Moment>,
    /// Until when the secret before this one signs too.
    pub old_secret_until: Option<Moment>,
    /// The state that is seen; a change names it.
    pub version: i64,
}

/// A webhook that was made a moment ago, or whose secret was renewed. The secret is shown this once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct WebhookSecret {
    pub webhook: WebhookId,
    /// What signatures are checked with: `whsec_` and base64.
    pub secret: String,
}

impl std::fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebhookSecret").field("webhook", &self.webhook).finish_non_exhaustive()
    }
}

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It is sent as soon as it is due.
    Waiting,
    /// The platform took it.
    Sent,
    /// Given up; it can be sent again by hand.
    Failed,
}

impl DeliveryState {
    /// The word on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Sent => "Delivered",
            Self::Failed => "Failed",
        }
    }
}

/// One message to one webhook, in the operator's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Delivery {
    pub id: i64,
    /// The `webhook-id`, the same in every attempt.
    pub message: String,
    pub event: WebhookEvent,
    pub state: DeliveryState,
    /// When it happened.
    pub made_at: Moment,
    /// When it is tried next.
    pub due_at: Option<Moment>,
    pub attempts: i64,
    /// When it was tried last.
    pub tried_at: Option<Moment>,
    /// How long that took, in milliseconds.
    pub millis: Option<i64>,
    /// The status that was answered.
    pub status: Option<i64>,
    /// The beginning of the answer, or why there was none.
    pub answer: Option<String>,
}

/// One webhook with a page of what was sent to it, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookPage {
    pub webhook: Webhook,
    pub deliveries: Vec<Delivery>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_and_is_what_is_sent() {
        for event in WebhookEvent::ALL.into_iter().chain([WebhookEvent::Test]) {
            assert_eq!(event.key().parse(), Ok(event));
            #[cfg(feature = "store")]
            assert_eq!(serde_json::to_string(&event).unwrap(), format!("{:?}", event.key()));
        }
        assert_eq!("app.exploded".parse::<WebhookEvent>(), Err(()));
    }

    #[test]
    fn a_secret_is_not_printed() {
        let id = WebhookId::new(Moment::from_millis(0), [1; 10]);
        let printed = format!("{:?}", WebhookSecret { webhook: id, secret: "whsec_hidden".into() });
        assert!(!printed.contains("hidden"), "{printed}");
    }
}
