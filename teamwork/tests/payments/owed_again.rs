//! A debit has paid, all of the invoice was credited and paid back, and then the bank takes the debit back: it is owed again.

use teamwork::{
    acts::Operator,
    letters::Letter,
    rules::{
        dunning::Arrears,
        invoice::{ArchiveCard, InvoiceState, InvoiceTab, PayBack},
    },
};

use super::{
    charging::{NUMBER, charge_on},
    debiting::{wait_until, with_debit},
};
use crate::{
    billing::{BILLED, noon},
    house::each_engine,
};

/// Wherever it is told, it is told as what is to be paid.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_dunned_is_not_called_credited() {
    each_engine(async |house| {
        let (bank, contact) = with_debit(house).await;
        let secret = house.secret_to(BILLED).await;
        charge_on(house, "2026-12-07").await;
        bank.decide(true);
        wait_until(house, "2026-12-10").await;
        let shell = Operator::of_the_house(&house.warren);
        let note = shell.credit_invoice(NUMBER, &[], "By mistake").await.unwrap().to_string();
        shell.pay_credit_back(&note, "", PayBack::Transfer).await.unwrap();
        let state = async || {
            let ada = house.ada().await;
            let archive = ada.invoices("acme", contact, InvoiceTab::All, None, None).await.unwrap();
            let listed = archive.documents.iter().find_map(|one| match one {
                ArchiveCard::Invoice(card) => Some(card.state),
                ArchiveCard::CreditNote(_) => None,
            });
            let newest = ada.billing_contact("acme", contact).await.unwrap().details.unwrap().newest.unwrap();
            let by_link = house.guest().look_at_invoice(&secret).await.unwrap().invoice().unwrap();
            let page = ada.invoice("acme", NUMBER).await.unwrap().invoice().unwrap();
            assert_eq!([listed.unwrap(), newest.state, by_link.state], [page.state; 3]);
            (page.state, page.balance.amount, page.overdue)
        };
        assert_eq!(state().await, (InvoiceState::Credited, 0, false));
        bank.take_back();
        house.clock.set(noon("2026-12-30"));
        house.warren.watch_debits().await.unwrap();
        assert_eq!(state().await, (InvoiceState::Open, 1_151, true));
        assert_eq!(house.ada().await.billing("acme").await.unwrap()[0].arrears, Arrears::Failing);
        house.guest().mail_invoice_again(&secret).await.unwrap();
        let letters = house.letters_to(BILLED).await;
        let Some(Letter::Invoice { now: Some(now), .. }) = letters.last() else { panic!("{letters:?}") };
        assert_eq!((now.state, now.balance.amount), (InvoiceState::Open, 1_151));
    })
    .await;
}
