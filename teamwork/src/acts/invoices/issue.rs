//! The billing run (E68): one invoice a month for each Billing Contact, for the days that have passed.

use std::sync::Arc;

use super::{
    credit::{left, shares},
    link_ends,
};
use crate::{
    acts::{
        Guest, Trouble, Warren,
        secrets::{Keys, Purpose},
        within,
    },
    letters::{InvoiceNow, Letter},
    rules::{
        day::Day,
        dunning::Timetable,
        id::{BillingContactId, CompanyId, InvoiceId, LinkId},
        invoice::{Collection, Document, ISSUE_DELAY, InvoiceNumber, Party, SetOff, Tax, Terms, lines},
        log::Event,
        moment::DAY,
        payment::usable,
        problem::Problem,
    },
    store::{
        billing_run::{Buyer, Numbered},
        db::Tx,
        log::{Change, Topic},
    },
};

/// Who sells, who buys, and how an invoice is paid, as its mail says it.
pub(super) struct Names<'a> {
    pub seller: &'a str,
    pub company: &'a str,
    /// What is charged, and when.
    pub collection: Option<&'a Collection>,
    /// How it stands, when it is not new any more.
    pub now: Option<InvoiceNow>,
}

/// What became of a Billing Contact in a run.
enum Billed {
    Issued,
    /// It came to nothing, or to too little: its days wait for the next run.
    Carried,
    /// Another server was faster.
    Done,
}

impl Warren {
    /// Issues the invoices for the days before this month: a bounded batch, each in a transaction of its own; answers how
    /// many Billing Contacts were looked at. While the operator has not said who sells, nothing is issued and no day is
    /// lost.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn bill(self: &Arc<Self>) -> Result<u64, Problem> {
        let house = self.house();
        let before = Day::of(house.at.plus(-ISSUE_DELAY)).month().0;
        if !self.seller().is_complete() {
            return Ok(0);
        }
        let due = self.db.contacts_to_bill(before).await.map_err(|error| self.broken(error))?;
        let mut billed = 0;
        for contact in &due {
            match house.bill(*contact, before).await {
                Ok(()) => billed += 1,
                // One that does not work keeps nobody else from being billed.
                Err(problem) => tracing::error!(%contact, %problem, "a Billing Contact could not be billed"),
            }
        }
        if !due.is_empty() {
            self.mail_waits.notify_one();
        }
        Ok(billed)
    }
}

impl Guest {
    async fn bill(&self, contact: BillingContactId, before: Day) -> Result<(), Problem> {
        let least = self.warren.seller().carry_below.max(1);
        let billed: Billed = within!(self, |tx| {
            let Some(buyer) = tx.buyer(contact, before).await? else { return Ok(Billed::Done) };
            if !self.issue(tx, &buyer, before, least).await? {
                return Ok(Billed::Carried);
            }
            Billed::Issued
        })?;
        if matches!(billed, Billed::Carried) {
            self.warren.db.carry_forward(contact, before).await.map_err(|error| self.tell(error))?;
        }
        Ok(())
    }

    /// Bills what a Company has used through today, because it ends (E80), whatever it comes to. Where the operator has not
    /// said who sells, nobody can be asked for money, so nothing is issued.
    pub(in crate::acts) async fn bill_the_last_days(&self, tx: &mut Tx, company: CompanyId) -> Result<(), Trouble> {
        if !self.warren.seller().is_complete() {
            return Ok(());
        }
        for mut buyer in tx.last_buyers(company).await? {
            // Its card goes with the Company: this one is transferred.
            (buyer.card_brand, buyer.mandate) = (None, None);
            self.issue(tx, &buyer, Day::of(self.at).plus(1), 1).await?;
        }
        Ok(())
    }

    /// Issues the invoice for the days before `before`, if it comes to `least` at least. Answers whether it did.
    async fn issue(&self, tx: &mut Tx, buyer: &Buyer, before: Day, least: i64) -> Result<bool, Trouble> {
        let usage = tx.usage(buyer.id, buyer.billed_to, before).await?;
        let lines = lines(&usage, buyer.billed_to, before);
        let net = lines.iter().map(|line| line.amount).sum();
        let Some(from) = lines.iter().map(|line| line.from).min().filter(|_| net >= least) else { return Ok(false) };
        let seller = self.warren.seller();
        let number = tx.next_number(&seller.series, Numbered::Invoice).await?;
        let number = InvoiceNumber { series: seller.series.clone(), number };
        let (issued, through) = (Day::of(self.at), before.plus(-1));
        let terms = Terms {
            home: &seller.country,
            home_rate: seller.home_rate,
            country: &buyer.country,
            has_vat_number: buyer.vat_number.is_some(),
            day: through,
        };
        let tax = Tax::on(net, terms);
        // What credit notes have left is paid of it at once.
        let mut credits = tx.open_credits(buyer.id).await?;
        let used = usable(left(&credits), net + tax.amount);
        let paid = shares(&mut credits, used);
        let mut document = Document {
            number,
            issued,
            due: issued.plus(self.warren.house_rules().payment_term / DAY),
            from,
            through,
            currency: buyer.currency.clone(),
            legal: seller.legal.clone(),
            bank: seller.bank(),
            seller: seller.party(),
            buyer: as_party(buyer),
            lines,
            net,
            total: net + tax.amount,
            tax,
            set_off: paid.iter().map(|(one, amount)| SetOff { credit_note: one.written(), amount: *amount }).collect(),
            collection: None,
            corrects: None,
        };
        let is_charged = document.payable() > 0 && self.warren.takes_cards();
        document.collection = buyer.collection(issued, &seller.creditor).filter(|_| is_charged);
        let id = InvoiceId::new(self.at, self.warren.chance.bytes());
        let first = Timetable::of(&self.warren.house_rules()).first(document.due);
        // Where the operator gives few days to pay, what is charged by itself is charged before anybody is reminded.
        let dun_on = document.collection.as_ref().map_or(first, |collection| first.max(collection.on.plus(1)));
        tx.issue(id, buyer, &document, dun_on, self.at).await?;
        let collection = document.collection.as_ref();
        let names = Names { seller: &seller.name, company: &buyer.company, collection, now: None };
        self.post_invoice(tx, id, buyer, &document, &names).await?;
        let entry = self.entry(Event::InvoiceIssued).within(buyer.company_id).to(&document.number);
        tx.record(entry.change(None, Some(&document.money(document.total).to_string()))).await?;
        for (one, part) in &paid {
            self.set_off(tx, one, id, (&document.number, *part)).await?;
        }
        tx.announce(Change::Company(buyer.company_id, Topic::Billing));
        Ok(true)
    }

    /// M29, with a link of its own for each address.
    async fn post_invoice(
        &self,
        tx: &mut Tx,
        id: InvoiceId,
        buyer: &Buyer,
        document: &Document,
        names: &Names<'_>,
    ) -> Result<(), Trouble> {
        for address in buyer.addresses() {
            self.post_invoice_to(tx, id, &address, document, names).await?;
        }
        Ok(())
    }

    /// Mails a link to an invoice to one address.
    pub(super) async fn post_invoice_to(
        &self,
        tx: &mut Tx,
        id: InvoiceId,
        address: &str,
        document: &Document,
        names: &Names<'_>,
    ) -> Result<(), Trouble> {
        let link = self.link_to_invoice(tx, (id, document.due), address).await?;
        let letter = Letter::Invoice {
            number: document.number.clone(),
            link,
            seller: names.seller.to_owned(),
            company: names.company.to_owned(),
            charge: names.collection.map(|collection| (collection.from.clone(), collection.on)),
            debit: names.collection.and_then(|collection| collection.debit.clone()).map(|debit| debit.notice),
            set_off: Some(document.total - document.payable())
                .filter(|part| *part > 0)
                .map(|part| document.money(part)),
            total: document.money(document.total),
            from: document.from,
            through: document.through,
            due: document.due,
            now: names.now.clone(),
        };
        tx.post(address, &letter, self.at).await?;
        Ok(())
    }

    /// A link that opens an invoice without an account, for one address.
    pub(in crate::acts) async fn link_to_invoice(
        &self,
        tx: &mut Tx,
        (invoice, due): (InvoiceId, Day),
        address: &str,
    ) -> Result<LinkId, Trouble> {
        let link = LinkId::new(self.at, self.warren.chance.bytes());
        let hash = mail_secret(&self.warren.keys, link);
        tx.add_invoice_link(link, invoice, hash, address, link_ends(due, self.at)).await?;
        Ok(link)
    }
}

/// The hash of the secret in a mailed link to an invoice or a credit note.
pub(super) fn mail_secret(keys: &Keys, link: LinkId) -> Vec<u8> {
    keys.hashed(Purpose::Invoice, link)
}

fn as_party(buyer: &Buyer) -> Party {
    Party {
        name: buyer.name.clone(),
        street: buyer.street.clone(),
        postal_code: buyer.postal_code.clone(),
        city: buyer.city.clone(),
        country: buyer.country.clone(),
        vat_number: buyer.vat_number.clone(),
        email: buyer.email.clone(),
        phone: None,
    }
}
