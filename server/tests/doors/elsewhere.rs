//! Doors at which nobody in the columns can succeed, and secrets and proofs that open less than it seems: a story each.

use axum::{
    body::Body,
    http::{Method, header},
};
use teamwork::rules::{moment::MINUTE, problem::Problem};

use crate::house::*;

#[tokio::test]
async fn who_is_invited_accepts_and_has_the_link_mailed_again() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let mail = house.act(Some(IVAN), "mail_my_invitation", &house.fill("invitation={to_ivan}")).await;
        assert_eq!(mail.status, 200, "{}", mail.body);
        let accept = house.act(Some(IVAN), "accept_invitation", &house.fill("secret={invitation}")).await;
        assert_eq!((accept.status, accept.location()), (200, Some("/c/acme")), "{}", accept.body);
        assert_eq!(house.get(Some(IVAN), "/c/acme").await.status, 200);
        let again = house.act(Some(IVAN), "accept_invitation", &house.fill("secret={invitation}")).await;
        assert_eq!(again.status, 410);
        house.close().await;
    }
}

/// The doors of the second factor, in the order in which one goes through them.
#[tokio::test]
async fn who_has_a_second_factor_comes_in_with_it() {
    let house = House::open().await;
    assert_eq!(house.act(Some(KEVIN), "begin_second_factor", "").await.status, 200);
    let learned = house.act(Some(KEVIN), "second_factor", "").await.body;
    let secret = learned.split("\"secret\":\"").nth(1).unwrap().split('"').next().unwrap();
    // Each code works once, so each is of a later moment.
    let next_code = || {
        house.clock.forward(30_000);
        let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
        let seconds = house.warren.now().millis() / 1_000;
        totp_rs::Builder::new().with_secret(secret).build().unwrap().generate(seconds.try_into().unwrap()).to_string()
    };
    let on = house.act(Some(KEVIN), "confirm_second_factor", &format!("code={}", next_code())).await;
    assert_eq!(on.status, 200, "{}", on.body);

    let form = form(&[("email", KEVIN.email), ("password", PASSWORD), ("next", "/c/acme")]);
    let half = house.act(NOBODY, "sign_in", &form).await;
    assert_eq!(half.location(), Some("/login/code?next=%2Fc%2Facme"), "{}", half.body);
    let as_half = |method, path: &str| house.in_session(method, path, &half.session().unwrap());
    let page = house.send(as_half(Method::GET, "/login/code").body(Body::empty()).unwrap()).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let closed = house.send(as_half(Method::GET, "/c/acme").body(Body::empty()).unwrap()).await;
    assert_eq!(closed.status, 303, "half a sign-in opens nothing");
    let give = as_half(Method::POST, "/do/finish_sign_in").header(header::CONTENT_TYPE, FORM);
    let done = house.send(give.body(Body::from(format!("code={}&next=%2Fc%2Facme", next_code()))).unwrap()).await;
    assert_eq!((done.status, done.location()), (200, Some("/c/acme")), "{}", done.body);

    for act in ["renew_recovery_codes", "turn_off_second_factor"] {
        let done = house.act(Some(KEVIN), act, &format!("code={}", next_code())).await;
        assert_eq!(done.status, 200, "{act}: {}", done.body);
    }
    house.close().await;
}

#[tokio::test]
async fn a_copied_link_proves_no_mailbox_and_so_declines_nothing() {
    let house = House::open().await;
    let copied = house.act(Some(ADA), "copy_invitation_link", &house.fill("slug=acme&invitation={to_ivan}")).await;
    let secret = copied.body.trim_matches('"').rsplit('/').next().unwrap().to_owned();
    assert_eq!(house.get(NOBODY, &format!("/invitations/{secret}")).await.status, 200);
    for (who, expected) in [(NOBODY, 401), (Some(MALLORY), 409), (Some(IVAN), 200)] {
        let answer = house.act(who, "decline_invitation", &format!("secret={secret}")).await;
        assert_eq!(answer.status, expected, "{}", answer.body);
    }
    house.close().await;
}

#[tokio::test]
async fn who_has_not_confirmed_the_address_has_the_link_mailed_again_and_nothing_else() {
    let house = House::open().await;
    assert_eq!(house.act(Some(UMA), "resend_confirmation", "").await.status, 200);
    for (act, form) in [
        ("invite", "slug=acme&addresses=n@new.example&role=developer"),
        ("mail_my_invitation", "invitation={to_ivan}"),
        ("resend_invitation", "slug=acme&invitation={to_admin}"),
    ] {
        let answer = house.act(Some(UMA), act, &house.fill(form)).await;
        assert_eq!((answer.status, answer.problem()), (403, Problem::Unconfirmed), "{act}");
    }
    house.close().await;
}

#[tokio::test]
async fn an_old_proof_opens_no_guarded_door() {
    let house = House::open().await;
    house.clock.forward(11 * MINUTE);
    for (act, form) in [
        ("ask_email_change", "email=me@new.example"),
        ("invite", "slug=acme&addresses=n@new.example&role=owner"),
        ("archive_billing_contact", "slug=acme&contact={contact}&version=1"),
        ("restore_billing_contact", "slug=acme&contact={archived_contact}&version=2"),
        ("delete_company", "slug=acme&confirmation=Acme+Inc"),
        ("edit_invitation", "slug=acme&invitation={to_developer}&role=owner"),
        ("change_payer", "app=acme-shop&payer={acme_contact}&version=1"),
        ("move_app", "app=acme-shop&target=solo&payer={solo_contact}&version=1"),
        ("delete_app", "app=acme-shop&confirmation=acme-shop&version=1"),
    ] {
        let answer = house.act(Some(ADA), act, &house.fill(form)).await;
        assert_eq!((answer.status, answer.problem()), (403, Problem::Reauthenticate), "{act}");
    }
    house.close().await;
}
