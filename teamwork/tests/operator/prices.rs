//! The price list: read as a whole, versioned, and without effect on what has begun.

use teamwork::rules::{
    price_list::{PlanForm, PricedPlan},
    problem::{Conflict, Field, Problem, Thing, Why},
};

use super::{operator, shell};
use crate::{
    house::{House, each_engine},
    races::at_once,
};

fn form(key: &str, price: &str) -> PlanForm {
    PlanForm {
        key: key.into(),
        name: "Small".into(),
        position: "1".into(),
        price: price.into(),
        currency: "EUR".into(),
        memory: "512".into(),
        storage: "2048".into(),
        domain_count: "3".into(),
        offered: true,
    }
}

async fn plan(house: &House, key: &str) -> PricedPlan {
    shell(house).price_list().await.unwrap().into_iter().find(|plan| plan.key == key).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_added_once() {
    each_engine(async |house| {
        let operator = operator(house).await;
        operator.add_plan(&form("tiny", "4.50")).await.unwrap();
        let tiny = plan(house, "tiny").await;
        assert_eq!((tiny.price, tiny.offered, tiny.version), (450, true, 1));
        let again = operator.add_plan(&form("tiny", "5.00")).await;
        assert_eq!(again, Err(Problem::field(Field::Plan, Why::Taken)));
        let log = house.log().await;
        assert_eq!(log.len(), 1);
        assert_eq!(
            (log[0].event.as_str(), log[0].target.as_str(), log[0].before.as_str()),
            ("plan_changed", "tiny", "")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_versioned_and_logged() {
    each_engine(async |house| {
        let operator = operator(house).await;
        operator.change_plan(&form("small", "12.00"), 1).await.unwrap();
        let small = plan(house, "small").await;
        assert_eq!((small.price, small.memory_mb, small.version), (1200, 512, 2));
        for version in [1, 3, 0, -1, i64::MAX] {
            let stale = operator.change_plan(&form("small", "13.00"), version).await;
            assert_eq!(stale, Err(Problem::Conflict(Conflict::StalePlan)), "{version}");
        }
        let unknown = operator.change_plan(&form("no-such", "1.00"), 1).await;
        assert_eq!(unknown, Err(Problem::NotFound(Thing::Plan)));
        let entry = house.log().await.remove(0);
        assert_eq!(entry.before, "Small: 9.00 EUR, 256 MB memory, 1024 MB storage, 2 domains, offered");
        assert_eq!(entry.after, "Small: 12.00 EUR, 512 MB memory, 2048 MB storage, 3 domains, offered");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_withdrawn_and_offered_again() {
    each_engine(async |house| {
        let operator = operator(house).await;
        operator.change_plan(&PlanForm { offered: false, ..form("small", "9.00") }, 1).await.unwrap();
        assert!(!plan(house, "small").await.offered);
        operator.change_plan(&form("small", "9.00"), 2).await.unwrap();
        assert!(plan(house, "small").await.offered);
    })
    .await;
}

/// What an App's period costs stands in the period.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_price_changes_no_period_that_has_begun() {
    each_engine(async |house| {
        super::suspension::apps(house).await;
        let before = house.database.rows::<(i64,)>("SELECT price FROM app_periods").await;
        operator(house).await.change_plan(&form("small", "99.00"), 1).await.unwrap();
        assert_eq!(house.database.rows::<(i64,)>("SELECT price FROM app_periods").await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_change_a_plan_at_once_one_is_told_to_look_again() {
    each_engine(async |house| {
        let one = operator(house).await;
        for round in 1..=20 {
            let (a, b) = (one.clone(), shell(house));
            let both = at_once(async move { a.change_plan(&form("small", "1.00"), round).await }, async move {
                b.change_plan(&form("small", "2.00"), round).await
            });
            let stale = Err(Problem::Conflict(Conflict::StalePlan));
            match both.await {
                (Ok(()), late) | (late, Ok(())) if late == stale => {}
                other => panic!("round {round}: {other:?}"),
            }
        }
    })
    .await;
}
