//! Two changes of one person at once: the outcome is that of some order (quality.md, T3).

use teamwork::rules::{
    problem::{Conflict, Gone, Problem, Thing},
    role::Role,
};

use super::{app, end_of, in_days, set_end};
use crate::{
    house::{KEVIN, MALLORY, each_engine},
    races::{ROUNDS, at_once, bring_in},
};

#[tokio::test(flavor = "multi_thread")]
async fn assigning_and_dismissing_at_once_leave_no_assignment_behind() {
    each_engine(async |house| {
        let shop = app(house, "shop").await;
        let (ada, grace, kevin) = (house.ada().await, house.grace().await, house.kevin().await.id());
        for round in 0..ROUNDS {
            house.forgive_limits().await;
            let version = house.version_of(kevin).await;
            let (a, g) = (ada.clone(), grace.clone());
            let both = at_once(
                async move { a.assign_apps("acme", kevin, vec![shop], version).await.map(|_| ()) },
                async move { g.dismiss("acme", kevin).await },
            );
            match both.await {
                (Ok(()) | Err(Problem::NotFound(Thing::Member)), Ok(())) => {}
                other => panic!("round {round}: {other:?}"),
            }
            assert_eq!(house.database.count("SELECT COUNT(*) FROM app_members").await, 0, "round {round}");
            bring_back(house, shop).await;
        }
    })
    .await;
}

/// Kevin comes back, without Apps.
async fn bring_back(house: &crate::house::House, shop: teamwork::rules::id::AppId) {
    house.forgive_limits().await;
    house.ada().await.invite_with("acme", KEVIN.email, super::developer(&[shop])).await.unwrap();
    let secret = house.newest_secret(KEVIN.email).await;
    house.kevin().await.accept_invitation(&secret).await.unwrap();
    super::assign_kevin(house, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn assigning_and_changing_the_role_at_once_end_in_one_order() {
    each_engine(async |house| {
        let shop = app(house, "shop").await;
        let (ada, grace, kevin) = (house.ada().await, house.grace().await, house.kevin().await.id());
        for round in 0..ROUNDS {
            let version = house.version_of(kevin).await;
            let (a, g) = (ada.clone(), grace.clone());
            let both = at_once(
                async move { a.assign_apps("acme", kevin, vec![shop], version).await.map(|_| ()) },
                async move { g.change_role("acme", kevin, Role::Admin, version).await.map(|_| ()) },
            );
            let stale = Err(Problem::Conflict(Conflict::StaleMember));
            let assigned = match both.await {
                (Ok(()), refused) if refused == stale => 1,
                (Err(Problem::NotFound(Thing::Member)), Ok(())) => 0,
                other => panic!("round {round}: {other:?}"),
            };
            assert_eq!(house.database.count("SELECT COUNT(*) FROM app_members").await, assigned, "round {round}");
            let version = house.version_of(kevin).await;
            if assigned == 0 {
                ada.change_role("acme", kevin, Role::Developer, version).await.unwrap();
            } else {
                ada.assign_apps("acme", kevin, Vec::new(), version).await.unwrap();
            }
        }
    })
    .await;
}

/// The clock comes on two servers at once, and the person leaves in that moment: one membership ends once.
#[tokio::test(flavor = "multi_thread")]
async fn the_end_by_the_clock_and_leaving_at_once_are_one_end() {
    each_engine(async |house| {
        let (ada, kevin) = (house.ada().await, house.kevin().await.id());
        let day = in_days(house, 1);
        let begin = house.warren.now();
        for round in 0..ROUNDS {
            house.forgive_limits().await;
            house.clock.set(begin);
            set_end(house, &ada, kevin, &day).await;
            // Who comes after the end is taken out by that; this request began before.
            let (warren, leaver) = (house.warren.clone(), house.kevin().await);
            house.clock.set(end_of(&day));
            let both =
                at_once(async move { warren.end_memberships().await }, async move { leaver.leave("acme").await });
            match both.await {
                (Ok(1), Err(Problem::NotFound(Thing::Company))) | (Ok(0), Ok(())) => {}
                other => panic!("round {round}: {other:?}"),
            }
            let ends = "SELECT COUNT(*) FROM log WHERE event IN ('membership_ended', 'member_left')";
            assert_eq!(house.database.count(ends).await, i64::try_from(round).unwrap() + 1, "round {round}");
            house.clock.set(begin);
            bring_in(house, &ada, KEVIN, Role::Developer).await;
        }
    })
    .await;
}

/// An App is deleted while somebody accepts an invitation to it alone: they come in with it, which then goes, or the
/// invitation was withdrawn. Nobody is assigned to what is gone.
#[tokio::test(flavor = "multi_thread")]
async fn accepting_and_deleting_the_app_at_once_end_in_one_order() {
    each_engine(async |house| {
        let (ada, mallory) = (house.ada().await, house.mallory().await);
        for round in 0..ROUNDS {
            house.forgive_limits().await;
            let name = format!("app-{round}");
            let app = app(house, &name).await;
            ada.invite_with("acme", MALLORY.email, super::developer(&[app])).await.unwrap();
            let secret = house.newest_secret(MALLORY.email).await;
            let (a, m) = (ada.clone(), mallory.clone());
            let both = at_once(async move { a.delete_app(&name, &name, 1).await }, async move {
                m.accept_invitation(&secret).await
            });
            match both.await {
                (Ok(()), Ok(_)) => ada.dismiss("acme", mallory.id()).await.unwrap(),
                (Ok(()), Err(Problem::Gone(Gone::InvitationWithdrawn))) => {}
                other => panic!("round {round}: {other:?}"),
            }
            assert_eq!(house.database.count("SELECT COUNT(*) FROM app_members").await, 0, "round {round}");
        }
    })
    .await;
}
