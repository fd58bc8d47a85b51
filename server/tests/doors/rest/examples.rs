//! What the document shows as an example is taken as it stands there, but for what is of another house in it.

use serde_json::Value;
use server::http::rest::{
    openapi,
    table::{Operation, operations},
};

use super::{
    COLUMNS, ROOMS, Row,
    calls::{fact, filled, places},
};
use crate::house::*;

/// What stands in examples and in this house has another value, or for this operation another one.
const HERE: [(&str, &str, &str); 7] = [
    ("", "01938f3e-5c00-7000-8000-000000000005", "{acme_shop}"),
    ("", "01938f3e-5c00-7707-8707-070707070707", "{acme_contact}"),
    // A token makes none that outlives it, and one that may make tokens lives for a day.
    ("make_token", "2027-01-31", "2026-11-21"),
    ("delete_app", "Acme Inc", "acme-shop"),
    ("close_account", "Acme Inc", "{my_email}"),
    ("move_app", "{acme_contact}", "{solo_contact}"),
    // Of a trial of one's own that goes where its person may create Apps.
    ("move_trial_into_company", "{acme_contact}", "{foreign_contact}"),
];

/// Whose example cannot be one of this house: a signature over a text of this hour.
const SIGNED: [&str; 1] = ["prove_key"];

#[tokio::test]
async fn every_example_is_taken() {
    let document = openapi::make();
    let mut taken = 0;
    for operation in operations().filter(|operation| operation.has_body && !SIGNED.contains(&operation.id)) {
        let mut house = House::open().await;
        let (row, who) = somebody(&mut house, operation).await;
        let (path, version) = row.1.split_once(" @").unwrap_or((row.1, "1"));
        let mut body = example(&document, operation).to_string();
        for (_, there, here) in HERE.into_iter().filter(|(id, ..)| id.is_empty() || *id == operation.id) {
            body = body.replace(there, here);
        }
        if who == MALLORY {
            body = body.replace("\"acme\"", "\"elsewhere\"");
        }
        let place = places(row)[0];
        let (path, body) = (filled(&house, path, place, who), filled(&house, &body, place, who));
        let (secret, tag) = (house.facts[&fact("secret_of_", who)].clone(), format!("\"{version}\""));
        let reply = house.ask_with(operation.method(), &path, Some(&secret), &body, &[("if-match", &tag)]).await;
        let status = reply.answer.status;
        assert!(![400, 415, 422].contains(&status), "{} {body}: {}", operation.id, reply.answer.body);
        taken += usize::from(status < 300);
        house.close().await;
    }
    println!("{taken} examples did what they show");
    assert!(taken >= 40, "only {taken} examples did what they show");
}

/// The example of the body of an operation.
fn example(document: &Value, operation: &Operation) -> Value {
    let path = operation.path.strip_prefix("/api/v1").unwrap();
    let body = &document["paths"][path][operation.method.to_ascii_lowercase()]["requestBody"];
    let example = body["content"]["application/json"]["example"].clone();
    assert!(example.is_object(), "{} has a body and no example of it", operation.id);
    example
}

/// Who is let in with the first row of an operation; what only the operator does, Ivan does for the operator.
async fn somebody(house: &mut House, operation: &Operation) -> (&'static Row, Person) {
    let rows = || ROOMS.into_iter().flatten().filter(|row| row.0 == operation.id);
    if operation.path.starts_with("/api/v1/operator/") {
        let promote = format!("UPDATE users SET operator = TRUE WHERE email = '{}' RETURNING email", IVAN.email);
        assert_eq!(house.eye().await.texts(&promote).await.len(), 1);
        return (rows().next().unwrap(), IVAN);
    }
    let lets = |row: &&Row| row.3.iter().any(|status| (200..300).contains(status));
    let row = rows().find(lets).or_else(|| rows().next()).unwrap();
    let who = COLUMNS.into_iter().zip(row.3).find(|(_, status)| (200..300).contains(status));
    (row, who.map_or(ADA, |(who, _)| who))
}
