//! Cards over HTTP: through our pages and doors to a double of Stripe and back.

#[expect(dead_code, reason = "the kills of a handover ask more of it")]
mod double;
mod local;
mod outside;
mod written_by_others;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use server::payments::StripeKeys;
use teamwork::rules::{
    moment::{DAY, HOUR, MINUTE, SECOND},
    problem::{Conflict, Problem},
};

use self::double::{Bank, Double, Fault, KEY, WEBHOOK, sign};
use crate::house::*;

const ANA: &str = "ana@client.example";
const DETAILS: &str =
    "full_name=Ana+Alves&name=Alves+Bakery&street=Oven+Lane+1&postal_code=10115&city=Berlin&country=DE&method=card";

/// A house that takes cards, and the Stripe it takes them through.
async fn house_with(engine: Engine) -> (House, Double) {
    let stripe = Double::open().await;
    let api = stripe.url.parse().unwrap();
    let keys = StripeKeys { api, secret: KEY.into(), webhook: WEBHOOK.into(), sepa: true };
    (House::with(engine, move |config| config.stripe = Some(keys)).await, stripe)
}

impl House {
    fn seconds(&self) -> i64 {
        self.warren.now().millis() / 1000
    }

    /// An event comes in at our door.
    async fn hook(&self, (body, signature): (String, String)) -> Answer {
        let request =
            Request::builder().method(Method::POST).uri("/hooks/stripe").header("stripe-signature", signature);
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// A page, with these cookies.
    async fn with_cookie(&self, path: &str, cookie: &str) -> Answer {
        let request = self.request(Method::GET, path, NOBODY).header(header::COOKIE, cookie);
        self.send(request.body(Body::empty()).unwrap()).await
    }
}

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

/// Rows 27 and 28 of the threats: forged, replayed, about others; and a secret that is empty.
#[tokio::test]
async fn an_event_counts_only_with_its_signature_and_only_as_a_reason_to_ask() {
    let (house, stripe) = house_with(Engine::Sqlite).await;
    house.act(Some(KEVIN), "send_request", &format!("app=app-x&email={ANA}&plan=standard")).await;
    let secret = newest_secret(&house.warren, ANA).await;
    house.act(NOBODY, "accept_request", &format!("secret={secret}&{DETAILS}")).await;
    let session = stripe.sessions().pop().unwrap();
    let now = house.seconds();
    let (body, _) = stripe.event("evt_1", &session, now);
    let before = house.eye().await.digest().await;
    for (secret, seconds) in [("whsec_other", now), ("", now), (WEBHOOK, now - 301), (WEBHOOK, now + 301)] {
        let answer = house.hook(sign(&body, secret, seconds)).await;
        assert_eq!(answer.status, 400, "{secret:?} {seconds}");
    }
    for signature in ["", "t=1,v1=00", "nonsense"] {
        assert_eq!(house.hook((body.clone(), signature.to_owned())).await.status, 400);
    }
    for hostile in
        ["", "null", "[]", "{\"id\":1}", "{\"id\":\"e\",\"data\":{\"object\":{\"object\":\"checkout.session\"}}}"]
    {
        let answer = house.hook(sign(hostile, WEBHOOK, now)).await;
        assert!(matches!(answer.status, 200 | 400), "{hostile}: {}", answer.status);
    }
    assert_eq!(house.eye().await.digest().await, before, "nothing of it changed anything");
    // Signed, but nobody has entered a card: Stripe itself says so when it is asked.
    assert_eq!(house.hook(stripe.event("evt_2", &session, now)).await.status, 200);
    assert_eq!(house.get(NOBODY, &format!("/requests/{secret}")).await.status, 200, "it waits still");
    stripe.enter_card(&session);
    // The same event again is none; another one counts.
    assert_eq!(house.hook(stripe.event("evt_2", &session, now)).await.status, 200);
    assert_eq!(house.get(NOBODY, &format!("/requests/{secret}")).await.status, 200);
    assert_eq!(house.hook(stripe.event("evt_3", &session, now)).await.status, 200);
    assert_eq!(house.get(NOBODY, &format!("/requests/{secret}")).await.status, 410);
    house.close().await;

    let closed = House::open().await;
    assert_eq!(closed.hook(stripe.event("evt_1", &session, closed.seconds())).await.status, 405, "no secret, no door");
    closed.close().await;
}

/// A provider that is down, or whose answers are lost, costs nobody anything.
#[tokio::test]
async fn lost_answers_open_one_page_and_charge_once() {
    let (house, stripe) = house_with(Engine::Sqlite).await;
    let contact = house.facts["owing_contact"].clone();
    let enter = format!("slug=acme&contact={contact}&version=1");
    stripe.fault(Fault::IsDown);
    let silent = house.act(Some(ADA), "enter_card", &enter).await;
    assert_eq!(silent.problem(), Problem::Conflict(Conflict::ProviderSilent));
    let token = house.facts["secret_of_ada"].clone();
    let card = house.fill(&format!("/companies/acme/billing-contacts/{contact}/card"));
    assert_eq!(house.ask(Method::POST, &card, Some(&token), "").await.code(), "provider_silent");
    stripe.fault(Fault::None);
    assert_eq!(house.ask(Method::POST, &card, Some(&token), "").await.answer.status, 200);
    let session = stripe.sessions().pop().unwrap();
    stripe.enter_card(&session);
    assert_eq!(house.hook(stripe.event("evt_1", &session, house.seconds())).await.status, 200);

    // Stripe takes the money, and nobody hears of it.
    stripe.fault(Fault::LosesAnswers);
    let pay = "/companies/acme/invoices/W-000001/pay";
    let lost = house.ask(Method::POST, pay, Some(&token), "").await;
    assert_eq!((lost.answer.status, lost.answer.body.contains("\"open\"")), (200, true), "{}", lost.answer.body);
    assert_eq!(house.ask(Method::POST, pay, Some(&token), "").await.code(), "charge_under_way");
    stripe.fault(Fault::None);
    house.clock.forward(5 * MINUTE);
    house.warren.tend_charges().await.unwrap();
    assert_eq!(stripe.taken().len(), 1, "one charge, by the same key");
    assert_eq!(house.ask(Method::POST, pay, Some(&token), "").await.code(), "invoice_settled");
    house.close().await;
}

#[tokio::test]
async fn what_the_bank_says_is_what_people_read() {
    let (house, stripe) = house_with(Engine::Sqlite).await;
    let contact = house.facts["owing_contact"].clone();
    let token = house.facts["secret_of_ada"].clone();
    let card = format!("/companies/acme/billing-contacts/{contact}/card");
    house.ask(Method::POST, &card, Some(&token), "").await;
    let session = stripe.sessions().pop().unwrap();
    stripe.enter_card(&session);
    house.hook(stripe.event("evt_1", &session, house.seconds())).await;
    let pay = "/companies/acme/invoices/W-000001/pay";
    let declines = r#"{"state":"open","declined":"declined","debit_on":null}"#;
    let wants = r#"{"state":"open","declined":"needs_person","debit_on":null}"#;
    stripe.bank(Bank::Declines);
    let answer = house.ask(Method::POST, pay, Some(&token), "").await.answer;
    assert_eq!((answer.status, answer.body.trim()), (200, declines));
    house.clock.forward(MINUTE);
    // A browser without script, and whoever looks at the invoice later.
    let (page, form) = ("/c/acme/invoices/W-000001", "slug=acme&number=W-000001");
    let pressed = house.post(Some(ADA), page, "pay_invoice_now", form).await.body;
    assert!(pressed.contains("Nothing was charged, because the bank did not agree."), "{pressed}");
    assert!(house.get(Some(ADA), page).await.body.contains("did not pay, because the bank did not agree"));
    house.clock.forward(MINUTE);
    stripe.bank(Bank::WantsThePerson);
    let answer = house.ask(Method::POST, pay, Some(&token), "").await.answer;
    assert_eq!((answer.status, answer.body.trim()), (200, wants));
    // Pressing again would only fail again, so the way is to enter it anew.
    let looked = house.get(Some(ADA), page).await.body;
    assert!(looked.contains(&format!("href=\"/c/acme/billing/{contact}#pays-by\"")), "{looked}");
    assert!(!looked.contains("?/pay_invoice_now"), "{looked}");
    house.clock.forward(MINUTE);
    stripe.bank(Bank::Agrees);
    let pressed = house.post(Some(ADA), page, "pay_invoice_now", form).await.body;
    assert!(pressed.contains("The invoice is paid. Thank you."), "{pressed}");
    let version = [("if-match", "\"2\"")];
    let removed = house.ask_with(Method::DELETE, &card, Some(&token), "", &version).await;
    assert_eq!(removed.answer.status, 200, "{}", removed.answer.body);
    house.clock.forward(DAY);
    house.warren.forget_cards().await.unwrap();
    assert_eq!(stripe.detached(), [format!("pm_{session}")]);
    assert!(stripe.known().is_empty(), "nor whose it was");
    house.close().await;
}

/// I28: what Stripe took too much it pays back, once, though its answer is lost.
#[tokio::test]
async fn stripe_pays_back_what_it_took_too_much() {
    let (house, stripe) = house_with(Engine::Sqlite).await;
    let contact = house.facts["owing_contact"].clone();
    let token = house.facts["secret_of_ada"].clone();
    house.ask(Method::POST, &format!("/companies/acme/billing-contacts/{contact}/card"), Some(&token), "").await;
    let session = stripe.sessions().pop().unwrap();
    stripe.enter_card(&session);
    house.hook(stripe.event("evt_1", &session, house.seconds())).await;
    stripe.bank(Bank::Takes(1_000_000));
    let paid = house.ask(Method::POST, "/companies/acme/invoices/W-000001/pay", Some(&token), "").await.answer;
    assert!(paid.status == 200 && paid.body.contains("paid"), "{}", paid.body);
    let invoice = house.ask(Method::GET, "/companies/acme/invoices/W-000001", Some(&token), "").await.answer.body;
    let invoice: serde_json::Value = serde_json::from_str(&invoice).unwrap();
    let due = invoice["document"]["total"].as_i64().unwrap_or_else(|| panic!("{invoice}"));
    for (fault, minutes) in [(Fault::IsDown, 1), (Fault::LosesAnswers, 30), (Fault::None, 30), (Fault::None, 30)] {
        stripe.fault(fault);
        house.clock.forward(minutes * MINUTE);
        house.warren.tend_refunds().await.unwrap();
    }
    assert_eq!((stripe.taken(), stripe.returned()), (vec![1_000_000], vec![1_000_000 - due]));
    assert_eq!(house.warren.fsck().await, Ok(Vec::new()));
    house.close().await;
}

/// A credit note goes back to the card by the door of programs: pending, lost answers, an event; and one that fails is left again.
#[tokio::test]
async fn stripe_sends_a_credit_back_to_the_card() {
    for engine in Engine::all() {
        let (house, stripe) = house_with(engine).await;
        let contact = house.facts["owing_contact"].clone();
        let token = house.facts["secret_of_ada"].clone();
        house.promote(ALAN).await;
        let operator = house.token_of(ALAN).await;
        house.ask(Method::POST, &format!("/companies/acme/billing-contacts/{contact}/card"), Some(&token), "").await;
        stripe.enter_card(&stripe.sessions().pop().unwrap());
        house.clock.forward(MINUTE);
        house.warren.tend_payments().await.unwrap();
        house.ask(Method::POST, "/companies/acme/invoices/W-000001/pay", Some(&token), "").await;
        let due = stripe.taken()[0];
        let tell = async |path: &str, body: &str| house.ask(Method::POST, path, Some(&operator), body).await.answer;
        assert_eq!(tell("/operator/invoices/W-000001/credit-notes", r#"{"reason":"Wrong"}"#).await.status, 201);
        let back = "/operator/credit-notes/CN-000001/paid-back";
        assert_eq!(tell(back, r#"{"by":"cash"}"#).await.status, 422);
        assert_eq!(tell(back, r#"{"amount":"1.00","by":"card"}"#).await.status, 204);
        let note =
            async || house.ask(Method::GET, "/companies/acme/invoices/CN-000001", Some(&token), "").await.answer.body;

        stripe.refunds_are("pending");
        for fault in [Fault::IsDown, Fault::LosesAnswers, Fault::None] {
            stripe.fault(fault);
            house.clock.forward(15 * MINUTE);
            house.warren.tend_refunds().await.unwrap();
            assert!(note().await.contains(r#""refund":"begun""#), "{fault:?}");
        }
        stripe.refunds_are("succeeded");
        house.hook(stripe.refund_event("evt_r1", "charge.refunded", house.seconds())).await;
        assert!(note().await.contains(r#""refund":"done""#));
        assert_eq!(stripe.returned(), [100]);

        // The bank of the card sends it back a day later; then everything goes anew, and that fails too.
        stripe.refunds_are("failed");
        house.hook(stripe.refund_event("evt_r2", "refund.failed", house.seconds())).await;
        assert!(note().await.contains(r#""refund":"failed""#));
        assert_eq!(tell(back, r#"{"by":"card"}"#).await.status, 204);
        house.warren.tend_refunds().await.unwrap();
        let waits = house.ask(Method::GET, "/operator/credit-notes", Some(&operator), "").await.answer.body;
        let waits: serde_json::Value = serde_json::from_str(&waits).unwrap();
        let left = waits.pointer("/items/0/left/amount").and_then(serde_json::Value::as_i64);
        assert!(left == Some(due) && waits.pointer("/items/0/refused").is_some(), "{waits}");
        let page = house.get(Some(ALAN), "/operator/credits").await.body;
        assert!(
            page.contains("A part of it did not arrive on the card or account") && page.contains("Back to the card"),
            "{page}"
        );
        house.close().await;
    }
}

/// A mandate, a debit that the bank thinks about for days, and that it takes back in the end: as a browser and events bring it.
#[tokio::test]
async fn an_account_is_debited_through_stripe() {
    for engine in Engine::all() {
        let (house, stripe) = house_with(engine).await;
        let contact = house.facts["owing_contact"].clone();
        let token = house.facts["secret_of_ada"].clone();
        house.promote(ALAN).await;
        let operator = house.token_of(ALAN).await;
        let enter = format!("/companies/acme/billing-contacts/{contact}/sepa");
        let refused = house.ask(Method::POST, &enter, Some(&token), "").await;
        assert_eq!(refused.code(), "no_sepa", "there is no creditor identifier yet");
        let creditor = r#"{"value":"DE98ZZZ09999999999"}"#;
        let set = house.ask(Method::PUT, "/operator/settings/seller_creditor", Some(&operator), creditor).await;
        assert!(set.answer.status < 300, "{}", set.answer.body);
        stripe.fault(Fault::IsDown);
        assert_eq!(house.ask(Method::POST, &enter, Some(&token), "").await.code(), "provider_silent");
        stripe.fault(Fault::None);
        let page = format!("/c/acme/billing/{contact}");
        assert!(house.get(Some(ADA), &page).await.body.contains("at least 2 days before"), "the terms");
        let form = format!("slug=acme&contact={contact}&version=1&means=sepa");
        let gone = house.post(Some(ADA), &page, "enter_card", &form).await;
        assert_eq!(gone.status, 303, "{}", gone.body);
        let session = stripe.sessions().pop().unwrap();
        stripe.enter_account(&session);
        house.hook(stripe.event("evt_1", &session, house.seconds())).await;
        let billing = house.get(Some(ADA), &page).await.body;
        assert!(
            billing.contains("SEPA direct debit, IBAN ending in 3000") && billing.contains("mandate W-77"),
            "{billing}"
        );

        let pay =
            async |token: &str| house.ask(Method::POST, "/companies/acme/invoices/W-000001/pay", Some(token), "").await;
        assert!(pay(&token).await.answer.body.contains("open"));
        // Announced first: two days later it is made.
        for _ in 0..3 {
            house.clock.forward(DAY - HOUR);
            house.warren.charge_cards().await.unwrap();
            assert_eq!(house.get(Some(ADA), &page).await.status, 200);
        }
        let token = house.token_of(ADA).await;
        assert_eq!(pay(&token).await.code(), "charge_under_way");
        for _ in 0..5 {
            house.clock.forward(DAY - HOUR);
            house.warren.tend_charges().await.unwrap();
            // Whoever looks every day stays signed in.
            assert_eq!(house.get(Some(ADA), &page).await.status, 200);
        }
        assert!(stripe.taken().is_empty());
        // The old one is over.
        let token = house.token_of(ADA).await;
        stripe.decide("succeeded");
        house.clock.forward(HOUR);
        house.warren.tend_charges().await.unwrap();
        assert_eq!(pay(&token).await.code(), "invoice_settled");
        let back = stripe.take_back("evt_2", house.seconds());
        assert_eq!(house.hook(back.clone()).await.status, 200);
        assert_eq!(house.hook(back).await.status, 200);
        let invoice = house.ask(Method::GET, "/companies/acme/invoices/W-000001", Some(&token), "").await.answer.body;
        assert!(invoice.contains(r#""state":"open""#) && !invoice.contains(r#""returned":null"#), "{invoice}");
        let paper = house.get(Some(ADA), "/c/acme/invoices/W-000001").await.body;
        assert!(paper.contains("Paid and taken back"), "{paper}");
        house.close().await;
    }
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

/// The simulator: its page, and what its bank does.
#[tokio::test]
async fn the_demo_has_a_bank_that_does_what_one_chooses() {
    let house = House::open().await;
    let contact = house.facts["owing_contact"].clone();
    let page = format!("/c/acme/billing/{contact}");
    let gone = house.post(Some(ADA), &page, "enter_card", &format!("slug=acme&contact={contact}&version=1")).await;
    let pay = gone.location().unwrap().strip_prefix(BASE).unwrap_or(gone.location().unwrap()).to_owned();
    assert!(gone.status == 303 && pay.starts_with("/demo/pay/"), "{pay}");
    assert!(house.get(Some(ADA), &pay).await.body.contains("Choose what the bank does."));
    let choose = async |form: &str| {
        let request = house.request(Method::POST, &pay, NOBODY).header(header::CONTENT_TYPE, FORM);
        house.send(request.body(Body::from(form.to_owned())).unwrap()).await
    };
    for (form, status) in [("bank=declines", 422), ("bank=asks", 200), ("bank=steals", 404), ("agreed=yes", 422)] {
        assert_eq!(choose(form).await.status, status, "{form}");
    }
    assert!(house.get(Some(ADA), &page).await.body.contains("A card or an account is being entered."));
    let back = choose("bank=asks&agreed=yes").await;
    assert_eq!((back.status, back.location()), (303, Some(format!("{BASE}{page}").as_str())));
    house.clock.forward(MINUTE);
    house.warren.tend_payments().await.unwrap();
    assert!(house.get(Some(ADA), &page).await.body.contains("Visa ending in 3155"));
    house.close().await;
}

/// Its accounts: what they do shows after days.
#[tokio::test]
async fn the_demo_has_accounts_that_pay_or_do_not_or_take_it_back() {
    for (bank, days) in [("debits", "paid paid"), ("debitsnothing", "open open"), ("takesback", "paid open")] {
        let house = House::open().await;
        let contact = house.facts["owing_contact"].clone();
        let token = house.facts["secret_of_ada"].clone();
        house.promote(ALAN).await;
        let operator = house.token_of(ALAN).await;
        let creditor = r#"{"value":"DE98ZZZ09999999999"}"#;
        house.ask(Method::PUT, "/operator/settings/seller_creditor", Some(&operator), creditor).await;
        let form = format!("slug=acme&contact={contact}&version=1&means=sepa");
        let gone = house.post(Some(ADA), &format!("/c/acme/billing/{contact}"), "enter_card", &form).await;
        let pay = gone.location().unwrap().strip_prefix(BASE).unwrap_or(gone.location().unwrap()).to_owned();
        assert!(house.get(Some(ADA), &pay).await.body.contains("Your account"));
        for (choice, status) in [("works", 404), ("declines", 422), (bank, 303)] {
            let request = house.request(Method::POST, &pay, NOBODY).header(header::CONTENT_TYPE, FORM);
            let chosen = house.send(request.body(Body::from(format!("bank={choice}"))).unwrap()).await;
            assert_eq!(chosen.status, status, "{choice}");
        }
        house.clock.forward(MINUTE);
        house.warren.tend_payments().await.unwrap();
        house.ask(Method::POST, "/companies/acme/invoices/W-000001/pay", Some(&token), "").await;
        house.clock.forward(2 * DAY);
        house.warren.charge_cards().await.unwrap();
        let mut states = Vec::new();
        for wait in [4, 8] {
            house.clock.forward(wait * DAY);
            house.warren.tend_charges().await.unwrap();
            house.warren.watch_debits().await.unwrap();
            let token = house.token_of(ADA).await;
            let invoice =
                house.ask(Method::GET, "/companies/acme/invoices/W-000001", Some(&token), "").await.answer.body;
            let state = ["paid", "open"].into_iter().find(|state| invoice.contains(&format!(r#""state":"{state}""#)));
            states.push(state.unwrap_or("neither"));
        }
        assert_eq!(states.join(" "), days, "{bank}");
        house.close().await;
    }
}

/// Without Stripe and outside of the demo there is nobody who takes cards.
#[tokio::test]
async fn where_nobody_takes_cards_none_is_offered() {
    let house = House::with(Engine::Sqlite, |config| config.demo = false).await;
    let contact = house.facts["contact"].clone();
    let token = house.facts["secret_of_ada"].clone();
    let refused =
        house.ask(Method::POST, &format!("/companies/acme/billing-contacts/{contact}/card"), Some(&token), "").await;
    assert_eq!(refused.code(), "no_cards");
    let refused =
        house.ask(Method::POST, &format!("/companies/acme/billing-contacts/{contact}/sepa"), Some(&token), "").await;
    assert_eq!(refused.code(), "no_cards");
    let refused = house.ask(Method::POST, "/companies/acme/invoices/W-000001/pay", Some(&token), "").await;
    assert_eq!(refused.code(), "no_cards");
    house.promote(ALAN).await;
    let operator = house.token_of(ALAN).await;
    let back = "/operator/credit-notes/CN-000001/paid-back";
    assert_eq!(house.ask(Method::POST, back, Some(&operator), r#"{"by":"card"}"#).await.code(), "no_cards");
    assert_eq!(house.get(NOBODY, "/demo/pay/x").await.status, 404);
    house.close().await;
}
