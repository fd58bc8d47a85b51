//! One statement with its values, sent to whichever engine there is, and what both can store and fill.

use sqlx::{
    Arguments as _, Encode, FromRow, PgPool, Postgres, Sqlite, SqlitePool, Transaction, Type,
    error::BoxDynError,
    postgres::{PgArguments, PgRow},
    sqlite::{SqliteArguments, SqliteRow},
};

use crate::store::ledger::Ledger;

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

pub(super) enum On<'a> {
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
    pub(super) fn new(on: On<'a>, sql: &'static str, ledger: Ledger) -> Self {
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
