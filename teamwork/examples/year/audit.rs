//! The comparison: what the house has issued, and what became of it, beside what the books say.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{
    bank::Bank,
    books::{Expected, Line},
    credits::Credits,
    house::{House, Kept},
};

/// The document of an invoice, as far as money is concerned.
#[derive(Deserialize)]
struct Document {
    number: String,
    issued: i64,
    due: i64,
    from: i64,
    through: i64,
    currency: String,
    buyer: Buyer,
    lines: Vec<Billed>,
    net: i64,
    tax: Tax,
    total: i64,
    #[serde(default)]
    set_off: Vec<SetOff>,
}

#[derive(Deserialize)]
struct SetOff {
    amount: i64,
}

#[derive(Deserialize)]
struct Buyer {
    name: String,
    country: String,
    vat_number: Option<String>,
}

#[derive(Deserialize)]
struct Billed {
    app: String,
    plan: String,
    from: i64,
    through: i64,
    days: i64,
    price: i64,
    amount: i64,
}

#[derive(Deserialize)]
struct Tax {
    rule: String,
    rate: i64,
    amount: i64,
}

/// An invoice that was issued, and what the example has done about it.
#[derive(Clone, Debug)]
pub struct Invoice {
    pub number: String,
    pub buyer: String,
    pub currency: String,
    pub total: i64,
    /// What the operator has seen on the account.
    pub transferred: i64,
    pub written_off: bool,
    /// What credit notes have paid of it.
    pub given: i64,
    /// Net, tax and total, and the net of each line.
    pub due: Due,
    /// How much of each line was credited.
    pub credited: Vec<i64>,
    document: String,
}

/// What an invoice came to.
#[derive(Clone, Debug)]
pub struct Due {
    pub lines: Vec<i64>,
    pub net: i64,
    pub rate: i64,
    pub tax: i64,
}

/// What a currency has come to: invoiced, paid, open, written off; credited, of that set off, paid back and left.
pub type Sums = [i64; 8];

/// All of them; the place of one is its number less one.
#[derive(Default)]
pub struct Archive {
    pub invoices: Vec<Invoice>,
    pub credits: Credits,
}

impl Archive {
    /// Reads what was issued since, and holds it against what had to be. Answers the places of the new ones.
    pub async fn take_in(&mut self, house: &House, mut expected: BTreeMap<String, Expected>) -> Vec<usize> {
        let already = self.invoices.len();
        for kept in house.invoices(whole(already)).await {
            let document = read(&kept);
            let told = format!("W-{:06}", self.invoices.len() + 1);
            assert_eq!((&document.number, &kept.series), (&told, &"W".to_owned()), "the next number of the series");
            let Some(due) = expected.remove(&document.buyer.name) else {
                panic!("{told} is for {}, who had nothing to pay: {}", document.buyer.name, kept.document)
            };
            compare(&document, &due);
            assert_eq!((kept.net, kept.tax, kept.total), (due.net, due.tax, due.total), "{told} beside its document");
            let given: i64 = document.set_off.iter().map(|part| part.amount).sum();
            assert_eq!(
                given,
                self.credits.take(&due.buyer, due.total),
                "{told}: paid by what was left of credit notes"
            );
            self.invoices.push(Invoice {
                number: told,
                given,
                credited: vec![0; due.lines.len()],
                due: Due {
                    lines: due.lines.iter().map(|line| line.amount).collect(),
                    net: due.net,
                    rate: due.rate,
                    tax: due.tax,
                },
                buyer: due.buyer,
                currency: due.currency,
                total: due.total,
                transferred: 0,
                written_off: false,
                document: kept.document,
            });
        }
        if let Some(missing) = expected.values().next() {
            panic!("there is no invoice: {}", missing.sentence());
        }
        (already..self.invoices.len()).collect()
    }

    /// What is still owed, by what was transferred, what the provider has taken and what credit notes have paid.
    pub fn owed(&self, place: usize, bank: &Bank) -> i64 {
        let invoice = &self.invoices[place];
        invoice.total - self.paid(place, bank) - invoice.given
    }

    /// What of it was paid in money.
    fn paid(&self, place: usize, bank: &Bank) -> i64 {
        let invoice = &self.invoices[place];
        invoice.transferred + bank.taken_for(&invoice.number)
    }

    /// At the end of the year: nothing that was issued has changed, and what is paid, open and written off is what the
    /// account and the provider say.
    pub async fn close(&self, house: &House, bank: &Bank) {
        let all = house.invoices(0).await;
        assert_eq!(all.len(), self.invoices.len(), "as many invoices as were issued");
        for (place, (kept, invoice)) in all.iter().zip(&self.invoices).enumerate() {
            let number = &invoice.number;
            assert_eq!(kept.number, whole(place) + 1, "the numbers have no gap");
            assert_eq!(kept.document, invoice.document, "{number} is as it was issued");
            let owed = self.owed(place, bank);
            let state = match (owed, invoice.written_off) {
                (0, _) => "paid",
                (_, true) => "written_off",
                (_, false) => "open",
            };
            let told = (kept.balance, kept.paid, kept.state.as_str());
            assert_eq!(
                told,
                (owed, self.paid(place, bank), state),
                "{number} of {}: balance, paid, state",
                invoice.buyer
            );
        }
        self.credits.close(house).await;
    }

    /// What each currency has come to. What was invoiced and what was credited is all accounted for.
    pub fn sums(&self, bank: &Bank) -> BTreeMap<String, Sums> {
        let mut sums: BTreeMap<String, Sums> = BTreeMap::new();
        for (place, invoice) in self.invoices.iter().enumerate() {
            let owed = self.owed(place, bank);
            let sum = sums.entry(invoice.currency.clone()).or_default();
            sum[0] += invoice.total;
            sum[1] += self.paid(place, bank);
            sum[if invoice.written_off { 3 } else { 2 }] += owed;
            sum[5] += invoice.given;
        }
        for (currency, [credited, paid_back, left]) in self.credits.sums() {
            let sum = sums.entry(currency).or_default();
            (sum[4], sum[6], sum[7]) = (credited, paid_back, left);
        }
        for (currency, [issued, paid, open, written_off, credited, set_off, paid_back, left]) in &sums {
            assert_eq!(*issued, paid + open + written_off + set_off, "{currency} that was invoiced");
            assert_eq!(*credited, set_off + paid_back + left, "{currency} that was credited");
        }
        sums
    }
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn read(kept: &Kept) -> Document {
    serde_json::from_str(&kept.document).unwrap_or_else(|error| panic!("invoice {}: {error}", kept.number))
}

fn compare(issued: &Document, due: &Expected) {
    let line = |line: &Billed| {
        assert_eq!(line.days, line.through - line.from + 1, "{}: days of {}", issued.number, line.app);
        let (app, plan) = (line.app.clone(), line.plan.clone());
        Line { app, plan, from: line.from, through: line.through, price: line.price, amount: line.amount }
    };
    let found = Expected {
        buyer: issued.buyer.name.clone(),
        country: issued.buyer.country.clone(),
        vat_number: issued.buyer.vat_number.clone().unwrap_or_default(),
        currency: issued.currency.clone(),
        issued: issued.issued,
        due: issued.due,
        from: issued.from,
        through: issued.through,
        lines: issued.lines.iter().map(line).collect(),
        net: issued.net,
        rule: issued.tax.rule.clone(),
        rate: issued.tax.rate,
        tax: issued.tax.amount,
        total: issued.total,
    };
    for (place, (found, due)) in found.lines.iter().zip(&due.lines).enumerate() {
        assert_eq!(found, due, "{}: line {}", issued.number, place + 1);
    }
    assert_eq!(&found, due, "{}: issued, and as it has to be", issued.number);
}
