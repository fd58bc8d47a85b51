//! Two people press at the same instant. Whatever comes out has to be what one after the other could have brought, and
//! nobody may hear of locks and queues.

use std::{future::Future, sync::Arc};

use teamwork::{
    acts::Actor,
    rules::{
        permission::Refusal,
        problem::{Gone, Problem, Thing},
        role::Role,
    },
};
use tokio::sync::Barrier;

use crate::house::{ADA, GRACE, House, MALLORY, Person, each_engine};

pub const ROUNDS: usize = 100;

/// Both at once, each on a task of its own, behind one barrier.
pub async fn at_once<A, B>(
    one: impl Future<Output = A> + Send + 'static,
    other: impl Future<Output = B> + Send + 'static,
) -> (A, B)
where
    A: Send + 'static,
    B: Send + 'static,
{
    let gate = Arc::new(Barrier::new(2));
    let here = gate.clone();
    let one = tokio::spawn(async move {
        here.wait().await;
        one.await
    });
    let other = tokio::spawn(async move {
        gate.wait().await;
        other.await
    });
    (one.await.unwrap(), other.await.unwrap())
}

/// Invites and accepts, with limits forgiven: the rounds are many.
pub async fn bring_in(house: &House, by: &Actor, who: Person, role: Role) {
    house.forgive_limits().await;
    by.invite("acme", who.email, role, "").await.unwrap();
    let secret = house.newest_secret(who.email).await;
    house.person(who).await.accept_invitation(&secret).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_last_owners_who_leave_at_once_one_stays() {
    each_engine(async |house| {
        let (ada, grace) = (house.ada().await, house.grace().await);
        bring_in(house, &ada, GRACE, Role::Owner).await;
        for round in 0..2 * ROUNDS {
            let (a, g) = (ada.clone(), grace.clone());
            let left = at_once(async move { a.leave("acme").await }, async move { g.leave("acme").await }).await;
            let last = Err(Problem::Refused(Refusal::LastOwner));
            match left {
                (Ok(()), refused) if refused == last => bring_in(house, &grace, ADA, Role::Owner).await,
                (refused, Ok(())) if refused == last => bring_in(house, &ada, GRACE, Role::Owner).await,
                other => panic!("round {round}: {other:?}"),
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_and_stepping_down_at_once_leave_an_owner() {
    each_engine(async |house| {
        let (ada, grace) = (house.ada().await, house.grace().await);
        bring_in(house, &ada, GRACE, Role::Owner).await;
        for round in 0..ROUNDS {
            let (a, g) = (ada.clone(), grace.clone());
            let both = at_once(async move { a.leave("acme").await }, async move { g.step_down("acme").await }).await;
            let last = Err(Problem::Refused(Refusal::LastOwner));
            match both {
                (Ok(()), refused) if refused == last => bring_in(house, &grace, ADA, Role::Owner).await,
                (refused, Ok(())) if refused == last => bring_in(house, &ada, GRACE, Role::Owner).await,
                other => panic!("round {round}: {other:?}"),
            }
        }
    })
    .await;
}

/// B20: one invitation, sixteen hands.
#[tokio::test(flavor = "multi_thread")]
async fn of_sixteen_who_accept_at_once_one_does() {
    each_engine(async |house| {
        let (ada, mallory) = (house.ada().await, house.mallory().await);
        for round in 0..ROUNDS {
            house.forgive_limits().await;
            ada.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
            let secret = house.newest_secret(MALLORY.email).await;
            let gate = Arc::new(Barrier::new(16));
            let hands = (0..16).map(|_| {
                let (mallory, gate, secret) = (mallory.clone(), gate.clone(), secret.clone());
                tokio::spawn(async move {
                    gate.wait().await;
                    mallory.accept_invitation(&secret).await
                })
            });
            let answers = futures::future::join_all(hands).await;
            let answers: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
            let accepted = answers.iter().filter(|answer| answer.is_ok()).count();
            assert_eq!(accepted, 1, "round {round}: {answers:?}");
            let late = Err(Problem::Gone(Gone::InvitationAccepted));
            assert_eq!(answers.iter().filter(|answer| **answer == late).count(), 15, "round {round}: {answers:?}");
            ada.dismiss("acme", mallory.id()).await.unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_accepted_or_cancelled_but_not_both() {
    each_engine(async |house| {
        let (ada, mallory) = (house.ada().await, house.mallory().await);
        for round in 0..ROUNDS {
            house.forgive_limits().await;
            ada.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
            let secret = house.newest_secret(MALLORY.email).await;
            let id = ada.invitations("acme").await.unwrap()[0].id;
            let (a, m) = (ada.clone(), mallory.clone());
            let both = at_once(async move { a.cancel_invitation("acme", id).await }, async move {
                m.accept_invitation(&secret).await
            });
            match both.await {
                (Ok(()), Err(Problem::Gone(Gone::InvitationWithdrawn))) => {
                    assert!(mallory.my_companies().await.unwrap().is_empty(), "round {round}");
                }
                (Err(Problem::Gone(Gone::InvitationAccepted)), Ok(_)) => {
                    ada.dismiss("acme", mallory.id()).await.unwrap();
                }
                other => panic!("round {round}: {other:?}"),
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_accepted_or_resent_but_not_both() {
    each_engine(async |house| {
        let (ada, mallory) = (house.ada().await, house.mallory().await);
        for round in 0..ROUNDS {
            house.forgive_limits().await;
            ada.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
            let old = house.newest_secret(MALLORY.email).await;
            let id = ada.invitations("acme").await.unwrap()[0].id;
            let (a, m) = (ada.clone(), mallory.clone());
            let both = at_once(async move { a.resend_invitation("acme", id).await }, async move {
                m.accept_invitation(&old).await
            });
            match both.await {
                (Ok(()), Err(Problem::NotFound(Thing::Invitation))) => {
                    ada.cancel_invitation("acme", id).await.unwrap();
                }
                (Err(Problem::Gone(Gone::InvitationAccepted)), Ok(_)) => {
                    ada.dismiss("acme", mallory.id()).await.unwrap();
                }
                other => panic!("round {round}: {other:?}"),
            }
        }
    })
    .await;
}
