//! What people read when a payment is due (M30–M33), word for word, as text and as HTML.

use teamwork::{
    letters::{Letter, Overdue},
    rules::{
        day::Day,
        id::{BillingContactId, LinkId},
        money::Money,
        zone::TimeZone,
    },
};

use super::{AT, link, write};

/// The 15th of December 2026.
const DUE: Day = Day(20_802);

fn due(again: bool, next: Option<Day>, link: Option<LinkId>) -> Letter {
    Letter::PaymentDue {
        number: "W-000042".parse().unwrap(),
        link,
        company: "Acme Inc".into(),
        slug: "acme".into(),
        balance: Money::new(3_451, "EUR"),
        due: DUE,
        again,
        next,
    }
}

/// Its Company was deleted.
fn gone() -> Letter {
    match due(false, None, Some(link())) {
        Letter::PaymentDue { number, link, company, balance, due, again, next, .. } => {
            Letter::PaymentDue { number, link, company, slug: String::new(), balance, due, again, next }
        }
        other => other,
    }
}

fn clear(resumed: &[&str], overdue: bool) -> Letter {
    Letter::AllClear {
        company: "Acme Inc".into(),
        slug: Some("acme".into()),
        contact: BillingContactId::new(AT, [5; 10]),
        resumed: resumed.iter().map(|app| (*app).to_owned()).collect(),
        overdue,
    }
}

fn overdue() -> Option<Overdue> {
    Some(Overdue { number: "W-000042".parse().unwrap(), owed: Money::new(6_902, "EUR"), due: DUE })
}

fn suspended(overdue: Option<Overdue>, link: Option<LinkId>) -> Letter {
    let (company, slug, apps) = ("Acme Inc".into(), "acme".into(), vec!["shop".into(), "blog".into()]);
    Letter::AppsSuspended { company, slug, apps, kept_until: DUE.plus(51), overdue, link }
}

fn ending(overdue: Option<Overdue>, link: Option<LinkId>) -> Letter {
    let (company, slug, apps) = ("Acme Inc".into(), "acme".into(), vec!["shop".into(), "blog".into()]);
    Letter::AppsEnding { company, slug, apps, on: DUE.plus(51), overdue, link }
}

/// For the rules that hold for every letter.
pub(super) fn letters() -> Vec<Letter> {
    vec![
        due(false, Some(DUE.plus(10)), Some(link())),
        due(true, Some(DUE.plus(21)), None),
        due(true, None, None),
        clear(&["shop"], false),
        clear(&[], true),
        suspended(overdue(), Some(link())),
        suspended(None, None),
        ending(overdue(), None),
        ending(None, None),
        deleted(),
        gone(),
    ]
}

fn deleted() -> Letter {
    Letter::AppsDeleted { company: "Acme Inc".into(), apps: vec!["shop".into()], reason: "Unpaid for months".into() }
}

const FOOT: &str = "\n-- \nWarren. You can simply reply to this mail.\n";

/// The words as text and as HTML; the secret stands only in a letter that carries a link.
fn check(letter: &Letter, subject: &str, text: &str) {
    let mut words = write(letter);
    let carries = matches!(
        letter,
        Letter::PaymentDue { link: Some(_), .. }
            | Letter::AppsSuspended { link: Some(_), .. }
            | Letter::AppsEnding { link: Some(_), .. }
    );
    if !carries {
        words = super::words::write(letter, None, &|path| format!("https://warren.example{path}"), &TimeZone::UTC);
    }
    assert_eq!(words.subject, subject);
    assert_eq!(words.as_text(), format!("{text}{FOOT}"));
    let html = words.as_html();
    assert!(html.contains(&format!("<p style=\"font-size:18px\">{}</p>", words.sentence)), "{html}");
    for (name, value) in &words.details {
        assert!(html.contains(&format!(">{name}</td>")) && html.contains(&format!(">{value}</td>")), "{name}: {html}");
    }
    if let Some((label, url)) = &words.button {
        assert!(html.contains(&format!("<a href=\"{url}\" style=\"display:inline-block")), "{html}");
        assert!(html.contains(&format!(">{label}</a>")), "{html}");
    }
}

#[test]
fn a_reminder_says_how_much_since_when_and_what_comes_next() {
    let after =
        "\nIf the transfer is on its way already, there is nothing to do: the next steps end when it arrives.\n";
    check(
        &due(false, Some(DUE.plus(10)), Some(link())),
        "Payment is due: invoice W-000042, 34.51 EUR",
        &format!(
            "Payment for Acme Inc is due.\n\
             \nInvoice: W-000042\nTo be paid: 34.51 EUR\nDue since: 15 Dec 2026\nNext reminder on: 25 Dec 2026\n\
             \nSee the invoice and how to pay:\nhttps://warren.example/x/secret\n{after}"
        ),
    );
    check(
        &due(true, Some(DUE.plus(21)), None),
        "Payment is due: invoice W-000042, 34.51 EUR",
        &format!(
            "Payment for Acme Inc is still due.\n\
             \nInvoice: W-000042\nTo be paid: 34.51 EUR\nDue since: 15 Dec 2026\nApps are suspended on: 5 Jan 2027\n\
             \nSee the invoice and how to pay:\nhttps://warren.example/c/acme/invoices/W-000042\n{after}"
        ),
    );
}

#[test]
fn all_clear_says_what_runs_again() {
    let contact = BillingContactId::new(AT, [5; 10]);
    let way = format!("\nSee the invoices:\nhttps://warren.example/c/acme/billing/{contact}/invoices\n");
    check(
        &clear(&["shop", "blog"], false),
        "Paid, all clear: Acme Inc",
        &format!("Thank you. No payment for Acme Inc is overdue any more.\n\nRun again: shop, blog\n{way}"),
    );
    check(
        &clear(&[], true),
        "Thank you: one payment less is overdue for Acme Inc",
        &format!("An invoice of Acme Inc is settled; payment of another one is still due.\n{way}"),
    );
}

#[test]
fn a_suspension_says_what_rests_and_until_when_and_an_admin_reads_no_amount() {
    let after = "\nNothing is lost: the Apps run again as soon as the open invoices are paid. They can be deleted from \
                 4 Feb 2027 on; ten days before that you get another mail.\n";
    check(
        &suspended(overdue(), Some(link())),
        "Apps of Acme Inc are suspended",
        &format!(
            "Payment is overdue, so the Apps of Acme Inc are suspended.\n\
             \nApps: shop, blog\nTo be paid: 69.02 EUR\nOldest invoice: W-000042\nDue since: 15 Dec 2026\n\
             \nSee the invoice and how to pay:\nhttps://warren.example/x/secret\n{after}"
        ),
    );
    check(
        &suspended(None, None),
        "Apps of Acme Inc are suspended",
        &format!(
            "Payment is overdue, so the Apps of Acme Inc are suspended.\n\nApps: shop, blog\n\
             \nSee the Apps:\nhttps://warren.example/c/acme/apps\n{after}"
        ),
    );
}

#[test]
fn the_end_says_on_which_day_and_afterwards_why() {
    let after = "\nWhat is deleted cannot be brought back. If the open invoices are paid before, everything runs again. Reply \
                 to this mail if you need more time.\n";
    check(
        &ending(overdue(), None),
        "Apps of Acme Inc will be deleted on 4 Feb 2027",
        &format!(
            "The Apps of Acme Inc are suspended because payment is overdue, and will be deleted on 4 Feb 2027 or after it.\n\
             \nApps: shop, blog\nTo be paid: 69.02 EUR\nOldest invoice: W-000042\nDue since: 15 Dec 2026\n\
             \nSee the invoice and how to pay:\nhttps://warren.example/c/acme/invoices/W-000042\n{after}"
        ),
    );
    check(
        &deleted(),
        "Apps of Acme Inc were deleted",
        "The operator has deleted Apps of Acme Inc because their invoices were not paid.\n\
         \nApps: shop\nReason: Unpaid for months\n\
         \nTheir data is gone, and what was used until today stays to be paid. Reply to this mail to ask the operator.\n",
    );
}
