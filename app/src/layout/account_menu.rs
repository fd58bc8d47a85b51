//! My own menu: account, theme, sign out.

use leptos::prelude::*;

use crate::{
    form::{Act, Form},
    frame::use_frame,
    parts::{Popover, close_popover, initials},
    session::api::SetTheme,
};

const THEMES: [(&str, &str); 3] = [("system", "Theme: System"), ("light", "Theme: Light"), ("dark", "Theme: Dark")];

/// The popover at the end of the top bar.
#[component]
pub fn AccountMenu() -> impl IntoView {
    let frame = use_frame();
    let name = move || frame.with(|frame| frame.me.name.full());
    let button = move || {
        view! {
            <span class="avatar" aria-hidden="true">{move || initials(&name())}</span>
            <span class="popover__label topbar__name">{name}</span>
        }
    };
    let theme = Act::<SetTheme>::new();
    let themes = THEMES.map(|(value, words)| {
        let choose = move |_| {
            wear(value);
            close_popover("account-menu");
        };
        view! { <button class="menu__item" type="submit" name="theme" value=value on:click=choose>{words}</button> }
    });
    view! {
        <Popover id="account-menu" label="Account" class="popover--end" panel_class="menu" button>
            <p class="menu__head">{move || frame.with(|frame| frame.me.email.clone())}</p>
            <a class="menu__item" href="/account" on:click=|_| close_popover("account-menu")>"Account settings"</a>
            <hr class="menu__line"/>
            <Form act=theme compact=true class="menu__form">{themes.into_iter().collect_view()}</Form>
            <hr class="menu__line"/>
            <form method="post" action="?/sign_out"><button class="menu__item" type="submit">"Sign out"</button></form>
        </Popover>
    }
}

/// Changes the theme of this page at once; the cookie follows.
fn wear(theme: &str) {
    let Some(root) = document().document_element() else { return };
    // An attribute with a fixed name can always be set and removed.
    let _ = match theme {
        "system" => root.remove_attribute("data-theme"),
        _ => root.set_attribute("data-theme", theme),
    };
}
