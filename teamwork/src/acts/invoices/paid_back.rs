//! What is left of a credit note becomes money again: the operator has transferred it, or it goes back to the card that paid
//! the invoice. What goes to a card is used up in the same transaction, and sent by the clock (I28).

use crate::{
    acts::{Guest, Operator, Trouble, within},
    letters::Letter,
    rules::{
        id::RefundId,
        invoice::{InvoiceNumber, PayBack},
        log::Event,
        money::{Money, Part, Share},
        payment::spread,
        problem::{Conflict, Problem, Thing, Why},
    },
    store::{
        credit_writes::Credit,
        db::Tx,
        dunning::Debtor,
        log::{Change, Entry, Topic},
        refunds::{Charged, NewRefund},
    },
};

impl Operator {
    /// Pays back money of a credit note: notes what was transferred, or sends it to the card that paid the invoice. It is a
    /// part of what is left, and for a card at most what it has paid; or all of that.
    ///
    /// # Errors
    /// When there is no such credit note, nothing of it is left or another sum than was seen, the amount is none or too much,
    /// no card paid the invoice, or cards are not taken here.
    pub async fn pay_credit_back(&self, number: &str, part: impl Into<Part<'_>>, by: PayBack) -> Result<(), Problem> {
        self.fresh()?;
        let number: InvoiceNumber = number.parse().map_err(|_| Problem::NotFound(Thing::CreditNote))?;
        let share = part.into().read()?;
        let guest = self.guest();
        if by == PayBack::Card {
            guest.payments()?;
        }
        within!(guest, |tx| {
            // Whoever issues the next invoice would set it off: the Company and the Billing Contact come first. Whoever sends
            // back what paid the same invoice waits for the invoice.
            let debtor = tx.creditor_of(&number).await?;
            let charged = match by {
                PayBack::Card => tx.charged_for(&number).await?,
                PayBack::Transfer => None,
            };
            let credit = tx.credit(&number).await?.ok_or(Thing::CreditNote)?;
            if credit.balance == 0 {
                return Err(Conflict::CreditUsed.into());
            }
            let paid = match charged {
                Some(charged) => self.send_to_card(tx, (&credit, debtor.as_ref()), &charged, share).await?,
                None => self.note_transfer(tx, &credit, share).await?,
            };
            let event = if by == PayBack::Card { Event::CreditToCard } else { Event::CreditPaidBack };
            let entry = credit.company_id.into_iter().fold(self.entry(event).to(&number), Entry::within);
            let [before, after] = [credit.balance, paid].map(|part| Money::new(part, &credit.currency).to_string());
            tx.record(entry.change(Some(&before), Some(&after))).await?;
            credit.company_id.into_iter().for_each(|company| tx.announce(Change::Company(company, Topic::Billing)));
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }

    async fn note_transfer(&self, tx: &mut Tx, credit: &Credit, share: Share) -> Result<i64, Trouble> {
        let paid = share.taken(credit.balance, credit.balance, Why::MoreThanLeft)?;
        tx.use_credit(credit.id, None, paid, self.guest().at).await?;
        Ok(paid)
    }

    /// Uses a part of a credit note up, writes down that it goes back to the card, and tells its payer.
    async fn send_to_card(
        &self,
        tx: &mut Tx,
        (credit, debtor): (&Credit, Option<&Debtor>),
        charged: &Charged,
        share: Share,
    ) -> Result<i64, Trouble> {
        let guest = self.guest();
        let room: i64 = charged.rooms.iter().map(|(_, room)| room).sum();
        if room == 0 {
            return Err(Conflict::NothingOnCard.into());
        }
        let paid = share.taken(credit.balance, credit.balance.min(room), Why::MoreThanLeft)?;
        for (charge, part) in spread(&charged.rooms, paid) {
            let position = tx.use_credit(credit.id, None, part, guest.at).await?;
            let new = NewRefund {
                id: RefundId::new(guest.at, guest.warren.chance.bytes()),
                charge,
                amount: &Money::new(part, &credit.currency),
                of: Some((credit.id, position)),
            };
            tx.begin_refund(new, guest.at).await?;
        }
        guest.tell_of_card(tx, (credit, debtor), charged, (paid, true)).await?;
        Ok(paid)
    }
}

impl Guest {
    /// Tells everybody who got the credit note that money of it goes back to the card, or that the card did not take it.
    pub(in crate::acts) async fn tell_of_card(
        &self,
        tx: &mut Tx,
        (credit, debtor): (&Credit, Option<&Debtor>),
        charged: &Charged,
        (amount, goes): (i64, bool),
    ) -> Result<(), Trouble> {
        let invoice = tx.issued_document(charged.invoice).await?;
        let letter = Letter::CreditToCard {
            number: credit.written(),
            seller: invoice.seller.name.clone(),
            company: debtor.map_or_else(|| invoice.buyer.name.clone(), |debtor| debtor.company.clone()),
            invoice: invoice.number.clone(),
            amount: Money::new(amount, &credit.currency),
            goes,
        };
        let addresses = debtor.map_or_else(|| vec![invoice.buyer.email.clone()], Debtor::addresses);
        for address in addresses {
            tx.post(&address, &letter, self.at).await?;
        }
        Ok(())
    }
}
