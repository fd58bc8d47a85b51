//! `/account/close`: read what ends, and confirm (row 45, S17); `/account/export`: a copy before one goes.

pub mod api;
mod export;

use leptos::prelude::*;
use teamwork::rules::{
    account::{Closing, LeftCompany},
    count::AND_MORE,
    problem::{Conflict, Field},
};

use self::api::CloseAccount;
pub use self::export::ExportPage;
use crate::{
    form::{Act, Form, FormActions, Submit, TextField},
    frame::use_frame,
    parts::{Load, PageHead},
    profile::{nav::AccountNav, proof::Proof},
    remote::remote,
};

/// The page.
#[component]
pub fn ClosePage() -> impl IntoView {
    let facts = remote(|| 0, || api::Closing {});
    view! {
        <PageHead title="Close your account" subtitle="Read what ends, then decide."/>
        <AccountNav/>
        <Load remote=facts what="what ends" let:facts>
            <div class="stack stack--wide">{move || page(facts.get())}</div>
        </Load>
    }
}

fn page(facts: Closing) -> AnyView {
    let last: Vec<_> = facts.companies.iter().filter(|company| company.is_last_owner).cloned().collect();
    if last.is_empty() {
        return view! { {ends(facts)} <CloseForm/> }.into_any();
    }
    let rows = last.into_iter().map(staying).collect_view();
    view! {
        <div class="notice notice--warning">
            <p class="notice__text"><strong>"You cannot close your account yet. "</strong>{Conflict::LastOwnerSomewhere.to_string()}</p>
        </div>
        <ul class="rows" role="list">{rows}</ul>
    }
    .into_any()
}

/// A Company that would be left without Owner.
fn staying(company: LeftCompany) -> impl IntoView {
    let [home, invite, delete] =
        ["", "/team/invite?role=owner", "/delete"].map(|rest| format!("/c/{}{rest}", company.slug));
    let (name, whose) = (company.name.clone(), company.name.clone());
    view! {
        <li class="rows__item">
            <div class="rows__main"><a class="rows__title" href=home rel="external">{company.name}</a></div>
            <div class="rows__end">
                <a class="button" href=invite rel="external">"Invite an Owner"<span class="visually-hidden">" to " {name}</span></a>
                <a class="button button--quiet" href=delete rel="external">"Delete it"<span class="visually-hidden">": " {whose}</span></a>
            </div>
        </li>
    }
}

fn ends(facts: Closing) -> impl IntoView {
    let Closing { companies, more_companies, trials, invitations, keys, tokens, sessions } = facts;
    let list = |items: Vec<String>| items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view();
    let fact = |term: &'static str, items: Vec<String>| {
        (!items.is_empty()).then(|| {
            view! {
                <div class="facts__row">
                    <dt class="facts__term">{term}</dt>
                    <dd class="facts__value prose"><ul>{list(items)}</ul></dd>
                </div>
            }
        })
    };
    let left = companies.into_iter().map(|company| format!("{} as {}", company.name, company.role));
    let left = left.chain(more_companies.then(|| AND_MORE.to_owned())).collect();
    view! {
        <dl class="facts">
            {fact("Companies you leave", left)}
            {fact("Trial Apps that are deleted", trials)}
            {fact("Invitations that are withdrawn", invitations)}
            <div class="facts__row">
                <dt class="facts__term">"Ends at once"</dt>
                <dd class="facts__value">{format!("{}, {} and {}.", many(keys, "SSH key"), many(tokens, "token"), many(sessions, "session"))}</dd>
            </div>
            <div class="facts__row">
                <dt class="facts__term">"Is erased"</dt>
                <dd class="facts__value">"Your name, address, password and passkeys. The log of a company then says: a former user."</dd>
            </div>
            <div class="facts__row">
                <dt class="facts__term">"Stays"</dt>
                <dd class="facts__value">"The companies and their Apps, and the deploy keys you added to them. Your address can sign up anew."</dd>
            </div>
        </dl>
        <p>"This cannot be undone. "<a href="/account/export" rel="external">"Download a copy of your data"</a>" first, if you want one."</p>
    }
}

fn many(count: i64, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

#[component]
fn CloseForm() -> impl IntoView {
    let me = use_frame().with_untracked(|frame| frame.me.clone());
    if !me.fresh {
        return view! { <Proof when=true/> }.into_any();
    }
    let hint = format!("Type {} to confirm.", me.email);
    view! {
        <Form act={Act::<CloseAccount>::new()}>
            <p>{hint}</p>
            <TextField field=Field::Confirmation label="Your e-mail address" kind="email" autocomplete="off"/>
            <FormActions>
                <Submit class="button--danger">"Close my account"</Submit>
                <a class="button button--quiet" href="/account" rel="external">"Keep it"</a>
            </FormActions>
        </Form>
    }
    .into_any()
}
