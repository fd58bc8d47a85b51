//! What comes in for an invoice is noted until nothing is open, and until then its Billing Contact stays (S16, I18).

use teamwork::{
    acts::Operator,
    rules::{
        invoice::InvoiceState,
        moment::DAY,
        permission::Refusal,
        problem::{Conflict, Field, Problem, Thing, Why},
    },
};

use crate::{
    billing::{add, bill, first, noon, set_seller},
    house::each_engine,
};

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
