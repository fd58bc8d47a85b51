//! The card of a Billing Contact: entered, exchanged, removed (row 39; E62).

use teamwork::{
    acts::{EventAbout, Onward},
    letters::Letter,
    rules::{
        billing::{BillingPart, ContactData, ContactForm, PaymentMethod},
        company::CompanySetup,
        payment::Means,
        permission::Refusal,
        problem::{Conflict, Problem},
    },
};

use super::Bank;
use crate::{
    billing::first,
    house::{GRACE, KEVIN, MARA, billing_form, each_engine},
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

/// A new Billing Contact begins with what it is to pay by: it is there at once, and pays by bank transfer until the proof.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_billing_contact_goes_straight_on_to_the_provider() {
    each_engine(async |house| {
        let bank = Bank::of(house);
        let (ada, data) = (house.ada().await, |currency: &str| {
            let form = ContactForm { billing: billing_form(), currency: currency.into(), ..ContactForm::default() };
            ContactData::read(&form).unwrap()
        });
        let details = async |slug: &str, contact| ada.billing_contact(slug, contact).await.unwrap().details.unwrap();
        let before = house.database.dump().await;
        let refused = ada.create_contact_that_pays_by("acme", data(""), Some(Means::Sepa)).await.map(|_| ());
        assert_eq!(refused, Err(Conflict::NoSepa.into()), "without a creditor identifier there are no direct debits");
        assert_eq!(house.database.dump().await, before, "and nothing was created");

        let (plain, way) = ada.create_contact_that_pays_by("acme", data(""), None).await.unwrap();
        assert!(matches!(way, Onward::Done) && !details("acme", plain).await.entering);
        let (contact, way) = ada.create_contact_that_pays_by("acme", data(""), Some(Means::Card)).await.unwrap();
        let page = bank.opened().pop().unwrap();
        assert!(matches!(way, Onward::Pays(gone) if gone.url == format!("https://bank.example/{page}")));
        let now = details("acme", contact).await;
        assert_eq!((now.method, now.entering), (PaymentMethod::BankTransfer, true), "not proven yet");
        bank.prove(&page);
        house.warren.hear_of_payment("evt_1", EventAbout::Page(&page)).await.unwrap();
        assert_eq!(details("acme", contact).await.method, PaymentMethod::Card);

        bank.be_silent(true);
        let setup = CompanySetup::read("Ada Labs", "", &billing_form()).unwrap();
        let (slug, contact, way) = ada.set_up_company_that_pays_by(setup, Some(Means::Card)).await.unwrap();
        assert!(matches!(way, Onward::Later), "a provider that is silent keeps nobody from a Company");
        assert_eq!(details(&slug, contact).await.method, PaymentMethod::BankTransfer);
    })
    .await;
}
