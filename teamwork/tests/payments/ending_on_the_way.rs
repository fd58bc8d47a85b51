//! What ends or changes on the way to the proof (4.2, I22): the card that was entered meanwhile is void at the provider.

use teamwork::{
    acts::{Declining, Visitor},
    letters::{Letter, NotTaken},
    rules::{
        moment::{DAY, HOUR, MINUTE},
        request::{PayingState, RequestState},
    },
};

use super::{Bank, go, paying::tend, seen};
use crate::{
    apps::shop,
    house::{ADA, each_engine},
    requests::{ANA, offer, own_trial},
};

/// 4.2: a payment begun before the deadline holds the request for sixty minutes; proof after that is void.
#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_was_begun_in_time_has_an_hour() {
    for (after, state, forgotten) in
        [(HOUR - 1, RequestState::Completed, 0), (HOUR, RequestState::Expired, 1), (DAY, RequestState::Expired, 1)]
    {
        each_engine(async |house| {
            let bank = Bank::of(house);
            let (_, secret) = own_trial(house).await;
            house.clock.forward(7 * DAY - 1);
            go(house, &secret).await.unwrap();
            let page = bank.opened().pop().unwrap();
            // The deadline is one millisecond away.
            house.clock.forward(1 + after);
            house.warren.tend_requests().await.unwrap();
            bank.prove(&page);
            tend(house).await;
            let request = house.kevin().await.request_sheet("app-x").await;
            let found = request.map(|sheet| sheet.request.map(|request| request.state));
            if state == RequestState::Completed {
                assert_eq!(house.kevin().await.app("app-x").await.unwrap().company.as_deref(), Some("Café Alba"));
            } else {
                assert_eq!(found, Ok(Some(state)), "{after}");
            }
            assert_eq!(bank.forgotten().len(), forgotten, "{after}: the proof is voided at the provider");
            let told = house.letters_to(ANA).await;
            let again = told.iter().any(|letter| matches!(letter, Letter::CardNotTaken { .. }));
            assert!(!again, "{after}: who was told that it is over (M18) is not told again");
        })
        .await;
    }
}

/// I22: what ends or changes the request on the way voids the card.
#[tokio::test(flavor = "multi_thread")]
async fn whatever_ends_the_request_on_the_way_voids_the_card() {
    for how in ["cancelled", "declined", "passed on", "resent", "sender gone"] {
        each_engine(async |house| {
            let bank = Bank::of(house);
            let (id, secret) = own_trial(house).await;
            let gone = go(house, &secret).await.unwrap();
            let page = bank.opened().pop().unwrap();
            let kevin = house.kevin().await;
            let ana = Visitor::Guest(house.guest());
            match how {
                "cancelled" => kevin.cancel_request(id).await.unwrap(),
                "declined" => ana.decline_request(&secret, &Declining::default()).await.unwrap(),
                "passed on" => ana.pass_request_on(&secret, "boss@cafe.example", "").await.unwrap(),
                "resent" => kevin.resend_request(id).await.unwrap(),
                _ => kevin.delete_app("app-x", "app-x", kevin.app("app-x").await.unwrap().version).await.unwrap(),
            }
            bank.prove(&page);
            house.clock.forward(MINUTE);
            tend(house).await;
            assert_eq!(bank.forgotten(), [format!("card-{page}")], "{how}");
            // A request that waits again, with a newer link, is to be answered by that one.
            let waits = matches!(how, "passed on" | "resent");
            let state = if waits { PayingState::Failed } else { PayingState::Over };
            assert_eq!(seen(house, &gone).await, state, "{how}");
            let view = house.guest().look_at_payment(gone.claim.as_ref().unwrap()).await.unwrap();
            assert_eq!(view.secret, secret, "{how}: nobody gets a newer link than they came with");
            let opened = Visitor::Guest(house.guest()).look_at_request(&view.secret).await;
            assert!(opened.is_err(), "{how}: and that one is dead");
            let told = house.letters_to("boss@cafe.example").await;
            assert!(!told.iter().any(|letter| matches!(letter, Letter::CardNotTaken { .. })), "{how}");
            assert!(house.guest().sign_in_after_payment(gone.claim.as_ref().unwrap()).await.is_err());
            let users: Vec<(i64,)> =
                house.database.rows(&format!("SELECT COUNT(*) FROM users WHERE email_key = '{ANA}'")).await;
            assert_eq!(users[0].0, 0, "{how}: nobody got an account");
        })
        .await;
    }
}

/// "Any change of the offer voids the link": the card that was on its way is not used, and the client is told.
#[tokio::test(flavor = "multi_thread")]
async fn a_card_for_an_offer_that_has_changed_is_not_used() {
    each_engine(async |house| {
        let bank = Bank::of(house);
        let app = shop(house).await;
        let (_, secret) = offer(house, ADA, "acme-shop", ANA).await;
        let gone = go(house, &secret).await.unwrap();
        let page = bank.opened().pop().unwrap();
        house.ada().await.scale_app("acme-shop", "large", app.version).await.unwrap();
        bank.prove(&page);
        house.clock.forward(MINUTE);
        tend(house).await;
        assert_eq!(seen(house, &gone).await, PayingState::Failed);
        assert_eq!(bank.forgotten(), [format!("card-{page}")]);
        let told = house.letters_to(ANA).await;
        assert!(matches!(told.last(), Some(Letter::CardNotTaken { why: NotTaken::Over, .. })), "{told:?}");
    })
    .await;
}

/// A Company that ends leaves no card behind; neither does a Billing Contact that is archived.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_ends_leaves_no_card_at_the_provider() {
    each_engine(async |house| {
        let bank = Bank::of(house);
        let (_, secret) = own_trial(house).await;
        let gone = go(house, &secret).await.unwrap();
        let page = bank.opened().pop().unwrap();
        bank.prove(&page);
        house.clock.forward(MINUTE);
        tend(house).await;
        let session = house.guest().sign_in_after_payment(gone.claim.as_ref().unwrap()).await.unwrap();
        let ana = house.recognise(&session.secret).await.unwrap();
        let contact = ana.billing("caf-alba").await.unwrap()[0].clone();
        // Another card is on its way when the Company ends.
        house.clock.forward(1);
        ana.enter_card("caf-alba", contact.id, contact.details.unwrap().version).await.unwrap();
        let other = bank.opened().pop().unwrap();
        ana.delete_company("caf-alba", "Café Alba").await.unwrap();
        bank.prove(&other);
        house.clock.forward(MINUTE);
        tend(house).await;
        let mut forgotten = bank.forgotten();
        forgotten.sort_unstable();
        let mut cards = [format!("card-{page}"), format!("card-{other}")];
        cards.sort_unstable();
        assert_eq!(forgotten, cards);
    })
    .await;
}
