//! The doors of SSH keys: my own, and those of an App.

use leptos::prelude::*;
use teamwork::rules::{
    id::KeyId,
    key::{self, KeyCard, KeyImport, KeyLook},
    problem::{Problem, Thing},
};

use crate::{actor::actor, failure::Failure, form::Done};

/// Reads a public key, without storing it.
#[server(prefix = "/do", endpoint = "look_at_key")]
pub async fn look_at_key(key_line: String) -> Result<KeyLook, Failure> {
    Ok(actor()?.look_at_key(&key_line)?)
}

/// My keys.
#[server(prefix = "/do", endpoint = "keys")]
pub async fn keys() -> Result<Vec<KeyCard>, Failure> {
    Ok(actor()?.keys().await?)
}

/// Stores a public key of mine.
#[server(prefix = "/do", endpoint = "add_key")]
pub async fn add_key(key_line: String, label: String) -> Result<Done, Failure> {
    actor()?.add_key(&key_line, &label).await?;
    Ok(Done::Yes)
}

/// Stores every key of a list that can be stored.
#[server(prefix = "/do", endpoint = "add_keys")]
pub async fn add_keys(key_lines: String) -> Result<KeyImport, Failure> {
    Ok(actor()?.add_keys(&key_lines).await?)
}

/// Removes a key of mine.
#[server(prefix = "/do", endpoint = "remove_key")]
pub async fn remove_key(key: KeyId) -> Result<(), Failure> {
    Ok(actor()?.remove_key(key).await?)
}

/// The text to sign with a key of mine.
#[server(prefix = "/do", endpoint = "key_proof")]
pub async fn key_proof(key: String) -> Result<key::KeyProof, Failure> {
    let actor = actor()?;
    let key = key.parse().map_err(|_| Problem::NotFound(Thing::Key))?;
    Ok(actor.key_proof(key).await?)
}

/// Proves that I have the other half of a key.
#[server(prefix = "/do", endpoint = "prove_key")]
pub async fn prove_key(key: KeyId, until: i64, signature: String) -> Result<Done, Failure> {
    actor()?.prove_key(key, until, &signature).await?;
    Ok(Done::Yes)
}

/// The keys of an App.
#[server(prefix = "/do", endpoint = "deploy_keys")]
pub async fn deploy_keys(app: String, #[server(default)] slug: String) -> Result<key::DeployKeys, Failure> {
    Ok(actor()?.deploy_keys(&app, &slug).await?)
}

/// Stores a key of an App.
#[server(prefix = "/do", endpoint = "add_deploy_key")]
pub async fn add_deploy_key(
    app: String,
    key_line: String,
    label: String,
    #[server(default)] writes: bool,
) -> Result<Done, Failure> {
    actor()?.add_deploy_key(&app, &key_line, &label, writes).await?;
    Ok(Done::Yes)
}

/// Removes a key of an App.
#[server(prefix = "/do", endpoint = "remove_deploy_key")]
pub async fn remove_deploy_key(app: String, key: KeyId) -> Result<(), Failure> {
    Ok(actor()?.remove_deploy_key(&app, key).await?)
}
