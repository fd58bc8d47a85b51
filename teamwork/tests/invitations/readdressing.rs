//! Whoever got a link that is for another address asks the sender for one to theirs (S27).

use teamwork::{
    acts::Visitor,
    letters::{Letter, RequestNews},
    rules::{
        moment::{DAY, SECOND},
        problem::{Conflict, Gone, Problem},
        role::Role,
    },
};

use super::invited;
use crate::{
    house::{ADA, GRACE, KEVIN, MALLORY, each_engine},
    requests::{ANA, own_trial},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_sender_of_an_invitation_is_asked_once_a_day_and_nothing_else_changes() {
    each_engine(async |house| {
        let (_, secret) = invited(house, Role::Admin).await;
        let kevin = Visitor::Person(house.kevin().await);
        let before = house.ada().await.invitations("acme").await.unwrap();
        kevin.ask_for_readdress(&secret).await.unwrap();
        let (email, wanted) = (MALLORY.email.into(), KEVIN.email.into());
        let (company, slug) = ("Acme Inc".into(), "acme".into());
        let asked = Letter::ReaddressAsked { email, wanted, company, slug, role: Role::Admin };
        assert_eq!(house.letters_to(ADA.email).await, [asked]);
        assert_eq!(house.ada().await.invitations("acme").await.unwrap(), before);
        // Whoever asks: once for each invitation and day.
        for who in [KEVIN, GRACE] {
            let again = Visitor::Person(house.person(who).await).ask_for_readdress(&secret).await;
            assert_eq!(again.unwrap_err().status(), 429);
        }
        house.clock.forward(DAY - SECOND);
        assert_eq!(Visitor::Person(house.kevin().await).ask_for_readdress(&secret).await.unwrap_err().status(), 429);
        house.clock.forward(SECOND);
        Visitor::Person(house.kevin().await).ask_for_readdress(&secret).await.unwrap();
        assert_eq!(house.letters_to(ADA.email).await.len(), 2);
        assert_eq!(house.log().await.iter().filter(|entry| entry.event == "readdress_asked").count(), 2);
        house.mallory().await.accept_invitation(&secret).await.unwrap();
        let gone = Visitor::Person(house.kevin().await).ask_for_readdress(&secret).await;
        assert_eq!(gone, Err(Problem::Gone(Gone::InvitationAccepted)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_invited_or_has_proven_no_address_or_is_not_signed_in_does_not_ask() {
    each_engine(async |house| {
        let (_, secret) = invited(house, Role::Admin).await;
        let trudy = house.sign_up("Trudy", "trudy@claims.example", None).await;
        let before = house.database.dump().await;
        for (visitor, expected) in [
            (Visitor::Guest(house.guest()), Problem::SignedOut),
            (Visitor::Person(house.mallory().await), Problem::Conflict(Conflict::YourInvitation)),
            (Visitor::Person(trudy), Problem::Unconfirmed),
        ] {
            assert_eq!(visitor.ask_for_readdress(&secret).await, Err(expected));
        }
        let limits = |rows: Vec<String>| rows.into_iter().filter(|row| !row.starts_with("limits:")).collect::<Vec<_>>();
        assert_eq!(limits(house.database.dump().await), limits(before));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sender_of_a_payment_request_is_asked_the_same_way() {
    each_engine(async |house| {
        let (_, secret) = own_trial(house).await;
        let mallory = Visitor::Person(house.mallory().await);
        mallory.ask_for_request_here(&secret).await.unwrap();
        assert_eq!(mallory.ask_for_request_here(&secret).await.unwrap_err().status(), 429);
        let letters = house.letters_to(KEVIN.email).await;
        let Some(Letter::RequestNews { email, apps, news, .. }) = letters.last() else { panic!("{letters:?}") };
        assert_eq!((email.as_str(), apps.as_slice()), (ANA, &["app-x".to_owned()][..]));
        assert_eq!(*news, RequestNews::ReaddressAsked { to: MALLORY.email.into() });
        let anybody = Visitor::Guest(house.guest()).ask_for_request_here(&secret).await;
        assert_eq!(anybody, Err(Problem::SignedOut));
        assert!(mallory.look_at_request(&secret).await.is_ok(), "the link still opens what it opened");
        assert!(house.log().await.iter().any(|entry| entry.event == "request_readdress_asked"));
    })
    .await;
}
