//! SSH keys. Nothing here needs a script: a key is looked at, compared, and then saved.

pub mod api;
mod deploy;
mod import;
mod look;
mod proof;

use leptos::prelude::*;
use teamwork::rules::{key::KeyCard, problem::Field};

use self::{
    api::{AddKey, LookAtKey, RemoveKey},
    import::Import,
    look::{Look, again, seen},
};
pub use self::{deploy::AppKeys, proof::KeyProofPage};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit, TextField},
    frame::use_frame,
    parts::{Ago, Blankslate, Day, Load, Notice, PageHead, SectionHead},
    profile::{nav::AccountNav, proof::Proof},
    remote::remote,
};

/// `/account/keys`.
#[component]
pub fn Keys() -> impl IntoView {
    let mine = remote(|| 0, || api::Keys {});
    view! {
        <PageHead title="SSH keys" subtitle="They open the code of every App you may work on, and of no other."/>
        <AccountNav/>
        <Load remote=mine what="your keys" let:keys>{move || list(keys.get())}</Load>
        <Add/>
    }
}

fn list(keys: Vec<KeyCard>) -> AnyView {
    if keys.is_empty() {
        let text =
            "With a key you push and pull code. Only its public half is stored here; the other half stays with you.";
        return view! { <Blankslate title="No key yet" text/> }.into_any();
    }
    let count = keys.len();
    let rows = keys.into_iter().map(|key| view! { <Row key/> }).collect_view();
    view! {
        <section class="stack" aria-label="Your keys">
            <SectionHead title="Your keys" count=Signal::derive(move || count)/>
            <ul class="rows" role="list">{rows}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Row(#[prop(name = "key")] card: KeyCard) -> impl IntoView {
    let remove = Act::<RemoveKey>::keyed("key", card.id);
    let failed = remove.failure().with_untracked(Option::is_some);
    let used = match (card.last_used_at, card.last_used_app) {
        (None, _) => view! { "never used" }.into_any(),
        (Some(at), None) => view! { "last used " <Ago at/> }.into_any(),
        (Some(at), Some(app)) => view! { "last used " <Ago at/> " for " {app} }.into_any(),
    };
    let proven = match card.proven_at {
        Some(_) => view! { <span class="badge badge--ok">"Proven"</span> }.into_any(),
        None => {
            let way = format!("/account/keys/{}", card.id);
            view! { <a class="button button--small" href=way rel="external">"Prove"<span class="visually-hidden">" that you have " {card.name.clone()}</span></a> }
                .into_any()
        }
    };
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <span class="rows__title">{card.name.clone()} " " <span class="muted">{card.kind}</span></span>
                <span class="rows__detail mono">{card.fingerprint}</span>
                <span class="rows__detail">"Added on " <Day at=card.added_at/> " · " {used}</span>
            </div>
            <div class="rows__end">
                {proven}
            </div>
            <details class="rows__more" open=failed>
                <summary>"Remove"<span class="visually-hidden">" " {card.name.clone()}</span></summary>
                <div class="stack">
                    <p>"It opens nothing from then on."</p>
                    <Form act=remove compact=true>
                        <Submit class="button--small button--danger">"Remove key"<span class="visually-hidden">" " {card.name}</span></Submit>
                    </Form>
                </div>
            </details>
        </li>
    }
}

/// Paste, compare, save.
#[component]
fn Add() -> impl IntoView {
    let (look, add) = (Act::<LookAtKey>::new(), Act::<AddKey>::new());
    let added = add.done().get_untracked().is_some();
    let is_fresh = use_frame().with_untracked(|frame| frame.me.fresh);
    let steps = match () {
        () if !is_fresh => view! { <Proof when=true/> }.into_any(),
        () => match look.done().get_untracked().or_else(|| again(add.state)) {
            None => view! { <Look act=look/> }.into_any(),
            Some(look) => {
                let (line, label) = (look.line.clone(), look.label.clone());
                view! {
                    {seen(look)}
                    <Form act=add>
                        <Hidden name=Field::KeyLine.name() value=line/>
                        <TextField field=Field::Label hint="Where the other half is: laptop, build server." value=label autocomplete="off"/>
                        <FormActions>
                            <Submit>"Add this key"</Submit>
                            <a class="button button--quiet" href="/account/keys" rel="external">"Take another one"</a>
                        </FormActions>
                    </Form>
                }
                .into_any()
            }
        },
    };
    view! {
        <section class="card" aria-labelledby="add">
            <header class="card__head"><h2 class="card__title" id="add">"Add a key"</h2></header>
            <div class="card__body stack">
                {added.then(|| view! { <Notice kind="success">"The key was added. You got a mail about it."</Notice> })}
                {steps}
            </div>
        </section>
        {is_fresh.then(|| view! { <Import/> })}
    }
}
