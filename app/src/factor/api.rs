//! The doors of the second factor.

use leptos::prelude::*;
use teamwork::rules::second_factor::{RecoveryCodes, SecondFactor as Answer};

use crate::{actor::actor, failure::Failure};

/// How my second factor is.
#[server(prefix = "/do", endpoint = "second_factor")]
pub async fn second_factor() -> Result<Answer, Failure> {
    Ok(actor()?.second_factor().await?)
}

/// Makes a secret for the telephone to learn.
#[server(prefix = "/do", endpoint = "begin_second_factor")]
pub async fn begin_second_factor() -> Result<(), Failure> {
    Ok(actor()?.begin_second_factor().await?)
}

/// Turns it on with a first code.
#[server(prefix = "/do", endpoint = "confirm_second_factor")]
pub async fn confirm_second_factor(code: String) -> Result<RecoveryCodes, Failure> {
    Ok(actor()?.confirm_second_factor(&code).await?)
}

/// Replaces all recovery codes.
#[server(prefix = "/do", endpoint = "renew_recovery_codes")]
pub async fn renew_recovery_codes(code: String) -> Result<RecoveryCodes, Failure> {
    Ok(actor()?.renew_recovery_codes(&code).await?)
}

/// Turns it off.
#[server(prefix = "/do", endpoint = "turn_off_second_factor")]
pub async fn turn_off_second_factor(code: String) -> Result<(), Failure> {
    Ok(actor()?.turn_off_second_factor(&code).await?)
}
