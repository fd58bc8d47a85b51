//! `/c/{slug}/billing`: who pays, and where the invoices go.

pub mod api;
mod card;
mod contact;
mod method;
mod pays_by;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use teamwork::rules::{
    billing::CONTACTS_MAX,
    permission::{Action, may},
    role::Role,
};

use self::card::ContactCard;
use crate::{
    frame::{company_slug, use_frame},
    parts::{Load, Notice, PageHead},
    remote::remote,
};

pub use api::on;
pub use contact::{EditContact, NewContact};
pub use method::{Method, MethodHere};

/// The Billing Contacts: in full, by name and state, or why not (matrix row 37).
#[component]
pub fn Billing() -> impl IntoView {
    let slug = company_slug();
    let fetch = slug.clone();
    let contacts = remote(|| 0, move || api::Billing { slug: fetch.clone() });
    view! {
        <Load remote=contacts what="the Billing Contacts" let:contacts>
            <Head slug=slug.clone()/>
            {done().map(|words| view! { <Notice kind="success">{words}</Notice> })}
            {(contacts.with_untracked(Vec::len) >= CONTACTS_MAX).then(|| view! {
                <p class="muted small">{format!("Shown are the first {CONTACTS_MAX}: those that can pay, the oldest first.")}</p>
            })}
            <div class="grid">
                {contacts.get_untracked().into_iter().map(|contact| view! { <ContactCard contact slug=slug.clone()/> }).collect_view()}
            </div>
        </Load>
    }
}

/// What was just done on another page of billing.
fn done() -> Option<&'static str> {
    match use_query_map().with_untracked(|query| query.get("done"))?.as_str() {
        "created" => Some("The billing contact was added. It can pay from now on."),
        "changed" => Some("The billing contact was changed. It counts for invoices to come."),
        "archived" => Some("The billing contact was archived."),
        "restored" => Some("The billing contact was restored. It can pay again."),
        _ => None,
    }
}

#[component]
fn Head(slug: String) -> impl IntoView {
    let refusal = may(my_role(&slug), Action::CreateBillingContact).err().map(|refusal| refusal.to_string());
    let add = match refusal {
        None => view! { <a class="button button--primary" href=format!("/c/{slug}/billing/new")>"Add a billing contact"</a> }.into_any(),
        Some(why) => {
            view! { <button class="button" type="button" disabled=true title=why>"Add a billing contact"</button> }.into_any()
        }
    };
    view! { <PageHead title="Billing" subtitle="Who pays, and where the invoices go.">{add}</PageHead> }
}

/// What the reader is in the Company of this page. Who is nothing there does not come so far.
fn my_role(slug: &str) -> Role {
    use_frame().with_untracked(|frame| frame.company(slug).map_or(Role::Developer, |company| company.role))
}
