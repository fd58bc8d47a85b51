//! What stands above and below the table: the parties, the dates, the tax, the account, the law.

use std::num::NonZeroU16;

use krilla::tagging::{ListNumbering, Tag};
use qrcode::{Color, EcLevel, QrCode};
use teamwork::rules::invoice::{Document, Party};

use super::{
    paper::{LEFT, Mark, Paper, Piece, RIGHT, Side, Style},
    print::Branch,
};

/// How wide the picture for banking apps is.
const PICTURE: f32 = 92.0;
/// Where the second of two columns begins.
const MIDDLE: f32 = LEFT + (RIGHT - LEFT) / 2.0;
/// What becomes of a credit note.
const GIVEN: &str = "What of this amount was not paid yet is no longer to be paid. What was paid already is set off against \
                     open invoices and the next one, or paid back.";
/// Between two parts.
const GAP: f32 = 16.0;

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

fn heading(paper: &mut Paper, level: u16, text: &str, style: Style) -> Branch {
    let lines = paper.set(text, style, RIGHT - LEFT);
    paper.make_room(style.leading() * lines.len() as f32);
    let pieces = paper.write(&lines, style, Side::Left(LEFT), 0.0);
    paper.skip(style.leading() * lines.len() as f32);
    Branch::new(Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some(text.to_owned())), pieces)
}

/// A text as wide as the sheet, which may go on on the next one.
fn paragraph(paper: &mut Paper, text: &str, style: Style) -> Branch {
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
fn fact(term: Vec<Piece>, value: Vec<Piece>) -> Branch {
    Branch::of(Tag::LI, [Branch::new(Tag::Lbl, term), Branch::new(Tag::LBody, value)])
}

/// Where the money goes, together on one sheet. In euros a banking app reads all of it from a picture.
fn pay(paper: &mut Paper, document: &Document) -> Vec<Branch> {
    let payable = document.payable();
    let Some(bank) = document.bank.as_ref().filter(|_| payable > 0) else { return Vec::new() };
    let facts = [
        ("To", bank.holder.clone()),
        ("IBAN", bank.grouped_iban()),
        ("BIC", bank.bic.clone()),
        ("Amount", document.money(payable).to_string()),
        ("Reference", document.number.to_string()),
    ];
    paper.skip(GAP);
    paper.make_room(Style::HEAD.leading() + PICTURE + 8.0);
    let mut branches = vec![heading(paper, 2, "Pay by bank transfer", Style::HEAD)];
    paper.skip(4.0);
    let (mut list, mut down, indent) = (Vec::new(), 0.0_f32, 70.0);
    for (term, value) in facts.into_iter().filter(|(_, value)| !value.is_empty()) {
        let term = paper.set(term, Style::LABEL, indent);
        let value = paper.set(&value, Style::TEXT, RIGHT - LEFT - indent - PICTURE - GAP);
        let term = paper.write(&term, Style::LABEL, Side::Left(LEFT), down + Style::TEXT.size - Style::LABEL.size);
        let written = paper.write(&value, Style::TEXT, Side::Left(LEFT + indent), down);
        list.push(fact(term, written));
        down += Style::TEXT.leading() * value.len() as f32;
    }
    branches.push(Branch::of(Tag::L(ListNumbering::None), list));
    let picture = document.transfer(payable).and_then(|text| picture(paper, &text));
    if let Some(piece) = picture {
        let words = "The transfer as a picture for a banking app".to_owned();
        branches.push(Branch::new(Tag::Figure(Some(words)), [piece]));
        down = down.max(PICTURE);
    }
    paper.skip(down);
    branches
}

fn picture(paper: &mut Paper, text: &str) -> Option<Piece> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
    let (across, size) = (code.width(), PICTURE / code.width() as f32);
    let (left, top) = (RIGHT - PICTURE, paper.y);
    let colors = code.to_colors();
    let mut runs: Vec<(f32, f32, f32)> = Vec::new();
    for (at, row) in colors.chunks(across).enumerate() {
        let mut column = 0;
        for run in row.chunk_by(|one, next| one == next) {
            if run[0] == Color::Dark {
                runs.push((left + column as f32 * size, top + at as f32 * size, run.len() as f32 * size));
            }
            column += run.len();
        }
    }
    let piece = paper.piece();
    // A hair higher than it is apart, or screens show light between the rows.
    paper.draw(Mark::Squares { runs, high: size + 0.05, piece });
    Some(piece)
}
