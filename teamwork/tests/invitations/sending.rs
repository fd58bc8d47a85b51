//! Inviting: who may, whom, and what becomes of each address of a batch.

use teamwork::{
    letters::Letter,
    rules::{
        invitation::InviteOutcome,
        moment::{DAY, MINUTE},
        permission::Refusal,
        problem::{Field, Problem, Thing, Why},
        role::Role,
    },
};

use super::{TRILLIAN, outcomes, the_open_one};
use crate::house::{ADA, GRACE, KEVIN, MALLORY, MARA, each_engine};

/// Rows 23–26, through the act; every cell that says no changes nothing (B23).
#[tokio::test(flavor = "multi_thread")]
async fn each_role_invites_only_whom_the_matrix_says() {
    each_engine(async |house| {
        let rows = [
            (ADA, [true, true, true, true]),
            (GRACE, [false, true, true, false]),
            (KEVIN, [false; 4]),
            (MARA, [false; 4]),
            (MALLORY, [false; 4]),
        ];
        for (who, allowed) in rows {
            for (role, allowed) in Role::ALL.into_iter().zip(allowed) {
                let before = house.database.dump().await;
                let to = format!("{}-{}@heart.example", who.first.to_lowercase(), role.key());
                let answer = house.person(who).await.invite("acme", &to, role, "").await;
                assert_eq!(answer.is_ok(), allowed, "{} invites {}: {answer:?}", who.first, role.with_article());
                if allowed {
                    let id = the_open_one(house).await;
                    house.ada().await.cancel_invitation("acme", id).await.unwrap();
                } else {
                    assert_eq!(house.database.dump().await, before);
                }
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_cannot_invite_an_owner() {
    each_engine(async |house| {
        let answer = house.grace().await.invite("acme", TRILLIAN, Role::Owner, "").await;
        assert_eq!(answer, Err(Problem::Refused(Refusal::NeedsOwner)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn for_a_stranger_the_company_does_not_exist() {
    each_engine(async |house| {
        let mallory = house.mallory().await;
        let foreign = mallory.invite("acme", TRILLIAN, Role::Developer, "").await;
        assert_eq!(foreign, Err(Problem::NotFound(Thing::Company)));
        assert_eq!(foreign, mallory.invite("no-such", TRILLIAN, Role::Developer, "").await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_says_who_asks_whom_for_what_until_when() {
    each_engine(async |house| {
        let invited = house.ada().await.invite("acme", TRILLIAN, Role::Developer, " Bring a towel. ").await.unwrap();
        assert_eq!(outcomes(&invited), [InviteOutcome::Sent]);
        let mails = house.mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, TRILLIAN);
        let Letter::Invitation { invitation, inviter, company, role, note, expires_at, .. } = &mails[0].letter else {
            panic!("{:?}", mails[0].letter)
        };
        assert_eq!(*invitation, the_open_one(house).await);
        assert_eq!((inviter.as_str(), company.as_str(), *role), ("Ada Lovelace", "Acme Inc", Role::Developer));
        assert_eq!(note.as_deref(), Some("Bring a towel."));
        assert_eq!(*expires_at, house.warren.now().plus(7 * DAY));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_tells_what_became_of_each_address() {
    each_engine(async |house| {
        let ada = house.ada().await;
        ada.invite("acme", "waiting@heart.example", Role::Developer, "").await.unwrap();
        let batch = "new@heart.example, ADA@acme.example, kevin@flynn.example, nonsense, WAITING@heart.example,
            Grace <grace@acme.example>; mara@books.example new@heart.example";
        let invited = ada.invite("acme", batch, Role::Admin, "").await.unwrap();
        let expected = [
            ("new@heart.example", InviteOutcome::Sent),
            ("ADA@acme.example", InviteOutcome::Yourself),
            ("kevin@flynn.example", InviteOutcome::RoleChanged),
            ("nonsense", InviteOutcome::Flawed(Why::NotAnEmail)),
            ("WAITING@heart.example", InviteOutcome::AlreadyInvited),
            ("grace@acme.example", InviteOutcome::AlreadyMember),
            ("mara@books.example", InviteOutcome::RoleChanged),
        ];
        let told: Vec<_> = invited.iter().map(|one| (one.address.as_str(), one.outcome)).collect();
        // A word without an at sign beside `Name <address>` is taken for a name.
        let expected: Vec<_> = expected.into_iter().filter(|(address, _)| *address != "nonsense").collect();
        assert_eq!(told, expected);
        assert_eq!(house.role_of(KEVIN).await, Some(Role::Admin));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_does_not_change_by_invitation_what_they_cannot_change() {
    each_engine(async |house| {
        let grace = house.grace().await;
        let batch = format!("{}, {}", ADA.email, MARA.email);
        let invited = grace.invite("acme", &batch, Role::Developer, "").await.unwrap();
        assert_eq!(outcomes(&invited), [InviteOutcome::AlreadyOwner, InviteOutcome::OtherRole]);
        assert_eq!((house.role_of(ADA).await, house.role_of(MARA).await), (Some(Role::Owner), Some(Role::Billing)));
    })
    .await;
}

/// S14: ownership is offered, also to a member, and changes nothing until it is accepted.
#[tokio::test(flavor = "multi_thread")]
async fn a_member_becomes_an_owner_only_by_accepting() {
    each_engine(async |house| {
        let invited = house.ada().await.invite("acme", GRACE.email, Role::Owner, "").await.unwrap();
        assert_eq!(outcomes(&invited), [InviteOutcome::Sent]);
        assert_eq!(house.role_of(GRACE).await, Some(Role::Admin));
        let secret = house.secret_to(GRACE.email).await;
        house.grace().await.accept_invitation(&secret).await.unwrap();
        assert_eq!(house.role_of(GRACE).await, Some(Role::Owner));
        assert_eq!(house.ada().await.team("acme", None).await.unwrap().owners, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_not_confirmed_their_address_invites_nobody() {
    each_engine(async |house| {
        let newcomer = house.sign_up("Trillian", TRILLIAN, None).await;
        let answer = newcomer.invite("acme", MALLORY.email, Role::Developer, "").await;
        assert_eq!(answer, Err(Problem::Unconfirmed));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inviting_an_owner_asks_for_the_password_again() {
    each_engine(async |house| {
        house.clock.forward(10 * MINUTE);
        let ada = house.ada().await;
        assert_eq!(ada.invite("acme", TRILLIAN, Role::Owner, "").await, Err(Problem::Reauthenticate));
        assert!(ada.invite("acme", TRILLIAN, Role::Admin, "").await.is_ok());
        let id = the_open_one(house).await;
        assert_eq!(ada.edit_invitation("acme", id, Role::Owner, "").await, Err(Problem::Reauthenticate));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_without_an_address_or_with_too_many_is_not_sent() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let none = ada.invite("acme", " ,; ", Role::Developer, "").await;
        assert_eq!(none, Err(Problem::field(Field::Addresses, Why::Missing)));
        let many: Vec<String> = (0..21).map(|n| format!("n{n}@heart.example")).collect();
        let many = ada.invite("acme", &many.join(" "), Role::Developer, "").await;
        assert_eq!(many, Err(Problem::field(Field::Addresses, Why::TooMany(20))));
        let long = ada.invite("acme", TRILLIAN, Role::Developer, &"x".repeat(501)).await;
        assert_eq!(long, Err(Problem::field(Field::Note, Why::TooLong(500))));
        assert!(house.mails().await.is_empty());
    })
    .await;
}

/// The same letters in another case, or white space around them, are the same mailbox (I37).
#[tokio::test(flavor = "multi_thread")]
async fn one_mailbox_has_one_open_invitation() {
    each_engine(async |house| {
        let ada = house.ada().await;
        ada.invite("acme", TRILLIAN, Role::Developer, "").await.unwrap();
        let again = ada.invite("acme", "Trillian@HEART.example", Role::Admin, "").await.unwrap();
        assert_eq!(outcomes(&again), [InviteOutcome::AlreadyInvited]);
        assert_eq!(house.mails().await.len(), 1);
    })
    .await;
}
