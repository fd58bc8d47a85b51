//! A house of its own on one engine, with a clock that is set by hand.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use teamwork::{
    acts::{Actor, Chance, Clock, Guest, Operator, PasswordCost, Settings, SignUp, Visitor, Warren},
    letters::Letter,
    rules::{
        invitation::INVITATION_LIFE,
        log::Door,
        moment::{DAY, HOUR, Moment},
        zone::TimeZone,
    },
};

use super::calendar::NEW_YEAR;

const PASSWORD: &str = "a burrow with many doors";

/// The clock on its wall.
struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> Moment {
        Moment::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// One house.
pub struct House {
    pub warren: Arc<Warren>,
    hands: Arc<Hands>,
    database: Place,
}

enum Place {
    File(PathBuf),
    Server { server: String, name: String },
}

/// A credit note as the database keeps it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KeptCredit {
    pub number: i64,
    pub total: i64,
    /// What the buyer has not got yet.
    pub balance: i64,
    pub document: String,
}

/// An invoice as the database keeps it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Kept {
    pub number: i64,
    pub series: String,
    pub net: i64,
    pub tax: i64,
    pub total: i64,
    pub balance: i64,
    pub state: String,
    pub paid: i64,
    pub document: String,
}

impl House {
    /// An empty house, on this server or on SQLite, that knows who sells.
    pub async fn build(server: Option<&str>, seed: u64) -> Self {
        let name = format!("warren_{}_year", std::process::id());
        let database = match server {
            Some(server) => {
                let place = Place::Server { server: server.to_owned(), name };
                place.command("CREATE DATABASE", "").await;
                // Nobody pulls the plug here, so nothing waits for the disk.
                place.command("ALTER DATABASE", "SET synchronous_commit = off").await;
                place
            }
            None => Place::File(folder().join(format!("{name}.db"))),
        };
        let settings = Settings {
            database_url: database.url(),
            base_url: "https://warren.example".into(),
            secret: [7; 32],
            invitation_life: INVITATION_LIFE,
            private_webhooks: false,
            time_zone: TimeZone::UTC,
            password_cost: PasswordCost::LEAST,
            demo: true,
        };
        let hands = Arc::new(Hands(AtomicI64::new(NEW_YEAR * DAY)));
        let warren = Warren::open(settings, hands.clone(), Chance::seeded(seed)).await.unwrap();
        let house = Self { warren, hands, database };
        house.set_seller().await;
        house
    }

    async fn set_seller(&self) {
        for (setting, value) in [
            ("seller_name", "Burrow Hosting"),
            ("seller_street", "1 Warren Way"),
            ("seller_postal_code", "10115"),
            ("seller_city", "Berlin"),
            ("seller_country", "DE"),
            ("seller_iban", "DE89 3704 0044 0532 0130 00"),
        ] {
            self.operator().set_setting(setting, value).await.unwrap();
        }
    }

    /// Sets the clock.
    pub fn set_clock(&self, day: i64, hour: i64) {
        self.hands.0.store(day * DAY + hour * HOUR, Ordering::SeqCst);
    }

    pub fn operator(&self) -> Operator {
        Operator::of_the_house(&self.warren)
    }

    /// Somebody who is not signed in, at a machine of their own.
    pub fn guest(&self, network: &str) -> Guest {
        Guest::new(&self.warren, Door::Page, network, "Firefox/1 Linux", self.warren.request())
    }

    /// Makes an account with a confirmed address.
    pub async fn sign_up(&self, number: usize) {
        let form = SignUp {
            first_name: "Ada".into(),
            last_name: format!("Lovelace {number}"),
            email: email(number),
            password: PASSWORD.into(),
            terms: true,
            invitation: None,
        };
        self.guest(&email(number)).sign_up(form).await.unwrap();
        self.guest(&email(number)).confirm_email(&self.newest_secret().await).await.unwrap();
    }

    /// Signs in, so that everything may be done for ten minutes.
    pub async fn sign_in(&self, number: usize) -> Actor {
        let session = self.guest(&email(number)).sign_in(&email(number), PASSWORD).await.unwrap();
        self.recognise(&session.secret).await
    }

    pub async fn recognise(&self, secret: &str) -> Actor {
        match self.guest("").recognise(secret).await.unwrap() {
            Visitor::Person(actor) => actor,
            Visitor::Guest(_) => panic!("nobody has this session"),
        }
    }

    /// The secret of the newest mail that has one.
    pub async fn newest_secret(&self) -> String {
        let mails = self.warren.mailbox(None).await.unwrap();
        let link = mails.iter().find_map(|mail| self.warren.secret_link(&mail.letter)).unwrap();
        link.rsplit('/').next().unwrap_or_default().to_owned()
    }

    /// The secret of the payment request that was mailed last.
    pub async fn request_secret(&self) -> String {
        let mails = self.warren.mailbox(None).await.unwrap();
        let request = mails.iter().find(|mail| matches!(mail.letter, Letter::PaymentRequest { .. })).unwrap();
        let link = self.warren.secret_link(&request.letter).unwrap();
        link.rsplit('/').next().unwrap_or_default().to_owned()
    }

    /// The invoices behind this number, in their order.
    pub async fn invoices(&self, after: i64) -> Vec<Kept> {
        self.rows(format!(
            "SELECT i.number, i.series, i.net, i.tax, i.total, i.balance, i.state, i.document,
                    CAST(COALESCE((SELECT SUM(p.amount) FROM invoice_payments p WHERE p.invoice_id = i.id), 0) AS BIGINT) AS paid
             FROM invoices i WHERE i.number > {after} ORDER BY i.number"
        ))
        .await
    }

    /// The credit notes behind this number, in their order.
    pub async fn credits(&self, after: i64) -> Vec<KeptCredit> {
        self.rows(format!(
            "SELECT number, total, balance, document FROM credit_notes WHERE number > {after} ORDER BY number"
        ))
        .await
    }

    /// What credit notes have paid of the invoices of a buyer, by the number of the invoice.
    pub async fn given_to(&self, buyer: &str) -> Vec<(i64, i64)> {
        self.rows(format!(
            "SELECT i.number, CAST(SUM(u.amount) AS BIGINT) FROM invoices i JOIN credit_uses u ON u.invoice_id = i.id
             WHERE i.buyer = '{buyer}' GROUP BY i.number ORDER BY i.number"
        ))
        .await
    }

    /// The open invoices of a buyer for which no card is being charged.
    pub async fn owed_without_a_charge(&self, buyer: &str) -> Vec<(i64,)> {
        self.rows(format!(
            "SELECT i.number FROM invoices i JOIN billing_contacts b ON b.id = i.billing_contact_id
             WHERE i.buyer = '{buyer}' AND i.state = 'open' AND i.balance > 50
               AND NOT EXISTS (SELECT 1 FROM charges h WHERE h.invoice_id = i.id AND h.state = 'begun')"
        ))
        .await
    }

    /// What a statement of the example's own finds.
    async fn rows<T>(&self, sql: String) -> Vec<T>
    where
        T: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>,
        T: Send + Unpin,
    {
        let (query, url) = (AssertSqlSafe(sql), self.database.url());
        match &self.database {
            Place::File(_) => {
                let mut eye = SqliteConnection::connect(&url).await.unwrap();
                sqlx::query_as(query).fetch_all(&mut eye).await.unwrap()
            }
            Place::Server { .. } => {
                let mut eye = PgConnection::connect(&url).await.unwrap();
                sqlx::query_as(query).fetch_all(&mut eye).await.unwrap()
            }
        }
    }

    pub async fn forget(self) {
        self.warren.close().await;
        match &self.database {
            Place::File(path) => {
                for end in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{}{end}", path.display()));
                }
            }
            place @ Place::Server { .. } => place.command("DROP DATABASE", "").await,
        }
    }
}

/// Where a file is soon written: in memory, on machines that have a folder there.
fn folder() -> PathBuf {
    let in_memory = PathBuf::from("/dev/shm");
    if in_memory.is_dir() { in_memory } else { std::env::temp_dir() }
}

/// The address of a person.
pub fn email(number: usize) -> String {
    format!("ada-{number}@people.example")
}

impl Place {
    fn url(&self) -> String {
        match self {
            Self::File(path) => format!("sqlite:{}", path.display()),
            Self::Server { server, name } => format!("{}/{name}", server.rsplit_once('/').unwrap().0),
        }
    }

    async fn command(&self, what: &str, how: &str) {
        if let Self::Server { server, name } = self {
            let mut server = PgConnection::connect(server).await.unwrap();
            sqlx::raw_sql(AssertSqlSafe(format!("{what} {name} {how}"))).execute(&mut server).await.unwrap();
        }
    }
}
