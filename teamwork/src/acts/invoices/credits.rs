//! What the operator looks at before an invoice is credited, and the credit notes that wait to be given.

use crate::{
    acts::Operator,
    rules::{
        day::Day,
        id::CreditNoteId,
        invoice::{Creditable, CreditableLine, HouseCredits, InvoiceNumber, left},
        problem::{Problem, Thing},
    },
    store::invoices::PAGE,
};

const NOTHING: &str = "00000000-0000-0000-0000-000000000000";

impl Operator {
    /// An issued invoice with its lines, and what is left of each to be credited.
    ///
    /// # Errors
    /// When there is no such invoice.
    pub async fn creditable(&self, number: &str) -> Result<Creditable, Problem> {
        let number: InvoiceNumber = number.parse().map_err(|_| Problem::NotFound(Thing::Invoice))?;
        let (guest, db) = (self.guest(), &self.guest().warren.db);
        let found = db.house_invoice(&number, Day::of(guest.at)).await.map_err(|error| guest.tell(error))?;
        let (id, invoice, document, charging) = found.ok_or(Problem::NotFound(Thing::Invoice))?;
        let before = db.credited_lines(id).await.map_err(|error| guest.tell(error))?;
        let left = left(&document, &before);
        let lines = document.lines.into_iter().zip(left).map(|(line, left)| CreditableLine { line, left }).collect();
        Ok(Creditable { invoice, charging, lines })
    }

    /// One page of the credit notes of which something is left, the oldest first; `after` is the `next` of the page before.
    ///
    /// # Errors
    /// When `after` is not from here.
    pub async fn open_credits(&self, after: Option<&str>) -> Result<HouseCredits, Problem> {
        let (guest, first) = (self.guest(), format!("{}.{NOTHING}", i64::MIN));
        let after = read_cursor(after.unwrap_or(&first))?;
        let found = guest.warren.db.open_credit_notes(after).await.map_err(|error| guest.tell(error))?;
        let page = usize::try_from(PAGE).unwrap_or_default();
        let next = found.get(page).and_then(|_| found.get(page - 1));
        let next = next.map(|(id, credit)| format!("{}.{id}", credit.card.issued.0));
        Ok(HouseCredits { credits: found.into_iter().take(page).map(|(_, credit)| credit).collect(), next })
    }
}

/// `{day}.{id}`.
fn read_cursor(text: &str) -> Result<(Day, CreditNoteId), Problem> {
    let parsed = text.split_once('.').and_then(|(day, id)| Some((Day(day.parse().ok()?), id.parse().ok()?)));
    parsed.ok_or(Problem::Malformed)
}
