//! Mailed links: sign-in and reset. Each for one purpose, once, for a while.

use teamwork::{
    letters::{Letter, SecurityEvent},
    rules::{
        account::LinkPurpose,
        moment::{MINUTE, SECOND},
        problem::{Field, Gone, Problem, Thing, Why},
    },
};

use super::{OTHER, TRILLIAN, is_notice};
use crate::house::{ADA, KEVIN, PASSWORD, each_engine};

#[tokio::test(flavor = "multi_thread")]
async fn a_mailed_link_signs_in_once() {
    each_engine(async |house| {
        house.guest().ask_sign_in_link(ADA.email, "").await.unwrap();
        let secret = house.secret_to(ADA.email).await;
        let cookie = house.guest().sign_in_by_link(&secret).await.unwrap().secret;
        assert_eq!(house.recognise(&cookie).await.unwrap().id(), house.ada().await.id());
        assert_eq!(house.guest().sign_in_by_link(&secret).await.err(), Some(Problem::Gone(Gone::LinkUsed)));
    })
    .await;
}

/// 4.2: whoever wanted to go somewhere gets there, and nowhere else.
#[tokio::test(flavor = "multi_thread")]
async fn a_mailed_link_leads_to_where_somebody_wanted_to_go() {
    each_engine(async |house| {
        for (next, leads_to) in [("/requests/abc?x=1", "/requests/abc?x=1"), ("", "/"), ("//evil.example", "/")] {
            house.guest().ask_sign_in_link(ADA.email, next).await.unwrap();
            let signed_in = house.guest().sign_in_by_link(&house.secret_to(ADA.email).await).await.unwrap();
            assert_eq!(signed_in.next, leads_to);
        }
        // I15: where it leads may be the secret of another link, and a copy of the database opens nothing.
        let readable = "SELECT COUNT(*) FROM links WHERE next LIKE '%requests%'";
        assert_eq!(house.database.count(readable).await, 0);
        assert_eq!(house.database.count("SELECT COUNT(*) FROM links WHERE next IS NOT NULL").await, 1);
    })
    .await;
}

/// Who has a confirmed account keeps sessions and password when signing in by link.
#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_link_ends_nothing_of_a_confirmed_account() {
    each_engine(async |house| {
        house.guest().ask_sign_in_link(ADA.email, "").await.unwrap();
        house.guest().sign_in_by_link(&house.secret_to(ADA.email).await).await.unwrap();
        assert!(house.recognise(&house.cookie(ADA)).await.unwrap().me().has_password);
        assert!(house.guest().sign_in(ADA.email, PASSWORD).await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_in_links_and_reset_links_die_at_their_deadline() {
    each_engine(async |house| {
        for wait in [30 * MINUTE, 30 * MINUTE + SECOND] {
            house.guest().ask_sign_in_link(ADA.email, "").await.unwrap();
            house.guest().ask_reset(KEVIN.email).await.unwrap();
            let (link, reset) = (house.secret_to(ADA.email).await, house.secret_to(KEVIN.email).await);
            house.clock.forward(wait);
            let expired = Problem::Gone(Gone::LinkExpired);
            assert_eq!(house.guest().sign_in_by_link(&link).await.err(), Some(expired.clone()));
            assert_eq!(house.guest().reset_password(&reset, OTHER).await, Err(expired.clone()));
            assert_eq!(house.guest().look_at_link(&link).await, Err(expired));
        }
        house.guest().ask_sign_in_link(ADA.email, "").await.unwrap();
        house.clock.forward(30 * MINUTE - SECOND);
        assert!(house.guest().sign_in_by_link(&house.secret_to(ADA.email).await).await.is_ok());
    })
    .await;
}

/// B54: a link for one thing does not do another.
#[tokio::test(flavor = "multi_thread")]
async fn a_link_does_only_what_it_is_for() {
    each_engine(async |house| {
        house.ada().await.ask_email_change("new@acme.example").await.unwrap();
        house.guest().ask_sign_in_link(ADA.email, "").await.unwrap();
        let sign_in = house.secret_to(ADA.email).await;
        house.guest().ask_reset(ADA.email).await.unwrap();
        let reset = house.secret_to(ADA.email).await;
        let change = house.secret_to("new@acme.example").await;
        house.ada().await.invite("acme", TRILLIAN, teamwork::rules::role::Role::Admin, "").await.unwrap();
        let invitation = house.secret_to(TRILLIAN).await;
        let before = house.database.dump().await;
        let nothing = Some(Problem::NotFound(Thing::Page));
        for wrong in [&reset, &change, &invitation] {
            assert_eq!(house.guest().sign_in_by_link(wrong).await.err(), nothing);
        }
        for wrong in [&sign_in, &change, &invitation] {
            assert_eq!(house.guest().reset_password(wrong, OTHER).await.err(), nothing);
        }
        for wrong in [&sign_in, &reset, &invitation] {
            assert_eq!(house.guest().confirm_email(wrong).await.err(), nothing);
        }
        for wrong in [&sign_in, &reset, &change] {
            let none = house.ada().await.accept_invitation(wrong).await.err();
            assert_eq!(none, Some(Problem::NotFound(Thing::Invitation)));
        }
        assert_eq!(house.guest().look_at_link(&sign_in).await, Ok(LinkPurpose::SignIn));
        assert_eq!(house.guest().look_at_link(&reset).await, Ok(LinkPurpose::Reset));
        assert_eq!(house.database.dump().await, before, "looking and failing change nothing");
    })
    .await;
}

/// I36.
#[tokio::test(flavor = "multi_thread")]
async fn a_reset_ends_every_session_and_every_pending_change() {
    each_engine(async |house| {
        house.guest().sign_in(ADA.email, PASSWORD).await.unwrap();
        house.ada().await.ask_email_change("new@acme.example").await.unwrap();
        let pending = house.secret_to("new@acme.example").await;
        house.guest().ask_sign_in_link(ADA.email, "").await.unwrap();
        let other_link = house.secret_to(ADA.email).await;
        house.guest().ask_reset(ADA.email).await.unwrap();
        let secret = house.secret_to(ADA.email).await;
        house.guest().reset_password(&secret, OTHER).await.unwrap();
        assert!(house.recognise(&house.cookie(ADA)).await.is_none());
        assert_eq!(
            house
                .database
                .count(
                    "SELECT COUNT(*) FROM sessions s JOIN users u ON u.id = s.user_id
            WHERE u.email_key = 'ada@acme.example'"
                )
                .await,
            0
        );
        assert_eq!(house.guest().confirm_email(&pending).await, Err(Problem::NotFound(Thing::Page)));
        assert!(house.guest().sign_in_by_link(&other_link).await.is_err());
        assert!(house.guest().sign_in(ADA.email, PASSWORD).await.is_err());
        assert!(house.guest().sign_in(ADA.email, OTHER).await.is_ok());
        assert!(house.letters_to(ADA.email).await.iter().any(|letter| is_notice(letter, SecurityEvent::PasswordReset)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_to_a_weak_password_leaves_the_link_alive() {
    each_engine(async |house| {
        house.guest().ask_reset(ADA.email).await.unwrap();
        let secret = house.secret_to(ADA.email).await;
        let weak = house.guest().reset_password(&secret, "short").await;
        assert_eq!(weak, Err(Problem::field(Field::NewPassword, Why::TooShort(15))));
        assert_eq!(house.guest().reset_password(&secret, OTHER).await, Ok(()));
        assert_eq!(house.guest().reset_password(&secret, PASSWORD).await, Err(Problem::Gone(Gone::LinkUsed)));
    })
    .await;
}

/// I38, B46: one answer, one mail, whoever asks for whom.
#[tokio::test(flavor = "multi_thread")]
async fn asking_for_a_link_tells_nothing_about_the_address() {
    each_engine(async |house| {
        let mut seen = Vec::new();
        for address in [ADA.email, TRILLIAN] {
            let guest = house.guest();
            let answers = (guest.ask_sign_in_link(address, "").await, guest.ask_reset(address).await);
            seen.push((answers, house.letters_to(address).await.len()));
        }
        assert_eq!(seen, [((Ok(()), Ok(())), 2), ((Ok(()), Ok(())), 2)]);
        assert_eq!(house.letters_to(TRILLIAN).await, [Letter::NoAccount, Letter::NoAccount]);
    })
    .await;
}

/// B42: another spelling finds the account, but the mail goes where it always goes.
#[tokio::test(flavor = "multi_thread")]
async fn links_go_to_the_stored_address() {
    each_engine(async |house| {
        house.guest().ask_reset("ADA@Acme.Example").await.unwrap();
        assert_eq!(house.mails().await[0].to, ADA.email);
        for text in ["ada@acme.example,evil@x.example", "ada@acme.example evil@x.example", "аda@acme.example", ""] {
            let answer = house.guest().ask_reset(text).await;
            assert!(matches!(answer, Err(Problem::Invalid(_))), "{text:?}: {answer:?}");
        }
        assert_eq!(house.mails().await.len(), 1);
    })
    .await;
}
