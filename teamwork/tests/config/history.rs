//! Who made which version, and bringing one back.

use teamwork::rules::problem::{Conflict, Field, Problem, Thing, Why};

use super::stage::{app, runtime_form, seen, value};
use crate::house::each_engine;

#[tokio::test(flavor = "multi_thread")]
async fn the_history_says_who_changed_what_newest_first() {
    each_engine(async |house| {
        app(house, "shop").await;
        house.ada().await.set_variable("shop", 0, "API_KEY", "x", true).await.unwrap();
        house.clock.forward(1_000);
        house.grace().await.set_runtime("shop", 1, &runtime_form()).await.unwrap();
        let page = house.ada().await.config_versions("shop", None).await.unwrap();
        let told: Vec<_> = page.versions.iter().map(|v| (v.version, v.by.as_str(), v.change.as_str())).collect();
        let runtime = "folder changed from none to public, branch changed from main to live, error page changed from \
                       none to 404.html, cache seconds changed from 3600 to 60, https only changed from yes to no";
        assert_eq!(told, [(2, "Grace Hopper", runtime), (1, "Ada Lovelace", "API_KEY added")]);
        assert_eq!(page.versions[0].at.since(page.versions[1].at), 1_000);
        assert_eq!(page.next, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_comes_in_pages_without_gap_or_repeat() {
    each_engine(async |house| {
        app(house, "shop").await;
        let ada = house.ada().await;
        for version in 0..45 {
            ada.set_variable("shop", version, "A", &version.to_string(), false).await.unwrap();
        }
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let page = ada.config_versions("shop", cursor.as_deref()).await.unwrap();
            seen.extend(page.versions.into_iter().map(|version| version.version));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, (1..=45).rev().collect::<Vec<_>>());
        assert_eq!(ada.config_versions("shop", Some("x")).await, Err(Problem::Malformed));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_version_comes_back_whole_and_so_does_what_was_undone() {
    each_engine(async |house| {
        app(house, "shop").await;
        let ada = house.ada().await;
        ada.set_variable("shop", 0, "OPEN", "first", false).await.unwrap();
        ada.set_variable("shop", 1, "OPEN", "second", false).await.unwrap();
        ada.add_domain("shop", 2, "www.acme.example").await.unwrap();
        ada.set_redirects("shop", 3, "/a /b").await.unwrap();
        assert_eq!(ada.undo_config("shop", 4, 1).await, Ok(5));
        let card = seen(house).await;
        assert_eq!(value(&card, "OPEN").as_deref(), Some("first"));
        assert!(card.domains.is_empty() && card.redirects.is_empty());
        // Undo of undo.
        assert_eq!(ada.undo_config("shop", 5, 4).await, Ok(6));
        let card = seen(house).await;
        assert_eq!(value(&card, "OPEN").as_deref(), Some("second"));
        assert_eq!((card.domains.len(), card.redirects.len()), (1, 1));
        // And back to the very beginning.
        assert_eq!(ada.undo_config("shop", 6, 0).await, Ok(7));
        assert!(seen(house).await.variables.is_empty());
        assert_eq!(ada.undo_config("shop", 7, 9).await, Err(Problem::NotFound(Thing::Version)));
        assert_eq!(ada.undo_config("shop", 7, -1).await, Err(Problem::NotFound(Thing::Version)));
        let last = house.log().await.pop().unwrap();
        assert_eq!(last.target, "OPEN removed, www.acme.example removed, redirect from /a removed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_are_a_version_that_says_what_changed_and_comes_back() {
    each_engine(async |house| {
        app(house, "shop").await;
        let ada = house.ada().await;
        assert_eq!(ada.set_headers("shop", 0, "/* X-Robots-Tag: noindex\n/a/* X-A: 1").await, Ok(1));
        assert_eq!(ada.set_headers("shop", 1, "/a/* X-A: 2\n/* X-Robots-Tag: noindex").await, Ok(2));
        assert_eq!(ada.set_headers("shop", 2, "/* X-Robots-Tag: noindex\n/a/* X-A: 2").await, Ok(3));
        assert_eq!(ada.undo_config("shop", 3, 1).await, Ok(4));
        let told: Vec<_> =
            ada.config_versions("shop", None).await.unwrap().versions.into_iter().map(|v| v.change).collect();
        let expected = [
            "header X-A of /a/* changed",
            "order of the headers changed",
            "header X-A of /a/* changed",
            "header X-Robots-Tag of /* added, header X-A of /a/* added",
        ];
        assert_eq!(told, expected);
        let headers = seen(house).await.headers;
        assert_eq!(headers.iter().map(|h| h.value.as_str()).collect::<Vec<_>>(), ["noindex", "1"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_come_back_too_and_stay_secrets() {
    each_engine(async |house| {
        app(house, "shop").await;
        let ada = house.ada().await;
        ada.set_variable("shop", 0, "KEY", "readable", false).await.unwrap();
        ada.set_variable("shop", 1, "KEY", "secret", true).await.unwrap();
        let sealed = house.log().await.pop().unwrap().after;
        ada.set_variable("shop", 2, "KEY", "another secret", true).await.unwrap();
        ada.undo_config("shop", 3, 2).await.unwrap();
        assert_eq!(house.log().await.pop().unwrap().after, sealed, "it is that very value again");
        // Version 1 could be read; but KEY is a secret now.
        ada.undo_config("shop", 4, 1).await.unwrap();
        assert_eq!(value(&seen(house).await, "KEY"), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_domain_that_went_to_another_app_does_not_come_back() {
    each_engine(async |house| {
        app(house, "shop").await;
        app(house, "blog").await;
        let ada = house.ada().await;
        ada.add_domain("shop", 0, "www.acme.example").await.unwrap();
        ada.remove_domain("shop", 1, "www.acme.example").await.unwrap();
        ada.add_domain("blog", 0, "www.acme.example").await.unwrap();
        let taken = Err(Problem::field(Field::Domains, Why::DomainTaken));
        assert_eq!(ada.undo_config("shop", 2, 1).await, taken);
        assert_eq!(seen(house).await.version, 2);
    })
    .await;
}

/// Two people look at the same version; the second is told, and nothing of either is lost.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_people_who_edit_at_once_the_second_is_told() {
    each_engine(async |house| {
        app(house, "shop").await;
        let (ada, grace) = (house.ada().await, house.grace().await);
        let (of_ada, of_grace) = (seen(house).await.version, grace.config("shop").await.unwrap().version);
        ada.set_redirects("shop", of_ada, "/a /b").await.unwrap();
        let late = grace.set_variable("shop", of_grace, "A", "1", false).await;
        assert_eq!(late, Err(Problem::Conflict(Conflict::StaleApp)));
        let now = grace.config("shop").await.unwrap().version;
        grace.set_variable("shop", now, "A", "1", false).await.unwrap();
        let card = seen(house).await;
        assert_eq!((card.redirects.len(), card.variables.len()), (1, 1));
    })
    .await;
}
