//! Who asks: taken from the request, where `server/src/http/session.rs` has put it. And the session cookie on its way back.

use http::{
    HeaderMap, HeaderValue,
    header::{COOKIE, SET_COOKIE},
    request::Parts,
};
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;
use teamwork::{
    acts::{Actor, Guest, SignedIn, Visitor},
    rules::{
        account::SESSION_ABSOLUTE,
        moment::{DAY, SECOND},
        problem::Problem,
    },
};

use crate::failure::Failure;

/// The number used once that lets a script of this very page run (CSP). Made by the server for each request.
#[derive(Clone, Debug)]
pub struct Nonce(pub String);

/// The name of the session cookie.
pub const SESSION_COOKIE: &str = "__Host-sid";

/// Whoever sent this request.
///
/// # Errors
/// Signed out, when no session layer has seen the request: the door stays closed.
pub fn visitor() -> Result<Visitor, Failure> {
    use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<Visitor>().cloned())
        .ok_or(Failure::Problem(Problem::SignedOut))
}

/// The person who sent this request.
///
/// # Errors
/// Signed out.
pub fn actor() -> Result<Actor, Failure> {
    Ok(visitor()?.person()?.clone())
}

/// The person who sent this request, proven by the password, and the code of a second factor, when they came along.
///
/// # Errors
/// Signed out, or when the password is wrong or was tried too often.
pub async fn proven(password: &str, code: &str) -> Result<Actor, Failure> {
    let actor = actor()?;
    if password.is_empty() {
        return Ok(actor);
    }
    let signed_in = actor.reauthenticate(password, code).await?;
    set_session(&signed_in);
    Ok(guest()?.recognise(&signed_in.secret).await?.person()?.clone())
}

/// The sender of this request, signed in or not.
///
/// # Errors
/// Signed out, when no session layer has seen the request.
pub fn guest() -> Result<Guest, Failure> {
    Ok(visitor()?.guest().clone())
}

/// Hands the new session to the browser.
pub fn set_session(signed_in: &SignedIn) {
    let seconds = SESSION_ABSOLUTE / SECOND;
    set_cookie(&format!(
        "{SESSION_COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={seconds}",
        signed_in.secret
    ));
}

/// The name of the cookie by which a browser is known that comes back from the payment provider.
pub const CLAIM_COOKIE: &str = "__Host-paying";

/// Has the browser keep the secret by which it is known when it comes back from the payment provider.
pub fn set_claim(secret: &str) {
    set_cookie(&format!("{CLAIM_COOKIE}={secret}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={}", DAY / SECOND));
}

/// The secret of this browser, if it went to the payment provider.
pub fn claim() -> Option<String> {
    claim_in(&use_context::<Parts>()?.headers)
}

/// The same, out of the headers of a request.
pub fn claim_in(headers: &HeaderMap) -> Option<String> {
    let lines = headers.get_all(COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == CLAIM_COOKIE).map(|(_, secret)| secret.to_owned())
}

/// Takes the session from the browser.
pub fn clear_session() {
    set_cookie(&format!("{SESSION_COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"));
}

/// Adds one cookie to the answer.
pub fn set_cookie(cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        expect_context::<ResponseOptions>().append_header(SET_COOKIE, value);
    }
}

/// The running whole behind this request.
///
/// # Errors
/// Signed out, when no session layer has seen the request.
pub fn warren() -> Result<std::sync::Arc<teamwork::acts::Warren>, Failure> {
    Ok(visitor()?.guest().warren.clone())
}
