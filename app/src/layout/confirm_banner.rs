//! Until the address is confirmed, every page says so.

use leptos::prelude::*;

use crate::{
    form::{Act, Form, Submit},
    frame::use_frame,
    session::api::ResendConfirmation,
};

/// What to do, and the mail again.
#[component]
pub fn ConfirmBanner() -> impl IntoView {
    let frame = use_frame();
    let resend = Act::<ResendConfirmation>::new();
    let unconfirmed = Memo::new(move |_| frame.with(|frame| !frame.me.confirmed));
    let demo = move || {
        frame.with(|frame| frame.demo).then(|| {
            view! { <a class="button button--small" href="/demo/mails" rel="external">"Read the demo’s mails"</a> }
        })
    };
    view! {
        <Show when=move || unconfirmed.get()>
            <div class="notice notice--warning" role="status">
                <p class="notice__text">
                    <strong>"Confirm your e-mail address."</strong>
                    " We sent a link to " {move || frame.with(|frame| frame.me.email.clone())}
                    ". Until then you can look around, but neither invite nor accept."
                    {move || resend.done().get().map(|_| view! { " "<strong>"The mail was sent again."</strong> })}
                </p>
                <div class="notice__actions">
                    <Form act=resend compact=true><Submit class="button--small">"Send again"</Submit></Form>
                    {demo}
                </div>
            </div>
        </Show>
    }
}
