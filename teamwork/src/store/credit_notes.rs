//! Credit notes in the archive: lists, one of them, and what became of it.

use super::{db::Db, invoices::PAGE};
use crate::rules::{
    day::Day,
    id::{BillingContactId, CompanyId, CreditNoteId, InvoiceId},
    invoice::{CreditNoteCard, CreditUse, Document, HouseCredit, InvoiceNumber, Place, SetOff},
    moment::Moment,
    money::Money,
    payment::RefundState,
};

/// A credit note with what is left of it.
#[derive(Clone, Debug)]
pub struct FoundCredit {
    pub id: CreditNoteId,
    pub document: Document,
    /// What the buyer has not got yet.
    pub left: i64,
    pub contact: Option<BillingContactId>,
}

#[derive(sqlx::FromRow)]
struct FoundRow {
    id: CreditNoteId,
    document: String,
    balance: i64,
    contact: Option<BillingContactId>,
}

impl FoundRow {
    fn found(self) -> sqlx::Result<FoundCredit> {
        let document = serde_json::from_str(&self.document).map_err(|error| sqlx::Error::Decode(error.into()))?;
        Ok(FoundCredit { id: self.id, document, left: self.balance, contact: self.contact })
    }
}

#[derive(sqlx::FromRow)]
struct CardRow {
    series: String,
    number: i64,
    issued_day: Day,
    invoice_series: String,
    invoice_number: i64,
    currency: String,
    total: i64,
    balance: i64,
}

impl CardRow {
    fn card(self) -> CreditNoteCard {
        CreditNoteCard {
            number: InvoiceNumber { series: self.series, number: self.number },
            issued: self.issued_day,
            invoice: InvoiceNumber { series: self.invoice_series, number: self.invoice_number },
            total: Money::new(self.total, &self.currency),
            left: Money::new(self.balance, &self.currency),
        }
    }
}

#[derive(sqlx::FromRow)]
struct HouseRow {
    id: CreditNoteId,
    #[sqlx(flatten)]
    card: CardRow,
    buyer: String,
    slug: Option<String>,
    on_card: i64,
    refused_at: Option<Moment>,
}

impl HouseRow {
    fn told(self) -> (CreditNoteId, HouseCredit) {
        let card = self.card.card();
        let to_card = Money::new(self.on_card.clamp(0, card.left.amount), &card.left.currency);
        let refused = self.refused_at.map(Day::of);
        (self.id, HouseCredit { card, buyer: self.buyer, company: self.slug, to_card, refused })
    }
}

#[derive(sqlx::FromRow)]
struct UseRow {
    at: Moment,
    amount: i64,
    series: Option<String>,
    number: Option<i64>,
    refund: Option<RefundState>,
}

macro_rules! cards {
    ($more:literal, $tail:literal) => {
        concat!(
            "SELECT n.series, n.number, n.issued_day, i.series AS invoice_series, i.number AS invoice_number, n.currency,
                    n.total, n.balance",
            $more,
            " FROM credit_notes n JOIN invoices i ON i.id = n.invoice_id ",
            $tail
        )
    };
}

impl Db {
    /// Credit notes of a Billing Contact that were issued from one day until before another, the newest first, behind a
    /// place.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn credit_notes_of(
        &self,
        contact: BillingContactId,
        (from, until): (Day, Day),
        after: Place,
    ) -> sqlx::Result<Vec<CreditNoteCard>> {
        let (day, number) = after.among_credit_notes();
        let rows: Vec<CardRow> = self
            .read(cards!(
                "",
                "WHERE n.billing_contact_id = $1 AND n.issued_day >= $2 AND n.issued_day < $3
                   AND (n.issued_day, n.number) < ($4, $5) ORDER BY n.issued_day DESC, n.number DESC LIMIT $6"
            ))
            .bind(contact)
            .bind(from)
            .bind(until)
            .bind(day)
            .bind(number)
            .bind(PAGE + 1)
            .all()
            .await?;
        Ok(rows.into_iter().map(CardRow::card).collect())
    }

    /// Credit notes of a Billing Contact as they were issued, from one day until before another, the earliest first, behind
    /// a place; so many at most.
    ///
    /// # Errors
    /// What the engine says, or that a document cannot be read.
    pub async fn credited_between(
        &self,
        contact: BillingContactId,
        (from, until): (Day, Day),
        after: Place,
        limit: i64,
    ) -> sqlx::Result<Vec<FoundCredit>> {
        let (day, number) = after.among_credit_notes();
        let rows: Vec<FoundRow> = self
            .read(
                "SELECT n.id, n.document, n.balance, n.billing_contact_id AS contact FROM credit_notes n
                 WHERE n.billing_contact_id = $1 AND n.issued_day >= $2 AND n.issued_day < $3
                   AND (n.issued_day, n.number) > ($4, $5) ORDER BY n.issued_day, n.number LIMIT $6",
            )
            .bind(contact)
            .bind(from)
            .bind(until)
            .bind(day)
            .bind(number)
            .bind(limit)
            .all()
            .await?;
        rows.into_iter().map(FoundRow::found).collect()
    }

    /// A credit note of a Company, by its number.
    ///
    /// # Errors
    /// What the engine says, or that the document cannot be read.
    pub async fn credit_note(&self, company: CompanyId, number: &InvoiceNumber) -> sqlx::Result<Option<FoundCredit>> {
        let row: Option<FoundRow> = self
            .read(
                "SELECT n.id, n.document, n.balance, n.billing_contact_id AS contact FROM credit_notes n
                 WHERE n.series = $1 AND n.number = $2 AND n.company_id = $3",
            )
            .bind(number.series.clone())
            .bind(number.number)
            .bind(company)
            .maybe()
            .await?;
        row.map(FoundRow::found).transpose()
    }

    /// A credit note by its id.
    ///
    /// # Errors
    /// What the engine says, or that the document cannot be read.
    pub async fn credit_note_by_id(&self, id: CreditNoteId) -> sqlx::Result<Option<FoundCredit>> {
        let row: Option<FoundRow> = self
            .read("SELECT n.id, n.document, n.balance, n.billing_contact_id AS contact FROM credit_notes n WHERE n.id = $1")
            .bind(id)
            .maybe()
            .await?;
        row.map(FoundRow::found).transpose()
    }

    /// The credit notes about an invoice, the first at the top; no more than 100.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn credit_notes_about(&self, invoice: InvoiceId) -> sqlx::Result<Vec<CreditNoteCard>> {
        let rows: Vec<CardRow> = self
            .read(cards!("", "WHERE n.invoice_id = $1 ORDER BY n.issued_day, n.number LIMIT 100"))
            .bind(invoice)
            .all()
            .await?;
        Ok(rows.into_iter().map(CardRow::card).collect())
    }

    /// What was paid of an invoice by credit notes about others; no more than 100.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_offs_of(&self, invoice: InvoiceId) -> sqlx::Result<Vec<SetOff>> {
        let rows: Vec<(String, i64, i64)> = self
            .read(
                "SELECT n.series, n.number, u.amount FROM credit_uses u JOIN credit_notes n ON n.id = u.credit_note_id
                 WHERE u.invoice_id = $1 AND n.invoice_id <> $1 ORDER BY u.at, n.issued_day, n.number LIMIT 100",
            )
            .bind(invoice)
            .all()
            .await?;
        let told = |(series, number, amount)| SetOff { credit_note: InvoiceNumber { series, number }, amount };
        Ok(rows.into_iter().map(told).collect())
    }

    /// What became of a credit note, the first at the top; no more than 100.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn uses_of_credit(&self, id: CreditNoteId, currency: &str) -> sqlx::Result<Vec<CreditUse>> {
        let rows: Vec<UseRow> = self
            .read(
                "SELECT u.at, u.amount, i.series, i.number, r.state AS refund
                 FROM credit_uses u LEFT JOIN invoices i ON i.id = u.invoice_id
                 LEFT JOIN refunds r ON r.credit_note_id = u.credit_note_id AND r.position = u.position
                 WHERE u.credit_note_id = $1 ORDER BY u.position LIMIT 100",
            )
            .bind(id)
            .all()
            .await?;
        let told = |row: UseRow| CreditUse {
            at: row.at,
            amount: Money::new(row.amount, currency),
            invoice: row.series.zip(row.number).map(|(series, number)| InvoiceNumber { series, number }),
            refund: row.refund,
        };
        Ok(rows.into_iter().map(told).collect())
    }

    /// The credit notes of the house of which something is left, behind a place, the oldest first.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn open_credit_notes(
        &self,
        after: (Day, CreditNoteId),
    ) -> sqlx::Result<Vec<(CreditNoteId, HouseCredit)>> {
        let rows: Vec<HouseRow> = self
            .read(cards!(
                ", n.id, n.buyer, c.slug,
                    CAST(COALESCE((SELECT SUM(h.taken) FROM charges h
                        WHERE h.invoice_id = n.invoice_id AND h.state = 'paid' AND h.returned_at IS NULL), 0)
                    - COALESCE((SELECT SUM(r.amount) FROM charges h JOIN refunds r ON r.charge_id = h.id
                        WHERE h.invoice_id = n.invoice_id AND h.state = 'paid' AND h.returned_at IS NULL
                          AND (r.state <> 'failed' OR r.credit_note_id IS NULL)), 0) AS BIGINT) AS on_card,
                    (SELECT MAX(r.ended_at) FROM refunds r
                     WHERE r.credit_note_id = n.id AND r.state = 'failed') AS refused_at",
                "LEFT JOIN companies c ON c.id = n.company_id
                 WHERE n.balance > 0 AND (n.issued_day, n.id) > ($1, $2) ORDER BY n.issued_day, n.id LIMIT $3"
            ))
            .bind(after.0)
            .bind(after.1)
            .bind(PAGE + 1)
            .all()
            .await?;
        Ok(rows.into_iter().map(HouseRow::told).collect())
    }
}
