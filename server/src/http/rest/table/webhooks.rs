//! Where platforms are told of what happens: the operator says so. What changes something asks for `guarded`.

use app::doors::Needs::Operator;
use teamwork::rules::{
    problem::Conflict::{self, DeliveryWaiting, NothingFailed, TooManyWebhooks},
    webhook::{Delivery, Webhook, WebhookSecret},
};

use crate::http::rest::{
    ask::{Body, IfMatch, OfDelivery, OfWebhook, Page},
    bodies::webhooks::{FailedSince, NewWebhook},
    tell::{Listed, Nothing, Secret, Versioned},
    trouble::Trouble,
};

operations! {
    GET "/operator/webhooks" list_webhooks Read Operator, "The webhooks: where platforms are told of what happens.",
        (me, page: Page) -> Listed<Webhook> { page.cut(me.operator().await?.webhooks().await?, |one| one.id.to_string())? }
    POST "/operator/webhooks" make_webhook Guarded Operator, "Make a webhook. Its secret is told only now.",
        (me, new: Body<NewWebhook>) -> Secret<WebhookSecret> | [TooManyWebhooks] {
            Secret(me.operator().await?.make_webhook(&new.0.form()).await?) }
    GET "/operator/webhooks/{webhook}" get_webhook Read Operator, "One of them, and whether it works.",
        (me, of: OfWebhook) -> Versioned<Webhook> { Versioned(me.operator().await?.webhook(of.webhook, None).await?.webhook) }
    PUT "/operator/webhooks/{webhook}" change_webhook Guarded Operator, "Change where it goes, or what it tells.",
        (me, of: OfWebhook, seen: IfMatch, new: Body<NewWebhook>) -> Nothing {
            me.operator().await?.change_webhook(of.webhook, seen.0, &new.0.form()).await.map(|()| Nothing)? }
    POST "/operator/webhooks/{webhook}/secret" renew_webhook Guarded Operator, "Give it a new secret, which is told only now. The one before signs too for a day.",
        (me, of: OfWebhook, seen: IfMatch) -> Secret<WebhookSecret> {
            Secret(me.operator().await?.renew_webhook(of.webhook, seen.0).await?) }
    POST "/operator/webhooks/{webhook}/disable" disable_webhook Guarded Operator, "Turn it off. What happens meanwhile is not told later.",
        (me, of: OfWebhook) -> Nothing | [Conflict::WebhookOff] {
            me.operator().await?.turn_webhook(of.webhook, false).await.map(|()| Nothing)? }
    POST "/operator/webhooks/{webhook}/enable" enable_webhook Guarded Operator, "Turn it on.",
        (me, of: OfWebhook) -> Nothing | [Conflict::WebhookOn] {
            me.operator().await?.turn_webhook(of.webhook, true).await.map(|()| Nothing)? }
    POST "/operator/webhooks/{webhook}/test" test_webhook Guarded Operator, "Send it a test.",
        (me, of: OfWebhook) -> Nothing | [Conflict::WebhookOff] {
            me.operator().await?.test_webhook(of.webhook).await.map(|()| Nothing)? }
    GET "/operator/webhooks/{webhook}/deliveries" list_deliveries Read Operator, "What was sent to it in the last 30 days, newest first, and how that went.",
        (me, of: OfWebhook, page: Page) -> Listed<Delivery> { {
            let found = me.operator().await?.webhook(of.webhook, page.after.as_deref()).await.map_err(Trouble::of_cursor)?;
            page.shorten(found.deliveries, found.next, |delivery| delivery.id.to_string())
        } }
    POST "/operator/webhooks/{webhook}/deliveries/{delivery}/retry" send_delivery_again Guarded Operator, "Send one of them again, under the same id.",
        (me, of: OfDelivery) -> Nothing | [Conflict::WebhookOff, DeliveryWaiting] {
            me.operator().await?.send_delivery_again(of.webhook, of.delivery).await.map(|()| Nothing)? }
    POST "/operator/webhooks/{webhook}/retry" send_failed_again Guarded Operator, "Send everything again that has failed, since a day.",
        (me, of: OfWebhook, since: Body<FailedSince>) -> Nothing | [Conflict::WebhookOff, NothingFailed] {
            me.operator().await?.send_failed_again(of.webhook, &since.0.since).await.map(|_| Nothing)? }
    DELETE "/operator/webhooks/{webhook}" remove_webhook Guarded Operator, "Remove it, with what was sent.",
        (me, of: OfWebhook) -> Nothing { me.operator().await?.remove_webhook(of.webhook).await.map(|()| Nothing)? }
}
