//! Who gives a mandate: a client who takes over (R64), and nobody whose notice could not be whole.

use teamwork::{
    acts::{EventAbout, Visitor},
    letters::Letter,
    rules::{
        problem::{Conflict, Problem},
        request::AcceptForm,
    },
};

use super::{Bank, debiting::sells};
use crate::{
    billing::first,
    house::each_engine,
    requests::{ANA, cafe, own_trial},
};

/// The handover completes when the mandate is there (R64).
#[tokio::test(flavor = "multi_thread")]
async fn a_client_takes_over_with_a_mandate() {
    each_engine(async |house| {
        let bank = sells(house).await;
        let (_, secret) = own_trial(house).await;
        let form = AcceptForm { method: "sepa".into(), ..cafe() };
        Visitor::Guest(house.guest()).accept_request(&secret, form).await.unwrap();
        let page = bank.opened().pop().unwrap();
        bank.prove_account(&page);
        house.warren.hear_of_payment("evt_1", EventAbout::Page(&page)).await.unwrap();
        let told = house.letters_to(ANA).await;
        assert!(told.iter().any(|letter| matches!(letter, Letter::NowYours { .. })), "{told:?}");
        assert_eq!(house.warren.fsck().await, Ok(Vec::new()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_debited_whose_notice_could_not_be_whole() {
    each_engine(async |house| {
        let bank = Bank::of(house);
        let ada = house.ada().await;
        let contact = first(&ada).await;
        let details = ada.billing_contact("acme", contact).await.unwrap().details.unwrap();
        assert!(details.takes_cards && !details.takes_sepa, "there is no creditor identifier");
        let refused: Result<_, Problem> = ada.enter_account("acme", contact, details.version).await.map(|_| ());
        assert_eq!(refused, Err(Conflict::NoSepa.into()));
        let (_, secret) = own_trial(house).await;
        let form = AcceptForm { method: "sepa".into(), ..cafe() };
        let refused = Visitor::Guest(house.guest()).accept_request(&secret, form).await.map(|_| ());
        assert_eq!(refused, Err(Conflict::NoSepa.into()));
        assert!(bank.opened().is_empty());
    })
    .await;
}
