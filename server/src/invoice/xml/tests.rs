//! The data says what the invoice says, in the words of the standard. The snapshots were checked with the rules of CEN
//! (EN 16931, CII) and of KoSIT (XRechnung 3.0), and with the schema D16B.

use teamwork::rules::invoice::Seller;

use super::*;
use crate::invoice::samples;

/// The document is reviewed like code. `UPDATE_SNAPSHOTS=1` writes it anew.
fn is_reviewed(name: &str, document: &Document) {
    let path = format!("{}/src/invoice/xml/snapshots/{name}.xml", env!("CARGO_MANIFEST_DIR"));
    let made = write(document);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    assert_eq!(made, std::fs::read_to_string(&path).unwrap_or_default(), "review {path} and set UPDATE_SNAPSHOTS=1");
}

#[test]
fn the_documents_are_the_reviewed_ones() {
    is_reviewed("at_home", &samples::at_home());
    is_reviewed("reverse_charge", &samples::to("Acme SARL", "FR", Some("FR40303265045")));
    is_reviewed("destination", &samples::to("Acme & <Oy>", "FI", None));
    is_reviewed("not_subject", &samples::to("Acme Ltd", "GB", Some("GB123456789")));
    let small = Seller { home_rate: Some(0), phone: String::new(), ..samples::seller() };
    is_reviewed("partly_paid", &samples::partly_paid());
    is_reviewed("by_card", &samples::by_card());
    is_reviewed("by_debit", &samples::by_debit());
    is_reviewed("credit_note", &samples::credit_note());
    let abroad = samples::to("Acme SARL", "FR", Some("FR40303265045"));
    is_reviewed("credit_note_abroad", &samples::correcting(&abroad, &[(1, None), (2, None)]));
    is_reviewed("exempt", &samples::of(&small, samples::at_home().buyer, samples::at_home().lines));
}

/// All texts of elements of this name.
fn all<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<ram:{name}"), format!("</ram:{name}>"));
    let parts = xml.split(open.as_str()).skip(1).filter(|part| part.starts_with(['>', ' ']));
    parts.filter_map(|part| part.split(&close).next()?.split_once('>').map(|(_, text)| text)).collect()
}

fn hundredths(text: &str) -> i64 {
    text.replace('.', "").parse().unwrap()
}

/// BR-CO-10, -13, -14, -15, -17 and the rounding of lines: from the file alone, for many invoices.
#[test]
fn the_sums_are_right_by_what_stands_in_the_file() {
    for seed in 1..200_i64 {
        let count = 1 + seed % 7;
        let line = |at: i64| samples::line("app", (seed * 7_919 + at * 104_729) % 50_000, 1 + (seed + at) % 30, 30);
        let country = ["DE", "FR", "FI", "US"][usize::try_from(seed % 4).unwrap()];
        let buyer = samples::to("Acme", country, None).buyer;
        let xml = write(&samples::of(&samples::seller(), buyer, (0..count).map(line).collect()));
        let lines = all(&xml, "LineTotalAmount");
        let (sum, lines) = lines.split_last().unwrap();
        let (prices, days, bases) =
            (all(&xml, "ChargeAmount"), all(&xml, "BilledQuantity"), all(&xml, "BasisQuantity"));
        for (at, told) in lines.iter().enumerate() {
            let [days, base]: [i64; 2] = [days[at], bases[at]].map(|text| text.parse().unwrap());
            let exact = hundredths(prices[at]) * days;
            assert!((2 * (hundredths(told) * base - exact)).abs() <= base, "line {at} of {seed}: {told}");
        }
        let one = |name| hundredths(all(&xml, name)[0]);
        assert_eq!(lines.iter().map(|told| hundredths(told)).sum::<i64>(), hundredths(sum), "{seed}");
        assert_eq!((one("BasisAmount"), one("TaxBasisTotalAmount")), (hundredths(sum), hundredths(sum)));
        let rate: f64 = all(&xml, "RateApplicablePercent").last().unwrap().parse().unwrap();
        let tax = one("CalculatedAmount");
        assert!((tax as f64 - hundredths(sum) as f64 * rate / 100.0).abs() <= 0.5 + 1e-6, "{seed}: {tax}");
        assert_eq!(one("TaxTotalAmount"), tax);
        assert_eq!(one("GrandTotalAmount"), hundredths(sum) + tax);
        assert_eq!(one("DuePayableAmount"), one("GrandTotalAmount"));
    }
}

#[test]
fn nobody_writes_elements_of_their_own() {
    let mut document = samples::to("</ram:Name><evil a=\"1\">&\u{0}\u{b}\u{fffe}\r\n]]>", "DE", None);
    document.lines[0].app = "<x/>".into();
    document.legal = "\u{1}".into();
    let xml = write(&document);
    assert!(xml.contains("<ram:Name>&lt;/ram:Name&gt;&lt;evil a=\"1\"&gt;&amp;  ]]&gt;</ram:Name>"), "{xml}");
    assert!(xml.contains("&lt;x/&gt;, Standard") && !xml.contains("<evil") && !xml.contains("<x/>"));
    assert!(xml.chars().all(|c| c == '\n' || !c.is_control()));
}

#[test]
fn it_is_an_xrechnung_when_the_seller_can_be_called() {
    let guideline = |phone: &str, email: &str| {
        let seller = Seller { phone: phone.into(), email: email.into(), ..samples::seller() };
        let document = samples::of(&seller, samples::at_home().buyer, samples::at_home().lines);
        (all(&write(&document), "ID")[1].to_owned(), file_name(&document))
    };
    assert_eq!(guideline("+49 30 1", "a@b.example"), (XRECHNUNG.to_owned(), "xrechnung.xml"));
    assert_eq!(guideline("", "a@b.example"), (EN_16931.to_owned(), "factur-x.xml"));
    assert_eq!(guideline("+49 30 1", ""), (EN_16931.to_owned(), "factur-x.xml"));
}

/// BT-3, BT-25, BT-26, BT-22, and sums that are right by what stands in the file, however little is credited.
#[test]
fn a_credit_note_says_what_it_takes_back_of_which_invoice() {
    let invoice = samples::to("Acme", "FI", None);
    for part in [1, 2, 3, 50, 333, 2_966, 2_967] {
        let xml = write(&samples::correcting(&invoice, &[(2, Some(part))]));
        assert_eq!(all(&xml, "TypeCode")[0], "381");
        let corrected = xml.split_once("<ram:InvoiceReferencedDocument>").unwrap().1;
        assert_eq!(all(corrected, "IssuerAssignedID"), ["W-000042"]);
        assert!(corrected.contains("<qdt:DateTimeString format=\"102\">20261201</qdt:DateTimeString>"), "{corrected}");
        assert!(xml.contains("<ram:Content>The App was not reachable.</ram:Content>"));
        let one = |name| hundredths(all(&xml, name)[0]);
        let lines = all(&xml, "LineTotalAmount");
        assert_eq!((hundredths(lines[0]), hundredths(lines[1]), one("BasisAmount")), (part, part, part));
        assert_eq!(
            (one("ChargeAmount"), all(&xml, "BilledQuantity")[0], all(&xml, "BasisQuantity")[0]),
            (part, "1", "1")
        );
        let tax = one("CalculatedAmount");
        assert!((tax as f64 - part as f64 * 0.255).abs() < 1.0, "{part}: {tax}");
        assert_eq!((one("GrandTotalAmount"), one("DuePayableAmount")), (part + tax, part + tax));
    }
    let xml = write(&samples::partly_paid());
    let one = |name| hundredths(all(&xml, name)[0]);
    assert_eq!(one("GrandTotalAmount") - one("TotalPrepaidAmount"), one("DuePayableAmount"));
    assert_eq!(one("TotalPrepaidAmount"), 1_151);
}
