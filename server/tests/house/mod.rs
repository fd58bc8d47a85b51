//! A house for each test, with the people of the stories in it and its whole router.

mod database;
mod document;
mod keys;
mod people;
mod shelf;
mod stage;
mod web;

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use axum::Router;
use server::{
    config::Config,
    http::{self, House as Doors},
    payments::Provider,
};
use teamwork::{
    acts::{Chance, Clock, PasswordCost, Settings, Warren},
    rules::{invitation::INVITATION_LIFE, moment::Moment, zone::TimeZone},
};
use tokio_util::sync::CancellationToken;

pub use database::{Database, Engine, Eye};
pub use keys::{one_of_many, some_key};
pub use people::*;
pub use stage::{actor, guest, newest_secret, setup};
pub use web::{Answer, BASE, FORM, NOBODY, encode, form};

/// One running Warren on a database of its own, and the door for browsers.
pub struct House {
    pub warren: Arc<Warren>,
    pub clock: Arc<Hands>,
    pub router: Router,
    /// Tells the door to close.
    pub stop: CancellationToken,
    pub facts: HashMap<String, String>,
    pub cookies: HashMap<Person, String>,
    pub engine: Engine,
    pub database: Database,
}

/// A clock that stands still until it is moved.
pub struct Hands(AtomicI64);

impl Hands {
    /// A clock that shows this.
    pub fn at(moment: Moment) -> Self {
        Self(AtomicI64::new(moment.millis()))
    }

    /// Time goes by.
    pub fn forward(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> Moment {
        Moment::from_millis(self.0.load(Ordering::SeqCst))
    }
}

impl House {
    /// A copy of the stage on SQLite, as the demo.
    pub async fn open() -> Self {
        Self::on(Engine::Sqlite).await
    }

    /// A copy of the stage on this engine, as the demo.
    pub async fn on(engine: Engine) -> Self {
        Self::with(engine, |_| {}).await
    }

    /// The same, where a password costs what it does in production.
    pub async fn at_full_cost() -> Self {
        Self::built(Engine::Sqlite, PasswordCost::PRODUCTION, |_| {}).await
    }

    /// The same, with other settings of the operator.
    pub async fn with(engine: Engine, change: impl FnOnce(&mut Config)) -> Self {
        Self::built(engine, PasswordCost::LEAST, change).await
    }

    async fn built(engine: Engine, cost: PasswordCost, change: impl FnOnce(&mut Config)) -> Self {
        let stage = stage::get(engine).await;
        let database = stage.template.copy().await;
        let clock = Arc::new(Hands::at(stage.now));
        let warren = open_warren(&database, &clock, cost).await;
        let mut config = Config::from_environment(true, &|name| match name {
            "WARREN_BASE_URL" => Some(BASE.to_owned()),
            _ => None,
        })
        .unwrap();
        change(&mut config);
        let stop = CancellationToken::new();
        let provider = Provider::open(&warren, &config).unwrap();
        let router = http::router(&Doors::new(warren.clone(), config, provider, stop.clone()));
        let (facts, cookies) = (stage.facts.clone(), stage.cookies.clone());
        Self { warren, clock, router, stop, facts, cookies, engine, database }
    }

    /// The secret of the session in which somebody signed up: the value of their cookie.
    pub fn cookie(&self, who: Person) -> &str {
        &self.cookies[&who]
    }

    /// Looks at the database past the acts.
    pub async fn eye(&self) -> Eye {
        self.database.eye().await
    }

    /// Another heart on the same database, as after a restart.
    pub async fn reopened(&self) -> Arc<Warren> {
        open_warren(&self.database, &self.clock, PasswordCost::LEAST).await
    }

    /// `slug=acme&user={kevin}` with his id in it.
    pub fn fill(&self, text: &str) -> String {
        self.facts.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// Every invariant still holds, and nothing is left behind.
    pub async fn close(self) {
        let findings = self.warren.fsck().await;
        self.warren.close().await;
        self.database.remove().await;
        assert_eq!(findings, Ok(Vec::new()), "on {:?} an invariant does not hold", self.engine);
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.database.remove_files();
    }
}

/// The heart on that database, with this clock for its own.
pub async fn open_warren(database: &Database, clock: &Arc<Hands>, password_cost: PasswordCost) -> Arc<Warren> {
    /// Each Warren has a chance of its own, so that copies of one stage never make the same id twice.
    static SEED: AtomicU64 = AtomicU64::new(1);
    let chance = Chance::seeded(SEED.fetch_add(1, Ordering::SeqCst));
    Warren::open(settings_of(database, password_cost), clock.clone(), chance).await.unwrap()
}

/// What the operator of the demo on that database decides.
pub fn settings_of(database: &Database, password_cost: PasswordCost) -> Settings {
    Settings {
        database_url: database.url(),
        base_url: BASE.into(),
        secret: [7; 32],
        invitation_life: INVITATION_LIFE,
        private_webhooks: true,
        time_zone: TimeZone::UTC,
        password_cost,
        demo: true,
    }
}
