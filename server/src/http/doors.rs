//! Every way in, with what it needs: the table of the pages and server functions, and our own routes. A server with a
//! door that is not in the table does not start.

use std::collections::BTreeSet;

use app::doors::{DOORS, DoorRule, Needs};
use axum::http::Method;
use leptos::server_fn::axum::server_fn_paths;
use serde::Serialize;

use super::{
    assets,
    rest::table::{Operation, operations},
};
use crate::ssh;

/// One row of `warren routes --json`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Row {
    pub method: String,
    pub path: String,
    /// Of which kind it is: `page`, `act`, `live`, `rest`, `file`, `health`, `hook`, `demo`, `ssh`.
    pub door: &'static str,
    /// `anyone`, `secret`, `signature`, `person`, `fresh person`, `member` or `operator`.
    pub permission: &'static str,
    /// For members: the rows of the permission matrix that decide.
    pub rows: Vec<u8>,
    /// For programs: how far their token has to reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<&'static str>,
}

/// The routes that are ours alone.
const OWN: &[Own] = &[
    ("/live", "live", "person", &[]),
    ("/account/data.json", "file", "fresh person", &[]),
    ("/operator/newsletters/{newsletter}/mail", "file", "operator", &[]),
    ("/c/{slug}/activity.csv", "file", "member", &[7]),
    ("/c/{slug}/activity.json", "file", "member", &[7]),
    ("/c/{slug}/invoices/{number}/pdf", "file", "member", &[41]),
    ("/c/{slug}/invoices/{number}/xml", "file", "member", &[41]),
    ("/c/{slug}/billing/{contact}/invoices/{year}/csv", "file", "member", &[41]),
    ("/c/{slug}/billing/{contact}/invoices/{year}/zip", "file", "member", &[41]),
    ("/invoices/{secret}/pdf", "file", "secret", &[]),
    ("/invoices/{secret}/xml", "file", "secret", &[]),
    ("/api", "page", "anyone", &[]),
    ("/api/v1/openapi.json", "file", "anyone", &[]),
    ("/healthz", "health", "anyone", &[]),
    ("/readyz", "health", "anyone", &[]),
    ("/pkg/{*name}", "file", "anyone", &[]),
];
const DEMO: &[Own] = &[
    ("/demo/mails", "demo", "anyone", &[]),
    ("/demo/mails/{id}", "demo", "anyone", &[]),
    ("/demo/pay/{reference}", "demo", "anyone", &[]),
];
/// What other machines tell us, and by what they are believed.
const HOOKS: &[Own] = &[("/hooks/stripe", "hook", "signature", &[])];

/// Path, door, permission, and for members the rows of the matrix.
type Own = (&'static str, &'static str, &'static str, &'static [u8]);

/// The whole table.
pub fn table(demo: bool) -> Vec<Row> {
    let own = OWN.iter().chain(if demo { DEMO } else { &[] });
    let own = own.map(|(path, door, permission, rows)| Row {
        method: "GET".into(),
        path: (*path).into(),
        door,
        permission,
        rows: rows.to_vec(),
        scope: None,
    });
    let hooks = HOOKS.iter().map(|(path, door, permission, rows)| Row {
        method: "POST".into(),
        path: (*path).into(),
        door,
        permission,
        rows: rows.to_vec(),
        scope: None,
    });
    let files = assets::at_the_root().into_iter().map(|name| Row {
        method: "GET".into(),
        path: format!("/{name}"),
        door: "file",
        permission: "anyone",
        rows: Vec::new(),
        scope: None,
    });
    let mut rows: Vec<Row> = DOORS
        .iter()
        .map(row)
        .chain(operations().map(operation))
        .chain(own)
        .chain(hooks)
        .chain(files)
        .chain(ssh::doors())
        .collect();
    rows.sort();
    rows
}

/// What exists but is not in the table: nobody has decided who may come in there.
pub fn gaps() -> Vec<String> {
    let known: BTreeSet<String> = DOORS.iter().map(name).collect();
    let acts: Vec<_> = server_fn_paths().map(|(path, method)| (method, path.to_owned())).collect();
    missing(&known, &acts, &app::ssr::page_paths())
}

fn missing(known: &BTreeSet<String>, acts: &[(Method, String)], pages: &[String]) -> Vec<String> {
    let doors = acts.iter().map(|(method, path)| format!("{method} {path}"));
    let doors = doors.chain(pages.iter().map(|path| format!("GET {path}")));
    let unknown = doors.filter(|door| !known.contains(door)).map(|door| format!("{door} is not in the table of doors"));
    let astray = acts
        .iter()
        .filter(|(method, path)| *method != Method::POST || !path.starts_with("/do/"))
        .map(|(method, path)| format!("{method} {path} has to be a POST under /do/"));
    unknown.chain(astray).collect()
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

fn operation(operation: &Operation) -> Row {
    let rule = DoorRule { method: operation.method, path: operation.path, needs: operation.needs };
    Row { door: "rest", scope: Some(operation.scope.key()), ..row(&rule) }
}

fn row(rule: &DoorRule) -> Row {
    let (permission, rows) = match rule.needs {
        Needs::Anyone => ("anyone", &[][..]),
        Needs::Secret => ("secret", &[][..]),
        Needs::Person => ("person", &[][..]),
        Needs::FreshPerson => ("fresh person", &[][..]),
        Needs::Member(rows) => ("member", rows),
        Needs::Operator => ("operator", &[][..]),
    };
    let door = match rule.path {
        path if path.starts_with("/do/") => "act",
        _ => "page",
    };
    Row { method: rule.method.into(), path: rule.path.into(), door, permission, rows: rows.to_vec(), scope: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_door_that_is_not_in_the_table_is_found() {
        let known = BTreeSet::from(["POST /do/invite".to_owned(), "GET /login".to_owned(), "GET /do/peek".to_owned()]);
        let act = |method, path: &str| (method, path.to_owned());
        assert!(missing(&known, &[act(Method::POST, "/do/invite")], &["/login".to_owned()]).is_empty());
        assert_eq!(
            missing(&known, &[act(Method::POST, "/do/delete_all")], &["/secret".to_owned()]),
            ["POST /do/delete_all is not in the table of doors", "GET /secret is not in the table of doors"]
        );
        // In the table, but a link from anywhere could call it.
        assert_eq!(missing(&known, &[act(Method::GET, "/do/peek")], &[]), ["GET /do/peek has to be a POST under /do/"]);
        assert_eq!(missing(&known, &[act(Method::POST, "/api/invite42")], &[]).len(), 2);
    }
}
