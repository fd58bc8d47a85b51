//! Settings of the house: validated, logged, in force at once and on every server.

use std::time::Duration;

use teamwork::rules::{
    house::Setting,
    moment::DAY,
    problem::{Field, Problem, Why},
    role::Role,
};

use super::{operator, shell};
use crate::house::{Engine, House, each_engine};

async fn value(house: &House, setting: Setting) -> String {
    let cards = shell(house).settings().await.unwrap();
    cards.into_iter().find(|card| card.setting == setting).unwrap().value
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_has_its_default_until_it_is_chosen() {
    each_engine(async |house| {
        let operator = operator(house).await;
        let cards = operator.settings().await.unwrap();
        let values: Vec<_> = cards.iter().map(|card| (card.setting.key(), card.value.as_str())).collect();
        assert_eq!(
            values,
            [
                ("name", "Warren"),
                ("invitation_days", "7"),
                ("trial_days", "7"),
                ("trial_grace_days", "7"),
                ("name_block_days", "7"),
                ("recovery_days", "14"),
                ("request_days", "7"),
                ("terms_version", ""),
                ("seller_name", ""),
                ("seller_street", ""),
                ("seller_postal_code", ""),
                ("seller_city", ""),
                ("seller_country", ""),
                ("seller_vat_number", ""),
                ("seller_email", ""),
                ("seller_phone", ""),
                ("seller_legal", ""),
                ("seller_iban", ""),
                ("seller_bic", ""),
                ("seller_creditor", ""),
                ("invoice_series", "W"),
                ("credit_series", "CN"),
                ("home_vat", ""),
                ("carry_below", "0.50"),
                ("abandoned_days", "0"),
                ("payment_days", "14"),
                ("reminder_days", "3"),
                ("second_reminder_days", "10"),
                ("suspension_days", "21"),
                ("deletion_days", "51"),
            ]
        );
        assert!(cards.iter().all(|card| card.changed_at.is_none()));
        operator.set_setting("name", "Rabbit Row").await.unwrap();
        let card = operator.settings().await.unwrap().remove(0);
        assert_eq!((card.value.as_str(), card.changed_at), ("Rabbit Row", Some(house.warren.now())));
        assert_eq!(card.changed_by.as_deref(), Some("Mallory Archer"));
        assert_eq!(house.warren.house_name(), "Rabbit Row");
    })
    .await;
}

/// S18: 1 to 30 days; the waiting time of a recovery is at least three.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_sensible_is_refused_and_changes_nothing() {
    each_engine(async |house| {
        let operator = operator(house).await;
        let before = house.database.dump().await;
        for (key, value, why) in [
            ("invitation_days", "0", Why::NotInRange(1, 30)),
            ("invitation_days", "31", Why::NotInRange(1, 30)),
            ("recovery_days", "2", Why::NotInRange(3, 90)),
            ("trial_days", "a week", Why::NotInRange(1, 90)),
            ("name", "", Why::Missing),
            ("colour", "red", Why::NotASetting),
        ] {
            let answer = operator.set_setting(key, value).await;
            assert_eq!(answer, Err(Problem::field(Field::Value, why)), "{key} {value}");
        }
        assert_eq!(house.database.dump().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_is_logged_with_before_and_after_and_no_choice_is_not() {
    each_engine(async |house| {
        let operator = operator(house).await;
        operator.set_setting("trial_days", " 14 ").await.unwrap();
        operator.set_setting("trial_days", "14").await.unwrap();
        let log = house.log().await;
        assert_eq!(log.len(), 1);
        let entry = &log[0];
        assert_eq!((entry.event.as_str(), entry.target.as_str()), ("setting_changed", "trial_days"));
        assert_eq!((entry.before.as_str(), entry.after.as_str()), ("7", "14"));
        assert!(!entry.has_company && entry.has_actor && entry.role.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_invitation_lives_as_long_as_was_chosen() {
    each_engine(async |house| {
        let ada = house.ada().await;
        ada.invite("acme", "one@heart.example", Role::Developer, "").await.unwrap();
        operator(house).await.set_setting("invitation_days", "30").await.unwrap();
        ada.invite("acme", "two@heart.example", Role::Developer, "").await.unwrap();
        let now = house.warren.now();
        let mut lives: Vec<_> = ada.invitations("acme").await.unwrap();
        lives.sort_by_key(|card| card.email.clone());
        let lives: Vec<_> = lives.iter().map(|card| card.expires_at.since(now) / DAY).collect();
        assert_eq!(lives, [7, 30]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_that_opens_again_knows_what_was_chosen() {
    each_engine(async |house| {
        shell(house).set_setting("trial_days", "21").await.unwrap();
        let again = house.beside().await;
        assert_eq!(again.house_rules().trial_life, 21 * DAY);
        again.close().await;
        assert_eq!(value(house, Setting::TrialDays).await, "21");
    })
    .await;
}

/// Several servers on one PostgreSQL: within a second. On SQLite there is one, and it knows at once.
#[tokio::test(flavor = "multi_thread")]
async fn a_choice_counts_on_every_server() {
    each_engine(async |house| {
        let other = house.beside().await;
        shell(house).set_setting("recovery_days", "3").await.unwrap();
        assert_eq!(house.warren.house_rules().recovery_wait, 3 * DAY);
        if house.database.engine() == Engine::Postgres {
            let heard = async {
                while other.house_rules().recovery_wait != 3 * DAY {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            };
            tokio::time::timeout(Duration::from_secs(1), heard).await.expect("the other server hears it");
        }
        other.read_settings().await.unwrap();
        assert_eq!(other.house_rules(), house.warren.house_rules());
        other.close().await;
    })
    .await;
}
