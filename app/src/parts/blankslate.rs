//! Where there is nothing to show yet: why, and the one thing to do.

use leptos::prelude::*;

/// An empty place on a page. Children are the one action.
#[component]
pub fn Blankslate(
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="blankslate">
            <h2 class="blankslate__title">{title}</h2>
            <p class="blankslate__text">{text}</p>
            {children.map(|children| view! { <div class="blankslate__action">{children()}</div> })}
        </section>
    }
}

/// Something is on its way.
#[component]
pub fn Loading(
    /// "the team".
    what: &'static str,
) -> impl IntoView {
    let words = format!("Fetching {what}…");
    view! {
        <section class="blankslate" aria-busy="true">
            <div class="progress" role="progressbar" aria-label=words.clone()><div class="progress__bar"></div></div>
            <p class="blankslate__text">{words}</p>
        </section>
    }
}
