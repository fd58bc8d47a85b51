//! The doors of my tokens.

use leptos::prelude::*;
use teamwork::rules::{
    id::TokenId,
    token::{MadeToken, TokenCard},
};

use crate::{actor::actor, failure::Failure};

/// My tokens.
#[server(prefix = "/do", endpoint = "tokens")]
pub async fn tokens() -> Result<Vec<TokenCard>, Failure> {
    Ok(actor()?.tokens().await?)
}

/// Makes a token; its secret is in the answer and nowhere else.
#[server(prefix = "/do", endpoint = "make_token")]
pub async fn make_token(
    label: String,
    #[server(default)] scopes: Vec<String>,
    expires_on: String,
) -> Result<MadeToken, Failure> {
    Ok(actor()?.make_token(&label, &scopes.join(" "), &expires_on).await?)
}

/// Revokes a token.
#[server(prefix = "/do", endpoint = "revoke_token")]
pub async fn revoke_token(token: TokenId) -> Result<(), Failure> {
    Ok(actor()?.revoke_token(token).await?)
}
