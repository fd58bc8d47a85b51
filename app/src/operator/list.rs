//! Lists by the beginning of a name, one page at a time, by plain links.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// A value of the query of this page.
pub(super) fn query(name: &str) -> String {
    use_query_map().with_untracked(|query| query.get(name)).unwrap_or_default()
}

/// The field with which a list is searched.
#[component]
pub(super) fn Search(label: &'static str, begins: String) -> impl IntoView {
    view! {
        <form class="field" method="get" role="search">
            <label class="field__label" for="begins">{label}</label>
            <div class="field__row">
                <input class="field__input" id="begins" name="begins" type="search" value=begins autocomplete="off" spellcheck="false"/>
                <button class="button" type="submit">"Find"</button>
            </div>
        </form>
    }
}

/// The way to the next page, if there is one. `kept` is what the address keeps.
#[component]
pub(super) fn Next(next: Option<String>, kept: (&'static str, String)) -> impl IntoView {
    next.map(|next| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair(kept.0, &kept.1)
            .append_pair("after", &next)
            .finish();
        view! { <p><a class="button" href=format!("?{query}") rel="external">"Show the next ones"</a></p> }
    })
}
