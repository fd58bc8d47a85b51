//! `Idempotency-Key`: one effect and one answer (I43).

use axum::http::Method;
use teamwork::rules::moment::DAY;

use super::{
    COLUMNS, ROOMS, Row,
    calls::{fact, filled, places},
    companies::COMPANY,
    operation,
};
use crate::house::*;

/// One effect, however often and however much at once it is asked for (I43).
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_twins_have_one_effect_and_one_answer() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let ada = house.facts["secret_of_ada"].clone();
        for round in 0..50 {
            let body = COMPANY.replace("third", &format!("twin{round}"));
            let key = format!("round-{round}");
            let headers = [("idempotency-key", key.as_str())];
            let ask = || house.ask_with(Method::POST, "/companies", Some(&ada), &body, &headers);
            let replies = futures::future::join_all((0..16).map(|_| ask())).await;
            let fresh = replies.iter().filter(|reply| reply.answer.header("idempotency-replayed").is_none()).count();
            assert_eq!(fresh, 1, "on {engine:?}, round {round}");
            for reply in &replies {
                let told = (reply.answer.status, reply.answer.body.clone());
                assert_eq!(told, (201, format!("{{\"company\":\"twin{round}\"}}")), "on {engine:?}, round {round}");
            }
        }
        let mine = house.ask(Method::GET, "/companies?limit=50", Some(&ada), "").await.json();
        assert_eq!(mine["items"].as_array().unwrap().len(), 50);
        house.close().await;
    }
}

#[tokio::test]
async fn a_key_stands_for_one_request_of_one_person_for_a_day() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let (ada, grace) = (house.facts["secret_of_ada"].clone(), house.facts["secret_of_grace"].clone());
        let key = [("idempotency-key", "one")];
        let post = |secret: String, body: String| {
            let house = &house;
            async move { house.ask_with(Method::POST, "/companies", Some(&secret), &body, &key).await }
        };
        // A refusal is not kept.
        assert_eq!(post(ada.clone(), COMPANY.replace("third", "acme")).await.answer.status, 422);
        assert_eq!(post(ada.clone(), COMPANY.into()).await.answer.status, 201);
        let other = post(ada.clone(), COMPANY.replace("third", "fourth")).await;
        assert_eq!((other.answer.status, other.code().as_str()), (422, "key_reused"));
        assert_eq!(post(grace, COMPANY.replace("third", "fifth")).await.answer.status, 201);
        // A secret is kept nowhere, so its answer is lost, but it is not made twice.
        let token = r#"{"label":"T","scopes":["read"],"expires_on":"2026-11-21"}"#;
        let made = house.ask_with(Method::POST, "/tokens", Some(&ada), token, &[("idempotency-key", "two")]).await;
        assert_eq!(made.answer.status, 201, "{}", made.answer.body);
        let lost = house.ask_with(Method::POST, "/tokens", Some(&ada), token, &[("idempotency-key", "two")]).await;
        assert_eq!((lost.answer.status, lost.code().as_str()), (409, "answer_lost"));
        let swept = house.warren.sweep().await.unwrap();
        house.clock.forward(DAY + 1);
        assert!(house.warren.sweep().await.unwrap() >= swept + 3);
        house.close().await;
    }
}

/// The first row of each POST at which somebody succeeds, with who does.
fn posts() -> Vec<(&'static Row, Person)> {
    let mut found: Vec<(&Row, Person)> = Vec::new();
    for row in ROOMS.into_iter().flatten().filter(|row| operation(row.0).method == "POST") {
        let who = COLUMNS.into_iter().zip(row.3).find(|(_, status)| (200..300).contains(status));
        if let Some((who, _)) = who.filter(|_| found.iter().all(|(known, _)| known.0 != row.0)) {
            found.push((row, who));
        }
    }
    found
}

#[tokio::test]
async fn every_post_is_done_once_under_its_key() {
    // Who has closed the account cannot ask again, and asking name servers again harms nobody.
    let posts: Vec<_> =
        posts().into_iter().filter(|(row, _)| !["close_account", "check_domain"].contains(&row.0)).collect();
    assert!(posts.len() > 20, "only {}", posts.len());
    for engine in Engine::all() {
        for (row, who) in &posts {
            let house = House::on(engine).await;
            let mut eye = house.eye().await;
            let (path, version) = row.1.split_once(" @").unwrap_or((row.1, "1"));
            let (path, body) =
                (filled(&house, path, places(row)[0], *who), filled(&house, row.2, places(row)[0], *who));
            let (secret, tag) = (house.facts[&fact("secret_of_", *who)].clone(), format!("\"{version}\""));
            let headers = [("if-match", tag.as_str()), ("idempotency-key", "once")];
            let first = house.ask_with(Method::POST, &path, Some(&secret), &body, &headers).await;
            assert!(first.answer.status < 300, "{}: {}", row.0, first.answer.body);
            let before = eye.digest().await;
            let again = house.ask_with(Method::POST, &path, Some(&secret), &body, &headers).await;
            assert_eq!(eye.digest().await, before, "{} was done twice on {engine:?}", row.0);
            // A secret is kept nowhere.
            if ["make_token", "copy_invitation_link"].contains(&row.0) {
                assert_eq!((again.answer.status, again.code().as_str()), (409, "answer_lost"), "{}", row.0);
            } else {
                let told = (again.answer.status, again.answer.body.as_str());
                assert_eq!(told, (first.answer.status, first.answer.body.as_str()), "{} on {engine:?}", row.0);
                assert_eq!(again.answer.header("idempotency-replayed"), Some("true"), "{}", row.0);
            }
            house.close().await;
        }
    }
}
