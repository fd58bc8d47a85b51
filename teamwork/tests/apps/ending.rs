//! How an App ends (R24, R31; matrix row 13, E51), and pauses by the operator's hand (3.2).

use teamwork::{
    letters::Letter,
    rules::{
        app::{AppState, SuspendedBy},
        permission::Refusal,
        problem::{Conflict, Field, Problem, Thing, Why},
    },
};

use super::{assign, shop};
use crate::{
    house::{ADA, GRACE, KEVIN, MALLORY, each_engine},
    people::developer,
};

#[tokio::test(flavor = "multi_thread")]
async fn owners_and_admins_delete_an_app_by_typing_its_name() {
    each_engine(async |house| {
        let app = shop(house).await;
        assign(house, KEVIN.email, "acme-shop").await;
        let delete =
            async |by: teamwork::acts::Actor, typed: &str| by.delete_app("acme-shop", typed, app.version).await;
        for by in [house.kevin().await, house.mara().await] {
            assert_eq!(delete(by, "acme-shop").await, Err(Problem::Refused(Refusal::NeedsAdmin)));
        }
        let grace = house.grace().await;
        let wrong = delete(grace.clone(), "acme").await;
        assert_eq!(wrong, Err(Problem::field(Field::Confirmation, Why::NotTheName)));
        assert_eq!(delete(grace.clone(), "acme-shop").await, Ok(()));
        assert_eq!(delete(grace.clone(), "acme-shop").await, Err(Problem::NotFound(Thing::App)));
        assert_eq!(grace.app("acme-shop").await, Err(Problem::NotFound(Thing::App)));
        assert!(grace.apps("acme", None).await.unwrap().apps.is_empty());
        assert_eq!(house.letters_to(ADA.email).await.len(), 2, "created, deleted");
        let log = house.log().await;
        let deleted = log.iter().find(|entry| entry.event == "app_deleted").unwrap();
        assert_eq!((deleted.role.as_str(), deleted.before.as_str()), ("admin", "active"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_proof_deletes_nothing() {
    each_engine(async |house| {
        let app = shop(house).await;
        house.clock.forward(11 * teamwork::rules::moment::MINUTE);
        let unproven = house.ada().await.delete_app("acme-shop", "acme-shop", app.version).await;
        assert_eq!(unproven, Err(Problem::Reauthenticate));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_for_this_app_alone_ends_with_it() {
    each_engine(async |house| {
        let app = shop(house).await;
        let ada = house.ada().await;
        ada.start_trial("acme", "acme-blog").await.unwrap();
        let offered = ada.apps_to_offer("acme").await.unwrap();
        let both: Vec<_> = offered.iter().map(|app| app.id).collect();
        for (address, apps) in [(MALLORY.email, vec![app.id]), ("both@new.example", both)] {
            ada.invite_with("acme", address, developer(&apps)).await.unwrap();
        }
        house.deliver().await;
        ada.delete_app("acme-shop", "acme-shop", app.version).await.unwrap();
        let open = ada.invitations("acme").await.unwrap();
        assert_eq!(open.iter().map(|one| one.email.as_str()).collect::<Vec<_>>(), ["both@new.example"]);
        let told = house.letters_to(MALLORY.email).await;
        assert!(matches!(told.last(), Some(Letter::InvitationWithdrawn { .. })), "M10");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_pauses_an_app_with_a_reason_and_lets_it_run_again() {
    each_engine(async |house| {
        let app = shop(house).await;
        let warren = &house.warren;
        let silent = warren.suspend_app("acme-shop", " ").await;
        assert_eq!(silent, Err(Problem::field(Field::Reason, Why::Missing)));
        warren.suspend_app("acme-shop", "Abuse").await.unwrap();
        assert_eq!(warren.suspend_app("acme-shop", "Abuse").await, Err(Problem::Conflict(Conflict::AppSuspended)));
        let ada = house.ada().await;
        let paused = ada.app("acme-shop").await.unwrap();
        assert_eq!((paused.state, paused.suspended_by), (AppState::Suspended, Some(SuspendedBy::Operator)));
        let scaled = ada.scale_app("acme-shop", "large", app.version + 1).await;
        assert_eq!(scaled, Err(Problem::Conflict(Conflict::AppSuspended)));
        let (app, slug, reason) = ("acme-shop".to_owned(), Some("acme".to_owned()), "Abuse".to_owned());
        let letter = Letter::AppPaused { app, slug, reason, resumed: false };
        for who in [ADA, GRACE] {
            assert_eq!(house.letters_to(who.email).await.last(), Some(&letter), "whatever they mute");
        }
        warren.resume_app("acme-shop", "Settled").await.unwrap();
        assert_eq!(ada.app("acme-shop").await.unwrap().state, AppState::Active);
        assert_eq!(warren.resume_app("acme-shop", "Settled").await, Err(Problem::Conflict(Conflict::NotSuspended)));
        let log = house.log().await;
        let by_house: Vec<_> = log.iter().filter(|entry| entry.door == "cli").collect();
        assert_eq!((by_house[0].event.as_str(), by_house[0].after.as_str()), ("app_suspended", "Abuse"));
        assert_eq!((by_house[1].event.as_str(), by_house[1].after.as_str()), ("app_resumed", "Settled"));
        assert_eq!(warren.suspend_app("no-app", "Abuse").await, Err(Problem::NotFound(Thing::App)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_resumes_beside_another_trial() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        kevin.start_personal_trial("app-x").await.unwrap();
        house.warren.suspend_app("app-x", "Abuse").await.unwrap();
        assert!(matches!(house.letters_to(KEVIN.email).await.last(), Some(Letter::AppPaused { slug: None, .. })));
        kevin.start_personal_trial("app-y").await.unwrap();
        let beside = house.warren.resume_app("app-x", "Settled").await;
        assert_eq!(beside, Err(Problem::Conflict(Conflict::TrialRunning)));
    })
    .await;
}
