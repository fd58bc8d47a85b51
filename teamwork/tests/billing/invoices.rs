//! Invoices (R45, 4.5, E64, E68, E71, E80): what is billed, to whom, when, and what becomes of it.

use std::time::Duration;

use teamwork::{
    acts::{Actor, Operator},
    letters::Letter,
    rules::{
        day::Day,
        invoice::{ArchiveCard, InvoiceState, InvoiceTab, InvoiceView, TaxRule},
        moment::{DAY, HOUR, MINUTE, Moment},
        permission::Refusal,
        problem::{Conflict, Field, Gone, Problem, Thing, Why},
    },
};

use super::{add, first, read, second};
use crate::house::{GRACE, House, KEVIN, MARA, each_engine};

/// Where people and programs look for the invoices of Acme Inc.
pub const BILLED: &str = "invoices@acme.example";

pub async fn set_seller(house: &House) {
    let shell = Operator::of_the_house(&house.warren);
    for (setting, value) in [
        ("seller_name", "Burrow Hosting"),
        ("seller_street", "1 Warren Way"),
        ("seller_postal_code", "10115"),
        ("seller_city", "Berlin"),
        ("seller_country", "DE"),
        ("seller_iban", "DE89 3704 0044 0532 0130 00"),
    ] {
        shell.set_setting(setting, value).await.unwrap();
    }
}

pub fn noon(day: &str) -> Moment {
    Moment::parse_day(day).unwrap().plus(12 * HOUR)
}

pub fn day(text: &str) -> Day {
    Day::of(Moment::parse_day(text).unwrap())
}

pub async fn bill(house: &House) {
    while house.warren.bill().await.unwrap() > 0 {}
}

async fn cards(actor: &Actor) -> Vec<String> {
    let contact = first(actor).await;
    let page = actor.invoices("acme", contact, InvoiceTab::All, None, None).await.unwrap();
    let told = |document: &ArchiveCard| match document {
        ArchiveCard::Invoice(card) => format!("{} {}", card.number, card.total),
        ArchiveCard::CreditNote(card) => format!("{} {}", card.number, card.total),
    };
    page.documents.iter().map(told).collect()
}

async fn newest(house: &House) -> InvoiceView {
    let secret = house.secret_to(BILLED).await;
    house.guest().look_at_invoice(&secret).await.unwrap().invoice().unwrap()
}

/// The stage stands on 21 Nov 2026.
#[tokio::test(flavor = "multi_thread")]
async fn a_month_is_billed_once_and_by_the_day() {
    each_engine(async |house| {
        set_seller(house).await;
        let ada = house.ada().await;
        let contact = first(&ada).await;
        ada.create_app("acme", "shop", "standard", contact).await.unwrap();
        ada.create_app("acme", "blog", "small", contact).await.unwrap();
        let page = ada.invoices("acme", contact, InvoiceTab::All, None, None).await.unwrap();
        let running = page.running;
        assert_eq!((running.net.amount, running.issues_on), (97 + 30, day("2026-12-01")), "one day of thirty of each");
        bill(house).await;
        assert!(cards(&ada).await.is_empty(), "the month is not over");

        // An act that came in before midnight may still be on its way.
        house.clock.set(Moment::parse_day("2026-12-01").unwrap().plus(HOUR - 1));
        bill(house).await;
        let ada = house.ada().await;
        assert!(cards(&ada).await.is_empty());
        house.clock.forward(1);
        bill(house).await;
        bill(house).await;
        // Ten days of thirty: 29.00 is 9.67, 9.00 is 3.00; with 19 % at home.
        assert_eq!(cards(&ada).await, ["W-000001 15.08 EUR"]);
        let invoice = newest(house).await;
        let document = &invoice.document;
        assert_eq!((document.net, document.tax.amount, document.total), (1_267, 241, 1_508));
        assert_eq!((document.tax.rule, document.tax.rate), (TaxRule::Home, 1_900));
        assert_eq!((document.from, document.through), (day("2026-11-21"), day("2026-11-30")));
        assert_eq!((document.issued, document.due), (day("2026-12-01"), day("2026-12-15")));
        let lines: Vec<_> = document.lines.iter().map(|line| (line.app.as_str(), line.days, line.amount)).collect();
        assert_eq!(lines, [("blog", 10, 300), ("shop", 10, 967)]);
        assert_eq!((document.seller.name.as_str(), document.buyer.name.as_str()), ("Burrow Hosting", "Acme Inc"));
        assert_eq!((invoice.state, invoice.balance.amount, invoice.overdue), (InvoiceState::Open, 1_508, false));

        let letters = house.letters_to(BILLED).await;
        assert!(matches!(&letters[..], [Letter::Invoice { .. }]), "{letters:?}");
        let log = house.log().await;
        let issued: Vec<_> = log.iter().filter(|entry| entry.event == "invoice_issued").collect();
        assert_eq!(issued.len(), 1);
        assert_eq!(
            (issued[0].target.as_str(), issued[0].after.as_str(), issued[0].has_company),
            ("W-000001", "15.08 EUR", true)
        );

        house.clock.set(noon("2027-01-01"));
        bill(house).await;
        assert_eq!(
            cards(&house.ada().await).await,
            ["W-000002 45.22 EUR", "W-000001 15.08 EUR"],
            "a whole month is 38.00 net"
        );
    })
    .await;
}

/// E50, E62: who pays changes, and so does the address; what is issued stays what it is.
#[tokio::test(flavor = "multi_thread")]
async fn each_payer_gets_their_days_and_an_issued_invoice_never_changes() {
    each_engine(async |house| {
        set_seller(house).await;
        let ada = house.ada().await;
        let contact = first(&ada).await;
        ada.create_app("acme", "shop", "standard", contact).await.unwrap();
        let labs = add(&ada).await;
        let version = ada.app("shop").await.unwrap().version;
        ada.change_payer("shop", labs, version).await.unwrap();
        house.clock.set(noon("2026-12-02"));
        bill(house).await;
        let mine = newest(house).await.document;
        assert_eq!((mine.lines[0].days, mine.net), (1, 97));
        for copy in ["labs@acme.example", "books@mara.example", "boss@acme.example"] {
            let secret = house.secret_to(copy).await;
            let theirs = house.guest().look_at_invoice(&secret).await.unwrap().invoice().unwrap().document;
            assert_eq!((theirs.lines[0].days, theirs.net, theirs.buyer.name.as_str()), (9, 870, "Acme Labs"), "{copy}");
        }
        let secret = house.secret_to("labs@acme.example").await;
        let before = house.guest().look_at_invoice(&secret).await.unwrap();
        let ada = house.ada().await;
        let mut form = second();
        form.billing.city = "Hamburg".into();
        let seen = ada.billing_contact("acme", labs).await.unwrap().details.unwrap().version;
        ada.change_billing_contact("acme", labs, seen, read(&form)).await.unwrap();
        Operator::of_the_house(&house.warren).set_setting("seller_name", "Another Burrow").await.unwrap();
        assert_eq!(house.guest().look_at_invoice(&secret).await, Ok(before));
        // Past the acts, too.
        for statement in [
            "UPDATE invoices SET total = total + 1, net = net + 1",
            "UPDATE invoices SET document = '{}'",
            "UPDATE invoices SET number = 9",
            "DELETE FROM invoices",
        ] {
            assert!(house.database.try_run(statement).await.is_err(), "{statement}");
        }
    })
    .await;
}

/// E71.
#[tokio::test(flavor = "multi_thread")]
async fn too_little_is_carried_forward_and_billed_later() {
    each_engine(async |house| {
        set_seller(house).await;
        Operator::of_the_house(&house.warren).set_setting("carry_below", "4.00").await.unwrap();
        let ada = house.ada().await;
        ada.create_app("acme", "blog", "small", first(&ada).await).await.unwrap();
        house.clock.set(noon("2026-12-01"));
        bill(house).await;
        assert!(cards(&house.ada().await).await.is_empty(), "3.00 wait");
        house.clock.set(noon("2027-01-01"));
        bill(house).await;
        let document = newest(house).await.document;
        let lines: Vec<_> = document.lines.iter().map(|line| (line.from, line.days, line.amount)).collect();
        assert_eq!(lines, [(day("2026-11-21"), 10, 300), (day("2026-12-01"), 31, 900)]);
        assert_eq!(
            (document.from, document.through, document.number.number),
            (day("2026-11-21"), day("2026-12-31"), 1)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn until_the_seller_is_known_nothing_is_issued_and_no_day_is_lost() {
    each_engine(async |house| {
        let ada = house.ada().await;
        ada.create_app("acme", "blog", "small", first(&ada).await).await.unwrap();
        house.clock.set(noon("2027-01-05"));
        bill(house).await;
        assert!(cards(&house.ada().await).await.is_empty());
        let shell = Operator::of_the_house(&house.warren);
        assert_eq!(shell.open_invoices(None).await.unwrap().missing.len(), 5);
        set_seller(house).await;
        bill(house).await;
        let document = newest(house).await.document;
        assert_eq!((document.net, document.issued), (1_200, day("2027-01-05")));
        assert!(shell.open_invoices(None).await.unwrap().missing.is_empty());
    })
    .await;
}

/// Row 41; foreign and nonexistent are the same.
#[tokio::test(flavor = "multi_thread")]
async fn owners_and_billing_members_read_and_nobody_else() {
    each_engine(async |house| {
        set_seller(house).await;
        let ada = house.ada().await;
        let contact = first(&ada).await;
        ada.create_app("acme", "blog", "small", contact).await.unwrap();
        house.clock.set(noon("2026-12-01"));
        bill(house).await;
        for who in [GRACE, KEVIN] {
            let person = house.person(who).await;
            let refused = Problem::Refused(Refusal::NeedsBilling);
            assert_eq!(person.invoice("acme", "W-000001").await, Err(refused.clone()), "{}", who.first);
            assert_eq!(person.invoice("acme", "W-000099").await, Err(refused.clone()), "{}", who.first);
            assert_eq!(person.invoices("acme", contact, InvoiceTab::All, None, None).await, Err(refused));
        }
        let mallory = house.mallory().await;
        let slug = house.company_of(&mallory, "Elsewhere").await;
        assert_eq!(mallory.invoice("acme", "W-000001").await, Err(Problem::NotFound(Thing::Company)));
        assert_eq!(mallory.invoice(&slug, "W-000001").await, Err(Problem::NotFound(Thing::Invoice)));
        let nothing = Err(Problem::NotFound(Thing::BillingContact));
        assert_eq!(mallory.invoices(&slug, contact, InvoiceTab::All, None, None).await, nothing);
        let mara = house.person(MARA).await;
        assert_eq!(mara.invoice("acme", " w-000001 ").await.unwrap().invoice().unwrap().document.net, 300);
        for (tab, year, count) in [
            (InvoiceTab::All, None, 1),
            (InvoiceTab::Open, Some(2026), 1),
            (InvoiceTab::Paid, None, 0),
            (InvoiceTab::All, Some(2025), 0),
            (InvoiceTab::All, Some(i64::MAX), 0),
            (InvoiceTab::All, Some(i64::MIN), 0),
        ] {
            let page = mara.invoices("acme", contact, tab, year, None).await.unwrap();
            assert_eq!((page.documents.len(), page.years.as_slice()), (count, [2026].as_slice()), "{tab:?} {year:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_in_is_noted_until_nothing_is_open() {
    each_engine(async |house| {
        set_seller(house).await;
        let ada = house.ada().await;
        let contact = first(&ada).await;
        ada.create_app("acme", "shop", "standard", contact).await.unwrap();
        house.clock.set(noon("2026-12-20"));
        bill(house).await;
        let shell = Operator::of_the_house(&house.warren);
        for (number, amount, expected) in [
            ("W-000002", "", Problem::NotFound(Thing::Invoice)),
            ("nonsense", "", Problem::NotFound(Thing::Invoice)),
            ("W-000001", "x", Problem::field(Field::Amount, Why::NotAnAmount)),
            ("W-000001", "0", Problem::field(Field::Amount, Why::NotAnAmount)),
            ("W-000001", "11.52", Problem::field(Field::Amount, Why::MoreThanOwed)),
        ] {
            assert_eq!(shell.record_payment(number, amount).await, Err(expected), "{number} {amount}");
        }
        shell.record_payment("W-000001", "1.50").await.unwrap();
        let invoice = house.ada().await.invoice("acme", "W-000001").await.unwrap().invoice().unwrap();
        assert_eq!((invoice.state, invoice.balance.amount, invoice.overdue), (InvoiceState::Open, 1_001, false));
        house.clock.set(noon("2027-01-04"));
        let open = shell.open_invoices(None).await.unwrap().invoices;
        assert_eq!((open.len(), open[0].buyer.as_str(), open[0].card.overdue), (1, "Acme Inc", false), "due today");
        house.clock.forward(DAY);
        let shell = Operator::of_the_house(&house.warren);
        assert!(shell.open_invoices(None).await.unwrap().invoices[0].card.overdue);
        assert_eq!(shell.waiting().await.unwrap().overdue_invoices, 1);
        shell.record_payment("W-000001", "").await.unwrap();
        let invoice = house.ada().await.invoice("acme", "W-000001").await.unwrap().invoice().unwrap();
        let paid: Vec<_> = invoice.payments.iter().map(|payment| payment.amount.amount).collect();
        assert_eq!((invoice.state, paid), (InvoiceState::Paid, vec![150, 1_001]));
        for _ in 0..2 {
            assert_eq!(shell.record_payment("W-000001", "").await, Err(Conflict::InvoiceSettled.into()));
            assert_eq!(shell.write_off("W-000001", "Late").await, Err(Conflict::InvoiceSettled.into()));
        }
        assert!(shell.open_invoices(None).await.unwrap().invoices.is_empty());
    })
    .await;
}

/// S16, I18.
#[tokio::test(flavor = "multi_thread")]
async fn while_an_invoice_is_open_its_billing_contact_stays() {
    each_engine(async |house| {
        set_seller(house).await;
        let ada = house.ada().await;
        let labs = add(&ada).await;
        ada.create_app("acme", "shop", "standard", labs).await.unwrap();
        house.clock.set(noon("2026-12-01"));
        bill(house).await;
        let ada = house.ada().await;
        let app = ada.app("shop").await.unwrap();
        ada.delete_app("shop", "shop", app.version).await.unwrap();
        let refused = Err(Problem::Refused(Refusal::InvoicesOpen));
        assert_eq!(ada.archive_billing_contact("acme", labs, 1).await, refused);
        let shell = Operator::of_the_house(&house.warren);
        assert!(matches!(shell.write_off("W-000001", " ").await, Err(Problem::Invalid(_))));
        shell.write_off("W-000001", "Insolvent").await.unwrap();
        let ada = house.ada().await;
        ada.archive_billing_contact("acme", labs, 1).await.unwrap();
        assert_eq!(
            ada.invoice("acme", "W-000001").await.unwrap().invoice().unwrap().state,
            InvoiceState::WrittenOff,
            "R45"
        );
        // The day that was used meanwhile is billed all the same.
        house.clock.set(noon("2027-01-01"));
        bill(house).await;
        assert_eq!(house.ada().await.invoice("acme", "W-000002").await.unwrap().invoice().unwrap().document.net, 94);
    })
    .await;
}

/// E80, S3, I24: through the last day, at once, and readable without the Company.
#[tokio::test(flavor = "multi_thread")]
async fn the_last_invoice_of_a_company_outlives_it() {
    each_engine(async |house| {
        set_seller(house).await;
        let ada = house.ada().await;
        ada.create_app("acme", "shop", "standard", first(&ada).await).await.unwrap();
        ada.delete_company("acme", "Acme Inc").await.unwrap();
        let letters = house.letters_to(BILLED).await;
        let invoice = letters.iter().find(|letter| matches!(letter, Letter::Invoice { .. })).unwrap();
        let invoice = house.guest().look_at_invoice(&house.secret_of(invoice)).await.unwrap().invoice().unwrap();
        assert_eq!((invoice.document.net, invoice.document.through), (97, day("2026-11-21")));
        let shell = Operator::of_the_house(&house.warren);
        let open = shell.open_invoices(None).await.unwrap().invoices;
        assert_eq!((open.len(), open[0].company.as_deref()), (1, None));
        house.clock.set(noon("2026-12-05"));
        bill(house).await;
        let shell = Operator::of_the_house(&house.warren);
        shell.record_payment("W-000001", "").await.unwrap();
        assert!(shell.open_invoices(None).await.unwrap().invoices.is_empty(), "nothing is billed twice");
    })
    .await;
}

/// What the newest mail of an invoice says of it.
async fn stands(house: &House) -> (InvoiceState, i64, Option<Day>) {
    let Some(Letter::Invoice { now: Some(now), charge: None, .. }) = house.letters_to(BILLED).await.pop() else {
        panic!()
    };
    (now.state, now.balance.amount, now.settled)
}

/// E70.
#[tokio::test(flavor = "multi_thread")]
async fn a_link_opens_for_a_while_and_then_is_mailed_again() {
    each_engine(async |house| {
        set_seller(house).await;
        let ada = house.ada().await;
        ada.create_app("acme", "shop", "standard", first(&ada).await).await.unwrap();
        house.clock.set(noon("2026-12-01"));
        bill(house).await;
        let secret = house.secret_to(BILLED).await;
        let nothing = Err(Problem::NotFound(Thing::Invoice));
        for wrong in ["", "nonsense", &"A".repeat(43)] {
            assert_eq!(house.guest().look_at_invoice(wrong).await, nothing);
            assert_eq!(house.guest().mail_invoice_again(wrong).await, Err(Problem::NotFound(Thing::Invoice)));
        }
        // Thirty days after it is due.
        house.clock.set(Moment::parse_day("2027-01-14").unwrap().plus(-1));
        assert!(house.guest().look_at_invoice(&secret).await.is_ok());
        house.clock.forward(1);
        assert_eq!(house.guest().look_at_invoice(&secret).await, Err(Gone::InvoiceLinkExpired.into()));
        house.guest().mail_invoice_again(&secret).await.unwrap();
        let fresh = house.secret_to(BILLED).await;
        assert_ne!(fresh, secret);
        assert_eq!(house.guest().look_at_invoice(&fresh).await.unwrap().invoice().unwrap().document.number.number, 1);
        assert_eq!(house.guest().look_at_invoice(&secret).await, Err(Gone::InvoiceLinkExpired.into()));
        for _ in 0..2 {
            house.guest().mail_invoice_again(&secret).await.unwrap();
        }
        assert_eq!(stands(house).await, (InvoiceState::Open, 1_151, None));
        let shell = Operator::of_the_house(&house.warren);
        for (amount, stood) in
            [("1.51", (InvoiceState::Open, 1_000, None)), ("", (InvoiceState::Paid, 0, Some(day("2027-01-14"))))]
        {
            shell.record_payment("W-000001", amount).await.unwrap();
            house.guest().mail_invoice_again(&secret).await.unwrap();
            assert_eq!(stands(house).await, stood);
        }
        assert!(matches!(house.guest().mail_invoice_again(&secret).await, Err(Problem::TooMany { .. })));
        assert!(!house.database.dump().await.iter().any(|row| row.contains(&fresh)), "only hashes are kept");
    })
    .await;
}

/// I26, B55: several servers bill many at once; the numbers are 1..n, and nobody is billed twice.
#[tokio::test(flavor = "multi_thread")]
async fn servers_that_bill_at_once_leave_no_gap_and_bill_nobody_twice() {
    const COMPANIES: usize = 24;
    each_engine(async |house| {
        set_seller(house).await;
        let ada = house.ada().await;
        for at in 0..COMPANIES {
            let slug = house.company_of(&ada, &format!("Burrow {}", char::from(b'a' + at as u8))).await;
            let contact = ada.billing(&slug).await.unwrap()[0].id;
            ada.create_app(&slug, &format!("app-{at}"), "small", contact).await.unwrap();
        }
        house.clock.set(noon("2026-12-01"));
        let servers = [house.beside().await, house.beside().await, house.beside().await, house.beside().await];
        let runs = servers.clone().map(|server| {
            tokio::spawn(async move {
                while server.bill().await.unwrap() > 0 {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            })
        });
        for run in runs {
            run.await.unwrap();
        }
        let numbers: Vec<(i64,)> = house.database.rows("SELECT number FROM invoices ORDER BY number").await;
        let numbers: Vec<i64> = numbers.into_iter().map(|(number,)| number).collect();
        assert_eq!(numbers, (1..=COMPANIES as i64).collect::<Vec<_>>());
        let mails =
            house.mails().await.into_iter().filter(|mail| matches!(mail.letter, Letter::Invoice { .. })).count();
        assert_eq!(mails, COMPANIES);
        for server in servers {
            server.close().await;
        }
        house.clock.forward(MINUTE);
        bill(house).await;
        assert_eq!(house.database.count("SELECT COUNT(*) FROM invoices").await, COMPANIES as i64);
    })
    .await;
}
