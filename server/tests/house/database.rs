//! One fresh database a test, and an eye that looks at all of it past the acts.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
};

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

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
    Postgres(String),
}

impl Database {
    /// An empty one, that nobody else uses.
    pub async fn fresh(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                // Memory, where there is such a folder: a test does not have to survive a power cut.
                let memory = PathBuf::from("/dev/shm");
                let folder = if memory.is_dir() { memory } else { std::env::temp_dir() };
                Self::Sqlite(folder.join(format!("{}.db", name())))
            }
            Engine::Postgres => {
                let name = name();
                command(&format!("CREATE DATABASE {name}")).await;
                Self::Postgres(name)
            }
        }
    }

    /// Keeps a database that nobody has open, for copies.
    pub fn into_template(self) -> Template {
        match &self {
            Self::Sqlite(path) => {
                let bytes = std::fs::read(path).unwrap();
                self.remove_files();
                Template::Sqlite(bytes)
            }
            Self::Postgres(name) => Template::Postgres(name.clone()),
        }
    }

    /// Takes it away with everything in it.
    pub async fn remove(&self) {
        match self {
            Self::Sqlite(_) => self.remove_files(),
            Self::Postgres(name) => command(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await,
        }
    }

    /// What can be removed without waiting.
    pub fn remove_files(&self) {
        if let Self::Sqlite(path) = self {
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{end}", path.display()));
            }
        }
    }

    /// Where it is, as `DATABASE_URL` says it.
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
            Self::Postgres(name) => format!("{}/{name}", server().unwrap()),
        }
    }

    /// An id as a statement writes it.
    pub fn id(&self, id: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("X'{}'", id.replace('-', "")),
            Self::Postgres(_) => format!("'{id}'"),
        }
    }

    /// A connection of its own, that sees only what was committed.
    pub async fn eye(&self) -> Eye {
        match self {
            Self::Sqlite(_) => Eye::Sqlite(SqliteConnection::connect(&self.url()).await.unwrap(), None, 0),
            Self::Postgres(_) => Eye::Postgres(PgConnection::connect(&self.url()).await.unwrap(), None, 0),
        }
    }
}

/// A database from which copies are made.
pub enum Template {
    Sqlite(Vec<u8>),
    Postgres(String),
}

impl Template {
    /// One more database that is the same to the last row.
    pub async fn copy(&self) -> Database {
        match self {
            Self::Sqlite(bytes) => {
                let copy = Database::fresh(Engine::Sqlite).await;
                if let Database::Sqlite(path) = &copy {
                    std::fs::write(path, bytes).unwrap();
                }
                copy
            }
            Self::Postgres(original) => {
                let copy = name();
                command(&format!("CREATE DATABASE {copy} TEMPLATE {original}")).await;
                Database::Postgres(copy)
            }
        }
    }
}

/// A connection that only looks, the statement with which it sees everything, and the newest entry it has read.
pub enum Eye {
    Sqlite(SqliteConnection, Option<String>, i64),
    Postgres(PgConnection, Option<String>, i64),
}

impl Eye {
    /// Everything that is remembered, but for what every request may touch: counted tries, and when a session was seen.
    pub async fn digest(&mut self) -> Vec<String> {
        let statement = match self {
            Self::Sqlite(_, known, _) | Self::Postgres(_, known, _) => known.clone(),
        };
        let statement = match statement {
            Some(statement) => statement,
            None => self.learn().await,
        };
        let mut rows = self.texts(&statement).await;
        // That somebody was refused, or took a copy away, is written down; nothing else may have changed.
        rows.retain(|row| !["access_denied", "log_exported", "data_exported"].iter().any(|trace| row.contains(trace)));
        rows.sort_unstable();
        rows
    }

    /// The texts in the only column of a statement.
    pub async fn texts(&mut self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        let rows: Vec<(String,)> = match self {
            Self::Sqlite(eye, ..) => sqlx::query_as(sql).fetch_all(eye).await.unwrap(),
            Self::Postgres(eye, ..) => sqlx::query_as(sql).fetch_all(eye).await.unwrap(),
        };
        rows.into_iter().map(|(text,)| text).collect()
    }

    /// The refusals since the last look, as "role action". What was counted is forgotten: one person asks more often here
    /// than the log wants to hear of.
    pub async fn denials(&mut self) -> Vec<String> {
        let newest = match self {
            Self::Sqlite(_, _, seen) | Self::Postgres(_, _, seen) => seen,
        };
        let since = *newest;
        let sql = "SELECT CAST(id AS TEXT) || ' ' || event || ' ' || COALESCE(role, '') || ' ' || COALESCE(target, '?')
                   FROM log WHERE id > ";
        let rows = self.texts(&format!("{sql}{since} ORDER BY id")).await;
        let last = rows.last().and_then(|row| row.split(' ').next()).and_then(|id| id.parse().ok());
        match self {
            Self::Sqlite(_, _, seen) | Self::Postgres(_, _, seen) => *seen = last.unwrap_or(since),
        }
        let denied: Vec<_> = rows.iter().filter_map(|row| row.split_once(" access_denied ")).collect();
        let denied: Vec<_> = denied.into_iter().map(|(_, rest)| rest.to_owned()).collect();
        if !denied.is_empty() {
            self.texts("DELETE FROM limits WHERE key LIKE 'refusal/%'").await;
        }
        denied
    }

    async fn learn(&mut self) -> String {
        let columns = match self {
            Self::Sqlite(..) => {
                "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'
                 AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid"
            }
            Self::Postgres(..) => {
                "SELECT table_name || '.' || column_name FROM information_schema.columns
                 WHERE table_schema = 'public' ORDER BY table_name, ordinal_position"
            }
        };
        let columns = self.texts(columns).await;
        let columns = columns.iter().filter_map(|column| column.split_once('.')).filter(|(table, column)| {
            *table != "limits"
                && !table.starts_with('_')
                && !matches!((*table, *column), ("sessions" | "users", "seen_at"))
                && (*table, *column) != ("tokens", "last_used_at")
        });
        let mut tables: Vec<(&str, Vec<String>)> = Vec::new();
        for (table, column) in columns {
            let value = match self {
                Self::Sqlite(..) => format!("quote(\"{column}\")"),
                Self::Postgres(..) => format!("COALESCE(\"{column}\"::text, 'NULL')"),
            };
            match tables.last_mut().filter(|(known, _)| *known == table) {
                Some((_, values)) => values.push(value),
                None => tables.push((table, vec![value])),
            }
        }
        assert!(tables.len() >= 8, "the eye does not see the tables: {tables:?}");
        let parts: Vec<String> = tables
            .iter()
            .map(|(table, values)| format!("SELECT '{table}: ' || {} FROM {table}", values.join(" || ', ' || ")))
            .collect();
        let statement = parts.join(" UNION ALL ");
        match self {
            Self::Sqlite(_, known, _) | Self::Postgres(_, known, _) => *known = Some(statement.clone()),
        }
        statement
    }
}

/// A name that no other test has, nor another run.
fn name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("doors_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst))
}

/// The server in `TEST_POSTGRES`, without the name of a database.
fn server() -> Option<String> {
    let url = std::env::var("TEST_POSTGRES").ok()?;
    let begin = url.find("://")? + 3;
    let path = url[begin..].find('/').map_or(url.len(), |at| begin + at);
    Some(url[..path].to_owned())
}

/// Says something to the PostgreSQL server itself.
async fn command(sql: &str) {
    let url = std::env::var("TEST_POSTGRES").unwrap();
    let mut server = PgConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut server).await.unwrap();
}
