//! What came of a charge (4.5, E73): it has paid, or it has not; in the same transaction everything that follows.

use super::ending::transfer_due;
use crate::{
    acts::{Guest, Trouble, within},
    letters::Letter,
    rules::{
        day::Day,
        dunning::Step,
        id::{InvoiceId, LinkId, RefundId},
        invoice::InvoiceState,
        log::Event,
        moment::DAY,
        money::Money,
        payment::{Decline, LEAST_CHARGE, Means, next_charge, split_taken},
        problem::{Problem, Thing},
    },
    store::{
        charges::{Charge, ChargeEnd, Chargeable, OrderedBy, Payer, PayerOf},
        db::Tx,
        dunning::{Debt, Debtor},
        invoices::Owed,
        log::{Change, Entry, Topic},
        refunds::NewRefund,
    },
};

impl Guest {
    /// The provider has taken money. What it took beside what it was told, or beside what is still owed, goes back.
    pub(super) async fn charged(&self, charge: &Charge, reference: String, taken: &Money) -> Result<(), Problem> {
        if *taken != charge.amount {
            tracing::error!(charge = %charge.id, %taken, "the provider took other money than it was told (I28)");
        }
        if taken.currency != charge.amount.currency {
            // It pays nothing, as if the provider had not heard what it was told.
            return self.not_charged(charge, Some(reference), Decline::Lost, Some(taken)).await;
        }
        within!(self, |tx| {
            let debtor = tx.debtor_of(&charge.number).await?;
            let Some(owed) = self.undecided(tx, charge).await? else { return Ok(()) };
            let watch_at = (charge.means == Means::Sepa).then(|| self.at.plus(DAY));
            let end = ChargeEnd { reference: Some(reference.clone()), why: None, taken: Some(taken.amount), watch_at };
            tx.end_charge(charge.id, end, self.at).await?;
            let balance = if owed.state == InvoiceState::Open { owed.balance } else { 0 };
            let (paid, back) = split_taken(taken, &charge.amount, balance);
            let state = match paid {
                0 => owed.state,
                paid => tx.pay_invoice(&owed, paid, self.at).await?,
            };
            let entry = about(self.entry(Event::ChargePaid), &owed, charge);
            tx.record(entry.change(None, Some(&taken.to_string()))).await?;
            self.pay_back(tx, charge, &owed, &Money::new(back, &taken.currency)).await?;
            owed.company_id.into_iter().for_each(|company| tx.announce(Change::Company(company, Topic::Billing)));
            if state == InvoiceState::Open {
                self.charge_the_rest(tx, debtor.as_ref(), charge).await?;
            } else if let Some(debtor) = &debtor {
                self.settled(tx, debtor).await?;
            }
        })?;
        self.warren.mail_waits.notify_one();
        Ok(())
    }

    /// The provider took too little: what credit notes do not pay either is charged the next day, if its Company is there
    /// still.
    async fn charge_the_rest(&self, tx: &mut Tx, debtor: Option<&Debtor>, charge: &Charge) -> Result<(), Trouble> {
        if self.credits_pay(tx, debtor, charge.invoice).await? {
            return Ok(());
        }
        let found = tx.chargeable(charge.invoice).await?.ok_or(Thing::Invoice)?;
        if found.balance < LEAST_CHARGE {
            // Credit notes may have brought it back a moment ago.
            let Some(debtor) = tx.debtor_of(&charge.number).await? else { return Ok(()) };
            return self.settled(tx, &debtor).await;
        }
        if found.company_id.is_none() {
            return self.tell_buyer(tx, charge.invoice, Money::new(found.balance, &found.currency)).await;
        }
        let on = Day::of(self.at).plus(found.means().notice().max(1));
        tx.charge_again(charge.invoice, Some(on), found.charges_failed).await?;
        self.announce_debit(tx, &found).await
    }

    /// The bank did not agree. What was taken all the same goes back.
    pub(super) async fn not_charged(
        &self,
        charge: &Charge,
        reference: Option<String>,
        why: Decline,
        taken: Option<&Money>,
    ) -> Result<(), Problem> {
        within!(self, |tx| {
            let debtor = tx.debtor_of(&charge.number).await?;
            let Some(owed) = self.undecided(tx, charge).await? else { return Ok(()) };
            let taken = taken.filter(|taken| taken.amount > 0);
            let amount = taken.map(|taken| taken.amount);
            let end = ChargeEnd { reference: reference.clone(), why: Some(why), taken: amount, watch_at: None };
            tx.end_charge(charge.id, end, self.at).await?;
            let entry = about(self.entry(Event::ChargeFailed), &owed, charge);
            tx.record(entry.change(None, Some(why.key()))).await?;
            if let Some(taken) = taken {
                self.pay_back(tx, charge, &owed, taken).await?;
            }
            // What was settled in another way meanwhile is nobody's failure.
            let is_open = owed.state == InvoiceState::Open;
            if is_open && !self.credits_pay(tx, debtor.as_ref(), charge.invoice).await? {
                self.stays_owed(tx, debtor.as_ref(), charge, why).await?;
            }
            owed.company_id.into_iter().for_each(|company| tx.announce(Change::Company(company, Topic::Billing)));
        })?;
        self.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Credit notes do not pay instead: M30, the next try by the timetable, and the Billing Contact is failing (4.5).
    async fn stays_owed(
        &self,
        tx: &mut Tx,
        debtor: Option<&Debtor>,
        charge: &Charge,
        why: Decline,
    ) -> Result<(), Trouble> {
        let found = tx.chargeable(charge.invoice).await?.ok_or(Thing::Invoice)?;
        let next = self.try_again(tx, charge, &found, why).await?;
        // Where the Company is gone nobody tries again.
        if why == Decline::Lost && found.company_id.is_some() {
            return self.announce_debit(tx, &found).await;
        }
        let open = Money::new(found.balance, &found.currency);
        self.tell_payers(tx, charge, open, (why, next)).await?;
        if let Some(debtor) = debtor {
            let failed = |debt: &Debt| (debt.id == charge.invoice).then_some(Step::Reminded);
            self.move_invoices(tx, debtor.id, false, failed).await?;
        }
        Ok(())
    }

    /// Answers the day of the next try of the clock, if there is one.
    async fn try_again(
        &self,
        tx: &mut Tx,
        charge: &Charge,
        found: &Chargeable,
        why: Decline,
    ) -> Result<Option<Day>, Trouble> {
        let today = Day::of(self.at);
        // What was entered meanwhile has a day of its own, of which its payer hears in time.
        if found.payer.method.as_ref() != Some(&charge.method) {
            let on = found.charge_on.map(|on| on.max(today.plus(found.means().notice())));
            tx.charge_again(charge.invoice, on, found.charges_failed).await?;
            return Ok(on);
        }
        let failed = found.charges_failed + i64::from(charge.ordered_by == OrderedBy::Clock);
        let next = match (why, charge.ordered_by) {
            // While a bank thought about what was ordered by hand, that day may have passed.
            (_, OrderedBy::Person { resume_on }) => {
                resume_on.map(|on| on.max(today.plus(charge.means.notice().max(1))))
            }
            // What the provider has not heard of is told anew, once as soon as that may be.
            (Decline::Lost, OrderedBy::Clock) if failed == 1 => Some(today.plus(charge.means.notice())),
            // Without the person it would only fail again.
            (why, OrderedBy::Clock) if why.wants_another() => None,
            (_, OrderedBy::Clock) => next_charge(failed, today),
        };
        tx.charge_again(charge.invoice, next, failed).await?;
        Ok(next)
    }

    /// M30, with what was charged and what is still open.
    pub(super) async fn tell_payers(
        &self,
        tx: &mut Tx,
        charge: &Charge,
        open: Money,
        (why, next): (Decline, Option<Day>),
    ) -> Result<(), Trouble> {
        let Some(PayerOf { payer, due_day }) = tx.payer_of(charge.invoice).await? else {
            return self.tell_buyer(tx, charge.invoice, open).await;
        };
        let letter = |link| Letter::ChargeFailed {
            number: charge.number.clone(),
            link,
            company: payer.company.clone(),
            slug: payer.slug.clone(),
            contact_id: payer.contact_id,
            card: charge.card().unwrap_or_else(|| payer.card()),
            amount: open.clone(),
            why,
            next,
            debit: payer.debit(&self.warren.seller()),
        };
        self.post_about_invoice(tx, &payer, (charge.invoice, due_day), letter).await
    }

    /// A mail about an invoice to the Owners, who find it in the archive, and to the address for invoices with a link that
    /// opens it without an account.
    pub(super) async fn post_about_invoice(
        &self,
        tx: &mut Tx,
        payer: &Payer,
        (invoice, due): (InvoiceId, Day),
        letter: impl Fn(Option<LinkId>) -> Letter,
    ) -> Result<(), Trouble> {
        let link = self.link_to_invoice(tx, (invoice, due), &payer.email).await?;
        let letters = [&letter(None), &letter(Some(link))];
        tx.post_to_payers(payer.company_id, letters, [&payer.email, &payer.email], self.at).await?;
        Ok(())
    }

    /// Where the Company is gone, nobody can pay on its pages: the address on the invoice hears that it is to be transferred.
    async fn tell_buyer(&self, tx: &mut Tx, invoice: InvoiceId, open: Money) -> Result<(), Trouble> {
        let document = tx.issued_document(invoice).await?;
        let address = &document.buyer.email;
        let link = self.link_to_invoice(tx, (invoice, document.due), address).await?;
        let letter = transfer_due(link, (document.number, document.due), &document.buyer.name, open);
        tx.post(address, &letter, self.at).await?;
        Ok(())
    }

    /// Writes down that so much of a charge goes back.
    async fn pay_back(&self, tx: &mut Tx, charge: &Charge, owed: &Owed, back: &Money) -> Result<(), Trouble> {
        if back.amount > 0 {
            let id = RefundId::new(self.at, self.warren.chance.bytes());
            tx.begin_refund(NewRefund { id, charge: charge.id, amount: back, of: None }, self.at).await?;
            let entry = about(self.entry(Event::RefundBegun), owed, charge);
            tx.record(entry.change(None, Some(&back.to_string()))).await?;
        }
        Ok(())
    }

    /// The invoice, locked, if nobody has decided the charge meanwhile.
    async fn undecided(&self, tx: &mut Tx, charge: &Charge) -> Result<Option<Owed>, Trouble> {
        let owed = tx.owed(&charge.number).await?;
        Ok(if tx.is_charging(charge.id).await? { owed } else { None })
    }
}

fn about(entry: Entry, owed: &Owed, charge: &Charge) -> Entry {
    owed.company_id.into_iter().fold(entry.to(&charge.number), Entry::within)
}
