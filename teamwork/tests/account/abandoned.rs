//! Accounts that nobody uses and that hold nothing (M4, E82): told 30 days before, closed by the clock.

use teamwork::{
    acts::Operator,
    letters::Letter,
    rules::{
        moment::{DAY, HOUR, MINUTE, SECOND},
        notice::Preferences,
        role::Role,
    },
};

use super::stage::trial_of;
use crate::house::{ADA, House, MALLORY, PASSWORD, each_engine};

/// Accounts are closed after so many days here.
async fn close_after(house: &House, days: &str) {
    Operator::of_the_house(&house.warren).set_setting("abandoned_days", days).await.unwrap();
}

/// What Mallory, who holds nothing, was told about her account: that it will be closed, or that it is.
async fn told(house: &House) -> Vec<&'static str> {
    let word = |letter| match letter {
        Letter::AccountEnding { .. } => Some("ending"),
        Letter::AccountClosed { abandoned: true, .. } => Some("closed"),
        _ => None,
    };
    house.letters_to(MALLORY.email).await.into_iter().filter_map(word).collect()
}

async fn is_closed(house: &House) -> bool {
    house.database.count("SELECT COUNT(*) FROM users WHERE email = 'mallory@elsewhere.example'").await == 0
}

#[tokio::test(flavor = "multi_thread")]
async fn an_abandoned_account_is_told_thirty_days_before_and_closed_at_its_second() {
    each_engine(async |house| {
        close_after(house, "90").await;
        // A request is what counts, not only the sign-in before it.
        house.clock.forward(2 * MINUTE);
        house.mallory().await;
        house.clock.forward(60 * DAY - SECOND);
        assert_eq!(house.warren.tend_abandoned().await, Ok(0));
        house.clock.forward(SECOND);
        assert_eq!(house.warren.tend_abandoned().await, Ok(1));
        assert_eq!(house.warren.tend_abandoned().await, Ok(0), "told once");
        assert_eq!(told(house).await, ["ending"]);
        let letters = house.letters_to(MALLORY.email).await;
        let Some(Letter::AccountEnding { name, closes_at, .. }) = letters.last() else { panic!("{letters:?}") };
        assert_eq!((name, closes_at.since(house.warren.now())), (&MALLORY.full(), 30 * DAY));
        house.clock.forward(30 * DAY - SECOND);
        assert_eq!(house.warren.tend_abandoned().await, Ok(0));
        assert!(!is_closed(house).await);
        house.clock.forward(SECOND);
        assert_eq!(house.warren.tend_abandoned().await, Ok(1));
        house.clock.forward(SECOND);
        assert_eq!(house.warren.tend_abandoned().await, Ok(0));
        assert!(is_closed(house).await);
        assert_eq!(told(house).await, ["ending", "closed"]);
        let log = house.log().await;
        let last: Vec<_> = log.iter().rev().take(2).map(|entry| (entry.event.as_str(), entry.door.as_str())).collect();
        assert_eq!(last, [("account_closed", "job"), ("account_end_noticed", "job")]);
        let sign_in = house.guest().sign_in(MALLORY.email, PASSWORD).await;
        assert_eq!(sign_in.map(|_| ()).unwrap_err().status(), 422);
        let left = house.database.dump().await;
        assert!(!left.iter().any(|row| !row.starts_with("outbox:") && row.contains(MALLORY.email)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_stops_it_and_it_begins_anew() {
    each_engine(async |house| {
        close_after(house, "90").await;
        house.clock.forward(70 * DAY);
        assert_eq!(house.warren.tend_abandoned().await, Ok(1));
        house.clock.forward(30 * DAY - HOUR);
        house.guest().sign_in(MALLORY.email, PASSWORD).await.unwrap();
        house.clock.forward(60 * DAY - SECOND);
        assert_eq!(house.warren.tend_abandoned().await, Ok(0), "what was told before counts no more");
        house.clock.forward(SECOND);
        assert_eq!(house.warren.tend_abandoned().await, Ok(1));
        assert_eq!(told(house).await, ["ending", "ending"]);
        assert!(!is_closed(house).await);
    })
    .await;
}

/// The operator chooses, or shortens the time, when accounts have long been abandoned: nobody is closed who was not told 30
/// days before.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_closed_unwarned_and_without_the_operators_choice_nobody_at_all() {
    each_engine(async |house| {
        house.clock.forward(1_000 * DAY);
        assert_eq!(house.warren.tend_abandoned().await, Ok(0), "never, until the operator decides");
        close_after(house, "60").await;
        assert_eq!(house.warren.tend_abandoned().await, Ok(1));
        house.clock.forward(30 * DAY - SECOND);
        assert_eq!(house.warren.tend_abandoned().await, Ok(0));
        close_after(house, "0").await;
        house.clock.forward(SECOND);
        assert_eq!(house.warren.tend_abandoned().await, Ok(0));
        close_after(house, "60").await;
        assert_eq!(house.warren.tend_abandoned().await, Ok(1));
        assert!(is_closed(house).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_holds_anything_or_is_awaited_is_not_abandoned() {
    each_engine(async |house| {
        let mallory = house.mallory().await;
        let wanted = Preferences { newsletter: true, ..mallory.preferences().await.unwrap() };
        mallory.change_preferences(wanted).await.unwrap();
        trial_of(&mallory, "try-out").await;
        close_after(house, "60").await;
        house.clock.forward(61 * DAY);
        assert_eq!(house.warren.tend_abandoned().await, Ok(0), "an App");
        let shell = Operator::of_the_house(&house.warren);
        shell.delete_app("try-out", "try-out", "Nobody uses it").await.unwrap();
        house.ada().await.invite("acme", MALLORY.email, Role::Admin, "").await.unwrap();
        assert_eq!(house.warren.tend_abandoned().await, Ok(0), "an invitation");
        house.clock.forward(8 * DAY);
        house.warren.expire_invitations().await.unwrap();
        house.database.run("UPDATE users SET operator = TRUE WHERE email = 'mallory@elsewhere.example'").await;
        assert_eq!(house.warren.tend_abandoned().await, Ok(0), "the operator");
        house.database.run("UPDATE users SET operator = FALSE").await;
        // Ada and the others have a Company.
        assert_eq!(house.warren.tend_abandoned().await, Ok(1));
        assert_eq!(told(house).await, ["ending"]);
        assert_eq!(house.letters_to(ADA.email).await.iter().filter(|letter| is_end(letter)).count(), 0);
    })
    .await;
}

fn is_end(letter: &Letter) -> bool {
    matches!(letter, Letter::AccountEnding { .. } | Letter::AccountClosed { .. })
}
