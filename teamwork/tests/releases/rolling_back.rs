//! Another release becomes the live one: row 11, and nobody is covered unseen.

use teamwork::rules::{
    permission::Refusal,
    problem::{Conflict, Problem, Thing},
    release::ReleaseFlaw,
};

use super::stage::{live, push, releases, rows, shop};
use crate::{
    config::stage::{assign, suspend},
    house::each_engine,
};

#[tokio::test(flavor = "multi_thread")]
async fn owners_admins_and_developers_of_the_app_roll_back_and_forth() {
    each_engine(async |house| {
        let (app, shelf) = shop(house).await;
        for _ in 0..3 {
            push(house, app).await.unwrap();
        }
        shelf.asked();
        assign(house, house.kevin().await.id(), "shop").await;
        let log = house.log().await.len();
        let people = [house.ada().await, house.grace().await, house.kevin().await];
        for (who, (from, to)) in people.iter().zip([(3, 1), (1, 2), (2, 3)]) {
            who.roll_back("shop", from, to).await.unwrap();
            assert_eq!((live(house).await, shelf.asked()), (to, vec![format!("switch {to}")]));
        }
        let entries = house.log().await.split_off(log);
        let seen: Vec<_> =
            entries.iter().map(|e| (e.event.as_str(), e.role.as_str(), e.before.as_str(), e.after.as_str())).collect();
        let event = "app_rolled_back";
        assert_eq!(seen, [(event, "owner", "3", "1"), (event, "admin", "1", "2"), (event, "developer", "2", "3")]);
        // What is live already becomes nothing else, and nobody reads of it.
        people[0].roll_back("shop", 3, 3).await.unwrap();
        assert_eq!(house.log().await.len(), log + 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_configure_changes_nothing_visitors_see() {
    each_engine(async |house| {
        let (app, shelf) = shop(house).await;
        push(house, app).await.unwrap();
        push(house, app).await.unwrap();
        let refused = |why| Err(Problem::Refused(why));
        assert_eq!(house.kevin().await.roll_back("shop", 2, 1).await, refused(Refusal::NotAssigned));
        assert_eq!(house.mara().await.roll_back("shop", 2, 1).await, refused(Refusal::NeedsAdmin));
        assert_eq!(house.mallory().await.roll_back("shop", 2, 1).await, Err(Problem::NotFound(Thing::App)));
        suspend(house, "shop").await;
        let suspended = Err(Problem::Conflict(Conflict::AppSuspended));
        assert_eq!(house.ada().await.roll_back("shop", 2, 1).await, suspended);
        assert_eq!((live(house).await, shelf.asked().pop().as_deref()), (2, Some("switch 2")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_rolls_back_over_a_release_they_have_not_seen_or_to_one_that_is_none() {
    each_engine(async |house| {
        let (app, shelf) = shop(house).await;
        push(house, app).await.unwrap();
        *shelf.flaw.lock().unwrap() = Some(ReleaseFlaw::Empty);
        push(house, app).await.unwrap();
        push(house, app).await.unwrap();
        let ada = house.ada().await;
        assert_eq!(ada.roll_back("shop", 1, 1).await, Err(Problem::Conflict(Conflict::StaleApp)));
        assert_eq!(ada.roll_back("shop", 0, 1).await, Err(Problem::Conflict(Conflict::StaleApp)));
        for none in [0, 2, 4, -1, i64::MAX] {
            assert_eq!(ada.roll_back("shop", 3, none).await, Err(Problem::NotFound(Thing::Release)), "{none}");
        }
        assert_eq!((live(house).await, releases(house).await.len(), rows(&house.database).await), (3, 3, 3));
    })
    .await;
}
