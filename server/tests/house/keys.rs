//! Everybody has a key; `acme-shop` has one by Ada and one by Kevin.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use teamwork::acts::Warren;

use super::{actor, encode, people::*};

/// An Ed25519 key that nobody else has: a number in the place of the point.
pub fn some_key(number: u8) -> String {
    with_point([number; 32])
}

/// One of many keys, for tests that need a crowd; none of them is on the stage.
pub fn one_of_many(number: u8) -> String {
    let mut point = [number; 32];
    point[0] = !number;
    with_point(point)
}

fn with_point(point: [u8; 32]) -> String {
    let blob = [&b"\0\0\0\x0bssh-ed25519\0\0\0\x20"[..], &point].concat();
    format!("ssh-ed25519 {}", STANDARD.encode(blob))
}

/// Sets the stage; answers the facts.
pub async fn set(warren: &Arc<Warren>, people: &[(Person, String)]) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    for (number, (who, cookie)) in (0..).zip(people) {
        let person = actor(warren, cookie).await;
        let name = who.first.to_lowercase();
        let id = person.add_key(&some_key(number), "laptop").await.unwrap();
        facts.push((format!("key_of_{name}"), id.to_string()));
        if [ADA, KEVIN].contains(who) {
            let id = person.add_deploy_key("acme-shop", &some_key(100 + number), "build server", false).await.unwrap();
            facts.push((format!("ci_of_{name}"), id.to_string()));
        }
    }
    facts.push(("new_line".into(), some_key(200)));
    facts.push(("old_line".into(), some_key(1)));
    facts.push(("new_key".into(), encode(&some_key(200))));
    facts.push(("old_key".into(), encode(&some_key(1))));
    facts.push(("in_an_hour".into(), (warren.now().millis() + 3_000_000).to_string()));
    facts
}
