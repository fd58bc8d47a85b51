//! The one room that knows there are two engines. Everywhere else there is one SQL text, `$1`, and native values. Below are how
//! the database is opened and how a statement is sent.

mod open;
mod query;

pub use open::OpenError;
pub use query::{Query, Row, Value};

use std::collections::HashMap;

use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction, postgres::PgArguments, sqlite::SqliteArguments};
use uuid::Uuid;

use self::query::On;
use super::{
    ledger::Ledger,
    log::{Change, Head},
};

/// How many changes one notice tells; PostgreSQL takes 8000 bytes.
const AT_ONCE: usize = 80;

const NOTIFY: &str = "SELECT CAST(pg_notify('warren', $1) AS TEXT)";

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
