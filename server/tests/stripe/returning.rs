//! Money goes back (I28): what was taken too much, and what was credited.

use axum::http::Method;
use teamwork::rules::moment::MINUTE;

use super::{
    PAY,
    double::{Bank, Fault},
    give_card, house_with,
};
use crate::house::*;

/// I28: what Stripe took too much it pays back, once, though its answer is lost.
#[tokio::test]
async fn stripe_pays_back_what_it_took_too_much() {
    let (house, stripe) = house_with(Engine::Sqlite).await;
    let token = house.facts["secret_of_ada"].clone();
    give_card(&house, &stripe).await;
    stripe.bank(Bank::Takes(1_000_000));
    let paid = house.ask(Method::POST, PAY, Some(&token), "").await.answer;
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

/// What Stripe took too much and the bank returns is found on the page and by programs, and noted there once.
#[tokio::test]
async fn what_the_bank_returns_of_it_is_noted_on_the_page_and_by_programs() {
    for engine in Engine::all() {
        let (house, stripe) = house_with(engine).await;
        let token = house.facts["secret_of_ada"].clone();
        house.promote(ALAN).await;
        let operator = house.token_of(ALAN).await;
        give_card(&house, &stripe).await;
        stripe.bank(Bank::Takes(1_000_000));
        house.ask(Method::POST, PAY, Some(&token), "").await;
        house.warren.tend_refunds().await.unwrap();
        let page = async || house.get(Some(ALAN), "/operator/credits").await.body;
        assert!(!page().await.contains("Money the bank did not take back"));
        stripe.refunds_are("failed");
        house.hook(stripe.refund_event("evt_r1", "refund.failed", house.seconds())).await;

        let waits = house.ask(Method::GET, "/operator/surpluses", Some(&operator), "").await.answer.body;
        let waits: serde_json::Value = serde_json::from_str(&waits).unwrap();
        let refund = waits.pointer("/items/0/refund").and_then(serde_json::Value::as_str).unwrap().to_owned();
        let path = format!("/operator/surpluses/{refund}/paid-back");
        let shown = page().await;
        assert!(shown.contains("Money the bank did not take back") && shown.contains(&refund), "{shown}");
        let form = format!("refund={refund}");
        if engine == Engine::Sqlite {
            let done = house.post(Some(ALAN), "/operator/credits", "settle_surplus", &form).await;
            assert!(done.status == 200 && done.body.contains("It is recorded that the money was paid back."));
        } else {
            assert_eq!(house.ask(Method::POST, &path, Some(&operator), "").await.answer.status, 204);
        }
        assert_eq!(house.ask(Method::POST, &path, Some(&operator), "").await.code(), "surplus_settled");
        assert_eq!(house.act(Some(ALAN), "settle_surplus", &form).await.status, 409);
        let again = house.post(Some(ALAN), "/operator/credits", "settle_surplus", &form).await.body;
        assert!(again.contains("It is noted already that this was paid back."), "{again}");
        assert!(!page().await.contains("Money the bank did not take back"));
        assert_eq!(house.warren.fsck().await, Ok(Vec::new()));
        house.close().await;
    }
}

/// A credit note goes back to the card by the door of programs: pending, lost answers, an event; and one that fails is left again.
#[tokio::test]
async fn stripe_sends_a_credit_back_to_the_card() {
    for engine in Engine::all() {
        let (house, stripe) = house_with(engine).await;
        let token = house.facts["secret_of_ada"].clone();
        house.promote(ALAN).await;
        let operator = house.token_of(ALAN).await;
        give_card(&house, &stripe).await;
        house.ask(Method::POST, PAY, Some(&token), "").await;
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
