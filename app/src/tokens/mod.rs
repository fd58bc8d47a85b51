//! `/account/tokens`: what programs sign in with. A still page: it brings no script.

pub mod api;

use leptos::prelude::*;
use teamwork::rules::{
    problem::Field,
    token::{MadeToken, Scope, TokenCard},
};

use self::api::{MakeToken, RevokeToken};
use crate::{
    form::{Act, Form, FormActions, Submit, TextField, Ticks},
    frame::use_frame,
    parts::{Ago, Badge, CodeLine, Day, Load, Notice, PageHead},
    profile::{nav::AccountNav, proof::Proof},
    remote::remote,
};

/// The list, and a form for one more.
#[component]
pub fn Tokens() -> impl IntoView {
    let mine = remote(|| 0, || api::Tokens {});
    let make = Act::<MakeToken>::new();
    let fresh = use_frame().with_untracked(|frame| frame.me.fresh);
    let made = make.done().get_untracked().map(|made| view! { <Made made/> });
    view! {
        <PageHead title="API tokens" subtitle="Programs sign in with them and act in your name, as far as you let them."/>
        <AccountNav/>
        {made}
        <section class="card" aria-labelledby="make">
            <header class="card__head"><h2 class="card__title" id="make">"Make a token"</h2></header>
            <div class="card__body stack">
                <Proof when=!fresh/>
                {fresh.then(|| view! { <Make make/> })}
            </div>
        </section>
        <section class="card" aria-labelledby="tokens">
            <header class="card__head"><h2 class="card__title" id="tokens">"Your tokens"</h2></header>
            <div class="card__body stack">
                <Load remote=mine what="your tokens" let:cards>{move || list(cards.get())}</Load>
                <p class="muted"><a href="/api" rel="external">"What the API can do"</a></p>
            </div>
        </section>
    }
}

/// The only time the secret is shown.
#[component]
fn Made(made: MadeToken) -> impl IntoView {
    view! {
        <Notice kind="success">
            <strong>{format!("{} is made.", made.token.name)}</strong>
            " Copy its secret now: it is shown this once, and kept nowhere."
        </Notice>
        <CodeLine text=made.secret what="secret"/>
    }
}

#[component]
fn Make(make: Act<MakeToken>) -> impl IntoView {
    let scopes = Scope::ALL.iter().map(|scope| (scope.key(), scope.sentence(), false)).collect::<Vec<_>>();
    view! {
        <Form act=make>
            <TextField field=Field::Label hint="What it is for, so that you know it again." autocomplete="off"/>
            <Ticks field=Field::Scopes legend="What it may do" options=scopes/>
            <TextField
                field=Field::ExpiresOn
                kind="date"
                hint="Within a year. With guarded ticked: today or tomorrow."
                autocomplete="off"
                class="field__input--short"
            />
            <FormActions><Submit>"Make token"</Submit></FormActions>
        </Form>
    }
}

fn list(cards: Vec<TokenCard>) -> impl IntoView {
    if cards.is_empty() {
        return view! { <p class="muted">"There are none yet."</p> }.into_any();
    }
    let rows = cards.into_iter().map(|card| view! { <Row card/> }).collect_view();
    view! { <ul class="rows" role="list">{rows}</ul> }.into_any()
}

#[component]
fn Row(card: TokenCard) -> impl IntoView {
    let revoke = Act::<RevokeToken>::keyed("token", card.id);
    let failed = revoke.failure().with_untracked(Option::is_some);
    let used = match card.last_used_at {
        None => view! { "Never used" }.into_any(),
        Some(at) => view! { "Last used " <Ago at/> }.into_any(),
    };
    let end = match card.expired {
        true => view! { <Badge kind="warning">"Expired"</Badge> }.into_any(),
        false => view! { <span class="rows__detail">"Ends on " <Day at=card.expires_at/></span> }.into_any(),
    };
    let name = card.name.clone();
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <span class="rows__title">{card.name}</span>
                <span class="rows__detail"><code>{card.scopes.words()}</code></span>
                <span class="rows__detail">{used} " · made on " <Day at=card.made_at/></span>
            </div>
            <div class="rows__end">
                {end}
            </div>
            <details class="rows__more" open=failed>
                <summary>"Revoke"<span class="visually-hidden">" " {name.clone()}</span></summary>
                <div class="stack">
                    <p>"Programs that use it stop working at once."</p>
                    <Form act=revoke compact=true>
                        <Submit class="button--small button--danger">"Revoke token"<span class="visually-hidden">" " {name}</span></Submit>
                    </Form>
                </div>
            </details>
        </li>
    }
}
