//! Invoices (R45, 4.5, E64, E68, E71, E80): what is billed, to whom, when, and who reads it.

mod links;
mod paying;

use std::time::Duration;

use teamwork::{
    acts::{Actor, Operator},
    letters::Letter,
    rules::{
        invoice::{ArchiveCard, InvoiceState, InvoiceTab, InvoiceView, TaxRule},
        moment::{HOUR, MINUTE, Moment},
        permission::Refusal,
        problem::{Problem, Thing},
    },
};

use super::{BILLED, add, bill, day, first, noon, read, second, set_seller};
use crate::house::{GRACE, House, KEVIN, MARA, each_engine};

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
