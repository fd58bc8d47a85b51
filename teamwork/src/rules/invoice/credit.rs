//! Credit notes (I26): an issued invoice never changes, so what is wrong with it is credited, as a whole or line by line,
//! up to what is left of each line. Tax is credited at the rate of the invoice, and rounded so that all of an invoice,
//! credited in however many parts, comes to exactly its tax.

use serde::{Deserialize, Serialize};

use super::InvoiceNumber;
#[cfg(feature = "store")]
use super::{Document, Line, Tax, tax::share};
use crate::rules::day::Day;
#[cfg(feature = "store")]
use crate::rules::{
    money::{Part, read_amount},
    problem::{Conflict, Field, Problem, Why},
};

/// Of which invoice a credit note takes something back, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Correction {
    pub invoice: InvoiceNumber,
    /// When that invoice was issued.
    pub issued: Day,
    pub reason: String,
}

/// What a credit note has paid of an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct SetOff {
    pub credit_note: InvoiceNumber,
    /// In minor units of the invoice's currency.
    pub amount: i64,
}

/// How money of a credit note is paid back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PayBack {
    /// The operator has transferred it.
    #[default]
    Transfer,
    /// The payment provider sends it to the card that paid the invoice.
    Card,
}

impl PayBack {
    /// The word in forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Transfer => "transfer",
            Self::Card => "card",
        }
    }
}

/// How much of one line is to be credited, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreditLine {
    /// The place of the line on the invoice, counted from 1.
    pub line: i64,
    /// Net, like "10.00"; empty is all that is left of the line.
    #[serde(default)]
    pub amount: String,
    /// What was left of the line when the amount was chosen, like "29.00": when another sum is left by now, nothing is
    /// credited, so that what is sent twice happens once. Empty asks nothing.
    #[serde(default)]
    pub left: String,
}

#[cfg(feature = "store")]
impl CreditLine {
    /// What is typed into one field for each line, beside what was `left` of it: an empty one credits nothing of its line.
    ///
    /// # Errors
    /// When all of them are empty.
    pub fn typed(amounts: &[String], left: &[String]) -> Result<Vec<Self>, Problem> {
        let left = |at: usize| left.get(at).cloned().unwrap_or_default();
        let lines: Vec<_> = (1..)
            .zip(amounts)
            .enumerate()
            .filter(|(_, (_, amount))| !amount.trim().is_empty())
            .map(|(at, (line, amount))| Self { line, amount: amount.clone(), left: left(at) })
            .collect();
        if lines.is_empty() {
            return Err(Problem::field(Field::Amount, Why::NotAnAmount));
        }
        Ok(lines)
    }
}

/// Which part of an invoice is to be credited.
#[cfg(feature = "store")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// All that is left of it.
    Everything,
    /// Parts of these lines.
    Lines(Vec<WishedLine>),
}

/// Which part of a line is to be credited, net.
#[cfg(feature = "store")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WishedLine {
    /// Its place on the invoice, counted from 1.
    pub line: i64,
    /// `None` is all that is left of it.
    pub amount: Option<i64>,
    /// What was seen to be left of it, when that is known.
    pub left: Option<i64>,
}

#[cfg(feature = "store")]
impl Wish {
    /// Reads what is to be credited of which lines. No lines are all of them.
    ///
    /// # Errors
    /// When an amount is none.
    pub fn read(lines: &[CreditLine]) -> Result<Self, Problem> {
        if lines.is_empty() {
            return Ok(Self::Everything);
        }
        let read = |text: &str| match text.trim() {
            "" => Ok(None),
            text => read_amount(text).ok().filter(|amount| *amount > 0).map(Some).ok_or(Why::NotAnAmount),
        };
        let read = |CreditLine { line, amount, left }: &CreditLine| {
            let seen = Part { amount: left, of: "" }.read().map_err(|flaw| flaw.why)?;
            Ok(WishedLine { line: *line, amount: read(amount)?, left: seen.amount })
        };
        let lines: Result<_, Why> = lines.iter().map(read).collect();
        lines.map(Self::Lines).map_err(|why| Problem::field(Field::Amount, why))
    }
}

/// What is credited: of which lines how much net, in the order of the invoice, and the sums.
#[cfg(feature = "store")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    pub lines: Vec<(i64, i64)>,
    pub net: i64,
    pub tax: i64,
}

/// What crediting this part of an invoice comes to, of whose lines so much net was credited before.
///
/// # Errors
/// When nothing is left of the invoice, less of a line than is asked for, or another sum of it than was seen.
#[cfg(feature = "store")]
pub fn credit(invoice: &Document, before: &[(i64, i64)], wish: &Wish) -> Result<Credit, Problem> {
    let left = left(invoice, before);
    let credited_before = invoice.net - left.iter().sum::<i64>();
    if credited_before == invoice.net {
        return Err(Conflict::InvoiceCredited.into());
    }
    let parts = match wish {
        Wish::Everything => left,
        Wish::Lines(lines) => parts(&left, lines)?,
    };
    let lines: Vec<_> = (1..).zip(parts).filter(|(_, part)| *part > 0).collect();
    let net: i64 = lines.iter().map(|(_, part)| part).sum();
    let tax = tax_of(invoice, credited_before + net) - tax_of(invoice, credited_before);
    Ok(Credit { lines, net, tax })
}

/// What is left of each line of an invoice, net, of whose lines so much was credited before.
#[cfg(feature = "store")]
pub fn left(invoice: &Document, before: &[(i64, i64)]) -> Vec<i64> {
    let credited = |place: i64| before.iter().filter(|(line, _)| *line == place).map(|(_, net)| net).sum::<i64>();
    (1..).zip(&invoice.lines).map(|(place, line)| line.amount - credited(place)).collect()
}

/// How much of each line is credited. What an invoice does not have, nothing is left of.
#[cfg(feature = "store")]
fn parts(left: &[i64], wished: &[WishedLine]) -> Result<Vec<i64>, Problem> {
    let more_than_left = || Problem::field(Field::Amount, Why::MoreThanLeft);
    let mut parts = vec![0; left.len()];
    for WishedLine { line, amount, left: seen } in wished {
        let place = usize::try_from(line.saturating_sub(1)).map_err(|_| more_than_left())?;
        let (Some(part), Some(left)) = (parts.get_mut(place), left.get(place)) else { return Err(more_than_left()) };
        if seen.is_some_and(|seen| seen != *left) {
            return Err(Conflict::AmountChanged.into());
        }
        let amount = amount.unwrap_or(*left - *part);
        *part += amount;
        if amount == 0 || *part > *left {
            return Err(more_than_left());
        }
    }
    Ok(parts)
}

/// The tax on so much of an invoice; on all of it, its tax.
#[cfg(feature = "store")]
fn tax_of(invoice: &Document, net: i64) -> i64 {
    if net == invoice.net { invoice.tax.amount } else { share(net, invoice.tax.rate) }
}

#[cfg(feature = "store")]
impl Credit {
    /// Net and tax together.
    pub const fn total(&self) -> i64 {
        self.net + self.tax
    }

    /// The credit note: between the parties of the invoice, as they stand there.
    pub fn document(&self, invoice: &Document, number: InvoiceNumber, issued: Day, reason: String) -> Document {
        let line = |(place, amount): &(i64, i64)| {
            let line = usize::try_from(*place - 1).ok().and_then(|place| invoice.lines.get(place));
            line.map(|line| Line { amount: *amount, ..line.clone() })
        };
        let lines: Vec<_> = self.lines.iter().filter_map(line).collect();
        Document {
            number,
            issued,
            due: issued,
            from: lines.iter().map(|line| line.from).min().unwrap_or(invoice.from),
            through: lines.iter().map(|line| line.through).max().unwrap_or(invoice.through),
            bank: None,
            collection: None,
            lines,
            net: self.net,
            tax: Tax { amount: self.tax, ..invoice.tax.clone() },
            total: self.total(),
            set_off: Vec::new(),
            corrects: Some(Correction { invoice: invoice.number.clone(), issued: invoice.issued, reason }),
            currency: invoice.currency.clone(),
            seller: invoice.seller.clone(),
            legal: invoice.legal.clone(),
            buyer: invoice.buyer.clone(),
        }
    }
}

#[cfg(all(test, feature = "store"))]
mod tests;
