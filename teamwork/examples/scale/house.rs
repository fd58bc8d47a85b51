//! A house with many rows, written past the acts: a hundred thousand sign-ups would take a day of password hashes.

use std::{fmt, path::PathBuf, sync::Arc};

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use teamwork::{
    acts::{Actor, Chance, Guest, PasswordCost, Settings, SignUp, SystemClock, Visitor, Warren},
    letters::Letter,
    rules::{billing::BillingForm, company::CompanySetup, invitation::INVITATION_LIFE, log::Door, zone::TimeZone},
};

use super::fill;

/// How much there is. An App has as many entries, and a Billing Contact of the same Company as many others beside it, in
/// each house.
#[derive(Clone, Copy)]
pub struct Size {
    pub members: u32,
    pub companies: u32,
    pub apps: u32,
    pub entries: u32,
}

impl Size {
    pub const SMALL: Self = Self { members: 1_000, companies: 100, apps: 100, entries: 10_000 };
    pub const LARGE: Self = Self { members: 100_000, companies: 10_000, apps: 10_000, entries: 1_000_000 };
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { members, companies, apps, entries } = self;
        write!(f, "{members} members, {companies} Companies, {apps} Apps, {entries} entries")
    }
}

/// One house, with Ada, who owns its large Company, Kevin, who is a Developer there, and Mallory, whose own is small.
pub struct House {
    pub warren: Arc<Warren>,
    pub ada: Actor,
    pub kevin: Actor,
    pub mallory: Actor,
    pub midway: Midway,
    database: Place,
}

/// Where pages in the midst of the lists begin.
pub struct Midway {
    pub members: String,
    pub apps: String,
    pub log: i64,
}

pub enum Place {
    File(PathBuf),
    Server { server: String, name: String },
}

impl House {
    pub async fn build(server: Option<&str>, size: Size) -> Self {
        let name = format!("warren_scale_{}_{}", std::process::id(), size.members);
        let database = match server {
            Some(server) => {
                let server = server.to_owned();
                let place = Place::Server { server, name };
                place.command("CREATE DATABASE").await;
                place
            }
            None => Place::File(std::env::temp_dir().join(format!("{name}.db"))),
        };
        let settings = Settings {
            database_url: database.url(),
            base_url: "https://warren.example".into(),
            secret: [7; 32],
            invitation_life: INVITATION_LIFE,
            private_webhooks: false,
            time_zone: TimeZone::UTC,
            password_cost: PasswordCost::PRODUCTION,
            demo: true,
        };
        let warren = Warren::open(settings, Arc::new(SystemClock), Chance::seeded(1)).await.unwrap();
        let ada = sign_up(&warren, "Ada", "ada@acme.example").await;
        let kevin = sign_up(&warren, "Kevin", "kevin@flynn.example").await;
        let mallory = sign_up(&warren, "Mallory", "mallory@heart.example").await;
        ada.set_up_company(CompanySetup::read("Acme Inc", "acme", &billing()).unwrap()).await.unwrap();
        mallory.set_up_company(CompanySetup::read("Small Ltd", "small", &billing()).unwrap()).await.unwrap();
        database.fill(size).await;
        let midway = Midway {
            members: fill::member(size.members / 2),
            apps: fill::app(size.apps / 2),
            log: i64::from(size.entries / 2),
        };
        Self { warren, ada, kevin, mallory, midway, database }
    }

    pub async fn forget(self) {
        self.warren.close().await;
        match &self.database {
            Place::File(path) => {
                for end in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{}{end}", path.display()));
                }
            }
            place @ Place::Server { .. } => place.command("DROP DATABASE").await,
        }
    }
}

async fn sign_up(warren: &Arc<Warren>, first: &str, email: &str) -> Actor {
    let guest = || Guest::new(warren, Door::Cli, "", "", warren.request());
    let form = SignUp {
        first_name: first.into(),
        last_name: "Lovelace".into(),
        email: email.into(),
        password: "a burrow with many doors".into(),
        terms: true,
        invitation: None,
    };
    let secret = guest().sign_up(form).await.unwrap().secret;
    let mails = warren.mailbox(None).await.unwrap();
    let confirm = mails.iter().find(|mail| matches!(mail.letter, Letter::ConfirmEmail { .. })).unwrap();
    let link = warren.secret_link(&confirm.letter).unwrap();
    guest().confirm_email(link.rsplit('/').next().unwrap()).await.unwrap();
    match guest().recognise(&secret).await.unwrap() {
        Visitor::Person(actor) => actor,
        Visitor::Guest(_) => panic!("Ada is signed in"),
    }
}

fn billing() -> BillingForm {
    BillingForm {
        billing_name: "Acme Inc".into(),
        street: "1 Rabbit Row".into(),
        postal_code: "10115".into(),
        city: "Berlin".into(),
        country: "DE".into(),
        vat_number: String::new(),
        billing_email: "invoices@acme.example".into(),
    }
}

impl Place {
    fn url(&self) -> String {
        match self {
            Self::File(path) => format!("sqlite:{}", path.display()),
            Self::Server { server, name } => format!("{}/{name}", server.rsplit_once('/').unwrap().0),
        }
    }

    async fn command(&self, what: &str) {
        if let Self::Server { server, name } = self {
            let mut server = PgConnection::connect(server).await.unwrap();
            sqlx::raw_sql(AssertSqlSafe(format!("{what} {name}"))).execute(&mut server).await.unwrap();
        }
    }

    pub async fn run(&self, sql: String) {
        let sql = AssertSqlSafe(sql);
        match self {
            Self::File(_) => {
                let mut eye = SqliteConnection::connect(&self.url()).await.unwrap();
                sqlx::raw_sql(sql).execute(&mut eye).await.unwrap();
            }
            Self::Server { .. } => {
                let mut eye = PgConnection::connect(&self.url()).await.unwrap();
                sqlx::raw_sql(sql).execute(&mut eye).await.unwrap();
            }
        }
    }
}
