//! When a request reminds, and how much time it gets anew (R69, S18, M11r, M17, M18).

use teamwork::{
    acts::Visitor,
    letters::{Letter, RequestNews},
    rules::{
        moment::{DAY, HOUR, MINUTE, SECOND},
        request::RequestForm,
    },
};

use super::{ANA, to};
use crate::{
    apps::shop,
    house::{ADA, House, KEVIN, each_engine},
};

const BOOKS: &str = "books@cafe.example";

async fn tend(house: &House) -> u64 {
    house.warren.tend_requests().await.unwrap()
}

/// How many reminders an address got (M11r), and how many warnings Kevin (M17).
async fn reminders(house: &House, address: &str) -> (usize, usize) {
    let reminds = |letter: &Letter| matches!(letter, Letter::PaymentRequest { reminds: true, .. });
    let warns = |letter: &Letter| matches!(letter, Letter::RequestNews { news: RequestNews::Ending { .. }, .. });
    let (client, sender) = (house.letters_to(address).await, house.letters_to(KEVIN.email).await);
    (client.iter().filter(|one| reminds(one)).count(), sender.iter().filter(|one| warns(one)).count())
}

async fn sent_for(house: &House, days: &str) -> teamwork::rules::id::PaymentRequestId {
    house.kevin().await.start_personal_trial("app-x").await.unwrap();
    let form = RequestForm { days: days.into(), ..to(ANA) };
    house.kevin().await.send_request("app-x", form).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_reminded_of_what_was_sent_a_moment_ago() {
    each_engine(async |house| {
        sent_for(house, "1").await;
        house.clock.forward(MINUTE);
        assert_eq!((tend(house).await, reminders(house, ANA).await), (0, (0, 0)));
        house.clock.forward(DAY / 2 - MINUTE - SECOND);
        assert_eq!(tend(house).await, 0);
        house.clock.forward(SECOND);
        assert_eq!((tend(house).await, tend(house).await), (1, 0));
        assert_eq!(reminders(house, ANA).await, (1, 1), "at half-time, which is the last call too");
    })
    .await;
}

/// "Someone else pays" leaves the deadline as it is: who got it a day before the end is reminded in the middle of that day.
#[tokio::test(flavor = "multi_thread")]
async fn neither_is_who_was_asked_instead_shortly_before_the_deadline() {
    each_engine(async |house| {
        let id = sent_for(house, "7").await;
        house.clock.forward(6 * DAY + 14 * HOUR);
        let secret = house.newest_secret(ANA).await;
        Visitor::Guest(house.guest()).pass_request_on(&secret, BOOKS, "").await.unwrap();
        house.clock.forward(MINUTE);
        assert_eq!((tend(house).await, reminders(house, BOOKS).await), (0, (0, 0)));
        house.clock.forward(5 * HOUR);
        assert_eq!((tend(house).await, reminders(house, BOOKS).await), (1, (1, 1)));
        // S18: it gets as much time again as its sender gave it, not what was left of it.
        house.forgive_limits().await;
        let kevin = house.kevin().await;
        kevin.resend_request(id).await.unwrap();
        let expires_at = kevin.request_sheet("app-x").await.unwrap().request.unwrap().expires_at;
        assert_eq!(expires_at, house.warren.now().plus(7 * DAY));
    })
    .await;
}

/// A deadline that stood still for a while does not give the next one more time.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_held_up_gets_no_more_time_anew() {
    each_engine(async |house| {
        let app = shop(house).await.name;
        let form = RequestForm { days: "5".into(), ..to(ANA) };
        let id = house.ada().await.send_request(&app, form).await.unwrap();
        let operator = teamwork::acts::Operator::of_the_house(&house.warren);
        operator.suspend_app(&app, "Under review").await.unwrap();
        house.clock.forward(20 * DAY);
        operator.resume_app(&app, "Reviewed").await.unwrap();
        house.forgive_limits().await;
        let ada = house.person(ADA).await;
        ada.resend_request(id).await.unwrap();
        let expires_at = ada.request_sheet(&app).await.unwrap().request.unwrap().expires_at;
        assert_eq!(expires_at, house.warren.now().plus(5 * DAY));
    })
    .await;
}

/// The mail bounced, and the sender hands the link over by other means: they are warned all the same, the client is not.
#[tokio::test(flavor = "multi_thread")]
async fn the_sender_hears_of_the_end_of_what_could_not_be_delivered() {
    each_engine(async |house| {
        sent_for(house, "7").await;
        for mail in house.warren.claim_mails(100, 60_000).await.unwrap() {
            match mail.letter {
                Letter::PaymentRequest { .. } => house.warren.mail_failed(&mail, "no such user", None).await.unwrap(),
                _ => house.warren.mail_sent(&mail).await.unwrap(),
            }
        }
        house.clock.forward(4 * DAY);
        assert_eq!(tend(house).await, 0, "at half-time nobody is told");
        house.clock.forward(2 * DAY);
        assert_eq!((tend(house).await, tend(house).await), (1, 0));
        assert_eq!(reminders(house, ANA).await.0, 0);
        let news = house.letters_to(KEVIN.email).await;
        let Some(Letter::RequestNews { news: RequestNews::EndingUndelivered { .. }, .. }) = news.last() else {
            panic!("M17: {news:?}")
        };
    })
    .await;
}

/// M18 leads to the newest link, also when the one in the first mail is dead.
#[tokio::test(flavor = "multi_thread")]
async fn the_mail_of_the_end_asks_for_a_new_link() {
    each_engine(async |house| {
        let id = sent_for(house, "7").await;
        house.deliver().await;
        house.kevin().await.resend_request(id).await.unwrap();
        house.deliver().await;
        house.clock.forward(7 * DAY);
        tend(house).await;
        let letter = house.letters_to(ANA).await.pop().unwrap();
        assert!(matches!(letter, Letter::RequestOver { .. }), "{letter:?}");
        let secret = house.secret_of(&letter);
        Visitor::Guest(house.guest()).ask_for_request(&secret).await.unwrap();
    })
    .await;
}
