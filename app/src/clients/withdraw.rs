//! Read, then press: a request is not withdrawn by a slip.

use leptos::prelude::*;
use teamwork::rules::request::{RequestCard, RequestState};

use super::{all_of, api::CancelRequest};
use crate::form::{Act, Form, FormActions, Hidden, Submit};

/// What ends, for whom, and what stays.
#[component]
pub fn Withdraw(request: RequestCard) -> impl IntoView {
    let RequestCard { id, email, state, .. } = request;
    let apps = all_of(&request.apps);
    let title = format!("Withdraw the request to {email}?");
    let words = match state {
        RequestState::Proposed => {
            format!("No Owner can confirm it any more. Nothing has gone to {email}. {apps} stays as it is.")
        }
        RequestState::Billing => format!(
            "{email} is paying at the moment: that ends, and nothing is charged. The link no longer works, and they get a \
             mail that says so. {apps} stays as it is."
        ),
        _ => format!(
            "{email} cannot take over {apps} any more: the link no longer works, and whoever had got it gets a mail that \
             says so. {apps} stays as it is."
        ),
    };
    view! {
        <section class="card" aria-labelledby="withdraw">
            <header class="card__head"><h2 class="card__title" id="withdraw">{title}</h2></header>
            <div class="card__body stack">
                <p>{words}</p>
                <Form act={Act::<CancelRequest>::new()}>
                    <Hidden name="request" value=id.to_string()/>
                    <FormActions>
                        <Submit class="button--danger">"Withdraw request"</Submit>
                        <a class="button button--quiet" href="?" rel="external">"Leave it as it is"</a>
                    </FormActions>
                </Form>
            </div>
        </section>
    }
}
