//! Billing Contacts (R26, R39–R45, R53, S7, S13, S16) and the Company itself (rows 4 and 5, S2, S3).

mod contacts;
mod credits;
mod deleting;
pub mod dunning;
mod invoices;
mod races;
mod readers;
mod settings;
mod year;
mod years;

use teamwork::{
    acts::{Actor, Operator},
    rules::{
        billing::{BillingCard, BillingForm, ContactData, ContactForm},
        day::Day,
        id::BillingContactId,
        moment::{HOUR, Moment},
    },
};

use crate::house::{House, billing_form};

/// Where people and programs look for the invoices of Acme Inc.
pub const BILLED: &str = "invoices@acme.example";

/// A form with nothing wrong in it, for a second contact.
pub fn second() -> ContactForm {
    let billing =
        BillingForm { billing_name: "Acme Labs".into(), billing_email: "labs@acme.example".into(), ..billing_form() };
    ContactForm { billing, recipients: "books@mara.example, boss@acme.example".into(), currency: String::new() }
}

pub fn read(form: &ContactForm) -> ContactData {
    ContactData::read(form).unwrap()
}

/// Creates a second contact of Acme Inc.
pub async fn add(actor: &Actor) -> BillingContactId {
    actor.create_billing_contact("acme", read(&second())).await.unwrap()
}

pub async fn contact(actor: &Actor, id: BillingContactId) -> BillingCard {
    actor.billing_contact("acme", id).await.unwrap()
}

/// The first contact of Acme Inc.
pub async fn first(actor: &Actor) -> BillingContactId {
    actor.billing("acme").await.unwrap()[0].id
}

/// Whoever reads an invoice finds the seller on it: Burrow Hosting in Berlin.
pub async fn set_seller(house: &House) {
    let shell = Operator::of_the_house(&house.warren);
    for (setting, value) in [
        ("seller_name", "Burrow Hosting"),
        ("seller_street", "1 Warren Way"),
        ("seller_postal_code", "10115"),
        ("seller_city", "Berlin"),
        ("seller_country", "DE"),
        ("seller_iban", "DE89 3704 0044 0532 0130 00"),
    ] {
        shell.set_setting(setting, value).await.unwrap();
    }
}

/// Noon of that day.
pub fn noon(day: &str) -> Moment {
    Moment::parse_day(day).unwrap().plus(12 * HOUR)
}

/// The day that is written so.
pub fn day(text: &str) -> Day {
    Day::of(Moment::parse_day(text).unwrap())
}

/// Everything is billed that can be.
pub async fn bill(house: &House) {
    while house.warren.bill().await.unwrap() > 0 {}
}
