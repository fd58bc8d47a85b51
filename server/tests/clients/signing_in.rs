//! Who has an account signs in on the way to the request (R62), in whatever way, and comes back to it.

use axum::{
    body::Body,
    http::{Method, header},
};

use super::{DETAILS, Waiting};
use crate::house::*;

#[tokio::test]
async fn who_has_an_account_signs_in_on_the_page_and_the_sender_sees_it() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, secret) = (&waiting.house, &waiting.ivans);
        let page = format!("/requests/{secret}");
        let shown = house.get(NOBODY, &page).await.body;
        assert!(shown.contains("Sign in to answer") && shown.contains("Decline request"), "{shown}");
        let copied = house.act(Some(GRACE), "copy_request_link", &format!("request={}", waiting.blog)).await.body;
        let copied = copied.trim_matches('"').rsplit('/').next().unwrap().to_owned();
        let shown = house.get(NOBODY, &format!("/requests/{copied}")).await.body;
        let hides = shown.contains("Mail me a code") && !shown.contains("There is an account");
        assert!(hides && !shown.contains("Decline request"), "it proves no mailbox, and says of no account");
        let typed = form(&[("email", IVAN.email), ("password", PASSWORD), ("next", &page)]);
        let signed_in = house.post(NOBODY, &page, "sign_in", &typed).await;
        assert_eq!((signed_in.status, signed_in.location()), (303, Some(page.as_str())), "{}", signed_in.body);
        let sheet = house.act(Some(GRACE), "request_sheet", "slug=acme&app=acme-blog").await.body;
        assert!(sheet.contains("\"state\":\"claimed\""), "{sheet}");

        // "Not me": it waits again, and nobody is signed in.
        let left = house.post(Some(IVAN), &page, "leave_request", &format!("secret={secret}")).await;
        assert_eq!((left.status, left.location()), (303, Some(page.as_str())));
        let sheet = house.act(Some(GRACE), "request_sheet", "slug=acme&app=acme-blog").await.body;
        assert!(sheet.contains("\"state\":\"pending\""), "{sheet}");

        let session = signed_in.session().unwrap();
        let accept = house.in_session(Method::POST, "/do/accept_request", &session);
        let accept = accept.header(header::CONTENT_TYPE, FORM);
        let body = format!("secret={secret}&{}", DETAILS.replace("full_name=Ana+Alves&", ""));
        let done = house.send(accept.body(Body::from(body)).unwrap()).await;
        assert!(done.status == 200 && done.session().is_none(), "{}", done.body);
        waiting.house.close().await;
    }
}

/// 4.2: pending becomes claimed on login through the link, by whatever way somebody signs in.
#[tokio::test]
async fn who_signs_in_by_a_mailed_link_comes_back_to_the_request_and_the_sender_sees_it() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, page) = (&waiting.house, format!("/requests/{}", waiting.ivans));
        let shown = house.get(NOBODY, &page).await.body;
        assert!(shown.contains("?/ask_sign_in_link") && !shown.contains("open this page again"), "{shown}");
        let asked =
            house.post(NOBODY, &page, "ask_sign_in_link", &form(&[("email", IVAN.email), ("next", &page)])).await;
        assert!(asked.status == 200 && asked.body.contains("brings you back here"), "{}", asked.body);
        let link = newest_secret(&house.warren, IVAN.email).await;
        let open = format!("/login/link/{link}");
        let signed_in = house.post(NOBODY, &open, "sign_in_by_link", &form(&[("secret", &link)])).await;
        assert_eq!((signed_in.status, signed_in.location()), (303, Some(page.as_str())), "{}", signed_in.body);
        let sheet = house.act(Some(GRACE), "request_sheet", "slug=acme&app=acme-blog").await.body;
        assert!(sheet.contains("\"state\":\"claimed\""), "{sheet}");
        waiting.house.close().await;
    }
}

/// The wish to go somewhere is kept on the way from the sign-in page to the mailed link.
#[tokio::test]
async fn the_page_that_mails_a_sign_in_link_remembers_where_somebody_wanted_to_go() {
    let house = House::open().await;
    let login = house.get(NOBODY, "/login?next=/c/acme/billing").await.body;
    assert!(login.contains("/login/link?next=%2Fc%2Facme%2Fbilling"), "{login}");
    let link = house.get(NOBODY, "/login/link?next=%2Fc%2Facme%2Fbilling&email=ada@acme.example").await.body;
    assert!(link.contains("value=\"/c/acme/billing\"") && link.contains("value=\"ada@acme.example\""), "{link}");
    let elsewhere = house.get(NOBODY, "/login/link?next=//evil.example").await.body;
    assert!(!elsewhere.contains("evil.example"), "{elsewhere}");
    house.close().await;
}
