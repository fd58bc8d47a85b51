//! What was paid already comes back: by the next invoices, or as money.

use teamwork::{
    acts::Operator,
    letters::Letter,
    rules::{
        invoice::{InvoiceState, PayBack},
        problem::{Conflict, Field, Problem, Thing, Why},
    },
};

use super::{DECEMBER, NOVEMBER, credit_all, invoice, note, owed, part, two_invoices};
use crate::{
    billing::{
        BILLED, bill, day,
        dunning::{one_invoice, shell},
        noon,
    },
    house::each_engine,
};

/// It stands on the next invoice as a payment: what is billed, and its tax, is what it would have been.
#[tokio::test(flavor = "multi_thread")]
async fn the_next_invoice_is_paid_by_what_is_left() {
    each_engine(async |house| {
        one_invoice(house).await;
        shell(house).record_payment(NOVEMBER, "").await.unwrap();
        credit_all(house, NOVEMBER).await;
        assert_eq!(owed(house, NOVEMBER).await, (InvoiceState::Credited, 0, 1_151));
        let waiting = shell(house).open_credits(None).await.unwrap().credits;
        let told: Vec<_> = waiting.iter().map(|one| (one.card.number.to_string(), one.card.left.amount)).collect();
        assert_eq!(told, [("CN-000001".to_owned(), 1_151)]);
        assert_eq!((waiting[0].buyer.as_str(), waiting[0].company.as_deref()), ("Acme Inc", Some("acme")));

        house.clock.set(noon("2027-01-01"));
        bill(house).await;
        let next = invoice(house, DECEMBER).await;
        let document = &next.document;
        assert_eq!((document.net, document.tax.amount, document.total, document.payable()), (2_900, 551, 3_451, 2_300));
        assert_eq!(
            (next.state, next.balance.amount, next.set_off),
            (InvoiceState::Open, 2_300, document.set_off.clone())
        );
        assert_eq!(document.set_off[0].credit_note.to_string(), "CN-000001");
        let letters = house.letters_to(BILLED).await;
        let Some(Letter::Invoice { total, set_off: Some(set_off), .. }) = letters.last() else { panic!("{letters:?}") };
        assert_eq!((total.amount, set_off.amount), (3_451, 1_151));
        let seen = note(house, "CN-000001").await;
        assert_eq!((seen.left.amount, seen.uses.len()), (0, 1));
        assert!(shell(house).open_credits(None).await.unwrap().credits.is_empty());
        shell(house).record_payment(DECEMBER, "").await.unwrap();
        let paid: Vec<_> = invoice(house, DECEMBER).await.payments.into_iter().map(|one| one.amount.amount).collect();
        assert_eq!(paid, [2_300]);
    })
    .await;
}

/// Several credit notes, the oldest first; the rest waits for the invoice after.
#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_that_is_paid_wholly_by_credit_notes_asks_for_nothing() {
    each_engine(async |house| {
        two_invoices(house, &[NOVEMBER, DECEMBER]).await;
        shell(house).credit_invoice(NOVEMBER, &[part(1, "1.00")], "A day").await.unwrap();
        credit_all(house, DECEMBER).await;
        house.clock.set(noon("2027-01-02"));
        let ada = house.ada().await;
        ada.delete_app("shop", "shop", ada.app("shop").await.unwrap().version).await.unwrap();
        house.clock.set(noon("2027-02-01"));
        bill(house).await;
        // Two days of 31: 1.87 net, 2.23 with the tax; 1.19 of that by the first credit note.
        let last = invoice(house, "W-000003").await;
        let parts: Vec<_> = last.document.set_off.iter().map(|one| (one.credit_note.to_string(), one.amount)).collect();
        assert_eq!(parts, [("CN-000001".to_owned(), 119), ("CN-000002".to_owned(), 104)]);
        assert_eq!((last.document.total, last.document.payable()), (223, 0));
        assert_eq!((last.state, last.balance.amount, last.overdue), (InvoiceState::Paid, 0, false));
        assert_eq!(note(house, "CN-000002").await.left.amount, 3_451 - 104);
        house.clock.set(noon("2027-06-01"));
        house.warren.dun().await.unwrap();
        let letters = house.letters_to(BILLED).await;
        assert!(matches!(letters.last(), Some(Letter::Invoice { set_off: Some(_), .. })), "nobody is reminded");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_is_paid_back_by_hand() {
    each_engine(async |house| {
        one_invoice(house).await;
        let shell = shell(house);
        shell.record_payment(NOVEMBER, "4.00").await.unwrap();
        credit_all(house, NOVEMBER).await;
        let seen = note(house, "CN-000001").await;
        assert_eq!((seen.left.amount, seen.uses[0].amount.amount), (400, 751), "7.51 were open");
        let gone = Problem::NotFound(Thing::CreditNote);
        for (number, amount, expected) in [
            ("CN-000002", "", gone.clone()),
            ("nonsense", "", gone.clone()),
            (NOVEMBER, "", gone),
            ("CN-000001", "x", Problem::field(Field::Amount, Why::NotAnAmount)),
            ("CN-000001", "0", Problem::field(Field::Amount, Why::NotAnAmount)),
            ("CN-000001", "4.01", Problem::field(Field::Amount, Why::MoreThanLeft)),
        ] {
            assert_eq!(
                shell.pay_credit_back(number, amount, PayBack::Transfer).await,
                Err(expected),
                "{number} {amount}"
            );
        }
        shell.pay_credit_back("CN-000001", "1.50", PayBack::Transfer).await.unwrap();
        shell.pay_credit_back("CN-000001", "", PayBack::Transfer).await.unwrap();
        for _ in 0..2 {
            assert_eq!(
                shell.pay_credit_back("CN-000001", "", PayBack::Transfer).await,
                Err(Conflict::CreditUsed.into())
            );
        }
        let seen = note(house, "CN-000001").await;
        let back: Vec<_> = seen.uses[1..].iter().map(|one| (one.amount.amount, one.invoice.is_none())).collect();
        assert_eq!((back, seen.left.amount), (vec![(150, true), (250, true)], 0));
        house.clock.set(noon("2027-01-01"));
        bill(house).await;
        assert_eq!(owed(house, DECEMBER).await, (InvoiceState::Open, 3_451, 0), "nothing is given twice");
    })
    .await;
}

/// What was never paid is not given back.
#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_waits_for_is_credited_and_not_given_back() {
    each_engine(async |house| {
        one_invoice(house).await;
        let shell = shell(house);
        shell.record_payment(NOVEMBER, "1.51").await.unwrap();
        shell.write_off(NOVEMBER, "Insolvent").await.unwrap();
        shell.credit_invoice(NOVEMBER, &[part(1, "1.00")], "A day").await.unwrap();
        assert_eq!(owed(house, NOVEMBER).await, (InvoiceState::WrittenOff, 1_000 - 119, 119));
        credit_all(house, NOVEMBER).await;
        assert_eq!(owed(house, NOVEMBER).await, (InvoiceState::Credited, 0, 1_151));
        let left = (note(house, "CN-000001").await.left.amount, note(house, "CN-000002").await.left.amount);
        assert_eq!(left, (0, 151), "what was paid, and no more");
    })
    .await;
}

/// I23, R45: the Company is gone. The letter goes to the address on the invoice, and what is left is paid back.
#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_outlives_its_company_and_so_does_what_corrects_it() {
    each_engine(async |house| {
        one_invoice(house).await;
        shell(house).record_payment(NOVEMBER, "").await.unwrap();
        let ada = house.ada().await;
        ada.delete_company("acme", "Acme Inc").await.unwrap();
        assert_eq!(credit_all(house, NOVEMBER).await, "CN-000001");
        let secret = house.secret_to(BILLED).await;
        let seen = house.guest().look_at_invoice(&secret).await.unwrap().credit_note().unwrap();
        assert_eq!((seen.document.total, seen.left.amount), (1_151, 1_151));
        let waiting = shell(house).open_credits(None).await.unwrap().credits;
        assert_eq!((waiting.len(), waiting[0].company.as_deref()), (1, None));
        shell(house).pay_credit_back("CN-000001", "", PayBack::Transfer).await.unwrap();
        let log = house.log().await;
        assert!(log.iter().any(|entry| entry.event == "credit_paid_back" && !entry.has_company));
    })
    .await;
}

/// I26: a word numbers one kind of document.
#[tokio::test(flavor = "multi_thread")]
async fn a_series_numbers_one_kind_of_document() {
    each_engine(async |house| {
        one_invoice(house).await;
        credit_all(house, NOVEMBER).await;
        let shell = Operator::of_the_house(&house.warren);
        let taken = || Err(Problem::field(Field::Value, Why::SeriesTaken));
        for (setting, value) in [("invoice_series", "cn"), ("credit_series", "W")] {
            assert_eq!(shell.set_setting(setting, value).await, taken(), "{setting}");
        }
        shell.set_setting("invoice_series", "INV").await.unwrap();
        shell.set_setting("credit_series", "KOR").await.unwrap();
        for (setting, value) in [("invoice_series", "CN"), ("credit_series", "W"), ("invoice_series", "KOR")] {
            assert_eq!(shell.set_setting(setting, value).await, taken(), "{setting} {value}: it was used before");
        }
        house.clock.set(noon("2027-01-01"));
        bill(house).await;
        assert_eq!(credit_all(house, "INV-000001").await, "KOR-000001");
        assert_eq!(note(house, "KOR-000001").await.document.issued, day("2027-01-01"));
    })
    .await;
}
