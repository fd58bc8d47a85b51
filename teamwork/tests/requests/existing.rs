//! A client who has Companies already (R62, S22) pays from one they own, with what they have or with something new.

use teamwork::{
    acts::Visitor,
    rules::{
        problem::{Field, Problem, Why},
        request::{AcceptForm, in_company},
        role::Role,
    },
};

use super::{Owns, cafe, elsewhere, handing_over::role_in, offer};
use crate::house::{KEVIN, MALLORY, each_engine};

/// R62 "or logs in", S22: an existing client pays with what they have.
#[tokio::test(flavor = "multi_thread")]
async fn an_existing_client_chooses_a_company_they_own() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        let (_, secret) = offer(house, KEVIN, "app-x", MALLORY.email).await;
        let (slug, payer) = elsewhere(house).await;
        let acmes = house.ada().await.billing("acme").await.unwrap()[0].id.to_string();
        let pay = async |payer: &str| {
            let form = AcceptForm { payer: payer.into(), ..AcceptForm::default() };
            Visitor::Person(house.mallory().await).accept_request(&secret, form).await.map(Owns::from)
        };
        for foreign in [acmes.as_str(), "00000000-0000-0000-0000-000000000000", "nonsense"] {
            assert_eq!(pay(foreign).await.map(|_| ()), Err(Problem::field(Field::Payer, Why::NotAPayer)), "{foreign}");
        }
        let accepted = pay(&payer).await.unwrap();
        assert_eq!((accepted.slug.as_str(), accepted.session.is_none()), (slug.as_str(), true));
        assert_eq!(house.mallory().await.app("app-x").await.unwrap().slug, Some(slug.clone()));
        assert_eq!(role_in(house, KEVIN, &slug).await, Some(Role::Admin));
    })
    .await;
}

/// S22: a Company of one's own, and a new Billing Contact there.
#[tokio::test(flavor = "multi_thread")]
async fn an_owner_sets_up_another_billing_contact_in_their_company() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        let (_, secret) = offer(house, KEVIN, "app-x", MALLORY.email).await;
        let (slug, first) = elsewhere(house).await;
        let pay = async |slug: &str, form: AcceptForm| {
            let form = AcceptForm { payer: in_company(slug), ..form };
            Visitor::Person(house.mallory().await).accept_request(&secret, form).await.map(Owns::from)
        };
        let before = house.database.dump().await;
        for foreign in ["acme", "nobody", ""] {
            let refused = Err(Problem::field(Field::Payer, Why::NotAPayer));
            assert_eq!(pay(foreign, cafe()).await.map(|_| ()), refused, "{foreign:?}");
        }
        let nowhere = AcceptForm { city: String::new(), ..cafe() };
        assert_eq!(pay(&slug, nowhere).await.map(|_| ()), Err(Problem::field(Field::City, Why::Missing)));
        assert_eq!(house.database.dump().await, before);

        assert_eq!(pay(&slug, cafe()).await.unwrap().slug, slug);
        let mallory = house.mallory().await;
        assert_eq!(mallory.my_companies().await.unwrap().len(), 1, "no other Company");
        let contacts = mallory.billing(&slug).await.unwrap();
        let new = contacts.iter().find(|contact| contact.id.to_string() != first).unwrap();
        assert_eq!((contacts.len(), new.name.as_str()), (2, "Café Alba"));
        assert_eq!(new.details.as_ref().unwrap().email, MALLORY.email);
        assert_eq!(mallory.app("app-x").await.unwrap().payer.unwrap().id, new.id);
        assert!(house.log().await.iter().any(|entry| entry.event == "billing_contact_created"));
    })
    .await;
}
