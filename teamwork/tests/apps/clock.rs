//! The clock of trials (4.3, E54–E56, I19): one second before, exactly then, one second after.

use teamwork::{
    letters::Letter,
    rules::{
        app::{AppState, SuspendedBy},
        moment::{DAY, SECOND},
        problem::{Conflict, Problem, Thing},
    },
};

use super::{contacts, shop};
use crate::account::stage::some_key;
use crate::config::stage::Zone;
use crate::house::{ADA, GRACE, House, KEVIN, each_engine};

async fn blog(house: &House) {
    house.ada().await.start_trial("acme", "acme-blog").await.unwrap();
}

async fn warnings(house: &House, address: &str) -> Vec<bool> {
    let letters = house.letters_to(address).await;
    letters
        .into_iter()
        .filter_map(|letter| match letter {
            Letter::TrialEnding { last, .. } => Some(last),
            _ => None,
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn owners_and_admins_are_told_three_days_and_one_day_before_each_once() {
    each_engine(async |house| {
        blog(house).await;
        house.clock.forward(4 * DAY - SECOND);
        assert_eq!(house.warren.tend_trials().await, Ok(0));
        for (wait, told, what) in
            [(SECOND, 1, "M20"), (SECOND, 0, ""), (2 * DAY - 2 * SECOND, 0, ""), (SECOND, 1, "M21"), (SECOND, 0, "")]
        {
            house.clock.forward(wait);
            assert_eq!(house.warren.tend_trials().await, Ok(told), "{what}");
        }
        assert_eq!(warnings(house, ADA.email).await, [false, true]);
        assert_eq!(warnings(house, GRACE.email).await, [false, true]);
        assert!(warnings(house, KEVIN.email).await.is_empty());
        assert_eq!(house.log().await.iter().filter(|entry| entry.event == "trial_ending").count(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_pauses_at_its_end_and_is_deleted_seven_days_later() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        house.clock.forward(7 * DAY - SECOND);
        house.warren.tend_trials().await.unwrap();
        assert_eq!(house.kevin().await.app("app-x").await.unwrap().state, AppState::Trial);
        house.clock.forward(SECOND);
        assert_eq!(house.warren.tend_trials().await, Ok(1));
        let ended = house.kevin().await.app("app-x").await.unwrap();
        assert_eq!((ended.state, ended.suspended_by), (AppState::Suspended, Some(SuspendedBy::TrialEnded)));
        assert_eq!(ended.deleted_at, Some(house.warren.now().plus(7 * DAY)));
        house.clock.forward(7 * DAY - SECOND);
        assert_eq!(house.warren.tend_trials().await, Ok(0));
        house.clock.forward(SECOND);
        assert_eq!(house.warren.tend_trials().await, Ok(1));
        assert_eq!(house.warren.tend_trials().await, Ok(0));
        assert_eq!(house.kevin().await.app("app-x").await, Err(Problem::NotFound(Thing::App)));
        let last = house.letters_to(KEVIN.email).await.into_iter().filter(|l| matches!(l, Letter::TrialDeleted { .. }));
        assert_eq!(last.count(), 1, "M22");
        assert_eq!(house.database.count("SELECT COUNT(*) FROM app_periods").await, 0, "never billed (I19)");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_trial_is_saved_by_paying() {
    each_engine(async |house| {
        blog(house).await;
        house.clock.forward(8 * DAY);
        house.warren.tend_trials().await.unwrap();
        let ada = house.ada().await;
        let (contact, seen) = (contacts(&ada, "acme").await[0], ada.app("acme-blog").await.unwrap().version);
        ada.pay_for_app("acme-blog", "small", contact, seen).await.unwrap();
        house.clock.forward(30 * DAY);
        assert_eq!(house.warren.tend_trials().await, Ok(0));
        assert_eq!(house.ada().await.app("acme-blog").await.unwrap().state, AppState::Active);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_servers_tend_each_trial_once() {
    each_engine(async |house| {
        let ada = house.ada().await;
        for number in 0..130 {
            ada.start_trial("acme", &format!("app-{number}")).await.unwrap();
        }
        house.clock.forward(7 * DAY);
        let others = [house.beside().await, house.beside().await];
        let mut done = 0;
        for _ in 0..4 {
            let three = futures::join!(house.warren.tend_trials(), others[0].tend_trials(), others[1].tend_trials());
            done += three.0.unwrap() + three.1.unwrap() + three.2.unwrap();
        }
        assert_eq!(done, 130);
        assert_eq!(house.log().await.iter().filter(|entry| entry.event == "trial_ended").count(), 130);
        for other in others {
            other.close().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_gives_a_trial_more_days() {
    each_engine(async |house| {
        blog(house).await;
        house.clock.forward(6 * DAY);
        house.warren.tend_trials().await.unwrap();
        house.warren.extend_trial("acme-blog", 3).await.unwrap();
        house.clock.forward(DAY);
        assert_eq!(house.warren.tend_trials().await, Ok(1), "the notices come anew");
        assert_eq!(house.ada().await.app("acme-blog").await.unwrap().state, AppState::Trial);
        house.clock.forward(3 * DAY);
        house.warren.tend_trials().await.unwrap();
        assert_eq!(house.warren.extend_trial("acme-blog", 3).await, Err(Problem::Conflict(Conflict::AppSuspended)));
        shop(house).await;
        assert_eq!(house.warren.extend_trial("acme-shop", 3).await, Err(Problem::Conflict(Conflict::AlreadyPaid)));
        assert!(house.warren.extend_trial("acme-blog", 91).await.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_task_earns_a_trial_two_days_once() {
    each_engine(async |house| {
        let uma = house.sign_up("Uma", "uma@new.example", None).await;
        let secret = house.secret_to("uma@new.example").await;
        uma.start_personal_trial("umas-app").await.unwrap();
        let end = house.warren.now().plus(7 * DAY);
        let lasts = async |until| assert_eq!(uma.app("umas-app").await.unwrap().trial_ends_at, Some(until));
        house.guest().confirm_email(&secret).await.unwrap();
        lasts(end.plus(2 * DAY)).await;
        uma.change_name("Uma", "").await.unwrap();
        lasts(end.plus(2 * DAY)).await;
        uma.change_name("Uma", "Thurman").await.unwrap();
        uma.change_name("Uma", "Stone").await.unwrap();
        lasts(end.plus(4 * DAY)).await;
        // What was done before the trial began earns it nothing.
        let kevin = house.kevin().await;
        kevin.start_personal_trial("app-x").await.unwrap();
        kevin.change_name("Kevin", "Flint").await.unwrap();
        assert_eq!(kevin.app("app-x").await.unwrap().trial_ends_at, Some(end));
        assert_eq!(house.log().await.iter().filter(|entry| entry.event == "trial_extended").count(), 2);
    })
    .await;
}

/// S6, 4.3: a trial in a Company is a trial like any other.
#[tokio::test(flavor = "multi_thread")]
async fn trials_in_a_company_earn_time_by_the_tasks_of_who_began_them() {
    each_engine(async |house| {
        let ada = house.ada().await;
        for app in ["acme-blog", "acme-wiki"] {
            ada.start_trial("acme", app).await.unwrap();
        }
        let end = house.warren.now().plus(7 * DAY);
        house.grace().await.add_key(&some_key(1), "laptop").await.unwrap();
        assert_eq!(ada.app("acme-blog").await.unwrap().trial_ends_at, Some(end), "she began neither");
        ada.add_key(&some_key(2), "laptop").await.unwrap();
        for app in ["acme-blog", "acme-wiki"] {
            assert_eq!(ada.app(app).await.unwrap().trial_ends_at, Some(end.plus(2 * DAY)), "{app}");
        }
        let log = house.log().await;
        let extended: Vec<_> = log.iter().filter(|entry| entry.event == "trial_extended").collect();
        assert!(extended.len() == 2 && extended.iter().all(|entry| entry.has_company && entry.after == "first_key"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_left_the_company_earns_its_trials_nothing() {
    each_engine(async |house| {
        let grace = house.grace().await;
        grace.start_trial("acme", "acme-blog").await.unwrap();
        let end = house.warren.now().plus(7 * DAY);
        grace.leave("acme").await.unwrap();
        grace.add_key(&some_key(1), "laptop").await.unwrap();
        assert_eq!(house.ada().await.app("acme-blog").await.unwrap().trial_ends_at, Some(end));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_a_sign_in_link_confirms_earns_its_trial_two_days() {
    each_engine(async |house| {
        let uma = house.sign_up("Uma", "uma@new.example", None).await;
        uma.start_personal_trial("umas-app").await.unwrap();
        let end = house.warren.now().plus(7 * DAY);
        house.guest().ask_sign_in_link("uma@new.example", "").await.unwrap();
        let secret = house.secret_to("uma@new.example").await;
        let signed_in = house.guest().sign_in_by_link(&secret).await.unwrap();
        let uma = house.recognise(&signed_in.secret).await.unwrap();
        assert_eq!(uma.app("umas-app").await.unwrap().trial_ends_at, Some(end.plus(2 * DAY)));
    })
    .await;
}

/// E54: each App by its own domain, once, whoever asks the name servers.
#[tokio::test(flavor = "multi_thread")]
async fn a_trial_whose_domain_leads_here_lasts_two_days_longer() {
    each_engine(async |house| {
        let (ada, kevin) = (house.ada().await, house.kevin().await);
        ada.start_trial("acme", "acme-blog").await.unwrap();
        kevin.start_personal_trial("app-x").await.unwrap();
        let end = house.warren.now().plus(7 * DAY);
        let zone = Zone::open(house);
        for host in
            ["acme-blog.apps.warren.example", "app-x.apps.warren.example", "a.example", "b.example", "x.example"]
        {
            zone.says(host, "192.0.2.1");
        }
        for (version, host) in [(0, "a.example"), (1, "b.example")] {
            ada.add_domain("acme-blog", version, host).await.unwrap();
        }
        ada.check_domain("acme-blog", "a.example").await.unwrap();
        assert_eq!(ada.app("acme-blog").await.unwrap().trial_ends_at, Some(end.plus(2 * DAY)));
        assert_eq!(kevin.app("app-x").await.unwrap().trial_ends_at, Some(end), "that is another App");
        kevin.add_domain("app-x", 0, "x.example").await.unwrap();
        house.warren.recheck_domains().await.unwrap();
        assert_eq!(kevin.app("app-x").await.unwrap().trial_ends_at, Some(end.plus(2 * DAY)), "the clock found it");
        assert_eq!(ada.app("acme-blog").await.unwrap().trial_ends_at, Some(end.plus(2 * DAY)), "once");
        let log = house.log().await;
        let routed: Vec<_> = log.iter().filter(|entry| entry.after == "routed_domain").collect();
        assert_eq!(routed.iter().map(|entry| entry.target.as_str()).collect::<Vec<_>>(), ["a.example", "x.example"]);
        assert_eq!(routed.iter().map(|entry| entry.has_company).collect::<Vec<_>>(), [true, false]);
    })
    .await;
}
