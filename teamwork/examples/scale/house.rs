//! A house with many rows, written past the acts: a hundred thousand sign-ups would take a day of password hashes.

use std::{fmt, path::PathBuf, sync::Arc};

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use teamwork::{
    acts::{Actor, Chance, Guest, Settings, SignUp, SystemClock, Visitor, Warren},
    letters::Letter,
    rules::{billing::BillingForm, company::CompanySetup, invitation::INVITATION_LIFE, log::Door},
};

/// How much there is.
#[derive(Clone, Copy)]
pub struct Size {
    pub members: u32,
    pub companies: u32,
    pub entries: u32,
}

impl Size {
    pub const SMALL: Self = Self { members: 1_000, companies: 100, entries: 10_000 };
    pub const LARGE: Self = Self { members: 100_000, companies: 10_000, entries: 1_000_000 };
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} members, {} Companies, {} entries", self.members, self.companies, self.entries)
    }
}

/// One house, with Ada, who owns its large Company.
pub struct House {
    pub warren: Arc<Warren>,
    pub ada: Actor,
    /// Where a page in the midst of the members begins.
    pub midway: String,
    database: Place,
}

enum Place {
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
            demo: true,
        };
        let warren = Warren::open(settings, Arc::new(SystemClock), Chance::seeded(1)).await.unwrap();
        let ada = sign_up(&warren).await;
        ada.set_up_company(CompanySetup::read("Acme Inc", "acme", &billing()).unwrap()).await.unwrap();
        database.fill(size).await;
        let midway = database.midway(size).await;
        Self { warren, ada, midway, database }
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

async fn sign_up(warren: &Arc<Warren>) -> Actor {
    let guest = || Guest::new(warren, Door::Cli, "", "", warren.request());
    let form = SignUp {
        first_name: "Ada".into(),
        last_name: "Lovelace".into(),
        email: "ada@acme.example".into(),
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

    /// Users and members of Acme, other Companies with an Owner each, and a long log of Acme.
    async fn fill(&self, Size { members, companies, entries }: Size) {
        // The words that differ: a row for each number, and an id for a number.
        let numbers = |count: u32| match self {
            Self::File(_) => format!(
                "(WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {count}) SELECT n FROM n) AS n"
            ),
            Self::Server { .. } => {
                format!("(SELECT CAST(n AS BIGINT) AS n FROM generate_series(1, {count}) AS n) AS n")
            }
        };
        let id = |kind: u8| match self {
            Self::File(_) => format!("CAST(unhex(printf('{kind:02x}%030x', n.n)) AS BLOB)"),
            Self::Server { .. } => format!("CAST('{kind:02x}' || lpad(to_hex(n.n), 30, '0') AS UUID)"),
        };
        let at = 1_795_262_400_000_i64;
        let (user, company, contact) = (id(1), id(2), id(3));
        let acme = "(SELECT id FROM companies WHERE slug = 'acme')";
        let ada = "(SELECT id FROM users WHERE email = 'ada@acme.example')";
        let (many, others, lines) = (numbers(members - 1), numbers(companies), numbers(entries));
        for sql in [
            format!(
                "INSERT INTO users (id, email, email_key, first_name, last_name, confirmed_at, terms_at, created_at)
                 SELECT {user}, 'n' || n.n || '@acme.example', 'n' || n.n || '@acme.example', 'N' || n.n, 'Acme', {at}, {at}, {at}
                 FROM {many}"
            ),
            format!(
                "INSERT INTO members (company_id, user_id, role, joined_at)
                 SELECT {acme}, {user}, CASE WHEN n.n % 100 = 0 THEN 'admin' ELSE 'developer' END, {at} + n.n FROM {many}"
            ),
            format!("UPDATE companies SET member_count = {members} WHERE slug = 'acme'"),
            format!(
                "INSERT INTO companies (id, slug, name, owner_count, member_count, created_at)
                 SELECT {company}, 'c' || n.n, 'Company ' || n.n, 1, 1, {at} FROM {others}"
            ),
            // Each has an Owner of its own, so nobody has thousands of Companies.
            format!("INSERT INTO members (company_id, user_id, role, joined_at) SELECT {company}, {user}, 'owner', {at} FROM {others}"),
            format!(
                "INSERT INTO billing_contacts (id, company_id, state, method, name, street, postal_code, city, country, email, created_at)
                 SELECT {contact}, {company}, 'active', 'bank_transfer', 'C', 'S', '1', 'B', 'DE', 'b@c.example', {at} FROM {others}"
            ),
            format!(
                "INSERT INTO log (at, company_id, actor_id, role, door, event, kind, request_id)
                 SELECT {at} + n.n, {acme}, {ada}, 'owner', 'page',
                        CASE WHEN n.n % 1000 = 0 THEN 'billing_contact_created' ELSE 'role_changed' END,
                        CASE WHEN n.n % 1000 = 0 THEN 'billing' ELSE 'people' END, {user} FROM {lines}"
            ),
            "ANALYZE".to_owned(),
        ] {
            self.run(sql).await;
        }
    }

    async fn run(&self, sql: String) {
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

    /// The cursor behind the member in the middle.
    async fn midway(&self, size: Size) -> String {
        let (at, number) = (1_795_262_400_000_i64 + i64::from(size.members / 2), size.members / 2);
        format!("{at}.01000000-0000-0000-0000-{number:012x}")
    }
}
