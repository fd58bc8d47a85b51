//! Every way in, with what it needs: the table of the pages and server functions, and our own routes. A server whose
//! table has a gap does not start.

use std::collections::BTreeSet;

use app::doors::{DOORS, DoorRule, Needs};
use axum::http::Method;
use leptos::server_fn::axum::server_fn_paths;
use serde::Serialize;

use super::assets;

/// One row of `warren routes --json`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Row {
    pub method: String,
    pub path: String,
    /// Of which kind it is: `page`, `act`, `live`, `file`, `health`, `demo`.
    pub door: &'static str,
    /// `anyone`, `secret`, `person`, `fresh person` or `member`.
    pub permission: &'static str,
    /// For members: the rows of the permission matrix that decide.
    pub rows: Vec<u8>,
}

/// The routes that are ours alone.
const OWN: &[(&str, &str, &str)] =
    &[("/healthz", "health", "anyone"), ("/readyz", "health", "anyone"), ("/pkg/{*name}", "file", "anyone")];
const DEMO: &[(&str, &str, &str)] = &[("/demo/mails", "demo", "anyone"), ("/demo/mails/{id}", "demo", "anyone")];

/// The whole table.
pub fn table(demo: bool) -> Vec<Row> {
    let own = OWN.iter().chain(if demo { DEMO } else { &[] });
    let own = own.map(|(path, door, permission)| Row {
        method: "GET".into(),
        path: (*path).into(),
        door,
        permission,
        rows: Vec::new(),
    });
    let files = assets::at_the_root().into_iter().map(|name| Row {
        method: "GET".into(),
        path: format!("/{name}"),
        door: "file",
        permission: "anyone",
        rows: Vec::new(),
    });
    let mut rows: Vec<Row> = DOORS.iter().map(row).chain(own).chain(files).collect();
    rows.sort();
    rows
}

/// What exists but is not in the table, or is in it and does not exist.
pub fn gaps() -> Vec<String> {
    let known = |prefix: &str| -> BTreeSet<String> {
        DOORS
            .iter()
            .filter(|rule| rule.path.starts_with(prefix))
            .map(|rule| format!("{} {}", rule.method, rule.path))
            .collect()
    };
    let acts: BTreeSet<String> = server_fn_paths().map(|(path, method)| format!("{method} {path}")).collect();
    let table = known("/do/");
    let missing = acts.difference(&table).map(|door| format!("{door} is not in the table of doors"));
    let gone = table.difference(&acts).map(|door| format!("{door} is in the table of doors but does not exist"));
    let reading = server_fn_paths()
        .filter(|(path, method)| *method != Method::POST || !path.starts_with("/do/"))
        .map(|(path, method)| format!("{method} {path} has to be a POST under /do/"));
    missing.chain(gone).chain(reading).chain(pages_without_door()).collect()
}

fn pages_without_door() -> Vec<String> {
    let known: BTreeSet<&str> = DOORS.iter().filter(|rule| rule.method == "GET").map(|rule| rule.path).collect();
    app::ssr::page_paths()
        .into_iter()
        .filter(|path| !known.contains(path.as_str()))
        .map(|path| format!("the page {path} is not in the table of doors"))
        .collect()
}

fn row(rule: &DoorRule) -> Row {
    let (permission, rows) = match rule.needs {
        Needs::Anyone => ("anyone", &[][..]),
        Needs::Secret => ("secret", &[][..]),
        Needs::Person => ("person", &[][..]),
        Needs::FreshPerson => ("fresh person", &[][..]),
        Needs::Member(rows) => ("member", rows),
    };
    let door = match rule.path {
        "/live" => "live",
        path if path.starts_with("/do/") => "act",
        _ => "page",
    };
    Row { method: rule.method.into(), path: rule.path.into(), door, permission, rows: rows.to_vec() }
}
