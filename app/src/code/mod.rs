//! `/c/{slug}/apps/{app}/code` and `/apps/{app}/code`: how to get at the code of an App, and what happened to it (row 14).

pub mod api;

use leptos::prelude::*;
use teamwork::rules::{
    app::AppPerson,
    git::{AppCode, PushCard},
    key::DeployKeyCard,
    release::megabytes,
    role::Role,
};

use crate::{
    apps::AppTabs,
    frame::{company_slug, role_in, use_frame},
    live::Follow,
    parts::{Ago, Blankslate, Load, Notice, PageHead},
    remote::remote,
};

/// The address, the first push, the last pushes, and who may push.
#[component]
pub fn AppCodePage() -> impl IntoView {
    let app = leptos_router::hooks::use_params_map().with_untracked(|params| params.get("app")).unwrap_or_default();
    let slug = company_slug();
    let facts = remote(|| 0, move || api::AppCode { app: app.clone(), slug: slug.clone() });
    view! { <Load remote=facts what="the code of the App" let:facts>{move || page(facts.get())}</Load> }
}

fn page(code: AppCode) -> impl IntoView {
    let AppCode { app, company, remote, host_key, is_open, has_key, room_mb, pushes, people, more_people, keys } = code;
    let slug = company.unwrap_or_default();
    let home = if slug.is_empty() { format!("/apps/{app}") } else { format!("/c/{slug}/apps/{app}") };
    let role = role_in(&slug);
    let company = use_frame().with_untracked(|frame| frame.company(&slug).map(|company| company.name.clone()));
    let company = company.unwrap_or_default();
    let keyless = (!has_key).then(|| {
        view! {
            <Notice>
                "You have no SSH key here yet. " <a class="link" href="/account/keys" rel="external">"Add one"</a>
                ", and it opens this App and every other you may work on."
            </Notice>
        }
    });
    let paused = (!is_open).then(|| {
        view! { <Notice kind="danger">"While the App is suspended its code can be read, not changed."</Notice> }
    });
    let is_new = pushes.is_empty();
    let news =
        pushes.first().map_or_else(String::new, |push| format!("{} pushed {}.", push.by, push.changes.join(", ")));
    let way = match remote {
        Some(remote) => address(&app, remote, host_key, is_new, room_mb),
        None => view! { <Notice>"The operator of this house has not opened code access over SSH."</Notice> }.into_any(),
    };
    view! {
        <PageHead title=format!("Code of {app}") subtitle="With git, over SSH. Your key opens it from the moment your role does."/>
        <AppTabs slug=slug.clone() app=app.clone() role/>
        {paused}
        {keyless}
        {way}
        {last(pushes)}
        {pushers(people, more_people, keys, company, format!("{home}/keys"))}
        <Follow slug news/>
    }
}

fn line(text: String) -> impl IntoView {
    view! { <pre class="code-line"><code class="code-line__text" tabindex="0">{text}</code></pre> }
}

fn address(app: &str, remote: String, host_key: Option<String>, is_new: bool, room_mb: i64) -> AnyView {
    let clone = format!("git clone {remote}");
    let first = is_new.then(|| {
        let steps = format!("cd {app}\ngit init --initial-branch=main\ngit add .\ngit commit -m \"First\"\ngit remote add origin {remote}\ngit push -u origin main");
        view! {
            <p>"Nothing has been pushed yet. From a folder that has your code, the first push is:"</p>
            {line(steps)}
        }
    });
    let key = host_key.map(|key| {
        view! {
            <p>"At the first connection, SSH asks whether it knows this house. It does if it shows this fingerprint:"</p>
            {line(key)}
        }
    });
    view! {
        <section class="card" id="way" data-follow="" aria-labelledby="address">
            <header class="card__head"><h2 class="card__title" id="address">"Address"</h2></header>
            <div class="card__body stack">
                {line(clone)}
                {first}
                {key}
                <p class="muted small">{format!("The repository has room for {}.", megabytes(room_mb))}</p>
            </div>
        </section>
    }
    .into_any()
}

fn last(pushes: Vec<PushCard>) -> AnyView {
    if pushes.is_empty() {
        let text = "Who pushed what, and when, will stand here.";
        return view! { <div id="last" data-follow=""><Blankslate title="No push yet" text/></div> }.into_any();
    }
    let rows = pushes.into_iter().map(|push| {
        let by = if push.machine { format!("Deploy key {}", push.by) } else { push.by };
        view! {
            <li class="rows__item">
                <div class="rows__main">
                    <span class="rows__title">{by}</span>
                    <span class="rows__detail mono">{push.changes.join(", ")}</span>
                </div>
                <div class="rows__end"><Ago at=push.at/></div>
            </li>
        }
    });
    view! {
        <section class="card" id="last" data-follow="" aria-labelledby="pushes">
            <header class="card__head"><h2 class="card__title" id="pushes">"Last pushes"</h2></header>
            <ul class="rows" role="list">{rows.collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// The reason in words: how a person stands to the App (row 14).
fn why(role: Option<Role>, company: &str) -> String {
    match role {
        Some(Role::Owner) => format!("Owner of {company}"),
        Some(Role::Admin) => format!("Admin of {company}"),
        Some(Role::Developer) => "Developer, this App is assigned".to_owned(),
        // Nobody of the team without a right is listed.
        Some(Role::Billing) => format!("Member of {company}"),
        None => "Began it, and nobody else holds it".to_owned(),
    }
}

/// Everybody with the right, and the reason: a role, having begun the App, or a key that was given to a machine.
fn pushers(
    people: Vec<AppPerson>,
    more: bool,
    keys: Vec<DeployKeyCard>,
    company: String,
    keys_page: String,
) -> impl IntoView {
    let people = people.into_iter().map(|person| {
        let key = match (person.has_key, person.key_used_at) {
            (false, _) => view! { "no key yet" }.into_any(),
            (true, None) => view! { "has a key" }.into_any(),
            (true, Some(at)) => view! { "key last used here " <Ago at/> }.into_any(),
        };
        view! {
            <li class="rows__item">
                <div class="rows__main">
                    <span class="rows__title">{person.name}</span>
                    <span class="rows__detail">{why(person.role, &company)} " · " {key}</span>
                </div>
            </li>
        }
    });
    let more = more.then(|| view! { <li class="rows__item muted">"and others of the team"</li> });
    let machines = keys.into_iter().map(|key| {
        let used = match key.last_used_at {
            None => view! { "never used" }.into_any(),
            Some(at) => view! { "last used " <Ago at/> }.into_any(),
        };
        view! {
            <li class="rows__item">
                <div class="rows__main">
                    <span class="rows__title">"Deploy key " {key.name}</span>
                    <span class="rows__detail">
                        {if key.writes { "Reads and writes" } else { "Reads only" }} ", added by " {key.creator} " · " {used}
                    </span>
                </div>
            </li>
        }
    });
    view! {
        <section class="card" id="who" data-follow="" aria-labelledby="pushers">
            <header class="card__head">
                <h2 class="card__title" id="pushers">"Who can push"</h2>
                <a class="link" href=keys_page rel="external">"Deploy keys"</a>
            </header>
            <ul class="rows" role="list">{people.collect_view()}{more}{machines.collect_view()}</ul>
        </section>
    }
}
