//! Secrets: encrypted at rest, never shown again, through no door (I15, I34).

use teamwork::rules::problem::{Field, Problem, Why};

use super::stage::{app, seen, value};
use crate::house::each_engine;

const SECRET: &str = "hunter2-is-a-very-long-secret";

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_known_to_be_there_and_since_when() {
    each_engine(async |house| {
        app(house, "shop").await;
        let ada = house.ada().await;
        ada.set_variable("shop", 0, "API_KEY", SECRET, true).await.unwrap();
        let set_at = house.warren.now();
        house.clock.forward(60_000);
        let ada = house.ada().await;
        assert_eq!(ada.set_variable("shop", 1, "API_KEY", "", true).await, Ok(1), "an empty field keeps the old value");
        let card = seen(house).await;
        assert_eq!((value(&card, "API_KEY"), card.variables[0].changed_at), (None, set_at));
        assert_eq!(ada.set_variable("shop", 1, "API_KEY", "another one", true).await, Ok(2));
        assert_eq!(seen(house).await.variables[0].changed_at, house.warren.now());
        let shown =
            serde_json::to_string(&(seen(house).await, ada.config_versions("shop", None).await.unwrap())).unwrap();
        assert!(!shown.contains(SECRET) && !shown.contains("another one"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_needs_a_value() {
    each_engine(async |house| {
        app(house, "shop").await;
        let missing = Err(Problem::field(Field::SecretValue, Why::Missing));
        assert_eq!(house.ada().await.set_variable("shop", 0, "API_KEY", "", true).await, missing);
    })
    .await;
}

/// What could be read is no secret, and what is a secret is never read: both begin with a new value.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_becomes_or_stops_being_a_secret_without_a_new_value() {
    each_engine(async |house| {
        app(house, "shop").await;
        let ada = house.ada().await;
        ada.set_variable("shop", 0, "OPEN", "known", false).await.unwrap();
        ada.set_variable("shop", 1, "CLOSED", SECRET, true).await.unwrap();
        let missing = |field| Err(Problem::field(field, Why::Missing));
        assert_eq!(ada.set_variable("shop", 2, "OPEN", "", true).await, missing(Field::SecretValue));
        assert_eq!(ada.set_variable("shop", 2, "CLOSED", "", false).await, missing(Field::VariableValue));
        ada.set_variable("shop", 2, "CLOSED", "for all to see", false).await.unwrap();
        ada.set_variable("shop", 3, "OPEN", "new", true).await.unwrap();
        let card = seen(house).await;
        assert_eq!((value(&card, "CLOSED").as_deref(), value(&card, "OPEN")), (Some("for all to see"), None));
        let told: Vec<_> = house.log().await.into_iter().skip(2).map(|entry| entry.target).collect();
        assert_eq!(told, ["CLOSED made readable", "OPEN made a secret"]);
    })
    .await;
}

/// B15: whoever gets a copy of the database reads no value of a variable.
#[tokio::test(flavor = "multi_thread")]
async fn a_dump_of_the_database_holds_no_value_of_a_variable() {
    each_engine(async |house| {
        app(house, "shop").await;
        let ada = house.ada().await;
        ada.set_variable("shop", 0, "API_KEY", SECRET, true).await.unwrap();
        ada.set_variable("shop", 1, "API_KEY", "second-secret-value", true).await.unwrap();
        ada.set_variable("shop", 2, "OPEN", "readable-on-the-page", false).await.unwrap();
        ada.undo_config("shop", 3, 1).await.unwrap();
        ada.set_variable("shop", 4, "bad name", "third-secret-value", true).await.unwrap_err();
        ada.set_variable("shop", 0, "API_KEY", "fourth-secret-value", true).await.unwrap_err();
        house.kevin().await.set_variable("shop", 4, "API_KEY", "fifth-secret-value", true).await.unwrap_err();
        let dump = house.database.dump().await.join("\n").to_lowercase();
        assert!(dump.contains("api_key"), "it is a dump of everything");
        for secret in [SECRET, "second-secret", "readable-on-the-page", "third-secret", "fourth-secret", "fifth-secret"]
        {
            let as_hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
            assert!(!dump.contains(secret), "{secret}");
            assert!(!dump.contains(&as_hex), "{secret}, as bytes");
        }
    })
    .await;
}

/// A value that was moved inside the database to where it can be read is nothing there.
#[tokio::test(flavor = "multi_thread")]
async fn a_secret_moved_to_another_name_opens_nothing() {
    each_engine(async |house| {
        app(house, "shop").await;
        house.ada().await.set_variable("shop", 0, "API_KEY", SECRET, true).await.unwrap();
        let moved = "UPDATE app_configs SET config =
            REPLACE(REPLACE(config, 'API_KEY', 'OTHER'), '\"secret\":true', '\"secret\":false')";
        house.database.run(moved).await;
        assert_eq!(value(&seen(house).await, "OTHER").as_deref(), Some(""));
    })
    .await;
}
