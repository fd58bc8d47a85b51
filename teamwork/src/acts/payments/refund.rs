//! What the provider took and what pays nothing goes back (I28): written down with the end of the charge, then told to the
//! provider until it has done it.

use std::sync::Arc;

use crate::{
    acts::{Guest, Warren, within},
    ports::{RefundOrder, RefundOutcome},
    rules::{
        log::{Door, Event},
        payment::{RefundState, next_look},
        problem::Problem,
    },
    store::{
        log::{Change, Entry, Topic},
        refunds::Refund,
    },
};

impl Warren {
    /// Has the provider pay back what it took too much: a bounded batch; answers how many were looked at.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tend_refunds(self: &Arc<Self>) -> Result<u64, Problem> {
        if !self.takes_cards() {
            return Ok(0);
        }
        let house = Guest::new(self, Door::Job, "", "", self.request());
        let open = self.db.refunds_to_look_at(house.at).await.map_err(|error| self.broken(error))?;
        for refund in &open {
            // One that does not work keeps no other from going back.
            match house.settle_refund(refund).await {
                Ok(true) => {}
                Ok(false) => break,
                Err(problem) => {
                    tracing::error!(charge = %refund.charge, %problem, "a refund could not be settled; the clock tries again");
                }
            }
        }
        Ok(open.len() as u64)
    }
}

impl Guest {
    /// Looks first, so that what went back goes back no second time even when the provider has dropped the key; then tells.
    /// Answers whether the provider was there to be asked.
    async fn settle_refund(&self, refund: &Refund) -> Result<bool, Problem> {
        let payments = self.payments()?;
        let later = next_look(refund.begun_at, self.at);
        self.warren.db.look_at_refund_later(refund.charge, later).await.map_err(|error| self.tell(error))?;
        let order = RefundOrder { charge: refund.charge, reference: &refund.reference, amount: &refund.amount };
        let answer = match payments.look_at_refund(order).await {
            Ok(None) => payments.refund(order).await,
            Ok(Some(outcome)) => Ok(outcome),
            Err(silence) => Err(silence),
        };
        match answer {
            Ok(RefundOutcome::Waits) => {}
            Ok(RefundOutcome::Done) => self.paid_back(refund, RefundState::Done).await?,
            Ok(RefundOutcome::Failed) => {
                tracing::error!(charge = %refund.charge, amount = %refund.amount, "the provider does not pay back what it took too much");
                self.paid_back(refund, RefundState::Failed).await?;
            }
            Err(silence) => {
                tracing::warn!(charge = %refund.charge, ?silence, "the payment provider does not answer");
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn paid_back(&self, refund: &Refund, state: RefundState) -> Result<(), Problem> {
        let event = if state == RefundState::Done { Event::RefundDone } else { Event::RefundFailed };
        within!(self, |tx| {
            if !tx.end_refund(refund.charge, state, self.at).await? {
                return Ok(());
            }
            let entry = refund.company.into_iter().fold(self.entry(event).to(&refund.number), Entry::within);
            tx.record(entry.change(None, Some(&refund.amount.to_string()))).await?;
            refund.company.into_iter().for_each(|company| tx.announce(Change::Company(company, Topic::Billing)));
        })
    }
}
