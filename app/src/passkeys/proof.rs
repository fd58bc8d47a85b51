//! "Confirm with a passkey", beside the password. Pages that the browser takes over ask for the password alone: their
//! program has no room for more.

use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{
    api::ProveByPasskey,
    ask::{AskDevice, work_here},
};
#[cfg(feature = "ssr")]
use crate::{
    form::{Act, Form},
    frame::use_frame,
    shell::Script,
};

/// Inside another form: confirms, and what was typed stays.
#[component]
pub fn ProofFieldByPasskey() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if is_offered() {
        return view! {
            <AskDevice begin="/do/begin_passkey_proof" finish="/do/prove_by_passkey" label="Confirm with a passkey instead"/>
        }
        .into_any();
    }
    ().into_any()
}

/// A form of its own: confirms, and the page is shown anew.
#[component]
pub fn ProofByPasskey() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if is_offered() {
        return view! {
            <Form act={Act::<ProveByPasskey>::new()} compact=true class="stack">
                <AskDevice begin="/do/begin_passkey_proof" label="Confirm with a passkey instead"/>
            </Form>
        }
        .into_any();
    }
    ().into_any()
}

#[cfg(feature = "ssr")]
fn is_offered() -> bool {
    let is_still = use_context::<Script>().is_none_or(|script| script == Script::None);
    is_still && use_frame().with_untracked(|frame| frame.me.has_passkey) && work_here()
}
