//! Who is asked answers (row 22, R62, R63): accepts, passes the request on, or finds that it cannot be answered now.

use axum::{
    body::Body,
    http::{Method, header},
};
use teamwork::{acts::Operator, rules::problem::Problem};

use super::{ANA, DETAILS, Waiting};
use crate::house::*;

#[tokio::test]
async fn a_request_is_answered_by_the_addressed_person_alone() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, secret) = (&waiting.house, &waiting.secret);
        let before = house.eye().await.digest().await;
        for act in ["accept_request", "decline_request", "pass_request_on"] {
            let form = format!("secret={secret}&email=books@client.example&{DETAILS}");
            for who in [MALLORY, ADA, KEVIN, IVAN] {
                let answer = house.act(Some(who), act, &form).await;
                assert_eq!(answer.status, 409, "{act} by {}: {}", who.first, answer.body);
            }
            // Ivan has an account: a link never signs him in to it, and proves nothing about who holds it.
            let for_ivan = form.replace(secret.as_str(), &waiting.ivans);
            if act == "accept_request" {
                assert_eq!(house.act(NOBODY, act, &for_ivan).await.problem(), Problem::SignedOut);
            }
        }
        assert_eq!(house.eye().await.digest().await, before);
        waiting.house.close().await;
    }
}

#[tokio::test]
async fn looking_at_a_request_changes_nothing_and_brings_no_script() {
    let waiting = Waiting::on(Engine::Sqlite).await;
    let copied = waiting.copied().await;
    let before = waiting.house.eye().await.digest().await;
    for secret in [&waiting.secret, &copied, &waiting.ivans] {
        for who in [NOBODY, Some(KEVIN), Some(MALLORY), Some(IVAN), Some(UMA)] {
            let page = waiting.house.get(who, &format!("/requests/{secret}")).await;
            assert_eq!(page.status, 200, "{who:?}");
            assert!(!page.body.contains("<script"), "{who:?}");
            assert_eq!(page.session(), None);
        }
    }
    assert_eq!(waiting.house.eye().await.digest().await, before);
    waiting.house.close().await;
}

#[tokio::test]
async fn somebody_without_an_account_accepts_and_owns_the_app() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, secret) = (&waiting.house, &waiting.secret);
        let page = format!("/requests/{secret}");
        let lost =
            house.post(NOBODY, &page, "accept_request", &format!("secret={secret}&{DETAILS}").replace("DE", "")).await;
        assert_eq!(lost.status, 422);
        for typed in ["Ana Alves", "Alves Bakery", "Oven Lane 1", "10115", "Berlin"] {
            assert!(lost.body.contains(&format!("value=\"{typed}\"")), "{typed} is lost");
        }
        let done = house.post(NOBODY, &page, "accept_request", &format!("secret={secret}&{DETAILS}")).await;
        assert_eq!((done.status, done.location()), (303, Some(page.as_str())), "{}", done.body);
        let session = done.session().expect("a new account is signed in");
        let shown = waiting.page_with(&session).await;
        assert!(shown.status == 200 && shown.body.contains("Done. You own app-x."), "{}", shown.body);
        assert!(shown.body.contains("Set a password"));

        // Once accepted it is over for everybody, and no stranger learns whose it is.
        for who in [NOBODY, Some(KEVIN), Some(MALLORY)] {
            let page = house.get(who, &page).await;
            assert!(page.status == 410 && !page.body.contains("Alves"), "{}", page.body);
        }
        let again = house.act(NOBODY, "accept_request", &format!("secret={secret}&{DETAILS}")).await;
        assert_eq!(again.status, 410, "{}", again.body);
        assert_eq!(house.get(Some(KEVIN), "/c/alves-bakery/apps/app-x/settings").await.status, 200);
        assert_eq!(house.get(Some(KEVIN), "/c/alves-bakery/billing/new").await.status, 403);
        assert_eq!(house.get(Some(MALLORY), "/c/alves-bakery").await.status, 404);

        // The password is set where they stand, without one before.
        let set = house.in_session(Method::POST, &format!("{page}?/change_password"), &session);
        let set = set.header(header::CONTENT_TYPE, FORM);
        let set = house.send(set.body(Body::from("password=&new_password=the+second+exit+is+east")).unwrap()).await;
        assert!(set.status == 200 && set.body.contains("Your password is set."), "{}", set.body);
        let form = form(&[("email", ANA), ("password", "the second exit is east")]);
        assert_eq!(house.act(NOBODY, "sign_in", &form).await.status, 200);
        waiting.house.close().await;
    }
}

#[tokio::test]
async fn somebody_else_pays_and_the_first_link_is_dead() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, secret) = (&waiting.house, &waiting.secret);
        let page = format!("/requests/{secret}");
        let passed =
            house.post(NOBODY, &page, "pass_request_on", &format!("secret={secret}&email=books@client.example")).await;
        assert!(passed.status == 200 && passed.body.contains("The request is on its way"), "{}", passed.body);
        assert_eq!(house.get(NOBODY, &page).await.status, 404);
        let books = newest_secret(&house.warren, "books@client.example").await;
        let done = house.act(NOBODY, "accept_request", &format!("secret={books}&{DETAILS}")).await;
        assert!(done.status == 200 && done.session().is_some(), "{}", done.body);
        waiting.house.close().await;
    }
}

#[tokio::test]
async fn what_has_changed_since_is_said_to_both_sides_and_accepted_by_nobody() {
    let waiting = Waiting::on(Engine::Sqlite).await;
    let house = &waiting.house;
    let secret = newest_secret(&house.warren, "shop@client.example").await;
    let scaled = house.act(Some(ADA), "scale_app", "app=acme-shop&plan=large&version=1").await;
    assert_eq!(scaled.status, 200, "{}", scaled.body);
    let page = house.get(NOBODY, &format!("/requests/{secret}")).await;
    assert!(page.status == 410 && page.body.contains("This offer has changed"), "{}", page.body);
    let accepted = house.act(NOBODY, "accept_request", &format!("secret={secret}&{DETAILS}")).await;
    assert_eq!(accepted.status, 410, "{}", accepted.body);
    let sender = house.get(Some(ADA), "/c/acme/apps/acme-shop/client").await.body;
    assert!(sender.contains("The offer has changed since"), "{sender}");
    waiting.house.close().await;
}

#[tokio::test]
async fn what_is_suspended_is_read_and_not_answered() {
    let waiting = Waiting::on(Engine::Sqlite).await;
    let (house, secret) = (&waiting.house, &waiting.secret);
    Operator::of_the_house(&house.warren).suspend_app("app-x", "Under review").await.unwrap();
    let page = house.get(NOBODY, &format!("/requests/{secret}")).await;
    assert!(page.status == 200 && page.body.contains("This has to wait"), "{}", page.body);
    assert!(!page.body.contains("<form"), "there is nothing to press");
    let accepted = house.act(NOBODY, "accept_request", &format!("secret={secret}&{DETAILS}")).await;
    assert_eq!(accepted.status, 409, "{}", accepted.body);
    waiting.house.close().await;
}
