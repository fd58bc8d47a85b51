//! What holds for every operation: tokens, problem documents, pages of lists, tags, and the document.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use server::http::rest::table::operations;
use teamwork::rules::moment::DAY;

use super::companies::COMPANY;
use crate::house::*;

#[tokio::test]
async fn a_token_opens_no_page_and_a_cookie_no_operation() {
    let house = House::open().await;
    let secret = house.facts["secret_of_ada"].clone();
    let with = |path: &str| Request::builder().uri(path).header(header::AUTHORIZATION, format!("Bearer {secret}"));
    assert_eq!(house.send(with("/account").body(Body::empty()).unwrap()).await.status, 303);
    assert_eq!(house.get(Some(ADA), "/api/v1/account").await.status, 401);
    let token_as_cookie = with("/account").header(header::COOKIE, format!("__Host-sid={secret}"));
    assert_eq!(house.send(token_as_cookie.body(Body::empty()).unwrap()).await.status, 303);
    house.close().await;
}

#[tokio::test]
async fn a_token_is_dead_when_its_time_is_over() {
    let house = House::open().await;
    let secret = house.facts["secret_of_ada"].clone();
    assert_eq!(house.ask(Method::GET, "/account", Some(&secret), "").await.answer.status, 200);
    house.clock.forward(DAY - 60_000);
    assert_eq!(house.ask(Method::GET, "/account", Some(&secret), "").await.answer.status, 200);
    house.clock.forward(60_001);
    let over = house.ask(Method::GET, "/account", Some(&secret), "").await;
    assert_eq!((over.answer.status, over.code().as_str()), (401, "unauthenticated"));
    assert_eq!(over.answer.header(header::WWW_AUTHENTICATE), Some("Bearer realm=\"warren\""));
    house.close().await;
}

#[tokio::test]
async fn the_framework_answers_in_problem_documents_too() {
    let house = House::open().await;
    let ada = Some(house.facts["secret_of_ada"].clone());
    let ada = ada.as_deref();
    let member = house.fill("/companies/acme/members/{dennis}");
    let role = r#"{"role":"admin"}"#;
    for (method, path, body, headers, status, code) in [
        (Method::GET, "/nothing", "", &[][..], 404, "no_such_route"),
        (Method::PUT, "/companies", "", &[], 405, "method_not_allowed"),
        (Method::POST, "/companies", "{}", &[("content-type", "text/plain")], 415, "unsupported_media_type"),
        (Method::POST, "/companies", "{", &[], 400, "malformed_body"),
        (Method::POST, "/companies", "{}", &[], 422, "unfit_body"),
        (Method::PUT, "/account/name", r#"{"first_name":"A","admin":true}"#, &[], 422, "unfit_body"),
        (Method::GET, "/companies?page=2", "", &[], 400, "bad_parameter"),
        (Method::GET, "/companies?limit=0", "", &[], 400, "bad_parameter"),
        (Method::GET, "/companies?after=x", "", &[], 400, "bad_cursor"),
        (Method::PATCH, &member, role, &[], 428, "precondition_required"),
        (Method::PATCH, &member, role, &[("if-match", "\"7\"")], 412, "precondition_failed"),
        (Method::PATCH, &member, role, &[("if-match", "*")], 412, "precondition_failed"),
        (Method::POST, "/companies", COMPANY, &[("idempotency-key", "a b")], 400, "bad_key"),
    ] {
        let reply = house.ask_with(method, path, ada, body, headers).await;
        let kind = reply.answer.header(header::CONTENT_TYPE).map(str::to_owned);
        assert_eq!((reply.answer.status, reply.code().as_str()), (status, code), "{path} {}", reply.answer.body);
        assert_eq!(kind.as_deref(), Some("application/problem+json"), "{path}");
        assert_eq!(reply.json()["status"], status);
        assert!(!reply.json()["request"].as_str().unwrap().is_empty());
    }
    let long = house.ask(Method::POST, "/companies", ada, &"x".repeat(70_000)).await;
    assert_eq!((long.answer.status, long.code().as_str()), (413, "too_long"));
    let options = house.ask(Method::OPTIONS, "/companies", None, "").await;
    assert_eq!((options.answer.status, options.answer.header(header::ALLOW)), (204, Some("GET, POST, HEAD, OPTIONS")));
    let head = house.ask(Method::HEAD, "/companies", ada, "").await;
    assert_eq!((head.answer.status, head.answer.body.as_str()), (200, ""));
    house.close().await;
}

#[tokio::test]
async fn lists_are_walked_page_by_page() {
    let house = House::open().await;
    let ada = house.facts["secret_of_ada"].clone();
    let lists = operations().filter(|operation| operation.takes("limit") && !operation.path.contains("/operator/"));
    for operation in lists {
        let path = operation.path.strip_prefix("/api/v1").unwrap();
        let path = path.replace("{company}", "acme").replace("{app}", "acme-shop").replace("{member}", "{dennis}");
        let path = &house.fill(&path);
        let first = house.ask(Method::GET, path, Some(&ada), "").await.json();
        let whole = first["items"].as_array().unwrap().clone();
        let (mut walked, mut after) = (Vec::new(), String::new());
        // A long list is walked as far as its first page reaches.
        while walked.len() < whole.len().max(1) {
            let page = house.ask(Method::GET, &format!("{path}?limit=1{after}"), Some(&ada), "").await.json();
            walked.extend(page["items"].as_array().unwrap().clone());
            let Some(next) = page["next"].as_str() else { break };
            after = format!("&after={next}");
        }
        assert_eq!(walked, whole, "{path}");
    }
    house.close().await;
}

#[tokio::test]
async fn a_thing_that_has_not_changed_is_not_sent_again() {
    let house = House::open().await;
    let ada = house.facts["secret_of_ada"].clone();
    let first = house.ask(Method::GET, "/companies/acme", Some(&ada), "").await;
    let tag = first.answer.header(header::ETAG).unwrap().to_owned();
    let again = house.ask_with(Method::GET, "/companies/acme", Some(&ada), "", &[("if-none-match", &tag)]).await;
    assert_eq!((again.answer.status, again.answer.body.as_str()), (304, ""));
    let dennis = house.fill("/companies/acme/members/{dennis}");
    let edited = house.ask(Method::PATCH, &dennis, Some(&ada), r#"{"role":"admin"}"#).await;
    assert_eq!(edited.answer.header(header::ETAG), Some("\"2\""));
    house.close().await;
}

/// The document is reviewed like code. `UPDATE_SNAPSHOTS=1` writes it anew.
#[test]
fn the_document_is_the_reviewed_one_and_leads_nowhere_into_the_void() {
    let made = format!("{:#}\n", server::http::rest::openapi::make());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doors/openapi.json");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(path, &made).unwrap();
    }
    assert_eq!(made, std::fs::read_to_string(path).unwrap_or_default(), "review {path} and set UPDATE_SNAPSHOTS=1");
    let document: serde_json::Value = serde_json::from_str(&made).unwrap();
    for reference in made.split("\"$ref\": \"#").skip(1).filter_map(|text| text.split('"').next()) {
        assert!(document.pointer(reference).is_some(), "{reference} leads nowhere");
    }
    let ids: Vec<&str> = made.split("\"operationId\": \"").skip(1).filter_map(|text| text.split('"').next()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), operations().count());
    assert_eq!(ids.len(), operations().count());
}
