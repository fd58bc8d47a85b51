//! An App on the stage of these stories, and name servers that say what a story needs.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex},
};

use teamwork::{
    acts::Actor,
    ports::{Names, Pending, Silence},
    rules::{
        config::{ConfigCard, RuntimeForm},
        id::UserId,
    },
};
use uuid::Uuid;

use crate::house::{Engine, House};

/// Where the Apps of these stories are.
pub const APPS: &str = "apps.warren.example";

/// A paid App of Acme Inc on the plan with ten domains.
pub async fn app(house: &House, name: &str) {
    let ada = house.ada().await;
    let contact = ada.billing("acme").await.unwrap()[0].id;
    ada.create_app("acme", name, "standard", contact).await.unwrap();
    house.raise_the_curtain().await;
}

/// A trial of one's own, that no Company holds.
pub async fn trial(house: &House, who: &Actor, name: &str) {
    who.start_personal_trial(name).await.unwrap();
    house.raise_the_curtain().await;
}

pub async fn suspend(house: &House, name: &str) {
    let sql = format!("UPDATE apps SET state = 'suspended', suspended_by = 'operator' WHERE name = '{name}'");
    house.database.run(&sql).await;
}

pub async fn assign(house: &House, user: UserId, name: &str) {
    let user = literal(house, user);
    let sql = format!(
        "INSERT INTO app_members (app_id, company_id, user_id, assigned_at)
         SELECT id, company_id, {user}, 0 FROM apps WHERE name = '{name}'"
    );
    house.database.run(&sql).await;
}

fn literal(house: &House, id: impl Into<Uuid>) -> String {
    let id: Uuid = id.into();
    match house.database.engine() {
        Engine::Sqlite => format!("X'{}'", id.simple()),
        Engine::Postgres => format!("CAST('{id}' AS UUID)"),
    }
}

/// The configuration as Ada sees it.
pub async fn seen(house: &House) -> ConfigCard {
    house.ada().await.config("shop").await.unwrap()
}

/// What a variable shows: `None` for a secret.
pub fn value(config: &ConfigCard, name: &str) -> Option<String> {
    config.variables.iter().find(|variable| variable.name == name).unwrap().value.clone()
}

pub fn runtime_form() -> RuntimeForm {
    let [folder, branch, index_file, error_file, cache_seconds] =
        ["public", "live", "index.html", "404.html", "60"].map(str::to_owned);
    RuntimeForm { folder, branch, index_file, error_file, cache_seconds, https_only: false }
}

/// Name servers whose answers a story sets. What it does not know, does not exist.
#[derive(Default)]
pub struct Zone {
    answers: Mutex<HashMap<String, Result<Vec<IpAddr>, Silence>>>,
    pub asked: Mutex<Vec<String>>,
}

impl Zone {
    /// Name servers for this house; the App is at 192.0.2.1.
    pub fn open(house: &House) -> Arc<Self> {
        let zone = Arc::new(Self::default());
        zone.says("shop.apps.warren.example", "192.0.2.1");
        house.warren.ask_names(APPS.to_owned(), zone.clone());
        zone
    }

    pub fn says(&self, host: &str, address: &str) {
        self.answers.lock().unwrap().insert(host.to_owned(), Ok(vec![address.parse().unwrap()]));
    }

    pub fn is_silent_about(&self, host: &str) {
        self.answers.lock().unwrap().insert(host.to_owned(), Err(Silence));
    }
}

impl Names for Zone {
    fn addresses<'a>(&'a self, host: &'a str) -> Pending<'a, Result<Vec<IpAddr>, Silence>> {
        self.asked.lock().unwrap().push(host.to_owned());
        let answer = self.answers.lock().unwrap().get(host).cloned().unwrap_or(Ok(Vec::new()));
        Box::pin(std::future::ready(answer))
    }
}
