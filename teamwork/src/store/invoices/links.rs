//! Invoices behind the links in mails, which show one to whoever has the link, also without an account.

use super::{Found, FoundRow, pays};
use crate::{
    rules::{
        id::{CompanyId, CreditNoteId},
        moment::Moment,
    },
    store::db::Db,
};

/// A link to an invoice out of a mail.
#[derive(sqlx::FromRow)]
struct LinkRow {
    #[sqlx(flatten)]
    found: FoundRow,
    credit_note_id: Option<CreditNoteId>,
    address: String,
    expires_at: Moment,
    company_id: Option<CompanyId>,
    settled_at: Option<Moment>,
}

/// The same, as an act needs it.
#[derive(Clone, Debug)]
pub struct Linked {
    pub found: Found,
    /// The credit note about that invoice to which the link leads instead.
    pub credit_note: Option<CreditNoteId>,
    pub address: String,
    pub expires_at: Moment,
    pub company_id: Option<CompanyId>,
    /// When that invoice was paid, credited or written off.
    pub settled_at: Option<Moment>,
}

impl LinkRow {
    fn linked(self) -> sqlx::Result<Linked> {
        let Self { found, credit_note_id: credit_note, address, expires_at, company_id, settled_at } = self;
        Ok(Linked { found: found.found()?, credit_note, address, expires_at, company_id, settled_at })
    }
}

impl Db {
    /// The invoice that a mailed link leads to.
    ///
    /// # Errors
    /// What the engine says, or that a document cannot be read.
    pub async fn invoice_by_link(&self, hash: Vec<u8>) -> sqlx::Result<Option<Linked>> {
        let row: Option<LinkRow> = self
            .read(concat!(
                "SELECT i.id, i.document, i.state, i.balance, i.credited, l.credit_note_id, l.address, l.expires_at,
                        i.company_id, i.settled_at, ",
                pays!(),
                " FROM invoice_links l JOIN invoices i ON i.id = l.invoice_id
                     LEFT JOIN billing_contacts b ON b.id = i.billing_contact_id WHERE l.hash = $1"
            ))
            .bind(hash)
            .maybe()
            .await?;
        row.map(LinkRow::linked).transpose()
    }
}
