//! The newsletter through the doors (M39): what is looked at is what is mailed, and one press ends it (RFC 8058).

use axum::{
    body::Body,
    http::{Method, header},
};
use server::mail::words;
use teamwork::rules::zone::TimeZone;

use crate::house::*;

/// A mail program that knows RFC 8058: no cookie, no origin, one field in a body of either form.
async fn press(house: &House, path: &str, kind: &str, body: &str) -> Answer {
    let request = house.plain(Method::POST, path, NOBODY).header(header::CONTENT_TYPE, kind);
    house.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

#[tokio::test]
async fn a_mail_program_ends_it_with_one_press_and_a_look_ends_nothing() {
    let form = (FORM, "List-Unsubscribe=One-Click");
    let parts = (
        "multipart/form-data; boundary=x",
        "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n",
    );
    for (engine, (kind, body)) in Engine::all().into_iter().zip([form, parts].into_iter().cycle()) {
        let house = House::on(engine).await;
        let mut eye = house.eye().await;
        let (path, before) = (house.fill("/unsubscribe/{unsubscribe_link}"), eye.digest().await);
        let page = house.get(NOBODY, &path).await;
        assert!(page.status == 200 && page.body.contains("End the newsletter?"), "{}", page.body);
        assert_eq!(page.body.matches("<button").count(), 1, "one button");
        assert_eq!(eye.digest().await, before, "looking changes nothing");
        for _ in ["once", "twice"] {
            let pressed = press(&house, &path, kind, body).await;
            assert!(pressed.status == 200 && pressed.body.contains("You get no newsletter"), "{}", pressed.body);
            assert!(pressed.session().is_none());
        }
        let reads = format!("SELECT email FROM users WHERE newsletter = TRUE AND email = '{}'", DENNIS.email);
        assert_eq!(eye.texts(&reads).await, Vec::<String>::new());
        let nobodys = press(&house, &house.fill("/unsubscribe/{unknown}"), kind, body).await;
        assert_eq!(nobodys.status, 404);
        // No other page takes a post without a function, and none takes one of another site.
        assert_eq!(press(&house, "/login", kind, body).await.status, 405);
        let foreign = house.plain(Method::POST, &path, NOBODY).header(header::ORIGIN, "https://evil.example");
        assert_eq!(house.send(foreign.body(Body::empty()).unwrap()).await.status, 403);
        house.close().await;
    }
}

#[tokio::test]
async fn people_press_the_button_and_land_on_a_page_that_says_so() {
    let house = House::open().await;
    let path = house.fill("/unsubscribe/{unsubscribe_link}");
    let pressed = house.post(NOBODY, &path, "unsubscribe", &house.fill("secret={unsubscribe_link}")).await;
    assert_eq!((pressed.status, pressed.location()), (303, Some(path.as_str())), "{}", pressed.body);
    assert!(house.get(NOBODY, &path).await.body.contains("You get no newsletter"));
    house.close().await;
}

/// The operator sees the very mail, in both of its forms, and it may do nothing in the browser but show itself.
#[tokio::test]
async fn what_is_looked_at_is_what_is_mailed() {
    let house = House::open().await;
    let promote = format!("UPDATE users SET operator = TRUE WHERE email = '{}' RETURNING email", UMA.email);
    assert_eq!(house.eye().await.texts(&promote).await.len(), 1);
    let mails = house.warren.mailbox(None).await.unwrap();
    let mailed = mails.iter().find(|mail| mail.to == DENNIS.email).unwrap();
    let own = house.warren.secret_link(&mailed.letter).unwrap();
    let words = words::write(&mailed.letter, Some(own.clone()), &|path| house.warren.link(path), &TimeZone::UTC);
    let path = house.fill("/operator/newsletters/{sent_newsletter}/mail");
    // Each reader has a link of their own.
    let secret = own.rsplit('/').next().unwrap();
    let with_link = |body: &str| {
        let shown = body.split("/unsubscribe/").nth(1).unwrap()[..43].to_owned();
        assert_ne!(shown, secret);
        body.replace(&shown, secret)
    };
    let html = house.get(Some(UMA), &path).await;
    assert_eq!((html.status, with_link(&html.body)), (200, words.as_html()));
    let policy = html.header("content-security-policy").unwrap();
    assert_eq!(policy, "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'");
    let text = house.get(Some(UMA), &format!("{path}?plain=true")).await;
    assert_eq!((text.status, with_link(&text.body)), (200, words.as_text()));
    assert!(text.header("content-type").unwrap().starts_with("text/plain"));
    let page = house.get(Some(UMA), &house.fill("/operator/newsletters/{draft}")).await.body;
    assert!(page.contains("It would go to 1 person") && page.contains("Send it to 1"), "{page}");
    house.close().await;
}
