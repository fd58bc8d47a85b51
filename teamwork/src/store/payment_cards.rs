//! Whose card it is, and what is charged to it.

use super::db::Tx;
use crate::rules::{
    billing::BillingState,
    day::Day,
    id::{BillingContactId, CompanyId},
};

/// A Billing Contact with its Company, as who changes its card needs it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CardHolder {
    pub company_id: CompanyId,
    pub company: String,
    pub slug: String,
    pub contact: String,
    pub email: String,
    pub state: BillingState,
}

macro_rules! holder {
    ($tail:literal) => {
        concat!(
            "SELECT c.id AS company_id, c.name AS company, c.slug, b.name AS contact, b.email, b.state
             FROM billing_contacts b JOIN companies c ON c.id = b.company_id WHERE b.id = $1",
            $tail
        )
    };
}

impl Tx {
    /// A Billing Contact and its Company, both locked, the Company first.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn lock_card_holder(&mut self, contact: BillingContactId) -> sqlx::Result<Option<CardHolder>> {
        let found: Option<CardHolder> =
            self.pick(holder!(""), holder!(" FOR UPDATE OF c")).bind(contact).maybe().await?;
        if found.is_none() {
            return Ok(None);
        }
        self.pick(holder!(""), holder!(" FOR UPDATE OF b")).bind(contact).maybe().await
    }

    /// Every open invoice of a Billing Contact is charged to its card as if it had never been tried: `today` what is due or was
    /// reminded of, and what can be read still from that day on.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn charge_open_invoices(
        &mut self,
        contact: BillingContactId,
        today: Day,
        from: Day,
    ) -> sqlx::Result<u64> {
        self.query(
            "UPDATE invoices SET charge_on = CASE WHEN dun_step > 0 OR due_day <= $2 THEN $2 ELSE $3 END, charges_failed = 0
             WHERE billing_contact_id = $1 AND state = 'open'",
        )
        .bind(contact)
        .bind(today)
        .bind(from)
        .run()
        .await
    }

    /// No open invoice of a Billing Contact is charged any more.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn charge_no_more(&mut self, contact: BillingContactId) -> sqlx::Result<u64> {
        self.query("UPDATE invoices SET charge_on = NULL WHERE billing_contact_id = $1 AND state = 'open'")
            .bind(contact)
            .run()
            .await
    }
}
