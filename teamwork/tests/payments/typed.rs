//! WCAG 3.3.7: what a client typed before the way to the provider stands in the form again, for who typed it alone.

use teamwork::{
    acts::{Accepted, Declining, Visitor},
    rules::moment::MINUTE,
};

use super::{Bank, by_card, go, paying::tend};
use crate::{
    house::{KEVIN, MALLORY, each_engine, last_part},
    requests::{cafe, offer, own_trial},
};

/// WCAG 3.3.7: what was typed before the way to the provider stands in the form again. Whoever else has the link reads none of it.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_there_again_for_who_typed_it_alone() {
    each_engine(async |house| {
        let bank = Bank::of(house);
        let (id, secret) = own_trial(house).await;
        let claim = go(house, &secret).await.unwrap().claim.unwrap();
        let page = bank.opened().pop().unwrap();
        let copied = last_part(&house.kevin().await.copy_request_link(id).await.unwrap());
        let guest = async |secret: &str, claim: &str| Visitor::Guest(house.guest()).typed_before(secret, claim).await;
        for after in ["on the way", "back without a card"] {
            for link in [&secret, &copied] {
                assert_eq!(guest(link, &claim).await, Ok(Some(by_card())), "{after}");
                for stranger in ["", "x", &"A".repeat(43)] {
                    assert_eq!(guest(link, stranger).await, Ok(None), "{after}: {stranger:?}");
                }
                let mallory = Visitor::Person(house.mallory().await);
                assert_eq!(mallory.typed_before(link, "").await, Ok(None), "{after}: signed in as somebody else");
            }
            assert_eq!(guest(&"A".repeat(43), &claim).await, Ok(None), "{after}: another request");
            bank.close(&page);
            house.clock.forward(MINUTE);
            tend(house).await;
        }
        Visitor::Guest(house.guest()).decline_request(&secret, &Declining::default()).await.unwrap();
        assert_eq!(guest(&secret, &claim).await, Ok(None));
        assert_eq!(house.database.count("SELECT COUNT(*) FROM payment_setups WHERE form IS NOT NULL").await, 0);
    })
    .await;
}

/// The same for somebody who has an account: by it, not by their browser.
#[tokio::test(flavor = "multi_thread")]
async fn who_was_signed_in_reads_what_they_typed_when_they_are_signed_in() {
    each_engine(async |house| {
        let bank = Bank::of(house);
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        let (_, secret) = offer(house, KEVIN, "app-x", MALLORY.email).await;
        let mallory = Visitor::Person(house.mallory().await);
        let gone = mallory.accept_request(&secret, by_card()).await;
        let Ok(Accepted::Pays(gone)) = gone else { panic!("a card was asked for") };
        let claim = gone.claim.unwrap();
        for _ in ["on the way", "back without a card"] {
            assert_eq!(mallory.typed_before(&secret, "").await, Ok(Some(by_card())));
            for stranger in [Visitor::Guest(house.guest()), Visitor::Person(house.grace().await)] {
                assert_eq!(stranger.typed_before(&secret, &claim).await, Ok(None), "the same browser, somebody else");
            }
            bank.close(&bank.opened()[0]);
            house.clock.forward(MINUTE);
            tend(house).await;
        }
        accept_as(&mallory, &secret).await;
        assert_eq!(house.database.count("SELECT COUNT(*) FROM payment_setups WHERE form IS NOT NULL").await, 0);
    })
    .await;
}

/// They take over, and pay by transfer.
async fn accept_as(visitor: &Visitor, secret: &str) {
    assert!(matches!(visitor.accept_request(secret, cafe()).await, Ok(Accepted::Done { .. })));
}
