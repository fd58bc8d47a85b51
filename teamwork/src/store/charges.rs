//! Charges of cards: each is written down before the provider hears of it (I28). Below are what is to be charged and who pays.

mod due;
mod payers;

pub use due::{Chargeable, PaysWith};
pub use payers::{DebitAhead, Payer, PayerOf};

use super::db::{Db, Tx};
use crate::rules::{
    day::Day,
    id::{ChargeId, InvoiceId},
    invoice::InvoiceNumber,
    moment::Moment,
    money::Money,
    payment::{ChargeState, Decline, Means},
};

/// How many are done in one go.
const BATCH: i64 = 200;

/// A charge, as the provider is told of it.
#[derive(Clone, Debug)]
pub struct Charge {
    pub id: ChargeId,
    pub invoice: InvoiceId,
    pub number: InvoiceNumber,
    pub amount: Money,
    pub customer: String,
    pub method: String,
    pub means: Means,
    /// How people tell it apart; nothing of what was charged before that was kept.
    pub brand: Option<String>,
    pub last4: Option<String>,
    pub state: ChargeState,
    pub begun_at: Moment,
    pub ordered_by: OrderedBy,
}

/// Who had it charged. What somebody tries by hand uses up no try of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderedBy {
    Clock,
    /// The clock goes on at `resume_on`, if it had a day of its own.
    Person {
        resume_on: Option<Day>,
    },
}

impl OrderedBy {
    /// The day on which the clock goes on; `None` for its own charges.
    fn resume_on(self) -> Option<Day> {
        match self {
            Self::Clock => None,
            Self::Person { resume_on } => resume_on,
        }
    }
}

impl Charge {
    /// The card or the account, as people tell it apart, if that was kept.
    pub fn card(&self) -> Option<String> {
        as_told(self.brand.as_ref(), self.last4.as_ref())
    }
}

/// How people tell a card or an account apart.
pub(super) fn as_told(brand: Option<&String>, last4: Option<&String>) -> Option<String> {
    Some(format!("{} ending in {}", brand?, last4?))
}

/// How a charge has ended.
#[derive(Clone, Debug)]
pub struct ChargeEnd {
    /// The provider's own name for it.
    pub reference: Option<String>,
    /// Why it failed; `None` when it has paid.
    pub why: Option<Decline>,
    /// How many hundredths the provider took.
    pub taken: Option<i64>,
    /// When the provider is asked whether that was taken back.
    pub watch_at: Option<Moment>,
}

#[derive(sqlx::FromRow)]
pub(super) struct ChargeRow {
    id: ChargeId,
    invoice_id: InvoiceId,
    series: String,
    number: i64,
    amount: i64,
    currency: String,
    customer: String,
    method: String,
    means: Means,
    card_brand: Option<String>,
    card_last4: Option<String>,
    state: ChargeState,
    begun_at: Moment,
    by_hand: bool,
    resume_on: Option<Day>,
}

impl From<ChargeRow> for Charge {
    fn from(row: ChargeRow) -> Self {
        Self {
            id: row.id,
            invoice: row.invoice_id,
            number: InvoiceNumber { series: row.series, number: row.number },
            amount: Money::new(row.amount, &row.currency),
            customer: row.customer,
            method: row.method,
            means: row.means,
            brand: row.card_brand,
            last4: row.card_last4,
            state: row.state,
            begun_at: row.begun_at,
            ordered_by: match row.by_hand {
                true => OrderedBy::Person { resume_on: row.resume_on },
                false => OrderedBy::Clock,
            },
        }
    }
}

macro_rules! charge {
    ($tail:literal) => {
        charge!("", $tail)
    };
    ($more:literal, $tail:literal) => {
        concat!(
            "SELECT h.id, h.invoice_id, i.series, i.number, h.amount, h.currency, h.customer, h.method, h.means, h.card_brand,
                    h.card_last4, h.state, h.begun_at, h.by_hand, h.resume_on",
            $more,
            " FROM charges h JOIN invoices i ON i.id = h.invoice_id WHERE ",
            $tail
        )
    };
}
pub(super) use charge;

impl Db {
    /// The charges that are not decided and to be looked at by `now`, a bounded batch.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn charges_to_look_at(&self, now: Moment) -> sqlx::Result<Vec<Charge>> {
        let rows: Vec<ChargeRow> = self
            .read(charge!("h.state = 'begun' AND h.look_at <= $1 ORDER BY h.look_at LIMIT $2"))
            .bind(now)
            .bind(BATCH)
            .all()
            .await?;
        Ok(rows.into_iter().map(Charge::from).collect())
    }

    /// A charge by its id.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn charge(&self, id: ChargeId) -> sqlx::Result<Option<Charge>> {
        let row: Option<ChargeRow> = self.read(charge!("h.id = $1")).bind(id).maybe().await?;
        Ok(row.map(Charge::from))
    }

    /// When the provider is asked after a charge again.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn look_at_charge_later(&self, id: ChargeId, look_at: Moment) -> sqlx::Result<u64> {
        self.tend("UPDATE charges SET look_at = $2 WHERE id = $1").bind(id).bind(look_at).run().await
    }
}

impl Tx {
    /// Since when an invoice is being charged, if it is. It has to be locked.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn charged_since(&mut self, invoice: InvoiceId) -> sqlx::Result<Option<Moment>> {
        let begun = self.query("SELECT begun_at FROM charges WHERE invoice_id = $1 AND state = 'begun'").bind(invoice);
        Ok(begun.maybe::<(Moment,)>().await?.map(|(since,)| since))
    }

    /// Writes a charge down. Until it is decided the invoice is charged no second time.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn begin_charge(&mut self, charge: &Charge, look_at: Moment) -> sqlx::Result<()> {
        self.query("UPDATE invoices SET charge_on = NULL WHERE id = $1").bind(charge.invoice).run().await?;
        self.query(
            "INSERT INTO charges (id, invoice_id, amount, currency, customer, method, state, begun_at, look_at, by_hand,
                                  resume_on, means, card_brand, card_last4)
             VALUES ($1, $2, $3, $4, $5, $6, 'begun', $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(charge.id)
        .bind(charge.invoice)
        .bind(charge.amount.amount)
        .bind(charge.amount.currency.clone())
        .bind(charge.customer.clone())
        .bind(charge.method.clone())
        .bind(charge.begun_at)
        .bind(look_at)
        .bind(charge.ordered_by != OrderedBy::Clock)
        .bind(charge.ordered_by.resume_on())
        .bind(charge.means)
        .bind(charge.brand.clone())
        .bind(charge.last4.clone())
        .run()
        .await
        .map(|_| ())
    }

    /// Whether a charge is undecided still. The invoice has to be locked.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn is_charging(&mut self, id: ChargeId) -> sqlx::Result<bool> {
        let found: Option<(ChargeState,)> =
            self.query("SELECT state FROM charges WHERE id = $1").bind(id).maybe().await?;
        Ok(found.is_some_and(|(state,)| state == ChargeState::Begun))
    }

    /// Decides a charge.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn end_charge(&mut self, id: ChargeId, end: ChargeEnd, at: Moment) -> sqlx::Result<u64> {
        let state = if end.why.is_some() { ChargeState::Failed } else { ChargeState::Paid };
        self.query(
            "UPDATE charges SET state = $2, reference = $3, why = $4, ended_at = $5, taken = $6, watch_at = $7
             WHERE id = $1 AND state = 'begun'",
        )
        .bind(id)
        .bind(state)
        .bind(end.reference)
        .bind(end.why)
        .bind(at)
        .bind(end.taken)
        .bind(end.watch_at)
        .run()
        .await
    }
}
