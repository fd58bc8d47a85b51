//! A message that stays where it belongs. There are no toasts.

use leptos::prelude::*;

/// `kind`: `success`, `warning`, `danger`, or nothing.
#[component]
pub fn Notice(
    #[prop(optional)] kind: &'static str,
    #[prop(optional)] small: bool,
    children: Children,
) -> impl IntoView {
    let mut class = String::from("notice");
    if !kind.is_empty() {
        class = format!("{class} notice--{kind}");
    }
    if small {
        class.push_str(" notice--small");
    }
    let role = if kind == "danger" { "alert" } else { "status" };
    view! { <div class=class role=role><p class="notice__text">{children()}</p></div> }
}
