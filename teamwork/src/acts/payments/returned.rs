//! What a direct debit has paid the bank can take back for weeks, and what a card has paid when its holder disputes it, of which
//! only the provider tells. Then the invoice is open again, its payer and the log are told, and it is dunned like one whose
//! charge has failed.

use std::sync::Arc;

use crate::{
    acts::{Guest, Trouble, Warren, within},
    rules::{
        day::Day,
        dunning::Step,
        invoice::InvoiceState,
        log::Event,
        moment::DAY,
        money::Money,
        payment::{DISPUTE_WINDOW, Decline, Means, RETURN_WINDOW},
        problem::{Problem, Thing},
    },
    store::{
        charges::Charge,
        db::Tx,
        dunning::{Debt, Debtor},
        log::{Change, Entry, Topic},
        returns::Paid,
    },
};

impl Warren {
    /// Asks the provider whether what direct debits have paid was taken back, and what cards have paid whose holders dispute
    /// it: each once a day until it cannot be any more, a bounded batch; answers how many there were, also when it
    /// was silent and the rest of them waits.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn watch_debits(self: &Arc<Self>) -> Result<u64, Problem> {
        if !self.takes_cards() {
            return Ok(0);
        }
        let house = self.house();
        let paid = self.db.debits_to_watch(house.at).await.map_err(|error| self.broken(error))?;
        for debit in &paid {
            match house.watch(debit).await {
                Ok(true) => {}
                Ok(false) => break,
                Err(problem) => {
                    tracing::error!(charge = %debit.charge.id, %problem, "a debit could not be watched; the clock tries again");
                }
            }
        }
        Ok(paid.len() as u64)
    }
}

impl Guest {
    /// Answers whether the provider was there to be asked. The clock asks again the next day, also after a card of whose
    /// dispute an event has told: another one of how it ends may never come.
    pub(super) async fn watch(&self, paid: &Paid) -> Result<bool, Problem> {
        let window = match paid.charge.means {
            Means::Sepa => RETURN_WINDOW,
            Means::Card => DISPUTE_WINDOW,
        };
        let later = Some(self.at.plus(DAY)).filter(|next| next.since(paid.ended_at) <= window);
        if paid.is_watched || later.is_some() {
            self.warren.db.watch_later(paid.charge.id, later).await.map_err(|error| self.tell(error))?;
        }
        match self.payments()?.returned(&paid.reference).await {
            Ok(back @ 1..) => self.taken_back(&paid.charge, back).await.map(|()| true),
            Ok(_) => Ok(true),
            Err(silence) => {
                tracing::warn!(charge = %paid.charge.id, ?silence, "the payment provider does not answer");
                Ok(false)
            }
        }
    }

    async fn taken_back(&self, charge: &Charge, back: i64) -> Result<(), Problem> {
        let is_new: bool = within!(self, |tx| {
            let debtor = tx.debtor_of(&charge.number).await?;
            let Some(owed) = tx.owed(&charge.number).await? else { return Ok(false) };
            let Some(amount) = tx.take_back(charge.id, back, self.at).await? else { return Ok(false) };
            let state = tx.owe_again(&owed, amount, Day::of(self.at)).await?;
            let entry =
                owed.company_id.into_iter().fold(self.entry(Event::ChargeReturned).to(&charge.number), Entry::within);
            let amount = Money::new(amount, &charge.amount.currency).to_string();
            tx.record(entry.change(None, Some(&amount))).await?;
            owed.company_id.into_iter().for_each(|company| tx.announce(Change::Company(company, Topic::Billing)));
            let is_open = state == InvoiceState::Open;
            if is_open && !self.credits_pay(tx, debtor.as_ref(), charge.invoice).await? {
                self.is_owed_again(tx, debtor.as_ref(), charge).await?;
            }
            true
        })?;
        if is_new {
            tracing::error!(charge = %charge.id, number = %charge.number, "the bank has taken back what had paid an invoice");
            self.warren.mail_waits.notify_one();
        }
        Ok(())
    }

    /// Credit notes do not pay instead: M30, and the Billing Contact is failing. Nobody is debited again without a word of theirs.
    async fn is_owed_again(&self, tx: &mut Tx, debtor: Option<&Debtor>, charge: &Charge) -> Result<(), Trouble> {
        let found = tx.chargeable(charge.invoice).await?.ok_or(Thing::Invoice)?;
        let open = Money::new(found.balance, &found.currency);
        self.tell_payers(tx, charge, open, (Decline::Returned, None)).await?;
        if let Some(debtor) = debtor {
            let reopened = |debt: &Debt| (debt.id == charge.invoice).then_some(Step::Reminded);
            self.move_invoices(tx, debtor.id, false, reopened).await?;
        }
        Ok(())
    }
}
