//! My own menu: account, theme, sign out.

use leptos::prelude::*;

use crate::{
    form::{Act, Form},
    frame::use_frame,
    parts::{Popover, close_popover, initials},
    session::api::SetTheme,
};

const THEMES: [(&str, &str); 3] = [("system", "System"), ("light", "Light"), ("dark", "Dark")];

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
    let act = Act::<SetTheme>::new();
    let worn = RwSignal::new(worn());
    let themes = THEMES.map(|(theme, words)| {
        let choose = move |_| {
            wear(theme);
            worn.set(theme);
            close_popover("account-menu");
        };
        let pressed = move || if worn.get() == theme { "true" } else { "false" };
        view! { <button class="menu__item" type="submit" name="theme" value=theme aria-pressed=pressed on:click=choose>{words}</button> }
    });
    view! {
        <Popover id="account-menu" label="Account" class="popover--end" panel_class="menu" button>
            <p class="menu__head">{move || frame.with(|frame| frame.me.email.clone())}</p>
            <a class="menu__item" href="/account" rel="external">"Account settings"</a>
            {move || frame.with(|frame| frame.me.operator).then(|| view! { <a class="menu__item" href="/operator" rel="external">"Operator"</a> })}
            <hr class="menu__line"/>
            <div role="group" aria-labelledby="theme">
                <p class="menu__head" id="theme">"Theme"</p>
                <Form act compact=true class="">{themes.into_iter().collect_view()}</Form>
            </div>
            <hr class="menu__line"/>
            <form method="post" action="?/sign_out"><button class="menu__item" type="submit">"Sign out"</button></form>
        </Popover>
    }
}

/// The theme that this page wears.
fn worn() -> &'static str {
    #[cfg(feature = "ssr")]
    let theme = use_context::<http::request::Parts>().and_then(|parts| crate::shell::theme(&parts).map(str::to_owned));
    #[cfg(not(feature = "ssr"))]
    let theme = document().document_element().and_then(|root| root.get_attribute("data-theme"));
    let theme = theme.as_deref();
    THEMES.iter().map(|(known, _)| *known).find(|known| theme == Some(*known)).unwrap_or("system")
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
