//! Money goes back to the card it was taken from: what the provider took and what pays nothing, and what was credited since
//! (I28). It was written down before; now the provider is told until it has done it.

use std::sync::Arc;

use crate::{
    acts::{Guest, Trouble, Warren, within},
    ports::{RefundOrder, RefundOutcome},
    rules::{
        invoice::InvoiceNumber,
        log::Event,
        moment::DAY,
        payment::{REFUND_WINDOW, RefundState, next_look},
        problem::{Problem, Thing},
    },
    store::{
        db::Tx,
        log::{Change, Entry, Topic},
        refunds::Refund,
    },
};

impl Warren {
    /// Has the provider pay back what goes back, and asks once a day whether what went back has come back from the bank: a
    /// bounded batch; answers how many were looked at.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tend_refunds(self: &Arc<Self>) -> Result<u64, Problem> {
        if !self.takes_cards() {
            return Ok(0);
        }
        let house = self.house();
        let mut open = self.db.refunds_to_look_at(house.at).await.map_err(|error| self.broken(error))?;
        open.extend(self.db.refunds_to_watch(house.at).await.map_err(|error| self.broken(error))?);
        for refund in &open {
            // One that does not work keeps no other from going back.
            match house.settle_refund(refund).await {
                Ok(true) => {}
                Ok(false) => break,
                Err(problem) => {
                    tracing::error!(refund = %refund.id, %problem, "a refund could not be settled; the clock tries again");
                }
            }
        }
        Ok(open.len() as u64)
    }
}

impl Guest {
    /// Looks first, so that what went back goes back no second time even when the provider has dropped the key; then tells it
    /// of what it has not heard of. Answers whether the provider was there to be asked.
    pub(super) async fn settle_refund(&self, refund: &Refund) -> Result<bool, Problem> {
        let payments = self.payments()?;
        self.ask_later(refund).await.map_err(|error| self.tell(error))?;
        let order = RefundOrder { id: refund.id, reference: &refund.reference, amount: &refund.amount };
        let answer = match payments.look_at_refund(order).await {
            Ok(None) if refund.state == RefundState::Begun => payments.refund(order).await,
            Ok(None) => Ok(RefundOutcome::Waits),
            Ok(Some(outcome)) => Ok(outcome),
            Err(silence) => Err(silence),
        };
        match answer {
            Ok(RefundOutcome::Waits) => {}
            Ok(RefundOutcome::Done) => self.went_back(refund, RefundState::Done).await?,
            Ok(RefundOutcome::Failed) => {
                tracing::error!(refund = %refund.id, amount = %refund.amount, "the provider does not pay back");
                self.went_back(refund, RefundState::Failed).await?;
            }
            Err(silence) => {
                tracing::warn!(refund = %refund.id, ?silence, "the payment provider does not answer");
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What has gone back is asked after once a day, until it cannot come back any more.
    async fn ask_later(&self, refund: &Refund) -> sqlx::Result<u64> {
        let (db, tomorrow) = (&self.warren.db, self.at.plus(DAY));
        match refund.ended_at {
            Some(ended) => {
                let again = Some(tomorrow).filter(|next| next.since(ended) <= REFUND_WINDOW);
                db.watch_refund_later(refund.id, again).await
            }
            None => db.look_at_refund_later(refund.id, next_look(refund.begun_at, self.at)).await,
        }
    }

    async fn went_back(&self, refund: &Refund, state: RefundState) -> Result<(), Problem> {
        within!(self, |tx| {
            let ended = match &refund.credit_note {
                Some(note) => self.credit_went_back(tx, refund, note, state).await?,
                None => tx.end_refund(refund.id, state, self.at).await?,
            };
            if !ended {
                return Ok(());
            }
            if refund.credit_note.is_none() && state == RefundState::Failed {
                self.tell_of_surplus(tx, refund).await?;
            }
            let (event, about) = match (&refund.credit_note, state) {
                (Some(note), RefundState::Failed) => (Event::CreditNotOnCard, note),
                (Some(note), _) => (Event::CreditOnCard, note),
                (None, RefundState::Failed) => (Event::RefundFailed, &refund.number),
                (None, _) => (Event::RefundDone, &refund.number),
            };
            let entry = refund.company.into_iter().fold(self.entry(event).to(about), Entry::within);
            tx.record(entry.change(None, Some(&refund.amount.to_string()))).await?;
            refund.company.into_iter().for_each(|company| tx.announce(Change::Company(company, Topic::Billing)));
        })?;
        self.warren.mail_waits.notify_one();
        Ok(())
    }

    /// A part of a credit note that did not reach the card is left of it again, and its payer is told. Answers whether nobody
    /// has decided that before.
    async fn credit_went_back(
        &self,
        tx: &mut Tx,
        refund: &Refund,
        note: &InvoiceNumber,
        state: RefundState,
    ) -> Result<bool, Trouble> {
        if state == RefundState::Done {
            return Ok(tx.end_refund(refund.id, state, self.at).await?);
        }
        let debtor = tx.creditor_of(note).await?;
        let charged = tx.charged_for(note).await?.ok_or(Thing::Invoice)?;
        let credit = tx.credit(note).await?.ok_or(Thing::CreditNote)?;
        if !tx.end_refund(refund.id, state, self.at).await? {
            return Ok(false);
        }
        tx.give_credit_again(credit.id, refund.amount.amount).await?;
        self.tell_of_card(tx, (&credit, debtor.as_ref()), &charged, (refund.amount.amount, false)).await?;
        // It pays what is open meanwhile, so that nobody is reminded of money that we owe them.
        self.credits_pay(tx, debtor.as_ref(), charged.invoice).await?;
        Ok(true)
    }
}
