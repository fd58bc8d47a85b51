//! Every way in, with what it needs: the table of the pages and server functions, and our own routes. A server with a
//! door that is not in the table does not start.

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

/// What exists but is not in the table: nobody has decided who may come in there.
pub fn gaps() -> Vec<String> {
    let known: BTreeSet<String> = DOORS.iter().map(name).collect();
    let acts = server_fn_paths().map(|(path, method)| format!("{method} {path}"));
    let pages = app::ssr::page_paths().into_iter().map(|path| format!("GET {path}"));
    let missing = acts
        .chain(pages)
        .filter(|door| !known.contains(door))
        .map(|door| format!("{door} is not in the table of doors"));
    let wrong = server_fn_paths()
        .filter(|(path, method)| *method != Method::POST || !path.starts_with("/do/"))
        .map(|(path, method)| format!("{method} {path} has to be a POST under /do/"));
    missing.chain(wrong).collect()
}

/// What is in the table but does not exist: harmless, but the table tells more than is true.
pub fn leftovers() -> Vec<String> {
    let acts = server_fn_paths().map(|(path, method)| format!("{method} {path}"));
    let pages = app::ssr::page_paths().into_iter().map(|path| format!("GET {path}"));
    let real: BTreeSet<String> = acts.chain(pages).chain(OWN.iter().map(|(path, ..)| format!("GET {path}"))).collect();
    DOORS.iter().map(name).filter(|door| !real.contains(door)).collect()
}

fn name(rule: &DoorRule) -> String {
    format!("{} {}", rule.method, rule.path)
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
        path if path.starts_with("/do/") => "act",
        _ => "page",
    };
    Row { method: rule.method.into(), path: rule.path.into(), door, permission, rows: rows.to_vec() }
}
