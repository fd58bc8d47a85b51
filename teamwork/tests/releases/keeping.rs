//! What is kept, and for how long: the last releases, the live one always, nothing of an App that is gone for good.

use std::sync::Arc;

use teamwork::{
    acts::{Deployed, Guest, Push},
    rules::{
        config::DomainState,
        log::Door,
        moment::{DAY, MINUTE},
        problem::{Problem, Thing},
        release::ReleaseState,
    },
};

use super::stage::{COMMIT, live, person, push, releases, rows, shop};
use crate::{
    config::stage::Zone,
    house::{Engine, each_engine},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_last_ones_are_kept_and_the_live_one_always() {
    each_engine(async |house| {
        let (app, shelf) = shop(house).await;
        for _ in 0..12 {
            push(house, app).await.unwrap();
        }
        let numbers: Vec<_> = releases(house).await.iter().map(|card| card.number).collect();
        assert_eq!(numbers, (3..=12).rev().collect::<Vec<_>>());
        let ada = house.ada().await;
        assert_eq!(ada.roll_back("shop", 12, 2).await, Err(Problem::NotFound(Thing::Release)));
        ada.roll_back("shop", 12, 3).await.unwrap();
        shelf.asked();
        assert_eq!(house.warren.tend_releases().await, Ok(2));
        let mut asked = shelf.asked();
        asked.sort();
        assert_eq!(asked, ["remove 1", "remove 2"]);
        assert_eq!((house.warren.tend_releases().await, live(house).await), (Ok(0), 3));
        assert_eq!(rows(&house.database).await, 10);
    })
    .await;
}

/// E51: as long as the name is blocked, the files could be needed by whoever brings the App back out of a copy.
#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_app_is_served_no_more_and_its_files_go_when_its_name_is_free() {
    each_engine(async |house| {
        let (app, shelf) = shop(house).await;
        push(house, app).await.unwrap();
        shelf.asked();
        assert!(house.warren.site_of_app("shop").await.unwrap().unwrap().release.is_some());
        let ada = house.ada().await;
        ada.delete_app("shop", "shop", ada.app("shop").await.unwrap().version).await.unwrap();
        assert!(house.warren.site_of_app("shop").await.unwrap().is_none());
        assert_eq!((house.warren.tend_releases().await, rows(&house.database).await), (Ok(0), 1));
        house.clock.forward(house.warren.house_rules().name_block + 1);
        assert_eq!((house.warren.tend_releases().await, rows(&house.database).await), (Ok(1), 0));
        assert_eq!(shelf.asked(), ["remove 1"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moved_app_keeps_what_is_published() {
    each_engine(async |house| {
        let (app, _) = shop(house).await;
        push(house, app).await.unwrap();
        let ada = house.ada().await;
        let slug = house.company_of(&ada, "Burrow Ltd").await;
        let payer = ada.billing(&slug).await.unwrap()[0].id;
        ada.move_app("shop", &slug, Some(payer), ada.app("shop").await.unwrap().version).await.unwrap();
        assert_eq!((live(house).await, releases(house).await.len()), (1, 1));
        let site = house.warren.site_of_app("shop").await.unwrap().unwrap();
        assert_eq!((site.app, site.release.map(|(number, _)| number)), (app, Some(1)));
    })
    .await;
}

/// The server went away between the files and the switch: what was live stays, and the number is used up.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_went_away_leaves_the_old_release() {
    each_engine(async |house| {
        let (app, shelf) = shop(house).await;
        push(house, app).await.unwrap();
        *shelf.meanwhile.lock().unwrap() = Some(Box::pin(std::future::pending()));
        let by = person(house.ada().await.id());
        let guest = Guest::new(&house.warren, Door::Job, "", "", house.warren.request());
        let task = tokio::spawn(async move {
            let repository = std::path::Path::new("/nowhere");
            guest.deploy(Push { app, branch: "main", commit: COMMIT, repository, by: &by }, &|_| {}).await
        });
        while shelf.asked.lock().unwrap().last().is_none_or(|last| last != "publish 2") {
            tokio::task::yield_now().await;
        }
        task.abort();
        assert!(task.await.unwrap_err().is_cancelled());
        assert_eq!((live(house).await, releases(house).await[0].state), (1, ReleaseState::Unpacking));
        shelf.asked();
        // A server that comes up alone knows at once; beside others it waits until nobody can be at it.
        house.clock.forward(MINUTE);
        let at_once = i64::from(house.database.engine() == Engine::Sqlite);
        assert_eq!(house.warren.give_up_releases().await, Ok(at_once.unsigned_abs()));
        house.clock.forward(DAY);
        house.warren.tend_releases().await.unwrap();
        assert_eq!(
            (releases(house).await[0].state, shelf.asked()),
            (ReleaseState::Failed, vec!["remove 2".to_owned()])
        );
        assert_eq!((live(house).await, push(house, app).await), (1, Ok(Deployed::Live(3))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_domain_serves_only_while_it_leads_here() {
    each_engine(async |house| {
        let (app, _) = shop(house).await;
        let zone = Zone::open(house);
        push(house, app).await.unwrap();
        let ada = house.ada().await;
        ada.add_domain("shop", 0, "www.acme.example").await.unwrap();
        let serves = async || house.warren.site_of_domain("www.acme.example").await.unwrap().map(|site| site.app);
        assert_eq!(serves().await, None, "nobody has asked the name servers");
        zone.says("www.acme.example", "203.0.113.9");
        assert_eq!(ada.check_domain("shop", "www.acme.example").await.unwrap().state, DomainState::Astray);
        assert_eq!(serves().await, None);
        zone.says("www.acme.example", "192.0.2.1");
        assert_eq!(ada.check_domain("shop", "www.acme.example").await.unwrap().state, DomainState::Pointing);
        assert_eq!(serves().await, Some(app));
        assert_eq!(ada.site("shop").await.unwrap().domains, ["www.acme.example"]);
        ada.remove_domain("shop", 1, "www.acme.example").await.unwrap();
        assert_eq!(serves().await, None);
    })
    .await;
}

/// One statement a visitor, and nothing of the secrets.
#[tokio::test(flavor = "multi_thread")]
async fn a_site_is_one_statement_and_its_suspension_counts_at_once() {
    each_engine(async |house| {
        let (app, _) = shop(house).await;
        push(house, app).await.unwrap();
        house.ada().await.set_redirects("shop", 0, "/old /new").await.unwrap();
        let before = house.warren.statements();
        let site = house.warren.site_of_app("shop").await.unwrap().unwrap();
        assert_eq!(house.warren.statements() - before, 1);
        assert_eq!((site.redirects.len(), site.suspended), (1, false));
        let shell = teamwork::acts::Operator::of_the_house(&house.warren);
        let beside = house.beside().await;
        let suspended =
            async |warren: &Arc<teamwork::acts::Warren>| warren.site_of_app("shop").await.unwrap().unwrap().suspended;
        shell.suspend_company("acme", "Too many rabbits.").await.unwrap();
        assert!(suspended(&house.warren).await && suspended(&beside).await);
        shell.resume_company("acme", "They are gone.").await.unwrap();
        shell.suspend_app("shop", "Too many rabbits.").await.unwrap();
        assert!(suspended(&house.warren).await && suspended(&beside).await);
        beside.close().await;
    })
    .await;
}
