//! The clock of payments: what an event did not tell is found out, and what is not wanted any more is forgotten.

use std::sync::Arc;

use crate::{
    acts::{Guest, Warren},
    rules::{id::ChargeId, log::Door, moment::HOUR, payment::ChargeState, problem::Problem},
};

impl Warren {
    /// Asks the provider after everything that is not decided: a bounded batch; answers how much was decided or asked.
    /// `hurried` is after somebody has come back, so that they wait no longer than they have to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tend_payments(self: &Arc<Self>, hurried: bool) -> Result<u64, Problem> {
        if !self.takes_cards() {
            return Ok(0);
        }
        let house = Guest::new(self, Door::Job, "", "", self.request());
        let setups = self.db.setups_to_look_at(house.at, hurried).await.map_err(|error| self.broken(error))?;
        for setup in &setups {
            // One that does not work keeps no other from being looked at.
            if let Err(problem) = house.settle(setup).await {
                tracing::error!(setup = %setup.id, %problem, "a payment could not be settled; the clock tries again");
            }
        }
        Ok(setups.len() as u64)
    }

    /// Has the provider forget the cards that are not wanted any more. Answers how many it has forgotten.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn forget_cards(self: &Arc<Self>) -> Result<u64, Problem> {
        let house = Guest::new(self, Door::Job, "", "", self.request());
        let Ok(payments) = house.payments() else { return Ok(0) };
        let unwanted = self.db.cards_to_forget(house.at).await.map_err(|error| self.broken(error))?;
        let mut forgotten = 0;
        for method in &unwanted {
            let again = payments.forget(method).await.is_err().then(|| house.at.plus(HOUR));
            forgotten += u64::from(again.is_none());
            self.db.card_forgotten(method, again).await.map_err(|error| self.broken(error))?;
        }
        Ok(forgotten)
    }

    /// The provider says that something has happened to one of its pages, or to a charge. Each event counts once; what is
    /// believed is only what the provider answers when it is asked.
    ///
    /// # Errors
    /// When the database does not answer: the provider tells it again then.
    pub async fn hear_of_payment(self: &Arc<Self>, event: &str, about: EventAbout<'_>) -> Result<(), Problem> {
        let house = Guest::new(self, Door::Job, "", "", self.request());
        let told = |error| house.tell(error);
        if !self.db.hear_event(event, house.at).await.map_err(told)? {
            return Ok(());
        }
        match about {
            EventAbout::Page(reference) => match self.db.setup_by_reference(reference).await.map_err(told)? {
                Some(setup) => house.settle(&setup).await,
                None => Ok(()),
            },
            EventAbout::Charge(id) => match self.db.charge(id).await.map_err(told)? {
                Some(charge) if charge.state == ChargeState::Begun => house.settle_charge(&charge).await,
                Some(_) | None => Ok(()),
            },
        }
    }
}

/// What an event of the provider is about.
#[derive(Clone, Copy, Debug)]
pub enum EventAbout<'a> {
    /// One of its pages, by its own name for it.
    Page(&'a str),
    /// A charge, by our name for it.
    Charge(ChargeId),
}
