//! What the provider took beside what it was told, and the bank did not take back: the operator owes it until they have paid it
//! back otherwise (I28).

use super::db::{Db, Tx};
use crate::rules::{
    day::Day,
    id::RefundId,
    invoice::{InvoiceNumber, Surplus},
    moment::Moment,
    money::Money,
};

#[derive(sqlx::FromRow)]
struct SurplusRow {
    id: RefundId,
    amount: i64,
    currency: String,
    ended_at: Moment,
    series: String,
    number: i64,
    buyer: String,
    slug: Option<String>,
}

impl From<SurplusRow> for Surplus {
    fn from(row: SurplusRow) -> Self {
        Self {
            refund: row.id,
            invoice: InvoiceNumber { series: row.series, number: row.number },
            buyer: row.buyer,
            company: row.slug,
            amount: Money::new(row.amount, &row.currency),
            since: Day::of(row.ended_at),
        }
    }
}

impl Db {
    /// What is still to be paid back otherwise, the oldest first; no more than 100.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn open_surpluses(&self) -> sqlx::Result<Vec<Surplus>> {
        let rows: Vec<SurplusRow> = self
            .read(
                "SELECT r.id, r.amount, r.currency, r.ended_at, i.series, i.number, i.buyer, c.slug
                 FROM refunds r JOIN charges h ON h.id = r.charge_id JOIN invoices i ON i.id = h.invoice_id
                 LEFT JOIN companies c ON c.id = i.company_id
                 WHERE r.state = 'failed' AND r.credit_note_id IS NULL AND r.settled_at IS NULL
                 ORDER BY r.ended_at, r.id LIMIT 100",
            )
            .all()
            .await?;
        Ok(rows.into_iter().map(Surplus::from).collect())
    }
}

impl Tx {
    /// Notes that it was paid back otherwise. `false` when that was noted before, or it can go back by itself still.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn settle_surplus(&mut self, id: RefundId, at: Moment) -> sqlx::Result<bool> {
        let settled = self.query(
            "UPDATE refunds SET settled_at = $2
             WHERE id = $1 AND state = 'failed' AND credit_note_id IS NULL AND settled_at IS NULL",
        );
        Ok(settled.bind(id).bind(at).run().await? == 1)
    }
}
