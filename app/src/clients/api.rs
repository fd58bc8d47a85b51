//! The doors of "Invite a client", of both sides: each calls one act.
#![expect(clippy::too_many_arguments, reason = "a form sends its fields one by one")]

use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos_axum::redirect;
#[cfg(feature = "ssr")]
use teamwork::acts::{Accepted, Declining};
use teamwork::rules::{
    id::{AppId, PaymentRequestId},
    problem::{Problem, Thing},
    request::{AcceptForm, RequestForm, RequestHere, RequestPage, RequestSheet, RequestView, RequestWords, SentPage},
};

use crate::{
    actor::{actor, claim, clear_session, set_claim, set_session, visitor},
    failure::Failure,
    form::Done,
};

/// What a client would be asked for, and the request that waits. Without slug, of a trial of my own.
#[server(prefix = "/do", endpoint = "request_sheet")]
pub async fn fetch_request_sheet(#[server(default)] slug: String, app: String) -> Result<RequestSheet, Failure> {
    let sheet = actor()?.request_sheet(&app).await?;
    let is_here = sheet.slug.as_deref().unwrap_or_default() == slug;
    is_here.then_some(sheet).ok_or(Failure::Problem(Problem::NotFound(Thing::App)))
}

/// The same, or who took the App over since.
#[server(prefix = "/do", endpoint = "request_here")]
pub async fn fetch_request_here(#[server(default)] slug: String, app: String) -> Result<RequestHere, Failure> {
    Ok(actor()?.request_here(Some(slug.as_str()).filter(|slug| !slug.is_empty()), &app).await?)
}

/// Invites a client.
#[server(prefix = "/do", endpoint = "send_request")]
pub async fn send_request(
    app: String,
    email: String,
    #[server(default)] note: String,
    #[server(default)] name: String,
    #[server(default)] days: String,
    #[server(default)] plan: String,
    #[server(default)] apps: Vec<AppId>,
    #[server(default)] first_name: String,
    #[server(default)] last_name: String,
) -> Result<Done, Failure> {
    let form = RequestForm { email, note, company: name, days, plan, apps, first_name, last_name };
    actor()?.send_request(&app, form).await?;
    Ok(Done::Yes)
}

/// Sends a request again, with a new link.
#[server(prefix = "/do", endpoint = "resend_request")]
pub async fn resend_request(request: PaymentRequestId) -> Result<Done, Failure> {
    actor()?.resend_request(request).await?;
    Ok(Done::Yes)
}

/// Sends a request again, with another message.
#[server(prefix = "/do", endpoint = "edit_request")]
pub async fn edit_request(
    request: PaymentRequestId,
    #[server(default)] note: String,
    #[server(default)] name: String,
) -> Result<Done, Failure> {
    actor()?.edit_request(request, RequestWords { note, company: name }).await?;
    Ok(Done::Yes)
}

/// Sends a request to another address.
#[server(prefix = "/do", endpoint = "readdress_request")]
pub async fn readdress_request(request: PaymentRequestId, email: String) -> Result<Done, Failure> {
    actor()?.readdress_request(request, &email).await?;
    Ok(Done::Yes)
}

/// Makes a link to hand over by other means.
#[server(prefix = "/do", endpoint = "copy_request_link")]
pub async fn copy_request_link(request: PaymentRequestId) -> Result<String, Failure> {
    Ok(actor()?.copy_request_link(request).await?)
}

/// Withdraws a request.
#[server(prefix = "/do", endpoint = "cancel_request")]
pub async fn cancel_request(request: PaymentRequestId) -> Result<Done, Failure> {
    actor()?.cancel_request(request).await?;
    Ok(Done::Yes)
}

/// Confirms what an Admin has proposed.
#[server(prefix = "/do", endpoint = "confirm_request")]
pub async fn confirm_request(request: PaymentRequestId) -> Result<Done, Failure> {
    actor()?.confirm_request(request).await?;
    Ok(Done::Yes)
}

/// Refuses it.
#[server(prefix = "/do", endpoint = "refuse_request")]
pub async fn refuse_request(request: PaymentRequestId, #[server(default)] reason: String) -> Result<Done, Failure> {
    actor()?.refuse_request(request, &reason).await?;
    Ok(Done::Yes)
}

/// Exactly what the client sees.
#[server(prefix = "/do", endpoint = "preview_request")]
pub async fn preview_request(request: PaymentRequestId) -> Result<RequestView, Failure> {
    Ok(actor()?.preview_request(request).await?)
}

/// One page of the requests of a Company.
#[server(prefix = "/do", endpoint = "requests")]
pub async fn requests(slug: String, #[server(default)] after: String) -> Result<RequestPage, Failure> {
    Ok(actor()?.requests(&slug, Some(after.as_str()).filter(|after| !after.is_empty())).await?)
}

/// One page of the requests that I sent.
#[server(prefix = "/do", endpoint = "sent_requests")]
pub async fn sent_requests(#[server(default)] after: String) -> Result<SentPage, Failure> {
    Ok(actor()?.sent_requests(Some(after.as_str()).filter(|after| !after.is_empty())).await?)
}

/// Accepts a request and pays. The page that is shown again says what one has now; with a card it goes on at the payment
/// provider.
#[server(prefix = "/do", endpoint = "accept_request")]
pub async fn accept_request(
    secret: String,
    #[server(default)] full_name: String,
    #[server(default)] payer: String,
    #[server(default)] method: String,
    #[server(default)] name: String,
    #[server(default)] street: String,
    #[server(default)] postal_code: String,
    #[server(default)] city: String,
    #[server(default)] country: String,
    #[server(default)] vat_number: String,
    #[server(default)] code: String,
) -> Result<(), Failure> {
    let form =
        AcceptForm { full_name, payer, method, company: name, street, postal_code, city, country, vat_number, code };
    match visitor()?.accept_request(&secret, form).await? {
        Accepted::Done { session, .. } => session.iter().for_each(set_session),
        Accepted::Pays(elsewhere) => {
            elsewhere.claim.iter().for_each(|claim| set_claim(claim));
            redirect(&elsewhere.url);
        }
    }
    Ok(())
}

/// Signs in the browser that has just paid, to the account that was made by it.
#[server(prefix = "/do", endpoint = "sign_in_after_payment")]
pub async fn sign_in_after_payment() -> Result<(), Failure> {
    let signed_in = visitor()?.guest().sign_in_after_payment(&claim().unwrap_or_default()).await?;
    set_session(&signed_in);
    redirect(&signed_in.next);
    Ok(())
}

/// Declines a request.
#[server(prefix = "/do", endpoint = "decline_request")]
pub async fn decline_request(
    secret: String,
    #[server(default)] reason: String,
    #[server(default)] code: String,
    #[server(default)] sender_unknown: bool,
) -> Result<Done, Failure> {
    visitor()?.decline_request(&secret, &Declining { reason, code, sender_unknown }).await?;
    Ok(Done::Yes)
}

/// Lets somebody else pay.
#[server(prefix = "/do", endpoint = "pass_request_on")]
pub async fn pass_request_on(secret: String, email: String, #[server(default)] code: String) -> Result<Done, Failure> {
    visitor()?.pass_request_on(&secret, &email, &code).await?;
    Ok(Done::Yes)
}

/// Mails the code that proves the address to who came with a copied link.
#[server(prefix = "/do", endpoint = "ask_request_code")]
pub async fn ask_request_code(secret: String) -> Result<Done, Failure> {
    visitor()?.ask_request_code(&secret).await?;
    Ok(Done::Yes)
}

/// Asks the sender for a new link.
#[server(prefix = "/do", endpoint = "ask_for_request")]
pub async fn ask_for_request(secret: String) -> Result<Done, Failure> {
    visitor()?.ask_for_request(&secret).await?;
    Ok(Done::Yes)
}

/// Asks the sender of somebody else's request to send it to my own address.
#[server(prefix = "/do", endpoint = "ask_for_request_here")]
pub async fn ask_for_request_here(secret: String) -> Result<Done, Failure> {
    visitor()?.ask_for_request_here(&secret).await?;
    Ok(Done::Yes)
}

/// "Not me": lets the request go and signs out, to come back to it with another account.
#[server(prefix = "/do", endpoint = "leave_request")]
pub async fn leave_request(secret: String) -> Result<(), Failure> {
    let actor = actor()?;
    // Whoever it is not bound to, or not any more, signs out all the same.
    let _ = actor.release_request(&secret).await;
    actor.sign_out().await?;
    clear_session();
    redirect(super::path(&secret).as_deref().unwrap_or("/login"));
    Ok(())
}
