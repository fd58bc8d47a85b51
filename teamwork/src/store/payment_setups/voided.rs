//! Ways to the provider that lead nowhere any more: what was typed is forgotten, and the provider's pages are closed.

use super::SetupFor;
use crate::{
    rules::{
        id::{CompanyId, SetupId},
        moment::Moment,
        payment::SetupState,
    },
    store::db::Tx,
};

macro_rules! void {
    ($of:literal) => {
        concat!(
            "UPDATE payment_setups SET state = CASE WHEN state = 'begun' THEN 'void' ELSE state END, form = NULL,
                    ended_at = COALESCE(ended_at, $2)
             WHERE ",
            $of,
            " AND (state = 'begun' OR form IS NOT NULL) RETURNING id, reference, state"
        )
    };
}

/// A way that leads nowhere any more.
type Voided = (SetupId, Option<String>, SetupState);

impl Tx {
    /// Nothing of what was begun for this is wanted any more. What was typed is forgotten, also of ways that have failed, and
    /// so is a card that is entered all the same.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn void_setups(&mut self, of: SetupFor, at: Moment) -> sqlx::Result<()> {
        let void = match of {
            SetupFor::Request(id) => self.query(void!("request_id = $1")).bind(id),
            SetupFor::Contact(id) => self.query(void!("billing_contact_id = $1")).bind(id),
        };
        let pages: Vec<Voided> = void.bind(at).all().await?;
        self.close_pages(pages, at).await
    }

    /// The same for everything that a Company owns which ends; the provider forgets its cards.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn end_cards_of(&mut self, company: CompanyId, at: Moment) -> sqlx::Result<()> {
        let pages: Vec<Voided> = self
            .query(void!("billing_contact_id IN (SELECT id FROM billing_contacts WHERE company_id = $1)"))
            .bind(company)
            .bind(at)
            .all()
            .await?;
        self.close_pages(pages, at).await?;
        self.query(
            "INSERT INTO cards_to_forget (method, try_at)
             SELECT provider_method, $2 FROM billing_contacts WHERE company_id = $1 AND provider_method IS NOT NULL
             ON CONFLICT (method) DO NOTHING",
        )
        .bind(company)
        .bind(at)
        .run()
        .await?;
        self.query(
            "INSERT INTO customers_to_forget (customer, try_at)
             SELECT provider_customer, $2 FROM billing_contacts WHERE company_id = $1 AND provider_customer IS NOT NULL
             ON CONFLICT (customer) DO NOTHING",
        )
        .bind(company)
        .bind(at)
        .run()
        .await
        .map(|_| ())
    }

    async fn close_pages(&mut self, pages: Vec<Voided>, at: Moment) -> sqlx::Result<()> {
        // One at most, but for a Company that ends. What has failed is closed already; only its form was forgotten.
        for (setup, reference, _) in pages.into_iter().filter(|(_, _, state)| *state == SetupState::Void) {
            let Some(reference) = reference else {
                self.find_customer(setup, at).await?;
                continue;
            };
            self.query(
                "INSERT INTO pages_to_close (reference, look_at) VALUES ($1, $2) ON CONFLICT (reference) DO NOTHING",
            )
            .bind(reference)
            .bind(at)
            .run()
            .await?;
        }
        Ok(())
    }
}
