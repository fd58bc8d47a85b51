//! Whom it is told, and how much of it (M30–M33; row 37, S7).

use teamwork::{
    letters::{Letter, Overdue},
    rules::dunning::Arrears,
};

use super::{come_to, eleven_fifty_one, one_invoice, told};
use crate::{
    billing::{bill, day, noon, read, second, set_seller},
    house::{ADA, GRACE, KEVIN, MARA, each_engine},
};

/// M30 to everybody who gets the invoice and the Owners; M32 to Admins without amounts; M33 to all of them. Nobody twice.
#[tokio::test(flavor = "multi_thread")]
async fn each_mail_goes_to_whom_it_concerns_and_admins_read_no_amounts() {
    each_engine(async |house| {
        set_seller(house).await;
        let ada = house.ada().await;
        let mut form = second();
        // An Owner who gets the invoices, too, in other letters: one mail all the same.
        form.recipients = "books@mara.example, ADA@acme.example".into();
        let labs = ada.create_billing_contact("acme", read(&form)).await.unwrap();
        ada.create_app("acme", "shop", "standard", labs).await.unwrap();
        house.clock.set(noon("2026-12-01"));
        bill(house).await;
        come_to(house, 1).await;
        let reminder = |letter: &Letter| matches!(letter, Letter::PaymentDue { .. });
        let reminded = ["ADA@acme.example", "books@mara.example", "labs@acme.example"];
        assert_eq!(told(house, reminder).await, reminded);
        let letters = house.letters_to("labs@acme.example").await;
        let Some(letter @ Letter::PaymentDue { balance, due, again: false, next, .. }) = letters.last() else {
            panic!("{letters:?}")
        };
        assert_eq!((balance, *due, *next), (&eleven_fifty_one(), day("2026-12-15"), Some(day("2026-12-25"))));
        // The link opens without an account.
        let seen = house.guest().look_at_invoice(&house.secret_of(letter)).await.unwrap().invoice().unwrap();
        assert_eq!(seen.document.number.number, 1);
        come_to(house, 2).await;
        let letters = house.letters_to("books@mara.example").await;
        assert!(matches!(letters.last(), Some(Letter::PaymentDue { again: true, next: Some(next), .. }) if *next == day("2027-01-05")));

        come_to(house, 3).await;
        let everybody = [ADA.email, GRACE.email, "labs@acme.example"];
        assert_eq!(told(house, |letter| matches!(letter, Letter::AppsSuspended { .. })).await, everybody);
        let overdue =
            Overdue { number: "W-000001".parse().unwrap(), owed: eleven_fifty_one(), due: day("2026-12-15") };
        for (who, expected) in [(ADA, Some(overdue.clone())), (GRACE, None)] {
            let letters = house.letters_to(who.email).await;
            let Some(Letter::AppsSuspended { apps, overdue, kept_until, link: None, .. }) = letters.last() else {
                panic!("{letters:?}")
            };
            assert_eq!((apps.as_slice(), overdue, *kept_until), (["shop".to_owned()].as_slice(), &expected, day("2027-02-04")));
        }
        come_to(house, 4).await;
        assert_eq!(told(house, |letter| matches!(letter, Letter::AppsEnding { .. })).await, everybody);
        let letters = house.letters_to(GRACE.email).await;
        assert!(matches!(letters.last(), Some(Letter::AppsEnding { on, overdue: None, .. }) if *on == day("2027-02-04")));
        let before = house.mails().await.len();
        come_to(house, 5).await;
        assert_eq!(house.mails().await.len(), before, "the end waits for the operator, who is no mailbox");
        for who in [KEVIN, MARA] {
            assert!(house.letters_to(who.email).await.is_empty(), "{}", who.first);
        }
    })
    .await;
}

/// Row 37, S7: who sees the banner, and how much of it.
#[tokio::test(flavor = "multi_thread")]
async fn owners_and_billing_members_read_how_much_admins_that_it_is_and_nobody_else() {
    each_engine(async |house| {
        let contact = one_invoice(house).await;
        let seen = async |who| {
            let mine = house.person(who).await.my_companies().await.unwrap();
            mine.into_iter().find(|card| card.slug == "acme").unwrap().arrears
        };
        assert_eq!(seen(ADA).await, None);
        come_to(house, 1).await;
        for who in [ADA, MARA] {
            let arrears = seen(who).await.unwrap();
            assert_eq!(
                (arrears.arrears, arrears.contact, arrears.owed),
                (Arrears::Failing, Some(contact), Some(eleven_fifty_one()))
            );
        }
        let admin = seen(GRACE).await.unwrap();
        assert_eq!((admin.arrears, admin.contact, admin.owed), (Arrears::Failing, None, None));
        assert_eq!(seen(KEVIN).await, None);
        come_to(house, 3).await;
        assert_eq!(seen(GRACE).await.unwrap().arrears, Arrears::Blocked);
    })
    .await;
}
