//! Setting up a Company: its name, its name in addresses, and who pays.

pub mod api;

use leptos::prelude::*;
use teamwork::rules::{
    billing::{BillingForm, COUNTRIES, PaymentMethod},
    problem::Field,
};

use self::api::SetUpCompany as SetUp;
use crate::{
    billing::MethodHere,
    form::{Act, Form, FormActions, Select, Submit, TextField},
    frame::use_frame,
    parts::PageHead,
};

/// `/companies/new`.
#[component]
pub fn SetUpCompany() -> impl IntoView {
    let (me, host) = use_frame().with_untracked(|frame| (frame.me.clone(), frame.host.clone()));
    view! {
        <PageHead title="Set up a new company" subtitle="You become its Owner. Then you can invite your team."/>
        <Form act={Act::<SetUp>::new()}>
            <TextField field=Field::CompanyName autocomplete="organization"/>
            <TextField field=Field::Slug autocomplete="off" hint="Letters a–z, digits and hyphens. Left empty, it is made from the company name."/>
            <p class="muted small">"Your team will work at " <span class="mono">{host}"/c/…"</span></p>
            <section class="card" aria-labelledby="billing-title">
                <header class="card__head"><h2 class="card__title" id="billing-title">"First billing contact"</h2></header>
                <div class="card__body stack">
                    <p class="muted">"Who pays, and where invoices go. More can be added later."</p>
                    <BillingFields value=BillingForm { billing_email: me.email, ..BillingForm::default() }/>
                    <MethodHere/>
                </div>
            </section>
            <FormActions>
                <Submit>"Set up company"</Submit>
                <a class="button button--quiet" href="/">"Cancel"</a>
            </FormActions>
        </Form>
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
    }
}

/// How one pays who has chosen nothing else.
#[component]
pub fn ByTransfer() -> impl IntoView {
    view! {
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
