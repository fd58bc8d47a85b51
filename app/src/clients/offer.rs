//! What a client is asked for, as they read it: who asks, what it costs and from when, what changes, who keeps access and
//! who loses it. The sender previews the very same.

use leptos::prelude::*;
use teamwork::rules::{
    request::{AcceptForm, Keeper, OfferedApp, RequestOffer, RequestView, SellerTax},
    role::Role,
};

use super::{
    all_of,
    answer::Answer,
    deadline,
    picture::{Pictures, Scene, Side},
};
use crate::parts::{Until, told};

/// "Kevin Flynn asks you to take over app-x".
pub fn title(offer: &RequestOffer) -> String {
    let names: Vec<_> = offer.apps.iter().map(|app| app.name.clone()).collect();
    format!("{} asks you to take over {}", offer.sender, all_of(&names))
}

/// The whole page: the offer, and beside it the answers. Without `secret` it is only looked at. `typed` is what the reader
/// has typed before.
#[component]
pub fn ClientRequest(
    request: RequestView,
    secret: Option<String>,
    #[prop(optional)] typed: AcceptForm,
) -> impl IntoView {
    let RequestView { offer, note, expires_at, held_until, .. } = &request;
    let heading = title(offer);
    let from = offer.giver.clone().map(|giver| format!("On behalf of {giver}. "));
    let note = note.clone().map(|note| {
        view! {
            <figure class="request__note">
                <blockquote>{note}</blockquote>
                <figcaption class="muted small">{offer.sender.clone()}" writes"</figcaption>
            </figure>
        }
    });
    let expires_at = *expires_at;
    let until = match deadline::held(*held_until) {
        Some(held) => held.into_any(),
        None => view! { "Open until " {told(expires_at)} ", " <Until at=expires_at/> "." }.into_any(),
    };
    view! {
        <header class="page-head">
            <div class="page-head__text">
                <h1 class="page-head__title">{heading}</h1>
                <p class="page-head__subtitle">
                    {from} "Nothing is charged now. " {until}
                </p>
            </div>
        </header>
        <div class="request">
            <div class="request__offer stack stack--wide">
                <Price offer=offer.clone() vat=request.vat.clone()/>
                {note}
                <Changes request=request.clone()/>
            </div>
            <div class="request__answer stack"><Answer request secret typed/></div>
        </div>
    }
}

/// What it costs, and from when.
#[component]
fn Price(offer: RequestOffer, vat: SellerTax) -> impl IntoView {
    let apps = offer.apps.iter().map(|app| {
        let OfferedApp { name, plan, price, .. } = app.clone();
        view! {
            <div class="request__line">
                <dt>{name} " " <span class="muted small">{plan}</span></dt>
                <dd>{price.to_string()}</dd>
            </div>
        }
    });
    view! {
        <section class="request__price stack stack--tight" aria-label="Price">
            <p><strong class="request__sum">{offer.total.to_string()}</strong> " a month"</p>
            <p>{format!("Net; {}.", vat.supposed(&offer.total))} <span class="muted">" Billed by the day."</span></p>
            <dl class="request__lines">{apps.collect_view()}</dl>
            <p>
                "You pay from " <strong>{offer.from.to_string()}</strong> ". The first invoice comes on "
                <strong>{offer.first_invoice.to_string()}</strong> "."
            </p>
        </section>
    }
}

/// The pictures, and the same in words.
#[component]
fn Changes(request: RequestView) -> impl IntoView {
    let RequestView { offer, company, .. } = request;
    let scene = Scene::new(Side::Client, &offer, None, company.as_deref());
    let sender = offer.sender.clone();
    view! {
        <section class="stack" aria-labelledby="changes">
            <h2 class="section-head__title" id="changes">"What changes"</h2>
            <Pictures scene/>
            <ul class="request__changes">
                <li><strong>"You become the Owner."</strong>" You decide who has access, and you can dismiss anybody."</li>
                <li><strong>{sender} " stays as Admin:"</strong>" manages the App, cannot see your payment data."</li>
            </ul>
            <People offer/>
        </section>
    }
}

/// Who keeps access and who loses it, by name. Both sides read the same.
#[component]
pub fn People(offer: RequestOffer) -> impl IntoView {
    let RequestOffer { keeps, loses, more_lose, .. } = offer;
    let lost = loses.into_iter().map(|keeper| keeper.name).chain(more_lose.then(|| "others of the team".to_owned()));
    let lost: Vec<_> = lost.collect();
    let lost = if lost.is_empty() { "Nobody".to_owned() } else { all_of(&lost) };
    let kept = keeps.into_iter().map(|Keeper { name, role }| {
        let what = match role {
            Role::Owner | Role::Admin => role.name(),
            Role::Developer | Role::Billing => "Developer, of this alone",
        };
        view! { <li>{name} <span class="muted">" · " {what}</span></li> }
    });
    view! {
        <dl class="facts">
            <div class="facts__row">
                <dt class="facts__term">"Keeps access"</dt>
                <dd class="facts__value"><ul role="list">{kept.collect_view()}</ul></dd>
            </div>
            <div class="facts__row">
                <dt class="facts__term">"Loses access"</dt>
                <dd class="facts__value">{lost}</dd>
            </div>
        </dl>
    }
}
