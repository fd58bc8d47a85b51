//! A copy of one's own data.

use teamwork::rules::{moment::MINUTE, problem::Problem, role::Role};

use super::stage::{FINGERPRINT, KEY, some_key, trial_of};
use crate::house::{GRACE, each_engine};

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_holds_what_is_the_persons_and_is_noted() {
    each_engine(async |house| {
        let grace = house.grace().await;
        grace.add_key(KEY, "laptop").await.unwrap();
        trial_of(&grace, "try-out").await;
        grace.invite("acme", "new@heart.example", Role::Developer, "").await.unwrap();
        grace.add_deploy_key("try-out", &some_key(1), "ci", false).await.unwrap();
        grace.make_token("robot", "read", "2026-12-24").await.unwrap();
        let mallory = house.mallory().await;
        let slug = house.company_of(&mallory, "Elsewhere").await;
        mallory.invite(&slug, GRACE.email, Role::Admin, "").await.unwrap();
        let copy = grace.export().await.unwrap();
        assert_eq!(
            (copy.first_name.as_str(), copy.last_name.as_str(), copy.email.as_str()),
            ("Grace", "Hopper", GRACE.email)
        );
        assert_eq!((copy.companies[0].slug.as_str(), copy.companies[0].role), ("acme", Role::Admin));
        assert_eq!((copy.keys[0].fingerprint.as_str(), copy.sessions.len()), (FINGERPRINT, 1));
        assert_eq!((copy.deploy_keys[0].app.as_str(), copy.deploy_keys[0].name.as_str()), ("try-out", "ci"));
        assert_eq!(
            (copy.tokens[0].name.as_str(), copy.devices.as_slice()),
            ("robot", &["Firefox on Linux".to_owned()][..])
        );
        assert_eq!((copy.invited[0].company.as_str(), copy.invited[0].role), ("Elsewhere", Role::Admin));
        assert_eq!((copy.trials, copy.invitations), (vec!["try-out".to_owned()], vec!["new@heart.example".to_owned()]));
        assert_eq!(house.log().await.last().unwrap().event, "data_exported");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_comes_in_pages_and_only_what_i_did() {
    each_engine(async |house| {
        let (ada, grace) = (house.ada().await, house.grace().await);
        for round in 0..505 {
            ada.change_name(&format!("Ada{round}"), "Lovelace").await.unwrap();
        }
        let (mut all, mut after) = (Vec::new(), 0);
        loop {
            let page = ada.own_log(after).await.unwrap();
            let Some(last) = page.last() else { break };
            assert!(page.len() <= 500);
            after = last.id;
            all.extend(page);
        }
        let changed = all.iter().filter(|entry| entry.event.key() == "name_changed").count();
        assert_eq!(changed, 505);
        assert!(all.windows(2).all(|two| two[0].id < two[1].id));
        let of_grace = grace.own_log(0).await.unwrap();
        assert!(!of_grace.is_empty() && of_grace.iter().all(|entry| entry.event.key() != "name_changed"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_takes_a_fresh_password_and_is_else_not_noted() {
    each_engine(async |house| {
        house.clock.forward(11 * MINUTE);
        assert_eq!(house.grace().await.export().await.map(|_| ()), Err(Problem::Reauthenticate));
        assert!(house.log().await.is_empty());
    })
    .await;
}
