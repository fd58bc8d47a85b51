//! Correcting an issued invoice (I26): it stays what it is, and a credit note takes back what was wrong. What of that was
//! still open is owed no more; what was paid already goes to other open invoices of the same Billing Contact, then to its
//! next one, or is paid back.

use super::{issue::mail_secret, link_ends};
use crate::{
    acts::{Guest, Operator, Trouble, operator::read_reason, within},
    letters::Letter,
    rules::{
        day::Day,
        id::{CreditNoteId, InvoiceId, LinkId},
        invoice::{CreditLine, Document, InvoiceNumber, InvoiceState, Wish, credit},
        log::Event,
        money::Money,
        payment::{LEAST_CHARGE, usable},
        problem::{Conflict, Problem, Thing},
    },
    store::{
        billing_run::Numbered,
        credit_writes::Credit,
        db::Tx,
        dunning::Debtor,
        invoices::Owed,
        log::{Change, Entry, Topic},
    },
};

impl Operator {
    /// Credits an issued invoice: of these lines so much, or all that is left of it; with a reason that its payer reads.
    /// Answers the number of the credit note. What is settled by it is settled as by a payment.
    ///
    /// # Errors
    /// When there is no such invoice, a card is being charged for it, less is left of it, or no reason is given.
    pub async fn credit_invoice(
        &self,
        number: &str,
        lines: &[CreditLine],
        reason: &str,
    ) -> Result<InvoiceNumber, Problem> {
        self.fresh()?;
        let number: InvoiceNumber = number.parse().map_err(|_| Problem::NotFound(Thing::Invoice))?;
        let (reason, wish, guest) = (read_reason(reason)?, Wish::read(lines)?, self.guest());
        let issued = within!(guest, |tx| {
            let debtor = tx.debtor_of(&number).await?;
            let owed = tx.owed(&number).await?.ok_or(Thing::Invoice)?;
            if guest.waits_for_bank(owed.charging) {
                // What the card pays at this moment is not known yet.
                return Err(Conflict::ChargeUnderWay.into());
            }
            let invoice = tx.issued_document(owed.id).await?;
            let credited = credit(&invoice, &tx.credited_lines(owed.id).await?, &wish)?;
            let series = guest.warren.seller().credit_series.clone();
            let next = tx.next_number(&series, Numbered::CreditNote).await?;
            let note = InvoiceNumber { series, number: next };
            let note = credited.document(&invoice, note, Day::of(guest.at), reason.clone());
            let id = CreditNoteId::new(guest.at, guest.warren.chance.bytes());
            tx.issue_credit_note(id, owed.id, &note, &credited.lines).await?;
            let entry = about(self.entry(Event::CreditNoteIssued), &owed, &note.number);
            tx.record(entry.change(Some(&number.to_string()), Some(&note.money(note.total).to_string()))).await?;
            guest.give_credit(tx, debtor.as_ref(), &owed, (id, &note)).await?;
            owed.company_id.into_iter().for_each(|company| tx.announce(Change::Company(company, Topic::Billing)));
            note.number
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(issued)
    }
}

impl Guest {
    /// Gives the payer what a credit note says, and tells them.
    async fn give_credit(
        &self,
        tx: &mut Tx,
        debtor: Option<&Debtor>,
        owed: &Owed,
        (id, note): (CreditNoteId, &Document),
    ) -> Result<(), Trouble> {
        let was_open = owed.balance.min(note.total);
        let mut settles = false;
        if was_open > 0 {
            tx.use_credit(id, Some(owed.id), was_open, self.at).await?;
            let state = tx.owe_less(owed.id, was_open, self.at).await?;
            // What is too little to be charged holds nothing up.
            let is_settled = state != InvoiceState::Open || owed.balance - was_open < LEAST_CHARGE;
            settles = owed.state == InvoiceState::Open && is_settled;
        }
        if let Some(debtor) = debtor {
            settles |= !self.set_credits_off(tx, debtor).await?.is_empty();
        }
        self.post_credit_note(tx, debtor, (id, note), was_open).await?;
        if let (Some(debtor), true) = (debtor, settles) {
            self.settled(tx, debtor).await?;
        }
        Ok(())
    }

    /// Sets what is left of the credit notes of a Billing Contact off against its open invoices, the ones due first at
    /// first; not against one that a card is being charged for, which has its turn when the charge has paid too little.
    /// Answers which of them are settled by that.
    async fn set_credits_off(&self, tx: &mut Tx, debtor: &Debtor) -> Result<Vec<InvoiceId>, Trouble> {
        let mut credits = tx.open_credits(debtor.id).await?;
        let mut settled = Vec::new();
        if credits.is_empty() {
            return Ok(settled);
        }
        for debt in tx.debts(debtor.id).await? {
            if tx.charged_since(debt.id).await?.is_some() {
                continue;
            }
            let used = usable(left(&credits), debt.balance);
            for (credit, part) in shares(&mut credits, used) {
                self.set_off(tx, &credit, debt.id, (&debt.number, part)).await?;
                if tx.owe_less(debt.id, part, self.at).await? != InvoiceState::Open {
                    settled.push(debt.id);
                }
            }
            if left(&credits) == 0 {
                break;
            }
        }
        Ok(settled)
    }

    /// A card is no longer being charged for an invoice, and something of it is open still: what is left of the credit notes
    /// of its Billing Contact pays it now. Answers whether it is settled by that.
    pub(in crate::acts) async fn credits_pay(
        &self,
        tx: &mut Tx,
        debtor: Option<&Debtor>,
        invoice: InvoiceId,
    ) -> Result<bool, Trouble> {
        let Some(debtor) = debtor else { return Ok(false) };
        let settled = self.set_credits_off(tx, debtor).await?;
        if !settled.is_empty() {
            self.settled(tx, debtor).await?;
        }
        Ok(settled.contains(&invoice))
    }

    /// Notes that a part of a credit note has paid an invoice.
    pub(super) async fn set_off(
        &self,
        tx: &mut Tx,
        credit: &Credit,
        invoice: InvoiceId,
        (number, part): (&InvoiceNumber, i64),
    ) -> Result<(), Trouble> {
        tx.use_credit(credit.id, Some(invoice), part, self.at).await?;
        let entry = self.entry(Event::CreditSetOff).to(credit.written());
        let entry = credit.company_id.into_iter().fold(entry, Entry::within);
        let amount = Money::new(part, &credit.currency).to_string();
        tx.record(entry.change(Some(&number.to_string()), Some(&amount))).await?;
        Ok(())
    }

    /// The letter, with a link of its own for each address. Where the Billing Contact is gone it goes to the address that
    /// stands on the invoice.
    async fn post_credit_note(
        &self,
        tx: &mut Tx,
        debtor: Option<&Debtor>,
        (id, note): (CreditNoteId, &Document),
        was_open: i64,
    ) -> Result<(), Trouble> {
        let addresses = debtor.map_or_else(|| vec![note.buyer.email.clone()], Debtor::addresses);
        let company = debtor.map_or(&note.buyer.name, |debtor| &debtor.company);
        for address in addresses {
            self.post_credit_note_to(tx, (id, note), &address, (company, was_open)).await?;
        }
        Ok(())
    }

    /// Mails a link to a credit note to one address. Of its total so much was open.
    pub(super) async fn post_credit_note_to(
        &self,
        tx: &mut Tx,
        (id, note): (CreditNoteId, &Document),
        address: &str,
        (company, was_open): (&str, i64),
    ) -> Result<(), Trouble> {
        let Some(correction) = &note.corrects else { return Ok(()) };
        let link = LinkId::new(self.at, self.warren.chance.bytes());
        let hash = mail_secret(&self.warren.keys, link);
        tx.add_credit_link(link, id, hash, address, link_ends(note.due, self.at)).await?;
        let letter = Letter::CreditNote {
            number: note.number.clone(),
            link,
            seller: note.seller.name.clone(),
            company: company.to_owned(),
            invoice: correction.invoice.clone(),
            reason: correction.reason.clone(),
            total: note.money(note.total),
            settled: note.money(was_open),
            left: note.money(note.total - was_open),
        };
        tx.post(address, &letter, self.at).await?;
        Ok(())
    }
}

/// What is left of these credit notes.
pub(super) fn left(credits: &[Credit]) -> i64 {
    credits.iter().map(|credit| credit.balance).sum()
}

/// Takes so much from these credit notes, the oldest first: from which of them how much.
pub(super) fn shares(credits: &mut [Credit], amount: i64) -> Vec<(Credit, i64)> {
    let (mut shares, mut open) = (Vec::new(), amount);
    for credit in credits {
        let part = credit.balance.min(open);
        if part > 0 {
            credit.balance -= part;
            open -= part;
            shares.push((credit.clone(), part));
        }
    }
    shares
}

fn about(entry: Entry, owed: &Owed, number: &InvoiceNumber) -> Entry {
    owed.company_id.into_iter().fold(entry.to(number), Entry::within)
}
