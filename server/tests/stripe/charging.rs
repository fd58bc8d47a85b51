//! An invoice is charged to a card: once, whatever gets lost, and people read what the bank says.

use axum::http::Method;
use teamwork::rules::{
    moment::{DAY, MINUTE},
    problem::{Conflict, Problem},
};

use super::{
    PAY,
    double::{Bank, Fault},
    give_card, house_with,
};
use crate::house::*;

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
    let card = format!("/companies/acme/billing-contacts/{contact}/card");
    assert_eq!(house.ask(Method::POST, &card, Some(&token), "").await.code(), "provider_silent");
    stripe.fault(Fault::None);
    give_card(&house, &stripe).await;

    // Stripe takes the money, and nobody hears of it.
    stripe.fault(Fault::LosesAnswers);
    let lost = house.ask(Method::POST, PAY, Some(&token), "").await;
    assert_eq!((lost.answer.status, lost.answer.body.contains("\"open\"")), (200, true), "{}", lost.answer.body);
    assert_eq!(house.ask(Method::POST, PAY, Some(&token), "").await.code(), "charge_under_way");
    stripe.fault(Fault::None);
    house.clock.forward(5 * MINUTE);
    house.warren.tend_charges().await.unwrap();
    assert_eq!(stripe.taken().len(), 1, "one charge, by the same key");
    assert_eq!(house.ask(Method::POST, PAY, Some(&token), "").await.code(), "invoice_settled");
    house.close().await;
}

#[tokio::test]
async fn what_the_bank_says_is_what_people_read() {
    let (house, stripe) = house_with(Engine::Sqlite).await;
    let contact = house.facts["owing_contact"].clone();
    let token = house.facts["secret_of_ada"].clone();
    let card = format!("/companies/acme/billing-contacts/{contact}/card");
    let session = give_card(&house, &stripe).await;
    let declines = r#"{"state":"open","declined":"declined","debit_on":null}"#;
    let wants = r#"{"state":"open","declined":"needs_person","debit_on":null}"#;
    stripe.bank(Bank::Declines);
    let answer = house.ask(Method::POST, PAY, Some(&token), "").await.answer;
    assert_eq!((answer.status, answer.body.trim()), (200, declines));
    house.clock.forward(MINUTE);
    // A browser without script, and whoever looks at the invoice later.
    let (page, form) = ("/c/acme/invoices/W-000001", "slug=acme&number=W-000001");
    let pressed = house.post(Some(ADA), page, "pay_invoice_now", form).await.body;
    assert!(pressed.contains("Nothing was charged, because the bank did not agree."), "{pressed}");
    assert!(house.get(Some(ADA), page).await.body.contains("did not pay, because the bank did not agree"));
    house.clock.forward(MINUTE);
    stripe.bank(Bank::WantsThePerson);
    let answer = house.ask(Method::POST, PAY, Some(&token), "").await.answer;
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
