//! Without Stripe: the simulator of the demo, and houses in which nobody takes cards.

use axum::{
    body::Body,
    http::{Method, header},
};
use teamwork::rules::moment::{DAY, MINUTE};

use super::{PAY, set_creditor};
use crate::house::*;

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
        set_creditor(&house, &operator).await;
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
        house.ask(Method::POST, PAY, Some(&token), "").await;
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
    let refused = house.ask(Method::POST, PAY, Some(&token), "").await;
    assert_eq!(refused.code(), "no_cards");
    house.promote(ALAN).await;
    let operator = house.token_of(ALAN).await;
    let back = "/operator/credit-notes/CN-000001/paid-back";
    assert_eq!(house.ask(Method::POST, back, Some(&operator), r#"{"by":"card"}"#).await.code(), "no_cards");
    assert_eq!(house.get(NOBODY, "/demo/pay/x").await.status, 404);
    house.close().await;
}
