//! What comes in at the door for events counts only with its signature, and only as a reason to ask.

use super::{
    ANA, DETAILS,
    double::{WEBHOOK, events::sign},
    house_with,
};
use crate::house::*;

/// Rows 27 and 28 of the threats: forged, replayed, about others; and a secret that is empty.
#[tokio::test]
async fn an_event_counts_only_with_its_signature_and_only_as_a_reason_to_ask() {
    let (house, stripe) = house_with(Engine::Sqlite).await;
    house.act(Some(KEVIN), "send_request", &format!("app=app-x&email={ANA}&plan=standard")).await;
    let secret = newest_secret(&house.warren, ANA).await;
    house.act(NOBODY, "accept_request", &format!("secret={secret}&{DETAILS}")).await;
    let session = stripe.sessions().pop().unwrap();
    let now = house.seconds();
    let (body, _) = stripe.event("evt_1", &session, now);
    let before = house.eye().await.digest().await;
    for (secret, seconds) in [("whsec_other", now), ("", now), (WEBHOOK, now - 301), (WEBHOOK, now + 301)] {
        let answer = house.hook(sign(&body, secret, seconds)).await;
        assert_eq!(answer.status, 400, "{secret:?} {seconds}");
    }
    for signature in ["", "t=1,v1=00", "nonsense"] {
        assert_eq!(house.hook((body.clone(), signature.to_owned())).await.status, 400);
    }
    // What is no JSON never came from there; what we do not understand must not come again and again.
    for (hostile, status) in [
        ("", 400),
        ("{\"id\":", 400),
        ("null", 200),
        ("[]", 200),
        (r#"{"id":1}"#, 200),
        (r#"{"id":"e","data":{"object":{"object":"checkout.session"}}}"#, 200),
        (r#"{"id":"e","data":{"object":{"object":"charge","metadata":{"charge":"x"}}}}"#, 200),
    ] {
        assert_eq!(house.hook(sign(hostile, WEBHOOK, now)).await.status, status, "{hostile}");
    }
    assert_eq!(house.eye().await.digest().await, before, "nothing of it changed anything");
    // Signed, but nobody has entered a card: Stripe itself says so when it is asked.
    assert_eq!(house.hook(stripe.event("evt_2", &session, now)).await.status, 200);
    assert_eq!(house.get(NOBODY, &format!("/requests/{secret}")).await.status, 200, "it waits still");
    stripe.enter_card(&session);
    // The same event again is none; another one counts.
    assert_eq!(house.hook(stripe.event("evt_2", &session, now)).await.status, 200);
    assert_eq!(house.get(NOBODY, &format!("/requests/{secret}")).await.status, 200);
    assert_eq!(house.hook(stripe.event("evt_3", &session, now)).await.status, 200);
    assert_eq!(house.get(NOBODY, &format!("/requests/{secret}")).await.status, 410);
    house.close().await;

    let closed = House::open().await;
    assert_eq!(closed.hook(stripe.event("evt_1", &session, closed.seconds())).await.status, 405, "no secret, no door");
    closed.close().await;
}
