//! Payment requests.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teamwork::rules::{
    id::{AppId, PaymentRequestId},
    request::{RequestForm, RequestWords},
};

use crate::http::rest::ask::Example;

/// Who is asked to take over an App, and on which terms. Only the address has to be there.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRequest {
    pub email: String,
    #[serde(default)]
    pub note: String,
    /// What the client's business is called.
    #[serde(default)]
    pub company: String,
    /// In how many days it expires, 1 to 30; what the house has set when it is left out.
    #[serde(default)]
    pub days: Option<u8>,
    /// The `key` of the plan that trials will have; the one they have when it is left out.
    #[serde(default)]
    pub plan: String,
    /// Further Apps of the same giving side.
    #[serde(default)]
    pub apps: Vec<AppId>,
    /// My own name, when it is not complete.
    #[serde(default)]
    pub first_name: String,
    #[serde(default)]
    pub last_name: String,
}

impl NewRequest {
    /// As the act takes it.
    pub fn form(self) -> RequestForm {
        let Self { email, note, company, days, plan, apps, first_name, last_name } = self;
        let days = days.map(|days| days.to_string()).unwrap_or_default();
        RequestForm { email, note, company, days, plan, apps, first_name, last_name }
    }
}

impl Example for NewRequest {
    fn example() -> Self {
        Self {
            email: "ana@client.example".into(),
            note: "The shop is ready for you.".into(),
            company: "Alves Bakery".into(),
            days: Some(14),
            plan: String::new(),
            apps: Vec::new(),
            first_name: String::new(),
            last_name: String::new(),
        }
    }
}

/// The request that was sent.
#[derive(Serialize, JsonSchema)]
pub struct RequestRef {
    pub request: PaymentRequestId,
}

/// Why an Owner refuses.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Objection {
    /// For the Admin; may be left out.
    #[serde(default)]
    pub reason: String,
}

impl Example for Objection {
    fn example() -> Self {
        Self { reason: "We keep this App for now.".into() }
    }
}

/// Where a request goes instead.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestAddress {
    pub email: String,
}

impl Example for RequestAddress {
    fn example() -> Self {
        Self { email: "books@client.example".into() }
    }
}

/// The words to the client.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestMessage {
    /// Stands in the mail and on the client's page.
    #[serde(default)]
    pub note: String,
    /// What the client's business is called.
    #[serde(default)]
    pub company: String,
}

impl RequestMessage {
    /// As the act takes it.
    pub fn words(self) -> RequestWords {
        let Self { note, company } = self;
        RequestWords { note, company }
    }
}

impl Example for RequestMessage {
    fn example() -> Self {
        Self { note: "The shop is ready for you, with the new prices.".into(), company: "Alves Bakery".into() }
    }
}
