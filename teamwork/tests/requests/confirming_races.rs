//! Two decide at once about what an Admin asks for (S10, S29): one has, and the client hears of it once or never.

use teamwork::rules::{
    problem::{Conflict, Gone, Problem},
    request::RequestState,
    role::Role,
};

use super::confirming::{TO_ANA, proposed, state};
use crate::{
    apps::shop,
    house::{GRACE, MALLORY, each_engine},
    races::{ROUNDS, at_once, bring_in},
};

#[tokio::test(flavor = "multi_thread")]
async fn confirming_and_withdrawing_at_once() {
    each_engine(async |house| {
        shop(house).await;
        let (ada, grace) = (house.ada().await, house.grace().await);
        for round in 0..ROUNDS {
            let id = proposed(house).await;
            let (a, g) = (ada.clone(), grace.clone());
            let both = at_once(async move { a.confirm_request(id).await }, async move { g.cancel_request(id).await });
            match both.await {
                // Confirmed first, and withdrawn then.
                (Ok(()) | Err(Problem::Gone(Gone::RequestWithdrawn)), Ok(())) => {}
                other => panic!("round {round}: {other:?}"),
            }
            assert_eq!(state(house).await, RequestState::Cancelled.key());
            house.clock.forward(1000);
        }
    })
    .await;
}

/// Two Owners decide at once, and one of them has.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_owners_who_decide_at_once_one_has() {
    each_engine(async |house| {
        shop(house).await;
        let ada = house.ada().await;
        bring_in(house, &ada, MALLORY, Role::Owner).await;
        let mallory = house.mallory().await;
        for round in 0..ROUNDS {
            let id = proposed(house).await;
            let mails = house.database.count(TO_ANA).await;
            let (a, m, refuses) = (ada.clone(), mallory.clone(), round % 2 == 1);
            let both = at_once(async move { a.confirm_request(id).await }, async move {
                if refuses { m.refuse_request(id, "").await } else { m.confirm_request(id).await }
            });
            let state = match both.await {
                (Ok(()), Err(Problem::Conflict(Conflict::NotProposed))) => RequestState::Pending,
                (Err(Problem::Conflict(Conflict::NotProposed)), Ok(())) if !refuses => RequestState::Pending,
                (Err(Problem::Gone(Gone::RequestRefused)), Ok(())) if refuses => RequestState::Refused,
                other => panic!("round {round}: {other:?}"),
            };
            assert_eq!(self::state(house).await, state.key());
            let sent = house.database.count(TO_ANA).await - mails;
            assert_eq!(sent, i64::from(state == RequestState::Pending), "one mail, or none");
            if state == RequestState::Pending {
                ada.cancel_request(id).await.unwrap();
            }
            house.clock.forward(1000);
        }
    })
    .await;
}

/// S29: the Admin is dismissed while an Owner confirms.
#[tokio::test(flavor = "multi_thread")]
async fn confirming_and_dismissing_the_admin_at_once() {
    each_engine(async |house| {
        shop(house).await;
        let ada = house.ada().await;
        bring_in(house, &ada, MALLORY, Role::Owner).await;
        let (mallory, grace) = (house.mallory().await, house.grace().await.id());
        for round in 0..ROUNDS {
            let id = proposed(house).await;
            let (a, m) = (ada.clone(), mallory.clone());
            let both =
                at_once(async move { a.confirm_request(id).await }, async move { m.dismiss("acme", grace).await });
            match both.await {
                (Ok(()) | Err(Problem::Gone(Gone::RequestWithdrawn)), Ok(())) => {}
                other => panic!("round {round}: {other:?}"),
            }
            bring_in(house, &ada, GRACE, Role::Admin).await;
            assert_eq!(state(house).await, RequestState::Cancelled.key());
            house.clock.forward(1000);
        }
    })
    .await;
}
