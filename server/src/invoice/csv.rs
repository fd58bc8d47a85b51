//! Invoices as rows of a table, one each: for whoever books them.

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
    ])
}

/// One invoice, of which `balance` is still owed. Amounts are decimal, days are those of ISO 8601.
pub fn line(document: &Document, state: InvoiceState, balance: i64) -> String {
    let day = |day: Day| day.start().to_iso_day();
    row(&[
        document.number.to_string(),
        day(document.issued),
        day(document.due),
        day(document.from),
        day(document.through),
        document.buyer.name.clone(),
        document.buyer.country.clone(),
        document.buyer.vat_number.clone().unwrap_or_default(),
        document.currency.clone(),
        write_amount(document.net),
        rule(document.tax.rule).to_owned(),
        document.tax.country.clone(),
        write_amount(document.tax.rate),
        write_amount(document.tax.amount),
        write_amount(document.total),
        write_amount(balance),
        state.key().to_owned(),
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
                        19.00,7.35,46.02,1.50,open\r\n";
        assert_eq!(line(&document, InvoiceState::Open, 150), expected);
        assert_eq!(head().split(',').count(), expected.split(',').count());
    }

    #[test]
    fn a_name_is_no_formula() {
        let document = samples::to("=cmd|'/c calc'!A0, \"Inc\"", "DE", None);
        let told = line(&document, InvoiceState::Paid, 0);
        assert!(told.contains(",\"'=cmd|'/c calc'!A0, \"\"Inc\"\"\","), "{told}");
    }
}
