//! Several at the same instant: each step is taken once, and a payment that meets it wins in the end.

use teamwork::{letters::Letter, rules::dunning::Arrears};

use super::{DAYS, OVERDUE, RUNS, one_invoice, shell, standing, state, steps};
use crate::{
    billing::{day, noon},
    house::each_engine,
    races::at_once,
};

/// How often a payment meets the clock.
const ROUNDS: usize = 60;

/// Four servers, each with a clock that has come round.
#[tokio::test(flavor = "multi_thread")]
async fn servers_that_remind_at_once_take_each_step_once() {
    each_engine(async |house| {
        one_invoice(house).await;
        let servers = [house.beside().await, house.beside().await, house.beside().await, house.beside().await];
        for (at, on) in DAYS.into_iter().enumerate() {
            house.clock.set(noon(on));
            let runs = servers.clone().map(|server| tokio::spawn(async move { server.dun().await }));
            for run in runs {
                run.await.unwrap().unwrap();
            }
            assert_eq!(steps(house).await, [at as i64 + 1]);
        }
        let log = house.log().await;
        let taken = log.iter().filter(|entry| entry.event == "invoice_dunned").count();
        assert_eq!((taken, state(house, "shop").await), (5, OVERDUE));
        let count =
            async |kind: fn(&Letter) -> bool| house.mails().await.into_iter().filter(|mail| kind(&mail.letter)).count();
        // The address for invoices and the one Owner, twice; with the Admin, once each.
        assert_eq!(count(|letter| matches!(letter, Letter::PaymentDue { .. })).await, 4);
        assert_eq!(count(|letter| matches!(letter, Letter::AppsSuspended { .. })).await, 3);
        assert_eq!(count(|letter| matches!(letter, Letter::AppsEnding { .. })).await, 3);
        for server in servers {
            server.close().await;
        }
    })
    .await;
}

/// Suspend ∥ pay, again and again: whoever comes first, in the end it is paid and the App runs.
#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_meets_the_suspension_wins() {
    each_engine(async |house| {
        one_invoice(house).await;
        house.clock.set(noon("2027-01-05"));
        let today = day("2027-01-05").0;
        let mut suspended = 0;
        for round in 0..ROUNDS {
            // As it was on the evening before: reminded twice, and open.
            house
                .database
                .run_all(&format!(
                "DELETE FROM invoice_payments; UPDATE billing_contacts SET arrears = 'failing';
                 UPDATE invoices SET state = 'open', balance = total, settled_at = NULL, dun_step = 2, dun_on = {today}"
            ))
                .await;
            house.raise_the_curtain().await;
            let (server, shell) = (house.warren.clone(), shell(house));
            let both =
                at_once(async move { server.dun().await }, async move { shell.record_payment("W-000001", "").await });
            let (dunned, paid) = both.await;
            dunned.unwrap();
            assert_eq!(paid, Ok(()), "round {round}");
            let log = house.log().await;
            let events: Vec<_> = log.iter().map(|entry| entry.event.as_str()).collect();
            let was_suspended = events.contains(&"app_suspended");
            assert_eq!(events.contains(&"app_resumed"), was_suspended, "round {round}: {events:?}");
            suspended += usize::from(was_suspended);
            let left = "SELECT (SELECT COUNT(*) FROM apps WHERE name = 'shop' AND state = 'active')
                             + (SELECT COUNT(*) FROM invoices WHERE state = 'open') * 10
                             + (SELECT COUNT(*) FROM billing_contacts WHERE arrears <> 'active') * 100";
            assert_eq!(house.database.count(left).await, 1, "round {round}: {events:?}");
        }
        println!("{suspended} of {ROUNDS} were suspended first");
        assert_eq!((standing(house).await, state(house, "shop").await), (Arrears::Active, RUNS));
    })
    .await;
}
