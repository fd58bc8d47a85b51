//! A year of an archive, read batch by batch for a file of it (row 41).

use super::look::new_year;
use crate::{
    acts::Actor,
    rules::{
        id::BillingContactId,
        invoice::{Document, InvoiceState, Place},
        permission::Action,
        problem::{Problem, Thing},
    },
    store::{credit_notes::FoundCredit, invoices::Found},
};

/// How many documents are in memory at once.
const BATCH: i64 = 5;

/// A year of an archive that is being read.
pub struct InvoiceYear {
    /// The Billing Contact's name.
    pub contact_name: String,
    pub year: i64,
    slug: String,
    contact: BillingContactId,
    /// What was read and not yet given away.
    batch: Vec<IssuedInvoice>,
    /// Behind which document the next batch begins; `None` when all was read.
    next: Option<Place>,
}

/// One invoice of it, or one credit note.
#[derive(Clone, Debug)]
pub struct IssuedInvoice {
    pub document: Document,
    /// A credit note is open until its buyer has got all of it, and paid then.
    pub state: InvoiceState,
    /// What is still owed, in minor units: by the buyer, or of a credit note to the buyer.
    pub balance: i64,
}

impl IssuedInvoice {
    fn place(&self) -> Place {
        let (day, number) = (self.document.issued, self.document.number.number);
        if self.document.corrects.is_some() {
            Place::of_credit_note(day, number)
        } else {
            Place::of_invoice(day, number)
        }
    }
}

impl Actor {
    /// Begins to read what was issued to a Billing Contact in a year.
    ///
    /// # Errors
    /// When I am not a member, my role does not see it, it is not there, or nothing was issued in that year.
    pub async fn invoice_year(
        &self,
        slug: &str,
        contact: BillingContactId,
        year: &str,
    ) -> Result<InvoiceYear, Problem> {
        let contact_name = self.archive_name(slug, contact).await?;
        // What is no year is one without invoices.
        let year = year.parse().map_err(|_| Thing::Invoice)?;
        let (slug, next) = (slug.to_owned(), Some(Place::FIRST));
        let mut begun = InvoiceYear { contact_name, year, slug, contact, batch: Vec::new(), next };
        self.read_more(&mut begun).await?;
        if begun.batch.is_empty() { Err(Thing::Invoice.into()) } else { Ok(begun) }
    }

    /// The next documents of it, the earliest first; none when all were told. Whoever has lost the right meanwhile reads no
    /// further.
    ///
    /// # Errors
    /// When I am no longer a member who may see them, or the database does not answer.
    pub async fn more_invoices(&self, year: &mut InvoiceYear) -> Result<Vec<IssuedInvoice>, Problem> {
        if year.batch.is_empty() && year.next.is_some() {
            self.archive_name(&year.slug, year.contact).await?;
            self.read_more(year).await?;
        }
        Ok(std::mem::take(&mut year.batch))
    }

    async fn archive_name(&self, slug: &str, contact: BillingContactId) -> Result<String, Problem> {
        let found = self.guest.warren.db.archive(slug, self.id(), contact).await;
        let found = found.map_err(|error| self.guest.tell(error))?;
        let Some(archive) = found else { return Err(self.stranger(slug).await) };
        self.ask(archive.seat, Action::SeeInvoices).await?;
        archive.name.ok_or(Thing::BillingContact.into())
    }

    async fn read_more(&self, year: &mut InvoiceYear) -> Result<(), Problem> {
        let Some(after) = year.next else { return Ok(()) };
        let until = new_year(year.year.saturating_add(1));
        // Of years that are too far away nothing is there, and their ends are the same.
        let from = new_year(year.year);
        let (db, told) = (&self.guest.warren.db, |error| self.guest.tell(error));
        let invoices = db.issued_between(year.contact, (from, until), after, BATCH).await.map_err(told)?;
        let credits = db.credited_between(year.contact, (from, until), after, BATCH).await.map_err(told)?;
        let batch = usize::try_from(BATCH).unwrap_or_default();
        let is_full = invoices.len() + credits.len() >= batch;
        let mut found: Vec<_> = invoices.into_iter().map(IssuedInvoice::from).collect();
        found.extend(credits.into_iter().map(IssuedInvoice::from));
        found.sort_by_key(IssuedInvoice::place);
        found.truncate(batch);
        year.next = found.last().filter(|_| is_full).map(IssuedInvoice::place);
        year.batch = found;
        Ok(())
    }
}

impl From<Found> for IssuedInvoice {
    fn from(found: Found) -> Self {
        let Found { document, state, balance, .. } = found;
        Self { document, state, balance }
    }
}

impl From<FoundCredit> for IssuedInvoice {
    fn from(found: FoundCredit) -> Self {
        let FoundCredit { document, left, .. } = found;
        let state = if left > 0 { InvoiceState::Open } else { InvoiceState::Paid };
        Self { document, state, balance: left }
    }
}
