//! One fresh database a test, and an eye that looks into it past the acts.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
};

use sqlx::{Connection, PgConnection, SqliteConnection};

/// Which engine a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// SQLite always; PostgreSQL when there is a server. In CI there has to be one: a test that skips proves nothing.
    pub fn all() -> Vec<Self> {
        match (server(), std::env::var_os("CI")) {
            (Some(_), _) => vec![Self::Sqlite, Self::Postgres],
            (None, None) => vec![Self::Sqlite],
            (None, Some(_)) => panic!("CI is set, so TEST_POSTGRES has to name a server"),
        }
    }
}

/// A database that exists.
#[derive(Clone, Debug)]
pub enum Database {
    Sqlite(PathBuf),
    /// The name of a database on the server.
    Postgres(String),
}

/// One entry of the log, as the engine has it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Entry {
    pub event: String,
    pub role: String,
    pub door: String,
    pub target: String,
    pub before: String,
    pub after: String,
    pub has_company: bool,
    pub has_actor: bool,
}

impl Database {
    pub async fn fresh(engine: Engine) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("warren_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        match engine {
            Engine::Sqlite => Self::Sqlite(folder().join(format!("{name}.db"))),
            Engine::Postgres => {
                command(&format!("CREATE DATABASE {name}")).await;
                Self::Postgres(name)
            }
        }
    }

    /// Removes what earlier runs left behind: their stages, and the copies of tests that were stopped.
    pub async fn sweep(engine: Engine) {
        let is_left = |name: &str| {
            let pid = name.strip_prefix("warren_").and_then(|rest| rest.split('_').next());
            pid.is_some_and(|pid| !PathBuf::from("/proc").join(pid).is_dir())
        };
        match engine {
            Engine::Sqlite => {
                let files = std::fs::read_dir(folder()).unwrap().flatten();
                for file in files.filter(|file| file.file_name().to_str().is_some_and(is_left)) {
                    let _ = std::fs::remove_file(file.path());
                }
            }
            Engine::Postgres => {
                let mut server = PgConnection::connect(&std::env::var("TEST_POSTGRES").unwrap()).await.unwrap();
                let names = sqlx::query_as("SELECT datname::text FROM pg_database WHERE datname LIKE 'warren\\_%'");
                let names: Vec<(String,)> = names.fetch_all(&mut server).await.unwrap();
                for (name,) in names.iter().filter(|(name,)| is_left(name)) {
                    Self::Postgres(name.clone()).drop().await;
                }
            }
        }
    }

    pub async fn copy_of(original: &Self) -> Self {
        match original {
            Self::Sqlite(path) => {
                let Self::Sqlite(copy) = Self::fresh(Engine::Sqlite).await else { unreachable!() };
                std::fs::copy(path, &copy).unwrap();
                Self::Sqlite(copy)
            }
            Self::Postgres(name) => {
                static COUNT: AtomicU64 = AtomicU64::new(0);
                let copy = format!("{name}_{}", COUNT.fetch_add(1, Ordering::SeqCst));
                command(&format!("CREATE DATABASE {copy} TEMPLATE {name}")).await;
                Self::Postgres(copy)
            }
        }
    }

    /// Folds the write-ahead log of SQLite into the file, which is what a copy sees: an eye that was closed a moment ago may
    /// not have done it yet.
    pub async fn fold(&self) {
        if let Self::Sqlite(_) = self {
            let mut eye = SqliteConnection::connect(&self.url()).await.unwrap();
            sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut eye).await.unwrap();
            eye.close().await.unwrap();
        }
    }

    pub async fn drop(&self) {
        match self {
            Self::Sqlite(path) => {
                for end in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{}{end}", path.display()));
                }
            }
            Self::Postgres(name) => command(&format!("DROP DATABASE {name} WITH (FORCE)")).await,
        }
    }

    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
            Self::Postgres(name) => format!("{}/{name}", server().unwrap()),
        }
    }

    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// The whole log, oldest first.
    pub async fn log(&self) -> Vec<Entry> {
        self.rows(
            "SELECT event, COALESCE(role, '') AS role, door, COALESCE(target, '') AS target,
                    COALESCE(before, '') AS before, COALESCE(after, '') AS after,
                    company_id IS NOT NULL AS has_company, actor_id IS NOT NULL AS has_actor
             FROM log ORDER BY id",
        )
        .await
    }

    /// Rows that both engines can read.
    pub async fn rows<T: Row>(&self, sql: &str) -> Vec<T> {
        self.eye().await.rows(sql).await
    }

    /// A connection that looks.
    pub async fn eye(&self) -> Eye {
        match self {
            Self::Sqlite(_) => Eye::Sqlite(SqliteConnection::connect(&self.url()).await.unwrap()),
            Self::Postgres(_) => Eye::Postgres(PgConnection::connect(&self.url()).await.unwrap()),
        }
    }

    /// A statement past the acts.
    pub async fn run(&self, sql: &str) {
        self.eye().await.run(sql).await;
    }

    /// The same when it may fail.
    pub async fn try_run(&self, sql: &str) -> sqlx::Result<()> {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        match &mut self.eye().await {
            Eye::Sqlite(eye) => sqlx::query(sql).execute(eye).await.map(|_| ()),
            Eye::Postgres(eye) => sqlx::query(sql).execute(eye).await.map(|_| ()),
        }
    }

    /// Several statements past the acts.
    pub async fn run_all(&self, sql: &str) {
        self.eye().await.run_all(sql).await;
    }

    /// One column of the answer to a statement, on a connection that was prepared with others.
    pub async fn texts(&self, before: &[String], sql: &str, column: &str) -> Vec<String> {
        use sqlx::Row as _;
        let assert = |sql: &str| sqlx::AssertSqlSafe(sql.to_owned());
        match &mut self.eye().await {
            Eye::Sqlite(eye) => {
                let rows = sqlx::raw_sql(assert(sql)).fetch_all(eye).await;
                rows.unwrap_or_else(|error| panic!("{sql}: {error}")).iter().map(|row| row.get(column)).collect()
            }
            Eye::Postgres(eye) => {
                for one in before {
                    let done = sqlx::raw_sql(assert(one)).execute(&mut *eye).await;
                    done.unwrap_or_else(|error| panic!("{one}: {error}"));
                }
                let rows = sqlx::raw_sql(assert(sql)).fetch_all(eye).await;
                rows.unwrap_or_else(|error| panic!("{sql}: {error}")).iter().map(|row| row.get(column)).collect()
            }
        }
    }

    /// Every row of every table as text, but for what is counted, what was migrated, and the traces of refusals.
    pub async fn dump(&self) -> Vec<String> {
        let tables = match self {
            Self::Sqlite(_) => "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
            Self::Postgres(_) => "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
        };
        let (mut eye, mut lines) = (self.eye().await, Vec::new());
        for (table,) in eye.rows::<(String,)>(tables).await {
            if table == "limits" || table.starts_with("_sqlx") {
                continue;
            }
            let rows = match self {
                Self::Sqlite(_) => {
                    let columns = format!(
                        "SELECT group_concat('quote(' || name || ')', '||'' ''||') FROM pragma_table_info('{table}')"
                    );
                    let (columns,) = self.rows::<(String,)>(&columns).await.remove(0);
                    self.rows::<(String,)>(&format!("SELECT {columns} FROM {table}")).await
                }
                Self::Postgres(_) => eye.rows(&format!("SELECT row_to_json(t)::text FROM {table} t")).await,
            };
            lines.extend(rows.into_iter().map(|(row,)| format!("{table}: {row}")));
        }
        lines.retain(|line| !line.contains("access_denied"));
        lines.sort();
        lines
    }

    /// One number.
    pub async fn count(&self, sql: &str) -> i64 {
        self.rows::<(i64,)>(sql).await[0].0
    }
}

/// A row that both engines can fill.
pub trait Row:
    for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin
{
}
impl<T> Row for T where
    T: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
        + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>
        + Send
        + Unpin
{
}

/// A connection that looks.
pub enum Eye {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Eye {
    pub async fn rows<T: Row>(&mut self, sql: &str) -> Vec<T> {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(eye) => sqlx::query_as(sql).fetch_all(eye).await.unwrap(),
            Self::Postgres(eye) => sqlx::query_as(sql).fetch_all(eye).await.unwrap(),
        }
    }

    /// A statement past the acts.
    pub async fn run(&mut self, sql: &str) {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(eye) => sqlx::query(sql).execute(eye).await.map(|_| ()).unwrap(),
            Self::Postgres(eye) => sqlx::query(sql).execute(eye).await.map(|_| ()).unwrap(),
        }
    }

    /// Several statements past the acts.
    pub async fn run_all(&mut self, sql: &str) {
        self.try_all(sql).await.unwrap();
    }

    /// The same when they may fail.
    pub async fn try_all(&mut self, sql: &str) -> sqlx::Result<()> {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(eye) => sqlx::raw_sql(sql).execute(eye).await.map(|_| ()),
            Self::Postgres(eye) => sqlx::raw_sql(sql).execute(eye).await.map(|_| ()),
        }
    }
}

/// Memory, where there is such a folder: a test does not have to survive a power cut.
fn folder() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() { memory } else { std::env::temp_dir() }
}

/// The server in `TEST_POSTGRES`, without the name of a database.
fn server() -> Option<String> {
    let url = std::env::var("TEST_POSTGRES").ok()?;
    let begin = url.find("://")? + 3;
    let path = url[begin..].find('/').map_or(url.len(), |at| begin + at);
    Some(url[..path].to_owned())
}

async fn command(sql: &str) {
    let url = std::env::var("TEST_POSTGRES").unwrap();
    let mut server = PgConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut server).await.unwrap();
}
