//! Who reads invoices and credit notes: Owners and Billing members in the archive (row 41), and whoever has the link of a mail (E70).

use super::issue::Names;
use crate::{
    acts::{Actor, Guest, within},
    letters::InvoiceNow,
    rules::{
        day::Day,
        id::{BillingContactId, CreditNoteId},
        invoice::{
            ArchiveCard, ArchiveView, Collection, CreditNoteView, InvoiceNumber, InvoicePage, InvoiceState, InvoiceTab,
            InvoiceView, PayingCard, Place, RunningInvoice, lines,
        },
        limit::Limit,
        log::Event,
        moment::Moment,
        money::Money,
        permission::Action,
        problem::{Gone, Problem, Thing},
    },
    store::{
        credit_notes::FoundCredit,
        invoices::{Archive, Found, Linked, PAGE},
    },
};

impl Actor {
    /// One page of the archive of a Billing Contact, the newest document first, and what has come together since. `year`
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
        let Archive { name: Some(name), currency: Some(currency), billed_to: Some(billed_to), .. } = &archive else {
            return Err(Thing::BillingContact.into());
        };
        let today = Day::of(self.guest.at);
        let span =
            year.map_or((Day(i64::MIN), Day(i64::MAX)), |year| (new_year(year), new_year(year.saturating_add(1))));
        let after = after.map_or(Ok(Place::LAST), |text| text.parse().map_err(|()| Problem::Malformed))?;
        let invoices = db.invoices_of(contact, tab, span, after, today).await.map_err(told)?;
        let credit_notes = match tab {
            InvoiceTab::All | InvoiceTab::CreditNotes => {
                db.credit_notes_of(contact, span, after).await.map_err(told)?
            }
            InvoiceTab::Open | InvoiceTab::Paid => Vec::new(),
        };
        let mut documents: Vec<_> = invoices.into_iter().map(ArchiveCard::Invoice).collect();
        documents.extend(credit_notes.into_iter().map(ArchiveCard::CreditNote));
        documents.sort_by_key(|document| std::cmp::Reverse(document.place()));
        let page = usize::try_from(PAGE).unwrap_or_default();
        let more = documents.len() > page;
        documents.truncate(page);
        let next = documents.last().filter(|_| more).map(|last| last.place().to_string());
        let until = today.plus(1);
        let usage = db.usage_of(contact, *billed_to, until).await.map_err(told)?;
        let lines = lines(&usage, *billed_to, until);
        let net = Money::new(lines.iter().map(|line| line.amount).sum(), currency);
        let running = RunningInvoice { lines, net, issues_on: today.month().1 };
        Ok(InvoicePage { contact: name.clone(), documents, years: years(&archive), running, next })
    }

    /// One invoice or credit note (row 41).
    ///
    /// # Errors
    /// When I am not a member, my role does not see it, or it is not there.
    pub async fn invoice(&self, slug: &str, number: &str) -> Result<ArchiveView, Problem> {
        // What is no number is the number of nothing, which only a member hears.
        let number = number.parse().unwrap_or(InvoiceNumber { series: String::new(), number: 0 });
        let (db, told) = (&self.guest.warren.db, |error| self.guest.tell(error));
        let found = db.invoice(slug, self.id(), &number).await.map_err(told)?;
        let Some((seat, found)) = found else { return Err(self.stranger(slug).await) };
        let company = seat.company_id;
        self.ask(seat, Action::SeeInvoices).await?;
        if let Some(found) = found {
            return self.guest.view_invoice(found).await;
        }
        let credit = db.credit_note(company, &number).await.map_err(told)?;
        self.guest.view_credit_note(credit.ok_or(Problem::NotFound(Thing::Invoice))?).await
    }
}

impl Guest {
    /// The invoice or the credit note that a mailed link leads to. Looking changes nothing, and the link opens again and again.
    ///
    /// # Errors
    /// When there is no such link, or it has expired.
    pub async fn look_at_invoice(&self, secret: &str) -> Result<ArchiveView, Problem> {
        let linked = self.linked_invoice(secret).await?;
        if linked.expires_at <= self.at {
            return Err(Gone::InvoiceLinkExpired.into());
        }
        match linked.credit_note {
            Some(id) => self.view_credit_note(self.linked_credit_note(id).await?).await,
            None => self.view_invoice(linked.found).await,
        }
    }

    /// Mails a new link to the address that the expired one was mailed to. One that gets no invoices any more is answered the
    /// same, and gets nothing (I33).
    ///
    /// # Errors
    /// When there is no such link, or too many were asked for.
    pub async fn mail_invoice_again(&self, secret: &str) -> Result<(), Problem> {
        let linked = self.linked_invoice(secret).await?;
        self.count(Limit::InvoicesPerAddress, &linked.address.to_ascii_lowercase()).await?;
        let credit = match linked.credit_note {
            Some(id) => Some(self.linked_credit_note(id).await?),
            None => None,
        };
        let was_open = match &credit {
            Some(credit) => self.was_open(credit).await?,
            None => 0,
        };
        within!(self, |tx| {
            let document = credit.as_ref().map_or(&linked.found.document, |credit| &credit.document);
            let contact = match credit {
                Some(_) => tx.creditor_of(&document.number).await?,
                None => tx.debtor_of(&document.number).await?,
            };
            let gets_it = |address: &String| address.eq_ignore_ascii_case(&linked.address);
            if contact.is_some_and(|contact| !contact.addresses().iter().any(gets_it)) {
                return Ok(());
            }
            let buyer = document.buyer.name.as_str();
            match &credit {
                Some(credit) => {
                    let note = (credit.id, document);
                    self.post_credit_note_to(tx, note, &linked.address, (buyer, was_open)).await?;
                }
                None => {
                    let (collection, now) = stands(&linked);
                    let (seller, collection) = (document.seller.name.as_str(), collection.as_ref());
                    let names = Names { seller, company: buyer, collection, now };
                    self.post_invoice_to(tx, linked.found.id, &linked.address, document, &names).await?;
                }
            }
            let entry = self.entry(Event::InvoiceMailedAgain).to(&document.number);
            tx.record(linked.company_id.into_iter().fold(entry, |entry, company| entry.within(company))).await?;
        })?;
        self.warren.mail_waits.notify_one();
        Ok(())
    }

    async fn linked_invoice(&self, secret: &str) -> Result<Linked, Problem> {
        let hash = self.link_hash(secret, Thing::Invoice).await?;
        let linked = self.warren.db.invoice_by_link(hash).await.map_err(|error| self.tell(error))?;
        let mut linked = linked.ok_or(Problem::NotFound(Thing::Invoice))?;
        linked.found.pays = self.can_pay(linked.found.pays);
        Ok(linked)
    }

    /// What pays an invoice: nothing that nobody charges here any more, for then it is to be transferred.
    fn can_pay(&self, pays: Option<PayingCard>) -> Option<PayingCard> {
        pays.filter(|pays| pays.charging || self.warren.takes_cards())
    }

    async fn linked_credit_note(&self, id: CreditNoteId) -> Result<FoundCredit, Problem> {
        let found = self.warren.db.credit_note_by_id(id).await.map_err(|error| self.tell(error))?;
        found.ok_or(Problem::NotFound(Thing::Invoice))
    }

    async fn view_invoice(&self, found: Found) -> Result<ArchiveView, Problem> {
        let Found { id, document, state, balance, credited, pays, contact } = found;
        let (db, told) = (&self.warren.db, |error| self.tell(error));
        let payments = db.payments_of(id, &document.currency).await.map_err(told)?;
        let set_off = db.set_offs_of(id).await.map_err(told)?;
        let credit_notes = if credited > 0 { db.credit_notes_about(id).await.map_err(told)? } else { Vec::new() };
        let overdue = state == InvoiceState::Open && document.due < Day::of(self.at);
        let pays = self.can_pay(pays);
        let [balance, credited] = [balance, credited].map(|amount| document.money(amount));
        let view =
            InvoiceView { document, state, balance, credited, overdue, payments, set_off, credit_notes, pays, contact };
        Ok(ArchiveView::Invoice(Box::new(view)))
    }

    async fn view_credit_note(&self, found: FoundCredit) -> Result<ArchiveView, Problem> {
        let FoundCredit { id, document, left, contact } = found;
        let uses = self.warren.db.uses_of_credit(id, &document.currency).await.map_err(|error| self.tell(error))?;
        Ok(ArchiveView::CreditNote(Box::new(CreditNoteView { left: document.money(left), document, uses, contact })))
    }

    /// How much of a credit note was open of its invoice when it was issued.
    async fn was_open(&self, credit: &FoundCredit) -> Result<i64, Problem> {
        let uses = self.warren.db.uses_of_credit(credit.id, &credit.document.currency).await;
        let uses = uses.map_err(|error| self.tell(error))?;
        let corrected = credit.document.corrects.as_ref().map(|corrects| &corrects.invoice);
        Ok(uses.iter().filter(|part| part.invoice.as_ref() == corrected).map(|part| part.amount.amount).sum())
    }
}

/// From what an invoice is charged from now on, and how it stands.
fn stands(linked: &Linked) -> (Option<Collection>, Option<InvoiceNow>) {
    let Found { document, state, balance, pays, .. } = &linked.found;
    let pays = pays.as_ref().filter(|_| *state == InvoiceState::Open);
    let collection = pays.and_then(|pays| {
        // As it was foreseen, unless it was swapped or its day has changed since.
        let foreseen = document.collection.as_ref().filter(|foreseen| foreseen.from == pays.card);
        Some(Collection {
            from: pays.card.clone(),
            last4: foreseen.map(|foreseen| foreseen.last4.clone()).unwrap_or_default(),
            on: pays.on.filter(|_| !pays.charging)?,
            debit: foreseen.and_then(|foreseen| foreseen.debit.clone()),
        })
    });
    let now = InvoiceNow {
        state: *state,
        balance: document.money(*balance),
        settled: linked.settled_at.map(Day::of),
        charging: pays.filter(|pays| pays.charging).map(|pays| pays.card.clone()),
    };
    (collection, Some(now))
}

/// The first day of a year, however far away.
pub(super) fn new_year(year: i64) -> Day {
    let year = year.clamp(0, 9_998);
    Moment::parse_day(&format!("{year:04}-01-01")).map_or(Day(0), Day::of)
}

fn year_of(day: Day) -> i64 {
    day.start().to_iso_day().split('-').next().and_then(|year| year.parse().ok()).unwrap_or_default()
}

/// The years in which something was issued, the latest first: before the first invoice there is no credit note.
fn years(archive: &Archive) -> Vec<i64> {
    let last = archive.last.max(archive.last_credit);
    archive.first.zip(last).map_or_else(Vec::new, |(first, last)| (year_of(first)..=year_of(last)).rev().collect())
}
