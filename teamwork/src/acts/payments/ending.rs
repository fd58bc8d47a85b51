//! The open invoices of a Company that ends (S3, S25): its cards go with it, so whatever they were to pay is to be transferred.

use crate::{
    acts::{Guest, Trouble},
    letters::Letter,
    rules::{
        day::Day,
        id::{CompanyId, LinkId},
        invoice::InvoiceNumber,
        money::Money,
        payment::LEAST_CHARGE,
    },
    store::{db::Tx, dunning::Debtor, payment_cards::Uncharged},
};

impl Guest {
    /// What was to be charged by itself is not any more, and everybody who gets the invoices and was told that there is
    /// nothing to do hears that it is to be transferred. What is being charged goes on: how that ends is told then.
    pub(in crate::acts) async fn charge_nothing_more(&self, tx: &mut Tx, company: CompanyId) -> Result<(), Trouble> {
        let mut debtor: Option<Debtor> = None;
        for invoice in tx.charge_none_of(company).await? {
            let Some(contact) = invoice.billing_contact_id.filter(|_| invoice.balance >= LEAST_CHARGE) else {
                continue;
            };
            let known = match debtor.take().filter(|known| known.id == contact) {
                Some(known) => Some(known),
                None => tx.debtor(contact).await?,
            };
            if let Some(known) = &known {
                self.ask_for_transfer(tx, known, &invoice).await?;
            }
            debtor = known;
        }
        Ok(())
    }

    async fn ask_for_transfer(&self, tx: &mut Tx, debtor: &Debtor, invoice: &Uncharged) -> Result<(), Trouble> {
        for address in debtor.addresses() {
            let link = self.link_to_invoice(tx, (invoice.id, invoice.due_day), &address).await?;
            let number = InvoiceNumber { series: invoice.series.clone(), number: invoice.number };
            let balance = Money::new(invoice.balance, &debtor.currency);
            let letter = transfer_due(link, (number, invoice.due_day), &debtor.company, balance);
            tx.post(&address, &letter, self.at).await?;
        }
        Ok(())
    }
}

/// What is asked for where the Company is gone: it has no pages any more, so the link is the only way to the invoice.
pub(super) fn transfer_due(link: LinkId, (number, due): (InvoiceNumber, Day), company: &str, balance: Money) -> Letter {
    let (link, company, slug) = (Some(link), company.to_owned(), String::new());
    Letter::PaymentDue { number, link, company, slug, balance, due, again: false, next: None }
}
