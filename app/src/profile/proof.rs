//! "Confirm it is you": the password again, right where it is needed, or a mailed link for who has none.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use teamwork::rules::problem::Field;

use super::api::Reauthenticate;
use crate::{
    form::{Act, Form, FormState, Hidden, LastEcho, PROOF_OF, PasswordField, Submit, TextField},
    frame::use_frame,
    live::{Topic, use_live},
    passkeys::{ProofByPasskey, ProofFieldByPasskey},
};

/// The code of the second factor.
#[component]
pub fn CodeField() -> impl IntoView {
    view! { <TextField field=Field::Code autocomplete="one-time-code" hint="Six digits of your app, or a recovery code." class="field__input--code"/> }
}

/// Inside another form: the password, and the code of a second factor, only when they were not given lately. What the
/// form is about and the proof are sent together, so that nothing typed is lost on the way. Whoever has no password has a
/// link mailed instead.
#[component]
pub fn ProofFields() -> impl IntoView {
    let me = use_frame().with_untracked(|frame| frame.me.clone());
    match (me.fresh, me.has_password) {
        (true, _) => ().into_any(),
        (false, true) => view! {
            <PasswordField field=Field::Password label="Your password" autocomplete="current-password" hint="To confirm that it is you."/>
            {me.second_factor.then(|| view! { <CodeField/> })}
            <ProofFieldByPasskey/>
        }
        .into_any(),
        (false, false) => view! { <ProofByMail email=me.email/> <ProofFieldByPasskey/> }.into_any(),
    }
}

/// Inside another form: a button that sends it to the act which has the link mailed. So the page comes back with all that
/// was typed, and once the link is opened, in another tab, the form can be sent.
#[component]
fn ProofByMail(email: String) -> impl IntoView {
    let id = expect_context::<FormState>().id(PROOF_OF);
    let echo = use_context::<LastEcho>().and_then(|last| last.0.get_value());
    let was_mailed = echo.is_some_and(|echo| echo.succeeded("ask_proof") && echo.field(PROOF_OF) == Some(&id));
    if was_mailed {
        return view! {
            <div class="notice notice--success" role="status">
                <p class="notice__text">
                    {format!("We mailed a link to {email}. Open it in this browser to confirm that it is you. Then come back to this page and go on.")}
                </p>
            </div>
        }
        .into_any();
    }
    view! {
        <div class="notice"><div class="notice__text stack">
            <p><strong>"Confirm it is you first."</strong>" You signed in more than ten minutes ago, and have no password. What you typed stays."</p>
            <Hidden name=PROOF_OF value=id/>
            <div class="form-actions">
                <button class="button" type="submit" formaction="?/ask_proof" name="next" value=here()>
                    "Mail me a link that confirms it is me"
                </button>
                <a class="link" href="/account#password" rel="external">"Set a password"</a>
            </div>
        </div></div>
    }
    .into_any()
}

/// The address of this page within the house.
fn here() -> String {
    let location = use_location();
    let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
    match query.trim_start_matches('?') {
        "" => path,
        query => format!("{path}?{query}"),
    }
}

/// Asks for the password while `when`, or leads who has none to a mailed link. What is typed elsewhere on the page stays.
#[component]
pub fn Proof(
    #[prop(into)] when: Signal<bool>,
    /// What a lively page does next. A still one is rendered anew.
    #[prop(optional)]
    on_proven: Option<Callback<()>>,
) -> impl IntoView {
    let (live, frame) = (use_live(), use_frame());
    let asks_for_code = move || frame.with(|frame| frame.me.second_factor);
    let prove = Act::<Reauthenticate>::new().on_done(move |()| {
        if let Some(then) = on_proven {
            then.run(());
        }
        live.touch(Topic::Person);
    });
    let when = Memo::new(move |_| when.get());
    if !frame.with_untracked(|frame| frame.me.has_password) {
        let way = format!("/proof?next={}", use_location().pathname.get_untracked());
        return view! {
            <Show when=move || when.get()>
                <div class="notice"><p class="notice__text">
                    <strong>"Confirm it is you first. "</strong>
                    <a class="link" href=way.clone() rel="external">"Have a link mailed that does"</a>
                </p></div>
            </Show>
        }
        .into_any();
    }
    view! {
        <Show when=move || when.get()>
            <div class="notice"><div class="notice__text stack">
                <p><strong>"Confirm it is you first."</strong>" Your password was last given more than ten minutes ago."</p>
                <Form act=prove reset=true>
                    <PasswordField field=Field::Password label="Your password" autocomplete="current-password"/>
                    <Show when=asks_for_code><CodeField/></Show>
                    <div class="form-actions"><Submit class="">"Confirm"</Submit></div>
                </Form>
                <ProofByPasskey/>
            </div></div>
        </Show>
    }
    .into_any()
}
