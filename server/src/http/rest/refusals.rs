//! Which problems an operation can answer, each code under its status. What holds for every operation stands here; what
//! comes with a part of a request, that part says of itself ([`Asked::describe`](super::ask::Asked::describe)); what an
//! act alone says stands in its row. All of them are the values that are answered, so that no code is written twice.

use std::collections::BTreeMap;

use app::doors::Needs;
use serde_json::{Map, Value, json};
use teamwork::rules::{
    limit::Limit,
    problem::{Problem, Thing},
    token::Scope,
};

use super::{
    table::Operation,
    trouble::{Trouble, words_of},
};

/// The number in examples.
const SOME_REQUEST: &str = "01938f3e-5c00-7000-8000-000000000009";

/// What one operation can answer when it does not do what it is asked for.
#[derive(Default)]
pub struct Refusals(BTreeMap<u16, BTreeMap<String, Value>>);

impl Refusals {
    /// Notes one. Noted twice it stands there once.
    pub fn add(&mut self, trouble: &Trouble) {
        let example = serde_json::to_value(trouble.document(SOME_REQUEST)).unwrap_or_default();
        self.0.entry(trouble.status()).or_default().insert(trouble.code(), example);
    }

    /// Notes what has nothing to do with the act: the token, how far it reaches, and the frame of the request.
    pub fn add_common(&mut self, operation: &Operation) {
        for trouble in common(operation) {
            self.add(&trouble);
        }
    }

    /// The answers of the document, by status. They and their examples go to the shared parts, where all operations find
    /// them: an answer is named by its codes.
    pub fn describe(self, shared: &mut Shared) -> Map<String, Value> {
        let describe = |(status, codes): (u16, BTreeMap<String, Value>)| {
            let name = codes.keys().map(String::as_str).collect::<Vec<_>>().join(".");
            let link = json!({ "$ref": format!("#/components/responses/{name}") });
            shared.responses.entry(name).or_insert_with(|| response(status, codes.keys()));
            shared.examples.extend(codes.into_iter().map(|(code, document)| (code, json!({ "value": document }))));
            (status.to_string(), link)
        };
        self.0.into_iter().map(describe).collect()
    }
}

/// What several operations have in common, by name.
#[derive(Default)]
pub struct Shared {
    pub responses: BTreeMap<String, Value>,
    pub examples: BTreeMap<String, Value>,
}

fn response<'a>(status: u16, codes: impl Iterator<Item = &'a String> + Clone) -> Value {
    let words: Vec<&String> = codes.clone().collect();
    let examples: Map<String, Value> = codes.map(|code| (code.clone(), link(code))).collect();
    let schema = json!({ "allOf": [
        { "$ref": "#/components/schemas/Problem" },
        { "properties": { "status": { "const": status }, "code": { "enum": words } } },
    ] });
    let mut response = json!({
        "description": words_of(status),
        "content": { "application/problem+json": { "schema": schema, "examples": examples } },
    });
    if let Some(headers) = headers(status) {
        response["headers"] = headers;
    }
    response
}

fn link(code: &str) -> Value {
    json!({ "$ref": format!("#/components/examples/{code}") })
}

/// What comes along with a status, for the document.
fn headers(status: u16) -> Option<Value> {
    let (name, what, kind) = match status {
        401 => ("WWW-Authenticate", "How to sign in.", "string"),
        429 | 503 => ("Retry-After", "In how many seconds to try again.", "integer"),
        _ => return None,
    };
    Some(json!({ name: { "description": what, "schema": { "type": kind } } }))
}

fn common(operation: &Operation) -> Vec<Trouble> {
    let mut found = vec![
        Trouble::Problem(Problem::SignedOut),
        Trouble::Problem(Problem::TooMany { limit: Limit::TokensPerNetwork, seconds: 60 }),
        Trouble::Scope(operation.scope),
        Trouble::Query("There is no parameter \"page\" here.".into()),
        Trouble::TooLong,
        Trouble::Slow,
        Trouble::Problem(Problem::Busy),
        Trouble::Problem(Problem::Broken(SOME_REQUEST.into())),
    ];
    // A name can hold what no database keeps, like a zero byte, and a path what is no text at all.
    if operation.path.contains('{') {
        found.push(Trouble::NoRoute);
    }
    if operation.takes_words() {
        found.push(Problem::Malformed.into());
    }
    if !operation.has_body {
        found.push(Trouble::Json { data: true, what: "This operation takes no body.".into() });
    }
    match operation.needs {
        Needs::FreshPerson if operation.scope != Scope::Guarded => found.push(Problem::Reauthenticate.into()),
        Needs::Operator => found.push(Thing::Page.into()),
        _ => {}
    }
    found
}
