//! Publishing: who may, what becomes live, and that whatever goes wrong leaves what was live.

use std::path::Path;

use teamwork::{
    acts::{Deployed, Guest, Live, Push, Topic},
    rules::{
        config::RuntimeForm,
        log::Door,
        moment::DAY,
        permission::Refusal,
        problem::{Conflict, Problem, Thing},
        release::{ReleaseFlaw, ReleaseState},
    },
};

use super::stage::{COMMIT, Shelf, live, machine, person, push, push_to, releases, shop};
use crate::{
    account::stage::some_key,
    config::stage::{assign, suspend, trial},
    house::each_engine,
};

#[tokio::test(flavor = "multi_thread")]
async fn each_push_is_a_release_and_the_newest_is_live() {
    each_engine(async |house| {
        let (app, shelf) = shop(house).await;
        assert_eq!(house.ada().await.site("shop").await.unwrap().version, 0);
        assign(house, house.kevin().await.id(), "shop").await;
        for (number, who) in (1..).zip([house.ada().await, house.grace().await, house.kevin().await]) {
            let (done, told) = push_to(house, app, "main", &person(who.id())).await;
            assert_eq!(done, Ok(Deployed::Live(number)), "{told}");
            let live_at = format!("Release {number} is live: https://shop.apps.warren.example/");
            assert!(told.contains("Publishing 0123456 as release") && told.contains(&live_at), "{told}");
            assert_eq!(shelf.asked(), [format!("publish {number}"), format!("switch {number}")]);
        }
        let cards = releases(house).await;
        let seen: Vec<_> = cards.iter().map(|card| (card.number, card.by.as_str(), card.live)).collect();
        assert_eq!(seen, [(3, "Kevin Flynn", true), (2, "Grace Hopper", false), (1, "Ada Lovelace", false)]);
        assert_eq!((cards[0].commit.as_str(), cards[0].files, cards[0].bytes > 0), (COMMIT, 2, true));
        let log: Vec<_> = house.log().await.into_iter().filter(|entry| entry.event == "app_deployed").collect();
        let seen: Vec<_> = log.iter().map(|e| (e.role.as_str(), e.before.as_str(), e.after.as_str())).collect();
        assert_eq!(seen, [("owner", "", "1"), ("admin", "1", "2"), ("developer", "2", "3")]);
        assert!(log.iter().all(|entry| entry.has_company && entry.has_actor && entry.door == "ssh"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_access_to_the_code_publishes_nothing() {
    each_engine(async |house| {
        let (app, shelf) = shop(house).await;
        let answer = async |who| push_to(house, app, "main", &person(who)).await.0;
        assert_eq!(answer(house.kevin().await.id()).await, Err(Problem::Refused(Refusal::NotAssigned)));
        assert_eq!(answer(house.mara().await.id()).await, Err(Problem::Refused(Refusal::NeedsAdmin)));
        assert_eq!(answer(house.mallory().await.id()).await, Err(Problem::NotFound(Thing::App)));
        for who in [house.mara().await, house.kevin().await] {
            assert!(matches!(who.releases("shop", None).await, Err(Problem::Refused(_))));
            assert!(matches!(who.site("shop").await, Err(Problem::Refused(_))));
        }
        assert_eq!(house.mallory().await.site("shop").await, Err(Problem::NotFound(Thing::App)));
        assert!(shelf.asked().is_empty() && releases(house).await.is_empty());
        assert!(house.log().await.iter().all(|entry| entry.event == "access_denied"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_publishes_with_a_key_of_this_app_that_writes() {
    each_engine(async |house| {
        let (app, _) = shop(house).await;
        crate::config::stage::app(house, "blog").await;
        let ada = house.ada().await;
        let writes = ada.add_deploy_key("shop", &some_key(1), "build server", true).await.unwrap();
        ada.add_deploy_key("shop", &some_key(2), "mirror", false).await.unwrap();
        ada.add_deploy_key("blog", &some_key(3), "blogger", true).await.unwrap();
        for key in ["mirror", "blogger", "nobody"] {
            let (done, _) = push_to(house, app, "main", &machine(key)).await;
            assert_eq!(done, Err(Problem::NotFound(Thing::Key)), "{key}");
        }
        assert_eq!(push_to(house, app, "main", &machine("build server")).await.0, Ok(Deployed::Live(1)));
        assert_eq!(releases(house).await[0].by, "deploy key build server");
        let entry = house.log().await.pop().unwrap();
        let seen = (entry.event.as_str(), entry.target.as_str(), entry.has_actor, entry.has_company);
        assert_eq!(seen, ("app_deployed", "build server", false, true));
        ada.remove_deploy_key("shop", writes).await.unwrap();
        assert_eq!(push_to(house, app, "main", &machine("build server")).await.0, Err(Problem::NotFound(Thing::Key)));
        assert_eq!(releases(house).await[0].by, "deploy key build server");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_branch_and_the_folder_of_the_configuration_are_published() {
    each_engine(async |house| {
        let (app, shelf) = shop(house).await;
        let ada = house.ada().await;
        let (done, _) = push_to(house, app, "topic", &person(ada.id())).await;
        assert_eq!(done, Ok(Deployed::OtherBranch("main".into())));
        assert_eq!(shelf.asked(), Vec::<String>::new());
        let form = RuntimeForm {
            folder: "site".into(),
            branch: "live".into(),
            index_file: "index.html".into(),
            cache_seconds: "60".into(),
            ..RuntimeForm::default()
        };
        ada.set_runtime("shop", 0, &form).await.unwrap();
        assert_eq!(push(house, app).await, Ok(Deployed::OtherBranch("live".into())));
        let (done, _) = push_to(house, app, "live", &person(ada.id())).await;
        assert_eq!((done, shelf.folders.lock().unwrap().as_slice()), (Ok(Deployed::Live(1)), &["site".to_owned()][..]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_published_says_so_and_leaves_what_is_live() {
    each_engine(async |house| {
        let (app, shelf) = shop(house).await;
        push(house, app).await.unwrap();
        shelf.asked();
        let flaw = ReleaseFlaw::TooLarge(524_288_000);
        *shelf.flaw.lock().unwrap() = Some(flaw.clone());
        let (done, told) = push_to(house, app, "main", &person(house.ada().await.id())).await;
        assert_eq!(done, Ok(Deployed::Flawed(2, flaw)));
        assert!(told.contains("Not published.") && told.contains("more than 500 MB"), "{told}");
        assert_eq!(shelf.asked(), ["publish 2", "remove 2"]);
        let cards = releases(house).await;
        assert_eq!((cards[0].state, cards[0].live, cards[1].live), (ReleaseState::Failed, false, true));
        assert!(cards[0].failure.as_ref().unwrap().contains("500 MB"));
        assert_eq!(house.log().await.pop().unwrap().event, "app_deploy_failed");
        assert_eq!(push(house, app).await, Ok(Deployed::Live(3)));
    })
    .await;
}

/// Rights end at once: what was begun with them does not become live without them.
#[tokio::test(flavor = "multi_thread")]
async fn who_loses_the_right_while_files_are_written_publishes_nothing() {
    each_engine(async |house| {
        let (app, shelf) = shop(house).await;
        let (ada, grace) = (house.ada().await, house.grace().await);
        push(house, app).await.unwrap();
        let (dismisses, whom) = (ada.clone(), grace.id());
        *shelf.meanwhile.lock().unwrap() =
            Some(Box::pin(async move { dismisses.dismiss("acme", whom).await.unwrap() }));
        let (done, told) = push_to(house, app, "main", &person(grace.id())).await;
        assert_eq!(done, Err(Problem::NotFound(Thing::App)), "{told}");
        assert_eq!((live(house).await, shelf.asked().pop().as_deref()), (1, Some("remove 2")));
        // Nor does an App that is suspended meanwhile.
        let shell = teamwork::acts::Operator::of_the_house(&house.warren);
        *shelf.meanwhile.lock().unwrap() =
            Some(Box::pin(async move { shell.suspend_app("shop", "Too many rabbits.").await.unwrap() }));
        assert_eq!(push(house, app).await, Err(Problem::Conflict(Conflict::AppSuspended)));
        assert_eq!(live(house).await, 1);
        assert_eq!(push(house, app).await, Err(Problem::Conflict(Conflict::AppSuspended)));
        let states: Vec<_> = releases(house).await.iter().map(|card| card.state).collect();
        assert_eq!(states, [ReleaseState::Failed, ReleaseState::Failed, ReleaseState::Published]);
        assert_eq!(house.log().await.iter().filter(|entry| entry.event == "app_deploy_failed").count(), 2);
    })
    .await;
}

/// The slow one of two pushes does not cover the newer.
#[tokio::test(flavor = "multi_thread")]
async fn an_older_push_that_is_slower_does_not_become_live() {
    each_engine(async |house| {
        let (app, shelf) = shop(house).await;
        let ada = person(house.ada().await.id());
        let (by, warren) = (ada.clone(), house.warren.clone());
        let newer = async move {
            let guest = Guest::new(&warren, Door::Ssh, "", "", warren.request());
            let push = Push { app, branch: "main", commit: COMMIT, repository: Path::new("/nowhere"), by: &by };
            assert_eq!(guest.deploy(push, &|_| {}).await, Ok(Deployed::Live(2)));
        };
        *shelf.meanwhile.lock().unwrap() = Some(Box::pin(newer));
        let (done, told) = push_to(house, app, "main", &ada).await;
        assert_eq!(done, Ok(Deployed::Older(1)), "{told}");
        assert_eq!(live(house).await, 2);
        assert_eq!(shelf.asked(), ["publish 1", "publish 2", "switch 2"]);
        // It is whole, so it can be chosen.
        house.ada().await.roll_back("shop", 2, 1).await.unwrap();
        assert_eq!(live(house).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_of_ones_own_is_published_too_and_a_suspended_app_is_not() {
    each_engine(async |house| {
        let (app, _) = shop(house).await;
        let mallory = house.mallory().await;
        trial(house, &mallory, "burrow").await;
        let own = mallory.my_trials().await.unwrap()[0].id;
        let (done, _) = push_to(house, own, "main", &person(mallory.id())).await;
        assert_eq!(done, Ok(Deployed::Live(1)));
        assert_eq!(mallory.releases("burrow", None).await.unwrap().releases.len(), 1);
        let entry = house.log().await.pop().unwrap();
        assert_eq!((entry.event.as_str(), entry.has_company, entry.has_actor), ("app_deployed", false, true));
        suspend(house, "shop").await;
        assert_eq!(push(house, app).await, Err(Problem::Conflict(Conflict::AppSuspended)));
    })
    .await;
}

/// E54: each App by its own first release, once, in the transaction that makes it live.
#[tokio::test(flavor = "multi_thread")]
async fn a_trial_that_is_published_lasts_two_days_longer() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        trial(house, &kevin, "app-x").await;
        let shelf = Shelf::open(&house.warren);
        let before = kevin.app("app-x").await.unwrap();
        let end = before.trial_ends_at.unwrap();
        let by = person(kevin.id());
        *shelf.flaw.lock().unwrap() = Some(ReleaseFlaw::Empty);
        assert!(matches!(push_to(house, before.id, "main", &by).await.0, Ok(Deployed::Flawed(1, _))));
        assert_eq!(kevin.app("app-x").await.unwrap().trial_ends_at, Some(end), "nothing is live");
        for number in [2, 3] {
            assert_eq!(push_to(house, before.id, "main", &by).await.0, Ok(Deployed::Live(number)));
            let now = kevin.app("app-x").await.unwrap();
            assert_eq!((now.trial_ends_at, now.version), (Some(end.plus(2 * DAY)), before.version), "once");
        }
        let log = house.log().await;
        let earned: Vec<_> = log.iter().filter(|entry| entry.after == "first_release").collect();
        assert!(
            earned.len() == 1
                && earned[0].event == "trial_extended"
                && earned[0].target == "2"
                && !earned[0].has_company
        );
    })
    .await;
}

/// Whoever looks at the releases hears of one when it begins, while its files are written, and when it is live.
#[tokio::test(flavor = "multi_thread")]
async fn pages_hear_that_publishing_has_begun_and_ended() {
    each_engine(async |house| {
        let (app, shelf) = shop(house).await;
        let mut watch = house.ada().await.watch(Some("acme")).await.unwrap();
        let (begun, mut seen) = tokio::sync::oneshot::channel();
        let ada = house.ada().await;
        *shelf.meanwhile.lock().unwrap() = Some(Box::pin(async move {
            let heard = tokio::time::timeout(std::time::Duration::from_secs(5), watch.next()).await;
            let state = ada.releases("shop", None).await.unwrap().releases[0].state;
            let _ = begun.send((heard.unwrap(), state, watch));
        }));
        push(house, app).await.unwrap();
        let (heard, state, mut watch) = seen.try_recv().unwrap();
        assert_eq!((heard, state), (Live::Changed(Topic::Apps), ReleaseState::Unpacking));
        let heard = tokio::time::timeout(std::time::Duration::from_secs(5), watch.next()).await;
        assert_eq!((heard.unwrap(), live(house).await), (Live::Changed(Topic::Apps), 1));
    })
    .await;
}
