//! How an App begins (matrix rows 9 and 10, S6, S7, E1, E51, E52).

use teamwork::{
    letters::{AppNews, Letter},
    rules::{
        app::AppState,
        moment::DAY,
        permission::Refusal,
        problem::{Conflict, Field, Problem, Thing, Why},
    },
};

use super::{contacts, shop};
use crate::house::{ADA, GRACE, KEVIN, MARA, each_engine};

#[tokio::test(flavor = "multi_thread")]
async fn anybody_begins_one_running_trial_of_their_own() {
    each_engine(async |house| {
        let mallory = house.mallory().await;
        assert_eq!(mallory.start_personal_trial(" App-X ").await, Ok("app-x".into()));
        let app = mallory.app("app-x").await.unwrap();
        assert_eq!((app.state, app.slug, app.payer, app.cost), (AppState::Trial, None, None, vec![]));
        assert_eq!(app.trial_ends_at, Some(house.warren.now().plus(7 * DAY)));
        assert_eq!(app.access.len(), 1);
        let second = mallory.start_personal_trial("app-y").await;
        assert_eq!(second, Err(Problem::Conflict(Conflict::TrialRunning)));
        mallory.delete_app("app-x", "app-x", app.version).await.unwrap();
        assert_eq!(mallory.start_personal_trial("app-y").await, Ok("app-y".into()));
        let log = house.log().await;
        assert_eq!(
            log.iter().map(|e| e.event.as_str()).collect::<Vec<_>>(),
            ["app_created", "app_deleted", "app_created"]
        );
        assert!(house.mails().await.is_empty(), "what is one's own alone is news to nobody");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_needs_no_confirmed_address() {
    each_engine(async |house| {
        let uma = house.sign_up("Uma", "uma@new.example", None).await;
        assert_eq!(uma.start_personal_trial("umas-app").await, Ok("umas-app".into()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn owners_and_admins_begin_apps_in_their_company() {
    each_engine(async |house| {
        let (ada, grace) = (house.ada().await, house.grace().await);
        let contact = contacts(&ada, "acme").await[0];
        grace.start_trial("acme", "acme-blog").await.unwrap();
        grace.create_app("acme", "acme-shop", "standard", contact).await.unwrap();
        let app = grace.app("acme-shop").await.unwrap();
        assert_eq!((app.state, app.plan.key.as_str()), (AppState::Active, "standard"));
        for by in [house.kevin().await, house.mara().await] {
            let refused = Err(Problem::Refused(Refusal::NeedsAdmin));
            assert_eq!(by.start_trial("acme", "no-app").await, refused);
            assert_eq!(by.create_app("acme", "no-app", "small", contact).await, refused);
        }
        let mallory = house.mallory().await;
        let nowhere = Err(Problem::NotFound(Thing::Company));
        assert_eq!(mallory.start_trial("acme", "no-app").await, nowhere);
        assert_eq!(mallory.create_app("acme", "no-app", "small", contact).await, nowhere);
        let log = house.log().await;
        let made: Vec<_> = log.iter().filter(|entry| entry.event == "app_created").collect();
        assert_eq!(
            (made[1].role.as_str(), made[1].target.as_str(), made[1].after.as_str()),
            ("admin", "acme-shop", "standard")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_app_is_news_to_owners_and_to_admins_who_want_news() {
    each_engine(async |house| {
        shop(house).await;
        let (app, company, slug, by) = ("acme-shop".into(), "Acme Inc".into(), "acme".into(), ADA.full());
        let news = AppNews::Created { plan: "Small".into(), trial: false };
        let letter = Letter::AppNews { app, company, slug, by, news };
        assert_eq!(house.letters_to(ADA.email).await, std::slice::from_ref(&letter));
        assert_eq!(house.letters_to(GRACE.email).await, [letter]);
        assert!(house.letters_to(KEVIN.email).await.is_empty() && house.letters_to(MARA.email).await.is_empty());
        house.database.run("INSERT INTO muted (user_id, notice) SELECT id, 'app_events' FROM users").await;
        house.ada().await.start_trial("acme", "acme-blog").await.unwrap();
        assert_eq!(house.letters_to(ADA.email).await.len(), 2, "an Owner is told whatever they mute");
        assert_eq!(house.letters_to(GRACE.email).await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn plan_and_payer_are_those_of_the_lists() {
    each_engine(async |house| {
        let (ada, mallory) = (house.ada().await, house.mallory().await);
        let contact = contacts(&ada, "acme").await[0];
        house.company_of(&mallory, "Elsewhere").await;
        let foreign = contacts(&mallory, "elsewhere").await[0];
        let flaw = |field, why| Err(Problem::field(field, why));
        assert_eq!(ada.create_app("acme", "shop", "gold", contact).await, flaw(Field::Plan, Why::NotAPlan));
        assert_eq!(ada.create_app("acme", "shop", "small", foreign).await, flaw(Field::Payer, Why::NotAPayer));
        assert_eq!(ada.create_app("acme", "2shop", "small", contact).await, flaw(Field::AppName, Why::NotAnAppName));
        house.database.run("UPDATE plans SET offered = (1 = 0) WHERE key = 'large'").await;
        assert_eq!(ada.create_app("acme", "shop", "large", contact).await, flaw(Field::Plan, Why::NotAPlan));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_given_once_and_blocked_for_seven_days_after() {
    each_engine(async |house| {
        let app = shop(house).await;
        let (taken, name) = (Err(Problem::field(Field::AppName, Why::NameTaken)), "acme-shop");
        assert_eq!(house.mallory().await.start_personal_trial(name).await, taken);
        house.ada().await.delete_app(name, name, app.version).await.unwrap();
        house.clock.forward(7 * DAY - 1_000);
        assert_eq!(house.mallory().await.start_personal_trial(name).await, taken);
        house.clock.forward(1_000);
        assert_eq!(house.mallory().await.start_personal_trial(name).await, Ok(name.into()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_begins_in_a_suspended_company() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let contact = contacts(&ada, "acme").await[0];
        house.database.run("UPDATE companies SET suspended_at = 1").await;
        let refused = Err(Problem::Conflict(Conflict::CompanySuspended));
        assert_eq!(ada.start_trial("acme", "acme-blog").await, refused);
        assert_eq!(ada.create_app("acme", "acme-shop", "small", contact).await, refused);
    })
    .await;
}
