//! Variables, redirects and options: what is kept, what is refused, what costs how much.

use teamwork::rules::{
    config::Runtime,
    problem::{Field, Problem, Thing, Why},
};

use super::stage::{app, runtime_form, seen, value};
use crate::house::{Engine, House, each_engine};

#[tokio::test(flavor = "multi_thread")]
async fn a_variable_is_set_changed_and_taken_away_in_versions() {
    each_engine(async |house| {
        app(house, "shop").await;
        let ada = house.ada().await;
        assert_eq!(seen(house).await.version, 0);
        assert_eq!(ada.set_variable("shop", 0, "B_URL", "one\r\ntwo", false).await, Ok(1));
        assert_eq!(ada.set_variable("shop", 1, "A_KEY", "", false).await, Ok(2));
        assert_eq!(ada.set_variable("shop", 2, "B_URL", "three", false).await, Ok(3));
        let card = seen(house).await;
        let names: Vec<_> = card.variables.iter().map(|variable| variable.name.as_str()).collect();
        assert_eq!(names, ["A_KEY", "B_URL"]);
        assert_eq!(value(&card, "B_URL").as_deref(), Some("three"));
        assert_eq!(ada.remove_variable("shop", 3, "B_URL").await, Ok(4));
        assert_eq!(ada.remove_variable("shop", 4, "B_URL").await, Err(Problem::NotFound(Thing::Variable)));
        let told: Vec<_> = house.log().await.into_iter().map(|entry| (entry.event, entry.target)).collect();
        let expected = ["B_URL added", "A_KEY added", "B_URL changed", "B_URL removed"];
        assert_eq!(told, expected.map(|words| ("app_configured".to_owned(), words.to_owned())));
    })
    .await;
}

/// I34: what an entry says was before is what the entry before said came after.
#[tokio::test(flavor = "multi_thread")]
async fn each_entry_carries_the_digest_before_and_after() {
    each_engine(async |house| {
        app(house, "shop").await;
        let ada = house.ada().await;
        let mails = house.mails().await.len();
        ada.set_variable("shop", 0, "A", "1", true).await.unwrap();
        ada.set_redirects("shop", 1, "/a /b").await.unwrap();
        ada.undo_config("shop", 2, 1).await.unwrap();
        let log = house.log().await;
        assert!(log.iter().all(|entry| entry.before.len() == 64 && entry.after.len() == 64));
        assert_eq!((&log[1].before, &log[2].before), (&log[0].after, &log[1].after));
        assert_eq!(log[2].after, log[0].after, "the same content has the same digest");
        assert!(log.iter().all(|entry| entry.role == "owner" && entry.door == "page" && entry.has_company));
        assert_eq!(house.mails().await.len(), mails);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_to_change_is_no_error_and_no_version() {
    each_engine(async |house| {
        app(house, "shop").await;
        let ada = house.ada().await;
        ada.set_variable("shop", 0, "A", "1", false).await.unwrap();
        ada.set_redirects("shop", 1, "/a /b 308").await.unwrap();
        ada.set_runtime("shop", 2, &runtime_form()).await.unwrap();
        let before = house.database.dump().await;
        assert_eq!(ada.set_variable("shop", 3, "A", "1", false).await, Ok(3));
        assert_eq!(ada.set_redirects("shop", 3, "\n /a   /b  308\n").await, Ok(3));
        assert_eq!(ada.set_headers("shop", 3, "\n").await, Ok(3));
        assert_eq!(ada.set_runtime("shop", 3, &runtime_form()).await, Ok(3));
        assert_eq!(ada.undo_config("shop", 3, 3).await, Ok(3));
        assert_eq!(house.database.dump().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_wrong_is_said_beside_its_field() {
    each_engine(async |house| {
        app(house, "shop").await;
        let ada = house.ada().await;
        let both = ada.set_variable("shop", 0, "api url", &"x".repeat(9_000), false).await.unwrap_err();
        assert_eq!(both.flaw(Field::VariableName), Some(Why::NotAVariable));
        assert_eq!(both.flaw(Field::VariableValue), Some(Why::TooLong(8192)));
        let secret = ada.set_variable("shop", 0, "A", "a\0b", true).await.unwrap_err();
        assert_eq!(secret.flaw(Field::SecretValue), Some(Why::ControlCharacters));
        let circle = ada.set_redirects("shop", 0, "/a /b\n/b https://shop.apps.warren.example/a").await;
        assert_eq!(circle, Err(Problem::field(Field::Redirects, Why::Circle)));
        assert_eq!(house.log().await.len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_room_for_a_hundred_variables_and_64_kilobytes() {
    each_engine(async |house| {
        app(house, "shop").await;
        let ada = house.ada().await;
        let mut version = 0;
        for number in 0..7 {
            version =
                ada.set_variable("shop", version, &format!("LONG_{number}"), &"ü".repeat(4096), true).await.unwrap();
        }
        let last = ada.set_variable("shop", version, "LONG_7", &"x".repeat(8192), false).await;
        assert_eq!(last, Err(Problem::field(Field::VariableValue, Why::NoRoom(65_535))));
        version = ada.set_variable("shop", version, "LONG_7", &"x".repeat(8191), false).await.unwrap();
        version = ada.set_variable("shop", version, "LONG_7", &"y".repeat(8191), false).await.unwrap();
        for number in 8..100 {
            version = ada.set_variable("shop", version, &format!("EMPTY_{number}"), "", false).await.unwrap();
        }
        let full = ada.set_variable("shop", version, "ONE_MORE", "", false).await;
        assert_eq!(full, Err(Problem::field(Field::VariableName, Why::Full(100))));
        assert!(ada.set_variable("shop", version, "LONG_7", "shorter", false).await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_are_kept_for_ever_so_there_are_so_many_an_hour() {
    each_engine(async |house| {
        app(house, "shop").await;
        let ada = house.ada().await;
        ada.set_variable("shop", 0, "A", "0", false).await.unwrap();
        house.database.run("UPDATE limits SET hits = 600 WHERE key LIKE 'config/person/%'").await;
        assert!(matches!(ada.set_variable("shop", 1, "A", "1", false).await, Err(Problem::TooMany { .. })));
        assert_eq!(house.grace().await.set_variable("shop", 1, "A", "1", false).await, Ok(2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_untouched_app_runs_as_everybody_expects() {
    each_engine(async |house| {
        app(house, "shop").await;
        let ada = house.ada().await;
        assert_eq!(seen(house).await.runtime, Runtime::default());
        ada.set_runtime("shop", 0, &runtime_form()).await.unwrap();
        let runtime = seen(house).await.runtime;
        assert_eq!((runtime.folder.as_str(), runtime.branch.as_str(), runtime.cache_seconds), ("public", "live", 60));
        assert!(!runtime.https_only);
    })
    .await;
}

/// What an act issued.
async fn spent<T>(house: &House, act: impl Future<Output = T>) -> (u64, T) {
    let before = house.warren.statements();
    let answer = act.await;
    (house.warren.statements() - before, answer)
}

#[tokio::test(flavor = "multi_thread")]
async fn configuring_stays_within_its_budget() {
    each_engine(async |house| {
        app(house, "shop").await;
        let ada = house.ada().await;
        let telling = |statements| statements + u64::from(house.database.engine() == Engine::Postgres);
        // App, configuration, limit, version, App, end of the chain, log.
        assert_eq!(spent(house, ada.set_variable("shop", 0, "A", "1", true)).await, (telling(7), Ok(1)));
        // And the domain.
        assert_eq!(spent(house, ada.add_domain("shop", 1, "www.acme.example")).await, (telling(8), Ok(2)));
        // And the old version; the domain goes.
        assert_eq!(spent(house, ada.undo_config("shop", 2, 1)).await, (telling(9), Ok(3)));
        // Nothing to change stops after looking.
        assert_eq!(spent(house, ada.set_redirects("shop", 3, "")).await, (2, Ok(3)));
        // App, configuration, domains; and App, versions.
        assert_eq!(spent(house, ada.config("shop")).await.0, 3);
        assert_eq!(spent(house, ada.config_versions("shop", None)).await.0, 2);
    })
    .await;
}
