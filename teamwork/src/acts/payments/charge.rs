//! Charging cards for invoices (4.5, E68, E73): the intent first, then the provider.

use std::sync::Arc;

use crate::{
    acts::{Actor, Guest, Trouble, Warren, within},
    letters::Letter,
    ports::{ChargeOrder, ChargeOutcome},
    rules::{
        day::Day,
        id::{ChargeId, InvoiceId},
        invoice::{InvoiceNumber, InvoiceState, PaidNow},
        limit::Limit,
        log::Event,
        money::Money,
        payment::{CardMonth, ChargeState, DEBIT_PATIENCE, Decline, KEY_LIFE, LEAST_CHARGE, Means, next_look},
        permission::Action,
        problem::{Conflict, Problem, Thing},
    },
    store::{
        charges::{Charge, Chargeable, OrderedBy},
        db::Tx,
        log::{Change, Entry, Topic},
    },
};

/// So many days after the day that was announced an account is debited still.
const LATE_DAYS: i64 = 2;

impl Warren {
    /// Charges the cards that are to be charged by today, and asks after the charges that are not decided: a bounded batch;
    /// answers how many were due, also when the provider was silent and the rest of them waits.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn charge_cards(self: &Arc<Self>) -> Result<u64, Problem> {
        if !self.takes_cards() {
            return Ok(0);
        }
        let house = self.house();
        let debits = self.names_creditor();
        let due = self.db.invoices_to_charge(Day::of(house.at), debits).await.map_err(|error| self.broken(error))?;
        for invoice in &due {
            // One that does not work keeps no other from being charged.
            match house.charge_due(*invoice).await {
                Ok(true) => {}
                Ok(false) => break,
                Err(problem) => tracing::error!(%problem, "an invoice could not be charged; the clock tries again"),
            }
        }
        Ok(due.len() as u64)
    }

    /// Asks the provider after the charges that are not decided: a bounded batch; answers how many there were, as above.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tend_charges(self: &Arc<Self>) -> Result<u64, Problem> {
        if !self.takes_cards() {
            return Ok(0);
        }
        let house = self.house();
        let open = self.db.charges_to_look_at(house.at).await.map_err(|error| self.broken(error))?;
        for charge in &open {
            match house.settle_charge(charge).await {
                Ok(true) => {}
                Ok(false) => break,
                Err(problem) => {
                    tracing::error!(charge = %charge.id, %problem, "a charge could not be settled; the clock tries again");
                }
            }
        }
        Ok(open.len() as u64)
    }

    /// Tells the people of a card that it expires next month, once (M34): a bounded batch; answers how many were looked at
    /// without a failure.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tell_of_expiring_cards(self: &Arc<Self>) -> Result<u64, Problem> {
        let house = self.house();
        let until = CardMonth::of(Day::of(house.at)).plus(1);
        let expiring = self.db.cards_that_expire(until).await.map_err(|error| self.broken(error))?;
        let mut count = 0;
        for contact in &expiring {
            // One that does not work keeps nobody else from hearing of theirs.
            let told: Result<(), Problem> = within!(&house, |tx| {
                let Some(payer) = tx.payer_untold(*contact).await? else { return Ok(()) };
                let letter = Letter::CardExpires {
                    company: payer.company.clone(),
                    slug: Some(payer.slug.clone()),
                    contact: payer.contact.clone(),
                    contact_id: payer.contact_id,
                    card: payer.card(),
                    month: payer.expires.map_or(until, CardMonth::from_ordinal),
                };
                let letters = [&letter, &letter.outside()];
                tx.post_to_payers(payer.company_id, letters, [&payer.email, &payer.email], house.at).await?;
                let entry = house.entry(Event::CardExpiryNoticed).within(payer.company_id);
                tx.record(entry.to(payer.contact_id)).await?;
            });
            match told {
                Ok(()) => count += 1,
                Err(problem) => tracing::error!(%problem, "nobody could be told that a card expires"),
            }
        }
        if !expiring.is_empty() {
            self.mail_waits.notify_one();
        }
        Ok(count)
    }
}

/// What was begun by "Pay now".
enum Ordered {
    Charge(Box<Charge>),
    /// A debit on this day.
    Debit(Day),
}

impl Actor {
    /// Charges the card for an open invoice now (row 43), or announces the debit of the account for the first day on which it
    /// may be made. Answers what became of the invoice: while the bank thinks, it is open still; when it did not agree, also
    /// why.
    ///
    /// # Errors
    /// When the policy refuses, there is no such invoice, nothing or too little of it is open, there is no card, a charge of
    /// it is under way, or accounts are not debited here any more.
    pub async fn pay_invoice_now(&self, slug: &str, number: &str) -> Result<PaidNow, Problem> {
        // What is no number is the number of nothing, which only a member hears.
        let number = number.parse().unwrap_or(InvoiceNumber { series: String::new(), number: 0 });
        let guest = &self.guest;
        let ordered = within!(guest, |tx| {
            let me = self.stand(tx, slug).await?;
            let permit = me.may(Action::PayInvoice)?;
            let found = tx.chargeable_of(me.company_id, &number).await?.ok_or(Thing::Invoice)?;
            guest.payments()?;
            if found.state != InvoiceState::Open {
                return Err(Conflict::InvoiceSettled.into());
            }
            if found.payer.charging {
                return Err(Conflict::ChargeUnderWay.into());
            }
            if found.balance < LEAST_CHARGE {
                return Err(Conflict::TooLittle.into());
            }
            guest.count_within(tx, Limit::ChargesPerInvoice, &found.id.to_string()).await?;
            let (event, ordered, words) = match found.means() {
                Means::Sepa => match guest.order_debit(tx, &found).await? {
                    (on, Some(words)) => (Event::DebitOrdered, Ordered::Debit(on), words),
                    (on, None) => return Ok(Ordered::Debit(on)),
                },
                Means::Card => {
                    let charge = guest.write_down(tx, &found, true).await?.ok_or(Conflict::NoCard)?;
                    let words = charge.amount.to_string();
                    (Event::ChargeBegun, Ordered::Charge(Box::new(charge)), words)
                }
            };
            let entry = self.entry(event).allowed(permit).within(me.company_id).to(&number);
            tx.record(entry.change(None, Some(&words))).await?;
            ordered
        })?;
        let charge = match ordered {
            Ordered::Charge(charge) => charge,
            Ordered::Debit(on) => {
                guest.warren.mail_waits.notify_one();
                return Ok(PaidNow { state: InvoiceState::Open, declined: None, debit_on: Some(on) });
            }
        };
        guest.settle_charge(&charge).await?;
        guest.warren.db.paid_now(charge.id).await.map_err(|error| guest.tell(error))
    }
}

impl Guest {
    /// Whoever pays by debits hears of each before: it is made as soon as that allows. Answers when, and how much
    /// and when in words, unless that was announced already.
    async fn order_debit(&self, tx: &mut Tx, found: &Chargeable) -> Result<(Day, Option<String>), Trouble> {
        if !self.warren.names_creditor() {
            return Err(Conflict::NoSepa.into());
        }
        let today = Day::of(self.at);
        let on = today.plus(Means::Sepa.notice());
        if let Some(known) = found.charge_on.filter(|known| (today..=on).contains(known)) {
            return Ok((known, None));
        }
        tx.charge_again(found.id, Some(on), found.charges_failed).await?;
        self.announce_debit(tx, found).await?;
        found.company_id.into_iter().for_each(|company| tx.announce(Change::Company(company, Topic::Billing)));
        Ok((on, Some(format!("{} on {on}", Money::new(found.balance, &found.currency)))))
    }

    /// Answers whether the provider was there to be asked.
    async fn charge_due(&self, invoice: InvoiceId) -> Result<bool, Problem> {
        let charge = within!(self, |tx| {
            let found = tx.chargeable(invoice).await?.ok_or(Thing::Invoice)?;
            // The list is older than the lock: whoever had it may have charged it, or moved the day.
            let today = Day::of(self.at);
            let is_due = found.charge_on.is_some_and(|on| on <= today);
            if found.state != InvoiceState::Open || found.payer.charging || !is_due {
                return Ok(None);
            }
            // What nobody could debit for days is no longer what was announced.
            let is_late = found.charge_on.is_some_and(|on| on.plus(LATE_DAYS) < today) && found.balance >= LEAST_CHARGE;
            let (event, charge, words) = if found.means() == Means::Sepa && is_late {
                let (_, Some(words)) = self.order_debit(tx, &found).await? else { return Ok(None) };
                (Event::DebitOrdered, None, words)
            } else {
                // Its Billing Contact pays by bank transfer by now, or is gone; or too little is open.
                let Some(charge) = self.write_down(tx, &found, false).await? else { return Ok(None) };
                let words = charge.amount.to_string();
                (Event::ChargeBegun, Some(charge), words)
            };
            let entry = self.entry(event).to(InvoiceNumber { series: found.series, number: found.number });
            let entry = found.company_id.into_iter().fold(entry, Entry::within);
            tx.record(entry.change(None, Some(&words))).await?;
            charge
        })?;
        match charge {
            Some(charge) => self.settle_charge(&charge).await,
            None => {
                self.warren.mail_waits.notify_one();
                self.warren.db.charge_never(invoice).await.map(|_| true).map_err(|error| self.tell(error))
            }
        }
    }

    /// Writes a charge of what is open down, if there is a card, and it is enough. What is tried by hand uses up no try of the clock.
    async fn write_down(&self, tx: &mut Tx, found: &Chargeable, by_hand: bool) -> Result<Option<Charge>, Trouble> {
        // A provider would refuse it.
        if found.balance < LEAST_CHARGE {
            return Ok(None);
        }
        let (Some(customer), Some(method)) = (found.payer.customer.clone(), found.payer.method.clone()) else {
            return Ok(None);
        };
        let charge = Charge {
            id: ChargeId::new(self.at, self.warren.chance.bytes()),
            invoice: found.id,
            number: InvoiceNumber { series: found.series.clone(), number: found.number },
            amount: Money::new(found.balance, &found.currency),
            customer,
            method,
            means: found.means(),
            brand: found.payer.brand.clone(),
            last4: found.payer.last4.clone(),
            state: ChargeState::Begun,
            begun_at: self.at,
            ordered_by: match by_hand {
                true => OrderedBy::Person { resume_on: found.charge_on },
                false => OrderedBy::Clock,
            },
        };
        tx.begin_charge(&charge, next_look(self.at, self.at)).await?;
        Ok(Some(charge))
    }

    /// Asks the provider after a charge, tells it of one that it has not heard of while its key holds, and takes over what it
    /// says. Answers whether it was there to be asked.
    pub(super) async fn settle_charge(&self, charge: &Charge) -> Result<bool, Problem> {
        let payments = self.payments()?;
        let later = next_look(charge.begun_at, self.at);
        self.warren.db.look_at_charge_later(charge.id, later).await.map_err(|error| self.tell(error))?;
        let number = charge.number.to_string();
        let (amount, about) = (&charge.amount, number.as_str());
        let (customer, method, means) = (&charge.customer, &charge.method, charge.means);
        let order = ChargeOrder { id: charge.id, amount, customer, method, means, about };
        // The first time there is nothing to look at. After that looking comes first, because under the same key the provider
        // repeats what it said then, however that has ended since.
        let is_first = charge.begun_at == self.at;
        let known = if is_first { Ok(None) } else { payments.look_at_charge(order).await };
        let answer = match known {
            Ok(None) if self.at.since(charge.begun_at) < KEY_LIFE => payments.charge(order).await.map(Some),
            known => known,
        };
        match answer {
            Ok(Some(ChargeOutcome::Paid { reference, amount })) => self.charged(charge, reference, &amount).await?,
            Ok(Some(ChargeOutcome::Failed { reference, why })) => {
                self.not_charged(charge, reference, why, None).await?
            }
            Ok(None) => self.not_charged(charge, None, Decline::Lost, None).await?,
            Ok(Some(ChargeOutcome::Waits)) if self.at.since(charge.begun_at) > DEBIT_PATIENCE => {
                tracing::error!(charge = %charge.id, %number, "the bank has not decided a charge for three weeks");
            }
            Ok(Some(ChargeOutcome::Waits)) => {}
            Err(silence) => {
                tracing::warn!(charge = %charge.id, ?silence, "the payment provider does not answer");
                return Ok(false);
            }
        }
        Ok(true)
    }
}
