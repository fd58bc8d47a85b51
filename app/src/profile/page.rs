//! `/account`.

use leptos::prelude::*;

use super::{email::ChangeAddress, name::Name, nav::AccountNav, password::NewPassword, sessions::Sessions, zone::Zone};
use crate::{parts::PageHead, passkeys::Passkeys};

/// What is mine in every Company.
#[component]
pub fn Account() -> impl IntoView {
    view! {
        <PageHead title="Account settings" subtitle="They are yours alone and the same in every company."/>
        <AccountNav/>
        <Name/>
        <Zone/>
        <ChangeAddress/>
        <Passkeys/>
        <NewPassword/>
        <Sessions/>
    }
}

/// One section of the page.
#[component]
pub fn Section(id: &'static str, title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby=id>
            <header class="card__head"><h2 class="card__title" id=id>{title}</h2></header>
            <div class="card__body stack">{children()}</div>
        </section>
    }
}
