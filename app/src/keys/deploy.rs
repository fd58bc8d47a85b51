//! `/c/{slug}/apps/{app}/keys` and `/apps/{app}/keys`: the keys of an App, for machines (row 15).

use leptos::prelude::*;
use teamwork::rules::{
    key::{DeployKeyCard, DeployKeys},
    problem::Field,
};

use super::{
    api::{self, AddDeployKey, LookAtKey, RemoveDeployKey},
    look::{Look, again, seen},
};
use crate::{
    apps::AppTabs,
    form::{Act, Form, FormActions, Hidden, Submit, TextField},
    frame::{company_slug, role_in, use_frame},
    parts::{Ago, Blankslate, Day, Load, Notice, PageHead, SectionHead},
    profile::proof::Proof,
    remote::remote,
};

/// The list, and the way to add one.
#[component]
pub fn AppKeys() -> impl IntoView {
    let app = leptos_router::hooks::use_params_map().with_untracked(|params| params.get("app")).unwrap_or_default();
    let slug = company_slug();
    let facts = remote(|| 0, move || api::DeployKeys { app: app.clone(), slug: slug.clone() });
    view! { <Load remote=facts what="the keys of the App" let:facts>{move || page(facts.get())}</Load> }
}

fn page(facts: DeployKeys) -> impl IntoView {
    let DeployKeys { app, company, keys } = facts;
    let slug = company.unwrap_or_default();
    let home = if slug.is_empty() { format!("/apps/{app}") } else { format!("/c/{slug}/apps/{app}") };
    let role = role_in(&slug);
    let count = keys.len();
    let list = if keys.is_empty() {
        let text =
            "A deploy key lets one machine read the code of this App, or also write it. It belongs to no person.";
        view! { <Blankslate title="No deploy key yet" text/> }.into_any()
    } else {
        let rows = keys.into_iter().map(|card| row(&app, card)).collect_view();
        view! {
            <section class="stack" aria-label="Deploy keys">
                <SectionHead title="Deploy keys" count=Signal::derive(move || count)/>
                <ul class="rows" role="list">{rows}</ul>
            </section>
        }
        .into_any()
    };
    view! {
        <PageHead title=format!("Deploy keys of {app}") subtitle="For machines. People use their own keys."/>
        <AppTabs slug app=app.clone() role/>
        {list}
        <Add app home=format!("{home}/keys")/>
    }
}

fn row(app: &str, card: DeployKeyCard) -> impl IntoView + use<> {
    let remove = Act::<RemoveDeployKey>::keyed("key", card.id);
    let app = app.to_owned();
    let used = match card.last_used_at {
        None => view! { "never used" }.into_any(),
        Some(at) => view! { "last used " <Ago at/> }.into_any(),
    };
    let name = card.name.clone();
    let way_out = if card.is_removable {
        let failed = remove.failure().with_untracked(Option::is_some);
        view! {
            <details class="rows__more" open=failed>
                <summary>"Remove"<span class="visually-hidden">" " {name.clone()}</span></summary>
                <div class="stack">
                    <p>"The machine that uses it loses access at once."</p>
                    <Form act=remove compact=true>
                        <Hidden name="app" value=app/>
                        <Submit class="button--small button--danger">"Remove key"<span class="visually-hidden">" " {name}</span></Submit>
                    </Form>
                </div>
            </details>
        }
        .into_any()
    } else {
        let why = teamwork::rules::permission::Refusal::OwnKeysOnly.to_string();
        view! { <div class="rows__end"><button class="button button--small" type="button" disabled=true title=why>"Remove"</button></div> }
            .into_any()
    };
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <span class="rows__title">{card.name} " " <span class="muted">{card.kind}</span></span>
                <span class="rows__detail mono">{card.fingerprint}</span>
                <span class="rows__detail">"Added by " {card.creator} " on " <Day at=card.added_at/> " · " {used}</span>
            </div>
            <div class="rows__end">
                <span class="badge">{if card.writes { "Reads and writes" } else { "Reads" }}</span>
            </div>
            {way_out}
        </li>
    }
}

#[component]
fn Add(app: String, home: String) -> impl IntoView {
    let (look, add) = (Act::<LookAtKey>::new(), Act::<AddDeployKey>::new());
    let added = add.done().get_untracked().is_some();
    let steps = match () {
        () if use_frame().with_untracked(|frame| !frame.me.fresh) => view! { <Proof when=true/> }.into_any(),
        () => match look.done().get_untracked().or_else(|| again(add.state)) {
            None => view! { <Look act=look/> }.into_any(),
            Some(look) => {
                let (line, label) = (look.line.clone(), look.label.clone());
                let writes = add.state.typed("writes").is_some();
                view! {
                    {seen(look)}
                    <Form act=add>
                        <Hidden name="app" value=app/>
                        <Hidden name=Field::KeyLine.name() value=line/>
                        <TextField field=Field::Label hint="Which machine it is for: build server." value=label autocomplete="off"/>
                        <div class="field field--check">
                            <input class="field__check" id="writes" type="checkbox" name="writes" value="true" checked=writes/>
                            <label class="field__label" for="writes">"This machine may also write: push code and change branches."</label>
                        </div>
                        <FormActions>
                            <Submit>"Add this key"</Submit>
                            <a class="button button--quiet" href=home rel="external">"Take another one"</a>
                        </FormActions>
                    </Form>
                }
                .into_any()
            }
        },
    };
    view! {
        <section class="card" aria-labelledby="add">
            <header class="card__head"><h2 class="card__title" id="add">"Add a deploy key"</h2></header>
            <div class="card__body stack">
                {added.then(|| view! { <Notice kind="success">"The key was added."</Notice> })}
                {steps}
            </div>
        </section>
    }
}
