//! The lines and the sums: a table that goes on on the next sheet under the same head.

use std::num::NonZeroU32;

use krilla::tagging::{TableHeaderScope, Tag};
use teamwork::rules::{
    invoice::{Document, Line, SetOff},
    money::write_amount,
};

use super::{
    paper::{LEFT, Paper, RIGHT, Side, Style},
    print::Branch,
};

/// Where the columns begin, or end when they hold amounts.
const DAYS: f32 = LEFT + 200.0;
const PRICE: f32 = LEFT + 410.0;
const HEADS: [(&str, Side); 4] = [
    ("App and plan", Side::Left(LEFT)),
    ("Days", Side::Left(DAYS)),
    ("A month", Side::Right(PRICE)),
    ("Net", Side::Right(RIGHT)),
];
/// How wide the columns are.
const WIDTHS: [f32; 4] = [DAYS - LEFT - 10.0, PRICE - DAYS - 60.0, 60.0, 60.0];
/// Above and below a row.
const PADDING: f32 = 3.0;
const ROW: f32 = Style::TEXT.leading() + 2.0 * PADDING;

/// The table.
pub fn lines(paper: &mut Paper, document: &Document) -> Branch {
    paper.make_room(2.0 * ROW);
    let head = head(paper);
    let sums = sums(document);
    let last = document.lines.len().saturating_sub(1);
    let mut rows = Vec::new();
    for (at, line) in document.lines.iter().enumerate() {
        // Sums do not stand alone on a sheet.
        let below = if at == last { sums.len() as f32 * ROW } else { 0.0 };
        rows.push(row(paper, line, below));
    }
    let foot: Vec<Branch> = sums.into_iter().map(|sum| sum_row(paper, sum)).collect();
    let parts = [Branch::of(Tag::THead, [head]), Branch::of(Tag::TBody, rows), Branch::of(Tag::TFoot, foot)];
    Branch::of(Tag::Table.with_summary(Some(summary(document).to_owned())), parts)
}

fn summary(document: &Document) -> &'static str {
    if document.corrects.is_some() { "What is credited, and the sums." } else { "What is billed, and the sums." }
}

fn head(paper: &mut Paper) -> Branch {
    let mut cells = Vec::new();
    for (text, side) in HEADS {
        let words = paper.set(text, Style::LABEL, RIGHT - LEFT);
        let pieces = paper.write(&words, Style::LABEL, side, 0.0);
        cells.push(Branch::new(Tag::TH(TableHeaderScope::Column), pieces));
    }
    below_head(paper);
    Branch::of(Tag::TR, cells)
}

/// The same head on the next sheet, for the eye alone.
fn head_again(paper: &mut Paper) {
    for (text, side) in HEADS {
        paper.adorn(text, Style::LABEL, side);
    }
    below_head(paper);
}

fn below_head(paper: &mut Paper) {
    paper.skip(Style::LABEL.leading() + PADDING);
    paper.rule();
    paper.skip(PADDING);
}

/// One line, with so much room below it.
fn row(paper: &mut Paper, line: &Line, below: f32) -> Branch {
    let texts =
        [format!("{}, {}", line.app, line.plan), days(line), write_amount(line.price), write_amount(line.amount)];
    let mut cells = Vec::new();
    for (text, width) in texts.iter().zip(WIDTHS) {
        cells.push(paper.set(text, Style::TEXT, width));
    }
    let height = Style::TEXT.leading() * cells.iter().map(Vec::len).max().unwrap_or(1) as f32;
    if paper.make_room(height + 2.0 * PADDING + below) {
        head_again(paper);
    }
    paper.skip(PADDING);
    let mut branches = Vec::new();
    for (cell, (_, side)) in cells.iter().zip(HEADS) {
        branches.push(Branch::new(Tag::TD, paper.write(cell, Style::TEXT, side, 0.0)));
    }
    paper.skip(height + PADDING);
    paper.rule();
    Branch::of(Tag::TR, branches)
}

/// The days of a line in few words: all of them are of one month.
fn days(line: &Line) -> String {
    let Line { from, through, days, of_month, .. } = line;
    let first = from.to_string();
    let span = match first.split_once(' ') {
        Some((first, _)) if from != through => format!("{first} to {through}"),
        _ => first,
    };
    format!("{span} · {days} of {of_month}")
}

fn sums(document: &Document) -> Vec<(String, i64, Style)> {
    let mut sums = vec![
        ("Sum, net".into(), document.net, Style::TEXT),
        (format!("VAT {}", document.tax.percent()), document.tax.amount, Style::TEXT),
        (format!("Total in {}", document.currency), document.total, Style::STRONG),
    ];
    if !document.set_off.is_empty() {
        let paid = |part: &SetOff| (format!("Paid by credit note {}", part.credit_note), -part.amount, Style::TEXT);
        sums.extend(document.set_off.iter().map(paid));
        sums.push((format!("To be paid in {}", document.currency), document.payable(), Style::STRONG));
    }
    sums
}

fn sum_row(paper: &mut Paper, (words, amount, style): (String, i64, Style)) -> Branch {
    if paper.make_room(ROW) {
        head_again(paper);
    }
    paper.skip(PADDING);
    let words = paper.set(&words, style, RIGHT - DAYS);
    let amount = paper.set(&write_amount(amount), style, RIGHT - LEFT);
    let words = paper.write(&words, style, Side::Left(DAYS), 0.0);
    let amount = paper.write(&amount, style, Side::Right(RIGHT), 0.0);
    paper.skip(style.leading() + PADDING);
    let head = Tag::TH(TableHeaderScope::Row).with_col_span(NonZeroU32::new(3));
    Branch::of(Tag::TR, [Branch::new(head, words), Branch::new(Tag::TD, amount)])
}
