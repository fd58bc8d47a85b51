//! With 100,000 entries every page walks an index, on both engines: what was asked of them is read from their plans.

use teamwork::{rules::log_filter::LogFilter, store::log_texts};

use super::reading::literal;
use crate::house::{Engine, House, each_engine};

const ENTRIES: i64 = 100_000;

/// A walk through the entries of everybody until a page is full.
const BACKWARDS: &str = "Index Scan Backward using log_pkey";

/// 100,000 entries of ten Companies, a thousand people and a hundred Apps, three of them billing in a hundred.
async fn fill(house: &House) {
    let insert = "INSERT INTO log (at, company_id, actor_id, person_id, app_id, kind, door, event, request_id)";
    let sql = match house.database.engine() {
        Engine::Sqlite => format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ENTRIES})
             {insert} SELECT i * 1000, CASE WHEN i % 2 = 0 THEN (SELECT id FROM companies LIMIT 1)
                ELSE unhex(printf('%032x', i % 10)) END, unhex(printf('%032x', i % 1000)),
                CASE WHEN i % 3 = 0 THEN unhex(printf('%032x', i % 999)) END,
                CASE WHEN i % 5 = 0 THEN unhex(printf('%032x', i % 100)) END,
                CASE WHEN i % 100 < 3 THEN 'billing' ELSE 'people' END, 'page', 'role_changed', randomblob(16) FROM n"
        ),
        Engine::Postgres => format!(
            "{insert} SELECT i * 1000, CASE WHEN i % 2 = 0 THEN (SELECT id FROM companies LIMIT 1)
                ELSE CAST(lpad(to_hex(i % 10), 32, '0') AS UUID) END, CAST(lpad(to_hex(i % 1000), 32, '0') AS UUID),
                CASE WHEN i % 3 = 0 THEN CAST(lpad(to_hex(i % 999), 32, '0') AS UUID) END,
                CASE WHEN i % 5 = 0 THEN CAST(lpad(to_hex(i % 100), 32, '0') AS UUID) END,
                CASE WHEN i % 100 < 3 THEN 'billing' ELSE 'people' END, 'page', 'role_changed', gen_random_uuid()
             FROM generate_series(1, {ENTRIES}) AS i"
        ),
    };
    house.database.run(&sql).await;
    house.database.run("ANALYZE log").await;
}

/// A text with values in it, as an engine plans it.
async fn plan(house: &House, text: &str) -> String {
    let id = |number: u32| literal(house, format!("00000000-0000-0000-0000-{number:012}"));
    let values = ["(SELECT id FROM companies LIMIT 1)", "90000", "51", "'billing'", "50000000", "80000000"];
    let mut text = text.to_owned();
    for (number, value) in [(9, id(7)), (8, id(5)), (7, id(7))] {
        text = text.replace(&format!("${number}"), &value);
    }
    for (number, value) in values.iter().enumerate().rev() {
        text = text.replace(&format!("${}", number + 1), value);
    }
    let lines: Vec<String> = match house.database.engine() {
        Engine::Sqlite => {
            let rows: Vec<(i64, i64, i64, String)> = house.database.rows(&format!("EXPLAIN QUERY PLAN {text}")).await;
            rows.into_iter().map(|row| row.3).collect()
        }
        Engine::Postgres => {
            let rows: Vec<(String,)> = house.database.rows(&format!("EXPLAIN {text}")).await;
            rows.into_iter().map(|row| row.0).collect()
        }
    };
    lines.join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_a_large_log_walks_an_index() {
    each_engine(async |house| {
        fill(house).await;
        for (name, [sqlite, postgres]) in log_texts::texts() {
            let text = if house.database.engine() == Engine::Sqlite { sqlite } else { postgres };
            let plan = plan(house, text).await;
            let whole = ["SCAN l\n", "SCAN l USING", "SCAN w", "SCAN log", "Seq Scan on log"];
            let whole =
                whole.into_iter().chain(["INTEGER PRIMARY KEY (rowid>", "INTEGER PRIMARY KEY (rowid<", BACKWARDS]);
            let is_whole = whole.into_iter().any(|word| format!("{plan}\n").contains(word));
            assert!(!is_whole, "{name} on {:?} reads the whole log:\n{plan}", house.database.engine());
        }
        let ada = house.ada().await;
        assert_eq!(ada.activity("acme", &LogFilter::default(), None).await.unwrap().lines.len(), 50);
    })
    .await;
}
