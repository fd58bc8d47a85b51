//! `/operator/doomed`: whose Apps wait to be deleted, because nobody has paid for them in all that time.

use leptos::prelude::*;
use teamwork::rules::{dunning::DoomedContact, problem::Field};

use super::{
    Desk, PasswordAgain,
    api::{self, DeleteForNonPayment},
};
use crate::{
    form::{Act, Form, FormActions, Submit, TextField},
    parts::{Load, Notice},
    remote::remote,
};

/// The Billing Contacts, those that have owed longest at the top.
#[component]
pub fn Doomed() -> impl IntoView {
    let found = remote(|| 0, || api::OperatorDoomed {});
    view! {
        <Load remote=found what="who has not paid" let:found>
            <Desk
                title="Non-payment"
                subtitle="Billing contacts whose Apps are suspended, and whose people were told that they will be deleted."
                writes=true
            >
                {move || if found.with(Vec::is_empty) {
                    view! { <p class="muted">"Nobody’s Apps wait to be deleted."</p> }.into_any()
                } else {
                    view! { <ul class="rows" role="list">{found.get().into_iter().map(row).collect_view()}</ul> }.into_any()
                }}
            </Desk>
        </Load>
    }
}

fn row(one: DoomedContact) -> impl IntoView {
    let DoomedContact { contact, name, slug, company, invoice, due, owed, apps, charging, debit_on } = one;
    let key = contact.to_string();
    let act = Act::<DeleteForNonPayment>::keyed("contact", &key);
    let open = act.failure().with_untracked(Option::is_some);
    let waits = match (charging, debit_on) {
        (true, _) => Some("A charge of it is under way. The Apps can be deleted when the bank has decided.".to_owned()),
        (false, Some(on)) => {
            Some(format!("A debit of it is announced for {on}. The Apps can be deleted when the bank has decided."))
        }
        (false, None) => None,
    };
    let waits = waits.map(|words| view! { <Notice small=true>{words}</Notice> });
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <span class="rows__title">
                    {name.clone()} " of "
                    <a class="link" href=format!("/operator/companies/{slug}") rel="external">{company}</a>
                </span>
                <span class="rows__detail">
                    {owed.to_string()} " open · " {invoice.to_string()} " was due on " {due.to_string()}
                </span>
                <span class="rows__detail">"Apps: " {apps.join(", ")}</span>
                {waits}
                <details open=open>
                    <summary>"Delete the Apps" <span class="visually-hidden">" of " {name}</span></summary>
                    <div class="stack">
                        <Form act>
                            <TextField field=Field::Confirmation label="Name of the billing contact" hint="Typed, its Apps are deleted for good." autocomplete="off"/>
                            <TextField field=Field::Reason autocomplete="off"/>
                            <PasswordAgain/>
                            <FormActions><Submit class="button--small button--danger">"Delete the Apps"</Submit></FormActions>
                        </Form>
                    </div>
                </details>
            </div>
        </li>
    }
}
