//! S10: what an Admin proposes and an Owner confirms, for programs; and every word with which that is refused.

use axum::http::Method;
use serde_json::json;
use teamwork::{acts::Operator, rules::role::Role};

use super::{
    calls::fact,
    refusals::{Heard, give_token, hear},
};
use crate::house::*;

const CLIENT: &str = r#"{"email":"ana@client.example"}"#;

/// Grace's proposal for the paid `acme-shop` waits.
#[rustfmt::skip]
pub const WAITS: &[Heard] = &[
    ("confirm_request", "/requests/{proposed}/confirm", "", "secret_of_uma", "unconfirmed"),
    ("confirm_request", "/requests/{proposed}/confirm", "", "secret_of_grace", "needs_owner"),
    ("confirm_request", "/requests/{proposed}/confirm", "", "secret_of_kevin", "needs_admin"),
    ("refuse_request", "/requests/{proposed}/refuse", "{}", "secret_of_grace", "needs_owner"),
    ("refuse_request", "/requests/{proposed}/refuse", "{}", "secret_of_kevin", "needs_admin"),
    ("resend_request", "/requests/{proposed}/resend", "", "secret_of_ada", "request_proposed"),
    ("edit_request", "/requests/{proposed}", "{}", "secret_of_ada", "request_proposed"),
    ("readdress_request", "/requests/{proposed}/readdress", CLIENT, "secret_of_ada", "request_proposed"),
    ("copy_request_link", "/requests/{proposed}/link", "", "secret_of_ada", "request_proposed"),
    // What Grace has sent for a trial needs nobody's confirmation.
    ("confirm_request", "/requests/{sent}/confirm", "", "secret_of_ada", "not_proposed"),
    ("refuse_request", "/requests/{sent}/refuse", "{}", "secret_of_ada", "not_proposed"),
];

#[rustfmt::skip]
pub const FROZEN: &[Heard] = &[("confirm_request", "/requests/{proposed}/confirm", "", "secret_of_ada", "request_frozen")];

#[rustfmt::skip]
pub const SUSPENDED: &[Heard] = &[("confirm_request", "/requests/{proposed}/confirm", "", "secret_of_ada", "company_suspended")];

#[rustfmt::skip]
pub const CHANGED: &[Heard] = &[("confirm_request", "/requests/{proposed}/confirm", "", "secret_of_ada", "request_outdated")];

#[rustfmt::skip]
pub const REFUSED: &[Heard] = &[
    ("confirm_request", "/requests/{proposed}/confirm", "", "secret_of_ada", "request_refused"),
    ("refuse_request", "/requests/{proposed}/refuse", "{}", "secret_of_ada", "request_refused"),
    ("preview_request", "/requests/{proposed}/preview", "", "secret_of_grace", "request_refused"),
    ("resend_request", "/requests/{proposed}/resend", "", "secret_of_ada", "request_refused"),
    ("edit_request", "/requests/{proposed}", "{}", "secret_of_ada", "request_refused"),
    ("readdress_request", "/requests/{proposed}/readdress", CLIENT, "secret_of_ada", "request_refused"),
    ("copy_request_link", "/requests/{proposed}/link", "", "secret_of_ada", "request_refused"),
    ("cancel_request", "/requests/{proposed}", "", "secret_of_grace", "request_refused"),
];

/// Who was to be asked is an Owner by now (S26).
#[rustfmt::skip]
pub const OWNED: &[Heard] = &[("confirm_request", "/requests/{proposed}/confirm", "", "secret_of_ada", "invalid")];

/// A house in which Grace has proposed to hand over the paid `acme-shop`, and has sent a request for the trial `acme-blog`.
async fn proposed(engine: Engine) -> House {
    let mut house = House::on(engine).await;
    let grace = house.facts[&fact("secret_of_", GRACE)].clone();
    for (name, app) in [("proposed", "acme-shop"), ("sent", "acme-blog")] {
        let made = house.ask(Method::POST, &format!("/apps/{app}/request"), Some(&grace), CLIENT).await;
        assert_eq!(made.answer.status, 201, "{}", made.answer.body);
        house.facts.insert(name.into(), made.json()["request"].as_str().unwrap().to_owned());
    }
    house
}

#[tokio::test]
async fn a_program_of_an_owner_confirms_or_refuses() {
    for engine in Engine::all() {
        for (end, body, state) in [("confirm", "", "pending"), ("refuse", r#"{"reason":"We keep it"}"#, "refused")] {
            let house = proposed(engine).await;
            let secret = |who| house.facts[&fact("secret_of_", who)].clone();
            let id = house.facts["proposed"].clone();
            for (who, waits) in [(ADA, vec![id.clone()]), (OLGA, vec![id.clone()]), (GRACE, vec![]), (MALLORY, vec![])]
            {
                let mine = house.ask(Method::GET, "/proposals", Some(&secret(who)), "").await.json();
                let mine: Vec<_> = mine["items"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
                assert_eq!(mine, waits.into_iter().map(|id| json!(id)).collect::<Vec<_>>(), "{}", who.first);
            }
            let path = house.fill(&format!("/requests/{{proposed}}/{end}"));
            for (who, status) in [(MALLORY, 404), (GRACE, 403), (KEVIN, 403), (MARA, 403), (ADA, 204)] {
                let before = house.eye().await.digest().await;
                let reply = house.ask(Method::POST, &path, Some(&secret(who)), body).await;
                assert_eq!(reply.answer.status, status, "{end} by {}: {}", who.first, reply.answer.body);
                assert_eq!(house.eye().await.digest().await != before, status == 204, "{end} by {}", who.first);
            }
            let sheet = house.ask(Method::GET, "/apps/acme-shop/request", Some(&secret(GRACE)), "").await.json();
            assert_eq!(sheet["request"]["state"], json!(state), "{sheet}");
            house.close().await;
        }
    }
}

#[tokio::test]
async fn when_the_client_owns_it_by_now() {
    for engine in Engine::all() {
        let mut house = House::on(engine).await;
        let grace = house.facts[&fact("secret_of_", GRACE)].clone();
        let body = json!({ "email": MARA.email }).to_string();
        let made = house.ask(Method::POST, "/apps/acme-shop/request", Some(&grace), &body).await.json();
        house.facts.insert("proposed".into(), made["request"].as_str().unwrap().to_owned());
        let ada = actor(&house.warren, house.cookie(ADA)).await;
        ada.invite("acme", MARA.email, Role::Owner, "").await.unwrap();
        let offered = newest_secret(&house.warren, MARA.email).await;
        actor(&house.warren, house.cookie(MARA)).await.accept_invitation(&offered).await.unwrap();
        hear(&house, OWNED).await;
        house.close().await;
    }
}

#[tokio::test]
async fn while_a_proposal_waits() {
    for engine in Engine::all() {
        let mut house = proposed(engine).await;
        give_token(&mut house, UMA).await;
        hear(&house, WAITS).await;
        let operator = Operator::of_the_house(&house.warren);
        operator.suspend_app("acme-shop", "Under review").await.unwrap();
        hear(&house, FROZEN).await;
        operator.resume_app("acme-shop", "Reviewed").await.unwrap();
        operator.suspend_company("acme", "Under review").await.unwrap();
        hear(&house, SUSPENDED).await;
        operator.resume_company("acme", "Reviewed").await.unwrap();
        let ada = actor(&house.warren, house.cookie(ADA)).await;
        let version = ada.app("acme-shop").await.unwrap().version;
        ada.scale_app("acme-shop", "large", version).await.unwrap();
        hear(&house, CHANGED).await;
        house.close().await;
    }
}

#[tokio::test]
async fn when_a_proposal_was_refused() {
    for engine in Engine::all() {
        let house = proposed(engine).await;
        let ada = actor(&house.warren, house.cookie(ADA)).await;
        ada.refuse_request(house.facts["proposed"].parse().unwrap(), "").await.unwrap();
        hear(&house, REFUSED).await;
        house.close().await;
    }
}
