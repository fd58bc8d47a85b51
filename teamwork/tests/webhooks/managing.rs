//! What the operator decides about webhooks.

use teamwork::rules::{
    problem::{Conflict, Field, Problem, Thing, Why},
    webhook::{WebhookEvent, WebhookOff},
};

use super::{TARGET, form, hook, shell};
use crate::house::each_engine;

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_is_made_changed_turned_off_and_on_and_removed() {
    each_engine(async |house| {
        let id = hook(house, &["app.moved"]).await;
        let made = shell(house).webhooks().await.unwrap().remove(0);
        assert_eq!((made.url.as_str(), made.events.as_slice()), (TARGET, [WebhookEvent::AppMoved].as_slice()));
        let change = form("https://new.example/in", &[]);
        shell(house).change_webhook(id, 1, &change).await.unwrap();
        let stale = shell(house).change_webhook(id, 1, &change).await;
        assert_eq!(stale, Err(Problem::Conflict(Conflict::StaleWebhook)));
        assert_eq!(shell(house).turn_webhook(id, true).await, Err(Problem::Conflict(Conflict::WebhookOn)));
        shell(house).turn_webhook(id, false).await.unwrap();
        assert_eq!(shell(house).turn_webhook(id, false).await, Err(Problem::Conflict(Conflict::WebhookOff)));
        let seen = shell(house).webhook(id, None).await.unwrap().webhook;
        assert_eq!((seen.off, seen.events.len()), (Some(WebhookOff::Operator), 0));
        shell(house).turn_webhook(id, true).await.unwrap();
        shell(house).remove_webhook(id).await.unwrap();
        assert_eq!(shell(house).webhook(id, None).await.map(|_| ()), Err(Problem::NotFound(Thing::Webhook)));
        assert_eq!(shell(house).remove_webhook(id).await, Err(Problem::NotFound(Thing::Webhook)));
        let log = house.log().await;
        let events: Vec<_> = log.iter().map(|entry| entry.event.as_str()).collect();
        assert_eq!(
            events,
            ["webhook_made", "webhook_changed", "webhook_turned_off", "webhook_turned_on", "webhook_removed"]
        );
        // What stands behind the host may be a secret.
        assert_eq!(log[1].before, "https://platform.example");
        assert!(!house.database.dump().await.join("\n").contains("hidden"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn webhooks_go_into_the_world_and_there_are_not_too_many() {
    each_engine(async |house| {
        let inside = form("http://127.0.0.1:3000/", &[]);
        let refused = shell(house).make_webhook(&inside).await.unwrap_err();
        assert_eq!(refused.flaw(Field::Url), Some(Why::NotAWebhook));
        let private = house.open_as(|settings| settings.private_webhooks = true).await;
        let operator = teamwork::acts::Operator::of_the_house(&private);
        operator.make_webhook(&inside).await.unwrap();
        private.close().await;
        for _ in 1..20 {
            hook(house, &[]).await;
        }
        let full = shell(house).make_webhook(&form(TARGET, &[])).await.map(|_| ());
        assert_eq!(full, Err(Problem::Conflict(Conflict::TooManyWebhooks)));
    })
    .await;
}
