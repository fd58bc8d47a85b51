//! The card of a Billing Contact: entered, exchanged, removed (row 39; E62).

use teamwork::{
    acts::EventAbout,
    letters::Letter,
    rules::{
        billing::{BillingPart, PaymentMethod},
        permission::Refusal,
        problem::{Conflict, Problem},
    },
};

use super::Bank;
use crate::{
    billing::first,
    house::{GRACE, KEVIN, MARA, each_engine},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_card_counts_from_its_proof_and_replaces_the_one_before() {
    each_engine(async |house| {
        let bank = Bank::of(house);
        let ada = house.ada().await;
        let contact = first(&ada).await;
        let details = async || ada.billing_contact("acme", contact).await.unwrap().details.unwrap();
        ada.enter_card("acme", contact, details().await.version).await.unwrap();
        let now = details().await;
        assert_eq!((now.method, now.entering), (PaymentMethod::BankTransfer, true), "not proven yet");
        let one = bank.opened().pop().unwrap();
        bank.prove(&one);
        house.warren.hear_of_payment("evt_1", EventAbout::Page(&one)).await.unwrap();
        let now = details().await;
        assert_eq!((now.method, now.entering), (PaymentMethod::Card, false));
        let told = house.letters_to("invoices@acme.example").await;
        assert!(
            matches!(told.last(), Some(Letter::BillingChanged { parts, .. }) if parts == &[BillingPart::Method]),
            "M35: {told:?}"
        );

        // The bookkeeper exchanges it (S13).
        house.clock.forward(1);
        let mara = house.person(MARA).await;
        mara.enter_card("acme", contact, details().await.version).await.unwrap();
        let two = bank.opened().pop().unwrap();
        bank.prove(&two);
        house.warren.hear_of_payment("evt_2", EventAbout::Page(&two)).await.unwrap();
        house.warren.forget_cards().await.unwrap();
        assert_eq!(bank.forgotten(), [format!("card-{one}")], "the provider forgets the old one");

        let version = details().await.version;
        assert_eq!(ada.remove_card("acme", contact, version - 1).await, Err(Conflict::StaleBillingContact.into()));
        let version = ada.remove_card("acme", contact, version).await.unwrap();
        assert_eq!(
            ada.remove_card("acme", contact, version).await,
            Err(Conflict::NoCard.into()),
            "there is none any more"
        );
        house.warren.forget_cards().await.unwrap();
        assert_eq!(bank.forgotten().len(), 2);
        assert_eq!(details().await.method, PaymentMethod::BankTransfer);
    })
    .await;
}

/// B48: who may not change billing data cannot, and who loses the right on the way has lost it.
#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_change_billing_data_enters_a_card() {
    each_engine(async |house| {
        let bank = Bank::of(house);
        let ada = house.ada().await;
        let contact = first(&ada).await;
        let version = ada.billing_contact("acme", contact).await.unwrap().details.unwrap().version;
        for who in [GRACE, KEVIN] {
            let answer = house.person(who).await.enter_card("acme", contact, version).await.map(|_| ());
            assert_eq!(answer, Err(Problem::Refused(Refusal::NeedsBilling)), "{}", who.first);
        }
        assert!(house.mallory().await.enter_card("acme", contact, version).await.is_err());
        assert!(bank.opened().is_empty());

        let mara = house.person(MARA).await;
        mara.enter_card("acme", contact, version).await.unwrap();
        let page = bank.opened().pop().unwrap();
        ada.dismiss("acme", mara.id()).await.unwrap();
        bank.prove(&page);
        house.warren.hear_of_payment("evt_1", EventAbout::Page(&page)).await.unwrap();
        house.warren.forget_cards().await.unwrap();
        let now = ada.billing_contact("acme", contact).await.unwrap().details.unwrap();
        assert_eq!((now.method, now.entering), (PaymentMethod::BankTransfer, false));
        assert_eq!(bank.forgotten(), [format!("card-{page}")]);
    })
    .await;
}
