//! Several people edit at the same instant: each version is made once, by one of them, on top of what they saw.

use std::sync::Arc;

use teamwork::{
    acts::Actor,
    rules::problem::{Conflict, Field, Problem, Why},
};
use tokio::sync::Barrier;

use super::stage::{app, seen};
use crate::{
    house::each_engine,
    races::{ROUNDS, at_once},
};

/// Eight hands with the same version in their eyes: one wins, and versions are 1..n without gap.
#[tokio::test(flavor = "multi_thread")]
async fn of_eight_who_set_a_variable_at_once_one_makes_the_next_version() {
    each_engine(async |house| {
        app(house, "shop").await;
        let people: Vec<Actor> = vec![house.ada().await, house.grace().await];
        for round in 0..i64::try_from(ROUNDS).unwrap() {
            house.forgive_limits().await;
            let gate = Arc::new(Barrier::new(8));
            let hands = (0..8_usize).map(|hand| {
                let (who, gate) = (people[hand % 2].clone(), gate.clone());
                tokio::spawn(async move {
                    gate.wait().await;
                    who.set_variable("shop", round, &format!("V{hand}"), &round.to_string(), hand % 3 == 0).await
                })
            });
            let answers: Vec<_> = futures::future::join_all(hands).await.into_iter().map(Result::unwrap).collect();
            assert_eq!(
                answers.iter().filter(|answer| **answer == Ok(round + 1)).count(),
                1,
                "round {round}: {answers:?}"
            );
            let late = Err(Problem::Conflict(Conflict::StaleApp));
            assert_eq!(answers.iter().filter(|answer| **answer == late).count(), 7, "round {round}: {answers:?}");
        }
        let versions: Vec<(i64,)> = house.database.rows("SELECT version FROM app_configs ORDER BY version").await;
        assert_eq!(versions.into_iter().map(|(version,)| version).collect::<Vec<_>>(), (1..=100).collect::<Vec<_>>());
        assert_eq!(seen(house).await.version, 100);
    })
    .await;
}

/// Two Apps reach for one domain.
#[tokio::test(flavor = "multi_thread")]
async fn a_domain_goes_to_one_of_two_apps() {
    each_engine(async |house| {
        app(house, "shop").await;
        app(house, "blog").await;
        let (ada, grace) = (house.ada().await, house.grace().await);
        let (mut shop, mut blog) = (0, 0);
        for round in 0..ROUNDS {
            house.forgive_limits().await;
            let host = "www.acme.example";
            let (a, g) = (ada.clone(), grace.clone());
            let both = at_once(async move { a.add_domain("shop", shop, host).await }, async move {
                g.add_domain("blog", blog, host).await
            });
            let taken = Err(Problem::field(Field::Domains, Why::DomainTaken));
            match both.await {
                (Ok(version), refused) if refused == taken => {
                    shop = ada.remove_domain("shop", version, host).await.unwrap();
                }
                (refused, Ok(version)) if refused == taken => {
                    blog = ada.remove_domain("blog", version, host).await.unwrap();
                }
                other => panic!("round {round}: {other:?}"),
            }
        }
    })
    .await;
}
