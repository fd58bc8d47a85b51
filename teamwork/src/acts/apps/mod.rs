//! Apps (4.3): begin, look, pay, scale, move, pause, delete. What is inside an App is configuration, and not here.

mod begin;
mod ending;
mod look;
mod pay;
mod scale;
mod travel;
mod trials;

pub(super) use ending::end_app;
pub(super) use trials::{earn_app_time, earn_trial_time};

use super::{Trouble, app_standing::AppStanding};
use crate::{
    rules::{
        app::{AppState, SuspendedBy},
        dunning::Arrears,
        id::{BillingContactId, CompanyId},
        plan::PlanCard,
        problem::{Conflict, Field, Problem, Why},
    },
    store::{app_writes::Payer, db::Tx, periods::Terms},
};

impl AppStanding {
    /// Refuses to change what is paused by somebody else than its own clock.
    fn running(&self) -> Result<(), Conflict> {
        match self.app.suspended_by {
            Some(SuspendedBy::Operator) => Err(Conflict::AppSuspended),
            Some(SuspendedBy::Dunning) => Err(Conflict::PaymentOverdue),
            Some(SuspendedBy::TrialEnded) | None => Ok(()),
        }
    }

    /// Refuses to let another one pay while a payment of this payer is overdue: nobody gets an App to run again that way, or
    /// leaves the debt of each month behind with a payer that has no Apps. What is open and not overdue stays with the payer
    /// (S25).
    async fn leaves_no_debt(&self, tx: &mut Tx, payer: BillingContactId) -> Result<(), Trouble> {
        let overdue = tx.arrears_of(payer).await? != Arrears::Active;
        if overdue { Err(Conflict::PaymentOverdue.into()) } else { Ok(()) }
    }

    /// Refuses what only a paid App has.
    fn paid(&self) -> Result<BillingContactId, Conflict> {
        self.app.billing_contact_id.ok_or(Conflict::StillTrial)
    }

    /// Refuses what only a trial has, running or ended.
    fn unpaid(&self) -> Result<(), Conflict> {
        if self.app.state == AppState::Active || self.app.billing_contact_id.is_some() {
            return Err(Conflict::AlreadyPaid);
        }
        self.running()
    }
}

/// The plan with this key, if it is offered.
async fn plan(tx: &mut Tx, key: &str) -> Result<PlanCard, Trouble> {
    let found = tx.offered_plan(key).await?;
    Ok(found.ok_or_else(|| Problem::field(Field::Plan, Why::NotAPlan))?)
}

/// The Billing Contact that is to pay: a live one of that Company (R44), in the currency of the plan (E65), that pays what it
/// owes (4.5).
async fn payer(tx: &mut Tx, company: CompanyId, id: BillingContactId, currency: &str) -> Result<Payer, Trouble> {
    let found = tx.payer(company, id).await?.filter(|payer| payer.currency == currency);
    let payer = found.ok_or_else(|| Problem::field(Field::Payer, Why::NotAPayer))?;
    if payer.arrears == Arrears::Blocked { Err(Conflict::PayerBlocked.into()) } else { Ok(payer) }
}

/// What is paid from now on.
fn terms(payer: BillingContactId, plan: &PlanCard) -> Terms {
    Terms { payer, plan: plan.key.clone(), price: plan.price.amount, currency: plan.price.currency.clone() }
}
