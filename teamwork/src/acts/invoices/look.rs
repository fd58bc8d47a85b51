//! Who reads invoices: Owners and Billing members in the archive (row 41), and whoever has the link of a mail (E70).

use super::issue::Names;
use crate::{
    acts::{Actor, Guest, secrets, within},
    rules::{
        day::Day,
        id::BillingContactId,
        invoice::{InvoiceNumber, InvoicePage, InvoiceState, InvoiceTab, InvoiceView, RunningInvoice, lines},
        limit::Limit,
        log::Event,
        moment::Moment,
        money::Money,
        permission::Action,
        problem::{Gone, Problem, Thing},
    },
    store::invoices::{Archive, Found, Linked, PAGE},
};

impl Actor {
    /// One page of the archive of a Billing Contact, the newest invoice first, and what has come together since. `year`
    /// narrows it to what was issued in one; `after` is the `next` of the page before.
    ///
    /// # Errors
    /// When I am not a member, my role does not see it, it is not there, or `after` is not from here.
    pub async fn invoices(
        &self,
        slug: &str,
        contact: BillingContactId,
        tab: InvoiceTab,
        year: Option<i64>,
        after: Option<&str>,
    ) -> Result<InvoicePage, Problem> {
        let (db, told) = (&self.guest.warren.db, |error| self.guest.tell(error));
        let found = db.archive(slug, self.id(), contact).await.map_err(told)?;
        let Some(archive) = found else { return Err(self.stranger(slug).await) };
        self.ask(archive.seat, Action::SeeInvoices).await?;
        let Archive { name: Some(name), currency: Some(currency), billed_to: Some(billed_to), first, last, .. } =
            archive
        else {
            return Err(Thing::BillingContact.into());
        };
        let today = Day::of(self.guest.at);
        let span =
            year.map_or((Day(i64::MIN), Day(i64::MAX)), |year| (new_year(year), new_year(year.saturating_add(1))));
        let after = after.map_or(Ok((Day(i64::MAX), i64::MAX)), read_cursor)?;
        let mut invoices = db.invoices_of(contact, tab, span, after, today).await.map_err(told)?;
        let page = usize::try_from(PAGE).unwrap_or_default();
        let more = invoices.len() > page;
        invoices.truncate(page);
        let next = invoices.last().filter(|_| more).map(|last| format!("{}.{}", last.issued.0, last.number.number));
        let until = today.plus(1);
        let usage = db.usage_of(contact, billed_to, until).await.map_err(told)?;
        let lines = lines(&usage, billed_to, until);
        let net = Money::new(lines.iter().map(|line| line.amount).sum(), &currency);
        let years =
            first.zip(last).map_or_else(Vec::new, |(first, last)| (year_of(first)..=year_of(last)).rev().collect());
        let running = RunningInvoice { lines, net, issues_on: today.month().1 };
        Ok(InvoicePage { contact: name, invoices, years, running, next })
    }

    /// One invoice (row 41).
    ///
    /// # Errors
    /// When I am not a member, my role does not see it, or it is not there.
    pub async fn invoice(&self, slug: &str, number: &str) -> Result<InvoiceView, Problem> {
        // What is no number is the number of nothing, which only a member hears.
        let number = number.parse().unwrap_or(InvoiceNumber { series: String::new(), number: 0 });
        let found = self.guest.warren.db.invoice(slug, self.id(), &number).await;
        let found = found.map_err(|error| self.guest.tell(error))?;
        let Some((seat, found)) = found else { return Err(self.stranger(slug).await) };
        self.ask(seat, Action::SeeInvoices).await?;
        self.guest.view_invoice(found.ok_or(Problem::NotFound(Thing::Invoice))?).await
    }
}

impl Guest {
    /// The invoice that a mailed link leads to. Looking changes nothing, and the link opens again and again.
    ///
    /// # Errors
    /// When there is no such link, or it has expired.
    pub async fn look_at_invoice(&self, secret: &str) -> Result<InvoiceView, Problem> {
        let linked = self.linked_invoice(secret).await?;
        if linked.expires_at <= self.at {
            return Err(Gone::InvoiceLinkExpired.into());
        }
        self.view_invoice(linked.found).await
    }

    /// Mails a new link to the address that the expired one was mailed to.
    ///
    /// # Errors
    /// When there is no such link, or too many were asked for.
    pub async fn mail_invoice_again(&self, secret: &str) -> Result<(), Problem> {
        let linked = self.linked_invoice(secret).await?;
        self.count(Limit::InvoicesPerAddress, &linked.address.to_ascii_lowercase()).await?;
        within!(self, |tx| {
            let document = &linked.found.document;
            let names = Names { seller: &document.seller.name, company: &document.buyer.name, charge: None };
            self.post_invoice_to(tx, linked.found.id, &linked.address, document, &names).await?;
            let entry = self.entry(Event::InvoiceMailedAgain).to(&document.number);
            tx.record(linked.company_id.into_iter().fold(entry, |entry, company| entry.within(company))).await?;
        })?;
        self.warren.mail_waits.notify_one();
        Ok(())
    }

    async fn linked_invoice(&self, secret: &str) -> Result<Linked, Problem> {
        self.count_link().await?;
        let hash = secrets::hash(secret).ok_or(Problem::NotFound(Thing::Invoice))?;
        let linked = self.warren.db.invoice_by_link(hash).await.map_err(|error| self.tell(error))?;
        linked.ok_or(Problem::NotFound(Thing::Invoice))
    }

    async fn view_invoice(&self, found: Found) -> Result<InvoiceView, Problem> {
        let Found { id, document, state, balance, pays } = found;
        let payments = self.warren.db.payments_of(id, &document.currency).await.map_err(|error| self.tell(error))?;
        let overdue = state == InvoiceState::Open && document.due < Day::of(self.at);
        Ok(InvoiceView { balance: document.money(balance), document, state, overdue, payments, pays })
    }
}

/// The first day of a year, however far away.
pub(super) fn new_year(year: i64) -> Day {
    let year = year.clamp(0, 9_998);
    Moment::parse_day(&format!("{year:04}-01-01")).map_or(Day(0), Day::of)
}

fn year_of(day: Day) -> i64 {
    day.start().to_iso_day().split('-').next().and_then(|year| year.parse().ok()).unwrap_or_default()
}

/// `{day}.{number}`.
fn read_cursor(text: &str) -> Result<(Day, i64), Problem> {
    let parsed = text.split_once('.').and_then(|(day, number)| Some((Day(day.parse().ok()?), number.parse().ok()?)));
    parsed.ok_or(Problem::Malformed)
}
