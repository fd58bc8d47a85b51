//! Paper: whatever stands in an invoice can be printed, and what is printed is there for ears and archives too.

use super::*;
use crate::invoice::samples;

/// Whether the bytes stand in the file; what is compressed is not found.
fn has(file: &[u8], what: &str) -> bool {
    file.windows(what.len()).any(|part| part == what.as_bytes())
}

fn count(file: &[u8], what: &str) -> usize {
    file.windows(what.len()).filter(|part| *part == what.as_bytes()).count()
}

#[test]
fn it_is_tagged_and_archived_and_always_the_same() {
    let document = samples::at_home();
    let file = write(&document).unwrap();
    assert_eq!(file, write(&document).unwrap());
    assert!(file.starts_with(b"%PDF-1.7"));
    for what in ["/MarkInfo", "/StructTreeRoot", "/Lang", "/AFRelationship/Alternative", "(xrechnung.xml)"] {
        assert!(has(&file, what), "{what}");
    }
    for what in ["<pdfuaid:part>1<", "<pdfaid:part>3<", "<pdfaid:conformance>A<", "Invoice W-000042"] {
        assert!(has(&file, what), "{what}");
    }
    for tag in ["/H1", "/H2", "/Table", "/THead", "/TFoot", "/TH", "/TD", "/Figure"] {
        assert!(has(&file, tag), "{tag}");
    }
    assert!(!has(&file, "/Helvetica") && has(&file, "NotoSans"), "the fonts are inside");
}

#[test]
fn a_long_table_goes_on_under_its_head() {
    let lines = (0..60).map(|at| samples::line(&format!("acme-app-{at}"), 133 * at, 1 + at % 20, 30)).collect();
    let document = samples::of(&samples::seller(), samples::at_home().buyer, lines);
    let mut paper = Paper::new(Faces::open().unwrap());
    parts::head(&mut paper, &document, "Invoice");
    table::lines(&mut paper, &document);
    parts::tail(&mut paper, &document);
    paper.number_sheets("Foot");
    assert_eq!(paper.sheets.len(), 3);
    for (at, sheet) in paper.sheets.iter().enumerate() {
        let texts: Vec<&str> = sheet
            .iter()
            .filter_map(|mark| match mark {
                paper::Mark::Text { line, .. } => Some(line.text.as_str()),
                _ => None,
            })
            .collect();
        assert!(texts.contains(&"App and plan"), "the head is on sheet {at}");
        assert_eq!(texts.last(), Some(&format!("Page {} of 3", at + 1).as_str()));
        for mark in sheet {
            if let paper::Mark::Text { x, y, size, line, .. } = mark {
                assert!(*x >= paper::LEFT - 0.1 && x + line.width(*size) <= paper::RIGHT + 0.1, "{}", line.text);
                assert!(*y < paper::HEIGHT - 30.0);
            }
        }
    }
    assert_eq!(count(&write(&document).unwrap(), "/Type/Page/"), 3);
}

/// The words on all sheets.
fn words(document: &Document) -> Vec<String> {
    let mut paper = Paper::new(Faces::open().unwrap());
    parts::head(&mut paper, document, &document.title());
    table::lines(&mut paper, document);
    parts::tail(&mut paper, document);
    let text = |mark: &paper::Mark| match mark {
        paper::Mark::Text { line, .. } => Some(line.text.trim().to_owned()),
        _ => None,
    };
    paper.sheets.iter().flatten().filter_map(text).collect()
}

#[test]
fn a_credit_note_says_which_invoice_it_corrects_and_asks_for_nothing() {
    let note = samples::credit_note();
    let file = write(&note).unwrap();
    assert_eq!(file, write(&note).unwrap());
    assert!(has(&file, "Credit note CN-000007") && has(&file, "(xrechnung.xml)") && has(&file, "<pdfaid:part>3<"));
    let told = words(&note);
    for expected in ["Credit note CN-000007", "W-000042 of 1 Dec 2026", "Reason: The App was not reachable.", "23.80"] {
        assert!(told.iter().any(|text| text == expected), "{expected}: {told:?}");
    }
    assert!(!told.iter().any(|text| text.contains("IBAN") || text.contains("To be paid by")), "{told:?}");
}

#[test]
fn what_credit_notes_have_paid_stands_below_the_total() {
    let told = words(&samples::partly_paid());
    for expected in ["46.02", "Paid by credit note CN-000006", "-11.51", "To be paid in EUR", "34.51", "34.51 EUR"] {
        assert!(told.iter().any(|text| text == expected), "{expected}: {told:?}");
    }
}

#[test]
fn what_is_charged_is_not_to_be_transferred_too() {
    let charged = [
        (
            samples::by_card(),
            "Paid by card",
            "Visa ending in 4242 is charged on 3 Dec 2026. Nothing has to be transferred.",
        ),
        (
            samples::by_debit(),
            "Paid by direct debit",
            "SEPA direct debit, IBAN ending in 3000 is charged on 7 Dec 2026. Nothing has to be transferred.",
        ),
    ];
    for (document, title, sentence) in charged {
        let told = words(&document);
        for expected in [title, sentence, "46.02 EUR"] {
            assert!(told.iter().any(|text| text == expected), "{expected}: {told:?}");
        }
        let names = ["WAR-7F3K", "DE98ZZZ09999999999"].map(|name| told.iter().any(|text| text == name));
        assert_eq!(names, [document.collection.as_ref().unwrap().debit.is_some(); 2], "{told:?}");
        assert!(!told.iter().any(|text| text == "Pay by bank transfer" || text == "IBAN"), "{told:?}");
        assert!(write(&document).is_ok());
    }
}

/// Other scripts, what has no width, what is no character, what is longer than a line.
#[test]
fn whatever_somebody_is_called_is_printed() {
    let long = "Donaudampfschifffahrtsgesellschaft".repeat(3);
    let names = [
        "Грейс Ελένη Łódź Đặng",
        "有限公司 株式会社 한국",
        "שלום مرحبا",
        "हिन्दी क्षि",
        "🐇👩‍👩‍👧",
        "\u{0}\u{7}\u{ad}\u{200b}\u{202e}\u{feff}\u{e000}\u{fffd}\u{ffff}\u{10ffff}",
        "e\u{301}\u{301}\u{301} ﬁ ffi",
        "",
        "   ",
        &long,
    ];
    for name in names {
        let mut document = samples::to(name, "US", None);
        document.buyer.street = name.into();
        document.seller.name = name.into();
        document.lines[0].app = name.into();
        document.legal = name.into();
        assert!(write(&document).is_ok(), "{name:?}: {:?}", write(&document).err());
    }
}

#[test]
fn what_cannot_be_drawn_is_seen_and_told() {
    let lacks = |name: &str| {
        let document = samples::to(name, "DE", None);
        let mut paper = Paper::new(Faces::open().unwrap());
        parts::head(&mut paper, &document, "Invoice");
        paper.lacks
    };
    assert!(!lacks("Ørsted & Søn Ελλάς Россия Zażółć €"));
    assert!(lacks("株式会社") && lacks("🐇"));
}
