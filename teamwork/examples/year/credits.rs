//! Credit notes: some invoices are wrong, and the operator takes back all of them or a part. What they come to, and where
//! the money goes, is held against books of their own.

use std::collections::BTreeMap;

use serde::Deserialize;
use teamwork::rules::invoice::{CreditLine, PayBack};

use super::{
    audit::Due,
    books::half_up,
    dice::Dice,
    house::{House, KeptCredit},
    prices::write_amount,
    year::Year,
};

/// A credit note as it has to be.
#[derive(Clone, Debug)]
pub struct Credit {
    pub number: String,
    pub buyer: String,
    pub currency: String,
    pub total: i64,
    document: String,
}

/// All of them; the place of one is its number less one.
#[derive(Default)]
pub struct Credits {
    pub issued: Vec<Credit>,
    /// What buyers have not got yet.
    pots: BTreeMap<String, i64>,
    /// What was paid back, for each currency.
    paid_back: BTreeMap<String, i64>,
}

/// The document of one, as far as money is concerned.
#[derive(Deserialize)]
struct Document {
    net: i64,
    tax: Tax,
    total: i64,
    corrects: Corrects,
}

#[derive(Deserialize)]
struct Tax {
    amount: i64,
}

#[derive(Deserialize)]
struct Corrects {
    invoice: String,
}

impl Credits {
    /// What the next invoice of a buyer is paid of by what is left for them.
    pub fn take(&mut self, buyer: &str, total: i64) -> i64 {
        let pot = self.pots.entry(buyer.to_owned()).or_default();
        let part = match total - total.min(*pot) {
            // No provider charges less than 0.50.
            1..50 => (total - 50).max(0),
            rest => total - rest,
        };
        *pot -= part;
        part
    }

    /// Nothing that was issued has changed, the numbers have no gap, and what is left for each buyer is what the books say.
    pub async fn close(&self, house: &House) {
        let all = house.credits(0).await;
        assert_eq!(all.len(), self.issued.len(), "as many credit notes as were issued");
        let mut left: BTreeMap<String, i64> = BTreeMap::new();
        for (place, (kept, credit)) in all.iter().zip(&self.issued).enumerate() {
            assert_eq!(kept.number, i64::try_from(place).unwrap() + 1, "the numbers have no gap");
            assert_eq!((&kept.document, kept.total), (&credit.document, credit.total), "{} as issued", credit.number);
            *left.entry(credit.buyer.clone()).or_default() += kept.balance;
        }
        for (buyer, pot) in &self.pots {
            assert_eq!(left.get(buyer).copied().unwrap_or_default(), *pot, "what is left for {buyer}");
        }
    }

    /// What was credited, paid back and left, for each currency.
    pub fn sums(&self) -> BTreeMap<String, [i64; 3]> {
        let mut sums: BTreeMap<String, [i64; 3]> = BTreeMap::new();
        let mut currencies = BTreeMap::new();
        for credit in &self.issued {
            sums.entry(credit.currency.clone()).or_default()[0] += credit.total;
            currencies.insert(credit.buyer.clone(), credit.currency.clone());
        }
        for (currency, paid_back) in &self.paid_back {
            sums.entry(currency.clone()).or_default()[1] += paid_back;
        }
        for (buyer, currency) in currencies {
            sums.entry(currency).or_default()[2] += self.pots.get(&buyer).copied().unwrap_or_default();
        }
        sums
    }
}

/// What is wrong with an invoice.
#[derive(Clone, Copy, Debug)]
pub enum Mistake {
    /// All of it that is not credited yet.
    All,
    /// A part of one line.
    Part,
    /// Of every line a part, by chance: nothing, a cent, or nearly all of it.
    Parts,
}

impl Year {
    /// Whether something is wrong with a new invoice, and on which day that is found: often before it is paid, sometimes
    /// long after.
    pub fn mistake(&self, buyer: &str) -> Option<(i64, Mistake)> {
        let mut dice = Dice::about(self.seed, &format!("{buyer} complains {}", self.today));
        if dice.roll(100) >= self.wrong {
            return None;
        }
        let mistake = *dice.pick(&[Mistake::All, Mistake::Part, Mistake::Parts])?;
        Some((i64::try_from(1 + dice.roll(60)).unwrap_or_default(), mistake))
    }

    /// Corrects an invoice, and takes down where the money went. Answers the place of the credit note.
    pub async fn correct(&mut self, place: usize, mistake: Mistake) -> Option<usize> {
        let before = self.archive.owed(place, &self.bank);
        let (number, parts) = (self.archive.invoices[place].number.clone(), self.parts(place, mistake));
        let line = |(at, part): (usize, &i64)| CreditLine {
            line: i64::try_from(at).unwrap_or_default() + 1,
            amount: write_amount(*part),
            left: String::new(),
        };
        let lines: Vec<_> = parts.iter().enumerate().filter(|(_, part)| **part > 0).map(line).collect();
        if lines.is_empty() {
            return None;
        }
        let asked: &[CreditLine] = if matches!(mistake, Mistake::All) { &[] } else { &lines };
        let answer = self.house.operator().credit_invoice(&number, asked, "It was wrong").await;
        let issued = self.done(answer)?.to_string();
        let invoice = &mut self.archive.invoices[place];
        let (net, tax) = credited(&invoice.due, &mut invoice.credited, &parts);
        let (total, buyer, currency) = (net + tax, invoice.buyer.clone(), invoice.currency.clone());
        let already = i64::try_from(self.archive.credits.issued.len()).unwrap();
        let kept = self.house.credits(already).await.remove(0);
        let told = format!("CN-{:06}", already + 1);
        assert_eq!((&issued, kept.number), (&told, already + 1), "the next number of the series");
        compare(&kept, &number, (net, tax, total));
        self.archive.credits.issued.push(Credit {
            number: told,
            buyer: buyer.clone(),
            currency,
            total,
            document: kept.document,
        });
        *self.archive.credits.pots.entry(buyer.clone()).or_default() += total;
        self.take_down(&buyer).await;
        // What was open of the invoice itself comes first.
        assert_eq!(self.archive.owed(place, &self.bank), before - before.min(total), "{number} after {issued}");
        Some(self.archive.credits.issued.len() - 1)
    }

    /// Pays back what is left of a credit note, the first half of it alone.
    pub async fn pay_back(&mut self, place: usize) {
        let credit = self.archive.credits.issued[place].clone();
        let left = self.house.credits(i64::try_from(place).unwrap()).await.remove(0).balance;
        for (part, typed) in [(left / 2, write_amount(left / 2)), (left - left / 2, String::new())] {
            if part == 0 && left > 0 {
                continue;
            }
            let answer = self.house.operator().pay_credit_back(&credit.number, typed.as_str(), PayBack::Transfer).await;
            if self.done(answer).is_some() {
                *self.archive.credits.pots.entry(credit.buyer.clone()).or_default() -= part;
                *self.archive.credits.paid_back.entry(credit.currency.clone()).or_default() += part;
            }
        }
    }

    /// How much of which line is to be credited.
    fn parts(&self, place: usize, mistake: Mistake) -> Vec<i64> {
        let invoice = &self.archive.invoices[place];
        let left = invoice.due.lines.iter().zip(&invoice.credited).map(|(line, credited)| line - credited);
        match mistake {
            Mistake::All => left.collect(),
            Mistake::Part => {
                let mut dice = Dice::about(self.seed, &format!("{} and a part of {}", invoice.buyer, self.today));
                let wrong = dice.roll(invoice.due.lines.len());
                let third = |(at, left): (usize, i64)| if at == wrong { (left + 2) / 3 } else { 0 };
                left.enumerate().map(third).collect()
            }
            Mistake::Parts => {
                let mut dice = Dice::about(self.seed, &format!("{} and parts of {}", invoice.buyer, self.today));
                left.map(|left| *dice.pick(&[0, left.min(1), (left - 1).max(0), left / 2]).unwrap_or(&0)).collect()
            }
        }
    }

    /// What credit notes have paid since because a card has not. What is left for a buyer never stands beside what they owe,
    /// unless a card is being charged for that, or so little of it is open as is charged at least.
    pub async fn set_off(&mut self) {
        let pots = &self.archive.credits.pots;
        let waiting: Vec<_> = pots.iter().filter(|(_, left)| **left > 0).map(|(buyer, _)| buyer.clone()).collect();
        for buyer in waiting {
            self.take_down(&buyer).await;
            if self.archive.credits.pots[&buyer] > 0 {
                assert_eq!(self.house.owed_without_a_charge(&buyer).await, [], "{buyer} has something left");
            }
        }
    }

    /// Takes down what credit notes have paid of the invoices of a buyer. It comes out of what is left for them.
    async fn take_down(&mut self, buyer: &str) {
        for (number, given) in self.house.given_to(buyer).await {
            let invoice = &mut self.archive.invoices[usize::try_from(number - 1).unwrap()];
            let more = given - invoice.given;
            invoice.given = given;
            *self.archive.credits.pots.entry(buyer.to_owned()).or_default() -= more;
        }
        assert!(self.archive.credits.pots[buyer] >= 0, "{buyer} got more than was left");
    }
}

/// Net and tax of these parts of an invoice, of whose lines so much was credited before: the tax is that on everything that
/// is credited now, less that on what was before.
fn credited(due: &Due, before: &mut [i64], parts: &[i64]) -> (i64, i64) {
    let so_far: i64 = before.iter().sum();
    let net: i64 = parts.iter().sum();
    assert!(so_far + net <= due.net);
    let tax_of = |net: i64| if net == due.net { due.tax } else { half_up(net * due.rate, 10_000) };
    before.iter_mut().zip(parts).for_each(|(line, part)| *line += part);
    (net, tax_of(so_far + net) - tax_of(so_far))
}

fn compare(kept: &KeptCredit, number: &str, due: (i64, i64, i64)) {
    let document: Document = serde_json::from_str(&kept.document).unwrap();
    assert_eq!((document.net, document.tax.amount, document.total), due, "a credit note about {number}");
    assert_eq!((document.corrects.invoice.as_str(), kept.total), (number, due.2));
}
