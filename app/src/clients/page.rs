//! `/requests/{secret}`: the client's page. Looking at it changes nothing; answering is a press.

use axum::{extract::Path, response::Response};
use leptos::prelude::*;
use teamwork::rules::{
    problem::{Gone, Problem},
    request::Handover,
};

use super::{
    done::{self, HandedOver},
    ended::{self, Ended},
    offer::{self, ClientRequest},
};
use crate::public::Visit;

/// The request, what became of it, or what the client owns since they accepted it.
pub async fn page(visit: Visit, Path(secret): Path<String>) -> Response {
    for (function, title, words) in [
        (
            "decline_request",
            "You declined the request",
            "The sender was told. Nothing was charged, and nothing has changed.",
        ),
        (
            "pass_request_on",
            "The request is on its way",
            "It went to the other address, and the sender was told. This link no longer works.",
        ),
        (
            "ask_for_request_here",
            "You asked for the request",
            "The sender was told which address is yours. If they send it there, you get a mail with a link of your own.",
        ),
        (
            "ask_for_request",
            "You asked for a new link",
            "The sender was told. When they send it again, you get a new mail.",
        ),
    ] {
        if visit.succeeded(function) {
            return visit.page(title, || view! { <p>{words}</p> });
        }
    }
    match visit.visitor.look_at_request(&secret).await {
        Ok(request) => {
            let title = offer::title(&request.offer);
            let claim = visit.claim().unwrap_or_default();
            // Without it the form begins empty.
            let typed = visit.visitor.typed_before(&secret, &claim).await.ok().flatten().unwrap_or_default();
            visit.wide_page(&title, move || view! { <ClientRequest request secret=Some(secret) typed/> })
        }
        Err(Problem::Gone(gone)) => gone_page(visit, gone, secret).await,
        Err(problem) => visit.problem(problem),
    }
}

async fn gone_page(visit: Visit, gone: Gone, secret: String) -> Response {
    if let (Gone::RequestCompleted, Ok(client)) = (gone, visit.visitor.person())
        && let Ok(handover) = client.look_at_handover(&secret).await
    {
        let (title, me, email) = (done::title(&handover), client.me(), client.me().email);
        let handover = Handover { has_password: me.has_password || me.has_passkey, ..handover };
        // Once it is created, the offer says so.
        let offers_passkey = visit.succeeded("add_passkey") || (me.fresh && !handover.has_password);
        return visit.column_page(&title, move || view! { <HandedOver handover email offers_passkey/> });
    }
    let is_signed_in = visit.is_signed_in();
    // What cannot be read any more is left out.
    let told = visit.visitor.look_at_ended_request(&secret).await.ok();
    visit.gone(ended::title(gone), move || view! { <Ended gone is_signed_in secret told/> })
}
