//! `/requests/paying`: where a browser comes back to from the payment provider. It is known by a cookie; the address holds
//! no secret, and says only whether somebody has `left` the provider's page.

use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use leptos::prelude::*;
use teamwork::rules::{
    problem::{Problem, Thing},
    request::{PayingState, PayingView},
};

use super::{all_of, api::SignInAfterPayment};
use crate::{
    form::{Act, Form, FormActions, Submit},
    public::Visit,
};

/// How far the payment is. While the provider has not decided, the page looks again by itself.
pub async fn page(visit: Visit) -> Response {
    let claim = visit.claim().unwrap_or_default();
    let left = visit.query("left").is_some();
    match visit.visitor.guest().look_at_payment(&claim).await {
        Ok(paying) if paying.state == PayingState::Waits && left => {
            visit.page("You left the payment page", move || view! { <Left paying/> })
        }
        Ok(paying) if paying.state == PayingState::Waits => {
            let shown = visit.column_page("Your way to pay is being checked", move || view! { <Waits paying/> });
            again_soon(shown)
        }
        Ok(paying) => {
            let title = title(&paying);
            visit.column_page(&title, move || view! { <Decided paying/> })
        }
        Err(Problem::NotFound(Thing::Payment)) => visit.problem_with(Problem::NotFound(Thing::Payment), || {
            view! { <p class="muted">"Open the link in the mail once more: it shows how things stand."</p> }
        }),
        Err(problem) => visit.problem(problem),
    }
}

/// Without script a page looks again by itself only so.
fn again_soon(response: Response) -> Response {
    ([("refresh", HeaderValue::from_static("2"))], response).into_response()
}

fn title(paying: &PayingView) -> String {
    let apps = all_of(&paying.apps);
    match paying.state {
        PayingState::Waits => "Your way to pay is being checked".into(),
        PayingState::Done => format!("Done. You own {apps}."),
        PayingState::Elsewise => format!("You have taken over {apps} already"),
        PayingState::Failed if paying.renewed => "The request was sent again".into(),
        PayingState::Failed => "No way to pay was saved".into(),
        PayingState::Over => "Your way to pay was not used".into(),
    }
}

#[component]
fn Waits(paying: PayingView) -> impl IntoView {
    let PayingView { secret, page, .. } = paying;
    let back = format!("/requests/{secret}");
    view! {
        <header class="page-head"><h1 class="page-head__title">"Your way to pay is being checked"</h1></header>
        <div class="notice" role="status">
            <p class="notice__text">"We wait for the payment provider. This page looks again every two seconds; nothing is charged now."</p>
        </div>
        <p class="muted">"You can close it too: we mail you as soon as it is done."</p>
        <div class="form-actions">
            {page.map(|page| view! { <a class="button" href=page>"Back to the payment page"</a> })}
            <a class="button button--quiet" href=back>"Pay in another way"</a>
        </div>
    }
}

/// Nobody waits for anything here. Should a card be proven all the same, this page says so when it is loaded again.
#[component]
fn Left(paying: PayingView) -> impl IntoView {
    let PayingView { secret, page, .. } = paying;
    let back = format!("/requests/{secret}");
    view! {
        <p>"Nothing was saved, and nothing was charged."</p>
        <div class="form-actions">
            {page.map(|page| view! { <a class="button button--primary" href=page>"Back to the payment page"</a> })}
            <a class="button" href=back>"Pay in another way"</a>
        </div>
    }
}

#[component]
fn Decided(paying: PayingView) -> impl IntoView {
    let heading = title(&paying);
    let PayingView { state, secret, signs_in, renewed, .. } = paying;
    let request = format!("/requests/{secret}");
    let words = match state {
        PayingState::Done if signs_in => {
            "It is saved how you pay, and your account is made. We have mailed you the same."
        }
        PayingState::Done => "It is saved how you pay. We have mailed you the same.",
        PayingState::Elsewise => "Nothing was charged by that.",
        PayingState::Failed if renewed => {
            "So your old link no longer works, and what you entered was not used. Nothing was charged. The new link is in \
             your mail, unless the request went to another address."
        }
        PayingState::Failed => {
            "Nothing has changed, and nothing was charged. You can try again, or pay by bank transfer."
        }
        PayingState::Over => "The request has ended, so nothing has changed. What you entered is forgotten.",
        PayingState::Waits => "",
    };
    let way = match state {
        PayingState::Done if signs_in => view! {
            <Form act={Act::<SignInAfterPayment>::new()}>
                <FormActions><Submit class="button--primary button--wide">"Go on"</Submit></FormActions>
            </Form>
        }
        .into_any(),
        PayingState::Failed if renewed => ().into_any(),
        PayingState::Failed => {
            view! { <p><a class="button button--primary" href=request>"Back to the request"</a></p> }.into_any()
        }
        _ => view! { <p><a class="button button--primary" href=request>"Go on"</a></p> }.into_any(),
    };
    view! {
        <header class="page-head"><h1 class="page-head__title">{heading}</h1></header>
        <p>{words}</p>
        {way}
    }
}
