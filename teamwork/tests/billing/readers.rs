//! Who gets invoices by mail today (I33).

use teamwork::rules::moment::DAY;

use super::{bill, first, noon, read, second, set_seller};
use crate::house::each_engine;

/// Their old link expires as ever, and brings no new one: neither does it say so.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_gets_no_invoices_any_more_gets_no_new_link() {
    each_engine(async |house| {
        set_seller(house).await;
        let ada = house.ada().await;
        let contact = first(&ada).await;
        let version =
            async || house.ada().await.billing_contact("acme", contact).await.unwrap().details.unwrap().version;
        ada.change_billing_contact("acme", contact, version().await, read(&second())).await.unwrap();
        ada.create_app("acme", "shop", "standard", contact).await.unwrap();
        house.clock.set(noon("2026-12-01"));
        bill(house).await;
        let [stays, goes] = ["books@mara.example", "boss@acme.example"];
        let secrets = [house.secret_to(stays).await, house.secret_to(goes).await];
        let mut form = second();
        form.recipients = stays.to_uppercase();
        house.ada().await.change_billing_contact("acme", contact, version().await, read(&form)).await.unwrap();
        house.clock.forward(60 * DAY);
        let mut fresh = Vec::new();
        for (address, secret) in [stays, goes].iter().zip(&secrets) {
            let before = house.letters_to(address).await.len();
            house.guest().mail_invoice_again(secret).await.unwrap();
            fresh.push(house.letters_to(address).await.len() - before);
        }
        assert_eq!(fresh, [1, 0]);
        let noted = house.log().await.into_iter().filter(|entry| entry.event == "invoice_mailed_again").count();
        assert_eq!(noted, 1);
    })
    .await;
}
