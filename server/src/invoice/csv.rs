//! Invoices and credit notes as rows of a table, one each: for whoever books them. What a credit note takes back is less
//! than nothing, so that the sums of a year are right.

use teamwork::rules::{
    day::Day,
    invoice::{Document, InvoiceState, TaxRule},
    money::write_amount,
};

use crate::csv::row;

/// The names of the columns.
pub fn head() -> String {
    row(&[
        "number",
        "issued",
        "due",
        "from",
        "through",
        "buyer",
        "country",
        "vat_number",
        "currency",
        "net",
        "vat_rule",
        "vat_country",
        "vat_percent",
        "vat",
        "total",
        "open",
        "state",
        "kind",
        "corrects",
    ])
}

/// One invoice, of which `balance` is still owed, or one credit note, of which so much is left. Amounts are decimal, days are those of ISO 8601.
pub fn line(document: &Document, state: InvoiceState, balance: i64) -> String {
    let day = |day: Day| day.start().to_iso_day();
    let corrects = document.corrects.as_ref();
    let amount = |amount: i64| write_amount(if corrects.is_some() { -amount } else { amount });
    row(&[
        document.number.to_string(),
        day(document.issued),
        corrects.map_or_else(|| day(document.due), |_| String::new()),
        day(document.from),
        day(document.through),
        document.buyer.name.clone(),
        document.buyer.country.clone(),
        document.buyer.vat_number.clone().unwrap_or_default(),
        document.currency.clone(),
        amount(document.net),
        rule(document.tax.rule).to_owned(),
        document.tax.country.clone(),
        write_amount(document.tax.rate),
        amount(document.tax.amount),
        amount(document.total),
        amount(balance),
        state.key().to_owned(),
        if corrects.is_some() { "credit_note" } else { "invoice" }.to_owned(),
        corrects.map(|corrects| corrects.invoice.to_string()).unwrap_or_default(),
    ])
}

const fn rule(rule: TaxRule) -> &'static str {
    match rule {
        TaxRule::Home => "home",
        TaxRule::Destination => "destination",
        TaxRule::ReverseCharge => "reverse_charge",
        TaxRule::OutOfScope => "out_of_scope",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::samples;

    #[test]
    fn a_row_says_what_the_invoice_says() {
        let document = samples::at_home();
        let expected = "W-000042,2026-12-01,2026-12-15,2026-11-01,2026-11-30,Acme Inc,DE,DE987654328,EUR,38.67,home,DE,\
                        19.00,7.35,46.02,1.50,open,invoice,\r\n";
        assert_eq!(line(&document, InvoiceState::Open, 150), expected);
        assert_eq!(head().split(',').count(), expected.split(',').count());
    }

    /// Invoice and credit note of the same come to nothing.
    #[test]
    fn a_credit_note_takes_back_what_the_invoice_says() {
        let note = samples::credit_note();
        let expected = "CN-000007,2026-12-09,,2026-11-21,2026-11-30,Acme Inc,DE,DE987654328,EUR,-20.00,home,DE,19.00,-3.80,\
                        -23.80,-1.50,open,credit_note,W-000042\r\n";
        assert_eq!(line(&note, InvoiceState::Open, 150), expected);
        assert_eq!(head().split(',').count(), expected.split(',').count());
    }

    #[test]
    fn a_name_is_no_formula() {
        let document = samples::to("=cmd|'/c calc'!A0, \"Inc\"", "DE", None);
        let told = line(&document, InvoiceState::Paid, 0);
        assert!(told.contains(",\"'=cmd|'/c calc'!A0, \"\"Inc\"\"\","), "{told}");
    }
}
