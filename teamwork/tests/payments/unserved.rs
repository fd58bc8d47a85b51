//! The operator has taken the payment provider away: nobody charges any more, so what is open is to be transferred.

use teamwork::{
    acts::Guest,
    letters::Letter,
    rules::{invoice::ArchiveView, log::Door},
};

use super::charging::with_invoice;
use crate::{
    billing::{BILLED, noon},
    house::each_engine,
};

#[tokio::test(flavor = "multi_thread")]
async fn without_a_provider_no_invoice_says_that_a_card_is_charged() {
    each_engine(async |house| {
        with_invoice(house).await;
        let secret = house.secret_to(BILLED).await;
        let other = house.beside().await;
        let view = |guest: Guest, secret: String| async move {
            let ArchiveView::Invoice(seen) = guest.look_at_invoice(&secret).await.unwrap() else { panic!() };
            (seen.pays.is_some(), seen.document.bank.is_some())
        };
        let there = || Guest::new(&other, Door::Page, "192.0.2.1", "", other.request());
        assert_eq!(view(house.guest(), secret.clone()).await, (true, true));
        assert_eq!(view(there(), secret.clone()).await, (false, true));
        house.clock.set(noon("2027-01-01"));
        while other.bill().await.unwrap() > 0 {}
        let letters = house.letters_to(BILLED).await;
        let Some(Letter::Invoice { charge: None, debit: None, .. }) = letters.last() else { panic!("{letters:?}") };
        assert_eq!(house.database.count("SELECT COUNT(*) FROM invoices WHERE charge_on IS NOT NULL").await, 1);
        other.close().await;
    })
    .await;
}
