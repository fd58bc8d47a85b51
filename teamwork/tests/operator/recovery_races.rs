//! A recovery is stopped or completed, and whoever it is about moves at the same instant: one after the other, and the
//! Company has an Owner at every moment (I1).

use teamwork::rules::{
    moment::DAY,
    permission::Refusal,
    problem::{Conflict, Problem, Thing},
    role::Role,
};

use super::shell;
use crate::{
    house::{ADA, GRACE, House, KEVIN, MALLORY, each_engine},
    races::{ROUNDS, at_once, bring_in},
};

/// A recovery that can be completed now.
async fn ripe(house: &House, heir: &str, departed: &str) -> teamwork::rules::id::RecoveryId {
    let id = shell(house).request_recovery("acme", heir, departed, "Gone").await.unwrap();
    house.clock.forward(3 * DAY);
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_is_stopped_or_completed_but_not_both() {
    each_engine(async |house| {
        shell(house).set_setting("recovery_days", "3").await.unwrap();
        for round in 0..ROUNDS {
            let id = ripe(house, MALLORY.email, "").await;
            let (ada, shell) = (house.ada().await, shell(house));
            let ended = Err(Problem::Conflict(Conflict::RecoveryEnded));
            let both =
                at_once(
                    async move { ada.stop_recovery("acme").await },
                    async move { shell.complete_recovery(id).await },
                );
            match both.await {
                (Ok(()), late) if late == ended => assert_eq!(house.role_of(MALLORY).await, None, "round {round}"),
                (late, Ok(())) if late == ended => house.mallory().await.leave("acme").await.unwrap(),
                other => panic!("round {round}: {other:?}"),
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_eight_who_complete_it_at_once_one_does() {
    each_engine(async |house| {
        shell(house).set_setting("recovery_days", "3").await.unwrap();
        for round in 0..ROUNDS {
            let id = ripe(house, MALLORY.email, "").await;
            let hands = (0..8).map(|_| {
                let shell = shell(house);
                tokio::spawn(async move { shell.complete_recovery(id).await })
            });
            let answers = futures::future::join_all(hands).await.into_iter().map(Result::unwrap).collect::<Vec<_>>();
            let ended = Err(Problem::Conflict(Conflict::RecoveryEnded));
            assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "round {round}: {answers:?}");
            assert_eq!(answers.iter().filter(|answer| **answer == ended).count(), 7, "round {round}: {answers:?}");
            house.mallory().await.leave("acme").await.unwrap();
        }
    })
    .await;
}

/// The departed Owner leaves just then: they are out either way, and the heir is in.
#[tokio::test(flavor = "multi_thread")]
async fn completing_while_the_departed_owner_leaves_leaves_the_heir() {
    each_engine(async |house| {
        shell(house).set_setting("recovery_days", "3").await.unwrap();
        for round in 0..ROUNDS {
            let id = ripe(house, MALLORY.email, ADA.email).await;
            let (ada, shell) = (house.ada().await, shell(house));
            let both =
                at_once(async move { ada.leave("acme").await }, async move { shell.complete_recovery(id).await });
            match both.await {
                // Before: as the last Owner she could not. After: there is no such Company for her.
                (Err(Problem::Refused(Refusal::LastOwner) | Problem::NotFound(Thing::Company)), Ok(())) => {}
                other => panic!("round {round}: {other:?}"),
            }
            assert_eq!((house.role_of(MALLORY).await, house.role_of(ADA).await), (Some(Role::Owner), None));
            hand_back(house).await;
        }
    })
    .await;
}

/// The departed Owner steps down just then, beside another Owner: they are an Admin or out.
#[tokio::test(flavor = "multi_thread")]
async fn completing_while_the_departed_owner_steps_down_is_one_after_the_other() {
    each_engine(async |house| {
        shell(house).set_setting("recovery_days", "3").await.unwrap();
        bring_in(house, &house.ada().await, GRACE, Role::Owner).await;
        for round in 0..ROUNDS {
            let id = ripe(house, MALLORY.email, ADA.email).await;
            let (ada, shell) = (house.ada().await, shell(house));
            let both =
                at_once(async move { ada.step_down("acme").await }, async move { shell.complete_recovery(id).await });
            let gone = Err(Problem::NotFound(Thing::Company));
            match both.await {
                (Ok(()), Ok(())) => assert_eq!(house.role_of(ADA).await, Some(Role::Admin), "round {round}"),
                (late, Ok(())) if late == gone => assert_eq!(house.role_of(ADA).await, None, "round {round}"),
                other => panic!("round {round}: {other:?}"),
            }
            assert_eq!(house.role_of(MALLORY).await, Some(Role::Owner));
            hand_back(house).await;
        }
    })
    .await;
}

/// The heir accepts an invitation to the same Company just then: they are its Owner in the end, once.
#[tokio::test(flavor = "multi_thread")]
async fn completing_while_the_heir_accepts_makes_one_owner_of_them() {
    each_engine(async |house| {
        shell(house).set_setting("recovery_days", "3").await.unwrap();
        for round in 0..ROUNDS {
            let id = ripe(house, MALLORY.email, "").await;
            house.forgive_limits().await;
            house.ada().await.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
            let secret = house.newest_secret(MALLORY.email).await;
            let (mallory, shell) = (house.mallory().await, shell(house));
            let both = at_once(async move { mallory.accept_invitation(&secret).await.map(|_| ()) }, async move {
                shell.complete_recovery(id).await
            });
            match both.await {
                (Ok(()) | Err(Problem::Conflict(Conflict::AlreadyMember) | Problem::Gone(_)), Ok(())) => {}
                other => panic!("round {round}: {other:?}"),
            }
            assert_eq!(house.role_of(MALLORY).await, Some(Role::Owner), "round {round}");
            house.mallory().await.leave("acme").await.unwrap();
        }
    })
    .await;
}

/// Ada is an Owner again, and Mallory out.
async fn hand_back(house: &House) {
    let mallory = house.mallory().await;
    if house.role_of(ADA).await.is_some() {
        house.ada().await.leave("acme").await.unwrap();
    }
    bring_in(house, &mallory, ADA, Role::Owner).await;
    house.mallory().await.leave("acme").await.unwrap();
    assert_eq!(house.role_of(KEVIN).await, Some(Role::Developer));
}
