//! Money that the provider took and that pays nothing: each way back is written down before the provider hears of it (I28).

use super::db::{Db, Tx};
use crate::rules::{
    id::{ChargeId, CompanyId},
    invoice::InvoiceNumber,
    moment::Moment,
    money::Money,
    payment::RefundState,
};

/// How many are done in one go.
const BATCH: i64 = 50;

/// Money on its way back.
#[derive(Clone, Debug)]
pub struct Refund {
    pub charge: ChargeId,
    /// The provider's own name for the charge.
    pub reference: String,
    pub amount: Money,
    pub begun_at: Moment,
    pub number: InvoiceNumber,
    /// `None` when it was deleted since.
    pub company: Option<CompanyId>,
}

#[derive(sqlx::FromRow)]
struct RefundRow {
    charge_id: ChargeId,
    reference: String,
    amount: i64,
    currency: String,
    begun_at: Moment,
    series: String,
    number: i64,
    company_id: Option<CompanyId>,
}

impl From<RefundRow> for Refund {
    fn from(row: RefundRow) -> Self {
        Self {
            charge: row.charge_id,
            reference: row.reference,
            amount: Money::new(row.amount, &row.currency),
            begun_at: row.begun_at,
            number: InvoiceNumber { series: row.series, number: row.number },
            company: row.company_id,
        }
    }
}

impl Db {
    /// What is on its way back and to be looked at by `now`, a bounded batch.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn refunds_to_look_at(&self, now: Moment) -> sqlx::Result<Vec<Refund>> {
        let rows: Vec<RefundRow> = self
            .read(
                "SELECT r.charge_id, h.reference, r.amount, r.currency, r.begun_at, i.series, i.number, i.company_id
                 FROM refunds r JOIN charges h ON h.id = r.charge_id JOIN invoices i ON i.id = h.invoice_id
                 WHERE r.state = 'begun' AND r.look_at <= $1 AND h.reference IS NOT NULL ORDER BY r.look_at LIMIT $2",
            )
            .bind(now)
            .bind(BATCH)
            .all()
            .await?;
        Ok(rows.into_iter().map(Refund::from).collect())
    }

    /// When the provider is asked again.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn look_at_refund_later(&self, charge: ChargeId, look_at: Moment) -> sqlx::Result<u64> {
        self.tend("UPDATE refunds SET look_at = $2 WHERE charge_id = $1").bind(charge).bind(look_at).run().await
    }
}

impl Tx {
    /// Writes down that so much of a charge goes back.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn begin_refund(&mut self, charge: ChargeId, amount: &Money, at: Moment) -> sqlx::Result<u64> {
        self.query(
            "INSERT INTO refunds (charge_id, amount, currency, state, begun_at, look_at)
             VALUES ($1, $2, $3, 'begun', $4, $4)",
        )
        .bind(charge)
        .bind(amount.amount)
        .bind(amount.currency.clone())
        .bind(at)
        .run()
        .await
    }

    /// Decides a way back. `false` when somebody has decided it before.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn end_refund(&mut self, charge: ChargeId, state: RefundState, at: Moment) -> sqlx::Result<bool> {
        let ended = self.query("UPDATE refunds SET state = $2, ended_at = $3 WHERE charge_id = $1 AND state = 'begun'");
        Ok(ended.bind(charge).bind(state).bind(at).run().await? == 1)
    }
}
