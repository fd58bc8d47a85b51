//! Accepting and declining: the secret, the right person, and a sender who still could send it.

use teamwork::{
    acts::Visitor,
    letters::Letter,
    rules::{
        invitation::Reader,
        problem::{Conflict, Gone, Problem, Thing},
        role::Role,
    },
};

use super::{TRILLIAN, invited, the_open_one};
use crate::house::{ADA, GRACE, KEVIN, MALLORY, MARA, each_engine, last_part};

#[tokio::test(flavor = "multi_thread")]
async fn who_accepts_is_a_member_with_the_role_that_was_offered() {
    each_engine(async |house| {
        for role in Role::ALL {
            house.forgive_limits().await;
            let (_, secret) = invited(house, role).await;
            let mallory = house.mallory().await;
            assert_eq!(mallory.accept_invitation(&secret).await, Ok("acme".into()));
            assert_eq!(house.role_of(MALLORY).await, Some(role));
            mallory.leave("acme").await.unwrap();
        }
    })
    .await;
}

/// M6 to the new member, M7 to the Owners and to who invited (E37).
#[tokio::test(flavor = "multi_thread")]
async fn the_new_member_the_owners_and_the_sender_get_one_mail_each() {
    each_engine(async |house| {
        house.grace().await.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
        let secret = house.secret_to(MALLORY.email).await;
        let before = house.mails().await.len();
        house.mallory().await.accept_invitation(&secret).await.unwrap();
        let mut told: Vec<_> = house.mails().await.split_off(before).into_iter().map(|m| (m.to, m.letter)).collect();
        told.sort_by(|a, b| a.0.cmp(&b.0));
        let (name, company, slug, role) = (MALLORY.full(), "Acme Inc".to_owned(), "acme".to_owned(), Role::Developer);
        let joined = Letter::Joined { name: name.clone(), company: company.clone(), slug: slug.clone(), role };
        let welcome = Letter::Welcome { name, company, slug, role };
        let expected = [(ADA.email, joined.clone()), (GRACE.email, joined), (MALLORY.email, welcome)]
            .map(|(to, l)| (to.into(), l));
        assert_eq!(told, expected);
    })
    .await;
}

/// I10, B11: the secret alone is not enough.
#[tokio::test(flavor = "multi_thread")]
async fn another_account_cannot_accept() {
    each_engine(async |house| {
        let (_, secret) = invited(house, Role::Owner).await;
        let before = house.database.dump().await;
        for who in [GRACE, KEVIN, MARA] {
            let answer = house.person(who).await.accept_invitation(&secret).await;
            assert_eq!(answer, Err(Problem::Conflict(Conflict::WrongAccount)), "{}", who.first);
        }
        assert_eq!(house.database.dump().await, before);
    })
    .await;
}

/// B1: one link, many accounts.
#[tokio::test(flavor = "multi_thread")]
async fn of_many_accounts_with_one_link_the_invited_one_gets_in_once() {
    each_engine(async |house| {
        let (_, secret) = invited(house, Role::Developer).await;
        let mut accepted = 0;
        for who in [KEVIN, MALLORY, GRACE, MALLORY, MARA, ADA, MALLORY] {
            accepted += usize::from(house.person(who).await.accept_invitation(&secret).await.is_ok());
        }
        assert_eq!(accepted, 1);
        assert_eq!(house.ada().await.company("acme").await.unwrap().members, Some(5));
    })
    .await;
}

/// B6: an account that merely claims the address.
#[tokio::test(flavor = "multi_thread")]
async fn an_unconfirmed_account_of_the_invited_address_cannot_accept() {
    each_engine(async |house| {
        house.ada().await.invite("acme", TRILLIAN, Role::Admin, "").await.unwrap();
        let secret = house.secret_to(TRILLIAN).await;
        let claimant = house.sign_up("Imposter", TRILLIAN, None).await;
        assert_eq!(claimant.accept_invitation(&secret).await, Err(Problem::Unconfirmed));
        assert_eq!(claimant.my_invitations().await, Ok(Vec::new()));
        let answer = claimant.mail_my_invitation(the_open_one(house).await).await;
        assert_eq!(answer, Err(Problem::Unconfirmed));
    })
    .await;
}

/// B13: what is no secret matches nothing, least of all rows without one.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_secret_opens_nothing() {
    each_engine(async |house| {
        let (id, secret) = invited(house, Role::Developer).await;
        let mut flipped = secret.clone().into_bytes();
        flipped[20] ^= 1;
        let flipped = String::from_utf8(flipped).unwrap();
        let short = &secret[..42];
        let id = id.to_string();
        for text in ["", " ", "null", "[]", &id, short, &flipped, &secret.to_lowercase(), &"A".repeat(43)] {
            let mallory = house.mallory().await;
            let nothing = Problem::NotFound(Thing::Invitation);
            assert_eq!(mallory.accept_invitation(text).await, Err(nothing.clone()), "{text:?}");
            let visitor = Visitor::Person(mallory);
            assert_eq!(visitor.decline_invitation(text).await, Err(nothing.clone()), "{text:?}");
            assert_eq!(visitor.look_at_invitation(text).await, Err(nothing), "{text:?}");
        }
    })
    .await;
}

/// Law 2: opening a link never changes anything. And the page says how the reader stands to it.
#[tokio::test(flavor = "multi_thread")]
async fn looking_changes_nothing_and_tells_each_reader_what_to_do() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let (_, secret) = invited(house, Role::Developer).await;
        ada.invite("acme", TRILLIAN, Role::Developer, "").await.unwrap();
        let unknown = house.secret_to(TRILLIAN).await;
        let id = ada.invitations("acme").await.unwrap().iter().find(|one| one.email == TRILLIAN).unwrap().id;
        let copied = last_part(&ada.copy_invitation_link("acme", id).await.unwrap());
        let before = house.database.dump().await;
        let grace = GRACE.email.to_owned();
        for (visitor, secret, reader) in [
            (Visitor::Guest(house.guest()), &secret, Reader::SignIn),
            (Visitor::Guest(house.guest()), &unknown, Reader::SignUp { proven: true }),
            (Visitor::Guest(house.guest()), &copied, Reader::SignUp { proven: false }),
            (Visitor::Person(house.mallory().await), &secret, Reader::Invited),
            (Visitor::Person(house.grace().await), &secret, Reader::WrongAccount { email: grace }),
        ] {
            assert_eq!(visitor.look_at_invitation(secret).await.unwrap().reader, reader);
        }
        assert_eq!(house.database.dump().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn my_open_invitations_are_mailed_to_me_again_and_to_nobody_else() {
    each_engine(async |house| {
        let (id, secret) = invited(house, Role::Developer).await;
        let mallory = house.mallory().await;
        assert_eq!(mallory.my_invitations().await.unwrap()[0].id, id);
        mallory.mail_my_invitation(id).await.unwrap();
        assert_eq!(house.secret_to(MALLORY.email).await, secret);
        assert_eq!(house.kevin().await.mail_my_invitation(id).await, Err(Problem::NotFound(Thing::Invitation)));
    })
    .await;
}

/// B16: signing in adopts nothing.
#[tokio::test(flavor = "multi_thread")]
async fn signing_in_accepts_nothing() {
    each_engine(async |house| {
        invited(house, Role::Admin).await;
        house.guest().sign_in(MALLORY.email, crate::house::PASSWORD).await.unwrap();
        assert_eq!(house.role_of(MALLORY).await, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_declines_is_no_member_and_the_sender_is_told() {
    each_engine(async |house| {
        let (_, secret) = invited(house, Role::Developer).await;
        Visitor::Person(house.mallory().await).decline_invitation(&secret).await.unwrap();
        assert_eq!(house.role_of(MALLORY).await, None);
        let (email, company, slug) = (MALLORY.email.into(), "Acme Inc".into(), "acme".into());
        assert_eq!(house.letters_to(ADA.email).await, [Letter::Declined { email, company, slug }]);
        let answer = house.mallory().await.accept_invitation(&secret).await;
        assert_eq!(answer, Err(Problem::Gone(Gone::InvitationDeclined)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mailed_link_declines_without_an_account() {
    each_engine(async |house| {
        house.ada().await.invite("acme", TRILLIAN, Role::Developer, "").await.unwrap();
        let secret = house.secret_to(TRILLIAN).await;
        assert_eq!(Visitor::Guest(house.guest()).decline_invitation(&secret).await, Ok(()));
    })
    .await;
}

/// 4.1: the invited person declines, nobody else. A copied link proves nothing.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_declines() {
    each_engine(async |house| {
        let (id, mailed) = invited(house, Role::Developer).await;
        let copied = last_part(&house.ada().await.copy_invitation_link("acme", id).await.unwrap());
        let wrong = Visitor::Person(house.kevin().await);
        assert_eq!(wrong.decline_invitation(&mailed).await, Err(Problem::Conflict(Conflict::WrongAccount)));
        assert_eq!(Visitor::Guest(house.guest()).decline_invitation(&copied).await, Err(Problem::SignedOut));
        assert_eq!(house.mallory().await.accept_invitation(&copied).await, Ok("acme".into()));
    })
    .await;
}
