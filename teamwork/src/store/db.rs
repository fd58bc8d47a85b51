//! The one room that knows there are two engines. Everywhere else there is one SQL text, `$1`, and native values.

use std::{collections::HashMap, str::FromStr, time::Duration};

use sqlx::{
    Arguments as _, Encode, FromRow, PgPool, Postgres, Sqlite, SqlitePool, Transaction, Type,
    error::BoxDynError,
    postgres::{PgArguments, PgConnectOptions, PgPoolOptions, PgRow},
    sqlite::{
        SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
    },
};
use thiserror::Error;
use uuid::Uuid;

use super::{
    ledger::Ledger,
    log::{Change, Head},
};

/// The oldest SQLite that is free of the WAL corruption race that lived from 3.7.0 to 3.51.2.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// How many changes one notice tells; PostgreSQL takes 8000 bytes.
const AT_ONCE: usize = 80;

const NOTIFY: &str = "SELECT CAST(pg_notify('warren', $1) AS TEXT)";

/// A value that both engines store natively.
pub trait Value:
    for<'q> Encode<'q, Sqlite> + Type<Sqlite> + for<'q> Encode<'q, Postgres> + Type<Postgres> + Send + 'static
{
}
impl<T> Value for T where
    T: for<'q> Encode<'q, Sqlite> + Type<Sqlite> + for<'q> Encode<'q, Postgres> + Type<Postgres> + Send + 'static
{
}

/// A row that both engines can fill.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// Why the database could not be opened, in words for the operator.
#[derive(Debug, Error)]
pub enum OpenError {
    #[error("DATABASE_URL has to begin with sqlite: or postgres: – it is {0:?}")]
    UnknownEngine(String),
    #[error("this build carries SQLite {0}; 3.51.3 or newer is needed, older ones can corrupt a database in WAL mode")]
    OldSqlite(String),
    #[error("the database could not be opened: {0}")]
    Database(#[from] sqlx::Error),
    #[error("the database could not be brought to the newest schema: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

#[derive(Clone)]
enum Pools {
    /// One connection writes, so writers queue instead of failing half-way; several only read.
    Sqlite {
        write: SqlitePool,
        read: SqlitePool,
    },
    Postgres(PgPool),
}

/// The database of either engine.
#[derive(Clone)]
pub struct Db {
    pools: Pools,
    ledger: Ledger,
}

impl Db {
    /// Opens the database that the URL names, without looking at its schema.
    ///
    /// # Errors
    /// When the URL is of neither engine, the engine is too old, or it does not answer.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        // No pool retires connections by age: what does that in sqlx 0.9 counts the idle ones while others take them, and one
        // time in thousands counts below zero. Then it turns on the spot for ever, and the program cannot end.
        let pools = if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url)?
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                // NORMAL may lose the last acknowledged commits at power loss in WAL mode (I45).
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(5));
            let write = SqlitePoolOptions::new()
                .max_connections(1)
                .acquire_timeout(Duration::from_secs(8))
                .idle_timeout(None)
                .max_lifetime(None)
                .test_before_acquire(false)
                .connect_with(options.clone())
                .await?;
            let (version,): (String,) = sqlx::query_as("SELECT sqlite_version()").fetch_one(&write).await?;
            if parse_version(&version) < OLDEST_SQLITE {
                return Err(OpenError::OldSqlite(version));
            }
            let read = SqlitePoolOptions::new()
                .max_connections(4)
                .acquire_timeout(Duration::from_secs(8))
                .idle_timeout(None)
                .max_lifetime(None)
                .test_before_acquire(false)
                .connect_lazy_with(options.create_if_missing(false).read_only(true));
            Pools::Sqlite { write, read }
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let pool = PgPoolOptions::new()
                .max_connections(16)
                .acquire_timeout(Duration::from_secs(8))
                .idle_timeout(None)
                .max_lifetime(None);
            // Every statement walks an index whatever its values are, and the tests read that off the generic plan. Left to
            // itself, PostgreSQL plans a page of the log anew each time, which takes twice as long as the page.
            let options = PgConnectOptions::from_str(url)?.options([("plan_cache_mode", "force_generic_plan")]);
            Pools::Postgres(pool.connect_with(options).await?)
        } else {
            return Err(OpenError::UnknownEngine(url.split(':').next().unwrap_or_default().to_owned()));
        };
        Ok(Self { pools, ledger: Ledger::default() })
    }

    /// Brings the schema to the newest version.
    ///
    /// # Errors
    /// When a migration fails, or the database is newer than this program.
    pub async fn migrate(&self) -> Result<(), OpenError> {
        match &self.pools {
            Pools::Sqlite { write, .. } => sqlx::migrate!("../migrations/sqlite").run(write).await?,
            Pools::Postgres(pool) => sqlx::migrate!("../migrations/postgres").run(pool).await?,
        }
        Ok(())
    }

    /// Begins a transaction that writes. It commits only with at least one log entry (law 1).
    ///
    /// # Errors
    /// When no connection is free in time.
    pub async fn write(&self) -> sqlx::Result<Tx> {
        let inner = match &self.pools {
            Pools::Sqlite { write, .. } => Inner::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres(pool) => Inner::Postgres(pool.begin().await?),
        };
        Ok(Tx { inner, ledger: self.ledger.clone(), recorded: 0, changes: Vec::new(), heads: HashMap::new() })
    }

    /// One statement outside a transaction that only reads.
    pub fn read(&self, sql: &'static str) -> Query<'_> {
        let on = match &self.pools {
            Pools::Sqlite { read, .. } => On::SqlitePool(read, SqliteArguments::default()),
            Pools::Postgres(pool) => On::PostgresPool(pool, PgArguments::default()),
        };
        Query::new(on, sql, self.ledger.clone())
    }

    /// The few statements that only read and have to differ between the engines.
    pub fn pick(&self, sqlite: &'static str, postgres: &'static str) -> Query<'_> {
        self.read(if self.postgres().is_some() { postgres } else { sqlite })
    }

    /// One statement that writes and is a transaction of its own. For housekeeping that nobody needs to read about.
    pub fn tend(&self, sql: &'static str) -> Query<'_> {
        let on = match &self.pools {
            Pools::Sqlite { write, .. } => On::SqlitePool(write, SqliteArguments::default()),
            Pools::Postgres(pool) => On::PostgresPool(pool, PgArguments::default()),
        };
        Query::new(on, sql, self.ledger.clone())
    }

    /// Tells other servers what changed outside a transaction, and hands out what this one has to tell itself.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn tell(&self, changes: &[Change]) -> sqlx::Result<Vec<Change>> {
        if self.postgres().is_none() {
            return Ok(changes.to_vec());
        }
        let told = serde_json::to_string(changes).map_err(|error| sqlx::Error::Encode(error.into()))?;
        self.tend(NOTIFY).bind(told).run().await.map(|_| Vec::new())
    }

    /// Whether the engine answers at all.
    pub async fn answers(&self) -> bool {
        self.read("SELECT CAST(1 AS BIGINT)").one::<(i64,)>().await.is_ok()
    }

    /// How many statements were issued so far, begin and commit aside. Acts have budgets.
    pub fn statements(&self) -> u64 {
        self.ledger.count()
    }

    /// The texts of all statements that were issued so far, with the types of their values.
    #[cfg(debug_assertions)]
    pub fn texts(&self) -> Vec<(&'static str, Vec<String>)> {
        self.ledger.texts()
    }

    /// The pool, where the engine can tell other servers what changed.
    pub fn postgres(&self) -> Option<&PgPool> {
        match &self.pools {
            Pools::Postgres(pool) => Some(pool),
            Pools::Sqlite { .. } => None,
        }
    }

    /// Closes every connection; on SQLite the write-ahead log is folded into the file.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// A transaction that writes, with what it wants to tell the streams once it is committed.
pub struct Tx {
    inner: Inner,
    ledger: Ledger,
    pub(super) recorded: u32,
    pub(super) changes: Vec<Change>,
    /// Where the chains end that this transaction has written to.
    pub(super) heads: HashMap<Uuid, Head>,
}

enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    /// One statement of this transaction.
    pub fn query(&mut self, sql: &'static str) -> Query<'_> {
        let ledger = self.ledger.clone();
        let on = match &mut self.inner {
            Inner::Sqlite(tx) => On::SqliteTx(tx, SqliteArguments::default()),
            Inner::Postgres(tx) => On::PostgresTx(tx, PgArguments::default()),
        };
        Query::new(on, sql, ledger)
    }

    /// The few statements that have to differ between the engines.
    pub fn pick(&mut self, sqlite: &'static str, postgres: &'static str) -> Query<'_> {
        let sql = match &self.inner {
            Inner::Sqlite(_) => sqlite,
            Inner::Postgres(_) => postgres,
        };
        self.query(sql)
    }

    /// Undoes everything and lets go of what it locked, before anybody is answered: a task of the clock passes over rows
    /// that are locked. When the engine does not answer, it has let go already.
    pub async fn roll_back(self) {
        let _ = match self.inner {
            Inner::Sqlite(tx) => tx.rollback().await,
            Inner::Postgres(tx) => tx.rollback().await,
        };
    }

    /// Commits, and hands out what has to be announced by the caller (SQLite: in this process; PostgreSQL has told
    /// every server, this one included, in the transaction itself).
    ///
    /// # Errors
    /// When the engine refuses, or nothing was recorded in the log.
    pub async fn commit(mut self) -> sqlx::Result<Vec<Change>> {
        if self.recorded == 0 {
            return Err(sqlx::Error::Protocol("a write without a log entry".into()));
        }
        let changes = std::mem::take(&mut self.changes);
        if matches!(self.inner, Inner::Postgres(_)) {
            for changes in changes.chunks(AT_ONCE) {
                let told = serde_json::to_string(changes).map_err(|e| sqlx::Error::Encode(e.into()))?;
                self.query(NOTIFY).bind(told).run().await?;
            }
        }
        match self.inner {
            Inner::Sqlite(tx) => tx.commit().await.map(|()| changes),
            Inner::Postgres(tx) => tx.commit().await.map(|()| Vec::new()),
        }
    }
}

enum On<'a> {
    SqliteTx(&'a mut Transaction<'static, Sqlite>, SqliteArguments),
    SqlitePool(&'a SqlitePool, SqliteArguments),
    PostgresTx(&'a mut Transaction<'static, Postgres>, PgArguments),
    PostgresPool(&'a PgPool, PgArguments),
}

/// A statement with its values, not yet sent.
#[must_use = "a statement does nothing until it is run"]
pub struct Query<'a> {
    on: On<'a>,
    sql: &'static str,
    flaw: Option<BoxDynError>,
    ledger: Ledger,
    #[cfg(debug_assertions)]
    types: Vec<String>,
}

macro_rules! send {
    ($query:expr, $with:ident $(::<$row:ty>)?, $fetch:ident) => {{
        $query.note();
        if let Some(flaw) = $query.flaw {
            return Err(sqlx::Error::Encode(flaw));
        }
        match $query.on {
            On::SqliteTx(tx, values) => send!(@ $with, Sqlite $(, $row)?)($query.sql, values).$fetch(&mut **tx).await,
            On::SqlitePool(pool, values) => send!(@ $with, Sqlite $(, $row)?)($query.sql, values).$fetch(pool).await,
            On::PostgresTx(tx, values) => send!(@ $with, Postgres $(, $row)?)($query.sql, values).$fetch(&mut **tx).await,
            On::PostgresPool(pool, values) => send!(@ $with, Postgres $(, $row)?)($query.sql, values).$fetch(pool).await,
        }
    }};
    (@ query_with, $db:ty) => { sqlx::query_with::<$db, _> };
    (@ query_as_with, $db:ty, $row:ty) => { sqlx::query_as_with::<$db, $row, _> };
}

impl<'a> Query<'a> {
    fn new(on: On<'a>, sql: &'static str, ledger: Ledger) -> Self {
        Self {
            on,
            sql,
            flaw: None,
            ledger,
            #[cfg(debug_assertions)]
            types: Vec::new(),
        }
    }

    /// Writes the statement down, now that it is sent.
    fn note(&mut self) {
        self.ledger.note();
        #[cfg(debug_assertions)]
        self.ledger.note_text(self.sql, std::mem::take(&mut self.types));
    }

    /// The next value: `$1`, then `$2`, …
    pub fn bind<T: Value>(mut self, value: T) -> Self {
        let added = match &mut self.on {
            On::SqliteTx(_, values) | On::SqlitePool(_, values) => values.add(value),
            On::PostgresTx(_, values) | On::PostgresPool(_, values) => values.add(value),
        };
        self.flaw = self.flaw.or(added.err());
        #[cfg(debug_assertions)]
        self.types.push(<T as Type<Postgres>>::type_info().to_string());
        self
    }

    /// Runs it and tells how many rows it touched.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn run(mut self) -> sqlx::Result<u64> {
        self.note();
        if let Some(flaw) = self.flaw {
            return Err(sqlx::Error::Encode(flaw));
        }
        match self.on {
            On::SqliteTx(tx, values) => {
                sqlx::query_with::<Sqlite, _>(self.sql, values).execute(&mut **tx).await.map(|d| d.rows_affected())
            }
            On::SqlitePool(pool, values) => {
                sqlx::query_with::<Sqlite, _>(self.sql, values).execute(pool).await.map(|d| d.rows_affected())
            }
            On::PostgresTx(tx, values) => {
                sqlx::query_with::<Postgres, _>(self.sql, values).execute(&mut **tx).await.map(|d| d.rows_affected())
            }
            On::PostgresPool(pool, values) => {
                sqlx::query_with::<Postgres, _>(self.sql, values).execute(pool).await.map(|d| d.rows_affected())
            }
        }
    }

    /// The only row.
    ///
    /// # Errors
    /// When there is none, or what the engine says.
    pub async fn one<T: Row>(mut self) -> sqlx::Result<T> {
        send!(self, query_as_with::<T>, fetch_one)
    }

    /// The row, if there is one.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn maybe<T: Row>(mut self) -> sqlx::Result<Option<T>> {
        send!(self, query_as_with::<T>, fetch_optional)
    }

    /// All rows. The statement has a limit of its own.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn all<T: Row>(mut self) -> sqlx::Result<Vec<T>> {
        send!(self, query_as_with::<T>, fetch_all)
    }
}

fn parse_version(text: &str) -> (u32, u32, u32) {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(parse_version("3.51.2") < OLDEST_SQLITE);
        assert!(parse_version("3.51.3") >= OLDEST_SQLITE);
        assert!(parse_version("3.100.0") >= OLDEST_SQLITE);
    }
}
