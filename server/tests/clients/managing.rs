//! Who sent a request manages it (row 21, S11): rewords it, withdraws it, sees what the client sees, and finds what became of it.

use super::{ANA, DETAILS, Waiting};
use crate::house::*;

#[tokio::test]
async fn a_request_is_managed_by_its_sender_and_the_owners_of_the_giving_side() {
    let acts = [
        "preview_request",
        "copy_request_link",
        "resend_request",
        "edit_request",
        "readdress_request",
        "cancel_request",
    ];
    for engine in Engine::all() {
        let mut waiting = Waiting::on(engine).await;
        let mut before = waiting.house.eye().await.digest().await;
        for act in acts {
            // Row 21 and S11.
            for (of, columns) in [
                (
                    "shop",
                    [
                        (NOBODY, 401),
                        (Some(MALLORY), 404),
                        (Some(ALAN), 403),
                        (Some(GRACE), 403),
                        (Some(KEVIN), 403),
                        (Some(MARA), 403),
                        (Some(ADA), 200),
                        (Some(OLGA), 200),
                    ],
                ),
                (
                    "blog",
                    [
                        (NOBODY, 401),
                        (Some(MALLORY), 404),
                        (Some(ALAN), 403),
                        (Some(KEVIN), 403),
                        (Some(MARA), 403),
                        (Some(IVAN), 404),
                        (Some(GRACE), 200),
                        (Some(OLGA), 200),
                    ],
                ),
                (
                    "own",
                    [
                        (NOBODY, 401),
                        (Some(MALLORY), 404),
                        (Some(ALAN), 404),
                        (Some(GRACE), 404),
                        (Some(ADA), 404),
                        (Some(MARA), 404),
                        (Some(IVAN), 404),
                        (Some(KEVIN), 200),
                    ],
                ),
            ] {
                for (who, expected) in columns {
                    let id = match of {
                        "shop" => &waiting.shop,
                        "blog" => &waiting.blog,
                        _ => &waiting.own,
                    };
                    let form = format!("request={id}&email=another@new.example");
                    let answer = waiting.house.act(who, act, &form).await;
                    let what = format!("{act} of {of} by {who:?}");
                    assert_eq!(answer.status, expected, "{what}: {}", answer.body);
                    let changed = waiting.house.eye().await.digest().await != before;
                    assert_eq!(changed, expected == 200 && act != "preview_request", "{what}");
                    if changed {
                        waiting.house.close().await;
                        waiting = Waiting::on(engine).await;
                        before = waiting.house.eye().await.digest().await;
                    }
                }
            }
        }
        waiting.house.close().await;
    }
}

#[tokio::test]
async fn who_may_manage_a_request_sees_what_the_client_sees_and_nobody_else_does() {
    let waiting = Waiting::on(Engine::Sqlite).await;
    let (own, blog) = ("/apps/app-x/client/preview", "/c/acme/apps/acme-blog/client/preview");
    for (who, path, status) in [
        (KEVIN, own, 200),
        (ADA, own, 404),
        (GRACE, blog, 200),
        (OLGA, blog, 200),
        (ALAN, blog, 403),
        (KEVIN, blog, 403),
        (MALLORY, blog, 404),
    ] {
        let page = waiting.house.get(Some(who), path).await;
        assert_eq!(page.status, status, "{} at {path}", who.first);
    }
    let preview = waiting.house.get(Some(KEVIN), own).await.body;
    let page = waiting.house.get(NOBODY, &format!("/requests/{}", waiting.secret)).await.body;
    for words in
        ["Kevin Flynn asks you to take over app-x", "29.00 EUR", "It is ready", "Accept and pay 29.00 EUR per month"]
    {
        assert!(preview.contains(words) && page.contains(words), "{words}");
    }
    assert!(preview.contains("inert") && !page.contains("inert"), "only a preview cannot be pressed");
    assert!(!preview.contains(&waiting.secret), "a preview gives no link away");
    waiting.house.close().await;
}

/// 4.2: the words of an open request are changed where it is followed, and withdrawing asks first. By plain posts.
#[tokio::test]
async fn the_sender_rewords_a_request_and_reads_before_they_withdraw_it() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, page) = (&waiting.house, "/apps/app-x/client");
        let shown = house.get(Some(KEVIN), page).await.body;
        assert!(shown.contains(">It is ready</textarea>") && shown.contains("value=\"Alves Bakery\""), "{shown}");
        assert!(shown.contains("/follow.js") && shown.contains("data-follow"), "it follows what the client does");
        assert!(!shown.contains("?/cancel_request"), "one press does not withdraw it");
        let form = format!("request={}&note=Now+it+is&name=Alves", waiting.own);
        let sent = house.post(Some(KEVIN), page, "edit_request", &form).await;
        assert!(sent.status == 200 && sent.body.contains("with the new message"), "{}", sent.body);
        let secret = newest_secret(&house.warren, ANA).await;
        let client = house.get(NOBODY, &format!("/requests/{secret}")).await.body;
        assert!(client.contains("Now it is") && !client.contains("It is ready"), "{client}");

        let asked = house.get(Some(KEVIN), "/apps/app-x/client?withdraw=1").await.body;
        assert!(asked.contains("Withdraw the request to ana@client.example?") && asked.contains("app-x"), "{asked}");
        assert_eq!(house.get(NOBODY, &format!("/requests/{secret}")).await.status, 200, "a look withdraws nothing");
        let form = format!("request={}", waiting.own);
        let withdrawn = house.post(Some(KEVIN), page, "cancel_request", &form).await;
        assert!(withdrawn.body.contains("The request was withdrawn. Nothing has changed."), "{}", withdrawn.body);
        let late = house.post(Some(KEVIN), page, "cancel_request", &form).await;
        assert_eq!(late.status, 410, "{}", late.body);
        waiting.house.close().await;
    }
}

/// M12 leads to the old address: it says who took the App over, and the list of what one sent leads there too.
#[tokio::test]
async fn after_a_handover_the_sender_finds_what_became_of_it() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, secret) = (&waiting.house, &waiting.secret);
        assert_eq!(house.act(NOBODY, "accept_request", &format!("secret={secret}&{DETAILS}")).await.status, 200);
        let page = house.get(Some(KEVIN), "/apps/app-x/client").await;
        assert!(page.status == 200 && page.body.contains("ana@client.example took over app-x"), "{}", page.body);
        assert!(page.body.contains("Open Alves Bakery") && page.body.contains("/c/alves-bakery"), "{}", page.body);
        for who in [ADA, MALLORY, MARA] {
            let page = house.get(Some(who), "/apps/app-x/client").await;
            assert!(page.status == 404 && !page.body.contains("ana@"), "{}", page.body);
        }
        assert!(house.get(Some(KEVIN), "/").await.body.contains("href=\"/requests\""));
        let list = house.get(Some(KEVIN), "/requests").await.body;
        assert!(list.contains("href=\"/apps/app-x/client\"") && list.contains("Accepted"), "{list}");
        assert!(!house.get(Some(GRACE), "/requests").await.body.contains("app-x"));
        waiting.house.close().await;
    }
}
