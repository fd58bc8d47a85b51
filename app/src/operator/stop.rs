//! `/c/{slug}/recovery`: what the operator was asked to do to this Company, and the press that stops it.

use leptos::prelude::*;
use teamwork::rules::{
    permission::{Action, Refusal, may},
    recovery::RecoveryCard,
    role::Role,
};

use super::{
    api::{self, StopRecovery},
    recoveries::Facts,
};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit},
    frame::{company_slug, use_frame},
    parts::{Blankslate, Load, PageHead},
    remote::remote,
};

/// For Owners and Admins, whom the mail has reached.
#[component]
pub fn StopPage() -> impl IntoView {
    let (slug, frame) = (company_slug(), use_frame());
    let role = frame.with_untracked(|frame| frame.company(&slug).map(|card| card.role));
    let (asked, slug) = (slug.clone(), StoredValue::new(slug));
    let found = remote(|| 0, move || api::Recovery { slug: asked.clone() });
    view! {
        <Load remote=found what="the recovery" let:found>
            <PageHead title="Recovery of ownership" subtitle="The operator’s way to give a Company an Owner again when its own is gone."/>
            {move || match found.get() {
                Some(card) => waiting(card, slug.get_value(), role).into_any(),
                None => view! {
                    <Blankslate title="No recovery is under way" text="The Owners of this Company are as they were.">
                        <a class="button" href=format!("/c/{}/team", slug.get_value()) rel="external">"See the team"</a>
                    </Blankslate>
                }
                .into_any(),
            }}
        </Load>
    }
}

fn waiting(card: RecoveryCard, slug: String, role: Option<Role>) -> impl IntoView {
    let stop = match role.map(|role| may(role, Action::ChangeCompany)) {
        Some(Ok(_)) => view! {
            <p>"If the Company still has an Owner, as it does when you read this as one, stop it. Nothing is changed then."</p>
            <Form act={Act::<StopRecovery>::new()}>
                <Hidden name="slug" value=slug/>
                <FormActions><Submit>"Stop the recovery"</Submit></FormActions>
            </Form>
        }
        .into_any(),
        _ => view! { <p class="muted">{Refusal::NeedsOwner.to_string()}</p> }.into_any(),
    };
    view! { <Facts card/>{stop} }
}
