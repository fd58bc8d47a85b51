//! The invoice, or the credit note, on paper: A4, tagged, with its fonts and with the same invoice as data inside. The same invoice is the same
//! bytes, whenever it is asked for: it shows what was issued, not what became of it.

mod face;
mod paper;
mod parts;
mod pay;
mod print;
mod table;

use teamwork::rules::invoice::Document;

use self::{face::Faces, paper::Paper, print::About};
use super::xml;

/// Why there is no paper: never for something that stands in an invoice.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the invoice could not be printed: {0}")]
pub struct Unprinted(String);

/// The file.
///
/// # Errors
/// When the library refuses to print it, which is a fault of this house.
pub fn write(document: &Document) -> Result<Vec<u8>, Unprinted> {
    let faces = Faces::open().ok_or_else(|| Unprinted("the fonts cannot be read".into()))?;
    let mut paper = Paper::new(faces);
    let title = document.title();
    let mut branches = parts::head(&mut paper, document, &title);
    branches.push(table::lines(&mut paper, document));
    branches.extend(parts::tail(&mut paper, document));
    paper.number_sheets(&format!("{} · {title}", document.seller.name));
    let about = About {
        title,
        author: document.seller.name.clone(),
        issued: document.issued.calendar(),
        attached: (xml::file_name(document), xml::write(document)),
    };
    print::print(paper, branches, about).map_err(Unprinted)
}

#[cfg(test)]
mod tests;
