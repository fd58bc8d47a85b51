//! My account: name, address, password, and where I am signed in.

pub mod api;
mod email;
mod name;
pub mod nav;
mod password;
pub mod proof;
mod sessions;

use leptos::prelude::*;

use self::{email::ChangeAddress, name::Name, nav::AccountNav, password::NewPassword, sessions::Sessions};
use crate::parts::PageHead;

/// `/account`.
#[component]
pub fn Account() -> impl IntoView {
    view! {
        <PageHead title="Account settings" subtitle="They are yours alone and the same in every company."/>
        <AccountNav/>
        <Name/>
        <ChangeAddress/>
        <NewPassword/>
        <Sessions/>
    }
}

/// One section of the page.
#[component]
fn Section(id: &'static str, title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby=id>
            <header class="card__head"><h2 class="card__title" id=id>{title}</h2></header>
            <div class="card__body stack">{children()}</div>
        </section>
    }
}
