//! Row 11: Owners, Admins, and the Developers of the App; everybody else is refused, and nothing has changed.

use teamwork::{
    acts::Actor,
    rules::{
        permission::Refusal,
        problem::{Conflict, Problem, Thing},
    },
};

use super::stage::{app, assign, runtime_form, seen, suspend, trial};
use crate::house::{House, each_engine};

/// What each act answers to somebody, each with the version they would have seen.
async fn answers(who: &Actor) -> Vec<Result<(), Problem>> {
    vec![
        who.config("shop").await.map(|_| ()),
        who.config_versions("shop", None).await.map(|_| ()),
        who.set_variable("shop", 2, "A", "1", false).await.map(|_| ()),
        who.set_variable("shop", 2, "A", "1", true).await.map(|_| ()),
        who.remove_variable("shop", 2, "KEPT").await.map(|_| ()),
        who.add_domain("shop", 2, "new.acme.example").await.map(|_| ()),
        who.remove_domain("shop", 2, "www.acme.example").await.map(|_| ()),
        who.check_domain("shop", "www.acme.example").await.map(|_| ()),
        who.set_redirects("shop", 2, "/a /b").await.map(|_| ()),
        who.set_headers("shop", 2, "/* X-A: b").await.map(|_| ()),
        who.set_runtime("shop", 2, &runtime_form()).await.map(|_| ()),
        who.undo_config("shop", 2, 1).await.map(|_| ()),
    ]
}

async fn furnished(house: &House) {
    app(house, "shop").await;
    house.ada().await.set_variable("shop", 0, "KEPT", "kept", false).await.unwrap();
    house.ada().await.add_domain("shop", 1, "www.acme.example").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_configure_changes_nothing_and_leaves_a_refusal() {
    each_engine(async |house| {
        furnished(house).await;
        let (before, log) = (house.database.dump().await, house.log().await.len());
        let refused = |why| vec![Err(Problem::Refused(why)); 12];
        assert_eq!(answers(&house.kevin().await).await, refused(Refusal::NotAssigned));
        assert_eq!(answers(&house.mara().await).await, refused(Refusal::NeedsAdmin));
        assert_eq!(answers(&house.mallory().await).await, vec![Err(Problem::NotFound(Thing::App)); 12]);
        assert_eq!(house.database.dump().await, before);
        let denials = house.log().await.split_off(log);
        assert_eq!(denials.len(), 36);
        assert!(denials.iter().all(|entry| entry.event == "access_denied"));
        let strangers = denials.iter().filter(|entry| entry.target == "shop" && !entry.has_company).count();
        assert_eq!(strangers, 12, "a stranger's trace stays out of the Company's log");
        assert!(denials[..24].iter().all(|entry| entry.target == "configure_app" && entry.has_company));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn owners_admins_and_assigned_developers_configure() {
    each_engine(async |house| {
        furnished(house).await;
        assign(house, house.kevin().await.id(), "shop").await;
        let mut version = 2;
        for who in [house.ada().await, house.grace().await, house.kevin().await] {
            version = who.set_variable("shop", version, "A", &version.to_string(), false).await.unwrap();
            version = who.add_domain("shop", version, "new.acme.example").await.unwrap();
            version = who.remove_domain("shop", version, "new.acme.example").await.unwrap();
            version = who.set_redirects("shop", version, &format!("/a /{version}")).await.unwrap();
            version = who.undo_config("shop", version, version - 3).await.unwrap();
            assert_eq!(who.config("shop").await.unwrap().version, version);
        }
        assert_eq!(version, 17);
        let roles: Vec<_> = house.log().await.into_iter().skip(2).map(|entry| entry.role).collect();
        assert_eq!(roles.iter().filter(|role| *role == "developer").count(), 5);
    })
    .await;
}

/// S6: a trial of one's own is configured by who began it, and by nobody else.
#[tokio::test(flavor = "multi_thread")]
async fn a_personal_trial_is_configured_by_its_creator_alone() {
    each_engine(async |house| {
        let mallory = house.mallory().await;
        trial(house, &mallory, "burrow").await;
        assert_eq!(mallory.set_variable("burrow", 0, "A", "1", true).await, Ok(1));
        assert_eq!(mallory.add_domain("burrow", 1, "www.burrow.example").await, Ok(2));
        let card = mallory.config("burrow").await.unwrap();
        assert_eq!((card.company, card.domains_allowed), (None, 2));
        assert_eq!(house.ada().await.config("burrow").await, Err(Problem::NotFound(Thing::App)));
        let log = house.log().await;
        assert!(log[..2].iter().all(|entry| entry.event == "app_configured" && !entry.has_company));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_app_is_looked_at_and_not_changed() {
    each_engine(async |house| {
        furnished(house).await;
        suspend(house, "shop").await;
        let (before, card) = (house.database.dump().await, seen(house).await);
        let answers = answers(&house.ada().await).await;
        assert!(answers[..2].iter().all(Result::is_ok));
        assert_eq!(answers[2..], vec![Err(Problem::Conflict(Conflict::AppSuspended)); 10]);
        assert_eq!(house.database.dump().await, before);
        assert_eq!(card.version, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_seen_too_long_ago_changes_nothing() {
    each_engine(async |house| {
        furnished(house).await;
        let before = house.database.dump().await;
        let ada = house.ada().await;
        let stale = Err(Problem::Conflict(Conflict::StaleApp));
        assert_eq!(ada.set_variable("shop", 1, "A", "1", false).await, stale);
        assert_eq!(ada.set_variable("shop", 3, "A", "1", true).await, stale);
        assert_eq!(ada.remove_variable("shop", 1, "KEPT").await, stale);
        assert_eq!(ada.add_domain("shop", 1, "new.acme.example").await, stale);
        assert_eq!(ada.remove_domain("shop", 1, "www.acme.example").await, stale);
        assert_eq!(ada.set_redirects("shop", 1, "/a /b").await, stale);
        assert_eq!(ada.set_runtime("shop", 1, &runtime_form()).await, stale);
        assert_eq!(ada.undo_config("shop", 1, 0).await, stale);
        assert_eq!(house.database.dump().await, before);
    })
    .await;
}
