//! The doors of the desk: what its still pages ask, and what they do. Where it takes a fresh password, that may come along
//! with the form, so that nothing typed is lost on the way to it.

use leptos::prelude::*;
use leptos_axum::redirect;
use teamwork::rules::{
    app::{BillOfLading, NewAppSheet, PaySheet, ScalePreview},
    id::BillingContactId,
    problem::{Field, Problem, Why},
};

use crate::{
    actor::{actor, proven},
    apps::api::here,
    failure::Failure,
    form::Done,
};

/// Begins a trial of my own, and goes there.
#[server(prefix = "/do", endpoint = "start_personal_trial")]
pub async fn start_personal_trial(app_name: String) -> Result<String, Failure> {
    let app = actor()?.start_personal_trial(&app_name).await?;
    redirect(&format!("/apps/{app}"));
    Ok(app)
}

/// What a new App can be.
#[server(prefix = "/do", endpoint = "new_app_sheet")]
pub async fn fetch_new_app_sheet(slug: String) -> Result<NewAppSheet, Failure> {
    Ok(actor()?.new_app_sheet(&slug).await?)
}

/// Begins a trial in a Company, and goes there.
#[server(prefix = "/do", endpoint = "start_trial")]
pub async fn start_trial(slug: String, app_name: String) -> Result<String, Failure> {
    let app = actor()?.start_trial(&slug, &app_name).await?;
    redirect(&format!("/c/{slug}/apps/{app}"));
    Ok(app)
}

/// Begins a paid App, and goes there.
#[server(prefix = "/do", endpoint = "create_app")]
pub async fn create_app(slug: String, app_name: String, plan: String, payer: String) -> Result<String, Failure> {
    let app = actor()?.create_app(&slug, &app_name, &plan, contact(&payer)?).await?;
    redirect(&format!("/c/{slug}/apps/{app}"));
    Ok(app)
}

/// What each plan would cost.
#[server(prefix = "/do", endpoint = "scaling")]
pub async fn scaling(slug: String, app: String) -> Result<ScalePreview, Failure> {
    let preview = actor()?.scaling(&app).await?;
    here(&slug, &preview.app)?;
    Ok(preview)
}

/// Gives an App another plan.
#[server(prefix = "/do", endpoint = "scale_app")]
pub async fn scale_app(app: String, plan: String, version: i64) -> Result<Done, Failure> {
    actor()?.scale_app(&app, &plan, version).await?;
    Ok(Done::Yes)
}

/// Who pays, and who could. Without slug, of a trial of my own.
#[server(prefix = "/do", endpoint = "pay_sheet")]
pub async fn fetch_pay_sheet(#[server(default)] slug: String, app: String) -> Result<PaySheet, Failure> {
    let sheet = actor()?.pay_sheet(&app).await?;
    here(&slug, &sheet.app)?;
    Ok(sheet)
}

/// Makes a trial a paid App.
#[server(prefix = "/do", endpoint = "pay_for_app")]
pub async fn pay_for_app(app: String, plan: String, payer: String, version: i64) -> Result<Done, Failure> {
    actor()?.pay_for_app(&app, &plan, contact(&payer)?, version).await?;
    Ok(Done::Yes)
}

/// Puts a trial of my own into a Company that pays for it, and goes there.
#[server(prefix = "/do", endpoint = "move_trial_into_company")]
pub async fn move_trial_into_company(
    app: String,
    slug: String,
    plan: String,
    payer: String,
    version: i64,
) -> Result<Done, Failure> {
    actor()?.move_trial_into_company(&app, &slug, &plan, contact(&payer)?, version).await?;
    redirect(&format!("/c/{slug}/apps/{app}"));
    Ok(Done::Yes)
}

/// Lets another Billing Contact pay.
#[server(prefix = "/do", endpoint = "change_payer")]
pub async fn change_payer(
    app: String,
    payer: String,
    version: i64,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    proven(&password, &code).await?.change_payer(&app, contact(&payer)?, version).await?;
    Ok(Done::Yes)
}

/// What a move takes along.
#[server(prefix = "/do", endpoint = "bill_of_lading")]
pub async fn fetch_bill_of_lading(slug: String, app: String) -> Result<BillOfLading, Failure> {
    let bill = actor()?.bill_of_lading(&app).await?;
    here(&slug, &bill.app)?;
    Ok(bill)
}

/// Moves an App to another Company, and goes there. A trial has no payer.
#[server(prefix = "/do", endpoint = "move_app")]
pub async fn move_app(
    app: String,
    target: String,
    #[server(default)] payer: String,
    version: i64,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    let payer = if payer.is_empty() { None } else { Some(contact(&payer)?) };
    proven(&password, &code).await?.move_app(&app, &target, payer, version).await?;
    redirect(&format!("/c/{target}/apps/{app}"));
    Ok(Done::Yes)
}

/// Deletes an App, and goes to what is left.
#[server(prefix = "/do", endpoint = "delete_app")]
pub async fn delete_app(
    #[server(default)] slug: String,
    app: String,
    confirmation: String,
    version: i64,
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<Done, Failure> {
    proven(&password, &code).await?.delete_app(&app, &confirmation, version).await?;
    redirect(&if slug.is_empty() { "/".to_owned() } else { format!("/c/{slug}/apps") });
    Ok(Done::Yes)
}

/// The Billing Contact that was chosen.
fn contact(chosen: &str) -> Result<BillingContactId, Problem> {
    chosen.parse().map_err(|_| Problem::field(Field::Payer, Why::NotAPayer))
}
