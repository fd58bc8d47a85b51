//! What stands above and below the table: the parties, the dates, the tax, the account, the law.

use std::num::NonZeroU16;

use krilla::tagging::{ListNumbering, Tag};
use teamwork::rules::invoice::{Document, Party};

use super::{
    paper::{LEFT, Paper, Piece, RIGHT, Side, Style},
    pay::pay,
    print::Branch,
};

/// Where the second of two columns begins.
const MIDDLE: f32 = LEFT + (RIGHT - LEFT) / 2.0;
/// What becomes of a credit note.
const GIVEN: &str = "What of this amount was not paid yet is no longer to be paid. What was paid already is set off against \
                     open invoices and the next one, or paid back.";
/// Between two parts.
pub(super) const GAP: f32 = 16.0;

/// The title, the parties and the dates.
pub fn head(paper: &mut Paper, document: &Document, title: &str) -> Vec<Branch> {
    let mut branches = vec![heading(paper, 1, title, Style::TITLE)];
    paper.skip(10.0);
    let width = MIDDLE - LEFT - GAP;
    let (from, seller) = party(paper, "From", &document.seller, (LEFT, width));
    let (to, buyer) = party(paper, "To", &document.buyer, (MIDDLE, width));
    paper.skip(seller.max(buyer) + GAP);
    branches.extend(from);
    branches.extend(to);
    branches.push(dates(paper, document));
    branches
}

/// What follows the table.
pub fn tail(paper: &mut Paper, document: &Document) -> Vec<Branch> {
    let mut branches = Vec::new();
    let note = document.tax.rule.sentence();
    if !note.is_empty() {
        paper.skip(6.0);
        branches.push(paragraph(paper, note, Style::TEXT));
    }
    if let Some(corrects) = &document.corrects {
        for words in [&format!("Reason: {}", corrects.reason), GIVEN] {
            paper.skip(6.0);
            branches.push(paragraph(paper, words, Style::TEXT));
        }
    }
    branches.extend(pay(paper, document));
    if paper.lacks {
        let words = "A character that is shown as \u{fffd} cannot be printed here. \
                     The electronic invoice, which is attached to this file, has it.";
        paper.skip(GAP);
        branches.push(paragraph(paper, words, Style::LABEL));
    }
    if !document.legal.is_empty() {
        paper.skip(GAP);
        branches.push(paragraph(paper, &document.legal, Style::LABEL));
    }
    branches
}

pub(super) fn heading(paper: &mut Paper, level: u16, text: &str, style: Style) -> Branch {
    let lines = paper.set(text, style, RIGHT - LEFT);
    paper.make_room(style.leading() * lines.len() as f32);
    let pieces = paper.write(&lines, style, Side::Left(LEFT), 0.0);
    paper.skip(style.leading() * lines.len() as f32);
    Branch::new(Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some(text.to_owned())), pieces)
}

/// A text as wide as the sheet, which may go on on the next one.
pub(super) fn paragraph(paper: &mut Paper, text: &str, style: Style) -> Branch {
    let mut pieces = Vec::new();
    for line in paper.set(text, style, RIGHT - LEFT) {
        paper.make_room(style.leading());
        pieces.extend(paper.write(&[line], style, Side::Left(LEFT), 0.0));
        paper.skip(style.leading());
    }
    Branch::new(Tag::P, pieces)
}

/// Who sells or buys, in a column; answers how high it is.
fn party(paper: &mut Paper, label: &str, party: &Party, (left, width): (f32, f32)) -> ([Branch; 2], f32) {
    let side = Side::Left(left);
    let words = paper.set(label, Style::LABEL, width);
    let heading = Tag::Hn(NonZeroU16::MIN.saturating_add(1), Some(label.to_owned()));
    let heading = Branch::new(heading, paper.write(&words, Style::LABEL, side, 0.0));
    let mut down = Style::LABEL.leading();
    let mut parts = vec![(party.name.clone(), Style::STRONG)];
    let vat = party.vat_number.iter().map(|number| format!("VAT number {number}"));
    let contact = Some(party.email.clone()).filter(|email| !email.is_empty()).into_iter().chain(party.phone.clone());
    parts.extend(party.address().into_iter().chain(vat).chain(contact).map(|text| (text, Style::TEXT)));
    let mut branches = Vec::new();
    for (text, style) in parts {
        let lines = paper.set(&text, style, width);
        branches.push(Branch::new(Tag::P, paper.write(&lines, style, side, down)));
        down += style.leading() * lines.len() as f32;
    }
    ([heading, Branch::of(Tag::Div, branches)], down)
}

/// Number, issue, period, and when it is due or what it corrects: four in a row.
fn dates(paper: &mut Paper, document: &Document) -> Branch {
    let facts = [
        ("Number", document.number.to_string()),
        ("Issued", document.issued.to_string()),
        ("Period", format!("{} to {}", document.from, document.through)),
        match &document.corrects {
            Some(corrects) => ("Corrects invoice", format!("{} of {}", corrects.invoice, corrects.issued)),
            None => ("To be paid by", document.due.to_string()),
        },
    ];
    let starts = [0.0, 90.0, 175.0, 345.0];
    let branches = facts.into_iter().zip(starts).map(|((term, value), start)| {
        let side = Side::Left(LEFT + start);
        let (term, value) =
            (paper.set(term, Style::LABEL, RIGHT - LEFT), paper.set(&value, Style::TEXT, RIGHT - LEFT - start));
        let term = paper.write(&term, Style::LABEL, side, 0.0);
        let value = paper.write(&value, Style::TEXT, side, Style::LABEL.leading());
        fact(term, value)
    });
    let facts = Branch::of(Tag::L(ListNumbering::None), branches);
    paper.skip(Style::LABEL.leading() + Style::TEXT.leading() + GAP);
    facts
}

/// A word, and what stands for it.
pub(super) fn fact(term: Vec<Piece>, value: Vec<Piece>) -> Branch {
    Branch::of(Tag::LI, [Branch::new(Tag::Lbl, term), Branch::new(Tag::LBody, value)])
}
