//! Dunning (4.5, E73, E74): open invoices take their steps by the clock, their Billing Contact stands as the worst of them,
//! and its Apps follow. Whatever is settled brings all of it back.

mod clock;
mod doomed;
mod follow;
mod mails;

use super::{Guest, Trouble};
use crate::{
    rules::{
        day::Day,
        dunning::{Arrears, Step, Timetable},
        id::BillingContactId,
        log::Event,
    },
    store::{
        db::Tx,
        dunning::{Debt, Debtor},
    },
};

impl Guest {
    /// Moves open invoices of a Billing Contact on: each to the step that `to` names for it, never back. The contact and its
    /// Apps follow, and the mails are owed. Answers whether anything moved. The clock asks with its timetable; whoever
    /// learns in another way that a payment has failed asks with the invoice it was for, and has told its payers why.
    pub(in crate::acts) async fn move_invoices(
        &self,
        tx: &mut Tx,
        contact: BillingContactId,
        reminds: bool,
        to: impl Fn(&Debt) -> Option<Step>,
    ) -> Result<bool, Trouble> {
        let Some(debtor) = tx.debtor(contact).await? else { return Ok(false) };
        let mut debts = tx.debts(contact).await?;
        let before = worst(&debts);
        let mut moved = Vec::new();
        for (place, debt) in debts.iter_mut().enumerate() {
            let Some(step) = to(debt).filter(|step| debt.counts() && *step > debt.step) else { continue };
            self.take_step(tx, &debtor, debt, step).await?;
            moved.push(place);
        }
        if moved.is_empty() {
            return Ok(false);
        }
        self.follow(tx, &debtor, &debts).await?;
        for debt in moved.iter().filter(|_| reminds).filter_map(|place| debts.get(*place)) {
            self.post_reminder(tx, &debtor, debt, before).await?;
        }
        if worst(&debts) > before {
            self.post_block(tx, &debtor, &debts).await?;
        }
        Ok(true)
    }

    async fn take_step(&self, tx: &mut Tx, debtor: &Debtor, debt: &mut Debt, step: Step) -> Result<(), Trouble> {
        let before = debt.step;
        debt.step = step;
        debt.next = self.timetable().after(step, debt.since, Day::of(self.at));
        tx.set_step(debt).await?;
        let entry = self.entry(Event::InvoiceDunned).within(debtor.company_id).to(&debt.number);
        tx.record(entry.change(Some(before.key()), Some(step.key()))).await?;
        Ok(())
    }

    fn timetable(&self) -> Timetable {
        Timetable::of(&self.warren.house_rules())
    }
}

/// The worst step of these invoices. What is left of one that is too little to be charged holds nothing up.
fn worst(debts: &[Debt]) -> Step {
    debts.iter().filter(|debt| debt.counts()).map(|debt| debt.step).max().unwrap_or_default()
}

fn arrears(debts: &[Debt]) -> Arrears {
    Arrears::worst(debts.iter().filter(|debt| debt.counts()).map(|debt| debt.step))
}
