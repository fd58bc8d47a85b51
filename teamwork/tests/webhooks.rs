//! Signed webhooks: what platforms are told, when, and what the operator sees of it.

mod managing;
mod sending;
mod telling;

use std::sync::Arc;

use teamwork::{
    acts::{Answered, Operator, Posting, Warren},
    rules::{
        id::WebhookId,
        moment::MINUTE,
        webhook::{Delivery, form::WebhookForm},
    },
};

use crate::house::House;

const TARGET: &str = "https://platform.example/in?key=hidden";

fn form(url: &str, events: &[&str]) -> WebhookForm {
    let events = events.iter().map(|word| (*word).to_owned()).collect();
    WebhookForm { url: url.into(), description: "Mirror".into(), events }
}

/// The command line, at this moment of the clock.
fn shell(house: &House) -> Operator {
    Operator::of_the_house(&house.warren)
}

/// A webhook that is told these events.
async fn hook(house: &House, events: &[&str]) -> WebhookId {
    shell(house).make_webhook(&form(TARGET, events)).await.unwrap().webhook
}

/// Everybody is told of everything that has happened.
async fn tell(warren: &Arc<Warren>) {
    while warren.tell_webhooks().await.unwrap() > 0 {}
}

/// What is due for a webhook now.
async fn due(warren: &Arc<Warren>, webhook: WebhookId) -> Vec<Posting> {
    warren.claim_deliveries(webhook, 100, MINUTE).await.unwrap()
}

/// The platform takes everything that is due; what it was.
async fn heard(house: &House, webhook: WebhookId) -> Vec<String> {
    tell(&house.warren).await;
    let postings = due(&house.warren, webhook).await;
    for posting in &postings {
        house.warren.delivered(posting, Answered::With(204, String::new())).await.unwrap();
    }
    postings.into_iter().map(|posting| posting.body).collect()
}

async fn sent(house: &House, webhook: WebhookId) -> Vec<Delivery> {
    shell(house).webhook(webhook, None).await.unwrap().deliveries
}
