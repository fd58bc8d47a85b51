//! My passkeys, in my account.

use leptos::prelude::*;
use teamwork::rules::passkey::PasskeyCard;

use super::{
    api::{self, AddPasskey, RemovePasskey},
    ask::work_here,
    create::CreatePasskey,
};
use crate::{
    form::{Act, Form, Submit},
    frame::use_frame,
    parts::{Ago, Day, Load, Notice},
    profile::{page::Section, proof::Proof},
    remote::remote,
};

/// One card for each, and the way to one more. Where passkeys do not work, those from before can be removed still.
#[component]
pub fn Passkeys() -> impl IntoView {
    let me = use_frame().with_untracked(|frame| frame.me.clone());
    if !me.has_passkey && !work_here() {
        return ().into_any();
    }
    let mine = remote(|| 0, || api::Passkeys {});
    let add = Act::<AddPasskey>::new();
    let is_added = add.done().get_untracked().is_some();
    view! {
        <Section id="passkeys" title="Passkeys">
            <p>"A passkey signs you in with your fingerprint, your face or the PIN of your device, instead of a password."</p>
            {is_added.then(|| view! { <Notice kind="success">"Your passkey is created. We have mailed you the same."</Notice> })}
            <Load remote=mine what="your passkeys" let:cards>{move || list(cards.get())}</Load>
            {work_here().then(|| one_more(add, me.fresh))}
        </Section>
    }
    .into_any()
}

fn list(cards: Vec<PasskeyCard>) -> AnyView {
    if cards.is_empty() {
        return view! { <p class="muted">"You have none yet."</p> }.into_any();
    }
    let rows = cards.into_iter().map(|card| view! { <Row card/> }).collect_view();
    view! { <ul class="rows" role="list">{rows}</ul> }.into_any()
}

fn one_more(add: Act<AddPasskey>, fresh: bool) -> AnyView {
    if fresh {
        return view! { <CreatePasskey add named=true/> }.into_any();
    }
    view! {
        <details class="rows__more" data-passkey="" hidden=true>
            <summary>"Create a passkey"</summary>
            <Proof when=true/>
        </details>
    }
    .into_any()
}

#[component]
fn Row(card: PasskeyCard) -> impl IntoView {
    let remove = Act::<RemovePasskey>::keyed("passkey", card.id);
    let failed = remove.failure().with_untracked(Option::is_some);
    let used = match card.used_at {
        None => view! { "Never used" }.into_any(),
        Some(at) => view! { "Last used " <Ago at/> }.into_any(),
    };
    let name = card.name.clone();
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <span class="rows__title">{card.name}</span>
                <span class="rows__detail">{used} " · created on " <Day at=card.created_at/></span>
            </div>
            <details class="rows__more" open=failed>
                <summary>"Remove"<span class="visually-hidden">" " {name.clone()}</span></summary>
                <div class="stack">
                    <p>"It opens nothing here any more. Remove it on your device too, so that it is not offered."</p>
                    <Form act=remove compact=true>
                        <Submit class="button--small button--danger">"Remove passkey"<span class="visually-hidden">" " {name}</span></Submit>
                    </Form>
                </div>
            </details>
        </li>
    }
}
