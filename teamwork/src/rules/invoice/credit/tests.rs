//! However an invoice is taken apart, the parts are the whole.

use super::*;
use crate::rules::{
    id::AppId,
    invoice::{Party, TaxRule},
    moment::Moment,
};

fn wished(line: i64, amount: Option<i64>) -> WishedLine {
    WishedLine { line, amount, left: None }
}

/// An invoice of lines that come to this much, at a rate in hundredths of a percent.
fn invoice(amounts: &[i64], rate: i64) -> Document {
    let line = |(place, amount): (i64, &i64)| Line {
        app_id: AppId::new(Moment::from_millis(0), [1; 10]),
        app: format!("app-{place}"),
        plan: "Standard".into(),
        from: Day(100 + place),
        through: Day(110 + place),
        days: 11,
        of_month: 30,
        price: 2_900,
        amount: *amount,
    };
    let net = amounts.iter().sum();
    let tax = Tax { rule: TaxRule::Home, country: "DE".into(), rate, amount: share(net, rate) };
    Document {
        number: InvoiceNumber { series: "W".into(), number: 42 },
        issued: Day(131),
        due: Day(145),
        from: Day(101),
        through: Day(130),
        currency: "EUR".into(),
        seller: Party::default(),
        legal: String::new(),
        bank: None,
        buyer: Party::default(),
        lines: (1..).zip(amounts).map(line).collect(),
        net,
        total: net + tax.amount,
        tax,
        set_off: Vec::new(),
        collection: None,
        corrects: None,
    }
}

/// Numbers that look like chance and are the same every time (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % below
    }
}

/// Whatever is credited in whatever order, no part is less than nothing, and when nothing is left, the parts are the
/// invoice: to the cent of the net, of the tax and of every line.
#[test]
fn an_invoice_credited_in_parts_is_credited_wholly() {
    let mut dice = Dice(4);
    for round in 0..2_000 {
        let lines: Vec<_> = (0..=dice.roll(5)).map(|_| dice.roll([3, 60, 9_000][round % 3])).collect();
        let invoice = invoice(&lines, [1_900, 2_550, 0, 810, 2_000][round % 5]);
        if invoice.net == 0 {
            continue;
        }
        let (mut before, mut sum) = (Vec::new(), (0, 0));
        loop {
            let left = left(&invoice, &before);
            let open: Vec<_> = (1..).zip(&left).filter(|(_, left)| **left > 0).collect();
            let Some((line, left)) = open.get(usize::try_from(dice.roll(6)).unwrap() % open.len().max(1)) else {
                break;
            };
            let part = match dice.roll(8) {
                0 => Wish::Everything,
                1 => Wish::Lines(vec![wished(*line, None)]),
                _ => Wish::Lines(vec![wished(*line, Some(1 + dice.roll(**left)))]),
            };
            let credit = credit(&invoice, &before, &part).unwrap();
            assert!(credit.net > 0 && credit.tax >= 0, "{credit:?}");
            // A hundredth at most from what its own net would be taxed with.
            assert!((credit.tax - share(credit.net, invoice.tax.rate)).abs() <= 1, "{credit:?}");
            sum = (sum.0 + credit.net, sum.1 + credit.tax);
            before.extend(credit.lines);
        }
        assert_eq!(sum, (invoice.net, invoice.tax.amount), "{lines:?}");
        assert_eq!(credit(&invoice, &before, &Wish::Everything), Err(Conflict::InvoiceCredited.into()));
    }
}

/// A cent three times at 19 %: the tax of 0.01 comes when it is due, and is not given back three times or never.
#[test]
fn the_tax_of_small_parts_is_given_back_once() {
    let invoice = invoice(&[3], 1_900);
    let mut before = Vec::new();
    let mut taxes = Vec::new();
    for _ in 0..3 {
        let credit = credit(&invoice, &before, &Wish::Lines(vec![wished(1, Some(1))])).unwrap();
        taxes.push(credit.tax);
        before.extend(credit.lines);
    }
    assert_eq!((taxes, invoice.tax.amount), (vec![0, 0, 1], 1));
}

#[test]
fn of_a_line_no_more_is_credited_than_is_left() {
    let invoice = invoice(&[1_000, 0, 500], 1_900);
    let of = |before: &[(i64, i64)], lines: &[(i64, Option<i64>)]| {
        let lines = lines.iter().map(|(line, amount)| wished(*line, *amount)).collect();
        credit(&invoice, before, &Wish::Lines(lines)).map(|credit| credit.lines)
    };
    let more = || Err(Problem::field(Field::Amount, Why::MoreThanLeft));
    assert_eq!(of(&[], &[(1, Some(1_000)), (3, None)]), Ok(vec![(1, 1_000), (3, 500)]));
    assert_eq!(of(&[], &[(3, Some(200)), (1, Some(1)), (3, None)]), Ok(vec![(1, 1), (3, 500)]), "of one line twice");
    for lines in [(1, Some(1_001)), (2, None), (2, Some(1)), (4, None), (0, None), (-1, Some(1)), (i64::MIN, None)] {
        assert_eq!(of(&[], &[lines]), more(), "{lines:?}");
    }
    assert_eq!(of(&[(1, 400), (1, 100)], &[(1, Some(501))]), more());
    assert_eq!(of(&[(1, 400), (1, 100)], &[(1, None)]), Ok(vec![(1, 500)]));
    assert_eq!(of(&[(1, 1_000)], &[(1, None)]), more(), "nothing is left of it");
    assert_eq!(of(&[], &[(1, Some(600)), (1, Some(600))]), more());
    for (seen, fits) in [(Some(500), true), (Some(1_000), false), (Some(0), false), (None, true)] {
        let wish = Wish::Lines(vec![WishedLine { left: seen, ..wished(1, Some(100)) }]);
        let answer = credit(&invoice, &[(1, 500)], &wish).map(drop);
        assert_eq!(answer, if fits { Ok(()) } else { Err(Conflict::AmountChanged.into()) }, "{seen:?}");
    }
}

#[test]
fn what_is_typed_is_an_amount_of_a_line() {
    let line = |line, amount: &str| CreditLine { line, amount: amount.into(), left: String::new() };
    assert_eq!(Wish::read(&[]), Ok(Wish::Everything));
    assert_eq!(
        Wish::read(&[line(2, " 10,5 "), line(1, " ")]),
        Ok(Wish::Lines(vec![wished(2, Some(1_050)), wished(1, None)]))
    );
    let texts = |texts: &[&str]| texts.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    let typed = |amounts: &[&str]| CreditLine::typed(&texts(amounts), &texts(&["1.00", "7.00"]));
    let second = CreditLine { left: "7.00".into(), ..line(2, "5.00") };
    assert_eq!(typed(&["", "5.00", " "]), Ok(vec![second]), "one field for each line");
    assert_eq!(typed(&["", "", "5.00"]), Ok(vec![line(3, "5.00")]), "of which it was not said what was left");
    for nothing in [&[][..], &["", " "]] {
        assert_eq!(typed(nothing), Err(Problem::field(Field::Amount, Why::NotAnAmount)), "which would be all of it");
    }
    for bad in ["0", "0.00", "-1", "x", "1.001"] {
        assert_eq!(Wish::read(&[line(1, bad)]), Err(Problem::field(Field::Amount, Why::NotAnAmount)), "{bad}");
    }
}

#[test]
fn a_credit_note_names_the_parties_and_the_days_of_its_lines() {
    let invoice = invoice(&[1_000, 2_000], 1_900);
    let credit = credit(&invoice, &[], &Wish::Lines(vec![wished(2, Some(500))])).unwrap();
    let number = InvoiceNumber { series: "CN".into(), number: 1 };
    let note = credit.document(&invoice, number, Day(140), "Billed twice".into());
    assert_eq!((note.net, note.tax.amount, note.total, note.payable()), (500, 95, 595, 595));
    assert_eq!((note.from, note.through, note.issued, note.due), (Day(102), Day(112), Day(140), Day(140)));
    assert_eq!((note.lines.len(), note.lines[0].app.as_str(), note.lines[0].amount), (1, "app-2", 500));
    assert_eq!((note.title(), note.bank.is_none()), ("Credit note CN-000001".into(), true));
    assert_eq!(note.corrects.unwrap().invoice, invoice.number);
}
