//! The frame of every page behind the sign-in.

mod account_menu;
mod arrears_banner;
mod brand;
mod confirm_banner;
mod switcher;
mod tabs;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

pub use brand::Brand;

use self::{
    account_menu::AccountMenu, arrears_banner::ArrearsBanner, confirm_banner::ConfirmBanner, switcher::Switcher,
    tabs::Tabs,
};
use crate::{
    frame::{Frame, FrameFacts},
    live::{LiveDot, LiveRegion, use_live},
    parts::PageTitle,
};

/// Top bar, Company tabs, and the page between them and the foot.
#[component]
pub fn Layout(facts: Signal<Frame>, children: ChildrenFn) -> impl IntoView {
    provide_context(FrameFacts(facts));
    let path = use_location().pathname;
    let company = Memo::new(move |_| company_in(&path.get()).map(str::to_owned));
    let class = move || {
        path.with(|path| {
            if is_column(path) {
                "shell__main shell__main--narrow stack stack--wide"
            } else {
                "shell__main stack stack--wide"
            }
        })
    };
    let live = use_live();
    live.listen(company);
    view! {
        <div class="shell">
            <a class="skip-link" href="#main" rel="external">"Skip to content"</a>
            <header class="topbar">
                <Brand/>
                <Switcher company/>
                <div class="topbar__end">
                    <LiveDot/>
                    <AccountMenu/>
                </div>
            </header>
            <Tabs company/>
            <main class=class id="main" tabindex="-1">
                <ConfirmBanner/>
                <ArrearsBanner company/>
                {move || if live.ended.get() { view! { <Ended/> }.into_any() } else { children() }}
            </main>
            <LiveRegion/>
            <footer class="footer"><span>{move || facts.with(|facts| format!("{} on {}", facts.house, facts.host))}</span></footer>
        </div>
    }
}

/// Somebody ended my access while I looked at the Company.
#[component]
fn Ended() -> impl IntoView {
    let title = "Your access to this Company has ended";
    view! {
        <PageTitle text=title/>
        <section class="blankslate blankslate--page">
            <h1 class="blankslate__title">{title}</h1>
            <p class="blankslate__text">"Nothing you did here is lost. An Owner of the Company can invite you again."</p>
            <div class="blankslate__action"><a class="button button--primary" href="/" rel="external">"Go to your overview"</a></div>
        </section>
    }
}

/// Is the page one to be read and filled in, from top to bottom?
fn is_column(path: &str) -> bool {
    let ends = ["/leave", "/team/invite", "/apps/new", "/settings", "/delete", "/recovery"];
    // The pages of one App are as wide as each other.
    let of_app = path.contains("/apps/") && !path.ends_with("/new");
    path.starts_with("/account")
        || path == "/companies/new"
        || !of_app && ends.iter().any(|end| path.ends_with(end))
        || path.contains("/billing/")
}

/// The slug in `/c/{slug}/…`.
pub fn company_in(path: &str) -> Option<&str> {
    path.strip_prefix("/c/")?.split('/').next().filter(|slug| !slug.is_empty())
}
