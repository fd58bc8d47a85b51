//! Two hands on one App.

use std::sync::Arc;

use teamwork::rules::problem::{Conflict, Problem, Thing};
use tokio::sync::Barrier;

use super::contacts;
use crate::{
    house::each_engine,
    races::{ROUNDS, at_once},
};

#[tokio::test(flavor = "multi_thread")]
async fn of_eight_trials_begun_at_once_one_runs() {
    each_engine(async |house| {
        let mallory = house.mallory().await;
        for round in 0..ROUNDS {
            let gate = Arc::new(Barrier::new(8));
            let hands = (0..8).map(|hand| {
                let (mallory, gate) = (mallory.clone(), gate.clone());
                tokio::spawn(async move {
                    gate.wait().await;
                    mallory.start_personal_trial(&format!("app-{round}-{hand}")).await
                })
            });
            let answers: Vec<_> = futures::future::join_all(hands).await.into_iter().map(Result::unwrap).collect();
            let begun: Vec<_> = answers.iter().flatten().collect();
            assert_eq!(begun.len(), 1, "round {round}: {answers:?}");
            let late = Err(Problem::Conflict(Conflict::TrialRunning));
            assert_eq!(answers.iter().filter(|answer| **answer == late).count(), 7, "round {round}: {answers:?}");
            mallory.delete_app(begun[0], begun[0], 1).await.unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_is_scaled_and_deleted_in_some_order() {
    each_engine(async |house| {
        let (ada, grace) = (house.ada().await, house.grace().await);
        let contact = contacts(&ada, "acme").await[0];
        for round in 0..ROUNDS {
            let name = format!("app-{round}");
            ada.create_app("acme", &name, "small", contact).await.unwrap();
            let (a, g, mine, theirs) = (ada.clone(), grace.clone(), name.clone(), name.clone());
            let both = at_once(async move { a.scale_app(&mine, "large", 1).await }, async move {
                g.delete_app(&theirs, &theirs, 1).await
            });
            match both.await {
                (Err(Problem::NotFound(Thing::App)), Ok(())) => {}
                (Ok(()), Err(Problem::Conflict(Conflict::StaleApp))) => ada.delete_app(&name, &name, 2).await.unwrap(),
                other => panic!("round {round}: {other:?}"),
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_is_paid_or_deleted_but_not_both() {
    each_engine(async |house| {
        let (ada, grace) = (house.ada().await, house.grace().await);
        let contact = contacts(&ada, "acme").await[0];
        for round in 0..ROUNDS {
            let name = format!("app-{round}");
            ada.start_trial("acme", &name).await.unwrap();
            let (a, g, mine, theirs) = (ada.clone(), grace.clone(), name.clone(), name.clone());
            let both = at_once(async move { a.pay_for_app(&mine, "small", contact, 1).await }, async move {
                g.delete_app(&theirs, &theirs, 1).await
            });
            match both.await {
                (Err(Problem::NotFound(Thing::App)), Ok(())) => {}
                (Ok(()), Err(Problem::Conflict(Conflict::StaleApp))) => ada.delete_app(&name, &name, 2).await.unwrap(),
                other => panic!("round {round}: {other:?}"),
            }
        }
    })
    .await;
}
