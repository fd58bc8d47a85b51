//! A card is entered: by a client who takes over (R61–R64), for a new Billing Contact, and by nobody in the end.

use axum::{
    body::Body,
    http::{Method, header},
};
use teamwork::rules::{
    moment::{HOUR, SECOND},
    problem::{Conflict, Problem},
};

use super::{ANA, DETAILS, double::Fault, house_with};
use crate::house::*;

/// R61–R64 with a card, as a browser without script walks it.
#[tokio::test]
async fn a_client_pays_with_a_card_and_comes_back_signed_in() {
    for engine in Engine::all() {
        let (house, stripe) = house_with(engine).await;
        let sent = house.act(Some(KEVIN), "send_request", &format!("app=app-x&email={ANA}&plan=standard")).await;
        assert_eq!(sent.status, 200, "{}", sent.body);
        let secret = newest_secret(&house.warren, ANA).await;
        let page = format!("/requests/{secret}");
        let asked = house.get(NOBODY, &page).await;
        assert!(asked.body.contains("name=\"method\""), "a card can be chosen");
        let policy = asked.header("content-security-policy").unwrap();
        assert!(policy.contains(&format!("form-action 'self' {};", stripe.url)), "{policy}");

        let gone = house.post(NOBODY, &page, "accept_request", &format!("secret={secret}&{DETAILS}")).await;
        let session = stripe.sessions().pop().unwrap();
        assert_eq!((gone.status, gone.location()), (303, Some(format!("{}/pay/{session}", stripe.url).as_str())));
        assert!(gone.session().is_none(), "nobody is signed in before the proof");
        let cookies = gone.cookies();
        let claim = cookies.iter().find(|cookie| cookie.starts_with("__Host-paying=")).unwrap();
        assert!(claim.contains("; Secure; HttpOnly; SameSite=Lax"), "{claim}");
        let claim = claim.split(';').next().unwrap();

        let waits = house.with_cookie("/requests/paying", claim).await;
        assert!(waits.body.contains("Your way to pay is being checked") && waits.header("refresh") == Some("2"));
        assert!(!waits.body.contains("<script"));
        let left = house.with_cookie("/requests/paying?left=yes", claim).await;
        assert!(left.body.contains("You left the payment page") && left.body.contains("Pay in another way"));
        assert_eq!(left.header("refresh"), None, "nobody waits for anything");
        // WCAG 3.3.7.
        let again = house.with_cookie(&page, claim).await;
        assert!(again.body.contains("value=\"Oven Lane 1\""), "{}", again.body);
        assert!(
            !house.get(NOBODY, &page).await.body.contains("Oven Lane"),
            "the link alone tells nobody what was typed"
        );
        stripe.enter_card(&session);
        // Who comes back before the event: the page is only a reason to look, every few seconds.
        house.clock.forward(3 * SECOND);
        house.with_cookie("/requests/paying", claim).await;
        house.warren.tend_payments().await.unwrap();
        for path in ["/requests/paying", "/requests/paying?left=yes"] {
            let done = house.with_cookie(path, claim).await;
            assert!(done.body.contains("Done. You own app-x.") && done.header("refresh").is_none(), "{}", done.body);
        }

        let request = house.request(Method::POST, "/requests/paying?/sign_in_after_payment", NOBODY);
        let request = request.header(header::ACCEPT, "text/html").header(header::COOKIE, claim);
        let request = request.header(header::CONTENT_TYPE, FORM).body(Body::empty()).unwrap();
        let on = house.send(request).await;
        assert_eq!((on.status, on.location()), (303, Some(page.as_str())), "{}", on.body);
        let cookie = format!("__Host-sid={}", on.session().unwrap());
        let owned = house.with_cookie(&page, &cookie).await;
        assert!(owned.body.contains("Done. You own app-x.") && owned.body.contains("Set a password"));
        let billing = house.with_cookie("/c/alves-bakery/billing", &cookie).await;
        assert!(billing.body.contains("Visa ending in 4242, in EUR"), "{}", billing.body);
        assert_eq!(stripe.strangers(), 0);
        house.close().await;
    }
}

/// What is created with a card goes on at the provider, and stays when that does not answer.
#[tokio::test]
async fn a_new_billing_contact_and_a_new_company_begin_with_a_card() {
    let (house, stripe) = house_with(Engine::Sqlite).await;
    let (contacts, companies) = ("/c/acme/billing/new", "/companies/new");
    let address = "country=DE&billing_name=Labs&street=1+Row&postal_code=10115&city=Berlin&vat_number=\
                   &billing_email=labs@new.example&method=card";
    let (contact, company) = (format!("slug=acme&{address}"), format!("name=Labs&slug=labs&{address}"));
    for (page, act, form) in [(contacts, "create_billing_contact", &contact), (companies, "set_up_company", &company)] {
        assert!(house.get(Some(ADA), page).await.body.contains("name=\"method\""), "{page}: a card can be chosen");
        let gone = house.post(Some(ADA), page, act, form).await;
        let session = stripe.sessions().pop().unwrap();
        let provider = format!("{}/pay/{session}", stripe.url);
        assert_eq!((gone.status, gone.location()), (303, Some(provider.as_str())), "{page}: {}", gone.body);
    }
    stripe.fault(Fault::IsDown);
    let later = house.post(Some(ADA), contacts, "create_billing_contact", &contact).await;
    let page = later.location().unwrap();
    assert!(page.starts_with("/c/acme/billing/") && page.ends_with("?done=created"), "{page}");
    assert!(house.get(Some(ADA), page).await.body.contains("It pays by bank transfer until"));
    house.close().await;
}

/// Nobody's address stays at Stripe who has no card there: neither of a page that never came, nor of one that was left.
#[tokio::test]
async fn stripe_forgets_whoever_has_no_card() {
    let (house, stripe) = house_with(Engine::Sqlite).await;
    house.act(Some(KEVIN), "send_request", &format!("app=app-x&email={ANA}&plan=standard")).await;
    let secret = newest_secret(&house.warren, ANA).await;
    let accept = async || house.act(NOBODY, "accept_request", &format!("secret={secret}&{DETAILS}")).await;
    stripe.fault(Fault::LosesAnswers);
    assert_eq!(accept().await.problem(), Problem::Conflict(Conflict::ProviderSilent));
    stripe.fault(Fault::None);
    house.clock.forward(SECOND);
    accept().await;
    house.clock.forward(SECOND);
    accept().await;
    assert_eq!(stripe.known(), [ANA; 3]);
    let [left, newest] = &stripe.sessions()[..] else { panic!("two pages") };
    stripe.expire(left);
    stripe.enter_card(newest);
    house.clock.forward(2 * HOUR);
    house.warren.tend_payments().await.unwrap();
    house.warren.forget_cards().await.unwrap();
    assert_eq!(stripe.known(), [ANA], "whose card it is");
    house.close().await;
}
