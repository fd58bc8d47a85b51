//! A sign-in from a device that a person was never seen on is told them (M3).

use teamwork::{
    acts::Guest,
    letters::{Letter, SecurityEvent},
    rules::log::Door,
};

use super::{TRILLIAN, is_notice};
use crate::house::{House, KEVIN, NETWORK, PASSWORD, each_engine};

fn from(house: &House, device: &str) -> Guest {
    Guest::new(&house.warren, Door::Page, NETWORK, device, house.warren.request())
}

async fn told(house: &House, email: &str) -> usize {
    let letters = house.letters_to(email).await;
    letters.iter().filter(|letter| is_notice(letter, SecurityEvent::NewDevice)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_from_a_new_device_is_told_once() {
    each_engine(async |house| {
        let phone = "Mozilla/5.0 (Android 17) Chrome/156.0";
        for (device, expected) in [("Firefox/2 Linux", 0), (phone, 1), (phone, 1), ("Firefox/3 Linux", 1)] {
            let cookie = from(house, device).sign_in(KEVIN.email, PASSWORD).await.unwrap().secret;
            assert_eq!(told(house, KEVIN.email).await, expected, "{device}");
            // What was seen once is known also when its session has ended.
            house.recognise(&cookie).await.unwrap().sign_out().await.unwrap();
        }
        from(house, "Safari/1 iPhone").ask_sign_in_link(KEVIN.email, "").await.unwrap();
        let secret = house.secret_to(KEVIN.email).await;
        from(house, "Safari/1 iPhone").sign_in_by_link(&secret).await.unwrap();
        assert_eq!(told(house, KEVIN.email).await, 2);
    })
    .await;
}

/// A new account has no device to compare with.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_session_of_an_account_is_no_news() {
    each_engine(async |house| {
        house.sign_up("Trillian", TRILLIAN, None).await;
        let letters = house.letters_to(TRILLIAN).await;
        assert!(matches!(letters[..], [Letter::ConfirmEmail { .. }]), "{letters:?}");
        house.guest().sign_in(TRILLIAN, PASSWORD).await.unwrap();
        assert_eq!(told(house, TRILLIAN).await, 0);
    })
    .await;
}
