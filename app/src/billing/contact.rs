//! `/c/{slug}/billing/new` and `/c/{slug}/billing/{contact}`: creating, changing, archiving, bringing back.

use leptos::prelude::*;
use teamwork::rules::{
    billing::{BillingCard, BillingDetails, BillingForm, BillingState, PaymentMethod},
    id::BillingContactId,
    permission::{Action, Refusal, may},
    problem::Field,
};

use super::{
    api::{self, ArchiveBillingContact, ChangeBillingContact, CreateBillingContact, RestoreBillingContact},
    method::MethodHere,
    my_role,
    pays_by::PaysBy,
};
use crate::{
    form::{Act, FieldFrame, Form, FormActions, FormState, Hidden, Submit, Textarea},
    frame::{company_slug, use_frame},
    parts::{Load, PageHead},
    profile::proof::ProofFields,
    remote::remote,
    setup::{BillingFields, ByTransfer},
};

/// A new Billing Contact.
#[component]
pub fn NewContact() -> impl IntoView {
    let slug = company_slug();
    let fetch = slug.clone();
    let currencies = remote(|| 0, move || api::BillingCurrencies { slug: fetch.clone() });
    view! { <Load remote=currencies what="the form" let:currencies>{create(&slug, currencies.get_untracked())}</Load> }
}

fn create(slug: &str, currencies: Vec<String>) -> impl IntoView + use<> {
    let billing_email = use_frame().with_untracked(|frame| frame.me.email.clone());
    let (slug, back) = (slug.to_owned(), format!("/c/{slug}/billing"));
    view! {
        <PageHead title="Add a billing contact" subtitle="It costs nothing until an App is paid by it."/>
        <Form act={Act::<CreateBillingContact>::new()}>
            <Hidden name="slug" value=slug/>
            <BillingFields value=BillingForm { billing_email, ..BillingForm::default() }/>
            <MethodHere/>
            <Recipients value=String::new()/>
            <Currency currencies/>
            <ProofFields/>
            <FormActions>
                <Submit>"Add billing contact"</Submit>
                <a class="button button--quiet" href=back>"Cancel"</a>
            </FormActions>
        </Form>
    }
}

/// One Billing Contact, to be changed.
#[component]
pub fn EditContact() -> impl IntoView {
    let slug = company_slug();
    let contact = leptos_router::hooks::use_params_map().with_untracked(|params| params.get("contact"));
    let Some(contact) = contact.and_then(|text| text.parse::<BillingContactId>().ok()) else {
        let nothing = teamwork::rules::problem::Problem::NotFound(teamwork::rules::problem::Thing::BillingContact);
        return view! { <crate::parts::ProblemView failure=nothing.into()/> }.into_any();
    };
    let fetch = slug.clone();
    let card = remote(|| 0, move || api::BillingContact { slug: fetch.clone(), contact });
    let page = move |(card, last)| edit(&slug, card, last);
    view! { <Load remote=card what="the Billing Contact" let:card>{page.clone()(card.get_untracked())}</Load> }
        .into_any()
}

fn edit(slug: &str, card: BillingCard, last: bool) -> impl IntoView + use<> {
    let BillingCard { id, name, state, details, .. } = card;
    let details = details?;
    let (version, slug) = (details.version, slug.to_owned());
    let ways = match state {
        BillingState::Active => view! {
            <Change slug=slug.clone() id details=details.clone() name=name.clone()/>
            <PaysBy slug=slug.clone() id details=details.clone()/>
            <Archive slug id version details last/>
        }
        .into_any(),
        BillingState::Archived => view! { <Restore slug id version/> }.into_any(),
    };
    let subtitle = match state {
        BillingState::Active => "Changes count for invoices to come. Both invoice addresses and the Owners get a mail.",
        BillingState::Archived => "This billing contact is archived. It can pay again once it is restored.",
    };
    Some(view! {
        <PageHead title=name subtitle=subtitle.to_owned()/>
        {ways}
    })
}

#[component]
fn Change(slug: String, id: BillingContactId, details: BillingDetails, name: String) -> impl IntoView {
    let back = format!("/c/{slug}/billing");
    // Otherwise the method has a section of its own.
    let only_transfer = !details.takes_cards && details.method == PaymentMethod::BankTransfer;
    let form = BillingForm {
        billing_name: name,
        street: details.street,
        postal_code: details.postal_code,
        city: details.city,
        country: details.country,
        vat_number: details.vat_number.unwrap_or_default(),
        billing_email: details.email,
    };
    view! {
        <Form act={Act::<ChangeBillingContact>::new()}>
            <Hidden name="slug" value=slug/>
            <Hidden name="contact" value=id.to_string()/>
            <Hidden name="version" value=details.version.to_string()/>
            <BillingFields value=form/>
            {only_transfer.then(|| view! { <ByTransfer/> })}
            <Recipients value=details.recipients.join("\n")/>
            <ProofFields/>
            <FormActions>
                <Submit>"Save changes"</Submit>
                <a class="button button--quiet" href=back>"Cancel"</a>
            </FormActions>
        </Form>
    }
}

/// The way out, or why there is none and what to do first.
#[component]
fn Archive(slug: String, id: BillingContactId, version: i64, details: BillingDetails, last: bool) -> impl IntoView {
    let apps = details.pays_for;
    let action = Action::ArchiveBillingContact { last, in_use: !apps.is_empty(), owing: details.owing };
    let way = match may(my_role(&slug), action) {
        Ok(_) => view! {
            <p>"It pays for no App. Its invoices stay, and it can be brought back."</p>
            <Form act={Act::<ArchiveBillingContact>::new()}>
                <Hidden name="slug" value=slug/>
                <Hidden name="contact" value=id.to_string()/>
                <Hidden name="version" value=version.to_string()/>
                <ProofFields/>
                <FormActions><Submit class="button--danger">"Archive billing contact"</Submit></FormActions>
            </Form>
        }
        .into_any(),
        Err(refusal) => {
            // Only who could archive it is shown the way there.
            let apps = if refusal == Refusal::BillingContactInUse { apps } else { Vec::new() };
            let links = apps.into_iter().map(|app| {
                let href = format!("/c/{slug}/apps/{app}/billing");
                view! { <li><a class="link" href=href>{app}</a></li> }
            });
            view! { <div class="prose"><p>{refusal.to_string()}</p><ul>{links.collect_view()}</ul></div> }.into_any()
        }
    };
    view! {
        <section class="card" aria-labelledby="archive">
            <header class="card__head"><h2 class="card__title" id="archive">"Archive"</h2></header>
            <div class="card__body stack">{way}</div>
        </section>
    }
}

#[component]
fn Restore(slug: String, id: BillingContactId, version: i64) -> impl IntoView {
    let refusal = may(my_role(&slug), Action::CreateBillingContact).err();
    let back = view! { <a class="button button--quiet" href=format!("/c/{slug}/billing")>"Cancel"</a> };
    match refusal {
        Some(refusal) => view! { <p class="muted">{refusal.to_string()}</p> <p>{back}</p> }.into_any(),
        None => view! {
            <Form act={Act::<RestoreBillingContact>::new()}>
                <Hidden name="slug" value=slug/>
                <Hidden name="contact" value=id.to_string()/>
                <Hidden name="version" value=version.to_string()/>
                <ProofFields/>
                <FormActions>
                    <Submit>"Restore billing contact"</Submit>
                    {back}
                </FormActions>
            </Form>
        }
        .into_any(),
    }
}

#[component]
fn Recipients(value: String) -> impl IntoView {
    view! { <Textarea field=Field::Recipients value optional=true hint="A bookkeeper, a boss: up to ten addresses. None of them needs an account."/> }
}

/// Asked only when there is something to choose.
#[component]
fn Currency(currencies: Vec<String>) -> impl IntoView {
    let state = expect_context::<FormState>();
    let (id, why) = (state.id(Field::Currency.name()), state.why(Field::Currency));
    let chosen = state.typed(Field::Currency.name()).unwrap_or_default();
    (currencies.len() > 1).then(|| {
        let option = |currency: String| {
            let (value, selected) = (currency.clone(), currency == chosen);
            view! { <option value=value selected=selected>{currency}</option> }
        };
        let options = currencies.into_iter().map(option).collect_view();
        view! {
            <FieldFrame id=id.clone() label="Currency" hint=Some("It stays for life. Addresses in the European Union pay in euros.") why>
                <select class="field__input field__input--short" id=id name=Field::Currency.name()>{options}</select>
            </FieldFrame>
        }
    })
}
