//! The doors of passkeys.

use leptos::prelude::*;
use leptos_axum::redirect;
use teamwork::rules::{
    id::{CeremonyId, PasskeyId},
    passkey::{Ceremony, PasskeyCard},
};

use crate::{
    actor::{actor, guest, set_session},
    clients::claim,
    failure::Failure,
    form::Done,
    session::onward,
};

/// My passkeys.
#[server(prefix = "/do", endpoint = "passkeys")]
pub async fn passkeys() -> Result<Vec<PasskeyCard>, Failure> {
    Ok(actor()?.passkeys().await?)
}

/// What a device is asked for a new passkey.
#[server(prefix = "/do", endpoint = "begin_passkey")]
pub async fn begin_passkey() -> Result<Ceremony, Failure> {
    Ok(actor()?.begin_passkey().await?)
}

/// Adds the passkey with which the device has answered.
#[server(prefix = "/do", endpoint = "add_passkey")]
pub async fn add_passkey(
    ceremony: CeremonyId,
    passkey: String,
    #[server(default)] label: String,
) -> Result<Done, Failure> {
    actor()?.add_passkey(ceremony, &passkey, &label).await?;
    Ok(Done::Yes)
}

/// Removes one of my passkeys.
#[server(prefix = "/do", endpoint = "remove_passkey")]
pub async fn remove_passkey(passkey: PasskeyId) -> Result<(), Failure> {
    Ok(actor()?.remove_passkey(passkey).await?)
}

/// What a device is asked to sign in.
#[server(prefix = "/do", endpoint = "begin_passkey_sign_in")]
pub async fn begin_passkey_sign_in() -> Result<Ceremony, Failure> {
    Ok(guest()?.begin_passkey_sign_in().await?)
}

/// Signs in by what the device has answered.
#[server(prefix = "/do", endpoint = "sign_in_by_passkey")]
pub async fn sign_in_by_passkey(
    ceremony: CeremonyId,
    passkey: String,
    #[server(default)] next: String,
    #[server(default)] time_zone: String,
) -> Result<(), Failure> {
    let signed_in = guest()?.in_zone(&time_zone).sign_in_by_passkey(ceremony, &passkey).await?;
    set_session(&signed_in);
    claim(&signed_in, &next).await?;
    redirect(&onward(&signed_in, &next));
    Ok(())
}

/// What a device is asked to confirm that it is me.
#[server(prefix = "/do", endpoint = "begin_passkey_proof")]
pub async fn begin_passkey_proof() -> Result<Ceremony, Failure> {
    Ok(actor()?.begin_passkey_proof().await?)
}

/// Confirms by what the device has answered that it is me.
#[server(prefix = "/do", endpoint = "prove_by_passkey")]
pub async fn prove_by_passkey(ceremony: CeremonyId, passkey: String) -> Result<(), Failure> {
    set_session(&actor()?.prove_by_passkey(ceremony, &passkey).await?);
    Ok(())
}
