//! What people of one account, or two Owners, do at the same moment.

use teamwork::{
    acts::{Actor, Visitor},
    rules::{
        company::CompanyNames,
        problem::{Conflict, Problem},
        role::Role,
    },
};

use super::stage::{KEY, company_app, some_key};
use crate::{
    house::{ADA, GRACE, House, PASSWORD, each_engine},
    races::{at_once, bring_in},
};

const ROUNDS: u8 = 100;

async fn owners(house: &House) -> i64 {
    house.database.count("SELECT owner_count FROM companies WHERE slug = 'acme'").await
}

/// An Owner of Acme Inc beside Ada, with an account that may go.
async fn passing_owner(house: &House, round: u8) -> Actor {
    let email = format!("owner{round}@heart.example");
    house.forgive_limits().await;
    house.ada().await.invite("acme", &email, Role::Owner, "").await.unwrap();
    let secret = house.newest_secret(&email).await;
    let newcomer = house.sign_up("Otto", &email, Some(&secret)).await;
    assert_eq!(owners(house).await, 2, "round {round}");
    newcomer
}

/// S17, I1: whoever is second finds that they are the last.
#[tokio::test(flavor = "multi_thread")]
async fn one_closes_the_account_while_the_other_owner_leaves_and_one_owner_stays() {
    each_engine(async |house| {
        let mut closed = 0;
        for round in 0..ROUNDS {
            let ada = house.ada().await;
            let other = passing_owner(house, round).await;
            let (email, o, a) = (format!("owner{round}@heart.example"), other.clone(), ada.clone());
            let both =
                at_once(async move { o.close_account(&email).await }, async move { a.leave("acme").await }).await;
            assert_eq!(owners(house).await, 1, "round {round}: {both:?}");
            match both {
                // Ada is still there.
                (Ok(()), Err(Problem::Refused(_))) => closed += 1,
                // The other one is, and brings Ada back before going.
                (Err(Problem::Conflict(Conflict::LastOwnerSomewhere)), Ok(())) => {
                    bring_in(house, &other, ADA, Role::Owner).await;
                    other.close_account(&format!("owner{round}@heart.example")).await.unwrap();
                }
                other => panic!("round {round}: {other:?}"),
            }
        }
        println!("closed first in {closed} of {ROUNDS} rounds");
    })
    .await;
}

/// Somebody joins a Company in one window and closes the account in the other: no membership of nobody is left.
#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_joins_while_it_closes_is_in_no_company() {
    each_engine(async |house| {
        for round in 0..30 {
            let email = format!("joiner{round}@heart.example");
            house.forgive_limits().await;
            let joiner = house.sign_up("Jo", &email, None).await;
            house.guest().confirm_email(&house.newest_secret(&email).await).await.unwrap();
            let signed_in = house.guest().sign_in(&email, PASSWORD).await.unwrap();
            let joiner = house.recognise(&signed_in.secret).await.unwrap_or(joiner);
            house.ada().await.invite("acme", &email, Role::Developer, "").await.unwrap();
            let secret = house.newest_secret(&email).await;
            let (one, other) = (joiner.clone(), joiner.clone());
            let both = at_once(async move { one.close_account(&email).await }, async move {
                other.accept_invitation(&secret).await.map(|_| ())
            })
            .await;
            assert_eq!(both.0, Ok(()), "round {round}: {both:?}");
            let left = house
                .database
                .count("SELECT COUNT(*) FROM members m JOIN users u ON u.id = m.user_id WHERE u.erased_at IS NOT NULL");
            assert_eq!(left.await, 0, "round {round}: {both:?}");
            house.ada().await.company("acme").await.unwrap();
            for card in house.ada().await.invitations("acme").await.unwrap() {
                house.ada().await.cancel_invitation("acme", card.id).await.unwrap();
            }
        }
    })
    .await;
}

/// One key, eight hands, of a person and of an App: one of them has it.
#[tokio::test(flavor = "multi_thread")]
async fn of_eight_who_add_one_key_at_once_one_does() {
    each_engine(async |house| {
        company_app(house, "shop", true).await;
        let (ada, grace) = (house.ada().await, house.grace().await);
        for round in 0..ROUNDS {
            let gate = std::sync::Arc::new(tokio::sync::Barrier::new(8));
            let hands = (0..8).map(|hand| {
                let (who, gate) = (if hand % 2 == 0 { ada.clone() } else { grace.clone() }, gate.clone());
                tokio::spawn(async move {
                    gate.wait().await;
                    if hand < 4 {
                        who.add_key(KEY, "x").await
                    } else {
                        who.add_deploy_key("shop", KEY, "x", false).await
                    }
                })
            });
            let answers: Vec<_> = futures::future::join_all(hands).await.into_iter().map(Result::unwrap).collect();
            let added = answers.iter().filter(|answer| answer.is_ok()).count();
            assert_eq!(added, 1, "round {round}: {answers:?}");
            let late = Err(Problem::Conflict(Conflict::KeyInUse));
            assert_eq!(answers.iter().filter(|answer| **answer == late).count(), 7, "round {round}: {answers:?}");
            house.database.run("DELETE FROM ssh_keys").await;
        }
    })
    .await;
}

/// Two windows, one place left.
#[tokio::test(flavor = "multi_thread")]
async fn two_keys_at_once_do_not_both_take_the_last_place() {
    each_engine(async |house| {
        let ada = house.ada().await;
        for number in 0..99 {
            ada.add_key(&some_key(number), "one of many").await.unwrap();
        }
        for round in 0..20 {
            let (one, other) = (ada.clone(), ada.clone());
            let both = at_once(async move { one.add_key(&some_key(200), "x").await }, async move {
                other.add_key(&some_key(201), "y").await
            })
            .await;
            let added: Vec<_> = [both.0, both.1].into_iter().flatten().collect();
            assert_eq!(added.len(), 1, "round {round}");
            ada.remove_key(added[0]).await.unwrap();
        }
    })
    .await;
}

/// Closing while another window adds a key: the key does not outlive the account.
#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_added_while_the_account_closes_is_gone() {
    each_engine(async |house| {
        for round in 0..20 {
            let email = format!("closer{round}@heart.example");
            house.forgive_limits().await;
            let who = house.sign_up("Clo", &email, None).await;
            let (one, other) = (who.clone(), who.clone());
            let both =
                at_once(async move { one.close_account(&email).await }, async move { other.add_key(KEY, "x").await })
                    .await;
            assert_eq!(both.0, Ok(()), "round {round}: {both:?}");
            assert_eq!(house.database.count("SELECT COUNT(*) FROM ssh_keys").await, 0, "round {round}: {both:?}");
        }
        assert!(matches!(house.guest().recognise(&house.cookie(GRACE)).await.unwrap(), Visitor::Person(_)));
    })
    .await;
}

/// S17, R11: while the account closes, its Company gets another name. Whoever is gone is a member of nothing, and the
/// Company counts right.
#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_closes_while_its_company_is_renamed_is_in_no_company() {
    each_engine(async |house| {
        let mut slug = "acme".to_owned();
        for round in 0..30 {
            let email = format!("member{round}@heart.example");
            house.forgive_limits().await;
            let ada = house.ada().await;
            ada.invite(&slug, &email, Role::Developer, "").await.unwrap();
            let member = house.sign_up("Mem", &email, Some(&house.newest_secret(&email).await)).await;
            let (renamed, version) = (format!("acme-{round}"), ada.company_settings(&slug).await.unwrap().version);
            let (a, from, to) = (ada.clone(), slug.clone(), CompanyNames::read("Acme Inc", &renamed).unwrap());
            let both = at_once(async move { member.close_account(&email).await }, async move {
                a.rename_company(&from, version, to).await
            })
            .await;
            assert_eq!(both, (Ok(()), Ok(renamed.clone())), "round {round}");
            let left = "SELECT COUNT(*) FROM members m JOIN users u ON u.id = m.user_id WHERE u.erased_at IS NOT NULL";
            assert_eq!(house.database.count(left).await, 0, "round {round}");
            slug = renamed;
        }
        assert_eq!(house.database.count("SELECT member_count FROM companies").await, 4);
    })
    .await;
}
