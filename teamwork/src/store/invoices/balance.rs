//! What is open of an invoice, and how it gets less: what was paid, and what is waited for no longer. All of it under the lock
//! of the invoice.

use crate::{
    rules::{
        id::{CompanyId, InvoiceId},
        invoice::{InvoiceNumber, InvoiceState, Payment},
        moment::Moment,
        money::Money,
    },
    store::db::{Db, Tx},
};

/// An invoice that something is done to, locked.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Owed {
    pub id: InvoiceId,
    pub company_id: Option<CompanyId>,
    pub currency: String,
    pub balance: i64,
    /// As it is kept: what is credited wholly is paid.
    pub state: InvoiceState,
    /// Since when it is being charged, if it is.
    #[sqlx(skip)]
    pub charging: Option<Moment>,
}

macro_rules! owed {
    ($tail:literal) => {
        concat!(
            "SELECT i.id, i.company_id, i.currency, i.balance, i.state FROM invoices i
             WHERE i.series = $1 AND i.number = $2",
            $tail
        )
    };
}

impl Db {
    /// What was paid of an invoice.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn payments_of(&self, invoice: InvoiceId, currency: &str) -> sqlx::Result<Vec<Payment>> {
        let rows: Vec<(Moment, i64, Option<Moment>)> = self
            .read("SELECT at, amount, returned_at FROM invoice_payments WHERE invoice_id = $1 ORDER BY position LIMIT 100")
            .bind(invoice)
            .all()
            .await?;
        let told = |(at, amount, returned)| Payment { at, amount: Money::new(amount, currency), returned };
        Ok(rows.into_iter().map(told).collect())
    }
}

impl Tx {
    /// An invoice by its number, locked.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn owed(&mut self, number: &InvoiceNumber) -> sqlx::Result<Option<Owed>> {
        let owed: Option<Owed> = self
            .pick(owed!(""), owed!(" FOR UPDATE OF i"))
            .bind(number.series.clone())
            .bind(number.number)
            .maybe()
            .await?;
        let Some(owed) = owed else { return Ok(None) };
        // Behind the lock: what was waited for may have begun a charge.
        Ok(Some(Owed { charging: self.charged_since(owed.id).await?, ..owed }))
    }

    /// Notes a payment of an invoice that was locked.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn pay_invoice(&mut self, owed: &Owed, amount: i64, at: Moment) -> sqlx::Result<InvoiceState> {
        self.query(
            "INSERT INTO invoice_payments (invoice_id, position, at, amount)
             SELECT $1, COUNT(*) + 1, $2, $3 FROM invoice_payments WHERE invoice_id = $1",
        )
        .bind(owed.id)
        .bind(at)
        .bind(amount)
        .run()
        .await?;
        let is_paid = owed.balance == amount;
        let state = if is_paid { InvoiceState::Paid } else { InvoiceState::Open };
        self.query("UPDATE invoices SET balance = $2, state = $3, settled_at = $4 WHERE id = $1")
            .bind(owed.id)
            .bind(owed.balance - amount)
            .bind(state)
            .bind(is_paid.then_some(at))
            .run()
            .await?;
        Ok(state)
    }

    /// No longer waits for an invoice.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn write_invoice_off(&mut self, invoice: InvoiceId, at: Moment) -> sqlx::Result<u64> {
        self.query("UPDATE invoices SET state = 'written_off', settled_at = $2 WHERE id = $1")
            .bind(invoice)
            .bind(at)
            .run()
            .await
    }
}
