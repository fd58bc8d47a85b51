//! The archive of invoices (R45): one invoice, and what pays it. Below are the lists, the links in mails and what is open.

mod balance;
mod links;
mod lists;

pub use balance::Owed;
pub use links::Linked;
pub use lists::Archive;
pub(super) use lists::CardRow;

use super::{charges::as_told, db::Db, members::Seat};
use crate::rules::{
    day::Day,
    id::{BillingContactId, ChargeId, InvoiceId, UserId},
    invoice::{Document, InvoiceNumber, InvoiceState, PaidNow, PayingCard},
    payment::Decline,
};

/// How many invoices one page holds.
pub const PAGE: i64 = 50;

/// An invoice with what became of it.
#[derive(Clone, Debug)]
pub struct Found {
    pub id: InvoiceId,
    pub document: Document,
    pub state: InvoiceState,
    pub balance: i64,
    pub credited: i64,
    pub pays: Option<PayingCard>,
    pub contact: Option<BillingContactId>,
}

#[derive(sqlx::FromRow)]
struct FoundRow {
    id: InvoiceId,
    document: String,
    state: InvoiceState,
    balance: i64,
    credited: i64,
    #[sqlx(flatten)]
    pays: PaysRow,
}

/// What is being charged for an invoice, or else what its Billing Contact pays with.
#[derive(sqlx::FromRow)]
struct PaysRow {
    card_brand: Option<String>,
    card_last4: Option<String>,
    charge_on: Option<Day>,
    charging: bool,
    declined: Option<Decline>,
    contact: Option<BillingContactId>,
}

impl PaysRow {
    fn card(self) -> Option<PayingCard> {
        let card = as_told(self.card_brand.as_ref(), self.card_last4.as_ref());
        // Of what was charged before that was kept nobody can say more. It is charged all the same, and not to be transferred.
        let card = card.or_else(|| self.charging.then(|| "A card or an account".to_owned()))?;
        // What the provider has not heard of was declined by nobody.
        let declined = self.declined.filter(|why| *why != Decline::Lost);
        Some(PayingCard { card, on: self.charge_on, charging: self.charging, declined })
    }
}

impl FoundRow {
    fn found(self) -> sqlx::Result<Found> {
        let document: Document =
            serde_json::from_str(&self.document).map_err(|error| sqlx::Error::Decode(error.into()))?;
        let Self { id, balance, credited, .. } = self;
        let state = self.state.told(credited, document.total);
        let contact = self.pays.contact;
        Ok(Found { id, document, state, balance, credited, pays: self.pays.card(), contact })
    }
}

#[derive(sqlx::FromRow)]
struct SeatedRow {
    #[sqlx(flatten)]
    seat: Seat,
    id: Option<InvoiceId>,
    document: Option<String>,
    state: Option<InvoiceState>,
    balance: Option<i64>,
    credited: Option<i64>,
    #[sqlx(flatten)]
    pays: PaysRow,
}

/// What pays an invoice `i` of a Billing Contact `b`: while it is being charged that, whatever it pays with by now.
macro_rules! pays {
    () => {
        "COALESCE((SELECT h.card_brand FROM charges h WHERE h.invoice_id = i.id AND h.state = 'begun'), b.card_brand)
            AS card_brand,
         COALESCE((SELECT h.card_last4 FROM charges h WHERE h.invoice_id = i.id AND h.state = 'begun'), b.card_last4)
            AS card_last4,
         b.id AS contact, i.charge_on,
         EXISTS (SELECT 1 FROM charges h WHERE h.invoice_id = i.id AND h.state = 'begun') AS charging,
         (SELECT h.why FROM charges h WHERE h.invoice_id = i.id AND h.method = b.provider_method
          ORDER BY h.begun_at DESC LIMIT 1) AS declined"
    };
}
use pays;

impl Db {
    /// Where an invoice is in its life, and why a charge of it has failed, if it has.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn paid_now(&self, charge: ChargeId) -> sqlx::Result<PaidNow> {
        let found = self.read(
            "SELECT i.state, i.credited, i.total, h.why FROM charges h JOIN invoices i ON i.id = h.invoice_id
             WHERE h.id = $1",
        );
        let (state, credited, total, why): (InvoiceState, i64, i64, Option<Decline>) = found.bind(charge).one().await?;
        // When the bank did not agree, a credit note may have paid instead.
        let declined = why.filter(|_| state == InvoiceState::Open);
        Ok(PaidNow { state: state.told(credited, total), declined, debit_on: None })
    }

    /// One invoice of a Company and the seat of the reader; `None` for non-members.
    ///
    /// # Errors
    /// What the engine says, or that a document cannot be read.
    pub async fn invoice(
        &self,
        slug: &str,
        user: UserId,
        number: &InvoiceNumber,
    ) -> sqlx::Result<Option<(Seat, Option<Found>)>> {
        let row: Option<SeatedRow> = self
            .read(concat!(
                "SELECT c.id AS company_id, me.role, i.id, i.document, i.state, i.balance, i.credited, ",
                pays!(),
                " FROM companies c JOIN members me ON me.company_id = c.id AND me.user_id = $2
                     LEFT JOIN invoices i ON i.company_id = c.id AND i.series = $3 AND i.number = $4
                     LEFT JOIN billing_contacts b ON b.id = i.billing_contact_id
                     WHERE c.slug = $1"
            ))
            .bind(slug.to_owned())
            .bind(user)
            .bind(number.series.clone())
            .bind(number.number)
            .maybe()
            .await?;
        let Some(SeatedRow { seat, id, document, state, balance, credited, pays }) = row else { return Ok(None) };
        let found = match (id, document, state, balance, credited) {
            (Some(id), Some(document), Some(state), Some(balance), Some(credited)) => {
                Some(FoundRow { id, document, state, balance, credited, pays }.found()?)
            }
            _ => None,
        };
        Ok(Some((seat, found)))
    }
}
