//! Everybody has a key; the Apps `shop` (with Kevin on it) and `blog` of Acme Inc, and Mallory's trial, have their own.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use teamwork::{acts::Warren, rules::id::AppId};

use super::{
    actor,
    database::{Database, Eye},
    encode,
    people::*,
};

/// An Ed25519 key that nobody else has: a number in the place of the point.
pub fn some_key(number: u8) -> String {
    let blob = [&b"\0\0\0\x0bssh-ed25519\0\0\0\x20"[..], &[number; 32]].concat();
    format!("ssh-ed25519 {}", STANDARD.encode(blob))
}

/// Sets the stage; answers the facts.
pub async fn set(warren: &Arc<Warren>, database: &Database, people: &[(Person, String)]) -> Vec<(String, String)> {
    let mut eye = database.eye().await;
    let mut facts = Vec::new();
    for (number, (who, cookie)) in (0..).zip(people) {
        let id = actor(warren, cookie).await.add_key(&some_key(number), "laptop").await.unwrap();
        facts.push((format!("key_of_{}", who.first.to_lowercase()), id.to_string()));
    }
    let person = async |who: Person| {
        let (_, cookie) = people.iter().find(|(known, _)| *known == who).unwrap();
        actor(warren, cookie).await
    };
    let (ada, kevin, mallory) = (person(ADA).await, person(KEVIN).await, person(MALLORY).await);
    let shop = add_app(warren, &mut eye, "shop", &ada.id().to_string(), true).await;
    add_app(warren, &mut eye, "blog", &ada.id().to_string(), true).await;
    add_app(warren, &mut eye, "try-out", &mallory.id().to_string(), false).await;
    let kevin_id = bytes(&eye, &kevin.id().to_string());
    eye.run(&format!(
        "INSERT INTO app_members (app_id, company_id, user_id, assigned_at)
         SELECT {shop}, id, {kevin_id}, 0 FROM companies WHERE slug = 'acme'"
    ))
    .await;
    for (fact, who, number) in [("ci_of_ada", &ada, 100), ("ci_of_kevin", &kevin, 101)] {
        let id = who.add_deploy_key("shop", &some_key(number), "build server", false).await.unwrap();
        facts.push((fact.into(), id.to_string()));
    }
    facts.push(("new_key".into(), encode(&some_key(200))));
    facts.push(("old_key".into(), encode(&some_key(1))));
    facts.push(("in_an_hour".into(), (warren.now().millis() + 3_000_000).to_string()));
    facts
}

/// The bytes of an id, as SQL.
fn bytes(eye: &Eye, id: &str) -> String {
    match eye {
        Eye::Sqlite(..) => format!("X'{}'", id.replace('-', "")),
        Eye::Postgres(..) => format!("'{id}'"),
    }
}

async fn add_app(warren: &Arc<Warren>, eye: &mut Eye, name: &str, creator: &str, in_acme: bool) -> String {
    let id = bytes(eye, &AppId::new(warren.now(), warren.chance.bytes()).to_string());
    let creator = bytes(eye, creator);
    let company = if in_acme { "(SELECT id FROM companies WHERE slug = 'acme')" } else { "NULL" };
    eye.run(&format!(
        "INSERT INTO apps (id, name, company_id, creator_id, state, plan, trial_ends_at, created_at)
         VALUES ({id}, '{name}', {company}, {creator}, 'trial', 'small', 9000000000000, 0)"
    ))
    .await;
    eye.run(&format!("INSERT INTO app_names (name, app_id) VALUES ('{name}', {id})")).await;
    id
}
