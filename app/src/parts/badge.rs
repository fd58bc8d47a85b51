//! Words in a small frame.

use leptos::prelude::*;
use teamwork::rules::role::Role;

/// A state: `ok`, `waiting`, `warning`, `danger`, `off`, `you`; or `plain`, which is only a kind of thing.
#[component]
pub fn Badge(kind: &'static str, children: Children) -> impl IntoView {
    view! { <span class=format!("badge badge--{kind}")>{children()}</span> }
}

/// A role.
#[component]
pub fn RoleBadge(role: Role) -> impl IntoView {
    view! { <span class=format!("badge badge--{}", role.key())>{role.name()}</span> }
}
