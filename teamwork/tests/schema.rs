//! Two engines, one schema: the same tables with the same columns, none of them optional on one side only.

use std::collections::BTreeSet;

use crate::house::{Database, Engine};

const SQLITE: &str = "SELECT m.name, c.name, CASE WHEN c.\"notnull\" = 1 THEN 'needed' ELSE 'optional' END, c.type
    FROM sqlite_schema m JOIN pragma_table_info(m.name) c
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '_sqlx%'";
const POSTGRES: &str = "SELECT table_name::text, column_name::text,
        CASE is_nullable WHEN 'NO' THEN 'needed' ELSE 'optional' END, data_type::text
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%'";

/// The index, its table, and whether it holds only what it allows once.
const SQLITE_INDEXES: &str = "SELECT name, tbl_name, CASE WHEN sql LIKE 'CREATE UNIQUE%' THEN 'once' ELSE '' END, ''
    FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL";
const POSTGRES_INDEXES: &str = "SELECT indexname::text, tablename::text,
        CASE WHEN indexdef LIKE 'CREATE UNIQUE%' THEN 'once' ELSE '' END, ''
    FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '\\_sqlx%'
        AND indexname NOT LIKE '%\\_pkey' AND indexname NOT LIKE '%\\_key'";

async fn look(engine: Engine, sql: &str) -> BTreeSet<(String, String, String, String)> {
    let database = Database::fresh(engine).await;
    teamwork::acts::Warren::migrate(&database.url()).await.unwrap();
    let rows: Vec<(String, String, String, String)> = database.rows(sql).await;
    database.drop().await;
    rows.into_iter().map(|(table, column, needed, kind)| (table, column, needed, common(&kind).to_owned())).collect()
}

/// What a type is on both sides.
fn common(kind: &str) -> &str {
    match kind {
        "BLOB" | "uuid" | "bytea" => "bytes",
        // SQLite keeps yes and no as a number with a CHECK.
        "INTEGER" | "bigint" | "boolean" => "number",
        "TEXT" | "text" => "text",
        other => other,
    }
}

#[tokio::test]
async fn both_engines_have_the_same_tables_and_columns() {
    if Engine::all().len() == 2 {
        assert_eq!(look(Engine::Sqlite, SQLITE).await, look(Engine::Postgres, POSTGRES).await);
    }
}

#[tokio::test]
async fn both_engines_have_the_same_indexes() {
    if Engine::all().len() == 2 {
        assert_eq!(look(Engine::Sqlite, SQLITE_INDEXES).await, look(Engine::Postgres, POSTGRES_INDEXES).await);
    }
}

/// Names in our own statements must mean the same everywhere: both folders hold the same steps.
#[test]
fn both_engines_migrate_in_the_same_steps() {
    let steps = |engine: &str| -> BTreeSet<String> {
        let folder = format!("{}/../migrations/{engine}", env!("CARGO_MANIFEST_DIR"));
        let files = std::fs::read_dir(folder).unwrap().flatten();
        files.map(|file| file.file_name().into_string().unwrap()).collect()
    };
    assert_eq!(steps("sqlite"), steps("postgres"));
}
