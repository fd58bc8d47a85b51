//! What the operator looks at before an invoice is credited, and the credit notes that wait to be given.

use crate::{
    acts::{Operator, within},
    rules::{
        day::Day,
        id::CreditNoteId,
        invoice::{Creditable, CreditableLine, HouseCredits, InvoiceNumber, left},
        log::Event,
        money::{Money, read_amount},
        problem::{Conflict, Field, Flaw, Problem, Thing, Why},
    },
    store::{
        invoices::PAGE,
        log::{Change, Entry, Topic},
    },
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

    /// Notes that money of a credit note was paid back: `amount` like "29.00", at most what is left. Empty is all of it.
    ///
    /// # Errors
    /// When there is no such credit note, nothing of it is left, or the amount is none or too much.
    pub async fn pay_credit_back(&self, number: &str, amount: &str) -> Result<(), Problem> {
        self.fresh()?;
        let number: InvoiceNumber = number.parse().map_err(|_| Problem::NotFound(Thing::CreditNote))?;
        let amount = (!amount.trim().is_empty()).then(|| read_amount(amount)).transpose();
        let amount = amount.map_err(|flaw| Problem::from(Flaw { field: Field::Amount, ..flaw }))?;
        let guest = self.guest();
        within!(guest, |tx| {
            // Whoever issues the next invoice would set it off: the Company and the Billing Contact come first.
            tx.creditor_of(&number).await?;
            let credit = tx.credit(&number).await?.ok_or(Thing::CreditNote)?;
            if credit.balance == 0 {
                return Err(Conflict::CreditUsed.into());
            }
            let paid = amount.unwrap_or(credit.balance);
            if paid == 0 {
                return Err(Problem::field(Field::Amount, Why::NotAnAmount).into());
            }
            if paid > credit.balance {
                return Err(Problem::field(Field::Amount, Why::MoreThanLeft).into());
            }
            tx.use_credit(credit.id, None, paid, guest.at).await?;
            let entry = self.entry(Event::CreditPaidBack).to(&number);
            let entry = credit.company_id.into_iter().fold(entry, Entry::within);
            let [before, after] = [credit.balance, paid].map(|part| Money::new(part, &credit.currency).to_string());
            tx.record(entry.change(Some(&before), Some(&after))).await?;
            credit.company_id.into_iter().for_each(|company| tx.announce(Change::Company(company, Topic::Billing)));
        })
    }
}

/// `{day}.{id}`.
fn read_cursor(text: &str) -> Result<(Day, CreditNoteId), Problem> {
    let parsed = text.split_once('.').and_then(|(day, id)| Some((Day(day.parse().ok()?), id.parse().ok()?)));
    parsed.ok_or(Problem::Malformed)
}
