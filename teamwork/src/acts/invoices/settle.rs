//! What the operator does with open invoices: notes what came in on the account, or no longer waits.

use crate::{
    acts::{Guest, Operator, within},
    rules::{
        day::Day,
        id::InvoiceId,
        invoice::{HouseInvoices, InvoiceNumber, InvoiceState},
        log::Event,
        money::{Money, Part},
        payment::LEAST_CHARGE,
        problem::{Conflict, Problem, Thing, Why},
    },
    store::{
        invoices::{Owed, PAGE},
        log::{Change, Entry, Topic},
    },
};

const NOTHING: &str = "00000000-0000-0000-0000-000000000000";

impl Operator {
    /// One page of the open invoices, the ones due first at the top; `after` is the `next` of the page before.
    ///
    /// # Errors
    /// When `after` is not from here.
    pub async fn open_invoices(&self, after: Option<&str>) -> Result<HouseInvoices, Problem> {
        let (guest, first) = (self.guest(), format!("{}.{NOTHING}", i64::MIN));
        let after = read_cursor(after.unwrap_or(&first))?;
        let found = guest.warren.db.open_invoices(after, Day::of(guest.at)).await.map_err(|error| guest.tell(error))?;
        let page = usize::try_from(PAGE).unwrap_or_default();
        let next = found.get(page).and_then(|_| found.get(page - 1));
        let next = next.map(|(id, invoice)| format!("{}.{id}", invoice.card.due.0));
        let invoices = found.into_iter().take(page).map(|(_, invoice)| invoice).collect();
        Ok(HouseInvoices { invoices, missing: guest.warren.missing_of_seller(), next })
    }

    /// Notes that money for an invoice came in: a part of what is open, or all of it. When nothing is overdue any more, the
    /// Apps of its Billing Contact run again.
    ///
    /// # Errors
    /// When there is no such invoice, nothing of it is open or another sum than was seen, or the amount is none or too much.
    pub async fn record_payment(&self, number: &str, part: impl Into<Part<'_>>) -> Result<(), Problem> {
        self.fresh()?;
        let number: InvoiceNumber = number.parse().map_err(|_| Problem::NotFound(Thing::Invoice))?;
        let share = part.into().read()?;
        let guest = self.guest();
        within!(guest, |tx| {
            let debtor = tx.debtor_of(&number).await?;
            let owed = guest.open_for_payment(tx.owed(&number).await?)?;
            let paid = share.taken(owed.balance, owed.balance, Why::MoreThanOwed)?;
            let state = tx.pay_invoice(&owed, paid, guest.at).await?;
            let (before, after) = (Money::new(owed.balance, &owed.currency), Money::new(paid, &owed.currency));
            let words = format!("{after} paid, {}", state.key());
            tx.record(
                about(self.entry(Event::PaymentRecorded), &owed, &number)
                    .change(Some(&before.to_string()), Some(&words)),
            )
            .await?;
            owed.company_id.into_iter().for_each(|company| tx.announce(Change::Company(company, Topic::Billing)));
            // What is too little to be charged holds nothing up.
            let settles = state != InvoiceState::Open || owed.balance - paid < LEAST_CHARGE;
            if let (Some(debtor), true) = (&debtor, settles) {
                guest.settled(tx, debtor).await?;
            }
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// No longer waits for an invoice, with a reason for the log.
    ///
    /// # Errors
    /// When there is no such invoice, nothing of it is open, or no reason is given.
    pub async fn write_off(&self, number: &str, reason: &str) -> Result<(), Problem> {
        self.fresh()?;
        let number: InvoiceNumber = number.parse().map_err(|_| Problem::NotFound(Thing::Invoice))?;
        let (reason, guest) = (crate::acts::operator::read_reason(reason)?, self.guest());
        within!(guest, |tx| {
            let debtor = tx.debtor_of(&number).await?;
            let owed = guest.open_for_payment(tx.owed(&number).await?)?;
            tx.write_invoice_off(owed.id, guest.at).await?;
            let before = Money::new(owed.balance, &owed.currency).to_string();
            tx.record(about(self.entry(Event::InvoiceWrittenOff), &owed, &number).change(Some(&before), Some(&reason)))
                .await?;
            owed.company_id.into_iter().for_each(|company| tx.announce(Change::Company(company, Topic::Billing)));
            if let Some(debtor) = &debtor {
                guest.settled(tx, debtor).await?;
            }
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }
}

impl Guest {
    /// An invoice of which something is owed.
    fn open_for_payment(&self, found: Option<Owed>) -> Result<Owed, Problem> {
        let owed = found.ok_or(Problem::NotFound(Thing::Invoice))?;
        match owed.state {
            // What the card pays is not to be paid twice.
            InvoiceState::Open if self.waits_for_bank(owed.charging) => Err(Conflict::ChargeUnderWay.into()),
            InvoiceState::Open => Ok(owed),
            InvoiceState::Paid | InvoiceState::WrittenOff | InvoiceState::Credited => {
                Err(Conflict::InvoiceSettled.into())
            }
        }
    }
}

fn about(entry: Entry, owed: &Owed, number: &InvoiceNumber) -> Entry {
    owed.company_id.into_iter().fold(entry.to(number), Entry::within)
}

/// `{day}.{id}`.
fn read_cursor(text: &str) -> Result<(Day, InvoiceId), Problem> {
    let parsed = text.split_once('.').and_then(|(day, id)| Some((Day(day.parse().ok()?), id.parse().ok()?)));
    parsed.ok_or(Problem::Malformed)
}
