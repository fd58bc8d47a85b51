//! The writing of credit notes, and of what becomes of them.

use super::db::{Db, Tx};
use crate::rules::{
    id::{BillingContactId, CompanyId, CreditNoteId, InvoiceId, LinkId},
    invoice::{Document, InvoiceNumber, InvoiceState},
    moment::Moment,
};

/// A credit note that something is done with, locked.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Credit {
    pub id: CreditNoteId,
    pub series: String,
    pub number: i64,
    pub company_id: Option<CompanyId>,
    pub currency: String,
    /// What the buyer has not got yet.
    pub balance: i64,
}

impl Credit {
    /// Its number, as people write it.
    pub fn written(&self) -> InvoiceNumber {
        InvoiceNumber { series: self.series.clone(), number: self.number }
    }
}

macro_rules! credit {
    ($where:literal, $tail:literal) => {
        concat!(
            "SELECT n.id, n.series, n.number, n.company_id, n.currency, n.balance FROM credit_notes n WHERE ",
            $where,
            $tail
        )
    };
}

/// How much of each line of an invoice was credited.
const CREDITED_LINES: &str = "SELECT l.line, CAST(SUM(l.net) AS BIGINT) AS net
     FROM credit_notes n JOIN credit_note_lines l ON l.credit_note_id = n.id WHERE n.invoice_id = $1 GROUP BY l.line";

impl Db {
    /// How much, net, was credited of which lines of an invoice, by their place.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn credited_lines(&self, invoice: InvoiceId) -> sqlx::Result<Vec<(i64, i64)>> {
        self.read(CREDITED_LINES).bind(invoice).all().await
    }
}

impl Tx {
    /// The same, of an invoice that is locked.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn credited_lines(&mut self, invoice: InvoiceId) -> sqlx::Result<Vec<(i64, i64)>> {
        self.query(CREDITED_LINES).bind(invoice).all().await
    }

    /// An invoice as it was issued.
    ///
    /// # Errors
    /// What the engine says, or that the document cannot be read.
    pub async fn issued_document(&mut self, invoice: InvoiceId) -> sqlx::Result<Document> {
        let (document,): (String,) =
            self.query("SELECT document FROM invoices WHERE id = $1").bind(invoice).one().await?;
        serde_json::from_str(&document).map_err(|error| sqlx::Error::Decode(error.into()))
    }

    /// Writes a credit note about an invoice that is locked: of these lines so much net. Nobody has got anything of it yet.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn issue_credit_note(
        &mut self,
        id: CreditNoteId,
        invoice: InvoiceId,
        document: &Document,
        lines: &[(i64, i64)],
    ) -> sqlx::Result<()> {
        let json = serde_json::to_string(document).map_err(|error| sqlx::Error::Encode(error.into()))?;
        self.query(
            "INSERT INTO credit_notes (id, series, number, invoice_id, company_id, billing_contact_id, buyer, issued_day,
                                       currency, net, tax, total, document, balance)
             SELECT $1, $2, $3, i.id, i.company_id, i.billing_contact_id, i.buyer, $5, i.currency, $6, $7, $8, $9, $8
             FROM invoices i WHERE i.id = $4",
        )
        .bind(id)
        .bind(document.number.series.clone())
        .bind(document.number.number)
        .bind(invoice)
        .bind(document.issued)
        .bind(document.net)
        .bind(document.tax.amount)
        .bind(document.total)
        .bind(json)
        .run()
        .await?;
        for (line, net) in lines {
            self.query("INSERT INTO credit_note_lines (credit_note_id, line, net) VALUES ($1, $2, $3)")
                .bind(id)
                .bind(*line)
                .bind(*net)
                .run()
                .await?;
        }
        self.query("UPDATE invoices SET credited = credited + $2 WHERE id = $1")
            .bind(invoice)
            .bind(document.total)
            .run()
            .await
            .map(|_| ())
    }

    /// The credit notes of a Billing Contact of which something is left, the oldest first, locked.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn open_credits(&mut self, contact: BillingContactId) -> sqlx::Result<Vec<Credit>> {
        self.pick(
            credit!("n.billing_contact_id = $1 AND n.balance > 0", " ORDER BY n.issued_day, n.number"),
            credit!("n.billing_contact_id = $1 AND n.balance > 0", " ORDER BY n.issued_day, n.number FOR UPDATE OF n"),
        )
        .bind(contact)
        .all()
        .await
    }

    /// A credit note by its number, locked. Its Billing Contact has to be locked before it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn credit(&mut self, number: &InvoiceNumber) -> sqlx::Result<Option<Credit>> {
        self.pick(
            credit!("n.series = $1 AND n.number = $2", ""),
            credit!("n.series = $1 AND n.number = $2", " FOR UPDATE OF n"),
        )
        .bind(number.series.clone())
        .bind(number.number)
        .maybe()
        .await
    }

    /// Gives the buyer so much of a credit note that is locked: by this invoice, or as money. Answers the place of this among
    /// all that became of it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn use_credit(
        &mut self,
        id: CreditNoteId,
        invoice: Option<InvoiceId>,
        amount: i64,
        at: Moment,
    ) -> sqlx::Result<i64> {
        let (position,): (i64,) = self
            .query(
                "INSERT INTO credit_uses (credit_note_id, position, at, amount, invoice_id)
                 SELECT $1, COUNT(*) + 1, $2, $3, $4 FROM credit_uses WHERE credit_note_id = $1 RETURNING position",
            )
            .bind(id)
            .bind(at)
            .bind(amount)
            .bind(invoice)
            .one()
            .await?;
        self.query("UPDATE credit_notes SET balance = balance - $2 WHERE id = $1").bind(id).bind(amount).run().await?;
        Ok(position)
    }

    /// A part of a credit note that is locked did not reach the card, so the buyer has not got it. The refund has to be
    /// decided before.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn give_credit_again(&mut self, id: CreditNoteId, amount: i64) -> sqlx::Result<u64> {
        self.query("UPDATE credit_notes SET balance = balance + $2 WHERE id = $1").bind(id).bind(amount).run().await
    }

    /// So much of an invoice that is locked is owed no more. What nobody waits for stays so until nothing is left.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn owe_less(&mut self, invoice: InvoiceId, amount: i64, at: Moment) -> sqlx::Result<InvoiceState> {
        let (state,): (InvoiceState,) = self
            .query(
                "UPDATE invoices SET balance = balance - $2,
                        state = CASE WHEN balance = $2 THEN 'paid' ELSE state END,
                        settled_at = CASE WHEN balance = $2 THEN COALESCE(settled_at, $3) ELSE settled_at END
                 WHERE id = $1 RETURNING state",
            )
            .bind(invoice)
            .bind(amount)
            .bind(at)
            .one()
            .await?;
        Ok(state)
    }

    /// Keeps the hash of a link to a credit note, and to which address it is mailed.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn add_credit_link(
        &mut self,
        link: LinkId,
        credit_note: CreditNoteId,
        hash: Vec<u8>,
        address: &str,
        expires_at: Moment,
    ) -> sqlx::Result<u64> {
        self.query(
            "INSERT INTO invoice_links (id, invoice_id, credit_note_id, hash, address, expires_at)
             SELECT $1, n.invoice_id, n.id, $3, $4, $5 FROM credit_notes n WHERE n.id = $2",
        )
        .bind(link)
        .bind(credit_note)
        .bind(hash)
        .bind(address.to_owned())
        .bind(expires_at)
        .run()
        .await
    }
}
