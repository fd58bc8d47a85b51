//! The button that asks a device, as the script finds it.

use leptos::prelude::*;

use crate::{actor::warren, form::FormActions};

/// Whether passkeys work in this house.
pub fn work_here() -> bool {
    warren().is_ok_and(|warren| warren.takes_passkeys())
}

/// A part of a page that is shown only where a device can be asked. Its button fetches from `begin` what is asked. With
/// `finish` the answer goes there, and the form around it stays; without, it goes into the form, which is sent.
#[component]
pub fn AskDevice(
    begin: &'static str,
    #[prop(optional)] finish: Option<&'static str>,
    /// Of the button, besides `button`.
    #[prop(optional)]
    class: &'static str,
    /// What the button says.
    label: &'static str,
    /// What stands above it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let kind = if finish.is_some() { "button" } else { "submit" };
    let answer = finish.is_none().then(|| {
        view! { <input type="hidden" name="ceremony"/><input type="hidden" name="passkey"/> }
    });
    let done = finish.map(|_| view! { <p role="status" hidden=true>"It is you. Go on within ten minutes."</p> });
    view! {
        <div class="stack" data-passkey="" hidden=true>
            {children.map(|children| children())}
            {answer}
            <FormActions>
                <button class=format!("button {class}") type=kind data-begin=begin data-finish=finish>{label}</button>
            </FormActions>
            {done}
            <p class="notice notice--small notice--danger" role="alert" hidden=true>
                "That did not work, or you stopped it. Nothing was changed. Try once more, or go on without a passkey."
            </p>
            <script defer src="/passkey.js" nonce=leptos::nonce::use_nonce()></script>
        </div>
    }
}
