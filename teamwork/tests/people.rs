//! People and their Apps (domain.md, rows 3, 25 and 28, 4.1, 4.4): assignments, offers, access with an end, departures.

mod accepting;
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

/// A trial of Acme Inc.
pub async fn app(house: &House, name: &str) -> AppId {
    app_of(&house.ada().await, name, "acme").await
}

/// The same in a Company of somebody else.
pub async fn app_of(owner: &Actor, name: &str, slug: &str) -> AppId {
    owner.start_trial(slug, name).await.unwrap();
    let apps = owner.apps_to_offer(slug).await.unwrap();
    apps.iter().find(|app| app.name == name).unwrap().id
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
