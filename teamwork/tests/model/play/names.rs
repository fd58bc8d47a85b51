//! What is called how in the real house.

use teamwork::rules::{
    billing::{BillingForm, ContactData, ContactForm},
    company::CompanySetup,
    role::Role,
};

use super::super::law::{self, Address};
use crate::house::{ADA, GRACE, KEVIN, MALLORY, MARA, Person, billing_form};

pub const PEOPLE: [Person; law::PEOPLE] = [ADA, GRACE, KEVIN, MARA, MALLORY];

pub const PLANS: [&str; law::PLANS] = ["small", "standard", "large"];

pub fn number_of(email: &str) -> law::Who {
    PEOPLE.iter().position(|person| person.email == email).unwrap()
}

pub fn plan_of(key: &str) -> usize {
    PLANS.iter().position(|plan| *plan == key).unwrap()
}

pub fn email_of(to: Address) -> String {
    match to {
        Address::Of(who) => PEOPLE[who].email.into(),
        Address::Nobody(number) => format!("nobody{number}@nowhere.example"),
    }
}

pub fn company_name(number: usize) -> String {
    if number == 0 { "Acme Inc".into() } else { format!("Company {number}") }
}

pub fn app_name(number: u8) -> String {
    format!("burrow-{number}")
}

pub fn number_of_app(name: &str) -> u8 {
    name.strip_prefix("burrow-").and_then(|number| number.parse().ok()).unwrap()
}

pub fn setup(name: &str, slug: &str) -> CompanySetup {
    CompanySetup::read(name, slug, &billing_form()).unwrap()
}

/// A Billing Contact with one of several addresses for invoices; the first is that of the first Billing Contact of all.
pub fn contact(email: u8) -> ContactData {
    let billing_email = if email == 0 { billing_form().billing_email } else { format!("invoices{email}@acme.example") };
    let billing = BillingForm { billing_email, ..billing_form() };
    ContactData::read(&ContactForm { billing, ..ContactForm::default() }).unwrap()
}

pub fn email_number(email: &str) -> u8 {
    match email.strip_prefix("invoices").and_then(|rest| rest.strip_suffix("@acme.example")) {
        Some(number) => number.parse().unwrap_or_default(),
        // Of a client, to whose own address the invoices go.
        None => 100 + u8::try_from(number_of(email)).unwrap(),
    }
}

pub fn real(role: law::Role) -> Role {
    match role {
        law::Role::Owner => Role::Owner,
        law::Role::Admin => Role::Admin,
        law::Role::Developer => Role::Developer,
        law::Role::Billing => Role::Billing,
    }
}

pub fn role_of(word: &str) -> law::Role {
    match word {
        "owner" => law::Role::Owner,
        "admin" => law::Role::Admin,
        "developer" => law::Role::Developer,
        "billing" => law::Role::Billing,
        other => panic!("no role: {other}"),
    }
}

pub fn state_of(word: &str) -> law::State {
    match word {
        "pending" => law::State::Pending,
        "accepted" => law::State::Accepted,
        "declined" => law::State::Declined,
        "cancelled" => law::State::Cancelled,
        "expired" => law::State::Expired,
        other => panic!("no state: {other}"),
    }
}

pub fn request_state_of(word: &str) -> law::RequestState {
    match word {
        "proposed" => law::RequestState::Proposed,
        "pending" => law::RequestState::Pending,
        "completed" => law::RequestState::Completed,
        "declined" => law::RequestState::Declined,
        "expired" => law::RequestState::Expired,
        "cancelled" => law::RequestState::Cancelled,
        "refused" => law::RequestState::Refused,
        other => panic!("no state: {other}"),
    }
}

fn pause_of(word: &str) -> law::Pause {
    match word {
        "trial_ended" => law::Pause::TrialEnded,
        "operator" => law::Pause::Operator,
        other => panic!("no reason to suspend: {other}"),
    }
}

pub fn app_state_of(word: &str, suspended_by: Option<&str>) -> law::AppState {
    match (word, suspended_by) {
        ("trial", None) => law::AppState::Trial,
        ("active", None) => law::AppState::Active,
        ("suspended", Some(by)) => law::AppState::Suspended(pause_of(by)),
        ("deleted", None) => law::AppState::Deleted,
        other => panic!("no state: {other:?}"),
    }
}

pub fn was_of(word: &str) -> law::Was {
    match word {
        "trial" => law::Was::Trial,
        "active" => law::Was::Active,
        by => law::Was::Suspended(pause_of(by)),
    }
}
