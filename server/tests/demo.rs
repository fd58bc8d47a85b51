//! The story of the demo: its past was lived by acts at the times at which it happened, and the present finds it in order.

use std::sync::Arc;

use server::seed;
use teamwork::{
    acts::{Operator, PasswordCost, Warren},
    rules::{
        invoice::{ArchiveCard, InvoiceState, InvoiceTab},
        moment::{HOUR, Moment},
    },
};

use crate::house::*;

const LEAST: PasswordCost = PasswordCost::LEAST;

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_opens_with_two_months_behind_it() {
    for engine in Engine::all() {
        let database = Database::fresh(engine).await;
        let now = Moment::parse_day("2026-11-30").unwrap().plus(10 * HOUR);
        assert!(seed::live_the_past(settings_of(&database, LEAST), now).await.unwrap());
        let warren = open_warren(&database, &Arc::new(Hands::at(now)), LEAST).await;
        seed::plant(&warren).await.unwrap();
        assert!(!seed::live_the_past(settings_of(&database, LEAST), now).await.unwrap(), "once");

        let told = archive(&warren).await;
        let states = [InvoiceState::Open, InvoiceState::Paid].map(Some);
        assert_eq!(told, [states[0], None, states[1]], "an open invoice, a credit note, a paid invoice");
        let operator = Operator::of_the_house(&warren);
        let open = operator.open_invoices(None).await.unwrap().invoices;
        assert!(open.len() == 1 && !open[0].card.overdue, "{open:?}");
        let left = operator.open_credits(None).await.unwrap().credits;
        assert_eq!(left.iter().map(|one| one.card.left.amount).collect::<Vec<_>>(), [357], "3.00 with 19 %");

        // What the past has mailed it has delivered; what goes out now is of today.
        assert!(warren.mailbox(None).await.unwrap().len() < 50, "one page");
        let waiting = warren.claim_mails(100, HOUR).await.unwrap();
        assert!(!waiting.is_empty() && waiting.iter().all(|mail| mail.created_at == now));
        let mut eye = database.eye().await;
        let times: Vec<i64> = eye
            .texts("SELECT CAST(at AS TEXT) FROM log ORDER BY id")
            .await
            .iter()
            .map(|at| at.parse().unwrap())
            .collect();
        assert!(times.is_sorted() && times.last() == Some(&now.millis()), "the log knows one direction");
        assert_eq!(eye.texts("SELECT device FROM sessions").await.len(), 1, "Ada, above");
        assert_eq!(warren.verify_log(&[]).await.unwrap().tampered, []);
        assert_eq!(warren.fsck().await.unwrap(), []);
        warren.close().await;
        database.remove().await;
    }
}

/// What Ada finds in the archive of Acme Inc, the newest first: invoices with their state, and credit notes.
async fn archive(warren: &Arc<Warren>) -> Vec<Option<InvoiceState>> {
    let signed_in = guest(warren).sign_in("ada@warren.example", "a burrow with many doors").await.unwrap();
    let ada = actor(warren, &signed_in.secret).await;
    assert_eq!(ada.proposals().await.unwrap().len(), 1, "Grace would like to hand the wiki over");
    let contact = ada.billing("acme").await.unwrap()[0].id;
    let page = ada.invoices("acme", contact, InvoiceTab::All, None, None).await.unwrap();
    let told = page.documents.iter().map(|document| match document {
        ArchiveCard::Invoice(invoice) => Some(invoice.state),
        ArchiveCard::CreditNote(_) => None,
    });
    told.collect()
}
