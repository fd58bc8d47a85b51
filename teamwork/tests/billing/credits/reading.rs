//! Who reads credit notes: whoever reads invoices, in the same archive, and everybody who gets the mails.

use teamwork::{
    letters::Letter,
    rules::{
        invoice::{ArchiveCard, InvoiceState, InvoiceTab},
        moment::DAY,
        permission::Refusal,
        problem::{Gone, Problem, Thing},
    },
};

use super::{DECEMBER, NOVEMBER, credit_all, invoice, part, two_invoices};
use crate::{
    billing::{
        BILLED, add, bill, contact,
        dunning::{one_invoice, shell},
        first, noon, set_seller,
    },
    house::{GRACE, KEVIN, MARA, each_engine},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_archive_lists_them_among_the_invoices() {
    each_engine(async |house| {
        two_invoices(house, &[NOVEMBER]).await;
        shell(house).credit_invoice(DECEMBER, &[part(1, "1.00")], "A day").await.unwrap();
        house.clock.set(noon("2027-01-09"));
        credit_all(house, NOVEMBER).await;
        let mara = house.person(MARA).await;
        let contact = first(&house.ada().await).await;
        let numbers = async |tab, year, after: Option<&str>| {
            let page = mara.invoices("acme", contact, tab, year, after).await.unwrap();
            assert_eq!(page.years, [2027, 2026]);
            page.documents.iter().map(|one| one.number().to_string()).collect::<Vec<_>>()
        };
        let all = ["CN-000002", "CN-000001", DECEMBER, NOVEMBER];
        assert_eq!(numbers(InvoiceTab::All, None, None).await, all);
        assert_eq!(numbers(InvoiceTab::All, Some(2026), None).await, [NOVEMBER]);
        assert_eq!(numbers(InvoiceTab::Open, None, None).await, [DECEMBER]);
        assert!(
            numbers(InvoiceTab::Paid, None, None).await.is_empty(),
            "what was credited wholly was paid for nothing"
        );
        assert_eq!(numbers(InvoiceTab::CreditNotes, Some(2027), None).await, all[..2]);
        let page = mara.invoices("acme", contact, InvoiceTab::All, None, None).await.unwrap();
        for (at, document) in page.documents.iter().enumerate() {
            let behind = document.place().to_string();
            assert_eq!(numbers(InvoiceTab::All, None, Some(&behind)).await, all[at + 1..], "each page goes on behind");
        }
        let ArchiveCard::CreditNote(card) = &page.documents[0] else { panic!("{:?}", page.documents[0]) };
        // November was paid: 11.51 go to December, of which 34.51 less 1.19 were open.
        assert_eq!((card.invoice.to_string().as_str(), card.total.amount, card.left.amount), (NOVEMBER, 1_151, 0));
        let seen = invoice(house, DECEMBER).await;
        assert_eq!((seen.state, seen.balance.amount), (InvoiceState::Open, 3_451 - 119 - 1_151));
        assert_eq!(seen.credit_notes.iter().map(|one| one.number.to_string()).collect::<Vec<_>>(), ["CN-000001"]);

        let mut year = mara.invoice_year("acme", contact, "2027").await.unwrap();
        let mut told = Vec::new();
        for one in mara.more_invoices(&mut year).await.unwrap() {
            told.push((one.document.number.to_string(), one.balance));
        }
        assert_eq!(told[0], (DECEMBER.to_owned(), 2_181));
        assert_eq!(told[1..], [("CN-000001".to_owned(), 0), ("CN-000002".to_owned(), 0)]);
        assert!(mara.more_invoices(&mut year).await.unwrap().is_empty());
    })
    .await;
}

/// Row 41; foreign and nonexistent are the same.
#[tokio::test(flavor = "multi_thread")]
async fn owners_and_billing_members_read_them_and_nobody_else() {
    each_engine(async |house| {
        one_invoice(house).await;
        credit_all(house, NOVEMBER).await;
        for who in [GRACE, KEVIN] {
            let person = house.person(who).await;
            let refused = Err(Problem::Refused(Refusal::NeedsBilling));
            assert_eq!(person.invoice("acme", "CN-000001").await, refused, "{}", who.first);
        }
        let mallory = house.mallory().await;
        let slug = house.company_of(&mallory, "Elsewhere").await;
        assert_eq!(mallory.invoice("acme", "CN-000001").await, Err(Problem::NotFound(Thing::Company)));
        assert_eq!(mallory.invoice(&slug, "CN-000001").await, Err(Problem::NotFound(Thing::Invoice)));
        assert!(house.person(MARA).await.invoice("acme", " cn-000001 ").await.unwrap().credit_note().is_some());
    })
    .await;
}

/// Every recipient of the invoice gets a link of their own, which opens without an account and leads to this one document.
#[tokio::test(flavor = "multi_thread")]
async fn everybody_who_gets_invoices_gets_them() {
    each_engine(async |house| {
        set_seller(house).await;
        let ada = house.ada().await;
        let labs = add(&ada).await;
        ada.create_app("acme", "shop", "standard", labs).await.unwrap();
        house.clock.set(noon("2026-12-01"));
        bill(house).await;
        shell(house).record_payment(NOVEMBER, "5.51").await.unwrap();
        credit_all(house, NOVEMBER).await;
        let mut secrets = Vec::new();
        for copy in ["labs@acme.example", "books@mara.example", "boss@acme.example"] {
            let letters = house.letters_to(copy).await;
            let [Letter::Invoice { .. }, note @ Letter::CreditNote { .. }] = &letters[..] else {
                panic!("{letters:?}")
            };
            let Letter::CreditNote { number, invoice, reason, total, settled, left, .. } = note else {
                panic!("{note:?}")
            };
            assert_eq!((number.to_string().as_str(), invoice.to_string().as_str()), ("CN-000001", NOVEMBER));
            assert_eq!((total.amount, settled.amount, left.amount), (1_151, 600, 551));
            assert_eq!(reason, "Billed by mistake");
            secrets.push(house.secret_of(note));
        }
        assert!(house.letters_to(BILLED).await.is_empty(), "another contact's");
        assert_eq!(contact(&house.ada().await, labs).await.name, "Acme Labs");
        for secret in &secrets {
            let seen = house.guest().look_at_invoice(secret).await.unwrap().credit_note().unwrap();
            assert_eq!((seen.document.total, seen.left.amount), (1_151, 551));
        }
        house.clock.set(noon("2026-12-31").plus(DAY));
        let expired = Err(Gone::InvoiceLinkExpired.into());
        assert_eq!(house.guest().look_at_invoice(&secrets[0]).await, expired);
        house.guest().mail_invoice_again(&secrets[0]).await.unwrap();
        let fresh = house.letters_to("labs@acme.example").await.pop().unwrap();
        let Letter::CreditNote { settled, left, .. } = &fresh else { panic!("{fresh:?}") };
        assert_eq!((settled.amount, left.amount), (600, 551), "it says what the first one said");
        assert!(house.guest().look_at_invoice(&house.secret_of(&fresh)).await.unwrap().credit_note().is_some());
        assert_eq!(house.guest().look_at_invoice(&secrets[0]).await, expired);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_sees_what_is_left_of_each_line() {
    each_engine(async |house| {
        let contact = one_invoice(house).await;
        let ada = house.ada().await;
        ada.create_app("acme", "blog", "small", contact).await.unwrap();
        house.clock.set(noon("2027-01-01"));
        bill(house).await;
        shell(house).credit_invoice(DECEMBER, &[part(2, "5.00"), part(1, "")], "Wrong").await.unwrap();
        let seen = shell(house).creditable(DECEMBER).await.unwrap();
        let lines: Vec<_> = seen.lines.iter().map(|one| (one.line.app.as_str(), one.line.amount, one.left)).collect();
        assert_eq!(lines, [("blog", 900, 0), ("shop", 2_900, 2_400)]);
        // 14.00 net and 19 % of it.
        assert_eq!((seen.invoice.card.credited.amount, seen.charging), (1_400 + 266, false));
        assert_eq!(shell(house).creditable("W-000009").await, Err(Problem::NotFound(Thing::Invoice)));
    })
    .await;
}
