//! Charges that have paid, and what of them a bank takes back.

use super::{
    charges::{Charge, ChargeRow, charge},
    db::{Db, Tx},
    invoices::Owed,
};
use crate::rules::{
    day::Day,
    id::{ChargeId, InvoiceId},
    invoice::InvoiceState,
    moment::Moment,
    payment::LEAST_CHARGE,
};

/// How many are done in one go.
const BATCH: i64 = 100;

/// A charge that has paid.
#[derive(Clone, Debug)]
pub struct Paid {
    pub charge: Charge,
    /// The provider's own name for it.
    pub reference: String,
    pub ended_at: Moment,
    /// Whether the clock asks after it.
    pub is_watched: bool,
}

#[derive(sqlx::FromRow)]
struct PaidRow {
    #[sqlx(flatten)]
    charge: ChargeRow,
    reference: String,
    ended_at: Moment,
    is_watched: bool,
}

impl From<PaidRow> for Paid {
    fn from(PaidRow { charge, reference, ended_at, is_watched }: PaidRow) -> Self {
        Self { charge: charge.into(), reference, ended_at, is_watched }
    }
}

macro_rules! paid {
    ($tail:literal) => {
        charge!(", h.reference, h.ended_at, h.watch_at IS NOT NULL AS is_watched", $tail)
    };
}

impl Db {
    /// Charges that have paid and are to be asked after by `now`, a bounded batch.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn debits_to_watch(&self, now: Moment) -> sqlx::Result<Vec<Paid>> {
        let rows: Vec<PaidRow> = self
            .read(paid!(
                "h.watch_at <= $1 AND h.watch_at IS NOT NULL AND h.state = 'paid' AND h.returned_at IS NULL
                 ORDER BY h.watch_at LIMIT $2"
            ))
            .bind(now)
            .bind(BATCH)
            .all()
            .await?;
        Ok(rows.into_iter().map(Paid::from).collect())
    }

    /// The charge that the provider calls so, if it has paid and was not taken back.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn paid_charge(&self, reference: &str) -> sqlx::Result<Option<Paid>> {
        let row: Option<PaidRow> = self
            .read(paid!("h.reference = $1 AND h.state = 'paid' AND h.returned_at IS NULL"))
            .bind(reference.to_owned())
            .maybe()
            .await?;
        Ok(row.map(Paid::from))
    }

    /// When the provider is asked after a charge again, if it is. Nobody asks after one any more that was taken back meanwhile.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn watch_later(&self, id: ChargeId, watch_at: Option<Moment>) -> sqlx::Result<u64> {
        self.tend("UPDATE charges SET watch_at = $2 WHERE id = $1 AND returned_at IS NULL AND state = 'paid'")
            .bind(id)
            .bind(watch_at)
            .run()
            .await
    }
}

impl Tx {
    /// The bank has taken back so much, or all, of what a charge had paid of an invoice that is locked. Answers how much of
    /// it that was; `None` when that is known. What it left is a payment of its own.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn take_back(&mut self, id: ChargeId, most: i64, at: Moment) -> sqlx::Result<Option<i64>> {
        let taken = self.query(
            "UPDATE charges SET returned_at = $2, watch_at = NULL WHERE id = $1 AND state = 'paid' AND returned_at IS NULL",
        );
        if taken.bind(id).bind(at).run().await? == 0 {
            return Ok(None);
        }
        let back: Option<(InvoiceId, Moment, i64)> = self
            .query(
                "UPDATE invoice_payments SET returned_at = $2
                 WHERE returned_at IS NULL AND invoice_id = (SELECT h.invoice_id FROM charges h WHERE h.id = $1)
                   AND position = (SELECT MIN(p.position) FROM charges h
                                   JOIN invoice_payments p ON p.invoice_id = h.invoice_id AND p.at = h.ended_at
                                   WHERE h.id = $1)
                 RETURNING invoice_id, at, amount",
            )
            .bind(id)
            .bind(at)
            .maybe()
            .await?;
        let Some((invoice, paid_at, paid)) = back else { return Ok(Some(0)) };
        let back = paid.min(most);
        if back < paid {
            self.query(
                "UPDATE invoice_payments SET amount = $2 WHERE invoice_id = $1 AND returned_at = $3 AND at = $4",
            )
            .bind(invoice)
            .bind(back)
            .bind(at)
            .bind(paid_at)
            .run()
            .await?;
            self.query(
                "INSERT INTO invoice_payments (invoice_id, position, at, amount)
                 SELECT $1, MAX(position) + 1, $2, $3 FROM invoice_payments WHERE invoice_id = $1",
            )
            .bind(invoice)
            .bind(paid_at)
            .bind(paid - back)
            .run()
            .await?;
        }
        Ok(Some(back))
    }

    /// So much of an invoice that is locked is owed again. What was settled, or all but, is open again, from the first step on.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn owe_again(&mut self, owed: &Owed, amount: i64, today: Day) -> sqlx::Result<InvoiceState> {
        let (state,): (InvoiceState,) = self
            .query(
                "UPDATE invoices SET balance = balance + $2,
                        dun_step = CASE WHEN (state = 'paid' OR (state = 'open' AND balance < $4)) AND $2 > 0 THEN 0
                            ELSE dun_step END,
                        dun_on = CASE WHEN (state = 'paid' OR (state = 'open' AND balance < $4)) AND $2 > 0 THEN $3
                            ELSE dun_on END,
                        charge_on = NULL,
                        settled_at = CASE WHEN state = 'paid' AND $2 > 0 THEN NULL ELSE settled_at END,
                        state = CASE WHEN state = 'paid' AND $2 > 0 THEN 'open' ELSE state END
                 WHERE id = $1 RETURNING state",
            )
            .bind(owed.id)
            .bind(amount)
            .bind(today)
            .bind(LEAST_CHARGE)
            .one()
            .await?;
        Ok(state)
    }
}
