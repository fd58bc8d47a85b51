//! What ends or holds up a request without the client (S29, S30, R69): the clock, a sender who goes, an App that does.

use teamwork::{
    acts::Visitor,
    letters::{Letter, RequestNews},
    rules::{
        moment::{DAY, HOUR, SECOND},
        problem::{Conflict, Gone, Problem},
        request::RequestState,
        role::Role,
    },
};

use super::{ANA, accept, offer, own_trial};
use crate::{
    apps::shop,
    house::{ADA, GRACE, House, KEVIN, each_engine},
    races::bring_in,
};

async fn states(house: &House) -> Vec<String> {
    let rows: Vec<(String,)> = house.database.rows("SELECT state FROM requests ORDER BY sent_at").await;
    rows.into_iter().map(|(state,)| state).collect()
}

async fn client_was_told(house: &House) -> bool {
    matches!(house.letters_to(ANA).await.last(), Some(Letter::RequestWithdrawn { .. }))
}

async fn sender_was_told(house: &House, address: &str) -> bool {
    let told = |letter: &Letter| matches!(letter, Letter::RequestNews { news: RequestNews::Withdrawn, .. });
    house.letters_to(address).await.iter().any(told)
}

/// S29: a request does not outlive its authority, and both sides hear it.
#[tokio::test(flavor = "multi_thread")]
async fn a_sender_who_may_not_any_more_has_sent_nothing() {
    each_engine(async |house| {
        let ada = house.ada().await;
        ada.start_trial("acme", "acme-blog").await.unwrap();
        for how in ["demoted", "dismissed", "left"] {
            let (_, secret) = offer(house, GRACE, "acme-blog", ANA).await;
            house.deliver().await;
            let grace = house.grace().await;
            match how {
                "demoted" => {
                    let version = house.version_of(grace.id()).await;
                    ada.change_role("acme", grace.id(), Role::Billing, version).await.unwrap();
                }
                "dismissed" => ada.dismiss("acme", grace.id()).await.unwrap(),
                _ => grace.leave("acme").await.unwrap(),
            }
            assert_eq!(states(house).await.last().unwrap(), "cancelled", "{how}");
            assert!(client_was_told(house).await, "{how}");
            assert_eq!(accept(house, &secret).await.map(|_| ()), Err(Problem::Gone(Gone::RequestWithdrawn)), "{how}");
            if how == "demoted" {
                assert!(sender_was_told(house, GRACE.email).await);
                let version = house.version_of(grace.id()).await;
                ada.change_role("acme", grace.id(), Role::Admin, version).await.unwrap();
            } else {
                bring_in(house, &ada, GRACE, Role::Admin).await;
            }
            house.clock.forward(SECOND);
        }
    })
    .await;
}

/// An Owner who steps down keeps what an Admin may send, and loses the rest.
#[tokio::test(flavor = "multi_thread")]
async fn who_steps_down_keeps_requests_for_trials() {
    each_engine(async |house| {
        shop(house).await;
        let ada = house.ada().await;
        ada.start_trial("acme", "acme-blog").await.unwrap();
        bring_in(house, &ada, GRACE, Role::Owner).await;
        let (trial, _) = offer(house, ADA, "acme-blog", ANA).await;
        offer(house, ADA, "acme-shop", ANA).await;
        ada.step_down("acme").await.unwrap();
        let open = house.grace().await.requests("acme", None).await.unwrap().requests;
        let open: Vec<_> = open.iter().filter(|one| one.state.is_open()).map(|one| one.id).collect();
        assert_eq!(open, [trial]);
    })
    .await;
}

/// S30: with the App its request ends.
#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_ends_or_goes_elsewhere_takes_its_request_along() {
    each_engine(async |house| {
        let ada = house.ada().await;
        house.company_of(&ada, "Acme Labs").await;
        for how in ["deleted", "moved", "by the operator"] {
            ada.start_trial("acme", "acme-blog").await.unwrap();
            offer(house, GRACE, "acme-blog", ANA).await;
            house.deliver().await;
            let version = ada.app("acme-blog").await.unwrap().version;
            match how {
                "deleted" => ada.delete_app("acme-blog", "acme-blog", version).await.unwrap(),
                "moved" => ada.move_app("acme-blog", "acme-labs", None, version).await.unwrap(),
                _ => house.database.run("UPDATE app_names SET free_at = 0").await,
            }
            if how == "by the operator" {
                let operator = teamwork::acts::Operator::of_the_house(&house.warren);
                operator.delete_app("acme-blog", "acme-blog", "Abuse").await.unwrap();
            }
            assert_eq!(states(house).await.last().unwrap(), "cancelled", "{how}");
            assert!(client_was_told(house).await && sender_was_told(house, GRACE.email).await, "{how}");
            if how == "moved" {
                let version = ada.app("acme-blog").await.unwrap().version;
                ada.delete_app("acme-blog", "acme-blog", version).await.unwrap();
            }
            house.database.run("UPDATE app_names SET free_at = 0 WHERE free_at IS NOT NULL").await;
            house.clock.forward(SECOND);
        }
    })
    .await;
}

/// S30: while an App is suspended nothing is handed over, and the deadline stands still.
#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_app_stops_the_deadline() {
    each_engine(async |house| {
        shop(house).await;
        let (_, secret) = offer(house, ADA, "acme-shop", ANA).await;
        house.deliver().await;
        house.clock.forward(6 * DAY);
        house.warren.suspend_app("acme-shop", "A check").await.unwrap();
        assert!(matches!(house.letters_to(ANA).await.last(), Some(Letter::RequestHeld { expires_at: None, .. })));
        house.clock.forward(10 * DAY);
        house.warren.tend_requests().await.unwrap();
        let view = Visitor::Guest(house.guest()).look_at_request(&secret).await.unwrap();
        assert!(view.frozen);
        assert_eq!(accept(house, &secret).await.map(|_| ()), Err(Problem::Conflict(Conflict::RequestFrozen)));
        house.warren.resume_app("acme-shop", "All is well").await.unwrap();
        let left = house.warren.now().plus(DAY);
        assert!(matches!(house.letters_to(ANA).await.last(), Some(Letter::RequestHeld { expires_at: Some(at), .. }) if *at == left));
        house.clock.forward(DAY - SECOND);
        assert!(accept(house, &secret).await.is_ok());
    })
    .await;
}

/// −1 s, exact, +1 s (R69, M17, M18).
#[tokio::test(flavor = "multi_thread")]
async fn the_clock_reminds_twice_and_ends_it_on_the_second() {
    each_engine(async |house| {
        let (_, secret) = own_trial(house).await;
        house.deliver().await;
        let tend = async || house.warren.tend_requests().await.unwrap();
        house.clock.forward(7 * DAY / 2 - SECOND);
        assert_eq!(tend().await, 0);
        house.clock.forward(SECOND);
        assert_eq!((tend().await, tend().await), (1, 0), "half-time");
        house.clock.forward(7 * DAY / 2 - DAY - SECOND);
        assert_eq!(tend().await, 0);
        house.clock.forward(SECOND);
        assert_eq!((tend().await, tend().await), (1, 0), "24 hours before");
        let reminders = house.letters_to(ANA).await;
        let reminders =
            reminders.iter().filter(|letter| matches!(letter, Letter::PaymentRequest { reminds: true, .. }));
        assert_eq!(reminders.count(), 2, "M11r");
        let news = house.letters_to(KEVIN.email).await;
        assert!(matches!(
            news.last(),
            Some(Letter::RequestNews { news: RequestNews::Ending { state: RequestState::Pending, .. }, .. })
        ));
        house.clock.forward(DAY - SECOND);
        assert_eq!(tend().await, 0);
        assert!(Visitor::Guest(house.guest()).look_at_request(&secret).await.is_ok());
        house.clock.forward(SECOND);
        assert_eq!(
            accept(house, &secret).await.map(|_| ()),
            Err(Problem::Gone(Gone::RequestExpired)),
            "also before the clock came"
        );
        assert_eq!((tend().await, tend().await), (1, 0));
        assert!(matches!(house.letters_to(ANA).await.last(), Some(Letter::RequestOver { .. })), "M18");
        let news = house.letters_to(KEVIN.email).await;
        assert!(matches!(
            news.last(),
            Some(Letter::RequestNews { news: RequestNews::Expired { trial_ends_at: Some(_) }, .. })
        ));
        // I11: what was told to have expired stays so, whatever the clock does.
        house.clock.forward(-HOUR);
        assert_eq!(accept(house, &secret).await.map(|_| ()), Err(Problem::Gone(Gone::RequestExpired)));
        assert_eq!(KEVIN.first, "Kevin");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_request_reminds_once() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        let form = teamwork::rules::request::RequestForm { days: "1".into(), ..super::to(ANA) };
        house.kevin().await.send_request("app-x", form).await.unwrap();
        for _ in 0..23 {
            house.clock.forward(HOUR);
            house.warren.tend_requests().await.unwrap();
        }
        let letters = house.letters_to(ANA).await;
        let reminders = letters.iter().filter(|letter| matches!(letter, Letter::PaymentRequest { reminds: true, .. }));
        assert_eq!(reminders.count(), 1);
    })
    .await;
}
