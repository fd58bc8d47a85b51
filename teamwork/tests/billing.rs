//! Billing Contacts (R26, R39–R45, R53, S7, S13, S16) and the Company itself (rows 4 and 5, S2, S3).

mod contacts;
mod deleting;
mod races;
mod settings;

use teamwork::{
    acts::Actor,
    rules::{
        billing::{BillingCard, BillingForm, ContactData, ContactForm},
        id::BillingContactId,
    },
};

use crate::house::{House, billing_form};

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

/// A paid App of a Company, put there past the acts. `number` tells several apart.
pub async fn paid_app(house: &House, name: &str, number: u8, slug: &str, payer: BillingContactId, creator: &Actor) {
    let quote = |bytes: uuid::Uuid| match house.database.engine() {
        crate::house::Engine::Sqlite => format!("x'{}'", bytes.simple()),
        crate::house::Engine::Postgres => format!("'{bytes}'"),
    };
    let app = quote(uuid::Uuid::from_bytes([number; 16]));
    let (payer, creator) = (quote(payer.into()), quote(creator.id().into()));
    let at = house.warren.now().millis();
    for sql in [
        format!(
            "INSERT INTO apps (id, name, company_id, creator_id, state, plan, billing_contact_id, created_at)
             SELECT {app}, '{name}', c.id, {creator}, 'active', 'small', {payer}, {at} FROM companies c WHERE c.slug = '{slug}'"
        ),
        format!("INSERT INTO app_names (name, app_id) VALUES ('{name}', {app})"),
        format!("INSERT INTO app_domains (host, app_id, state) VALUES ('{name}.example', {app}, 'unchecked')"),
        format!(
            "INSERT INTO app_periods (app_id, from_day, billing_contact_id, plan, price, currency)
             VALUES ({app}, {}, {payer}, 'small', 900, 'EUR')",
            at / 86_400_000
        ),
    ] {
        house.database.run(&sql).await;
    }
}
