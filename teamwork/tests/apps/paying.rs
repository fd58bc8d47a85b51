//! Who pays (R20, R44; matrix rows 16 and 17, S6, S7), and scaling (row 12).

use teamwork::rules::{
    app::AppState,
    moment::{DAY, MINUTE},
    permission::Refusal,
    problem::{Conflict, Field, Problem, Thing, Why},
};

use super::{assign, contacts, second_contact, shop};
use crate::house::{KEVIN, each_engine};

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_becomes_paid_with_a_contact_of_the_company() {
    each_engine(async |house| {
        let (ada, grace) = (house.ada().await, house.grace().await);
        let contact = contacts(&ada, "acme").await[0];
        ada.start_trial("acme", "acme-blog").await.unwrap();
        let seen = ada.app("acme-blog").await.unwrap().version;
        for by in [house.kevin().await, house.mara().await] {
            assert_eq!(
                by.pay_for_app("acme-blog", "small", contact, seen).await,
                Err(Problem::Refused(Refusal::NeedsAdmin))
            );
        }
        let stale = grace.pay_for_app("acme-blog", "small", contact, seen - 1).await;
        assert_eq!(stale, Err(Problem::Conflict(Conflict::StaleApp)));
        grace.pay_for_app("acme-blog", "standard", contact, seen).await.unwrap();
        let app = grace.app("acme-blog").await.unwrap();
        assert_eq!((app.state, app.trial_ends_at), (AppState::Active, None));
        assert_eq!(app.cost[0].to_string(), "0.97 EUR", "billed from today: a thirtieth of 29.00");
        let again = grace.pay_for_app("acme-blog", "small", contact, app.version).await;
        assert_eq!(again, Err(Problem::Conflict(Conflict::AlreadyPaid)));
        assert!(house.log().await.iter().any(|entry| entry.event == "app_paid" && entry.role == "admin"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_of_ones_own_goes_into_a_company_of_ones_own() {
    each_engine(async |house| {
        let (kevin, ada) = (house.kevin().await, house.ada().await);
        let contact = contacts(&ada, "acme").await[0];
        kevin.start_personal_trial("app-x").await.unwrap();
        let seen = kevin.app("app-x").await.unwrap().version;
        let own = kevin.pay_for_app("app-x", "small", contact, seen).await;
        assert_eq!(own, Err(Problem::Refused(Refusal::NeedsCompany)));
        let as_developer = kevin.move_trial_into_company("app-x", "acme", "small", contact, seen).await;
        assert_eq!(as_developer, Err(Problem::Refused(Refusal::NeedsAdmin)));
        let foreign = ada.move_trial_into_company("app-x", "acme", "small", contact, seen).await;
        assert_eq!(foreign, Err(Problem::NotFound(Thing::App)));
        house.company_of(&kevin, "Flynns").await;
        let wrong = kevin.move_trial_into_company("app-x", "flynns", "small", contact, seen).await;
        assert_eq!(wrong, Err(Problem::field(Field::Payer, Why::NotAPayer)));
        let contact = contacts(&kevin, "flynns").await[0];
        kevin.move_trial_into_company("app-x", "flynns", "small", contact, seen).await.unwrap();
        let app = kevin.app("app-x").await.unwrap();
        assert_eq!((app.state, app.slug.as_deref()), (AppState::Active, Some("flynns")));
        assert_eq!(kevin.my_trials().await, Ok(Vec::new()));
        kevin.start_personal_trial("app-y").await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_owner_changes_who_pays_and_proves_who_they_are() {
    each_engine(async |house| {
        let app = shop(house).await;
        let second = second_contact(house).await;
        assign(house, KEVIN.email, "acme-shop").await;
        for by in [house.grace().await, house.kevin().await, house.mara().await] {
            let refused = by.change_payer("acme-shop", second, app.version).await;
            assert_eq!(refused, Err(Problem::Refused(Refusal::NeedsOwner)));
        }
        house.clock.forward(11 * MINUTE);
        let ada = house.ada().await;
        let unproven = ada.change_payer("acme-shop", second, app.version).await;
        assert_eq!(unproven, Err(Problem::Reauthenticate));
        let proven = ada.reauthenticate(crate::house::PASSWORD, "").await.unwrap();
        let ada = house.recognise(&proven.secret).await.unwrap();
        ada.change_payer("acme-shop", second, app.version).await.unwrap();
        assert_eq!(ada.app("acme-shop").await.unwrap().payer.unwrap().name, "Acme Labs");
        ada.start_trial("acme", "acme-blog").await.unwrap();
        let trial = ada.change_payer("acme-blog", second, 1).await;
        assert_eq!(trial, Err(Problem::Conflict(Conflict::StillTrial)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn owners_and_admins_scale_and_developers_do_not() {
    each_engine(async |house| {
        let app = shop(house).await;
        assign(house, KEVIN.email, "acme-shop").await;
        for by in [house.kevin().await, house.mara().await] {
            let refused = Err(Problem::Refused(Refusal::NeedsAdmin));
            assert_eq!(by.scale_app("acme-shop", "large", app.version).await, refused);
            assert!(by.scaling("acme-shop").await.is_err());
        }
        let grace = house.grace().await;
        // 21 November: one day of ten is left on Small, nine days follow on Large.
        let preview = grace.scaling("acme-shop").await.unwrap();
        let large = preview.choices.iter().find(|choice| choice.plan.key == "large").unwrap();
        assert_eq!(large.month.as_ref().unwrap().to_string(), "24.00 EUR");
        grace.scale_app("acme-shop", "large", app.version).await.unwrap();
        let seen = grace.app("acme-shop").await.unwrap();
        assert_eq!((seen.plan.key.as_str(), seen.cost[0].to_string().as_str()), ("large", "0.30 EUR"));
        house.clock.forward(9 * DAY);
        let grace = house.person(crate::house::GRACE).await;
        assert_eq!(grace.app("acme-shop").await.unwrap().cost, [large.month.clone().unwrap()], "as it was shown");
        let stale = grace.scale_app("acme-shop", "small", app.version).await;
        assert_eq!(stale, Err(Problem::Conflict(Conflict::StaleApp)));
        let log = house.log().await;
        let scaled = log.iter().find(|entry| entry.event == "app_scaled").unwrap();
        assert_eq!((scaled.before.as_str(), scaled.after.as_str()), ("small", "large"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_of_ones_own_is_not_scaled_before_a_company_holds_it() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        kevin.start_personal_trial("app-x").await.unwrap();
        let refused = Problem::Refused(Refusal::NeedsCompany);
        assert_eq!(kevin.scale_app("app-x", "large", 1).await, Err(refused.clone()));
        assert_eq!(kevin.scaling("app-x").await, Err(refused));
        assert_eq!(kevin.app("app-x").await.unwrap().plan.key, "small");
    })
    .await;
}

/// E65: the currency of a Billing Contact is fixed, so no plan in another one is billed to it.
#[tokio::test(flavor = "multi_thread")]
async fn an_app_is_not_scaled_to_a_plan_in_another_currency_than_its_payers() {
    each_engine(async |house| {
        let app = shop(house).await;
        house
            .database
            .run(
                "INSERT INTO plans (key, name, position, price, currency, memory_mb, storage_mb, domains)
                 VALUES ('dollar', 'Dollar', 4, 1000, 'USD', 256, 1024, 2)",
            )
            .await;
        let grace = house.grace().await;
        let choices = grace.scaling("acme-shop").await.unwrap().choices;
        let offered: Vec<_> = choices.iter().map(|choice| choice.plan.key.as_str()).collect();
        assert_eq!(offered, ["small", "standard", "large"]);
        let refused = grace.scale_app("acme-shop", "dollar", app.version).await;
        assert_eq!(refused, Err(Problem::field(Field::Plan, Why::NotAPlan)));
        // A trial has no payer whose currency it could miss.
        grace.start_trial("acme", "acme-blog").await.unwrap();
        assert_eq!(grace.scaling("acme-blog").await.unwrap().choices.len(), 4);
        grace.scale_app("acme-blog", "dollar", 1).await.unwrap();
    })
    .await;
}
