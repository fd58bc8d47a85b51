//! Time: one second before, exactly then, one second after, and a clock that goes back (I11).

use teamwork::{
    acts::Visitor,
    letters::Letter,
    rules::{
        moment::{DAY, HOUR, SECOND},
        problem::{Conflict, Gone, Problem, Thing},
        role::Role,
    },
};

use super::{invited, the_open_one};
use crate::house::{ADA, MALLORY, each_engine, last_part};

const EXPIRED: Problem = Problem::Gone(Gone::InvitationExpired);

#[tokio::test(flavor = "multi_thread")]
async fn one_second_before_its_deadline_an_invitation_is_accepted() {
    each_engine(async |house| {
        let (_, secret) = invited(house, Role::Developer).await;
        house.clock.forward(7 * DAY - SECOND);
        assert_eq!(house.mallory().await.accept_invitation(&secret).await, Ok("acme".into()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_its_deadline_and_after_it_an_invitation_has_expired() {
    each_engine(async |house| {
        let (id, secret) = invited(house, Role::Developer).await;
        house.clock.forward(7 * DAY);
        for _ in ["exactly", "one second later"] {
            let mallory = house.mallory().await;
            assert_eq!(mallory.accept_invitation(&secret).await, Err(EXPIRED));
            assert_eq!(mallory.mail_my_invitation(id).await, Err(EXPIRED));
            assert_eq!(mallory.my_invitations().await, Ok(Vec::new()));
            let visitor = Visitor::Person(mallory);
            assert_eq!(visitor.decline_invitation(&secret).await, Err(EXPIRED));
            assert_eq!(visitor.look_at_invitation(&secret).await, Err(EXPIRED));
            house.clock.forward(SECOND);
        }
        assert_eq!(house.role_of(MALLORY).await, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_invitation_stays_listed_and_its_sender_is_told_once() {
    each_engine(async |house| {
        invited(house, Role::Developer).await;
        house.clock.forward(7 * DAY - SECOND);
        assert_eq!(house.warren.expire_invitations().await, Ok(0));
        house.clock.forward(SECOND);
        assert_eq!(house.warren.expire_invitations().await, Ok(1));
        assert_eq!(house.warren.expire_invitations().await, Ok(0));
        let (email, company, slug) = (MALLORY.email.into(), "Acme Inc".into(), "acme".into());
        assert_eq!(house.letters_to(ADA.email).await, [Letter::InvitationExpired { email, company, slug }]);
        assert!(house.ada().await.invitations("acme").await.unwrap()[0].expired);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_invitation_does_not_revive_when_the_clock_goes_back() {
    each_engine(async |house| {
        let (_, secret) = invited(house, Role::Developer).await;
        house.clock.forward(7 * DAY);
        house.warren.expire_invitations().await.unwrap();
        for back in [SECOND, HOUR, DAY] {
            house.clock.forward(-back);
            let mallory = house.mallory().await;
            assert_eq!(mallory.accept_invitation(&secret).await, Err(EXPIRED), "{back}");
            assert_eq!(mallory.my_invitations().await, Ok(Vec::new()));
            assert!(house.ada().await.invitations("acme").await.unwrap()[0].expired, "the list says so too");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_invitation_is_renewed_by_resending() {
    each_engine(async |house| {
        let (id, old) = invited(house, Role::Developer).await;
        house.clock.forward(7 * DAY + DAY);
        house.warren.expire_invitations().await.unwrap();
        house.ada().await.resend_invitation("acme", id).await.unwrap();
        assert_eq!(the_open_one(house).await, id);
        let new = house.secret_to(MALLORY.email).await;
        assert!(house.mallory().await.accept_invitation(&old).await.is_err());
        assert_eq!(house.mallory().await.accept_invitation(&new).await, Ok("acme".into()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_link_is_copied_of_an_expired_invitation() {
    each_engine(async |house| {
        let (id, _) = invited(house, Role::Developer).await;
        house.clock.forward(7 * DAY);
        assert_eq!(house.ada().await.copy_invitation_link("acme", id).await, Err(EXPIRED));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_invitation_can_be_put_away() {
    each_engine(async |house| {
        let (id, secret) = invited(house, Role::Developer).await;
        house.clock.forward(7 * DAY);
        house.ada().await.cancel_invitation("acme", id).await.unwrap();
        assert!(house.ada().await.invitations("acme").await.unwrap().is_empty());
        let answer = house.mallory().await.accept_invitation(&secret).await;
        assert_eq!(answer, Err(Problem::Gone(Gone::InvitationWithdrawn)));
    })
    .await;
}

/// 4.1: the invited person asks, the inviter confirms.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_invited_asks_once_a_day_for_an_expired_invitation() {
    each_engine(async |house| {
        let (id, secret) = invited(house, Role::Developer).await;
        let stranger = Visitor::Guest(house.guest());
        assert_eq!(stranger.ask_for_renewal(&secret).await, Err(Problem::NotFound(Thing::Invitation)), "still open");
        house.clock.forward(7 * DAY);
        let as_guest = || Visitor::Guest(house.guest());
        let kevin = Visitor::Person(house.kevin().await).ask_for_renewal(&secret).await;
        assert_eq!(kevin, Err(Problem::Conflict(Conflict::WrongAccount)));
        as_guest().ask_for_renewal(&secret).await.unwrap();
        let (email, company, slug, role) = (MALLORY.email.into(), "Acme Inc".into(), "acme".into(), Role::Developer);
        let asked = Letter::RenewalAsked { email, company, slug, role };
        assert_eq!(house.letters_to(ADA.email).await, std::slice::from_ref(&asked));
        assert_eq!(house.log().await.pop().unwrap().event, "renewal_asked");
        let again = as_guest().ask_for_renewal(&secret).await;
        assert!(matches!(again, Err(Problem::TooMany { .. })), "{again:?}");
        house.clock.forward(DAY);
        house.warren.expire_invitations().await.unwrap();
        Visitor::Person(house.mallory().await).ask_for_renewal(&secret).await.unwrap();
        assert_eq!(house.letters_to(ADA.email).await.iter().filter(|letter| **letter == asked).count(), 2);
        // The sender renews it, and the old link asks for nothing any more.
        house.ada().await.resend_invitation("acme", id).await.unwrap();
        assert_eq!(as_guest().ask_for_renewal(&secret).await, Err(Problem::NotFound(Thing::Invitation)));
    })
    .await;
}

/// A copied link proves no mailbox.
#[tokio::test(flavor = "multi_thread")]
async fn by_a_copied_link_only_the_invited_account_asks() {
    each_engine(async |house| {
        let (id, _) = invited(house, Role::Developer).await;
        let copied = last_part(&house.ada().await.copy_invitation_link("acme", id).await.unwrap());
        house.clock.forward(7 * DAY);
        assert_eq!(Visitor::Guest(house.guest()).ask_for_renewal(&copied).await, Err(Problem::SignedOut));
        assert_eq!(Visitor::Person(house.mallory().await).ask_for_renewal(&copied).await, Ok(()));
    })
    .await;
}
