//! Why there is VAT or none, in the words of the standard (BT-118 to BT-121).

use teamwork::rules::invoice::{Document, TaxRule};

/// The category of VAT (UNTDID 5305). All lines of an invoice are of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// At a rate.
    Standard,
    /// The buyer owes it.
    ReverseCharge,
    /// None, although the seller is registered for it.
    Exempt,
    /// None: it is outside of the tax, or the seller is.
    NotSubject,
}

impl Category {
    /// The category of an invoice.
    pub fn of(document: &Document) -> Self {
        match document.tax.rule {
            TaxRule::ReverseCharge => Self::ReverseCharge,
            TaxRule::OutOfScope => Self::NotSubject,
            TaxRule::Home | TaxRule::Destination if document.tax.rate > 0 => Self::Standard,
            TaxRule::Home | TaxRule::Destination if document.seller.vat_number.is_some() => Self::Exempt,
            TaxRule::Home | TaxRule::Destination => Self::NotSubject,
        }
    }

    /// Its letters.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Standard => "S",
            Self::ReverseCharge => "AE",
            Self::Exempt => "E",
            Self::NotSubject => "O",
        }
    }

    /// Why there is none, in words; empty when there is some.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Standard => "",
            Self::ReverseCharge => TaxRule::ReverseCharge.sentence(),
            Self::Exempt => "The seller charges no VAT.",
            Self::NotSubject => "Not subject to VAT of the seller.",
        }
    }

    /// The same for programs; of an exemption nobody knows by which article.
    pub const fn reason_code(self) -> &'static str {
        match self {
            Self::Standard | Self::Exempt => "",
            Self::ReverseCharge => "VATEX-EU-AE",
            Self::NotSubject => "VATEX-EU-O",
        }
    }

    /// Whether the VAT numbers may be named: outside of the tax nobody has one (BR-O-02).
    pub const fn names_numbers(self) -> bool {
        !matches!(self, Self::NotSubject)
    }
}

/// "19", "25.5": percent without its sign.
pub fn rate(document: &Document) -> String {
    document.tax.percent().trim_end_matches(" %").to_owned()
}
