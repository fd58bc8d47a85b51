//! Where platforms are told of what happens.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teamwork::rules::webhook::form::WebhookForm;

use crate::http::rest::ask::Example;

/// A webhook as it is made, or changed.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// Where it is sent to: `https://…`.
    pub url: String,
    pub description: String,
    /// Words of events, like `app.deployed`; none means all.
    #[serde(default)]
    pub events: Vec<String>,
}

impl NewWebhook {
    /// The same as a form.
    pub fn form(self) -> WebhookForm {
        let Self { url, description, events } = self;
        WebhookForm { url, description, events }
    }
}

impl Example for NewWebhook {
    fn example() -> Self {
        Self {
            url: "https://platform.example/warren".into(),
            description: "Mirror".into(),
            events: vec!["app.created".into(), "app.deleted".into()],
        }
    }
}

/// From when on what has failed is sent again.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FailedSince {
    /// The day on which it happened, or a later one; empty for everything that is kept.
    #[serde(default)]
    pub since: String,
}

impl Example for FailedSince {
    fn example() -> Self {
        Self { since: "2026-11-20".into() }
    }
}
