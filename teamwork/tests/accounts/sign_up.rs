//! Making an account (R1, R5, R6).

use teamwork::{
    acts::SignUp,
    letters::Letter,
    rules::{
        moment::{DAY, SECOND},
        problem::{Field, Gone, Problem, Why},
    },
};

use super::{TRILLIAN, form};
use crate::house::{ADA, each_engine};

#[tokio::test(flavor = "multi_thread")]
async fn signing_up_signs_in_and_mails_a_link_that_proves_the_address() {
    each_engine(async |house| {
        let cookie = house.guest().sign_up(form(TRILLIAN)).await.unwrap().secret;
        let me = house.recognise(&cookie).await.unwrap().me();
        assert_eq!((me.name.full().as_str(), me.email.as_str(), me.confirmed), ("Trillian Astra", TRILLIAN, false));
        let letters = house.letters_to(TRILLIAN).await;
        assert!(matches!(&letters[..], [Letter::ConfirmEmail { .. }]), "{letters:?}");
        house.guest().confirm_email(&house.secret_of(&letters[0])).await.unwrap();
        assert!(house.recognise(&cookie).await.unwrap().me().confirmed);
    })
    .await;
}

/// R2: some people have one name.
#[tokio::test(flavor = "multi_thread")]
async fn one_name_is_enough() {
    each_engine(async |house| {
        let one = SignUp { last_name: " ".into(), ..form(TRILLIAN) };
        let cookie = house.guest().sign_up(one).await.unwrap().secret;
        assert_eq!(house.recognise(&cookie).await.unwrap().me().name.full(), "Trillian");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_wrong_is_told_at_once() {
    each_engine(async |house| {
        let before = house.database.dump().await;
        let problem = house.guest().sign_up(SignUp::default()).await.err().unwrap();
        for field in [Field::FirstName, Field::Email, Field::Password] {
            assert_eq!(problem.flaw(field), Some(Why::Missing), "{field:?}");
        }
        assert_eq!(problem.flaw(Field::Terms), Some(Why::NotTicked));
        assert_eq!(problem.flaw(Field::LastName), None);
        assert_eq!(house.database.dump().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn weak_passwords_are_refused_and_long_ones_are_not() {
    each_engine(async |house| {
        for (password, why) in [
            ("fourteen chars", Why::TooShort(15)),
            ("passwordpassword", Why::Guessable),
            ("trilliantrillian", Why::Guessable),
            ("abababababababab", Why::Guessable),
        ] {
            let problem = house.guest().sign_up(SignUp { password: password.into(), ..form(TRILLIAN) }).await.err();
            assert_eq!(problem, Some(Problem::field(Field::Password, why)), "{password}");
        }
        let long = SignUp { password: "an oak, a fox, 7 tins; ".repeat(40), ..form(TRILLIAN) };
        assert!(house.guest().sign_up(long).await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_terms_there_is_no_account() {
    each_engine(async |house| {
        let problem = house.guest().sign_up(SignUp { terms: false, ..form(TRILLIAN) }).await.err();
        assert_eq!(problem, Some(Problem::field(Field::Terms, Why::NotTicked)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_works_until_its_last_second_and_not_at_its_end() {
    each_engine(async |house| {
        for (wait, expected) in [
            (3 * DAY - SECOND, Ok(())),
            (3 * DAY, Err(Problem::Gone(Gone::LinkExpired))),
            (3 * DAY + SECOND, Err(Problem::Gone(Gone::LinkExpired))),
        ] {
            let address = format!("after{wait}@heart.example");
            house.guest().sign_up(form(&address)).await.unwrap();
            let secret = house.secret_to(&address).await;
            house.clock.forward(wait);
            assert_eq!(house.guest().confirm_email(&secret).await, expected, "{wait}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_works_once() {
    each_engine(async |house| {
        house.guest().sign_up(form(TRILLIAN)).await.unwrap();
        let secret = house.secret_to(TRILLIAN).await;
        assert!(house.guest().confirm_email(&secret).await.is_ok());
        assert_eq!(house.guest().confirm_email(&secret).await, Err(Problem::Gone(Gone::LinkUsed)));
    })
    .await;
}

/// A new confirmation mail replaces the one before it.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_link_kills_the_one_before_it() {
    each_engine(async |house| {
        let trillian = house.sign_up("Trillian", TRILLIAN, None).await;
        trillian.resend_confirmation().await.unwrap();
        let secrets = super::secrets_to(house, TRILLIAN).await;
        assert_eq!(secrets.len(), 2);
        assert_eq!(house.guest().confirm_email(&secrets[0]).await, Err(Problem::Gone(Gone::LinkExpired)));
        assert_eq!(house.guest().confirm_email(&secrets[1]).await, Ok(()));
    })
    .await;
}

/// I38: known and unknown addresses get the same answer and one mail each; only the mail tells.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_does_not_tell_whether_an_address_has_an_account() {
    each_engine(async |house| {
        let mut seen = Vec::new();
        for address in [ADA.email, TRILLIAN] {
            let signed_in = house.guest().sign_up(form(address)).await.unwrap();
            let person = house.recognise(&signed_in.secret).await.unwrap();
            let me = person.me();
            seen.push((
                (signed_in.next, me.confirmed, me.fresh, me.has_password),
                (person.my_invitations().await, person.my_companies().await.unwrap().len()),
                (person.resend_confirmation().await, house.letters_to(address).await.len()),
            ));
        }
        assert_eq!(seen[0], seen[1]);
        let letters = house.letters_to(ADA.email).await;
        assert!(letters.iter().all(|letter| matches!(letter, Letter::AlreadyRegistered { .. })), "{letters:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_can_be_changed_and_not_emptied() {
    each_engine(async |house| {
        house.ada().await.change_name("Augusta Ada", "King").await.unwrap();
        assert_eq!(house.ada().await.me().name.full(), "Augusta Ada King");
        let problem = house.ada().await.change_name(" ", "King").await;
        assert_eq!(problem, Err(Problem::field(Field::FirstName, Why::Missing)));
    })
    .await;
}
