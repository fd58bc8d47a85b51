//! What is not wanted any more is forgotten at the provider too: pages, cards, and people with their addresses. All of it is
//! written down, and told again until the provider has done it.

use std::sync::Arc;

use crate::{
    acts::{Guest, Warren},
    ports::{Payments, SetupOutcome},
    rules::{moment::HOUR, problem::Problem},
};

impl Warren {
    /// Has the provider forget the cards that are not wanted any more, also those that somebody enters on a page that was given
    /// up, and whoever has no card there. Answers how many cards and people it has forgotten.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn forget_cards(self: &Arc<Self>) -> Result<u64, Problem> {
        let house = self.house();
        let Ok(payments) = house.payments() else { return Ok(0) };
        let payments = payments.as_ref();
        let done: Result<u64, sqlx::Error> = async {
            house.close_pages(payments).await?;
            house.find_customers(payments).await?;
            Ok(house.forget_unwanted(payments).await? + house.forget_customers(payments).await?)
        }
        .await;
        done.map_err(|error| self.broken(error))
    }
}

impl Guest {
    /// Looks whether somebody has entered a card on a page that nobody wants any more.
    async fn close_pages(&self, payments: &dyn Payments) -> sqlx::Result<()> {
        let db = &self.warren.db;
        for page in &db.pages_to_close(self.at).await? {
            let later = self.at.plus(HOUR / 4);
            // Before, so that one about which nobody answers does not stay the first for ever.
            db.page_closed(page, Some(later)).await?;
            let look_at = match payments.look(page).await {
                Ok(SetupOutcome::Done(card)) => db.forget_card(&(&card).into(), self.at).await.map(|_| None)?,
                Ok(SetupOutcome::Ended { customer: Some(customer) }) => {
                    db.forget_customer(&customer, self.at).await.map(|_| None)?
                }
                Ok(SetupOutcome::Ended { customer: None }) => None,
                Ok(SetupOutcome::Waits) => Some(later),
                Err(_) => break,
            };
            db.page_closed(page, look_at).await?;
        }
        Ok(())
    }

    /// Looks whether the provider has heard of the people of pages that never came.
    async fn find_customers(&self, payments: &dyn Payments) -> sqlx::Result<()> {
        let db = &self.warren.db;
        for setup in db.customers_to_find(self.at).await? {
            db.find_customer_later(setup, self.at.plus(HOUR / 4)).await?;
            let Ok(found) = payments.find_customer(setup).await else { break };
            if let Some(customer) = found {
                db.forget_customer(&customer, self.at).await?;
            }
            db.customer_found(setup).await?;
        }
        Ok(())
    }

    async fn forget_unwanted(&self, payments: &dyn Payments) -> sqlx::Result<u64> {
        let (db, mut forgotten) = (&self.warren.db, 0);
        for method in &db.cards_to_forget(self.at).await? {
            // Whoever does not answer is asked for nothing else now: the same clock waits for charges.
            if payments.forget(method).await.is_err() {
                db.card_forgotten(method, Some(self.at.plus(HOUR))).await?;
                break;
            }
            db.card_forgotten(method, None).await?;
            forgotten += 1;
        }
        Ok(forgotten)
    }

    async fn forget_customers(&self, payments: &dyn Payments) -> sqlx::Result<u64> {
        let (db, mut forgotten) = (&self.warren.db, 0);
        for customer in &db.customers_to_forget(self.at).await? {
            if payments.forget_customer(customer).await.is_err() {
                db.customer_forgotten(customer, Some(self.at.plus(HOUR))).await?;
                break;
            }
            db.customer_forgotten(customer, None).await?;
            forgotten += 1;
        }
        Ok(forgotten)
    }
}
