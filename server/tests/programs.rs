//! Hostile requests of programs: whatever stands in a body, a path, a query or a header, nothing breaks (I44).

use axum::{
    body::Body,
    http::{Request, header},
};
use server::http::rest::{
    openapi,
    table::{Operation, operations},
};

use crate::house::*;

/// The fields of the body of an operation, as the document shows them.
fn fields(document: &serde_json::Value, operation: &Operation) -> Vec<String> {
    let path = operation.path.strip_prefix("/api/v1").unwrap();
    let body = &document["paths"][path][operation.method.to_ascii_lowercase()]["requestBody"];
    let example = &body["content"]["application/json"]["example"];
    example.as_object().map(|fields| fields.keys().cloned().collect()).unwrap_or_default()
}

/// What stands where a word is expected.
const VALUES: [&str; 32] = [
    "null",
    "true",
    "-1",
    "0",
    "1e309",
    "1e-309",
    "9223372036854775808",
    "123456789012345678901234567890",
    "\"\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\\udc00\\ud800\"",
    "\"\\u202e\"",
    "\"\\r\\nBcc: all@evil.example\"",
    "\"' OR '1'='1\"",
    "\"owner\"",
    "\"Owner\"",
    "[]",
    "[[]]",
    "[null]",
    "[\"a@b.example\",1]",
    "{}",
    "{\"__proto__\":{}}",
    "[\"\\u0000\"]",
    "\"2026-02-30\"",
    "\"99999-01-01\"",
    "\"-0001-01-01\"",
    "\"🐇\"",
    "[\"read\"]",
    "[\"root\"]",
    "\"\\ufeff\"",
    "\"../../etc/passwd\"",
];

/// Bodies that are no objects of ours at all.
fn shapes() -> Vec<Vec<u8>> {
    let deep = |open: &str, close: &str, times: usize| format!("{}{}", open.repeat(times), close.repeat(times));
    vec![
        Vec::new(),
        b"{".to_vec(),
        b"\xff\xfe{}".to_vec(),
        b"\xef\xbb\xbf{}".to_vec(),
        b"{\"name\":\"\xed\xa0\x80\"}".to_vec(),
        b"{} {}".to_vec(),
        b"NaN".to_vec(),
        deep("[", "]", 30_000).into(),
        deep("{\"name\":", "}", 8_000).into(),
        format!("{{\"name\":{}}}", "9".repeat(60_000)).into(),
        format!("{{\"name\":\"{}\"}}", "a".repeat(60_000)).into(),
        format!("{{{}\"a\":1}}", "\"a\":1,".repeat(9_000)).into(),
        vec![b' '; 60_000],
        vec![b'x'; 10 * 1024 * 1024],
    ]
}

/// All hostile bodies with these fields.
fn bodies(fields: &[String]) -> Vec<Vec<u8>> {
    let all = |value: &str| {
        let fields: Vec<_> = fields.iter().map(|field| format!("\"{field}\":{value}")).collect();
        format!("{{{}}}", fields.join(","))
    };
    let mut found: Vec<Vec<u8>> = VALUES.iter().map(|value| all(value).into()).collect();
    found.extend(VALUES.iter().map(|value| value.as_bytes().to_vec()));
    for field in fields {
        for value in VALUES {
            found.push(format!("{{\"{field}\":{value}}}").into());
        }
        found.push(format!("{{\"{field}\":\"a\",\"{field}\":\"b\"}}").into());
    }
    found.extend(shapes());
    found
}

/// What stands in a path where a name is expected.
const IDS: [&str; 8] =
    ["acme", "%00", "%ff", "..%2f..", "00000000-0000-0000-0000-000000000000", "%F0%9F%90%87", "'", "%0d%0a"];
/// Queries behind it.
const TARGETS: [&str; 6] =
    ["", "?after=%00", "?after=1.1&limit=1", "?limit=99999999999999999999", "?after=%ff", "?a[b]=1&=&"];

#[tokio::test]
async fn no_request_of_a_program_breaks_anything() {
    let (mut sent, mut wrong, document) = (0, Vec::new(), openapi::make());
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let secret = house.facts["secret_of_ada"].clone();
        // What would end the only token of this test, or make others by the thousand.
        let calm = |id: &str| !matches!(id, "revoke_token" | "leave_company");
        for operation in operations().filter(|operation| calm(operation.id)) {
            for (at, body) in bodies(&fields(&document, operation)).into_iter().enumerate() {
                let id = IDS[at % IDS.len()];
                let path: Vec<_> =
                    operation.path.split('/').map(|part| if part.starts_with('{') { id } else { part }).collect();
                let target = TARGETS[at / IDS.len() % TARGETS.len()];
                let target = if operation.method == "GET" { target } else { "" };
                let request = Request::builder().method(operation.method).uri(format!("{}{target}", path.join("/")));
                let request = request
                    .header(header::AUTHORIZATION, format!("Bearer {secret}"))
                    .header(header::CONTENT_TYPE, "application/json")
                    .header(header::IF_MATCH, ["\"1\"", "*", "W/\"1\"", "\"", "é"][at % 5])
                    .header("idempotency-key", format!("{}-{at}", operation.id));
                let body = if operation.method == "GET" { Vec::new() } else { body };
                let answer = house.send(request.body(Body::from(body)).unwrap()).await;
                sent += 1;
                let is_problem = answer.header(header::CONTENT_TYPE) == Some("application/problem+json");
                if answer.status >= 500 || (answer.status >= 400 && !is_problem) {
                    wrong.push(format!("{engine:?} {} {at}: {} {:.200}", operation.id, answer.status, answer.body));
                }
            }
        }
        house.close().await;
    }
    println!("{sent} hostile requests of programs");
    assert!(wrong.is_empty(), "{} broke:\n{}", wrong.len(), wrong.join("\n"));
}
