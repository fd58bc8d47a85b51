//! How the invoice is paid: where the money goes, or from where it comes by itself.

use krilla::tagging::{ListNumbering, Tag};
use qrcode::{Color, EcLevel, QrCode};
use teamwork::rules::invoice::{BankAccount, Collection, Document};

use super::{
    paper::{LEFT, Mark, Paper, Piece, RIGHT, Side, Style},
    parts::{GAP, fact, heading, paragraph},
    print::Branch,
};

/// How wide the picture for banking apps is.
const PICTURE: f32 = 92.0;

/// The last part but the law; none when there is nothing to be paid.
pub fn pay(paper: &mut Paper, document: &Document) -> Vec<Branch> {
    match (&document.collection, &document.bank) {
        _ if document.payable() == 0 || document.corrects.is_some() => Vec::new(),
        (Some(collection), _) => collected(paper, document, collection),
        (None, Some(bank)) => transfer(paper, document, bank),
        (None, None) => Vec::new(),
    }
}

/// What is charged, so that nobody transfers it too.
fn collected(paper: &mut Paper, document: &Document, collection: &Collection) -> Vec<Branch> {
    let notice = collection.debit.as_ref().map(|debit| &debit.notice);
    let rows = [
        ("Amount", document.money(document.payable()).to_string()),
        ("Mandate", notice.map(|notice| notice.mandate.clone()).unwrap_or_default()),
        ("Creditor", notice.map(|notice| notice.creditor.clone()).unwrap_or_default()),
    ];
    paper.skip(GAP);
    paper.make_room(Style::HEAD.leading() + Style::TEXT.leading() * 5.0);
    let mut branches = vec![heading(paper, 2, collection.title(), Style::HEAD)];
    paper.skip(4.0);
    branches.push(paragraph(paper, &collection.sentence(), Style::TEXT));
    let (list, down) = facts(paper, rows);
    branches.push(list);
    paper.skip(down);
    branches
}

/// Where the money goes, together on one sheet. In euros a banking app reads all of it from a picture.
fn transfer(paper: &mut Paper, document: &Document, bank: &BankAccount) -> Vec<Branch> {
    let payable = document.payable();
    let rows = [
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
    let (list, mut down) = facts(paper, rows);
    branches.push(list);
    let picture = document.transfer(payable).and_then(|text| picture(paper, &text));
    if let Some(piece) = picture {
        let words = "The transfer as a picture for a banking app".to_owned();
        branches.push(Branch::new(Tag::Figure(Some(words)), [piece]));
        down = down.max(PICTURE);
    }
    paper.skip(down);
    branches
}

/// Words and what stands for them, one below the other, and how high that is. What is empty is left out.
fn facts<const N: usize>(paper: &mut Paper, rows: [(&str, String); N]) -> (Branch, f32) {
    let (mut list, mut down, indent) = (Vec::new(), 0.0_f32, 70.0);
    for (term, value) in rows.into_iter().filter(|(_, value)| !value.is_empty()) {
        let term = paper.set(term, Style::LABEL, indent);
        let value = paper.set(&value, Style::TEXT, RIGHT - LEFT - indent - PICTURE - GAP);
        let term = paper.write(&term, Style::LABEL, Side::Left(LEFT), down + Style::TEXT.size - Style::LABEL.size);
        let written = paper.write(&value, Style::TEXT, Side::Left(LEFT + indent), down);
        list.push(fact(term, written));
        down += Style::TEXT.leading() * value.len() as f32;
    }
    (Branch::of(Tag::L(ListNumbering::None), list), down)
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
