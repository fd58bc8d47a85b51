//! The doors of sign-up and sign-in. Each calls one act.

use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::next_path,
    crate::{
        actor::{actor, clear_session, guest, set_cookie, set_session},
        clients::claim,
    },
    leptos_axum::redirect,
    teamwork::acts::SignUp as Form,
};

use crate::{failure::Failure, form::Done};

/// Makes an account and signs in.
#[server(prefix = "/do", endpoint = "sign_up")]
pub async fn sign_up(
    first_name: String,
    last_name: String,
    email: String,
    password: String,
    #[server(default)] terms: bool,
    #[server(default)] invitation: String,
    #[server(default)] time_zone: String,
) -> Result<(), Failure> {
    let invitation = Some(invitation).filter(|secret| !secret.is_empty());
    let form = Form { first_name, last_name, email, password, terms, invitation };
    let signed_in = guest()?.in_zone(&time_zone).sign_up(form).await?;
    set_session(&signed_in);
    redirect(next_path(&signed_in.next).unwrap_or("/"));
    Ok(())
}

/// Signs in by password.
#[server(prefix = "/do", endpoint = "sign_in")]
pub async fn sign_in(
    email: String,
    password: String,
    #[server(default)] next: String,
    #[server(default)] time_zone: String,
) -> Result<(), Failure> {
    let signed_in = guest()?.in_zone(&time_zone).sign_in(&email, &password).await?;
    set_session(&signed_in);
    claim(&signed_in, &next).await?;
    redirect(&onward(&signed_in, &next));
    Ok(())
}

/// Gives the code that a sign-in waits for.
#[server(prefix = "/do", endpoint = "finish_sign_in")]
pub async fn finish_sign_in(
    code: String,
    #[server(default)] next: String,
    #[server(default)] time_zone: String,
) -> Result<(), Failure> {
    let signed_in = guest()?.in_zone(&time_zone).finish_sign_in(&code).await?;
    set_session(&signed_in);
    claim(&signed_in, &next).await?;
    redirect(&onward(&signed_in, &next));
    Ok(())
}

/// Where somebody goes who has just signed in: to their code first, when they have a second factor.
#[cfg(feature = "ssr")]
pub(crate) fn onward(signed_in: &teamwork::acts::SignedIn, wish: &str) -> String {
    let next = next_path(wish).or(next_path(&signed_in.next)).unwrap_or("/");
    match (signed_in.waits, next) {
        (false, next) => next.to_owned(),
        (true, "/") => "/login/code".to_owned(),
        (true, next) => {
            let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
            format!("/login/code?next={next}")
        }
    }
}

/// Mails a link that signs in and leads on to `next`.
#[server(prefix = "/do", endpoint = "ask_sign_in_link")]
pub async fn ask_sign_in_link(email: String, #[server(default)] next: String) -> Result<Done, Failure> {
    guest()?.ask_sign_in_link(&email, &next).await?;
    Ok(Done::Yes)
}

/// Signs in by the mailed link.
#[server(prefix = "/do", endpoint = "sign_in_by_link")]
pub async fn sign_in_by_link(secret: String, #[server(default)] time_zone: String) -> Result<(), Failure> {
    let signed_in = guest()?.in_zone(&time_zone).sign_in_by_link(&secret).await?;
    set_session(&signed_in);
    claim(&signed_in, &signed_in.next).await?;
    redirect(&onward(&signed_in, ""));
    Ok(())
}

/// Mails a link that sets a new password.
#[server(prefix = "/do", endpoint = "ask_reset")]
pub async fn ask_reset(email: String) -> Result<Done, Failure> {
    guest()?.ask_reset(&email).await?;
    Ok(Done::Yes)
}

/// Sets a new password by the mailed link.
#[server(prefix = "/do", endpoint = "reset_password")]
pub async fn reset_password(secret: String, new_password: String) -> Result<Done, Failure> {
    guest()?.reset_password(&secret, &new_password).await?;
    Ok(Done::Yes)
}

/// Proves an e-mail address by the mailed link.
#[server(prefix = "/do", endpoint = "confirm_email")]
pub async fn confirm_email(secret: String) -> Result<Done, Failure> {
    guest()?.confirm_email(&secret).await?;
    Ok(Done::Yes)
}

/// Mails the link that proves my address again.
#[server(prefix = "/do", endpoint = "resend_confirmation")]
pub async fn resend_confirmation() -> Result<Done, Failure> {
    actor()?.resend_confirmation().await?;
    Ok(Done::Yes)
}

/// Ends this session. `next` is for who only changes the account.
#[server(prefix = "/do", endpoint = "sign_out")]
pub async fn sign_out(#[server(default)] next: String) -> Result<(), Failure> {
    actor()?.sign_out().await?;
    clear_session();
    redirect(next_path(&next).unwrap_or("/login"));
    Ok(())
}

/// Has this browser wear a theme. Anything but light and dark is the system's own.
#[server(prefix = "/do", endpoint = "set_theme")]
pub async fn set_theme(theme: String) -> Result<(), Failure> {
    let age = if matches!(theme.as_str(), "light" | "dark") { 31_536_000 } else { 0 };
    let theme = if theme == "dark" { "dark" } else { "light" };
    set_cookie(&format!("theme={theme}; Path=/; SameSite=Lax; Max-Age={age}"));
    Ok(())
}
