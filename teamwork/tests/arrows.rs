//! Arrows only go down: acts may use store and rules, store may use rules, rules use nothing of ours.

use std::path::Path;

/// Which rooms of `crate::` a floor may name.
const FLOORS: &[(&str, &[&str])] = &[
    ("src/rules", &["rules"]),
    ("src/store", &["rules", "letters", "store"]),
    ("src/acts", &["rules", "letters", "ports", "store", "acts"]),
];

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The first word after every `crate::`, also inside `use crate::{ … }` at the begin of a line.
fn named(text: &str) -> Vec<String> {
    let text: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    for after in text.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            None => found.extend(word(after)),
            // What stands at depth one of the braces.
            Some(group) => {
                let (mut depth, mut begins) = (1, true);
                for (at, c) in group.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        ',' if depth == 1 => begins = true,
                        c if begins && depth == 1 && c.is_alphabetic() => {
                            found.extend(word(&group[at..]));
                            begins = false;
                        }
                        _ => {}
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
        }
    }
    found
}

fn word(text: &str) -> Option<String> {
    let word: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty()).then_some(word)
}

#[test]
fn no_arrow_goes_up() {
    for (floor, allowed) in FLOORS {
        for file in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(floor)) {
            for room in named(&std::fs::read_to_string(&file).unwrap()) {
                assert!(allowed.contains(&room.as_str()), "{} names crate::{room}", file.display());
            }
        }
    }
}

#[test]
fn an_arrow_is_found_in_every_form() {
    let text = "use crate::{\n    acts::{Actor, Guest},\n    rules::role::Role,\n};\nlet x = crate::store::db::Db;";
    assert_eq!(named(text), ["acts", "rules", "store"]);
}

/// The rules run in the browser: no clock, no chance, no engine, but for the derives behind the feature.
#[test]
fn the_rules_ask_nobody() {
    for file in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules")) {
        for line in std::fs::read_to_string(&file).unwrap().lines() {
            let asks =
                ["Utc::now", "rand::", "tokio::", "std::env", "SystemTime"].iter().any(|word| line.contains(word));
            assert!(!asks, "{}: {line}", file.display());
        }
    }
}

/// SQL stands in the store; an act says what it wants.
#[test]
fn no_act_speaks_sql() {
    for file in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/acts")) {
        for line in std::fs::read_to_string(&file).unwrap().lines() {
            let speaks = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "].iter().any(|word| line.contains(word));
            assert!(!speaks, "{}: {line}", file.display());
        }
    }
}
