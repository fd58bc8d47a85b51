//! Cards (4.5, I20–I29): a client pays for a payment request with one, a Billing Contact gets one, invoices are charged to
//! it. Nothing counts before the provider itself has proven it, and everything the provider is asked for was written down
//! before.

mod begin;
mod card;
mod charge;
mod charged;
mod claim;
mod ending;
mod forget;
mod refund;
mod returned;
mod settle;
mod surplus;
mod tend;

use std::sync::Arc;

pub use begin::{Elsewhere, Onward};
pub use tend::EventAbout;

use super::{Guest, Warren};
use crate::{
    ports::Payments,
    rules::{
        billing::EURO,
        moment::Moment,
        payment::{DEBIT_PATIENCE, Means},
        problem::{Conflict, Problem},
    },
};

impl Warren {
    /// Says who keeps cards and charges them. Counts once, at the start.
    pub fn pay_through(&self, payments: Arc<dyn Payments>) {
        // Whoever comes second has nothing to say.
        let _ = self.payments.set(payments);
    }

    /// Whether cards can be paid with here.
    pub fn takes_cards(&self) -> bool {
        self.payments.get().is_some()
    }

    /// Whether SEPA direct debits are taken here, which the provider has to do, and whose notices need a creditor identifier.
    pub fn takes_sepa(&self) -> bool {
        self.payments.get().is_some_and(|payments| payments.takes_sepa()) && self.names_creditor()
    }

    /// Whether a notice of a debit can say by whom it is made. Without that none is made.
    fn names_creditor(&self) -> bool {
        !self.seller().creditor.is_empty()
    }

    /// Waits until somebody may have come back from the provider.
    pub async fn payment_waiting(&self) {
        self.payment_waits.notified().await;
    }
}

impl Guest {
    /// Who keeps cards and charges them.
    pub(super) fn payments(&self) -> Result<Arc<dyn Payments>, Problem> {
        self.warren.payments.get().cloned().ok_or(Problem::Conflict(Conflict::NoCards))
    }

    /// Whether what came of a charge that began then is still to be waited for. Where nobody can be asked, or a bank has
    /// thought for too long, it is not: whatever is taken all the same goes back.
    pub(super) fn waits_for_bank(&self, since: Option<Moment>) -> bool {
        self.warren.takes_cards() && since.is_some_and(|since| self.at.since(since) < DEBIT_PATIENCE)
    }

    /// Whether somebody who pays in this currency can pay by this.
    pub(super) fn takes(&self, means: Means, currency: &str) -> Result<(), Problem> {
        self.payments()?;
        let is_taken = means == Means::Card || (currency == EURO && self.warren.takes_sepa());
        if is_taken { Ok(()) } else { Err(Conflict::NoSepa.into()) }
    }
}
