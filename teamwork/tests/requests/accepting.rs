//! Who may accept (S22; I10, I12, I20–I22): only who was asked, only once, and only while the sender may still ask.

use teamwork::{
    acts::{Declining, Visitor},
    rules::{
        problem::{Conflict, Field, Gone, Problem},
        request::{AcceptForm, RequestState},
    },
};

use super::{ANA, accept, apps_of, cafe, offer, own_trial};
use crate::house::{ADA, GRACE, KEVIN, MALLORY, MARA, each_engine};

/// I10, I22: the secret alone is not enough, and an invitation signs nobody in to an account that is there.
#[tokio::test(flavor = "multi_thread")]
async fn only_who_was_asked_accepts() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        let (_, secret) = offer(house, KEVIN, "app-x", MALLORY.email).await;
        let before = house.database.dump().await;
        for who in [KEVIN, GRACE, ADA, MARA] {
            let answer = Visitor::Person(house.person(who).await).accept_request(&secret, cafe()).await.map(|_| ());
            assert_eq!(answer, Err(Problem::Conflict(Conflict::WrongClient)), "{}", who.first);
        }
        assert_eq!(accept(house, &secret).await.map(|_| ()), Err(Problem::SignedOut), "there is an account: sign in");
        assert_eq!(house.database.dump().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unconfirmed_account_of_the_address_cannot_accept_and_is_not_in_the_way() {
    each_engine(async |house| {
        let (_, secret) = own_trial(house).await;
        let claimant = house.sign_up("Imposter", ANA, None).await;
        let answer = Visitor::Person(claimant.clone()).accept_request(&secret, cafe()).await.map(|_| ());
        assert_eq!(answer, Err(Problem::Unconfirmed));
        let accepted = accept(house, &secret).await.unwrap();
        assert_eq!(apps_of(house, &accepted).await.len(), 1);
        assert!(claimant.my_companies().await.unwrap().is_empty());
    })
    .await;
}

/// Everything that is wrong is said at once, and nothing happens.
#[tokio::test(flavor = "multi_thread")]
async fn a_form_with_flaws_changes_nothing() {
    each_engine(async |house| {
        let (_, secret) = own_trial(house).await;
        let before = house.database.dump().await;
        let empty = Visitor::Guest(house.guest()).accept_request(&secret, AcceptForm::default()).await;
        let Err(Problem::Invalid(flaws)) = empty else { panic!() };
        let fields: Vec<_> = flaws.iter().map(|flaw| flaw.field).collect();
        for field in
            [Field::FullName, Field::CompanyName, Field::Street, Field::PostalCode, Field::City, Field::Country]
        {
            assert_eq!(fields.iter().filter(|found| **found == field).count(), 1, "{field:?}");
        }
        let vat = AcceptForm { vat_number: "DE123456789".into(), ..cafe() };
        assert!(Visitor::Guest(house.guest()).accept_request(&secret, vat).await.is_err());
        assert_eq!(house.database.dump().await, before);
        assert!(accept(house, &secret).await.is_ok());
    })
    .await;
}

/// I21: each is answered once, and everybody after that is told so.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_press_hands_nothing_over_twice() {
    each_engine(async |house| {
        let (id, secret) = own_trial(house).await;
        let accepted = accept(house, &secret).await.unwrap();
        let done = Err(Problem::Gone(Gone::RequestCompleted));
        assert_eq!(accept(house, &secret).await.map(|_| ()), done);
        let visitor = Visitor::Guest(house.guest());
        assert_eq!(visitor.look_at_request(&secret).await.map(|_| ()), done);
        assert_eq!(visitor.decline_request(&secret, &Declining::default()).await, done);
        assert_eq!(visitor.pass_request_on(&secret, "bob@cafe.example", "").await, done);
        assert_eq!(house.kevin().await.cancel_request(id).await, done);
        assert_eq!(house.kevin().await.resend_request(id).await, done);
        assert_eq!(house.database.count("SELECT COUNT(*) FROM companies").await, 2);
        let ana = house.recognise(&accepted.session.unwrap().secret).await.unwrap();
        let handover = ana.look_at_handover(&secret).await.unwrap();
        assert_eq!(
            (handover.company.as_str(), handover.apps.as_slice()),
            ("Café Alba", ["app-x".to_owned()].as_slice())
        );
        let other = house.mallory().await.look_at_handover(&secret).await;
        assert_eq!(other, Err(Problem::Gone(Gone::RequestCompleted)));
        let state: Vec<(String,)> = house.database.rows("SELECT state FROM requests").await;
        assert_eq!(state[0].0, RequestState::Completed.key());
    })
    .await;
}

/// I12, I22: a sender who could not send it any more hands nothing over.
#[tokio::test(flavor = "multi_thread")]
async fn the_sender_s_right_is_asked_for_again() {
    each_engine(async |house| {
        house.ada().await.start_trial("acme", "acme-blog").await.unwrap();
        let (_, secret) = offer(house, GRACE, "acme-blog", ANA).await;
        // Past the acts: what withdraws it has not come round yet.
        house
            .database
            .run("UPDATE members SET role = 'billing' WHERE user_id = (SELECT id FROM users WHERE email = 'grace@acme.example')")
            .await;
        assert_eq!(accept(house, &secret).await.map(|_| ()), Err(Problem::Gone(Gone::RequestWithdrawn)));
        let looked = Visitor::Guest(house.guest()).look_at_request(&secret).await.map(|_| ());
        assert_eq!(looked, Err(Problem::Gone(Gone::RequestWithdrawn)));
        house
            .database
            .run("UPDATE members SET role = 'admin' WHERE user_id = (SELECT id FROM users WHERE email = 'grace@acme.example')")
            .await;
        assert!(accept(house, &secret).await.is_ok());
    })
    .await;
}
