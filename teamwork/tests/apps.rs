//! Apps (domain.md, 4.3): every transition, and everything that must not be one.

mod beginning;
mod budgets;
mod clock;
mod ending;
mod looking;
mod moving;
mod paying;
mod periods;
mod races;

use teamwork::{
    acts::Actor,
    rules::{app::AppOverview, id::BillingContactId},
};

use crate::house::{Engine, House};

/// The live Billing Contacts of a Company, the first one first.
pub async fn contacts(by: &Actor, slug: &str) -> Vec<BillingContactId> {
    by.billing(slug).await.unwrap().into_iter().map(|contact| contact.id).collect()
}

/// Another Billing Contact of Acme Inc, past the acts.
pub async fn second_contact(house: &House) -> BillingContactId {
    let id = match house.database.engine() {
        Engine::Sqlite => "randomblob(16)",
        Engine::Postgres => "gen_random_uuid()",
    };
    let sql = format!(
        "INSERT INTO billing_contacts (id, company_id, state, method, name, street, postal_code, city, country, email, created_at)
         SELECT {id}, company_id, state, method, 'Acme Labs', street, postal_code, city, country, email, created_at + 1
         FROM billing_contacts"
    );
    house.database.run(&sql).await;
    contacts(&house.ada().await, "acme").await[1]
}

/// A paid App of Acme Inc on the plan Small.
pub async fn shop(house: &House) -> AppOverview {
    let ada = house.ada().await;
    let contact = contacts(&ada, "acme").await[0];
    ada.create_app("acme", "acme-shop", "small", contact).await.unwrap();
    ada.app("acme-shop").await.unwrap()
}

/// Assigns a Developer, past the acts.
pub async fn assign(house: &House, email: &str, app: &str) {
    house
        .database
        .run(&format!(
            "INSERT INTO app_members (app_id, company_id, user_id, assigned_at)
             SELECT a.id, a.company_id, u.id, 0 FROM apps a, users u WHERE a.name = '{app}' AND u.email = '{email}'"
        ))
        .await;
}
