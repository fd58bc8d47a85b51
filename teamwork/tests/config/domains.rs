//! Domains: one App each, as many as the plan has room for, and checked until they lead here.

use std::{net::IpAddr, sync::Arc};

use teamwork::{
    acts::Actor,
    ports::{Names, Pending, Silence},
    rules::{
        config::DomainState,
        log::Event,
        log_filter::LogFilter,
        moment::{DAY, MINUTE, SECOND},
        problem::{Field, Problem, Thing, Why},
    },
};

use super::stage::{Zone, app, seen, trial};
use crate::house::each_engine;

const WWW: &str = "www.acme.example";

fn flaw<T>(why: Why) -> Result<T, Problem> {
    Err(Problem::field(Field::Domains, why))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_domain_leads_to_one_app_of_the_server() {
    each_engine(async |house| {
        app(house, "shop").await;
        trial(house, &house.mallory().await, "burrow").await;
        let (ada, mallory) = (house.ada().await, house.mallory().await);
        assert_eq!(ada.add_domain("shop", 0, " WWW.Acme.Example ").await, Ok(1));
        assert_eq!(ada.add_domain("shop", 1, WWW).await, flaw(Why::Twice));
        assert_eq!(mallory.add_domain("burrow", 0, WWW).await, flaw(Why::DomainTaken));
        assert_eq!(ada.remove_domain("shop", 1, "other.example").await, Err(Problem::NotFound(Thing::Domain)));
        assert_eq!(ada.remove_domain("shop", 1, WWW).await, Ok(2));
        assert_eq!(mallory.add_domain("burrow", 0, WWW).await, Ok(1));
        let told: Vec<_> = house.log().await.into_iter().map(|entry| entry.target).collect();
        assert_eq!(told, ["www.acme.example added", "www.acme.example removed", "www.acme.example added"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plan_says_how_many_domains_there_are() {
    each_engine(async |house| {
        let mallory = house.mallory().await;
        trial(house, &mallory, "burrow").await;
        for (version, host) in (0..).zip(["a.example", "b.example"]) {
            mallory.add_domain("burrow", version, host).await.unwrap();
        }
        assert_eq!(mallory.add_domain("burrow", 2, "c.example").await, flaw(Why::PlanFull(2)));
        // Scaled down, it keeps what it has.
        house.database.run("UPDATE plans SET domains = 1 WHERE key = 'small'").await;
        mallory.remove_domain("burrow", 2, "b.example").await.unwrap();
        assert_eq!(mallory.undo_config("burrow", 3, 2).await, flaw(Why::PlanFull(1)));
    })
    .await;
}

/// Whoever had a name of another App would have its visitors.
#[tokio::test(flavor = "multi_thread")]
async fn names_of_the_house_are_nobodys_domains() {
    each_engine(async |house| {
        app(house, "shop").await;
        let ada = house.ada().await;
        for host in ["apps.warren.example", "blog.apps.warren.example", "warren.example"] {
            assert_eq!(ada.add_domain("shop", 0, host).await, flaw(Why::OwnDomain), "{host}");
        }
        assert_eq!(ada.add_domain("shop", 0, "192.0.2.1").await, flaw(Why::NotADomain));
        assert_eq!(ada.add_domain("shop", 0, "").await, flaw(Why::Missing));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_domain_that_would_close_a_circle_is_not_added() {
    each_engine(async |house| {
        app(house, "shop").await;
        let ada = house.ada().await;
        ada.set_redirects("shop", 0, "/ https://www.acme.example/").await.unwrap();
        assert_eq!(ada.add_domain("shop", 1, WWW).await, flaw(Why::Circle));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_notes_what_the_name_servers_say() {
    each_engine(async |house| {
        app(house, "shop").await;
        let (zone, ada) = (Zone::open(house), house.ada().await);
        ada.add_domain("shop", 0, WWW).await.unwrap();
        assert_eq!(seen(house).await.domains[0].checked_at, None);
        let state = async || ada.check_domain("shop", WWW).await.unwrap().state;
        assert_eq!(state().await, DomainState::Astray, "there is no such name");
        zone.says(WWW, "198.51.100.7");
        assert_eq!(state().await, DomainState::Astray, "it leads elsewhere");
        zone.says(WWW, "192.0.2.1");
        assert_eq!(state().await, DomainState::Pointing);
        zone.is_silent_about(WWW);
        assert_eq!(state().await, DomainState::Pointing, "silence says nothing");
        let domain = seen(house).await.domains.remove(0);
        assert_eq!((domain.state, domain.checked_at), (DomainState::Pointing, Some(house.warren.now())));
        let told: Vec<_> =
            house.log().await.into_iter().skip(1).map(|e| (e.event, e.target, e.before, e.after)).collect();
        let checked =
            |from: &str, to: &str| ("domain_checked".to_owned(), WWW.to_owned(), from.to_owned(), to.to_owned());
        assert_eq!(told, [checked("unchecked", "astray"), checked("astray", "pointing")]);
        assert_eq!(ada.check_domain("shop", "other.example").await, Err(Problem::NotFound(Thing::Domain)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_name_servers_nothing_is_known() {
    each_engine(async |house| {
        app(house, "shop").await;
        let ada = house.ada().await;
        ada.add_domain("shop", 0, WWW).await.unwrap();
        assert_eq!(ada.check_domain("shop", WWW).await.unwrap().state, DomainState::Unchecked);
        assert_eq!(house.warren.recheck_domains().await, Ok(0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_asks_the_name_servers_so_often_an_hour() {
    each_engine(async |house| {
        app(house, "shop").await;
        let ada = house.ada().await;
        ada.add_domain("shop", 0, WWW).await.unwrap();
        for _ in 0..60 {
            ada.check_domain("shop", WWW).await.unwrap();
        }
        assert!(matches!(ada.check_domain("shop", WWW).await, Err(Problem::TooMany { .. })));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_asks_again_after_five_minutes_and_writes_down_only_news() {
    each_engine(async |house| {
        app(house, "shop").await;
        let zone = Zone::open(house);
        house.ada().await.add_domain("shop", 0, WWW).await.unwrap();
        let asked = || zone.asked.lock().unwrap().iter().filter(|host| *host == WWW).count();
        assert_eq!(
            (house.warren.recheck_domains().await, asked()),
            (Ok(1), 1),
            "what nobody has checked is due at once"
        );
        house.clock.forward(5 * MINUTE - SECOND);
        assert_eq!((house.warren.recheck_domains().await, asked()), (Ok(0), 1));
        house.clock.forward(SECOND);
        let before = house.database.dump().await.len();
        assert_eq!((house.warren.recheck_domains().await, asked()), (Ok(0), 2), "still astray: nothing to write");
        assert_eq!((house.database.dump().await.len(), house.log().await.len()), (before, 2));
        zone.says(WWW, "192.0.2.1");
        house.clock.forward(5 * MINUTE + SECOND);
        assert_eq!(house.warren.recheck_domains().await, Ok(1));
        // What leads here is asked for once a day.
        house.clock.forward(DAY - SECOND);
        assert_eq!((house.warren.recheck_domains().await, asked()), (Ok(0), 3));
        zone.says(WWW, "198.51.100.7");
        house.clock.forward(SECOND);
        assert_eq!((house.warren.recheck_domains().await, asked()), (Ok(1), 4));
        let last = house.log().await.pop().unwrap();
        assert_eq!((last.door.as_str(), last.before.as_str(), last.after.as_str()), ("job", "pointing", "astray"));
        assert!(last.has_company && !last.has_actor);
    })
    .await;
}

/// Effect once: two servers whose clocks strike together ask and write once.
#[tokio::test(flavor = "multi_thread")]
async fn two_clocks_that_strike_at_once_check_once() {
    each_engine(async |house| {
        app(house, "shop").await;
        let zone = Zone::open(house);
        let other = house.beside().await;
        other.ask_names(super::stage::APPS.to_owned(), zone.clone());
        house.ada().await.add_domain("shop", 0, WWW).await.unwrap();
        let (one, two) = futures::future::join(house.warren.recheck_domains(), other.recheck_domains()).await;
        assert_eq!(one.unwrap() + two.unwrap(), 1);
        assert_eq!(zone.asked.lock().unwrap().iter().filter(|host| *host == WWW).count(), 1);
        other.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_asks_for_twenty_at_once() {
    each_engine(async |house| {
        house.database.run("UPDATE plans SET domains = 50 WHERE key = 'standard'").await;
        app(house, "shop").await;
        let (_zone, ada) = (Zone::open(house), house.ada().await);
        for version in 0..25 {
            ada.add_domain("shop", version, &format!("a{version}.example")).await.unwrap();
        }
        assert_eq!(house.warren.recheck_domains().await, Ok(20));
        assert_eq!(house.warren.recheck_domains().await, Ok(5));
        assert_eq!(house.warren.recheck_domains().await, Ok(0));
    })
    .await;
}

/// Name servers that take so long that Ada has moved the App when they answer.
struct Slow(Actor);

impl Names for Slow {
    fn addresses<'a>(&'a self, _: &'a str) -> Pending<'a, Result<Vec<IpAddr>, Silence>> {
        Box::pin(async move {
            let _ = self.0.move_app("acme-blog", "acme-labs", None, 1).await;
            Ok(vec!["192.0.2.1".parse().unwrap()])
        })
    }
}

/// I41: what is found about an App is nobody's business in the Company it has left.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_clock_finds_is_written_where_the_app_is_by_then() {
    each_engine(async |house| {
        let ada = house.ada().await;
        house.company_of(&ada, "Acme Labs").await;
        ada.start_trial("acme", "acme-blog").await.unwrap();
        ada.add_domain("acme-blog", 0, WWW).await.unwrap();
        house.warren.ask_names(super::stage::APPS.to_owned(), Arc::new(Slow(ada.clone())));
        assert_eq!(house.warren.recheck_domains().await, Ok(1));
        let checked = async |slug: &str| {
            let lines = ada.activity(slug, &LogFilter::default(), None).await.unwrap().lines;
            lines.iter().filter(|line| line.event == Event::DomainChecked).count()
        };
        assert_eq!((checked("acme").await, checked("acme-labs").await), (0, 1));
    })
    .await;
}
