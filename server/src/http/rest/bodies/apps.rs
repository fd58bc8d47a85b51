//! Apps.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teamwork::rules::{id::BillingContactId, moment::Moment};

use crate::http::rest::ask::Example;

/// A Billing Contact of the examples.
fn some_contact() -> BillingContactId {
    BillingContactId::new(Moment::from_millis(0x0193_8f3e_5c00), [7; 10])
}

/// The App that was made, by its name.
#[derive(Serialize, JsonSchema)]
pub struct AppName {
    pub app: String,
}

/// A new paid App.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApp {
    /// Its name: once in this house, never changed.
    #[serde(rename = "app_name")]
    pub app: String,
    /// The `key` of a plan.
    pub plan: String,
    /// The Billing Contact that pays.
    pub payer: BillingContactId,
}

impl Example for NewApp {
    fn example() -> Self {
        Self { app: "acme-docs".into(), plan: "small".into(), payer: some_contact() }
    }
}

/// A new trial.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTrial {
    /// Its name: once in this house, never changed.
    #[serde(rename = "app_name")]
    pub app: String,
}

impl Example for NewTrial {
    fn example() -> Self {
        Self { app: "acme-lab".into() }
    }
}

/// Another plan.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPlan {
    /// The `key` of a plan.
    pub plan: String,
}

impl Example for NewPlan {
    fn example() -> Self {
        Self { plan: "large".into() }
    }
}

/// Another payer.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPayer {
    pub payer: BillingContactId,
}

impl Example for NewPayer {
    fn example() -> Self {
        Self { payer: some_contact() }
    }
}

/// What makes a trial a paid App.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTerms {
    /// The `key` of a plan.
    pub plan: String,
    /// A Billing Contact of its Company.
    pub payer: BillingContactId,
}

impl Example for NewTerms {
    fn example() -> Self {
        Self { plan: "small".into(), payer: some_contact() }
    }
}

/// Where a trial of one's own goes.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MovedTrial {
    /// The Company, by its name in URLs.
    pub company: String,
    /// The `key` of a plan.
    pub plan: String,
    /// A Billing Contact of that Company.
    pub payer: BillingContactId,
}

impl Example for MovedTrial {
    fn example() -> Self {
        Self { company: "acme".into(), plan: "small".into(), payer: some_contact() }
    }
}

/// Where an App goes.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MovedApp {
    /// The Company, by its name in URLs.
    pub company: String,
    /// A Billing Contact of that Company; a trial needs none.
    #[serde(default)]
    pub payer: Option<BillingContactId>,
}

impl Example for MovedApp {
    fn example() -> Self {
        Self { company: "solo".into(), payer: Some(some_contact()) }
    }
}
