//! What the provider took too much and the bank did not take back: the operators are told, look at it, and pay it back
//! otherwise (I28).

use crate::{
    acts::{Guest, Operator, Trouble, within},
    letters::Letter,
    rules::{
        id::RefundId,
        invoice::Surplus,
        log::Event,
        payment::RefundState,
        problem::{Conflict, Problem, Thing},
    },
    store::{
        db::Tx,
        log::{Change, Entry, Topic},
        refunds::Refund,
    },
};

impl Operator {
    /// What the bank did not take back and nobody has paid back otherwise, the oldest first; no more than 100.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open_surpluses(&self) -> Result<Vec<Surplus>, Problem> {
        let guest = self.guest();
        guest.warren.db.open_surpluses().await.map_err(|error| guest.tell(error))
    }

    /// Notes that the operator has paid it back by transfer. That happens once.
    ///
    /// # Errors
    /// When the bank did not refuse such money, or it is noted already.
    pub async fn settle_surplus(&self, id: RefundId) -> Result<(), Problem> {
        self.fresh()?;
        let guest = self.guest();
        let found = guest.warren.db.refund(id).await.map_err(|error| guest.tell(error))?;
        let refused = |refund: &Refund| refund.state == RefundState::Failed && refund.credit_note.is_none();
        let refund = found.filter(refused).ok_or(Problem::NotFound(Thing::Payment))?;
        within!(guest, |tx| {
            if !tx.settle_surplus(id, guest.at).await? {
                return Err(Conflict::SurplusSettled.into());
            }
            let entry = self.entry(Event::RefundSettled).to(&refund.number);
            let entry = refund.company.into_iter().fold(entry, Entry::within);
            tx.record(entry.change(None, Some(&refund.amount.to_string()))).await?;
            refund.company.into_iter().for_each(|company| tx.announce(Change::Company(company, Topic::Billing)));
        })
    }
}

impl Guest {
    /// Tells the operators that what was taken too much stays here until they pay it back.
    pub(super) async fn tell_of_surplus(&self, tx: &mut Tx, refund: &Refund) -> Result<(), Trouble> {
        let (invoice, buyer, amount) = (refund.number.clone(), refund.buyer.clone(), refund.amount.clone());
        tx.post_to_operators(&Letter::SurplusNotTaken { invoice, buyer, amount, at: self.at }, self.at).await?;
        Ok(())
    }
}
