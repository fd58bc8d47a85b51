//! Credit notes (4.5, I25, I26): an issued invoice never changes; what is wrong with it is given back.
//!
//! `shop` costs 29.00 a month, with 19 % at home. The ten days of November are 9.67 net and 11.51 with the tax, December is
//! 29.00 net and 34.51.

mod giving;
mod races;
mod reading;
mod twice;

use teamwork::{
    letters::Letter,
    rules::{
        dunning::Arrears,
        invoice::{CreditLine, CreditNoteView, InvoiceState, InvoiceView},
        problem::{Conflict, Field, Problem, Thing, Why},
    },
};

use super::{
    BILLED, bill,
    dunning::{OVERDUE, RUNS, come_to, one_invoice, shell, standing, state},
    noon,
};
use crate::house::{House, each_engine};

const NOVEMBER: &str = "W-000001";
const DECEMBER: &str = "W-000002";

/// So much of one line.
fn part(line: i64, amount: &str) -> CreditLine {
    CreditLine { line, amount: amount.into(), left: String::new() }
}

/// Credits all that is left of an invoice.
async fn credit_all(house: &House, number: &str) -> String {
    shell(house).credit_invoice(number, &[], "Billed by mistake").await.unwrap().to_string()
}

async fn invoice(house: &House, number: &str) -> InvoiceView {
    house.ada().await.invoice("acme", number).await.unwrap().invoice().unwrap()
}

async fn note(house: &House, number: &str) -> CreditNoteView {
    house.ada().await.invoice("acme", number).await.unwrap().credit_note().unwrap()
}

async fn owed(house: &House, number: &str) -> (InvoiceState, i64, i64) {
    let seen = invoice(house, number).await;
    (seen.state, seen.balance.amount, seen.credited.amount)
}

/// November and December are billed, and the given ones are paid.
async fn two_invoices(house: &House, paid: &[&str]) {
    one_invoice(house).await;
    house.clock.set(noon("2027-01-01"));
    bill(house).await;
    for number in paid {
        shell(house).record_payment(number, "").await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_open_is_credited_line_by_line_until_nothing_is_left() {
    each_engine(async |house| {
        one_invoice(house).await;
        let shell = shell(house);
        let before = invoice(house, NOVEMBER).await.document;
        assert_eq!((before.net, before.tax.amount, before.total), (967, 184, 1_151));
        let first = shell.credit_invoice(NOVEMBER, &[part(1, "5.00")], " Half of it ").await.unwrap();
        assert_eq!(first.to_string(), "CN-000001");
        // 19 % of 5.00 is 0.95.
        assert_eq!(owed(house, NOVEMBER).await, (InvoiceState::Open, 1_151 - 595, 595));
        let seen = note(house, "CN-000001").await;
        let document = &seen.document;
        assert_eq!((document.net, document.tax.amount, document.total, document.tax.rate), (500, 95, 595, 1_900));
        assert_eq!((document.lines.len(), document.lines[0].app.as_str(), document.lines[0].amount), (1, "shop", 500));
        assert_eq!((&document.buyer, &document.seller), (&before.buyer, &before.seller));
        let corrects = document.corrects.clone().unwrap();
        assert_eq!((corrects.invoice.to_string().as_str(), corrects.issued), (NOVEMBER, before.issued));
        assert_eq!((corrects.reason.as_str(), seen.left.amount), ("Half of it", 0));
        assert_eq!(invoice(house, NOVEMBER).await.document, before, "what is issued stays what it is");

        shell.credit_invoice(NOVEMBER, &[part(1, "")], "The rest").await.unwrap();
        // What is left of the net and of the tax, to the cent.
        let second = note(house, "CN-000002").await.document;
        assert_eq!((second.net, second.tax.amount, second.total), (467, 89, 556));
        assert_eq!(owed(house, NOVEMBER).await, (InvoiceState::Credited, 0, 1_151));
        for _ in 0..2 {
            let nothing = Err(Conflict::InvoiceCredited.into());
            assert_eq!(shell.credit_invoice(NOVEMBER, &[], "Once more").await, nothing);
        }
        assert_eq!(shell.record_payment(NOVEMBER, "").await, Err(Conflict::InvoiceSettled.into()));
        assert_eq!(shell.write_off(NOVEMBER, "Late").await, Err(Conflict::InvoiceSettled.into()));
        let log = house.log().await;
        let issued: Vec<_> = log.iter().filter(|entry| entry.event == "credit_note_issued").collect();
        let told = |at: usize| (issued[at].target.as_str(), issued[at].after.as_str(), issued[at].has_company);
        assert_eq!(
            (issued.len(), told(0), told(1)),
            (2, ("CN-000001", "5.95 EUR", true), ("CN-000002", "5.56 EUR", true))
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_credits_what_is_not_there_or_without_a_reason() {
    each_engine(async |house| {
        one_invoice(house).await;
        let shell = shell(house);
        let (gone, more) = (Problem::NotFound(Thing::Invoice), Problem::field(Field::Amount, Why::MoreThanLeft));
        for (number, lines, expected) in [
            ("W-000009", vec![], gone.clone()),
            ("nonsense", vec![], gone.clone()),
            ("CN-000001", vec![], gone),
            (NOVEMBER, vec![part(1, "9.68")], more.clone()),
            (NOVEMBER, vec![part(2, "")], more.clone()),
            (NOVEMBER, vec![part(0, "1.00")], more.clone()),
            (NOVEMBER, vec![part(1, "9.00"), part(1, "0.68")], more),
            (NOVEMBER, vec![part(1, "0")], Problem::field(Field::Amount, Why::NotAnAmount)),
            (NOVEMBER, vec![part(1, "-1.00")], Problem::field(Field::Amount, Why::NotAnAmount)),
        ] {
            let answer = shell.credit_invoice(number, &lines, "Wrong").await;
            assert_eq!(answer, Err(expected), "{number} {lines:?}");
        }
        assert!(matches!(shell.credit_invoice(NOVEMBER, &[], " ").await, Err(Problem::Invalid(_))));
        assert_eq!(house.database.count("SELECT COUNT(*) FROM invoice_series WHERE kind = 'credit_note'").await, 0);
        credit_all(house, NOVEMBER).await;
        // Past the acts, too.
        for statement in [
            "UPDATE credit_notes SET total = total + 1, net = net + 1",
            "UPDATE credit_notes SET document = '{}'",
            "UPDATE credit_notes SET number = 9",
            "DELETE FROM credit_notes",
            "UPDATE credit_note_lines SET net = 1",
            "DELETE FROM credit_note_lines",
            "UPDATE credit_notes SET balance = balance + 1",
            "UPDATE invoices SET credited = total + 1",
        ] {
            assert!(house.database.try_run(statement).await.is_err(), "{statement}");
        }
    })
    .await;
}

/// As by a payment: M31, and what was suspended runs again.
#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_that_is_credited_brings_everything_back_from_every_step() {
    for step in [0, 1, 3, 5] {
        each_engine(async |house| {
            one_invoice(house).await;
            come_to(house, step).await;
            let before = standing(house).await;
            shell(house).credit_invoice(NOVEMBER, &[part(1, "9.24")], "Nearly all of it").await.unwrap();
            assert_eq!(standing(house).await, before, "fifty-one cents are open after step {step}");
            credit_all(house, NOVEMBER).await;
            assert_eq!((standing(house).await, state(house, "shop").await), (Arrears::Active, RUNS), "step {step}");
            let letters = house.letters_to(BILLED).await;
            let cleared = letters.iter().filter(|letter| matches!(letter, Letter::AllClear { overdue: false, .. }));
            assert_eq!(cleared.count(), usize::from(step > 0), "M31 once after step {step}");
        })
        .await;
    }
}

/// What was paid too much pays another invoice that holds the Apps up.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_paid_already_pays_first_what_is_open() {
    each_engine(async |house| {
        one_invoice(house).await;
        come_to(house, 2).await;
        house.clock.set(noon("2027-01-01"));
        bill(house).await;
        shell(house).record_payment(DECEMBER, "").await.unwrap();
        house.clock.set(noon("2027-01-05"));
        house.warren.dun().await.unwrap();
        assert_eq!((standing(house).await, state(house, "shop").await), (Arrears::Blocked, OVERDUE));
        assert_eq!(credit_all(house, DECEMBER).await, "CN-000001");
        assert_eq!(owed(house, NOVEMBER).await, (InvoiceState::Paid, 0, 0));
        assert_eq!(owed(house, DECEMBER).await, (InvoiceState::Credited, 0, 3_451));
        assert_eq!((standing(house).await, state(house, "shop").await), (Arrears::Active, RUNS));
        let seen = note(house, "CN-000001").await;
        let uses: Vec<_> =
            seen.uses.iter().map(|one| (one.invoice.as_ref().unwrap().to_string(), one.amount.amount)).collect();
        assert_eq!((uses, seen.left.amount), (vec![(NOVEMBER.to_owned(), 1_151)], 2_300));
        let paid = invoice(house, NOVEMBER).await;
        assert!(paid.payments.is_empty() && paid.credit_notes.is_empty());
        assert_eq!((paid.set_off[0].credit_note.to_string().as_str(), paid.set_off[0].amount), ("CN-000001", 1_151));
    })
    .await;
}
