//! How the database is opened: which engine the address names, with which settings, and how its schema gets its newest version.

use std::{str::FromStr, time::Duration};

use sqlx::{
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use thiserror::Error;

use super::{Db, Pools};
use crate::store::ledger::Ledger;

/// The oldest SQLite that is free of the WAL corruption race that lived from 3.7.0 to 3.51.2.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

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
