//! "Confirm it is you": the password again, right where it is needed.

use leptos::prelude::*;
use teamwork::rules::problem::Field;

use super::api::Reauthenticate;
use crate::{
    form::{Act, Form, PasswordField, Submit, TextField},
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
/// form is about and the proof are sent together, so that nothing typed is lost on the way.
#[component]
pub fn ProofFields() -> impl IntoView {
    let (fresh, asks_for_code) = use_frame().with_untracked(|frame| (frame.me.fresh, frame.me.second_factor));
    (!fresh).then(|| {
        view! {
            <PasswordField field=Field::Password label="Your password" autocomplete="current-password" hint="To confirm that it is you."/>
            {asks_for_code.then(|| view! { <CodeField/> })}
            <ProofFieldByPasskey/>
        }
    })
}

/// Asks for the password while `when`. What is typed elsewhere on the page stays.
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
}
