//! The form itself and its buttons.

use leptos::{
    ev::SubmitEvent,
    form::FromFormData,
    prelude::*,
    server_fn::{ServerFn, client::Client},
};
use serde::de::DeserializeOwned;

use super::{
    Act,
    fields::Hidden,
    state::FormState,
    summary::{Line, Summary},
};
use crate::failure::Failure;

/// A form for an act. Posts to `?/name` of the page it stands on; once the browser runs our script, it does not leave
/// the page any more.
#[component]
pub fn Form<S>(
    act: Act<S>,
    /// A form of one line: a failure is one line under it.
    #[prop(optional)]
    compact: bool,
    /// Empties the fields after success.
    #[prop(optional)]
    reset: bool,
    /// Instead of `stack`.
    #[prop(optional)]
    class: Option<&'static str>,
    children: Children,
) -> impl IntoView
where
    S: ServerFn<Error = Failure> + DeserializeOwned + Send + Sync + 'static,
    S::Output: DeserializeOwned + Clone + Send + Sync + 'static,
    S::Client: Client<Failure>,
{
    let form = NodeRef::<leptos::html::Form>::new();
    if reset {
        let _ = act.on_done(move |_| {
            if let Some(form) = form.get_untracked() {
                form.reset();
            }
        });
    }
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match S::from_event(&event) {
            Ok(args) => act.send(args),
            Err(_) => act.state.fail(Failure::Problem(teamwork::rules::problem::Problem::Malformed)),
        }
    };
    let class = class.unwrap_or(if compact { "inline-form" } else { "stack" });
    frame(act.state, form, submit, class, compact, children)
}

/// The part of a form that is the same for all acts.
fn frame(
    state: FormState,
    node: NodeRef<leptos::html::Form>,
    submit: impl FnMut(SubmitEvent) + 'static,
    class: &'static str,
    compact: bool,
    children: Children,
) -> impl IntoView {
    provide_context(state);
    let hidden = state.key().map(|(name, value)| view! { <Hidden name value/> });
    view! {
        <form
            node_ref=node
            class=class
            method="post"
            action=format!("?/{}", state.function)
            novalidate=true
            aria-busy=move || state.pending.get().then_some("true")
            on:submit=submit
        >
            {(!compact).then(|| view! { <Summary state/> })}
            {hidden}
            {children()}
            {compact.then(|| view! { <Line state/> })}
        </form>
    }
}

/// The last row of a form: primary first, then the way back.
#[component]
pub fn FormActions(children: Children) -> impl IntoView {
    view! { <div class="form-actions">{children()}</div> }
}

/// The button that submits: verb and object. Cannot be pressed twice.
#[component]
pub fn Submit(
    /// Further classes: `button--primary` when left out.
    #[prop(default = "button--primary")]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let pending = use_context::<FormState>().map(|state| state.pending);
    let busy = move || pending.is_some_and(|pending| pending.get()).then_some("true");
    view! { <button class=format!("button {class}") type="submit" aria-busy=busy aria-disabled=busy>{children()}</button> }
}
