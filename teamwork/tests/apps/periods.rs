//! Who pays which days (I24, E50): whatever happens in whatever order, no day is paid twice or by nobody.

use teamwork::rules::moment::{DAY, HOUR};

use super::{contacts, second_contact, shop};
use crate::house::{House, each_engine};

#[derive(sqlx::FromRow, Debug, PartialEq, Eq)]
struct Period {
    from_day: i64,
    to_day: Option<i64>,
    plan: String,
}

async fn periods(house: &House) -> Vec<Period> {
    house.database.rows("SELECT from_day, to_day, plan FROM app_periods ORDER BY from_day").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_counts_from_tomorrow_and_a_second_one_the_same_day_replaces_it() {
    each_engine(async |house| {
        let app = shop(house).await;
        let (ada, second) = (house.ada().await, second_contact(house).await);
        let today = house.warren.now().millis() / DAY;
        ada.scale_app("acme-shop", "large", app.version).await.unwrap();
        ada.scale_app("acme-shop", "standard", app.version + 1).await.unwrap();
        ada.change_payer("acme-shop", second, app.version + 2).await.unwrap();
        let period = |from_day, to_day, plan: &str| Period { from_day, to_day, plan: plan.into() };
        assert_eq!(
            periods(house).await,
            [period(today, Some(today + 1), "small"), period(today + 1, None, "standard")]
        );
        ada.delete_app("acme-shop", "acme-shop", app.version + 3).await.unwrap();
        assert_eq!(periods(house).await, [period(today, Some(today + 1), "small")], "tomorrow never comes");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn random_changes_leave_no_gap_and_no_overlap() {
    each_engine(async |house| {
        let app = shop(house).await;
        let second = second_contact(house).await;
        house.company_of(&house.ada().await, "Acme Labs").await;
        let first = contacts(&house.ada().await, "acme").await[0];
        let there = contacts(&house.ada().await, "acme-labs").await[0];
        let begin = house.warren.now().millis() / DAY;
        let mut chance = 0x2545_f491_4f6c_dd1d_u64;
        let mut next = |of: u64| {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            chance % of
        };
        let _ = app;
        for _ in 0..120 {
            house.clock.forward(i64::try_from(next(40)).unwrap() * HOUR);
            let now = house.warren.now().millis();
            house.database.run(&format!("UPDATE sessions SET proven_at = {now} WHERE ends_at > {now}")).await;
            let ada = house.ada().await;
            let seen = ada.app("acme-shop").await.unwrap();
            let (plan, here) = (["small", "standard", "large"][next(3) as usize], seen.slug.as_deref() == Some("acme"));
            let done = match (next(3), here) {
                (0, _) => ada.scale_app("acme-shop", plan, seen.version).await,
                (1, true) => ada.change_payer("acme-shop", [first, second][next(2) as usize], seen.version).await,
                (1, false) => ada.move_app("acme-shop", "acme", Some(first), seen.version).await,
                (_, true) => ada.move_app("acme-shop", "acme-labs", Some(there), seen.version).await,
                (_, false) => ada.change_payer("acme-shop", there, seen.version).await,
            };
            // What is as it was already is no write, and no write is no entry.
            assert_eq!(done, Ok(()));
            assert_eq!(house.warren.fsck().await, Ok(Vec::new()));
        }
        let all = periods(house).await;
        assert_eq!(all[0].from_day, begin);
        assert!(all.windows(2).all(|pair| pair[0].to_day == Some(pair[1].from_day)));
        assert_eq!(all.last().unwrap().to_day, None);
    })
    .await;
}
