//! Every statement that a test makes the acts issue is looked at: its plan must not read a whole table.

use std::{
    collections::HashSet,
    sync::{LazyLock, Mutex},
};

use super::{Database, Engine};

/// What may be read whole: it holds a handful of rows, or is read whole on purpose by what tends the house.
const SMALL: [&str; 3] = ["plans", "settings", "sqlite_"];

/// Statements that count or walk everything: the look at the whole database.
fn looks_at_all(sql: &str) -> bool {
    sql.starts_with("SELECT COUNT(*) FROM") || sql.starts_with("SELECT (SELECT COUNT(*)")
}

/// The statements of these that read a whole table. Each is looked at once in a run and engine.
pub async fn without_index(database: &Database, texts: Vec<(&'static str, Vec<String>)>) -> Vec<String> {
    static SEEN: LazyLock<Mutex<HashSet<(bool, &'static str)>>> = LazyLock::new(Mutex::default);
    let sqlite = database.engine() == Engine::Sqlite;
    let mut scans = Vec::new();
    for (sql, types) in texts {
        let is_new = SEEN.lock().unwrap().insert((sqlite, sql));
        if !is_new || looks_at_all(sql) || sql.contains("pg_notify") {
            continue;
        }
        let plan = if sqlite { of_sqlite(database, sql).await } else { of_postgres(database, sql, &types).await };
        let scan = plan.iter().find(|step| reads_a_table(step, sql, sqlite));
        if let Some(scan) = scan {
            scans.push(format!("{scan} in: {sql}"));
        }
    }
    scans
}

async fn of_sqlite(database: &Database, sql: &str) -> Vec<String> {
    database.texts(&[], &format!("EXPLAIN QUERY PLAN {sql}"), "detail").await
}

/// With nothing bound: the plan of any values. Without sequential scans the planner takes any index it can use, so a
/// sequential scan that is left has none.
async fn of_postgres(database: &Database, sql: &str, types: &[String]) -> Vec<String> {
    let listed = |values: String| if types.is_empty() { String::new() } else { format!("({values})") };
    let execute = format!("EXPLAIN EXECUTE looked_at{}", listed(vec!["NULL"; types.len()].join(", ")));
    let before = [
        "SET enable_seqscan = off".to_owned(),
        "SET plan_cache_mode = force_generic_plan".to_owned(),
        format!("PREPARE looked_at{} AS {sql}", listed(types.join(", "))),
    ];
    database.texts(&before, &execute, "QUERY PLAN").await
}

fn reads_a_table(step: &str, sql: &str, sqlite: bool) -> bool {
    let table = if sqlite {
        // "SCAN outbox", but not "SCAN outbox USING INDEX …", which is a walk in order that a limit ends.
        step.strip_prefix("SCAN ").filter(|rest| !rest.contains("USING")).and_then(|rest| rest.split(' ').next())
    } else {
        step.split("Seq Scan on ").nth(1).and_then(|rest| rest.split(' ').next())
    };
    // What the statement itself has put together: rows of a subquery or of a common table expression.
    let made = |table: &str| {
        let named = [format!(") AS {table}"), format!("{table} AS ("), format!("{table} AS MATERIALIZED (")];
        table.starts_with("CONSTANT") || table.starts_with('(') || named.iter().any(|name| sql.contains(name))
    };
    table.is_some_and(|table| !made(table) && !SMALL.iter().any(|small| table.starts_with(small)))
}
