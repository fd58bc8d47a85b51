//! "Done. You own app-x.": what the client has now, and the one thing they may still want to do.

use leptos::prelude::*;
use teamwork::rules::{
    problem::Field,
    request::{Handover, Keeper},
};

use super::all_of;
use crate::{
    form::{Act, Form, FormActions, Hidden, PasswordField, Submit},
    passkeys::OfferPasskey,
    profile::api::ChangePassword,
};

/// The headline.
pub fn title(handover: &Handover) -> String {
    format!("Done. You own {}.", all_of(&handover.apps))
}

/// What is theirs, who has access, when the first invoice comes.
#[component]
pub fn HandedOver(
    handover: Handover,
    email: String,
    /// Whether they have just come, without a password or passkey.
    offers_passkey: bool,
) -> impl IntoView {
    let heading = title(&handover);
    let Handover { company, slug, keeps, first_invoice, price, has_password, .. } = handover;
    let home = format!("/c/{slug}");
    let alone = keeps.is_empty().then_some("You alone, of those who were named");
    let kept = keeps.into_iter().map(|Keeper { name, role }| {
        view! { <li>{name} <span class="muted">" · " {role.name()}</span></li> }
    });
    view! {
        <header class="page-head">
            <div class="page-head__text">
                <h1 class="page-head__title">{heading}</h1>
                <p class="page-head__subtitle">{format!("{company} owns it now, and you are its Owner. We have mailed you the same.")}</p>
            </div>
        </header>
        <dl class="facts">
            {price.map(|price| view! {
                <div class="facts__row">
                    <dt class="facts__term">"Price a month"</dt>
                    <dd class="facts__value">{price.to_string()} <p class="muted small">"Billed by the day."</p></dd>
                </div>
            })}
            <div class="facts__row">
                <dt class="facts__term">"First invoice"</dt>
                <dd class="facts__value">{first_invoice.to_string()} <p class="muted small">{format!("It is mailed to {email}.")}</p></dd>
            </div>
            <div class="facts__row">
                <dt class="facts__term">"Has access"</dt>
                <dd class="facts__value">
                    {alone} <ul role="list">{kept.collect_view()}</ul>
                    <p class="muted small">"You can dismiss anybody at any time: on the team page, behind the name."</p>
                </dd>
            </div>
        </dl>
        <div class="cluster">
            <a class="button button--primary" href=home.clone()>{format!("Open {company}")}</a>
            <a class="button" href=format!("{home}/team")>"Team"</a>
            <a class="button" href=format!("{home}/billing")>"Billing"</a>
        </div>
        {offers_passkey.then(|| view! { <OfferPasskey/> })}
        <SetPassword has_password email/>
    }
}

/// Without a password one signs in by a mailed link, which is as good.
#[component]
fn SetPassword(has_password: bool, email: String) -> impl IntoView {
    let change = Act::<ChangePassword>::new();
    if change.done().get_untracked().is_some() {
        return view! {
            <div class="notice notice--success" role="status"><p class="notice__text">"Your password is set. You sign in with it from now on."</p></div>
        }
        .into_any();
    }
    if has_password {
        return ().into_any();
    }
    view! {
        <section class="card" aria-labelledby="set-password">
            <header class="card__head">
                <h2 class="card__title" id="set-password">"Set a password"</h2>
                <p class="card__note">"Optional"</p>
            </header>
            <div class="card__body stack">
                <p class="muted">"Without one you sign in by a link that we mail to you."</p>
                <Form act=change>
                    // Password managers want to know whose password it is.
                    <input class="visually-hidden" type="text" name="username" autocomplete="username" value=email tabindex="-1" aria-hidden="true" readonly=true/>
                    <Hidden name="password" value=""/>
                    <PasswordField field=Field::NewPassword label="Password" autocomplete="new-password" hint="At least 15 characters. A short sentence works well."/>
                    <FormActions><Submit class="">"Set password"</Submit></FormActions>
                </Form>
            </div>
        </section>
    }
    .into_any()
}
