//! What the pages of the operator ask the server, one line each. The password may come along with what changes something,
//! so that nothing typed is lost on the way to it.
#![expect(clippy::too_many_arguments, reason = "a form sends its fields one by one")]

use leptos::prelude::*;
use leptos_axum::redirect;
use teamwork::rules::{
    dunning::DoomedContact,
    house::SettingCard,
    id::{BillingContactId, NewsletterId, RecoveryId, RefundId},
    invoice::{CreditLine, Creditable, HouseCredits, HouseInvoices, PayBack, Surplus},
    money::Part,
    newsletter::{Newsletter, NewsletterPage},
    outbox::{MailList, MailState},
    price_list::{PlanForm, PricedPlan},
    problem::{Problem, Thing},
    recovery::RecoveryCard,
    tenant::{Tenant, TenantApps, TenantPage, Waiting},
};

use crate::{
    actor::{actor, proven},
    failure::Failure,
    form::Done,
};

/// What waits.
#[server(prefix = "/do", endpoint = "operator_waiting")]
pub async fn operator_waiting() -> Result<Waiting, Failure> {
    Ok(actor()?.operator().await?.waiting().await?)
}

/// Every setting.
#[server(prefix = "/do", endpoint = "operator_settings")]
pub async fn operator_settings() -> Result<Vec<SettingCard>, Failure> {
    Ok(actor()?.operator().await?.settings().await?)
}

/// Chooses a value.
#[server(prefix = "/do", endpoint = "set_setting")]
pub async fn set_setting(
    key: String,
    value: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    proven(&password, &code).await?.operator().await?.set_setting(&key, &value).await?;
    Ok(Done::Yes)
}

/// The price list.
#[server(prefix = "/do", endpoint = "operator_plans")]
pub async fn operator_plans() -> Result<Vec<PricedPlan>, Failure> {
    Ok(actor()?.operator().await?.price_list().await?)
}

/// Adds a plan.
#[server(prefix = "/do", endpoint = "add_plan")]
pub async fn add_plan(
    plan: String,
    label: String,
    position: String,
    price: String,
    currency: String,
    memory: String,
    storage: String,
    domain_count: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    let form =
        PlanForm { key: plan, name: label, position, price, currency, memory, storage, domain_count, offered: true };
    proven(&password, &code).await?.operator().await?.add_plan(&form).await?;
    Ok(Done::Yes)
}

/// Changes a plan, or withdraws it.
#[server(prefix = "/do", endpoint = "change_plan")]
pub async fn change_plan(
    key: String,
    version: i64,
    label: String,
    position: String,
    price: String,
    currency: String,
    memory: String,
    storage: String,
    domain_count: String,
    #[server(default)] offered: bool,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    let form = PlanForm { key, name: label, position, price, currency, memory, storage, domain_count, offered };
    proven(&password, &code).await?.operator().await?.change_plan(&form, version).await?;
    Ok(Done::Yes)
}

/// Companies by the beginning of their names.
#[server(prefix = "/do", endpoint = "operator_companies")]
pub async fn operator_companies(begins: String, after: String) -> Result<TenantPage, Failure> {
    Ok(actor()?.operator().await?.companies(&begins, some(&after)).await?)
}

/// One Company.
#[server(prefix = "/do", endpoint = "operator_company")]
pub async fn operator_company(slug: String) -> Result<Tenant, Failure> {
    Ok(actor()?.operator().await?.company(&slug).await?)
}

/// Suspends a Company with its Apps.
#[server(prefix = "/do", endpoint = "suspend_company")]
pub async fn suspend_company(
    slug: String,
    reason: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    proven(&password, &code).await?.operator().await?.suspend_company(&slug, &reason).await?;
    Ok(Done::Yes)
}

/// Resumes it.
#[server(prefix = "/do", endpoint = "resume_company")]
pub async fn resume_company(
    slug: String,
    reason: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    proven(&password, &code).await?.operator().await?.resume_company(&slug, &reason).await?;
    Ok(Done::Yes)
}

/// Apps by the beginning of their names, or the trials that end soon.
#[server(prefix = "/do", endpoint = "operator_apps")]
pub async fn operator_apps(
    begins: String,
    after: String,
    #[server(default)] ending: bool,
) -> Result<TenantApps, Failure> {
    let operator = actor()?.operator().await?;
    if ending {
        return Ok(operator.ending_trials().await?);
    }
    Ok(operator.apps(&begins, some(&after)).await?)
}

/// Pauses one App.
#[server(prefix = "/do", endpoint = "suspend_app")]
pub async fn suspend_app(
    app_name: String,
    reason: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    proven(&password, &code).await?.operator().await?.suspend_app(&app_name, &reason).await?;
    Ok(Done::Yes)
}

/// Lets it run again.
#[server(prefix = "/do", endpoint = "resume_app")]
pub async fn resume_app(
    app_name: String,
    reason: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    proven(&password, &code).await?.operator().await?.resume_app(&app_name, &reason).await?;
    Ok(Done::Yes)
}

/// Deletes one App for good.
#[server(prefix = "/do", endpoint = "delete_app_of_house")]
pub async fn delete_app_of_house(
    app_name: String,
    confirmation: String,
    reason: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    proven(&password, &code).await?.operator().await?.delete_app(&app_name, &confirmation, &reason).await?;
    Ok(Done::Yes)
}

/// Gives a trial more days.
#[server(prefix = "/do", endpoint = "extend_trial")]
pub async fn extend_trial(
    app_name: String,
    days: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    proven(&password, &code).await?.operator().await?.extend_trial(&app_name, &days).await?;
    Ok(Done::Yes)
}

/// The open invoices.
#[server(prefix = "/do", endpoint = "operator_invoices")]
pub async fn operator_invoices(after: String) -> Result<HouseInvoices, Failure> {
    Ok(actor()?.operator().await?.open_invoices(some(&after)).await?)
}

/// Notes what came in for an invoice of which so much was seen to be `open`.
#[server(prefix = "/do", endpoint = "record_payment")]
pub async fn record_payment(
    number: String,
    #[server(default)] amount: String,
    #[server(default)] open: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    let part = Part { amount: &amount, of: &open };
    proven(&password, &code).await?.operator().await?.record_payment(&number, part).await?;
    Ok(Done::Yes)
}

/// No longer waits for an invoice.
#[server(prefix = "/do", endpoint = "write_invoice_off")]
pub async fn write_invoice_off(
    number: String,
    reason: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    proven(&password, &code).await?.operator().await?.write_off(&number, &reason).await?;
    Ok(Done::Yes)
}

/// An invoice with its lines, and what is left of each to be credited.
#[server(prefix = "/do", endpoint = "operator_creditable")]
pub async fn operator_creditable(number: String) -> Result<Creditable, Failure> {
    Ok(actor()?.operator().await?.creditable(&number).await?)
}

/// The credit notes of which something is left.
#[server(prefix = "/do", endpoint = "operator_credits")]
pub async fn operator_credits(after: String) -> Result<HouseCredits, Failure> {
    Ok(actor()?.operator().await?.open_credits(some(&after)).await?)
}

/// Credits an issued invoice: so much of each line, in the order of the lines, of which so much was seen to be `left`; or the
/// whole of what is left.
#[server(prefix = "/do", endpoint = "credit_invoice")]
pub async fn credit_invoice(
    number: String,
    reason: String,
    #[server(default)] whole: bool,
    #[server(default)] amounts: Vec<String>,
    #[server(default)] left: Vec<String>,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    let operator = proven(&password, &code).await?.operator().await?;
    let lines = if whole { Vec::new() } else { CreditLine::typed(&amounts, &left)? };
    operator.credit_invoice(&number, &lines, &reason).await?;
    Ok(Done::Yes)
}

/// Notes what was paid back of a credit note of which so much was seen to be `left`, or sends it to the card.
#[server(prefix = "/do", endpoint = "pay_credit_back")]
pub async fn pay_credit_back(
    number: String,
    #[server(default)] amount: String,
    #[server(default)] left: String,
    #[server(default)] by: PayBack,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    let part = Part { amount: &amount, of: &left };
    proven(&password, &code).await?.operator().await?.pay_credit_back(&number, part, by).await?;
    Ok(Done::Yes)
}

/// What was taken too much and the bank did not take back.
#[server(prefix = "/do", endpoint = "operator_surpluses")]
pub async fn operator_surpluses() -> Result<Vec<Surplus>, Failure> {
    Ok(actor()?.operator().await?.open_surpluses().await?)
}

/// Notes that it was paid back by transfer.
#[server(prefix = "/do", endpoint = "settle_surplus")]
pub async fn settle_surplus(
    refund: RefundId,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    proven(&password, &code).await?.operator().await?.settle_surplus(refund).await?;
    Ok(Done::Yes)
}

/// Whose Apps wait to be deleted for non-payment.
#[server(prefix = "/do", endpoint = "operator_doomed")]
pub async fn operator_doomed() -> Result<Vec<DoomedContact>, Failure> {
    Ok(actor()?.operator().await?.doomed().await?)
}

/// Deletes the Apps of one of them.
#[server(prefix = "/do", endpoint = "delete_for_non_payment")]
pub async fn delete_for_non_payment(
    contact: BillingContactId,
    confirmation: String,
    reason: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    let operator = proven(&password, &code).await?.operator().await?;
    operator.delete_for_non_payment(contact, &confirmation, &reason).await?;
    Ok(Done::Yes)
}

/// Recoveries that wait, and that have ended.
#[server(prefix = "/do", endpoint = "operator_recoveries")]
pub async fn operator_recoveries() -> Result<Vec<RecoveryCard>, Failure> {
    Ok(actor()?.operator().await?.recoveries().await?)
}

/// Step 1 of a recovery.
#[server(prefix = "/do", endpoint = "request_recovery")]
pub async fn request_recovery(
    slug: String,
    heir: String,
    departed: String,
    reason: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    proven(&password, &code).await?.operator().await?.request_recovery(&slug, &heir, &departed, &reason).await?;
    Ok(Done::Yes)
}

/// Step 2 of a recovery.
#[server(prefix = "/do", endpoint = "complete_recovery")]
pub async fn complete_recovery(recovery: RecoveryId) -> Result<Done, Failure> {
    actor()?.operator().await?.complete_recovery(recovery).await?;
    Ok(Done::Yes)
}

/// The operator stops a recovery.
#[server(prefix = "/do", endpoint = "call_off_recovery")]
pub async fn call_off_recovery(recovery: RecoveryId) -> Result<Done, Failure> {
    actor()?.operator().await?.stop_recovery(recovery).await?;
    Ok(Done::Yes)
}

/// Mails in one state.
#[server(prefix = "/do", endpoint = "operator_outbox")]
pub async fn operator_outbox(state: String, after: String) -> Result<MailList, Failure> {
    let state: MailState = state.parse().map_err(|()| Problem::Malformed)?;
    Ok(actor()?.operator().await?.outbox(state, some(&after)).await?)
}

/// Takes a mail up again.
#[server(prefix = "/do", endpoint = "retry_mail")]
pub async fn retry_mail(mail: i64) -> Result<Done, Failure> {
    actor()?.operator().await?.retry_mail(mail).await?;
    Ok(Done::Yes)
}

/// The newsletters.
#[server(prefix = "/do", endpoint = "operator_newsletters")]
pub async fn operator_newsletters(after: String) -> Result<NewsletterPage, Failure> {
    Ok(actor()?.operator().await?.newsletters(some(&after)).await?)
}

/// One of them.
#[server(prefix = "/do", endpoint = "operator_newsletter")]
pub async fn operator_newsletter(newsletter: String) -> Result<Newsletter, Failure> {
    // The operator first: for everybody else there is no such place, whatever the address says.
    let operator = actor()?.operator().await?;
    Ok(operator.newsletter(newsletter.parse().map_err(|_| Problem::NotFound(Thing::Newsletter))?).await?)
}

/// Writes a draft, and shows it.
#[server(prefix = "/do", endpoint = "write_newsletter")]
pub async fn write_newsletter(
    subject: String,
    text: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<(), Failure> {
    let id = proven(&password, &code).await?.operator().await?.write_newsletter(&subject, &text).await?;
    redirect(&format!("/operator/newsletters/{id}"));
    Ok(())
}

/// Changes a draft.
#[server(prefix = "/do", endpoint = "change_newsletter")]
pub async fn change_newsletter(
    newsletter: NewsletterId,
    version: i64,
    subject: String,
    text: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    let operator = proven(&password, &code).await?.operator().await?;
    operator.change_newsletter(newsletter, version, &subject, &text).await?;
    Ok(Done::Yes)
}

/// Sends a draft.
#[server(prefix = "/do", endpoint = "send_newsletter")]
pub async fn send_newsletter(
    newsletter: NewsletterId,
    version: i64,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    proven(&password, &code).await?.operator().await?.send_newsletter(newsletter, version).await?;
    Ok(Done::Yes)
}

/// Throws a draft away, and shows the list.
#[server(prefix = "/do", endpoint = "discard_newsletter")]
pub async fn discard_newsletter(
    newsletter: NewsletterId,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<(), Failure> {
    proven(&password, &code).await?.operator().await?.discard_newsletter(newsletter).await?;
    redirect("/operator/newsletters");
    Ok(())
}

/// The recovery that waits for a Company of mine.
#[server(prefix = "/do", endpoint = "recovery")]
pub async fn recovery(slug: String) -> Result<Option<RecoveryCard>, Failure> {
    Ok(actor()?.recovery(&slug).await?)
}

/// An Owner stops it.
#[server(prefix = "/do", endpoint = "stop_recovery")]
pub async fn stop_recovery(slug: String) -> Result<(), Failure> {
    Ok(actor()?.stop_recovery(&slug).await?)
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
