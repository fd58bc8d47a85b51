//! The form itself and its buttons.

use leptos::{context::Provider, ev::SubmitEvent, prelude::*, server_fn::ServerFn};

use super::{
    Act,
    fields::Hidden,
    state::FormState,
    summary::{Line, Summary},
};

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
    S: ServerFn + 'static,
{
    let class = class.unwrap_or(if compact { "inline-form" } else { "stack" });
    frame(act.state, class, compact, reset, children)
}

/// The part of a form that is the same for all acts.
fn frame(state: FormState, class: &'static str, compact: bool, reset: bool, children: Children) -> AnyView {
    // Only the fields of this form get its state, also those that come later.
    let form = move || body(state, class, compact, reset, children);
    view! { <Provider value=state>{form()}</Provider> }.into_any()
}

fn body(state: FormState, class: &'static str, compact: bool, reset: bool, children: Children) -> AnyView {
    let form = NodeRef::<leptos::html::Form>::new();
    if reset {
        state.on_answer(Box::new(move |_| {
            if let Some(form) = form.get_untracked() {
                form.reset();
            }
        }));
    }
    let hidden = state.key().map(|(name, value)| view! { <Hidden name value/> });
    view! {
        <form
            node_ref=form
            class=class
            method="post"
            action=format!("?/{}", state.function)
            novalidate=true
            aria-busy=move || state.pending.get().then_some("true")
            on:submit=move |event| submit(state, &event)
        >
            {(!compact).then(|| view! { <Summary state/> })}
            {hidden}
            {children()}
            {compact.then(|| view! { <Line state/> })}
        </form>
    }
    .into_any()
}

/// Sends what was typed while the page stays. Whoever prevented the event before, for example to ask back, is obeyed.
fn submit(state: FormState, event: &SubmitEvent) {
    if event.default_prevented() {
        return;
    }
    event.prevent_default();
    #[cfg(not(feature = "hydrate"))]
    let _ = state;
    #[cfg(feature = "hydrate")]
    {
        let typed = leptos::form::form_data_from_event(event).ok();
        let typed = typed.and_then(|typed| web_sys::UrlSearchParams::new_with_str_sequence_sequence(&typed).ok());
        match typed.and_then(|typed| typed.to_string().as_string()) {
            Some(typed) => state.send(typed),
            None => state.fail(crate::failure::Failure::Unreachable),
        }
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
