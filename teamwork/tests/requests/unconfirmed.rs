//! S10: what no Owner has confirmed yet. They are reminded, it ends by itself or with others, and the client never hears of it.

use teamwork::{
    acts::Operator,
    letters::{Letter, RequestNews},
    rules::{
        moment::{DAY, SECOND},
        problem::{Gone, Problem},
        request::RequestState,
        role::Role,
    },
};

use super::{
    ANA,
    confirming::{client_heard, newest, proposed, state},
};
use crate::{
    apps::shop,
    house::{ADA, GRACE, each_engine},
    races::bring_in,
};

/// A refusal, a withdrawal and the deadline end it; the client never hears of any, and the App is free again.
#[tokio::test(flavor = "multi_thread")]
async fn what_no_owner_confirms_never_was_for_the_client() {
    each_engine(async |house| {
        shop(house).await;
        let id = proposed(house).await;
        house.ada().await.refuse_request(id, "We keep it.").await.unwrap();
        assert_eq!(state(house).await, RequestState::Refused.key());
        let news = newest(house, GRACE.email).await;
        let says = |reason: &Option<String>| reason.as_deref() == Some("We keep it.");
        assert!(matches!(&news, Letter::RequestNews { news: RequestNews::Refused { reason, .. }, .. } if says(reason)));
        assert_eq!(house.ada().await.confirm_request(id).await, Err(Problem::Gone(Gone::RequestRefused)));
        let last = house.grace().await.request_sheet("acme-shop").await.unwrap().request.unwrap();
        assert_eq!((last.state, last.reason.as_deref()), (RequestState::Refused, Some("We keep it.")));

        house.clock.forward(1000);
        let id = proposed(house).await;
        house.grace().await.cancel_request(id).await.unwrap();
        assert_eq!(house.ada().await.confirm_request(id).await, Err(Problem::Gone(Gone::RequestWithdrawn)));

        house.clock.forward(1000);
        let id = proposed(house).await;
        house.clock.forward(7 * DAY);
        let late = house.ada().await.confirm_request(id).await;
        assert_eq!(late, Err(Problem::Gone(Gone::RequestExpired)), "the clock has not come yet");
        assert!(house.ada().await.proposals().await.unwrap().is_empty());
        house.warren.tend_requests().await.unwrap();
        assert_eq!(state(house).await, RequestState::Expired.key());
        let news = newest(house, GRACE.email).await;
        assert!(matches!(news, Letter::RequestNews { news: RequestNews::Unconfirmed, .. }));

        house.deliver().await;
        assert!(!client_heard(house).await, "neither a request, nor a reminder, nor a withdrawal");
        proposed(house).await;
    })
    .await;
}

/// The Owners are reminded as a client would be, at half-time and a day before the end; the Admin hears when it is about to
/// end. Confirmed, it is the client's turn, with two reminders of their own.
#[tokio::test(flavor = "multi_thread")]
async fn the_clock_reminds_the_owners_of_what_waits_for_them() {
    each_engine(async |house| {
        shop(house).await;
        let id = proposed(house).await;
        let until = house.warren.now().plus(7 * DAY);
        let tend = async || house.warren.tend_requests().await.unwrap();
        let reminded = async |address: &str| {
            let letters = house.letters_to(address).await;
            letters.iter().filter(|one| matches!(one, Letter::RequestProposed { reminds: true, .. })).count()
        };
        let warned = async || {
            let letters = house.letters_to(GRACE.email).await;
            let ending = |one: &&Letter| {
                let Letter::RequestNews { news: RequestNews::Ending { state, expires_at }, .. } = one else {
                    return false;
                };
                (*state, *expires_at) == (RequestState::Proposed, until)
            };
            letters.iter().filter(ending).count()
        };
        house.clock.forward(7 * DAY / 2 - SECOND);
        assert_eq!(tend().await, 0);
        house.clock.forward(SECOND);
        assert_eq!((tend().await, tend().await), (1, 0), "half-time");
        assert_eq!((reminded(ADA.email).await, warned().await), (1, 0));
        house.clock.set(until.plus(-DAY));
        assert_eq!((tend().await, tend().await), (1, 0), "24 hours before");
        assert_eq!((reminded(ADA.email).await, warned().await), (2, 1));
        assert_eq!((reminded(GRACE.email).await, client_heard(house).await), (0, false));
        let log = house.log().await;
        assert_eq!(log.iter().filter(|entry| entry.event == "request_reminded").count(), 2);

        house.ada().await.confirm_request(id).await.unwrap();
        house.clock.forward(6 * DAY);
        assert_eq!((tend().await, tend().await), (1, 0));
        let letters = house.letters_to(ANA).await;
        assert!(
            letters.iter().any(|one| matches!(one, Letter::PaymentRequest { reminds: true, .. })),
            "the client's turn"
        );
        assert_eq!(reminded(ADA.email).await, 2);
    })
    .await;
}

/// While the App is suspended the deadline stands still, and nobody is reminded of what they cannot decide.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_reminded_of_a_proposal_that_is_held_up() {
    each_engine(async |house| {
        shop(house).await;
        proposed(house).await;
        Operator::of_the_house(&house.warren).suspend_app("acme-shop", "Abuse").await.unwrap();
        house.clock.forward(6 * DAY + 1);
        assert_eq!(house.warren.tend_requests().await.unwrap(), 0);
    })
    .await;
}

/// S29, S30: it does not outlive the Admin's authority, or the App.
#[tokio::test(flavor = "multi_thread")]
async fn with_the_admin_or_the_app_it_ends() {
    each_engine(async |house| {
        shop(house).await;
        let (ada, grace) = (house.ada().await, house.grace().await);
        for how in ["demoted", "dismissed", "confirmed and dismissed", "deleted"] {
            let id = proposed(house).await;
            if how == "confirmed and dismissed" {
                ada.confirm_request(id).await.unwrap();
            }
            match how {
                "demoted" => {
                    let version = house.version_of(grace.id()).await;
                    ada.change_role("acme", grace.id(), Role::Billing, version).await.unwrap();
                }
                "deleted" => {
                    let version = ada.app("acme-shop").await.unwrap().version;
                    ada.delete_app("acme-shop", "acme-shop", version).await.unwrap();
                }
                _ => ada.dismiss("acme", grace.id()).await.unwrap(),
            }
            let requests = ada.requests("acme", None).await.unwrap().requests;
            let one = requests.into_iter().find(|one| one.id == id).unwrap();
            assert_eq!(one.state, RequestState::Cancelled, "{how}");
            match how {
                "demoted" => {
                    let version = house.version_of(grace.id()).await;
                    ada.change_role("acme", grace.id(), Role::Admin, version).await.unwrap();
                }
                "deleted" => {}
                _ => bring_in(house, &ada, GRACE, Role::Admin).await,
            }
            house.clock.forward(1000);
        }
    })
    .await;
}
