//! Creating a passkey.

use leptos::prelude::*;
use teamwork::rules::problem::Field;

use super::{
    api::AddPasskey,
    ask::{AskDevice, work_here},
};
use crate::form::{Act, Form, TextField};

/// What happens, and the button. For whoever has proven a moment ago that it is them.
#[component]
pub fn CreatePasskey(
    add: Act<AddPasskey>,
    /// Whether it can be given a name. It has one in any case.
    #[prop(optional)]
    named: bool,
) -> impl IntoView {
    view! {
        <Form act=add compact=true class="stack">
            <AskDevice begin="/do/begin_passkey" label="Create a passkey">
                <p>
                    "Your device asks where to keep the passkey, and for your fingerprint, your face or its PIN. These stay on \
                     the device: we get only what is needed to recognise it."
                </p>
                {named.then(|| view! {
                    <TextField
                        field=Field::Label
                        optional=true
                        hint="How you tell it from others. Left empty, it is called as this browser."
                        autocomplete="off"
                    />
                })}
            </AskDevice>
        </Form>
    }
}

/// The same for somebody who has just arrived, in place of a password or beside it.
#[component]
pub fn OfferPasskey() -> impl IntoView {
    let add = Act::<AddPasskey>::new();
    if add.done().get_untracked().is_some() {
        return view! {
            <div class="notice notice--success" role="status"><p class="notice__text">"Your passkey is created. You sign in with it from now on."</p></div>
        }
        .into_any();
    }
    if !work_here() {
        return ().into_any();
    }
    view! {
        <section class="card" aria-labelledby="create-passkey" data-passkey="" hidden=true>
            <header class="card__head">
                <h2 class="card__title" id="create-passkey">"Create a passkey"</h2>
                <p class="card__note">"Optional"</p>
            </header>
            <div class="card__body stack">
                <p class="muted">"With one you sign in without a password, and without waiting for a mail."</p>
                <CreatePasskey add/>
            </div>
        </section>
    }
    .into_any()
}
