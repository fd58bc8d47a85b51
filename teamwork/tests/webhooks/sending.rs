//! How it is sent: signed, tried again by the clock, given up, and sent again by hand.

use teamwork::{
    acts::{Answered, Operator},
    letters::Letter,
    rules::{
        moment::{DAY, HOUR, MINUTE, SECOND},
        problem::{Conflict, Problem, Thing},
        webhook::{DeliveryState, WebhookEvent, WebhookOff},
    },
};

use super::{due, form, heard, hook, sent, shell};
use crate::house::{MALLORY, each_engine};

fn broken() -> Answered {
    Answered::With(500, "out of order".into())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_taken_is_tried_again_ten_times_over_three_days() {
    each_engine(async |house| {
        let webhook = hook(house, &[]).await;
        shell(house).test_webhook(webhook).await.unwrap();
        let mut id = None;
        for (attempt, pause) in (1..).zip([
            5 * SECOND,
            5 * MINUTE,
            30 * MINUTE,
            2 * HOUR,
            5 * HOUR,
            10 * HOUR,
            14 * HOUR,
            20 * HOUR,
            DAY,
            0,
        ]) {
            let posting = due(&house.warren, webhook).await.remove(0);
            assert_eq!(*id.get_or_insert(posting.id.clone()), posting.id, "the same in every attempt");
            assert_eq!(posting.timestamp, (house.warren.now().millis() / 1000).to_string());
            house.warren.delivered(&posting, broken()).await.unwrap();
            let delivery = sent(house, webhook).await.remove(0);
            assert_eq!((delivery.attempts, delivery.status), (attempt, Some(500)));
            assert_eq!(delivery.answer.as_deref(), Some("out of order"));
            if pause == 0 {
                assert_eq!(delivery.state, DeliveryState::Failed);
                break;
            }
            assert!(house.warren.webhooks_with_work().await.unwrap().is_empty());
            house.clock.forward(pause - 1);
            assert!(due(&house.warren, webhook).await.is_empty(), "attempt {attempt} came back too early");
            house.clock.forward(pause / 10 + 1);
            assert_eq!(house.warren.webhooks_with_work().await.unwrap(), [webhook]);
        }
        assert!(due(&house.warren, webhook).await.is_empty());
        let seen = shell(house).webhook(webhook, None).await.unwrap().webhook;
        assert!(seen.failing_since.is_some() && seen.off.is_none());
        // By hand it begins anew, and one success ends the failing.
        shell(house).send_failed_again(webhook, "").await.unwrap();
        let posting = due(&house.warren, webhook).await.remove(0);
        assert_eq!(Some(posting.id.clone()), id);
        house.warren.delivered(&posting, broken()).await.unwrap();
        house.clock.forward(6 * SECOND);
        let posting = due(&house.warren, webhook).await.remove(0);
        house.warren.delivered(&posting, Answered::With(201, String::new())).await.unwrap();
        let seen = shell(house).webhook(webhook, None).await.unwrap();
        assert_eq!((seen.webhook.failing_since, seen.deliveries[0].state), (None, DeliveryState::Sent));
        assert_eq!(shell(house).send_failed_again(webhook, "").await, Err(Problem::Conflict(Conflict::NothingFailed)));
    })
    .await;
}

/// A server that has slept through its lease has nothing more to say about that attempt.
#[tokio::test(flavor = "multi_thread")]
async fn a_lease_that_ended_is_somebody_elses() {
    each_engine(async |house| {
        let webhook = hook(house, &[]).await;
        shell(house).test_webhook(webhook).await.unwrap();
        let slept = due(&house.warren, webhook).await.remove(0);
        assert!(due(&house.warren, webhook).await.is_empty());
        house.clock.forward(MINUTE);
        let other = house.beside().await;
        let second = due(&other, webhook).await.remove(0);
        house.warren.delivered(&slept, Answered::With(410, String::new())).await.unwrap();
        assert_eq!(sent(house, webhook).await[0].state, DeliveryState::Waiting);
        assert_eq!(shell(house).webhook(webhook, None).await.unwrap().webhook.off, None);
        other.delivered(&second, Answered::With(200, String::new())).await.unwrap();
        house.warren.delivered(&slept, broken()).await.unwrap();
        assert_eq!(sent(house, webhook).await[0].state, DeliveryState::Sent);
        other.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_platform_that_is_gone_is_turned_off_and_the_operators_are_told() {
    each_engine(async |house| {
        house.database.run("UPDATE users SET operator = TRUE WHERE email = 'mallory@elsewhere.example'").await;
        let webhook = hook(house, &[]).await;
        for _ in 0..2 {
            shell(house).test_webhook(webhook).await.unwrap();
        }
        let postings = due(&house.warren, webhook).await;
        house.warren.delivered(&postings[0], Answered::With(410, "gone fishing".into())).await.unwrap();
        let seen = shell(house).webhook(webhook, None).await.unwrap();
        assert_eq!((seen.webhook.off, seen.webhook.off_since), (Some(WebhookOff::Gone), Some(house.warren.now())));
        assert!(seen.deliveries.iter().all(|delivery| delivery.state == DeliveryState::Failed));
        // The other one arrives after all; it counts, and nothing is turned on by it.
        house.warren.delivered(&postings[1], Answered::With(204, String::new())).await.unwrap();
        assert_eq!(sent(house, webhook).await.iter().filter(|one| one.state == DeliveryState::Sent).count(), 1);
        let letters = house.letters_to(MALLORY.email).await;
        let [Letter::WebhookTurnedOff { webhook: told, target, why, .. }] = letters.as_slice() else {
            panic!("{letters:?}")
        };
        assert_eq!((*told, target.as_str(), *why), (webhook, "https://platform.example", WebhookOff::Gone));
        let entry = house.log().await.pop().unwrap();
        assert_eq!((entry.event.as_str(), entry.after.as_str()), ("webhook_turned_off", "gone"));
        for refused in [
            shell(house).test_webhook(webhook).await,
            shell(house).send_failed_again(webhook, "").await.map(|_| ()),
            shell(house).send_delivery_again(webhook, seen.deliveries[0].id).await,
        ] {
            assert_eq!(refused, Err(Problem::Conflict(Conflict::WebhookOff)));
        }
        shell(house).turn_webhook(webhook, true).await.unwrap();
        assert_eq!(shell(house).send_failed_again(webhook, "").await, Ok(1));
    })
    .await;
}

/// What it answers at one address says nothing about another one that was typed meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn a_platform_that_moved_is_not_turned_off_for_its_old_address() {
    each_engine(async |house| {
        let webhook = hook(house, &[]).await;
        shell(house).test_webhook(webhook).await.unwrap();
        let posting = due(&house.warren, webhook).await.remove(0);
        shell(house).change_webhook(webhook, 1, &form("https://new.example/", &[])).await.unwrap();
        house.warren.delivered(&posting, Answered::With(410, String::new())).await.unwrap();
        assert_eq!(shell(house).webhook(webhook, None).await.unwrap().webhook.off, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_days_without_a_success_turn_a_webhook_off() {
    each_engine(async |house| {
        let webhook = hook(house, &[]).await;
        for day in 0..=5 {
            assert_eq!(shell(house).webhook(webhook, None).await.unwrap().webhook.off, None, "day {day}");
            shell(house).test_webhook(webhook).await.unwrap();
            let postings = due(&house.warren, webhook).await;
            for posting in postings {
                house.warren.delivered(&posting, Answered::Not("It did not answer.".into())).await.unwrap();
            }
            house.clock.forward(DAY);
        }
        let seen = shell(house).webhook(webhook, None).await.unwrap();
        assert_eq!(seen.webhook.off, Some(WebhookOff::Failing));
        assert!(seen.deliveries.iter().all(|delivery| delivery.state == DeliveryState::Failed));
        assert!(house.warren.webhooks_with_work().await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_old_secret_signs_beside_the_new_one_for_a_day() {
    each_engine(async |house| {
        let made = shell(house).make_webhook(&form(super::TARGET, &[])).await.unwrap();
        let webhook = made.webhook;
        let renewed = shell(house).renew_webhook(webhook, 1).await.unwrap();
        assert!(made.secret.starts_with("whsec_") && renewed.secret != made.secret);
        let stale = Err(Problem::Conflict(Conflict::StaleWebhook));
        assert_eq!(shell(house).renew_webhook(webhook, 1).await.map(|_| ()), stale);
        let mut signatures = Vec::new();
        for pause in [0, DAY - 1, 1] {
            house.clock.forward(pause);
            shell(house).test_webhook(webhook).await.unwrap();
            let posting = due(&house.warren, webhook).await.remove(0);
            house.warren.delivered(&posting, Answered::With(200, String::new())).await.unwrap();
            signatures.push(posting.signature.split(' ').filter(|one| one.starts_with("v1,")).count());
        }
        assert_eq!(signatures, [2, 2, 1]);
        // Neither of them lies anywhere in the open.
        let dump = house.database.dump().await.join("\n");
        for secret in [made.secret, renewed.secret] {
            assert!(!dump.contains(secret.trim_start_matches("whsec_")));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_is_sent_again_under_the_same_id_and_everything_goes_after_thirty_days() {
    each_engine(async |house| {
        let webhook = hook(house, &["app.created"]).await;
        house.grace().await.start_trial("acme", "acme-blog").await.unwrap();
        assert_eq!(heard(house, webhook).await.len(), 1);
        let before = sent(house, webhook).await.remove(0);
        assert_eq!((before.event, before.state), (WebhookEvent::AppCreated, DeliveryState::Sent));
        shell(house).send_delivery_again(webhook, before.id).await.unwrap();
        let waits = shell(house).send_delivery_again(webhook, before.id).await;
        assert_eq!(waits, Err(Problem::Conflict(Conflict::DeliveryWaiting)));
        assert_eq!(heard(house, webhook).await.len(), 1);
        let after = sent(house, webhook).await.remove(0);
        assert_eq!((after.message.clone(), after.attempts), (before.message, 2));
        let other = hook(house, &[]).await;
        let foreign = shell(house).send_delivery_again(other, after.id).await;
        assert_eq!(foreign, Err(Problem::NotFound(Thing::Delivery)));
        house.clock.forward(30 * DAY - 1);
        assert_eq!(house.warren.sweep_webhooks().await, Ok(0));
        house.clock.forward(1);
        assert_eq!(house.warren.sweep_webhooks().await, Ok(1));
        assert!(sent(house, webhook).await.is_empty());
    })
    .await;
}

/// The key of the house was lost: nobody gets something that is signed with nothing.
#[tokio::test(flavor = "multi_thread")]
async fn with_another_key_of_the_house_nothing_goes_out() {
    each_engine(async |house| {
        let webhook = hook(house, &[]).await;
        shell(house).test_webhook(webhook).await.unwrap();
        let other = house.open_as(|settings| settings.secret = [8; 32]).await;
        assert!(due(&other, webhook).await.is_empty());
        let answer = sent(house, webhook).await.remove(0).answer.unwrap();
        assert!(answer.contains("another key of the house"), "{answer}");
        Operator::of_the_house(&other).renew_webhook(webhook, 1).await.unwrap();
        house.clock.forward(6 * SECOND);
        assert_eq!(due(&other, webhook).await.remove(0).signature.matches("v1,").count(), 1);
        other.close().await;
    })
    .await;
}
