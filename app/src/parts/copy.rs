//! A line that is there to be copied.

use leptos::prelude::*;

/// A link or code with a button that copies it. Without script the text can be selected.
#[component]
pub fn CodeLine(
    #[prop(into)] text: String,
    /// What it is: "link".
    what: &'static str,
    /// Copies as soon as it is there: it was pressed for.
    #[prop(optional)]
    at_once: bool,
) -> impl IntoView {
    let done = RwSignal::new(false);
    let shown = text.clone();
    let text = StoredValue::new(text);
    let copy = move || write(&text.get_value(), done);
    if at_once {
        Effect::new(move |_| copy());
    }
    view! {
        <div class="code-line">
            <code class="code-line__text" tabindex="0">{shown}</code>
            <button
                class="button button--small code-line__copy"
                type="button"
                data-state=move || done.get().then_some("done")
                on:click=move |_| copy()
            >
                {move || if done.get() { "Copied" } else { "Copy" }}
                <span class="visually-hidden">" "{what}</span>
            </button>
        </div>
    }
}

#[cfg(feature = "hydrate")]
fn write(text: &str, done: RwSignal<bool>) {
    let written = wasm_bindgen::closure::Closure::once(move |_| {
        done.try_set(true);
    });
    // When the browser refuses, the button keeps saying "Copy" and the text can still be selected.
    let _ = window().navigator().clipboard().write_text(text).then(&written);
    written.forget();
}

/// Only a browser has a clipboard.
#[cfg(not(feature = "hydrate"))]
fn write(_: &str, _: RwSignal<bool>) {}
