//! Cards over HTTP: through our pages and doors to a double of Stripe and back.

mod charging;
mod debiting;
mod demo;
#[expect(dead_code, reason = "the kills of a handover ask more of it")]
mod double;
mod entering;
mod events;
mod local;
mod outside;
mod returning;
mod written_by_others;

use axum::{
    body::Body,
    http::{Method, Request},
};
use server::payments::StripeKeys;

use self::double::{Double, KEY, WEBHOOK};
use crate::house::*;

/// Has no account, and is asked to take over `app-x`.
const ANA: &str = "ana@client.example";
/// What she types, who would like to pay with a card.
const DETAILS: &str =
    "full_name=Ana+Alves&name=Alves+Bakery&street=Oven+Lane+1&postal_code=10115&city=Berlin&country=DE&method=card";
/// Where a program pays what the Billing Contact owes.
const PAY: &str = "/companies/acme/invoices/W-000001/pay";

/// A house that takes cards, and the Stripe it takes them through.
async fn house_with(engine: Engine) -> (House, Double) {
    let stripe = Double::open().await;
    let api = stripe.url.parse().unwrap();
    let keys = StripeKeys { api, secret: KEY.into(), webhook: WEBHOOK.into(), sepa: true };
    (House::with(engine, move |config| config.stripe = Some(keys)).await, stripe)
}

/// Ada enters a card for the Billing Contact that owes, and Stripe tells us. The page on which she did.
async fn give_card(house: &House, stripe: &Double) -> String {
    let card = house.fill("/companies/acme/billing-contacts/{owing_contact}/card");
    let gone = house.ask(Method::POST, &card, Some(&house.facts["secret_of_ada"]), "").await.answer;
    assert_eq!(gone.status, 200, "{}", gone.body);
    let page = stripe.sessions().pop().unwrap();
    stripe.enter_card(&page);
    assert_eq!(house.hook(stripe.event("evt_1", &page, house.seconds())).await.status, 200);
    page
}

/// The seller has a creditor identifier from now on, without which no account is debited.
async fn set_creditor(house: &House, operator: &str) {
    let creditor = r#"{"value":"DE98ZZZ09999999999"}"#;
    let set = house.ask(Method::PUT, "/operator/settings/seller_creditor", Some(operator), creditor).await;
    assert!(set.answer.status < 300, "{}", set.answer.body);
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
}
