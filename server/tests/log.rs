//! The log as a file: whoever has it can recompute every seal without us.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::house::*;

/// As `docs/log.md` describes it, without a line of ours.
fn recompute(file: &Value) {
    let names =
        "seq at company actor role door event person app target before after request".split(' ').collect::<Vec<_>>();
    let mut entries = file["entries"].as_array().unwrap().clone();
    entries.sort_by_key(|entry| entry["seq"].as_i64());
    let mut before = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        assert_eq!(entry["seq"], at + 1);
        let mut seal = Sha256::new();
        seal.update(&before);
        for name in &names {
            let value = if *name == "company" { &file["company"] } else { &entry[*name] };
            let text = match value {
                Value::Null => {
                    seal.update([0]);
                    continue;
                }
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            seal.update([1]);
            seal.update((text.len() as u64).to_be_bytes());
            seal.update(text);
        }
        before = seal.finalize().to_vec();
        let hex: String = before.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(entry["hash"], hex, "{entry}");
    }
}

#[tokio::test]
async fn the_seals_of_an_export_can_be_recomputed_from_it_alone() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let answer = house.get(Some(ADA), "/c/acme/activity.json").await;
        assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"acme-activity.json\""));
        let file: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(file["whole"], true);
        assert!(file["entries"].as_array().unwrap().len() > 10);
        recompute(&file);
        let part: Value = serde_json::from_str(&house.get(Some(GRACE), "/c/acme/activity.json").await.body).unwrap();
        assert_eq!(part["whole"], false);
        house.close().await;
    }
}

#[tokio::test]
async fn a_file_for_spreadsheets_has_one_line_an_entry() {
    let house = House::open().await;
    let answer = house.get(Some(ADA), "/c/acme/activity.csv?kind=company").await;
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"acme-activity-part.csv\""));
    let lines: Vec<&str> = answer.body.lines().collect();
    assert!(lines[0].starts_with("seq,time,what,event"));
    assert!(lines[1].contains("Ada Lovelace exported the activity log"));
    assert!(lines.last().unwrap().contains("Ada Lovelace set up the Company"));
    assert!(lines[1..].iter().all(|line| line.contains(",company,")), "{lines:?}");
    house.close().await;
}

#[tokio::test]
async fn a_page_of_the_log_says_it_in_a_sentence_and_keeps_its_filter() {
    let house = House::open().await;
    let page = house.get(Some(ADA), &house.fill("/c/acme/activity?person={kevin}&kind=people")).await;
    assert!(page.body.contains("Kevin Flynn accepted the invitation and joined as Developer"), "{}", page.body);
    assert!(!page.body.contains("Dennis Ritchie accepted"));
    assert!(!page.body.contains("hydrate"), "a still page brings no script");
    house.close().await;
}
