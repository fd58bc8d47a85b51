//! The clock of payments: what an event did not tell is found out.

use std::sync::Arc;

use crate::{
    acts::Warren,
    rules::{
        id::{ChargeId, RefundId},
        payment::{ChargeState, RefundState, SetupState},
        problem::{Conflict, Problem},
    },
};

impl Warren {
    /// Asks the provider after every way that is not decided, as far as it is there to be asked: a bounded batch; answers how
    /// many there were, also when it was silent and the rest of them waits.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tend_payments(self: &Arc<Self>) -> Result<u64, Problem> {
        if !self.takes_cards() {
            return Ok(0);
        }
        let house = self.house();
        let setups = self.db.setups_to_look_at(house.at).await.map_err(|error| self.broken(error))?;
        for setup in &setups {
            // One that does not work keeps no other from being looked at.
            match house.settle(setup).await {
                Ok(true) => {}
                Ok(false) => break,
                Err(problem) => {
                    tracing::error!(setup = %setup.id, %problem, "a payment could not be settled; the clock tries again");
                }
            }
        }
        Ok(setups.len() as u64)
    }

    /// The provider says that something has happened to one of its pages, to a charge, or to money on its way back. Each event counts once, when what
    /// follows from it is done; what is believed is only what the provider answers when it is asked.
    ///
    /// # Errors
    /// When the database does not answer, or nobody could be asked what was taken back or has come back: the provider tells
    /// it again then.
    pub async fn hear_of_payment(self: &Arc<Self>, event: &str, about: EventAbout<'_>) -> Result<(), Problem> {
        let house = self.house();
        let told = |error| house.tell(error);
        if self.db.was_heard(event).await.map_err(told)? {
            return Ok(());
        }
        let setup = match about {
            EventAbout::Page(reference) => self.db.setup_by_reference(reference).await.map_err(told)?,
            EventAbout::Charge(_) | EventAbout::Refund(_) | EventAbout::Return(_) => None,
        };
        let charge = match about {
            EventAbout::Charge(id) => self.db.charge(id).await.map_err(told)?,
            EventAbout::Page(_) | EventAbout::Refund(_) | EventAbout::Return(_) => None,
        };
        let refunds = match about {
            EventAbout::Refund(id) => self.db.refund(id).await.map_err(told)?.into_iter().collect(),
            EventAbout::Charge(id) => self.db.refunds_of(id).await.map_err(told)?,
            EventAbout::Page(_) | EventAbout::Return(_) => Vec::new(),
        };
        let paid = match about {
            EventAbout::Return(reference) => self.db.paid_charge(reference).await.map_err(told)?,
            EventAbout::Page(_) | EventAbout::Charge(_) | EventAbout::Refund(_) => None,
        };
        if let Some(setup) = setup.filter(|setup| setup.state == SetupState::Begun) {
            house.settle(&setup).await?;
        }
        if let Some(charge) = charge.filter(|charge| charge.state == ChargeState::Begun) {
            house.settle_charge(&charge).await?;
        }
        // What has arrived can come back from the bank still.
        let mut is_silent = false;
        for refund in refunds.iter().filter(|refund| refund.state != RefundState::Failed) {
            is_silent |= !house.settle_refund(refund).await? && refund.state == RefundState::Done;
        }
        if let Some(paid) = paid {
            is_silent |= !house.watch(&paid).await?;
        }
        // After some weeks the clock asks no more, so this is told until somebody could be asked.
        if is_silent {
            return Err(Conflict::ProviderSilent.into());
        }
        self.db.note_event(event, house.at).await.map_err(told)?;
        Ok(())
    }
}

/// What an event of the provider is about.
#[derive(Clone, Copy, Debug)]
pub enum EventAbout<'a> {
    /// One of its pages, by its own name for it.
    Page(&'a str),
    /// A charge, by our name for it.
    Charge(ChargeId),
    /// Money on its way back, by our name for it.
    Refund(RefundId),
    /// What a charge has taken and the bank wants back, by the provider's own name for the charge.
    Return(&'a str),
}
