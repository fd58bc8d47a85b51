//! The page of an App's configuration, as a browser without script uses it.

use teamwork::rules::config::ConfigCard;

use crate::house::*;

const PAGE: &str = "/c/acme/apps/acme-shop/settings";

/// The present configuration of the shop.
async fn card(house: &House) -> ConfigCard {
    actor(&house.warren, house.cookie(ADA)).await.config("acme-shop").await.unwrap()
}

#[tokio::test]
async fn a_page_without_script_shows_everything_but_secrets() {
    let house = House::open().await;
    let page = house.get(Some(ADA), PAGE).await;
    assert_eq!(page.status, 200);
    for shown in
        ["readable", "API_KEY", "Secret, last changed", "www.acme.example", "/old /new 301", "Version 4", "CNAME"]
    {
        assert!(page.body.contains(shown), "{shown} is missing");
    }
    assert!(!page.body.contains("never-to-be-shown"));
    assert!(!page.body.contains("/pkg/warren.js"), "it is a still page");
    house.close().await;
}

#[tokio::test]
async fn a_posted_secret_is_kept_and_shown_nowhere() {
    let house = House::open().await;
    let secret = "a-value-nobody-sees-4711";
    let fields = [
        ("form", "API_KEY"),
        ("app", "acme-shop"),
        ("version", "4"),
        ("variable_name", "API_KEY"),
        ("secret_value", secret),
    ];
    let saved = house.post(Some(ADA), PAGE, "set_secret", &form(&fields)).await;
    assert_eq!((saved.status, card(&house).await.version), (200, 5));
    assert!(saved.body.contains("Saved. The value is not shown again."));
    // The same again is too late, and loses what was typed: a secret is not echoed.
    let late = house.post(Some(ADA), PAGE, "set_secret", &form(&fields)).await;
    assert_eq!(late.status, 409);
    for answer in [saved, late, house.get(Some(ADA), PAGE).await] {
        assert!(!answer.body.contains("4711"));
    }
    house.close().await;
}

#[tokio::test]
async fn acts_with_nothing_to_say_lead_back_to_the_page() {
    let house = House::open().await;
    let add = form(&[("app", "acme-shop"), ("version", "4"), ("domains", "new.acme.example")]);
    let added = house.post(Some(KEVIN), PAGE, "add_domain", &add).await;
    assert_eq!((added.status, added.location()), (303, Some(PAGE)));
    let undo = form(&[("app", "acme-shop"), ("version", "5"), ("to", "4")]);
    let undone = house.post(Some(KEVIN), PAGE, "undo_config", &undo).await;
    assert_eq!((undone.status, undone.location()), (303, Some(PAGE)));
    let card = card(&house).await;
    assert_eq!((card.version, card.domains.len()), (6, 1));
    house.close().await;
}

/// Who comes second is told, and finds what they typed beside what is saved by now.
#[tokio::test]
async fn who_saves_second_loses_nothing() {
    let house = House::open().await;
    let first = form(&[("app", "acme-shop"), ("version", "4"), ("redirects", "/first /one")]);
    let second = form(&[("app", "acme-shop"), ("version", "4"), ("redirects", "/second /two")]);
    assert_eq!(house.post(Some(ADA), PAGE, "set_redirects", &first).await.status, 200);
    let late = house.post(Some(GRACE), PAGE, "set_redirects", &second).await;
    assert_eq!(late.status, 409);
    for shown in ["Somebody changed this App a moment ago", "/first /one 301", "/second /two"] {
        assert!(late.body.contains(shown), "{shown} is missing");
    }
    assert!(late.body.contains("name=\"version\" value=\"5\""), "pressed again, it counts");
    house.close().await;
}

#[tokio::test]
async fn each_line_that_is_wrong_is_named() {
    let house = House::open().await;
    let lines =
        form(&[("app", "acme-shop"), ("version", "4"), ("redirects", "/fine /too\nnot-a-path /x\n/a //evil.example")]);
    let wrong = house.post(Some(ADA), PAGE, "set_redirects", &lines).await;
    assert_eq!(wrong.status, 422);
    for shown in ["Line 2: begin with a path", "Line 3: lead to a path"] {
        assert!(wrong.body.contains(shown), "{shown} is missing");
    }
    house.close().await;
}
