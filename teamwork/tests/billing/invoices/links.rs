//! The secret link in the mail of an invoice (E70): it opens without an account, for a while, and also when the Company is gone.

use teamwork::{
    acts::Operator,
    letters::Letter,
    rules::{
        day::Day,
        invoice::InvoiceState,
        moment::Moment,
        problem::{Gone, Problem, Thing},
    },
};

use crate::{
    billing::{BILLED, bill, day, first, noon, set_seller},
    house::{House, each_engine},
};

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
