//! Setting up a Company: its name, its name in addresses, and who pays.

pub mod api;

use leptos::prelude::*;
use teamwork::rules::{
    billing::{BillingForm, COUNTRIES, PaymentMethod},
    problem::Field,
    text::Slug,
};

use self::api::SetUpCompany as SetUp;
use crate::{
    form::{Act, Form, FormActions, Select, Submit, TextField},
    frame::use_frame,
    live::{Topic, use_live},
    parts::PageHead,
};

/// `/companies/new`.
#[component]
pub fn SetUpCompany() -> impl IntoView {
    let (frame, live) = (use_frame(), use_live());
    let act = Act::<SetUp>::new().on_done(move |_| live.touch(Topic::Person));
    let me = frame.with_untracked(|frame| frame.me.clone());
    view! {
        <PageHead title="Set up a new company" subtitle="You become its Owner. Then you can invite your team."/>
        <Form act>
            <Names act/>
            <section class="card" aria-labelledby="billing-title">
                <header class="card__head"><h2 class="card__title" id="billing-title">"First billing contact"</h2></header>
                <div class="card__body stack">
                    <p class="muted">"Who pays, and where invoices go. More can be added later."</p>
                    <BillingFields value=BillingForm { billing_email: me.email, ..BillingForm::default() }/>
                </div>
            </section>
            <FormActions>
                <Submit>"Set up company"</Submit>
                <a class="button button--quiet" href="/">"Cancel"</a>
            </FormActions>
        </Form>
    }
}

/// The name, and beside it the name in addresses, which follows the first as long as nobody changes it.
#[component]
fn Names(act: Act<SetUp>) -> impl IntoView {
    let typed = act.state.typed(Field::Slug.name()).unwrap_or_default();
    let own = RwSignal::new(!typed.is_empty());
    let slug = RwSignal::new(typed);
    let host = use_frame().with_untracked(|frame| frame.host.clone());
    let propose = Callback::new(move |name: String| {
        if !own.get_untracked() {
            slug.set(Slug::propose(&name));
        }
    });
    let change = Callback::new(move |text: String| {
        own.set(!text.is_empty());
        slug.set(text);
    });
    let address = move || slug.with(|slug| format!("{host}/c/{}", if slug.is_empty() { "…" } else { slug }));
    view! {
        <TextField field=Field::CompanyName autocomplete="organization" on_input=propose/>
        <TextField
            field=Field::Slug
            autocomplete="off"
            hint="Letters a–z, digits and hyphens. Left empty, it is made from the company name."
            on_input=change
            shows=slug.into()
        />
        <p class="muted small">"Your team will work at " <span class="mono">{address}</span></p>
    }
}

/// Country first: it decides how an address is written.
#[component]
pub fn BillingFields(value: BillingForm) -> impl IntoView {
    let countries = std::iter::once(("", "Choose a country")).chain(COUNTRIES.iter().copied()).collect::<Vec<_>>();
    view! {
        <Select field=Field::Country options=countries value=value.country autocomplete="billing country"/>
        <TextField field=Field::BillingName value=value.billing_name autocomplete="billing organization" hint="A company or a person."/>
        <TextField field=Field::Street value=value.street autocomplete="billing street-address"/>
        <div class="field-pair">
            <TextField field=Field::PostalCode value=value.postal_code autocomplete="billing postal-code" class="field__input--short"/>
            <TextField field=Field::City value=value.city autocomplete="billing address-level2"/>
        </div>
        <TextField field=Field::VatNumber value=value.vat_number autocomplete="off" optional=true hint="With its country letters, like DE123456788." class="field__input--code"/>
        <TextField field=Field::BillingEmail kind="email" autocomplete="billing email" value=value.billing_email hint="Invoices go here. It need not belong to an account."/>
        <dl class="facts">
            <div class="facts__row">
                <dt class="facts__term">"Payment method"</dt>
                <dd class="facts__value">
                    {PaymentMethod::BankTransfer.name()}
                    <p class="muted small">"We send an invoice, you transfer the amount. No card, no third party."</p>
                </dd>
            </div>
        </dl>
    }
}
