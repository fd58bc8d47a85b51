//! What brings everything back (4.5, M31): a payment, or that nobody waits for one any more.

use teamwork::{
    letters::Letter,
    rules::{dunning::Arrears, moment::DAY},
};

use super::{DAYS, OVERDUE, RUNS, come_to, dun, one_invoice, shell, standing, state, steps, told};
use crate::{
    billing::{BILLED, bill, noon},
    house::each_engine,
};

/// M31 once, to the address for invoices, when a reminder had been sent.
#[tokio::test(flavor = "multi_thread")]
async fn a_payment_brings_everything_back_from_every_step() {
    for step in 0..=DAYS.len() {
        each_engine(async |house| {
            let contact = one_invoice(house).await;
            come_to(house, step).await;
            house.clock.forward(2 * DAY);
            shell(house).record_payment("W-000001", "11.01").await.unwrap();
            let before = (standing(house).await, state(house, "shop").await);
            let expected = match step {
                0 => (Arrears::Active, RUNS),
                1 | 2 => (Arrears::Failing, RUNS),
                _ => (Arrears::Blocked, OVERDUE),
            };
            assert_eq!(before, expected, "the least that is charged is open after step {step}");
            shell(house).record_payment("W-000001", "0.50").await.unwrap();
            assert_eq!((standing(house).await, state(house, "shop").await), (Arrears::Active, RUNS), "step {step}");
            let resumed = if step > 2 { vec!["shop".to_owned()] } else { Vec::new() };
            let company = "Acme Inc".to_owned();
            // They have no account there.
            let clear = Letter::AllClear { company, slug: None, contact, resumed, overdue: false };
            let letters: Vec<_> =
                house.mails().await.into_iter().filter(|mail| matches!(mail.letter, Letter::AllClear { .. })).collect();
            let letters: Vec<_> = letters.into_iter().map(|mail| (mail.to, mail.letter)).collect();
            let expected = if step == 0 { vec![] } else { vec![(BILLED.to_owned(), clear)] };
            assert_eq!(letters, expected, "step {step}");
            house.clock.set(noon("2027-03-01"));
            dun(house).await;
            assert_eq!(standing(house).await, Arrears::Active, "what is settled is left alone");
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worst_of_two_invoices_counts_and_each_is_reminded_of() {
    each_engine(async |house| {
        one_invoice(house).await;
        come_to(house, 2).await;
        house.clock.set(noon("2027-01-01"));
        bill(house).await;
        house.clock.set(noon("2027-01-05"));
        dun(house).await;
        // December is due on the 15th of January.
        house.clock.set(noon("2027-01-18"));
        dun(house).await;
        assert_eq!((steps(house).await, standing(house).await), (vec![3, 1], Arrears::Blocked));
        let letters = house.letters_to(BILLED).await;
        let last = letters.last();
        assert!(matches!(last, Some(Letter::PaymentDue { next: None, .. })), "nothing worse comes of it: {last:?}");
        let blocks = async || told(house, |letter| matches!(letter, Letter::AppsSuspended { .. })).await.len();
        assert_eq!(blocks().await, 3);

        shell(house).record_payment("W-000001", "").await.unwrap();
        assert_eq!((standing(house).await, state(house, "shop").await), (Arrears::Failing, RUNS));
        let letters = house.letters_to(BILLED).await;
        assert!(
            matches!(letters.last(), Some(Letter::AllClear { overdue: true, resumed, .. }) if resumed == &["shop"])
        );
        // And on it goes with the other one, which is blocked in its turn.
        for on in ["2027-01-25", "2027-02-05"] {
            house.clock.set(noon(on));
            dun(house).await;
        }
        assert_eq!((standing(house).await, state(house, "shop").await), (Arrears::Blocked, OVERDUE));
        assert_eq!(blocks().await, 6);
        shell(house).write_off("W-000002", "Insolvent").await.unwrap();
        assert_eq!((standing(house).await, state(house, "shop").await), (Arrears::Active, RUNS));
        let letters = house.letters_to(BILLED).await;
        assert!(matches!(letters.last(), Some(Letter::AllClear { overdue: false, .. })));
    })
    .await;
}
