//! Personal access tokens: making, using, listing and revoking them, and what ends them.

use teamwork::{
    acts::Actor,
    rules::{
        moment::{DAY, MINUTE},
        problem::{Field, Problem, Thing, Why},
        token::Scope,
    },
};

use crate::house::{House, KEVIN, PASSWORD, each_engine};

const ALL: &str = "read team apps billing account guarded";

async fn by_token(house: &House, secret: &str) -> Result<Actor, Problem> {
    house.guest().recognise_token(secret).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_acts_in_the_name_of_its_person_as_far_as_its_scopes_reach() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        let made = kevin.make_token("Report", "team read", "2026-12-24").await.unwrap();
        assert!(made.secret.starts_with("wrn_") && made.secret.len() == 47);
        let program = by_token(house, &made.secret).await.unwrap();
        assert_eq!((program.id(), program.token()), (kevin.id(), Some(made.token.id)));
        assert!(program.reaches(Scope::Read) && program.reaches(Scope::Team) && !program.reaches(Scope::Account));
        assert_eq!(program.company("acme").await.unwrap().slug, "acme");
        // What asks for a fresh password asks for the scope guarded.
        assert_eq!(program.ask_email_change("k@new.example").await, Err(Problem::Reauthenticate));
        // What is about the browser is not for programs.
        assert_eq!(program.sign_out().await, Err(Problem::NeedsBrowser));
        assert_eq!(program.reauthenticate(PASSWORD, "").await.map(|_| ()), Err(Problem::NeedsBrowser));
        assert_eq!(program.change_password(PASSWORD, "another good one").await.map(|_| ()), Err(Problem::NeedsBrowser));
        assert_eq!(program.end_other_sessions().await, Err(Problem::NeedsBrowser));
        let log = house.log().await;
        assert!(log.iter().any(|entry| entry.event == "token_made"), "{log:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guarded_token_counts_as_a_fresh_password_for_a_day() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        let made = kevin.make_token("Deploy", ALL, "2026-11-22").await.unwrap();
        assert_eq!(made.token.expires_at, made.token.made_at.plus(DAY));
        house.clock.forward(DAY - 1);
        let program = by_token(house, &made.secret).await.unwrap();
        program.ask_email_change("k@new.example").await.unwrap();
        house.clock.forward(1);
        assert_eq!(by_token(house, &made.secret).await.map(|_| ()), Err(Problem::SignedOut));
        assert!(house.kevin().await.tokens().await.unwrap()[0].expired);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_makes_none_that_reaches_further_than_itself() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        let made = kevin.make_token("Narrow", "read account guarded", "2026-11-22").await.unwrap();
        let program = by_token(house, &made.secret).await.unwrap();
        let wider = program.make_token("Wider", "read team", "2026-11-21").await;
        assert_eq!(wider, Err(Problem::field(Field::Scopes, Why::BeyondToken)));
        let longer = program.make_token("Longer", "read", "2026-11-23").await;
        assert_eq!(longer, Err(Problem::field(Field::ExpiresOn, Why::BeyondToken)));
        program.make_token("Within", "read", "2026-11-21").await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn making_one_asks_for_a_fresh_password_and_a_form_that_holds_together() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        let flaws = kevin.make_token("", "", "tomorrow").await.unwrap_err();
        assert_eq!(flaws.flaw(Field::Label), Some(Why::Missing));
        assert_eq!(flaws.flaw(Field::Scopes), Some(Why::NoScope));
        assert_eq!(flaws.flaw(Field::ExpiresOn), Some(Why::NotADate));
        house.clock.forward(10 * MINUTE);
        let stale = house.kevin().await.make_token("Report", "read", "2026-12-24").await;
        assert_eq!(stale, Err(Problem::Reauthenticate));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_has_fifty_tokens_at_most() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        for _ in 0..50 {
            kevin.make_token("One more", "read", "2026-12-24").await.unwrap();
        }
        let full = kevin.make_token("Too many", "read", "2026-12-24").await;
        assert_eq!(full, Err(Problem::field(Field::Label, Why::TooManyTokens(50))));
        let cards = kevin.tokens().await.unwrap();
        kevin.revoke_token(cards[0].id).await.unwrap();
        kevin.make_token("Room again", "read", "2026-12-24").await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_token_ends_at_once_and_nobody_revokes_another_ones() {
    each_engine(async |house| {
        let (kevin, mara) = (house.kevin().await, house.mara().await);
        let made = kevin.make_token("Report", "read", "2026-12-24").await.unwrap();
        assert_eq!(mara.revoke_token(made.token.id).await, Err(Problem::NotFound(Thing::Token)));
        by_token(house, &made.secret).await.unwrap();
        kevin.revoke_token(made.token.id).await.unwrap();
        assert_eq!(by_token(house, &made.secret).await.map(|_| ()), Err(Problem::SignedOut));
        assert_eq!(kevin.revoke_token(made.token.id).await, Err(Problem::NotFound(Thing::Token)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_use_of_a_token_is_noted_once_a_minute() {
    each_engine(async |house| {
        let made = house.kevin().await.make_token("Report", "read", "2026-12-24").await.unwrap();
        // The token, and once a minute that it was used, and that its person was seen.
        for (forward, costs) in [(0, 3), (MINUTE - 1, 1), (1, 3), (1, 1)] {
            house.clock.forward(forward);
            let before = house.warren.statements();
            by_token(house, &made.secret).await.unwrap();
            assert_eq!(house.warren.statements() - before, costs);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_guesses_tokens_is_slowed_down_and_the_others_are_not() {
    each_engine(async |house| {
        let made = house.kevin().await.make_token("Report", "read", "2026-12-24").await.unwrap();
        let wrong = format!("wrn_{}", "A".repeat(43));
        for _ in 0..200 {
            assert_eq!(by_token(house, &wrong).await.map(|_| ()), Err(Problem::SignedOut));
        }
        assert!(matches!(by_token(house, &wrong).await, Err(Problem::TooMany { .. })));
        by_token(house, &made.secret).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_is_set_anew_ends_every_token() {
    each_engine(async |house| {
        let made = house.kevin().await.make_token("Report", "read", "2026-12-24").await.unwrap();
        house.guest().ask_reset(KEVIN.email).await.unwrap();
        let mails = house.warren.mailbox(None).await.unwrap();
        let link = mails.iter().find_map(|mail| house.warren.secret_link(&mail.letter)).unwrap();
        house.guest().reset_password(&crate::house::last_part(&link), "the second exit is east").await.unwrap();
        assert_eq!(by_token(house, &made.secret).await.map(|_| ()), Err(Problem::SignedOut));
    })
    .await;
}

/// The crash between the commit and the answer: it was done, so it is not done again (I43).
#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_but_not_answered_is_not_done_again() {
    each_engine(async |house| {
        let once = || async { house.kevin().await.once("key", &[b"PUT", b"/name"]) };
        once().await.change_name("Clu", "").await.unwrap();
        // The answer was never kept.
        let again = once().await.change_name("Tron", "").await;
        assert!(matches!(again, Err(Problem::Conflict(_))), "{again:?}");
        assert_eq!(house.kevin().await.name().first, "Clu");
        assert!(matches!(once().await.done_before().await, Err(Problem::Conflict(_))));
        house.clock.forward(DAY);
        once().await.change_name("Tron", "").await.unwrap();
    })
    .await;
}
