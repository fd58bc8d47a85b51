//! Billing Contacts (R26, R39–R45, R53, S7, S13, S16) and the Company itself (rows 4 and 5, S2, S3).

mod contacts;
mod credits;
mod deleting;
pub mod dunning;
pub mod invoices;
mod races;
mod readers;
mod settings;
mod year;
mod years;

use teamwork::{
    acts::Actor,
    rules::{
        billing::{BillingCard, BillingForm, ContactData, ContactForm},
        id::BillingContactId,
    },
};

use crate::house::billing_form;

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
