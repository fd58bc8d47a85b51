//! An account is debited: a mandate, days in which the bank thinks, and weeks in which it can take the money back.

use axum::http::Method;
use teamwork::rules::moment::{DAY, HOUR};

use super::{PAY, double::Fault, house_with, set_creditor};
use crate::house::*;

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
        set_creditor(&house, &operator).await;
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

        let pay = async |token: &str| house.ask(Method::POST, PAY, Some(token), "").await;
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
