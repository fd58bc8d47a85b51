//! Operations at which nobody in the columns succeeds: somebody does here.

use axum::http::Method;
use teamwork::rules::moment::DAY;

use crate::house::*;

#[tokio::test]
async fn ivan_accepts_by_the_secret_in_the_body() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let (secret, body) = (house.facts["secret_of_ivan"].clone(), house.fill(r#"{"secret":"{invitation}"}"#));
        let mail = house.ask(Method::POST, &house.fill("/invitations/{to_ivan}/mail"), Some(&secret), "").await;
        assert_eq!(mail.answer.status, 204, "{}", mail.answer.body);
        let accept = house.ask(Method::POST, "/invitations/accept", Some(&secret), &body).await;
        assert_eq!((accept.answer.status, accept.answer.body.as_str()), (200, r#"{"company":"acme"}"#));
        let again = house.ask(Method::POST, "/invitations/decline", Some(&secret), &body).await;
        assert_eq!((again.answer.status, again.code().as_str()), (410, "invitation_accepted"));
        house.close().await;
    }
}

/// 4.1: the invited person asks, and the sender is told.
#[tokio::test]
async fn ivan_asks_for_an_expired_invitation_to_be_sent_again() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let ivan = actor(&house.warren, house.cookie(IVAN)).await;
        let ivan = ivan.make_token("Long", "account", "2026-12-20").await.unwrap().secret;
        let body = house.fill(r#"{"secret":"{invitation}"}"#);
        let early = house.ask(Method::POST, "/invitations/ask", Some(&ivan), &body).await;
        assert_eq!(early.answer.status, 404, "{}", early.answer.body);
        house.clock.forward(8 * DAY);
        let mut eye = house.eye().await;
        let before = eye.digest().await;
        let asked = house.ask(Method::POST, "/invitations/ask", Some(&ivan), &body).await;
        assert_eq!(asked.answer.status, 204, "{}", asked.answer.body);
        assert_ne!(eye.digest().await, before);
        house.close().await;
    }
}

#[tokio::test]
async fn who_dismisses_and_who_went_read_what_ended() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let (ada, kevin) = (house.facts["secret_of_ada"].clone(), house.facts["secret_of_kevin"].clone());
        let (member, receipt) =
            (house.fill("/companies/acme/members/{kevin}"), house.fill("/companies/acme/departures/{kevin}"));
        assert_eq!(house.ask(Method::DELETE, &member, Some(&ada), "").await.answer.status, 204);
        for (secret, mine) in [(&ada, false), (&kevin, true)] {
            let told = house.ask(Method::GET, &receipt, Some(secret), "").await;
            assert_eq!((told.answer.status, &told.json()["mine"]), (200, &mine.into()), "{}", told.answer.body);
            assert_eq!(told.json()["apps"], serde_json::json!(["acme-shop"]));
        }
        let (mara, mallory) = (house.facts["secret_of_mara"].clone(), house.facts["secret_of_mallory"].clone());
        assert_eq!(house.ask(Method::GET, &receipt, Some(&mara), "").await.answer.status, 403);
        assert_eq!(house.ask(Method::GET, &receipt, Some(&mallory), "").await.answer.status, 404);
        house.close().await;
    }
}

#[tokio::test]
async fn what_was_set_as_a_secret_is_told_nowhere() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let ada = house.facts["secret_of_ada"].clone();
        let version = |at: u8| format!("\"{at}\"");
        let body = r#"{"value":"hidden-in-the-burrow","secret":true}"#;
        let path = "/apps/acme-shop/config/variables/TOKEN";
        let set = house.ask_with(Method::PUT, path, Some(&ada), body, &[("if-match", &version(4))]).await;
        assert_eq!((set.answer.status, set.answer.body.as_str()), (200, r#"{"version":5}"#));
        assert_eq!(set.answer.header(axum::http::header::ETAG), Some("\"5\""));
        let gone = house.ask_with(Method::DELETE, path, Some(&ada), "", &[("if-match", &version(5))]).await;
        assert_eq!(gone.answer.status, 200);
        let undo = house
            .ask_with(
                Method::POST,
                "/apps/acme-shop/config/undo",
                Some(&ada),
                r#"{"to":5}"#,
                &[("if-match", &version(6))],
            )
            .await;
        assert_eq!((undo.answer.status, undo.answer.body.as_str()), (200, r#"{"version":7}"#));
        let config = house.ask(Method::GET, "/apps/acme-shop/config", Some(&ada), "").await.answer.body;
        assert!(config.contains(r#""name":"TOKEN","value":null"#) && config.contains("readable"), "{config}");
        let log = "/companies/acme/activity";
        for path in ["/apps/acme-shop/config", "/apps/acme-shop/config/versions", "/apps/acme-shop/activity", log] {
            let told = house.ask(Method::GET, path, Some(&ada), "").await;
            let body = told.answer.body;
            assert_eq!(told.answer.status, 200, "{path}");
            assert!(!body.contains("hidden-in-the-burrow") && !body.contains("never-to-be-shown"), "{path}: {body}");
        }
        house.close().await;
    }
}
