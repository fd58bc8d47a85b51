//! The places of a handover by card in which the program can be killed: before and after everything it asks of the provider,
//! and at every row it writes, in the midst of the transaction. A row holds the program up by a trigger that takes for ever.

use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::{
    double::{Double, Hold},
    program::Program,
};

/// How long a place may take to be reached.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where the program is killed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Provider(Hold),
    /// When a row of this table was inserted, updated or deleted, and nothing is committed.
    Row {
        table: String,
        act: String,
    },
}

const ACTS: [&str; 3] = ["INSERT", "UPDATE", "DELETE"];

/// Notes from now on which tables are written to, and how.
pub async fn watch(program: &Program) {
    let mut sql = String::from("CREATE TABLE written (what TEXT NOT NULL);");
    if program.is_on_postgres() {
        sql += "CREATE FUNCTION note_written() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO written VALUES (TG_TABLE_NAME || ' ' || TG_OP); RETURN NULL; END $$;";
    }
    for table in tables(program).await {
        for act in ACTS {
            sql += &match program.is_on_postgres() {
                true => format!(
                    "CREATE TRIGGER watch_{act} AFTER {act} ON {table} FOR EACH ROW EXECUTE FUNCTION note_written();"
                ),
                false => format!(
                    "CREATE TRIGGER watch_{table}_{act} AFTER {act} ON {table}
                     BEGIN INSERT INTO written VALUES ('{table} {act}'); END;"
                ),
            };
        }
    }
    assert!(program.tell(&sql).await);
}

/// The places in which a program wrote that was watched.
pub async fn rows(program: &Program) -> Vec<Place> {
    let written = program.texts("SELECT DISTINCT what FROM written ORDER BY what").await;
    let place = |what: String| {
        let (table, act) = what.split_once(' ').unwrap();
        Place::Row { table: table.to_owned(), act: act.to_owned() }
    };
    written.into_iter().map(place).collect()
}

async fn tables(program: &Program) -> Vec<String> {
    let names = match program.is_on_postgres() {
        true => "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
        false => "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    };
    let names = program.texts(names).await;
    names.into_iter().filter(|name| name != "written" && !name.starts_with("_sqlx")).collect()
}

impl Place {
    /// From now on the program stops here.
    pub async fn arm(&self, program: &Program, stripe: &Double) {
        match self {
            Self::Provider(hold) => stripe.hold(Some(*hold)),
            Self::Row { table, act } => {
                let sql = match program.is_on_postgres() {
                    true => format!(
                        "CREATE FUNCTION stall() RETURNS trigger LANGUAGE plpgsql AS $$
                         BEGIN PERFORM pg_sleep(600); RETURN NULL; END $$;
                         CREATE TRIGGER stall AFTER {act} ON {table} FOR EACH ROW EXECUTE FUNCTION stall();"
                    ),
                    // There is nothing like a sleep in SQLite, but there is work for days.
                    false => format!(
                        "CREATE TRIGGER stall AFTER {act} ON {table} BEGIN
                         SELECT COUNT(*) FROM log a, log b, log c, log d, log e, log f, log g, log h; END;"
                    ),
                };
                assert!(program.tell(&sql).await);
            }
        }
    }

    /// Waits until the program has stopped here. Answers whether it has.
    pub async fn reached(&self, program: &Program, stripe: &Double) -> bool {
        let reached = async {
            match self {
                Self::Provider(_) => stripe.holds().await,
                Self::Row { .. } if program.is_on_postgres() => {
                    while sleepers(program, "pid").await.is_empty() {
                        sleep(Duration::from_millis(10)).await;
                    }
                }
                Self::Row { .. } => {
                    // Whoever writes for so long has stopped: usually it is a matter of milliseconds.
                    let mut refused = 0;
                    while refused < 12 {
                        let free = program.tell("PRAGMA busy_timeout = 0; BEGIN IMMEDIATE; ROLLBACK;").await;
                        refused = if free { 0 } else { refused + 1 };
                        sleep(Duration::from_millis(15)).await;
                    }
                }
            }
        };
        timeout(PATIENCE, reached).await.is_ok()
    }

    /// Takes away what has stopped the program. It must not run any more.
    pub async fn disarm(&self, program: &Program, stripe: &Double) {
        stripe.hold(None);
        if let Self::Row { table, .. } = self {
            let sql = match program.is_on_postgres() {
                true => {
                    // The server does not notice by itself that nobody waits for it any more.
                    sleepers(program, "pg_terminate_backend(pid)").await;
                    format!("DROP TRIGGER stall ON {table}; DROP FUNCTION stall();")
                }
                false => "DROP TRIGGER stall;".to_owned(),
            };
            assert!(program.tell(&sql).await);
        }
    }
}

async fn sleepers(program: &Program, what: &str) -> Vec<String> {
    let sql = format!(
        "SELECT {what}::text FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
    );
    program.texts(&sql).await
}
