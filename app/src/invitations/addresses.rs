//! The box for addresses: each becomes a chip that can be removed. Without script it is a box with several lines.

use leptos::{
    ev::{Event, KeyboardEvent},
    html::Textarea,
    prelude::*,
};
use teamwork::rules::problem::Field;

use super::draft::{Draft, is_address, is_complete};
use crate::{
    form::{FieldFrame, FormState, described_by, escape_textarea, focus_later},
    parts::Each,
};

const HINT: &str = "Type or paste one or more, separated by commas, spaces or new lines.";

/// Where addresses are typed or pasted.
#[component]
pub fn Addresses(draft: Draft) -> impl IntoView {
    let state = expect_context::<FormState>();
    let (id, why) = (state.id(Field::Addresses.name()), state.why(Field::Addresses));
    let described = described_by(&id, true, why);
    let (lively, area) = (RwSignal::new(false), NodeRef::<Textarea>::new());
    Effect::new(move |_| {
        // Also what was typed before our script ran.
        if let Some(area) = area.get().filter(|_| !lively.get_untracked()) {
            draft.take(&area.value());
            area.set_value("");
            lively.set(true);
        }
    });
    let empty = move || {
        if let Some(area) = area.get_untracked() {
            area.set_value("");
        }
    };
    let input = move |event: Event| {
        let now = event_target_value(&event);
        if is_complete(&draft.rest.get_untracked(), &now) {
            draft.take(&now);
            empty();
        } else {
            draft.rest.set(now);
        }
    };
    let leave = move || {
        draft.take(&draft.rest.get_untracked());
        empty();
    };
    let key = move |event: KeyboardEvent| {
        let rest = draft.rest.get_untracked();
        match event.key().as_str() {
            "Enter" => {
                event.prevent_default();
                if rest.trim().is_empty() {
                    submit(area);
                } else {
                    leave();
                }
            }
            "Backspace" if rest.is_empty() => draft.chips.update(|chips| drop(chips.pop())),
            _ => {}
        }
    };
    let focus = {
        let id = id.clone();
        move |_| focus_later(id.clone())
    };
    let text = escape_textarea(&draft.rest.get_untracked());
    view! {
        <FieldFrame id=id.clone() label="E-mail addresses" hint=Some(HINT) why>
            <div class="chips" on:click=focus>
                <Show when=move || lively.get()><Chips draft/></Show>
                <textarea
                    node_ref=area
                    class="chips__input"
                    id=id
                    name=move || (!lively.get()).then_some(Field::Addresses.name())
                    rows=move || if lively.get() { "1" } else { "3" }
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    autofocus=true
                    aria-invalid=move || why.get().map(|_| "true")
                    aria-describedby=described
                    inner_html=text
                    on:input=input
                    on:keydown=key
                    on:blur=move |_| leave()
                />
            </div>
        </FieldFrame>
    }
}

#[component]
fn Chips(draft: Draft) -> impl IntoView {
    view! {
        <ul class="chips__list" role="list" aria-label="Addresses">
            <Each each=move || draft.chips.get() key=Clone::clone let:address><Chip draft address/></Each>
        </ul>
        <input type="hidden" name=Field::Addresses.name() value=move || draft.all().join("\n")/>
    }
}

#[component]
fn Chip(draft: Draft, address: String) -> impl IntoView {
    let wrong = !is_address(&address);
    let (label, shown) = (format!("Remove {address}"), address.clone());
    let remove = move |_| draft.chips.update(|chips| chips.retain(|known| *known != address));
    view! {
        <li class="chip" data-state=wrong.then_some("wrong")>
            <span class="chip__text">{shown}</span>
            {wrong.then(|| view! { <span class="chip__status">"not an address"</span> })}
            <button class="chip__remove" type="button" aria-label=label on:click=remove>
                <span class="icon-button__x" aria-hidden="true"></span>
            </button>
        </li>
    }
}

/// A second Enter sends the form.
#[cfg_attr(not(feature = "hydrate"), expect(unused_variables, reason = "only a browser submits"))]
fn submit(area: NodeRef<Textarea>) {
    #[cfg(feature = "hydrate")]
    if let Some(form) = area.get_untracked().and_then(|area| area.form()) {
        // A form without submit button cannot be submitted; ours has one.
        let _ = form.request_submit();
    }
}
