//! The clock of dunning: whoever's next step has come takes it.

use std::sync::Arc;

use crate::{
    acts::{Guest, Warren, within},
    rules::{day::Day, id::BillingContactId, payment::DEBIT_PATIENCE, problem::Problem},
    store::dunning::Debt,
};

impl Warren {
    /// Moves the open invoices on whose next step has come: a bounded batch, each Billing Contact in a transaction of its
    /// own; answers how many moved. When several servers do it, each step is taken once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn dun(self: &Arc<Self>) -> Result<u64, Problem> {
        let house = self.house();
        let today = Day::of(house.at);
        let patience = (house.timetable().patience_since(today), house.at.plus(-DEBIT_PATIENCE));
        let due = self.db.contacts_to_dun(today, patience).await.map_err(|error| self.broken(error))?;
        let mut moved = 0;
        for contact in &due {
            match house.dun(*contact).await {
                Ok(did) => moved += u64::from(did),
                // One that does not work keeps no other from its step.
                Err(problem) => tracing::error!(%contact, %problem, "a Billing Contact could not be dunned"),
            }
        }
        if !due.is_empty() {
            self.mail_waits.notify_one();
        }
        Ok(moved)
    }
}

impl Guest {
    /// Whether somebody else was faster shows only when the rows are locked.
    async fn dun(&self, contact: BillingContactId) -> Result<bool, Problem> {
        let (timetable, today) = (self.timetable(), Day::of(self.at));
        within!(self, |tx| {
            // What a bank thinks about is neither paid nor unpaid, for a while; and nobody is reminded of what we have said that
            // we fetch, unless that was said too often.
            let waits = |debt: &Debt| {
                debt.charging.is_some_and(|since| self.at.since(since) < DEBIT_PATIENCE)
                    || (debt.debit_on.is_some_and(|on| on > today) && timetable.waits_for_debit(debt.since, today))
            };
            let reached =
                |debt: &Debt| (!waits(debt)).then(|| timetable.reached(debt.step, debt.since, debt.next, today));
            if !self.move_invoices(tx, contact, true, reached).await? {
                return Ok(false);
            }
            true
        })
    }
}
