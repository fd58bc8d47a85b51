//! The client against localstripe, over HTTP: what two people have understood of Stripe's reference in the same way.

use axum::http::Method;
use server::payments::{Stripe, StripeKeys};
use teamwork::{
    ports::{ChargeOrder, ChargeOutcome, Payments, RefundOrder, RefundOutcome, SetupOutcome},
    rules::{
        id::{ChargeId, RefundId},
        moment::{HOUR, MINUTE, Moment, SECOND},
        money::Money,
        payment::{Means, SavedCard},
    },
};

use super::{
    PAY,
    double::{KEY, WEBHOOK},
    local::LocalStripe,
    set_creditor,
};
use crate::house::*;

impl House {
    /// An event comes in at the time at which it was signed.
    async fn hook_in_time(&self, event: (String, String)) -> Answer {
        let seconds: i64 = event.1.strip_prefix("t=").unwrap().split(',').next().unwrap().parse().unwrap();
        let off = Moment::from_millis(seconds * 1000).since(self.warren.now());
        self.clock.forward(off);
        let answer = self.hook(event).await;
        self.clock.forward(-off);
        answer
    }

    async fn look_around(&self) {
        self.clock.forward(MINUTE);
        self.warren.tend_payments().await.unwrap();
        self.warren.forget_cards().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stripe_written_by_others_understands_us_and_we_it() {
    let Some(stripe) = LocalStripe::open().await else {
        println!("localstripe is not installed, so this proves nothing; `cargo xtask setup --tests` does it");
        return;
    };
    let keys =
        StripeKeys { api: stripe.url().parse().unwrap(), secret: KEY.into(), webhook: WEBHOOK.into(), sepa: true };
    let ours = Stripe::new(&keys).unwrap();
    let house = House::with(Engine::Sqlite, move |config| config.stripe = Some(keys)).await;
    let token = house.facts["secret_of_ada"].clone();
    let card = house.fill(&format!("/companies/acme/billing-contacts/{}/card", house.facts["owing_contact"]));
    let enter =
        async |version: &str| house.ask_with(Method::POST, &card, Some(&token), "", &[("if-match", version)]).await;
    let count = async |what: &str| {
        let (status, list) = stripe.ask("GET", &format!("/v1/{what}?limit=100"), &[]).await;
        assert_eq!(status, 200, "{list}");
        list["data"].as_array().unwrap().clone()
    };

    // A person of whom the house never hears is found by our name for the way, and forgotten.
    stripe.lose_answers(true);
    assert_eq!(enter("\"1\"").await.code(), "provider_silent");
    stripe.lose_answers(false);
    let customers = count("customers").await;
    assert!(customers.len() == 1 && customers[0]["email"].as_str().unwrap().contains('@'), "{customers:?}");
    house.clock.forward(3 * MINUTE);
    house.warren.tend_payments().await.unwrap();
    house.clock.forward(HOUR);
    house.warren.forget_cards().await.unwrap();
    assert!(count("customers").await.is_empty());

    // A card that is refused at once is none; one that is refused when it is charged has paid nothing.
    assert_eq!(enter("\"1\"").await.answer.status, 200);
    let page = stripe.page();
    assert!(!stripe.enter_card(&page, "4000000000000002").await);
    assert!(stripe.enter_card(&page, "4000000000000341").await);
    house.look_around().await;
    let pay = async || house.ask(Method::POST, PAY, Some(&token), "").await;
    let declined = pay().await;
    assert!(declined.answer.status == 200 && declined.answer.body.contains("\"open\""), "{}", declined.answer.body);
    let failed = stripe.event("payment_intent.payment_failed").await;
    assert_eq!(house.hook_in_time(failed.clone()).await.status, 200, "it is signed as we read it");
    assert_eq!(house.hook((failed.0, failed.1.replace("v1=", "v1=0"))).await.status, 400);

    // Another card; the first one and its person are forgotten.
    house.clock.forward(SECOND);
    assert_eq!(enter("\"2\"").await.answer.status, 200);
    assert!(stripe.enter_card(&stripe.page(), "4242424242424242").await);
    house.look_around().await;
    assert_eq!(count("customers").await.len(), 1);

    // Stripe takes the money, and only its event tells.
    stripe.lose_answers(true);
    let lost = pay().await;
    assert!(lost.answer.status == 200 && lost.answer.body.contains("\"open\""), "{}", lost.answer.body);
    stripe.lose_answers(false);
    assert_eq!(house.hook_in_time(stripe.event("payment_intent.succeeded").await).await.status, 200);
    assert_eq!(pay().await.code(), "invoice_settled");
    let intents = count("payment_intents").await;
    let paid: Vec<_> = intents.iter().filter(|intent| intent["status"] == "succeeded").collect();
    assert_eq!((intents.len(), paid.len()), (2, 1), "{intents:?}");

    // A part goes back, once.
    let (reference, back) = (paid[0]["id"].as_str().unwrap(), Money::new(100, "EUR"));
    let order = RefundOrder { id: RefundId::new(house.warren.now(), [5; 10]), reference, amount: &back };
    assert_eq!(ours.look_at_refund(order).await, Ok(None));
    for _ in 0..2 {
        assert_eq!(ours.refund(order).await, Ok(RefundOutcome::Done));
    }
    assert_eq!(ours.look_at_refund(order).await, Ok(Some(RefundOutcome::Done)));

    // A credit goes back to the card, once, though the answer is lost.
    house.promote(ALAN).await;
    let operator = house.token_of(ALAN).await;
    let tell = async |path: &str, body: &str| house.ask(Method::POST, path, Some(&operator), body).await.answer;
    let lines = r#"{"lines":[{"line":1,"amount":"1.00"}],"reason":"Wrong"}"#;
    assert_eq!(tell("/operator/invoices/W-000001/credit-notes", lines).await.status, 201);
    assert_eq!(
        tell("/operator/credit-notes/CN-000001/paid-back", r#"{"amount":"0.50","by":"card"}"#).await.status,
        204
    );
    for loses in [true, false, false] {
        stripe.lose_answers(loses);
        house.clock.forward(HOUR);
        house.warren.tend_refunds().await.unwrap();
    }
    let mut refunded: Vec<_> = count("refunds").await.iter().map(|refund| refund["amount"].as_i64().unwrap()).collect();
    refunded.sort_unstable();
    assert_eq!(refunded, [50, 100]);
    let note = house.ask(Method::GET, "/companies/acme/invoices/CN-000001", Some(&token), "").await.answer.body;
    assert!(note.contains(r#""refund":"done""#), "{note}");

    // An account: entered, debited, and nobody wants it back.
    set_creditor(&house, &operator).await;
    house.clock.forward(SECOND);
    let sepa = card.replace("/card", "/sepa");
    let entered = house.ask_with(Method::POST, &sepa, Some(&token), "", &[("if-match", "\"3\"")]).await;
    assert_eq!(entered.answer.status, 200, "{}", entered.answer.body);
    stripe.enter_account(&stripe.page(), "DE89370400440532013000").await;
    house.look_around().await;
    let contact = house.ask(Method::GET, card.strip_suffix("/card").unwrap(), Some(&token), "").await.answer.body;
    assert!(
        contact.contains(r#""reference":"NXDSYREGC9PSMKWY""#) && contact.contains(r#""method":"sepa""#),
        "{contact}"
    );
    let Ok(SetupOutcome::Done(SavedCard { customer, method, .. })) = ours.look(&stripe.page()).await else {
        panic!("a mandate")
    };
    let (id, means) = (ChargeId::new(house.warren.now(), [6; 10]), Means::Sepa);
    let order = ChargeOrder { id, amount: &back, customer: &customer, method: &method, means, about: "W-000042" };
    let debited = ours.charge(order).await.unwrap();
    let ChargeOutcome::Paid { reference, amount } = debited else { panic!("{debited:?}") };
    assert_eq!((amount, ours.returned(&reference).await), (back.clone(), Ok(0)));
    house.close().await;
}
