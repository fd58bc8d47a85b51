//! What the payment provider tells by itself. An event is only a reason to ask: what is believed is what the provider
//! answers then.

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::post,
};
use serde_json::Value;
use teamwork::acts::EventAbout;

use super::{House, answer};
use crate::payments::signature::is_signed;

/// An event with everything in it has some kilobytes.
const LONGEST: usize = 256 * 1024;

/// The door for events; there is none without a secret they are signed with.
pub fn router(house: &House) -> Router {
    match &house.config.stripe {
        Some(_) => Router::new()
            .route("/hooks/stripe", post(stripe))
            .layer(DefaultBodyLimit::max(LONGEST))
            .with_state(house.clone()),
        None => Router::new(),
    }
}

/// `POST /hooks/stripe`. Whatever is not understood is answered with 200, so that it does not come again.
async fn stripe(State(house): State<House>, headers: HeaderMap, body: Bytes) -> Response {
    let secret = house.config.stripe.as_ref().map(|keys| keys.webhook.as_str()).unwrap_or_default();
    let signature = headers.get("stripe-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !is_signed(secret, signature, &body, house.warren.now()) {
        return answer::plain(StatusCode::BAD_REQUEST, "This event is not signed.");
    }
    let Ok(event) = serde_json::from_slice::<Value>(&body) else {
        return answer::plain(StatusCode::BAD_REQUEST, "This event is no JSON.");
    };
    let (Some(id), Some(about)) = (event["id"].as_str(), about(&event["data"]["object"])) else {
        return answer::plain(StatusCode::OK, "This event is not about us.");
    };
    match house.warren.hear_of_payment(id, about).await {
        Ok(()) => answer::plain(StatusCode::OK, "Heard."),
        Err(problem) => {
            tracing::error!(%problem, "an event of the payment provider could not be taken");
            answer::plain(StatusCode::SERVICE_UNAVAILABLE, "Tell it again.")
        }
    }
}

fn about(object: &Value) -> Option<EventAbout<'_>> {
    match object["object"].as_str()? {
        "checkout.session" => object["id"].as_str().map(EventAbout::Page),
        // The money of an intent takes its metadata over; a refund has its own.
        "payment_intent" | "charge" => object["metadata"]["charge"].as_str()?.parse().ok().map(EventAbout::Charge),
        "dispute" => object["payment_intent"].as_str().map(EventAbout::Return),
        "refund" => object["metadata"]["refund"].as_str()?.parse().ok().map(EventAbout::Refund),
        _ => None,
    }
}
