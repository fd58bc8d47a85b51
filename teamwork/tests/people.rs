//! People and their Apps (domain.md, rows 3, 25 and 28, 4.1, 4.4): assignments, offers, access with an end, departures.

mod assignments;
mod departures;
mod ending;
mod offers;
mod races;

use teamwork::{
    acts::Actor,
    rules::{
        id::AppId,
        invitation::Offer,
        moment::{DAY, Moment},
        role::Role,
    },
};

use crate::house::{Database, House};

/// An App of Acme Inc, past the acts: what this room tells is not how Apps come to be.
pub async fn app(house: &House, name: &str) -> AppId {
    app_of(house, name, "acme").await
}

/// The same in another Company.
pub async fn app_of(house: &House, name: &str, slug: &str) -> AppId {
    let id = AppId::new(house.warren.now(), house.warren.chance.bytes());
    let literal = literal(house, &id.to_string());
    let trial_ends_at = house.warren.now().plus(DAY * 3_650).millis();
    let sql = format!(
        "INSERT INTO apps (id, name, company_id, creator_id, state, plan, trial_ends_at, created_at)
         SELECT {literal}, '{name}', c.id, m.user_id, 'trial', 'small', {trial_ends_at}, 0
         FROM companies c JOIN members m ON m.company_id = c.id AND m.role = 'owner' WHERE c.slug = '{slug}' LIMIT 1"
    );
    house.database.run(&sql).await;
    house.database.run(&format!("INSERT INTO app_names (name, app_id) VALUES ('{name}', {literal})")).await;
    id
}

/// Deletes an App past the acts.
pub async fn delete_app(house: &House, app: AppId) {
    let literal = literal(house, &app.to_string());
    house.database.run(&format!("DELETE FROM app_members WHERE app_id = {literal}")).await;
    let gone = "state = 'deleted', company_id = NULL, billing_contact_id = NULL, deleted_at = 1";
    house.database.run(&format!("UPDATE apps SET {gone} WHERE id = {literal}")).await;
}

/// An id as the engine writes it.
pub fn literal(house: &House, id: &str) -> String {
    match house.database {
        Database::Sqlite(_) => format!("x'{}'", id.replace('-', "")),
        Database::Postgres(_) => format!("'{id}'"),
    }
}

/// An offer to be a Developer of these Apps.
pub fn developer(apps: &[AppId]) -> Offer {
    Offer { apps: apps.to_vec(), ..Offer::plain(Role::Developer, "") }
}

/// Kevin's assignments, as the one who may change them sees them.
pub async fn apps_of_kevin(house: &House) -> Vec<String> {
    let apps = house.ada().await.apps_of_member("acme", house.kevin().await.id()).await.unwrap();
    apps.into_iter().filter(|app| app.chosen).map(|app| app.name).collect()
}

/// Ada assigns Kevin.
pub async fn assign_kevin(house: &House, apps: &[AppId]) {
    let kevin = house.kevin().await.id();
    let version = house.version_of(kevin).await;
    house.ada().await.assign_apps("acme", kevin, apps.to_vec(), version).await.unwrap();
}

/// The day so many days from now, as a form writes it.
pub fn in_days(house: &House, days: i64) -> String {
    house.warren.now().plus(days * DAY).to_iso_day()
}

/// The last moment of that day.
pub fn end_of(day: &str) -> Moment {
    Moment::parse_day(day).unwrap().plus(DAY - 1)
}

/// Sets the last day of somebody's access, as they are now.
pub async fn set_end(house: &House, by: &Actor, who: teamwork::rules::id::UserId, day: &str) {
    let version = house.version_of(who).await;
    by.set_end("acme", who, day, version).await.unwrap();
}
