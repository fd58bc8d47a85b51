//! Which mails somebody wants (the P of the table of mails), and the view.

use teamwork::{
    letters::Letter,
    rules::{account::View, notice::Preferences, role::Role},
};

use super::stage::{KEY, company_app};
use crate::house::{ADA, GRACE, House, MALLORY, each_engine};

const ALL: Preferences = Preferences { joined: true, invitation_reminder: true, app_events: true, newsletter: false };

/// Who was told that Mallory has joined.
async fn heard_of_joining(house: &House) -> Vec<String> {
    let joined = |letter: &Letter| matches!(letter, Letter::Joined { .. });
    house.mails().await.into_iter().filter(|mail| joined(&mail.letter)).map(|mail| mail.to).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_wanted_at_first_but_the_newsletter() {
    each_engine(async |house| {
        assert_eq!(house.ada().await.preferences().await.unwrap(), ALL);
        assert_eq!(house.ada().await.me().view, View::Developer);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_chosen_stays_chosen_and_is_ones_own() {
    each_engine(async |house| {
        let ada = house.ada().await;
        for bits in 0..16 {
            let wanted = Preferences {
                joined: bits & 1 == 1,
                invitation_reminder: bits & 2 == 2,
                app_events: bits & 4 == 4,
                newsletter: bits & 8 == 8,
            };
            ada.change_preferences(wanted).await.unwrap();
            assert_eq!(ada.preferences().await.unwrap(), wanted);
        }
        assert_eq!(house.grace().await.preferences().await.unwrap(), ALL);
        assert!(house.log().await.iter().all(|entry| entry.event == "preferences_changed"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_muted_it_does_not_hear_that_somebody_joined() {
    each_engine(async |house| {
        let (ada, grace) = (house.ada().await, house.grace().await);
        ada.change_preferences(Preferences { joined: false, ..ALL }).await.unwrap();
        // Grace is no Owner and hears of it as the sender.
        grace.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
        let secret = house.secret_to(MALLORY.email).await;
        house.mallory().await.accept_invitation(&secret).await.unwrap();
        assert_eq!(heard_of_joining(house).await, [GRACE.email]);
        // The welcome is no preference.
        assert!(house.letters_to(MALLORY.email).await.iter().any(|letter| matches!(letter, Letter::Welcome { .. })));
        house.mallory().await.leave("acme").await.unwrap();
        grace.change_preferences(Preferences { joined: false, ..ALL }).await.unwrap();
        ada.change_preferences(ALL).await.unwrap();
        grace.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
        let secret = house.secret_to(MALLORY.email).await;
        house.mallory().await.accept_invitation(&secret).await.unwrap();
        assert_eq!(heard_of_joining(house).await, [GRACE.email, ADA.email]);
    })
    .await;
}

/// Transactional mails have no opt-out (E10).
#[tokio::test(flavor = "multi_thread")]
async fn muting_everything_mutes_no_transactional_mail() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let none = Preferences { joined: false, invitation_reminder: false, app_events: false, newsletter: false };
        ada.change_preferences(none).await.unwrap();
        house.kevin().await.leave("acme").await.unwrap();
        ada.add_key(KEY, "laptop").await.unwrap();
        let letters = house.letters_to(ADA.email).await;
        assert!(matches!(letters[..], [Letter::MemberGone { .. }, Letter::KeyNotice { .. }]), "{letters:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_view_is_switched_and_takes_no_right_away() {
    each_engine(async |house| {
        company_app(house, "shop", true).await;
        house.ada().await.change_view(View::Client).await.unwrap();
        let ada = house.ada().await;
        assert_eq!(ada.me().view, View::Client);
        ada.add_key(KEY, "laptop").await.unwrap();
        ada.deploy_keys("shop", "acme").await.unwrap();
        ada.change_view(View::Developer).await.unwrap();
        assert_eq!(house.ada().await.me().view, View::Developer);
        let log = house.log().await;
        let switched: Vec<_> = log.iter().filter(|entry| entry.event == "view_changed").collect();
        assert_eq!((switched[0].before.as_str(), switched[0].after.as_str()), ("developer", "client"));
        assert_eq!((switched[1].before.as_str(), switched[1].after.as_str()), ("client", "developer"));
    })
    .await;
}

/// R66, S33: never by default in the client's view, and open to who asks for it.
#[tokio::test(flavor = "multi_thread")]
async fn the_clients_view_begins_without_newsletter_and_may_ask_for_it() {
    each_engine(async |house| {
        let ada = house.ada().await;
        ada.change_preferences(Preferences { newsletter: true, ..ALL }).await.unwrap();
        ada.change_view(View::Client).await.unwrap();
        assert!(!ada.preferences().await.unwrap().newsletter);
        ada.change_preferences(Preferences { newsletter: true, ..ALL }).await.unwrap();
        assert!(ada.preferences().await.unwrap().newsletter);
        ada.change_view(View::Developer).await.unwrap();
        assert!(ada.preferences().await.unwrap().newsletter);
    })
    .await;
}
