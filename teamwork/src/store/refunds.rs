//! Money on its way back to the card it was taken from: what pays nothing, and what was credited since. Each way is written
//! down before the provider hears of it (I28).

use super::db::{Db, Tx};
use crate::rules::{
    id::{ChargeId, CompanyId, CreditNoteId, InvoiceId, RefundId},
    invoice::InvoiceNumber,
    moment::{DAY, Moment},
    money::Money,
    payment::RefundState,
};

/// How many are done in one go.
const BATCH: i64 = 50;

/// Money on its way back.
#[derive(Clone, Debug)]
pub struct Refund {
    pub id: RefundId,
    /// The provider's own name for the charge.
    pub reference: String,
    pub amount: Money,
    pub state: RefundState,
    pub begun_at: Moment,
    pub ended_at: Option<Moment>,
    /// The invoice that was charged.
    pub number: InvoiceNumber,
    /// Who pays it, by the name on it.
    pub buyer: String,
    /// The credit note of which it is a part; `None` when it was taken and pays nothing.
    pub credit_note: Option<InvoiceNumber>,
    /// `None` when it was deleted since.
    pub company: Option<CompanyId>,
}

/// A way back that is to be written down.
#[derive(Clone, Debug)]
pub struct NewRefund<'a> {
    pub id: RefundId,
    pub charge: ChargeId,
    pub amount: &'a Money,
    /// The use of a credit note that it is.
    pub of: Option<(CreditNoteId, i64)>,
}

/// The invoice that a credit note is about, locked, and the charges that have paid it.
#[derive(Clone, Debug)]
pub struct Charged {
    pub invoice: InvoiceId,
    /// How much of each can go back still, the oldest first.
    pub rooms: Vec<(ChargeId, i64)>,
}

#[derive(sqlx::FromRow)]
struct RefundRow {
    id: RefundId,
    reference: String,
    amount: i64,
    currency: String,
    state: RefundState,
    begun_at: Moment,
    ended_at: Option<Moment>,
    series: String,
    number: i64,
    buyer: String,
    note_series: Option<String>,
    note_number: Option<i64>,
    company_id: Option<CompanyId>,
}

impl From<RefundRow> for Refund {
    fn from(row: RefundRow) -> Self {
        let note = row.note_series.zip(row.note_number);
        Self {
            id: row.id,
            reference: row.reference,
            amount: Money::new(row.amount, &row.currency),
            state: row.state,
            begun_at: row.begun_at,
            ended_at: row.ended_at,
            number: InvoiceNumber { series: row.series, number: row.number },
            buyer: row.buyer,
            credit_note: note.map(|(series, number)| InvoiceNumber { series, number }),
            company: row.company_id,
        }
    }
}

macro_rules! refund {
    ($tail:literal) => {
        concat!(
            "SELECT r.id, h.reference, r.amount, r.currency, r.state, r.begun_at, r.ended_at, i.series, i.number, i.buyer,
                    n.series AS note_series, n.number AS note_number, i.company_id
             FROM refunds r JOIN charges h ON h.id = r.charge_id JOIN invoices i ON i.id = h.invoice_id
             LEFT JOIN credit_notes n ON n.id = r.credit_note_id WHERE h.reference IS NOT NULL AND ",
            $tail
        )
    };
}

impl Db {
    /// What is on its way back and to be looked at by `now`, a bounded batch.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn refunds_to_look_at(&self, now: Moment) -> sqlx::Result<Vec<Refund>> {
        let rows: Vec<RefundRow> = self
            .read(refund!("r.state = 'begun' AND r.look_at <= $1 ORDER BY r.look_at LIMIT $2"))
            .bind(now)
            .bind(BATCH)
            .all()
            .await?;
        Ok(rows.into_iter().map(Refund::from).collect())
    }

    /// What has gone back and is to be asked after by `now`, a bounded batch.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn refunds_to_watch(&self, now: Moment) -> sqlx::Result<Vec<Refund>> {
        let rows: Vec<RefundRow> = self
            .read(refund!(
                "r.watch_at <= $1 AND r.watch_at IS NOT NULL AND r.state = 'done' ORDER BY r.watch_at LIMIT $2"
            ))
            .bind(now)
            .bind(BATCH)
            .all()
            .await?;
        Ok(rows.into_iter().map(Refund::from).collect())
    }

    /// A way back by its id.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn refund(&self, id: RefundId) -> sqlx::Result<Option<Refund>> {
        let row: Option<RefundRow> = self.read(refund!("r.id = $1")).bind(id).maybe().await?;
        Ok(row.map(Refund::from))
    }

    /// The ways back of a charge, a bounded batch.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn refunds_of(&self, charge: ChargeId) -> sqlx::Result<Vec<Refund>> {
        let rows: Vec<RefundRow> =
            self.read(refund!("r.charge_id = $1 ORDER BY r.id LIMIT $2")).bind(charge).bind(BATCH).all().await?;
        Ok(rows.into_iter().map(Refund::from).collect())
    }

    /// When the provider is asked again.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn look_at_refund_later(&self, id: RefundId, look_at: Moment) -> sqlx::Result<u64> {
        self.tend("UPDATE refunds SET look_at = $2 WHERE id = $1").bind(id).bind(look_at).run().await
    }

    /// When the provider is asked after what has gone back again, if it is.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn watch_refund_later(&self, id: RefundId, watch_at: Option<Moment>) -> sqlx::Result<u64> {
        self.tend("UPDATE refunds SET watch_at = $2 WHERE id = $1 AND state = 'done' AND watch_at IS NOT NULL")
            .bind(id)
            .bind(watch_at)
            .run()
            .await
    }
}

impl Tx {
    /// Writes down that so much of a charge goes back.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn begin_refund(&mut self, new: NewRefund<'_>, at: Moment) -> sqlx::Result<u64> {
        self.query(
            "INSERT INTO refunds (id, charge_id, amount, currency, state, begun_at, look_at, credit_note_id, position)
             VALUES ($1, $2, $3, $4, 'begun', $5, $5, $6, $7)",
        )
        .bind(new.id)
        .bind(new.charge)
        .bind(new.amount.amount)
        .bind(new.amount.currency.clone())
        .bind(at)
        .bind(new.of.map(|(note, _)| note))
        .bind(new.of.map(|(_, position)| position))
        .run()
        .await
    }

    /// Decides a way back. `false` when somebody has decided it before. What has arrived can come back from the bank still.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn end_refund(&mut self, id: RefundId, state: RefundState, at: Moment) -> sqlx::Result<bool> {
        let ended = self.query(
            "UPDATE refunds SET state = $2, ended_at = $3, watch_at = $4
             WHERE id = $1 AND state <> $2 AND state <> 'failed'",
        );
        let watch_at = (state == RefundState::Done).then(|| at.plus(DAY));
        Ok(ended.bind(id).bind(state).bind(at).bind(watch_at).run().await? == 1)
    }

    /// What has paid the invoice that a credit note is about. Its Billing Contact has to be locked before, the credit note
    /// after it. What was to be paid back by hand because the provider did not is not paid back once more.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn charged_for(&mut self, note: &InvoiceNumber) -> sqlx::Result<Option<Charged>> {
        let invoice: Option<(InvoiceId,)> = self
            .pick(
                "SELECT i.id FROM invoices i
                 WHERE i.id = (SELECT n.invoice_id FROM credit_notes n WHERE n.series = $1 AND n.number = $2)",
                "SELECT i.id FROM invoices i
                 WHERE i.id = (SELECT n.invoice_id FROM credit_notes n WHERE n.series = $1 AND n.number = $2) FOR UPDATE",
            )
            .bind(note.series.clone())
            .bind(note.number)
            .maybe()
            .await?;
        let Some((invoice,)) = invoice else { return Ok(None) };
        let rooms: Vec<(ChargeId, i64)> = self
            .query(
                "SELECT h.id, h.taken - CAST(COALESCE((SELECT SUM(r.amount) FROM refunds r WHERE r.charge_id = h.id
                    AND (r.state <> 'failed' OR r.credit_note_id IS NULL)), 0) AS BIGINT) AS room
                 FROM charges h WHERE h.invoice_id = $1 AND h.state = 'paid' AND h.returned_at IS NULL ORDER BY h.begun_at",
            )
            .bind(invoice)
            .all()
            .await?;
        Ok(Some(Charged { invoice, rooms: rooms.into_iter().filter(|(_, room)| *room > 0).collect() }))
    }
}
