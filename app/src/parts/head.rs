//! The head of a page: its title on the page and in the tab.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::form::PageProblem;

/// The title in the tab: "Team · Warren", with "Error: " before it while a form on the page has a problem.
#[component]
pub fn PageTitle(#[prop(into)] text: Signal<String>) -> impl IntoView {
    // A public page has its title already.
    let problem = use_context::<PageProblem>()?;
    let text = move || format!("{}{} · Warren", if problem.0.get() { "Error: " } else { "" }, text.get());
    // The server asks for the title after the page is done: then the signals of the page are gone or, worse, another
    // request's. And it writes the text as it is, so a Company's name could leave the tag.
    #[cfg(feature = "ssr")]
    let text = untrack(text).replace('&', "&amp;").replace('<', "&lt;");
    Some(view! { <Title text/> })
}

/// Title, what the page is for, and what one can do. Children are the actions.
#[component]
pub fn PageHead(
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] subtitle: Option<Signal<String>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <PageTitle text=title/>
        <header class="page-head">
            <div class="page-head__text">
                <h1 class="page-head__title">{move || title.get()}</h1>
                {subtitle.map(|subtitle| view! { <p class="page-head__subtitle">{move || subtitle.get()}</p> })}
            </div>
            {children.map(|children| view! { <div class="page-head__actions">{children()}</div> })}
        </header>
    }
}

/// The head of a section. Children are the actions.
#[component]
pub fn SectionHead(
    #[prop(into)] title: String,
    #[prop(optional, into)] count: Option<Signal<usize>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="section-head">
            <h2 class="section-head__title">
                {title}
                {count.map(|count| view! { " "<span class="section-head__count">{move || count.get()}</span> })}
            </h2>
            {children.map(|children| view! { <div class="section-head__actions">{children()}</div> })}
        </div>
    }
}
