//! What is over stays over, and an invitation does not outlive the right to send it.

use teamwork::{
    acts::Visitor,
    letters::Letter,
    rules::{
        problem::{Gone, Problem},
        role::Role,
    },
};

use super::{TRILLIAN, invited, the_open_one};
use crate::house::{ADA, GRACE, House, KEVIN, MALLORY, each_engine};

/// B19: terminal states × every command. Each answer is the same, and nothing changes.
async fn nothing_works(house: &House, id: teamwork::rules::id::InvitationId, secret: &str, gone: Gone) {
    let before = house.database.dump().await;
    let (ada, mallory) = (house.ada().await, house.mallory().await);
    let answers = [
        ada.resend_invitation("acme", id).await,
        ada.edit_invitation("acme", id, Role::Admin, "").await,
        ada.copy_invitation_link("acme", id).await.map(|_| ()),
        ada.cancel_invitation("acme", id).await,
        mallory.accept_invitation(secret).await.map(|_| ()),
        mallory.mail_my_invitation(id).await,
        Visitor::Person(mallory.clone()).decline_invitation(secret).await,
        Visitor::Person(mallory).look_at_invitation(secret).await.map(|_| ()),
    ];
    assert_eq!(answers, std::array::from_fn(|_| Err(Problem::Gone(gone))));
    assert_eq!(house.database.dump().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accepted_invitation_stays_accepted() {
    each_engine(async |house| {
        let (id, secret) = invited(house, Role::Developer).await;
        house.mallory().await.accept_invitation(&secret).await.unwrap();
        nothing_works(house, id, &secret, Gone::InvitationAccepted).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_invitation_stays_declined() {
    each_engine(async |house| {
        let (id, secret) = invited(house, Role::Developer).await;
        Visitor::Person(house.mallory().await).decline_invitation(&secret).await.unwrap();
        nothing_works(house, id, &secret, Gone::InvitationDeclined).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_invitation_stays_cancelled() {
    each_engine(async |house| {
        let (id, secret) = invited(house, Role::Developer).await;
        house.ada().await.cancel_invitation("acme", id).await.unwrap();
        nothing_works(house, id, &secret, Gone::InvitationWithdrawn).await;
    })
    .await;
}

/// After the end of one, the address can be invited anew, with a record and a secret of its own.
#[tokio::test(flavor = "multi_thread")]
async fn an_ended_invitation_does_not_stand_in_the_way_of_a_new_one() {
    each_engine(async |house| {
        let (old, old_secret) = invited(house, Role::Developer).await;
        house.ada().await.cancel_invitation("acme", old).await.unwrap();
        let (new, secret) = invited(house, Role::Developer).await;
        assert_ne!((old, &old_secret), (new, &secret));
        assert!(house.mallory().await.accept_invitation(&old_secret).await.is_err());
        assert!(house.mallory().await.accept_invitation(&secret).await.is_ok());
    })
    .await;
}

/// B18: Grace invites, and then …
async fn graces_invitation(house: &House, role: Role) -> String {
    house.grace().await.invite("acme", MALLORY.email, role, "").await.unwrap();
    house.deliver().await;
    house.secret_to(MALLORY.email).await
}

async fn is_withdrawn(house: &House, secret: &str) {
    let answer = house.mallory().await.accept_invitation(secret).await;
    assert_eq!(answer, Err(Problem::Gone(Gone::InvitationWithdrawn)));
    assert_eq!(house.role_of(MALLORY).await, None);
    assert!(house.ada().await.invitations("acme").await.unwrap().is_empty());
    let letters = house.letters_to(MALLORY.email).await;
    assert!(
        matches!(letters.last(), Some(Letter::InvitationWithdrawn { .. })),
        "S29: both sides are told: {letters:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_invitation_of_somebody_who_was_dismissed_is_withdrawn() {
    each_engine(async |house| {
        let secret = graces_invitation(house, Role::Developer).await;
        house.ada().await.dismiss("acme", house.grace().await.id()).await.unwrap();
        is_withdrawn(house, &secret).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_invitation_of_somebody_who_left_is_withdrawn() {
    each_engine(async |house| {
        let secret = graces_invitation(house, Role::Admin).await;
        house.grace().await.leave("acme").await.unwrap();
        is_withdrawn(house, &secret).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_invitation_of_somebody_who_was_demoted_is_withdrawn() {
    each_engine(async |house| {
        for role in [Role::Developer, Role::Billing] {
            house.forgive_limits().await;
            let secret = graces_invitation(house, Role::Developer).await;
            let grace = house.grace().await.id();
            let version = house.version_of(grace).await;
            house.ada().await.change_role("acme", grace, role, version).await.unwrap();
            is_withdrawn(house, &secret).await;
            house.ada().await.change_role("acme", grace, Role::Admin, version + 1).await.unwrap();
        }
    })
    .await;
}

/// Who steps down from Owner keeps the invitations that an Admin may send, and loses the others.
#[tokio::test(flavor = "multi_thread")]
async fn who_steps_down_keeps_the_invitations_of_an_admin() {
    each_engine(async |house| {
        let ada = house.ada().await;
        ada.invite("acme", GRACE.email, Role::Owner, "").await.unwrap();
        house.grace().await.accept_invitation(&house.secret_to(GRACE.email).await).await.unwrap();
        for (address, role) in [
            ("owner@heart.example", Role::Owner),
            ("admin@heart.example", Role::Admin),
            ("developer@heart.example", Role::Developer),
            ("billing@heart.example", Role::Billing),
        ] {
            ada.invite("acme", address, role, "").await.unwrap();
        }
        ada.step_down("acme").await.unwrap();
        let open = house.grace().await.invitations("acme").await.unwrap();
        let mut kept: Vec<&str> = open.iter().map(|one| one.email.as_str()).collect();
        kept.sort_unstable();
        assert_eq!(kept, ["admin@heart.example", "developer@heart.example"]);
    })
    .await;
}

/// B21: who was dismissed does not come back by an offer that was still open.
#[tokio::test(flavor = "multi_thread")]
async fn a_dismissed_member_does_not_come_back_by_an_old_offer() {
    each_engine(async |house| {
        house.ada().await.invite("acme", KEVIN.email, Role::Owner, "").await.unwrap();
        let secret = house.secret_to(KEVIN.email).await;
        house.ada().await.dismiss("acme", house.kevin().await.id()).await.unwrap();
        let answer = house.kevin().await.accept_invitation(&secret).await;
        assert_eq!(answer, Err(Problem::Gone(Gone::InvitationWithdrawn)));
    })
    .await;
}

/// The others' invitations are none of their business.
#[tokio::test(flavor = "multi_thread")]
async fn the_invitations_of_others_stay_open_when_somebody_goes() {
    each_engine(async |house| {
        house.ada().await.invite("acme", TRILLIAN, Role::Developer, "").await.unwrap();
        house.grace().await.leave("acme").await.unwrap();
        the_open_one(house).await;
        assert_eq!(house.ada().await.invitations("acme").await.unwrap()[0].inviter, ADA.full());
    })
    .await;
}
