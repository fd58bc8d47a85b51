//! `/account/notifications`: which mails I want, and how I look at the house.

pub mod api;
pub mod unsubscribe;

use leptos::prelude::*;
use teamwork::rules::{account::View, notice::Preferences, role::Role};

use self::api::{ChangePreferences, ChangeView};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit},
    frame::use_frame,
    parts::{Load, Notice, PageHead},
    profile::nav::AccountNav,
    remote::remote,
};

/// The page.
#[component]
pub fn Notifications() -> impl IntoView {
    let mine = remote(|| 0, || api::Preferences {});
    view! {
        <PageHead title="Notifications" subtitle="Which mails you get, and what the pages show you."/>
        <AccountNav/>
        <Load remote=mine what="your preferences" let:mine>{move || view! { <Mails wanted=mine.get()/> }}</Load>
        <ViewSwitch/>
    }
}

#[component]
fn Mails(wanted: Preferences) -> impl IntoView {
    let change = Act::<ChangePreferences>::new();
    let is_client = use_frame().with_untracked(|frame| frame.me.view == View::Client);
    let apps = if is_client {
        "An App was created, deleted, scaled or moved. Not sent in the client’s view."
    } else {
        "An App was created, deleted, scaled or moved in a company where you are Admin. Owners always read this."
    };
    // M36 is a preference of Admins: who is an Owner everywhere has nothing to choose. What they chose before stays.
    let only_owner = use_frame().with_untracked(|frame| {
        !frame.companies.is_empty() && frame.companies.iter().all(|company| company.role == Role::Owner)
    });
    let app_events = if only_owner {
        wanted.app_events.then(|| view! { <Hidden name="app_events" value="true"/> }).into_any()
    } else {
        view! { <Tick name="app_events" ticked=wanted.app_events>{apps}</Tick> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby="mails">
            <header class="card__head"><h2 class="card__title" id="mails">"Mails"</h2></header>
            <div class="card__body stack">
                <p>"Mails about your account, money, access and invitations are always sent."</p>
                <Form act=change>
                    <Tick name="joined" ticked=wanted.joined>"Somebody joined a company of yours."</Tick>
                    <Tick name="invitation_reminder" ticked=wanted.invitation_reminder>
                        "Remind people I invited, once, when they have not answered."
                    </Tick>
                    {app_events}
                    <Tick name="newsletter" ticked=wanted.newsletter>"The newsletter, now and then."</Tick>
                    <FormActions><Submit>"Save"</Submit></FormActions>
                </Form>
                {change.done().get_untracked().map(|_| view! { <Notice kind="success">"Your choice was saved."</Notice> })}
            </div>
        </section>
    }
}

#[component]
fn Tick(name: &'static str, ticked: bool, children: Children) -> impl IntoView {
    view! {
        <div class="field field--check">
            <input class="field__check" id=name type="checkbox" name=name value="true" checked=ticked/>
            <label class="field__label" for=name>{children()}</label>
        </div>
    }
}

#[component]
fn ViewSwitch() -> impl IntoView {
    let (now, words, other, button) = match use_frame().with_untracked(|frame| frame.me.view) {
        View::Developer => (
            "You see everything, with keys, code and configuration.",
            "The client’s view leaves out what is technical, and sends no technical mails. It takes no right away, and you can come back at any time.",
            View::Client,
            "Switch to the client’s view",
        ),
        View::Client => (
            "You see the client’s view: without keys and code, and without technical mails.",
            "You may do everything you could before. The developer’s view shows it.",
            View::Developer,
            "Switch to the developer’s view",
        ),
    };
    view! {
        <section class="card" aria-labelledby="view">
            <header class="card__head"><h2 class="card__title" id="view">"View"</h2></header>
            <div class="card__body stack">
                <p><strong>{now}</strong>" " {words}</p>
                <Form act={Act::<ChangeView>::new()}>
                    <Hidden name="view" value=other.key()/>
                    <FormActions><Submit class="">{button}</Submit></FormActions>
                </Form>
            </div>
        </section>
    }
}
