//! Invoices, credit notes, the cards and accounts that pay them, Billing Contacts.

use teamwork::{
    letters::{InvoiceNow, Letter, NotTaken},
    rules::{
        billing::BillingPart,
        day::Day,
        id::{BillingContactId, LinkId},
        invoice::InvoiceState,
        money::Money,
        payment::{CardMonth, DebitNotice, Decline},
    },
};

use super::{AT, link, sent, write};

fn billing_changed() -> Letter {
    Letter::BillingChanged {
        company: "Acme Inc".into(),
        slug: Some("acme".into()),
        contact: "Acme Invoices".into(),
        by: "Ada Lovelace".into(),
        parts: vec![BillingPart::Address, BillingPart::Email],
    }
}

fn invoice() -> Letter {
    Letter::Invoice {
        number: "W-000042".parse().unwrap(),
        link: link(),
        seller: "Burrow Hosting".into(),
        company: "Acme Inc".into(),
        total: Money::new(3_451, "EUR"),
        from: Day(20_758),
        through: Day(20_787),
        due: Day(20_802),
        charge: None,
        set_off: None,
        debit: None,
        now: None,
    }
}

fn charged_invoice() -> Letter {
    let mut letter = invoice();
    if let Letter::Invoice { charge, .. } = &mut letter {
        *charge = Some(("Visa ending in 4242".into(), Day(20_790)));
    }
    letter
}

/// Mailed again.
fn invoice_again(state: InvoiceState, balance: i64, settled: Option<Day>, charging: Option<&str>) -> Letter {
    let mut letter = invoice();
    if let Letter::Invoice { now, .. } = &mut letter {
        let (balance, charging) = (Money::new(balance, "EUR"), charging.map(str::to_owned));
        *now = Some(InvoiceNow { state, balance, settled, charging });
    }
    letter
}

/// Of 34.51 so much is paid by credit notes.
fn invoice_paid_by_credit(amount: i64) -> Letter {
    let mut letter = invoice();
    if let Letter::Invoice { set_off, .. } = &mut letter {
        *set_off = Some(Money::new(amount, "EUR"));
    }
    letter
}

/// Of 11.51 so much was paid already.
fn credit_note(left: i64) -> Letter {
    Letter::CreditNote {
        number: "CN-000007".parse().unwrap(),
        link: link(),
        seller: "Burrow Hosting".into(),
        company: "Acme Inc".into(),
        invoice: "W-000042".parse().unwrap(),
        reason: "The App was not reachable.".into(),
        total: Money::new(1_151, "EUR"),
        settled: Money::new(1_151 - left, "EUR"),
        left: Money::new(left, "EUR"),
    }
}

fn notice() -> DebitNotice {
    DebitNotice { mandate: "W-77".into(), creditor: "DE98ZZZ09999999999".into() }
}

fn debited_invoice() -> Letter {
    let mut letter = invoice();
    if let Letter::Invoice { charge, debit, .. } = &mut letter {
        *charge = Some(("SEPA direct debit, IBAN ending in 3000".to_owned(), Day(20_790)));
        *debit = Some(notice());
    }
    letter
}

fn debit_ahead(link: Option<LinkId>) -> Letter {
    Letter::DebitAhead {
        number: "W-000042".parse().unwrap(),
        link,
        company: "Acme Inc".into(),
        slug: "acme".into(),
        account: "SEPA direct debit, IBAN ending in 3000".into(),
        amount: Money::new(3_451, "EUR"),
        on: Day(20_790),
        debit: notice(),
    }
}

fn credit_to_card(goes: bool) -> Letter {
    Letter::CreditToCard {
        number: "CN-000007".parse().unwrap(),
        seller: "Burrow Hosting".into(),
        company: "Acme Inc".into(),
        invoice: "W-000042".parse().unwrap(),
        amount: Money::new(551, "EUR"),
        goes,
    }
}

fn charge_failed(link: Option<LinkId>, why: Decline, next: Option<Day>, debit: Option<DebitNotice>) -> Letter {
    Letter::ChargeFailed {
        number: "W-000042".parse().unwrap(),
        link,
        company: "Acme Inc".into(),
        slug: "acme".into(),
        contact_id: BillingContactId::new(AT, [7; 10]),
        card: if debit.is_some() { "SEPA direct debit, IBAN ending in 3000" } else { "Visa ending in 4242" }.into(),
        amount: Money::new(3_451, "EUR"),
        why,
        next,
        debit,
    }
}

fn card_expires() -> Letter {
    Letter::CardExpires {
        company: "Acme Inc".into(),
        slug: Some("acme".into()),
        contact: "Acme Invoices".into(),
        contact_id: BillingContactId::new(AT, [7; 10]),
        card: "Visa ending in 4242".into(),
        month: CardMonth { year: 2026, month: 12 },
    }
}

fn card_not_taken(why: NotTaken) -> Letter {
    let link = (why == NotTaken::Ended).then(link);
    Letter::CardNotTaken { sender: "Kevin Flynn".into(), apps: vec!["app-x".into()], link, why }
}

/// All of them, as Owners get them, and those with a link as addresses for invoices do.
pub(super) fn letters() -> Vec<Letter> {
    let mut letters = vec![
        billing_changed(),
        invoice(),
        charged_invoice(),
        invoice_paid_by_credit(1_151),
        invoice_paid_by_credit(3_451),
        debited_invoice(),
        invoice_again(InvoiceState::Open, 3_451, None, None),
        invoice_again(InvoiceState::Open, 1_000, None, None),
        invoice_again(InvoiceState::Open, 3_451, None, Some("Visa ending in 4242")),
        invoice_again(InvoiceState::Paid, 0, Some(Day(20_800)), None),
        invoice_again(InvoiceState::Credited, 0, Some(Day(20_800)), None),
        invoice_again(InvoiceState::WrittenOff, 3_451, Some(Day(20_990)), None),
        credit_note(551),
        credit_note(0),
        credit_to_card(true),
        credit_to_card(false),
        card_expires(),
        card_not_taken(NotTaken::Ended),
        card_not_taken(NotTaken::Over),
    ];
    for link in [None, Some(link())] {
        letters.push(debit_ahead(link));
        letters.push(charge_failed(link, Decline::Funds, Some(Day(20_793)), None));
        letters.push(charge_failed(link, Decline::Declined, None, None));
        letters.push(charge_failed(link, Decline::NeedsPerson, None, None));
        letters.push(charge_failed(link, Decline::Expired, None, None));
        letters.push(charge_failed(link, Decline::Returned, None, Some(notice())));
        letters.push(charge_failed(link, Decline::Funds, Some(Day(20_793)), Some(notice())));
        letters.push(charge_failed(link, Decline::NeedsPerson, None, Some(notice())));
    }
    letters
}

/// M30 leads an Owner to where the card is entered anew, when the same one would only fail again.
#[test]
fn a_bank_that_wants_the_person_gets_the_person_to_enter_the_card() {
    let place = format!("https://warren.example/c/acme/billing/{}#pays-by", BillingContactId::new(AT, [7; 10]));
    for why in [Decline::NeedsPerson, Decline::Expired] {
        let words = sent(&charge_failed(None, why, None, None));
        assert_eq!(words.button, Some(("Enter a card", place.clone())));
    }
    let words = sent(&charge_failed(None, Decline::Funds, None, None));
    assert_eq!(words.button, Some(("Pay now", "https://warren.example/c/acme/invoices/W-000042".to_owned())));
}

/// Mailed again it says what is true now.
#[test]
fn an_invoice_that_is_mailed_again_asks_nobody_to_pay_twice() {
    let payment = |letter: &Letter| write(letter).details.last().cloned().unwrap();
    let paid = invoice_again(InvoiceState::Paid, 0, Some(Day(20_800)), None);
    assert_eq!(payment(&paid), ("Paid on", "13 Dec 2026".to_owned()));
    let part = write(&invoice_again(InvoiceState::Open, 1_000, None, None));
    assert!(part.details.contains(&("To be paid", "10.00 EUR".to_owned())), "{:?}", part.details);
    for letter in letters() {
        if let Letter::Invoice { now: Some(now), .. } = &letter {
            let asks = now.state == InvoiceState::Open && now.charging.is_none();
            assert_eq!(write(&letter).as_text().contains("To be paid by"), asks, "{letter:?}");
        }
    }
}

#[test]
fn an_invoice_says_how_much_for_what_and_until_when() {
    let words = write(&invoice());
    assert_eq!(words.subject, "Invoice W-000042 from Burrow Hosting: 34.51 EUR");
    assert_eq!(
        words.as_text(),
        "Here is the invoice of Burrow Hosting for Acme Inc.\n\
         \nNumber: W-000042\nAmount: 34.51 EUR\nPeriod: 1 Nov 2026 to 30 Nov 2026\nTo be paid by: 15 Dec 2026\n\
         \nSee the invoice:\nhttps://warren.example/x/secret\n\
         \nThe link opens without an account. Whoever has this mail can read the invoice.\n\
         \n-- \nWarren. You can simply reply to this mail.\n"
    );
}

#[test]
fn an_invoice_says_what_credit_notes_have_paid_of_it() {
    let text = write(&invoice_paid_by_credit(1_151)).as_text();
    let told = "Amount: 34.51 EUR\nPaid by credit notes: 11.51 EUR\nTo be paid: 23.00 EUR\n\
                Period: 1 Nov 2026 to 30 Nov 2026\nTo be paid by: 15 Dec 2026\n";
    assert!(text.contains(told), "{text}");
    let text = write(&invoice_paid_by_credit(3_451)).as_text();
    let told = "To be paid: 0.00 EUR\nPeriod: 1 Nov 2026 to 30 Nov 2026\n\
                Payment: Credit notes have paid it. There is nothing to do.\n";
    assert!(text.contains(told), "{text}");
}

#[test]
fn a_credit_note_says_what_was_wrong_and_where_the_money_goes() {
    let words = write(&credit_note(551));
    assert_eq!(words.subject, "Credit note CN-000007 from Burrow Hosting: 11.51 EUR");
    assert_eq!(
        words.as_text(),
        "Burrow Hosting has corrected invoice W-000042 of Acme Inc.\n\
         \nNumber: CN-000007\nCorrects invoice: W-000042\nAmount: 11.51 EUR\nReason: The App was not reachable.\n\
         No longer to be paid: 6.00 EUR\nPaid already: 5.51 EUR\n\
         \nSee the credit note:\nhttps://warren.example/x/secret\n\
         \nThere is nothing to do: what was paid already is set off against open invoices or the next one, or paid back, \
         to your card or account or by transfer; then we say so. The link opens without an account.\n\
         \n-- \nWarren. You can simply reply to this mail.\n"
    );
    let text = write(&credit_note(0)).as_text();
    assert!(text.contains("No longer to be paid: 11.51 EUR\n\nSee"), "{text}");
    assert!(text.contains("\nThere is nothing to do. The link opens without an account.\n"), "{text}");
}

/// SEPA: when, how much, by which mandate, and who takes it.
#[test]
fn a_debit_is_announced_as_the_rulebook_wants_it() {
    let text = write(&debited_invoice()).as_text();
    let told = "Payment: SEPA direct debit, IBAN ending in 3000 is debited on 3 Dec 2026. There is nothing to do.\n\
                Mandate: W-77\nCreditor identifier: DE98ZZZ09999999999\n";
    assert!(text.contains("Amount: 34.51 EUR\n") && text.contains(told), "{text}");
    let words = write(&debit_ahead(None));
    assert_eq!(words.subject, "34.51 EUR for invoice W-000042 is debited on 3 Dec 2026");
    let text = words.as_text();
    let told = "Amount: 34.51 EUR\nDebited on: 3 Dec 2026\nMandate: W-77\nCreditor identifier: DE98ZZZ09999999999\n";
    assert!(text.contains(told), "{text}");
}

#[test]
fn money_that_goes_to_the_card_says_so_and_when_it_does_not() {
    let [goes, returns] = [true, false].map(|goes| write(&credit_to_card(goes)));
    assert_eq!(goes.subject, "5.51 EUR of credit note CN-000007 goes back");
    assert_eq!(
        goes.as_text(),
        "Burrow Hosting sends 5.51 EUR back to the card or account that paid invoice W-000042 of Acme Inc.\n\
         \nCredit note: CN-000007\nAmount: 5.51 EUR\n\
         \nThere is nothing to do. Until your bank shows it, up to ten days can pass.\n\
         \n-- \nWarren. You can simply reply to this mail.\n"
    );
    assert_eq!(returns.subject, "5.51 EUR of credit note CN-000007 did not arrive");
    assert!(
        returns.as_text().contains("The money is yours still, and there is nothing to do"),
        "{}",
        returns.as_text()
    );
}

#[test]
fn a_change_of_billing_data_says_what_changed_and_not_to_what() {
    assert_eq!(
        write(&billing_changed()).as_text(),
        "Ada Lovelace changed a billing contact of Acme Inc.\n\
         \nBilling contact: Acme Invoices\n\
         What changed: the address, the e-mail address for invoices\n\
         \nLook at the billing contacts:\nhttps://warren.example/c/acme/billing\n\
         \nIt counts for invoices to come. If this surprises you, ask an Owner of the Company.\n\
         \n-- \nWarren. You can simply reply to this mail.\n"
    );
}
