//! The books of the example: who pays which day of which App, from what the example itself did, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use teamwork::rules::id::BillingContactId;

use super::{
    calendar::{month_of, write},
    prices::Address,
};

/// What comes to less waits for the next month (E71).
const CARRY_BELOW: i64 = 50;
/// So many days after it was issued an invoice is due.
const TERM: i64 = 14;

/// Who pays a day of an App, and at which price a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    pub contact: usize,
    pub key: &'static str,
    pub plan: &'static str,
    pub price: i64,
}

/// An App, and from which day on which terms count; nobody pays where there are none.
#[derive(Clone, Debug)]
pub struct App {
    pub name: String,
    pub company: usize,
    terms: BTreeMap<i64, Option<Terms>>,
}

impl App {
    /// The terms that count last. Nothing when it is deleted.
    pub fn latest(&self) -> Option<&Terms> {
        self.terms.last_key_value().and_then(|(_, terms)| terms.as_ref())
    }

    /// The terms of one day.
    fn on(&self, day: i64) -> Option<&Terms> {
        self.terms.range(..=day).next_back().and_then(|(_, terms)| terms.as_ref())
    }
}

/// A Billing Contact.
#[derive(Clone, Debug)]
pub struct Contact {
    pub id: BillingContactId,
    pub company: usize,
    /// No other has it: by it the buyer of an invoice is known.
    pub name: String,
    pub currency: &'static str,
    pub address: Address,
    pub gone: bool,
    /// The first day that no invoice has billed.
    billed_to: i64,
    apps: BTreeSet<usize>,
}

/// A line as it has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub app: String,
    pub plan: String,
    pub from: i64,
    pub through: i64,
    pub price: i64,
    pub amount: i64,
}

/// An invoice as it has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    pub buyer: String,
    pub country: String,
    pub vat_number: String,
    pub currency: String,
    pub issued: i64,
    pub due: i64,
    pub from: i64,
    pub through: i64,
    pub lines: Vec<Line>,
    pub net: i64,
    pub rule: String,
    pub rate: i64,
    pub tax: i64,
    pub total: i64,
}

/// All of it.
#[derive(Default)]
pub struct Books {
    pub contacts: Vec<Contact>,
    pub apps: Vec<App>,
    /// How often a month came to too little.
    pub carried: u32,
}

impl Books {
    /// A Billing Contact is there from this day on.
    pub fn add_contact(
        &mut self,
        (id, company, name): (BillingContactId, usize, String),
        (currency, address): (&'static str, Address),
        day: i64,
    ) -> usize {
        let (gone, billed_to, apps) = (false, day, BTreeSet::new());
        self.contacts.push(Contact { id, company, name, currency, address, gone, billed_to, apps });
        self.contacts.len() - 1
    }

    /// An App is paid from this day on.
    pub fn begin(&mut self, name: String, company: usize, from: i64, terms: Terms) -> usize {
        self.apps.push(App { name, company, terms: BTreeMap::new() });
        self.turn(self.apps.len() - 1, from, terms);
        self.apps.len() - 1
    }

    /// From this day on an App has these terms, whatever was said of that day before.
    pub fn turn(&mut self, app: usize, from: i64, terms: Terms) {
        self.contacts[terms.contact].apps.insert(app);
        self.apps[app].terms.insert(from, Some(terms));
    }

    /// An App is deleted today, which is its last day.
    pub fn end(&mut self, app: usize, today: i64) {
        self.apps[app].terms.insert(today + 1, None);
    }

    /// The invoices for everything before this day, by their buyers.
    pub fn bill_month(&mut self, before: i64) -> BTreeMap<String, Expected> {
        let mut due = BTreeMap::new();
        for contact in 0..self.contacts.len() {
            if self.contacts[contact].gone {
                continue;
            }
            match self.bill(contact, before, before, CARRY_BELOW) {
                Ok(invoice) => drop(due.insert(invoice.buyer.clone(), invoice)),
                Err(net) => self.carried += u32::from(net > 0),
            }
        }
        due
    }

    /// The invoices for everything through today, whatever it comes to: their Company ends.
    pub fn bill_company(&mut self, company: usize, today: i64) -> BTreeMap<String, Expected> {
        let mut due = BTreeMap::new();
        for contact in 0..self.contacts.len() {
            if self.contacts[contact].company != company {
                continue;
            }
            self.contacts[contact].gone = true;
            if let Ok(invoice) = self.bill(contact, today + 1, today, 1) {
                due.insert(invoice.buyer.clone(), invoice);
            }
        }
        due
    }

    /// The invoice of one, or what it would have come to.
    fn bill(&mut self, contact: usize, before: i64, issued: i64, least: i64) -> Result<Expected, i64> {
        let lines = self.lines(contact, before);
        let net = lines.iter().map(|line| line.amount).sum();
        let Some(from) = lines.iter().map(|line| line.from).min().filter(|_| net >= least) else { return Err(net) };
        let contact = &mut self.contacts[contact];
        contact.billed_to = before;
        let Address { country, vat_number, rule, rate } = contact.address;
        let tax = half_up(net * rate, 10_000);
        Ok(Expected {
            buyer: contact.name.clone(),
            country: country.into(),
            vat_number: vat_number.into(),
            currency: contact.currency.into(),
            issued,
            due: issued + TERM,
            from,
            through: before - 1,
            lines,
            net,
            rule: rule.into(),
            rate,
            tax,
            total: net + tax,
        })
    }

    /// Day by day: what is alike on days that follow one another within a month is one line.
    fn lines(&self, contact: usize, before: i64) -> Vec<Line> {
        let mut lines = Vec::new();
        for app in self.contacts[contact].apps.iter().map(|app| &self.apps[*app]) {
            let mut run: Option<(i64, i64, &Terms)> = None;
            for day in self.contacts[contact].billed_to..=before {
                let terms = app.on(day).filter(|terms| terms.contact == contact && day < before);
                let (month, _) = month_of(day);
                run = match (run, terms) {
                    (Some((from, in_month, old)), Some(new)) if old == new && month == in_month => {
                        Some((from, in_month, old))
                    }
                    (ended, begun) => {
                        lines.extend(ended.map(|(from, _, terms)| line(app, from, day - 1, terms)));
                        begun.map(|terms| (day, month, terms))
                    }
                };
            }
        }
        lines.sort_by(|a, b| (&a.app, a.from).cmp(&(&b.app, b.from)));
        lines
    }
}

fn line(app: &App, from: i64, through: i64, terms: &Terms) -> Line {
    let (_, of_month) = month_of(from);
    let amount = half_up(terms.price * (through - from + 1), of_month);
    Line { app: app.name.clone(), plan: terms.plan.into(), from, through, price: terms.price, amount }
}

/// A fraction as a whole number; a half becomes one more.
pub fn half_up(whole: i64, parts: i64) -> i64 {
    whole / parts + i64::from(2 * (whole % parts) >= parts)
}

impl Expected {
    /// What is told of it when it is not there.
    pub fn sentence(&self) -> String {
        format!("{} of {} for {}, issued {}", self.total, self.currency, self.buyer, write(self.issued))
    }
}
