//! The clock of dunning: whoever's next step has come takes it.

use std::sync::Arc;

use crate::{
    acts::{Guest, Warren, within},
    rules::{day::Day, id::BillingContactId, log::Door, problem::Problem},
    store::dunning::Debt,
};

impl Warren {
    /// Moves the open invoices on whose next step has come: a bounded batch, each Billing Contact in a transaction of its
    /// own; answers how many contacts were looked at. When several servers do it, each step is taken once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn dun(self: &Arc<Self>) -> Result<u64, Problem> {
        let house = Guest::new(self, Door::Job, "", "", self.request());
        let due = self.db.contacts_to_dun(Day::of(house.at)).await.map_err(|error| self.broken(error))?;
        for contact in &due {
            house.dun(*contact).await?;
        }
        if !due.is_empty() {
            self.mail_waits.notify_one();
        }
        Ok(due.len() as u64)
    }
}

impl Guest {
    /// Whether somebody else was faster shows only when the rows are locked.
    async fn dun(&self, contact: BillingContactId) -> Result<bool, Problem> {
        let (timetable, today) = (self.timetable(), Day::of(self.at));
        within!(self, |tx| {
            let reached = |debt: &Debt| Some(timetable.reached(debt.step, debt.due, debt.next, today));
            if !self.move_invoices(tx, contact, true, reached).await? {
                return Ok(false);
            }
            true
        })
    }
}
