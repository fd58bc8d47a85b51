//! Dunning (4.5, 4.3, E73, E74; M30–M33): what comes when nobody pays, whom it is told, and how everything comes back.
//!
//! The invoice of November 2026 is issued on the 1st of December and due on the 15th. By domain.md and the defaults of the
//! operator: reminders on the 18th and the 25th, suspension on the 5th of January, the warning on the 25th, the end on the
//! 4th of February.

mod blocked;
mod ending;
mod leaving;
mod paying;
mod races;
mod telling;

use teamwork::{
    acts::Operator,
    letters::Letter,
    rules::{
        app::{AppState, SuspendedBy},
        dunning::Arrears,
        id::BillingContactId,
        moment::{DAY, Moment},
        money::Money,
        problem::{Field, Problem, Why},
    },
};

use super::{BILLED, bill, day, first, noon, set_seller};
use crate::house::{House, each_engine};

/// The steps of the invoice by their names, each with its day.
pub const DAYS: [&str; 5] = ["2026-12-18", "2026-12-25", "2027-01-05", "2027-01-25", "2027-02-04"];

/// What is to be paid for ten days of thirty on the plan for 29.00, with 19 % at home.
fn eleven_fifty_one() -> Money {
    Money::new(1_151, "EUR")
}

pub fn shell(house: &House) -> Operator {
    Operator::of_the_house(&house.warren)
}

pub async fn dun(house: &House) {
    while house.warren.dun().await.unwrap() > 0 {}
}

/// `shop` is paid by the first contact of Acme Inc, and November is billed.
pub async fn one_invoice(house: &House) -> BillingContactId {
    set_seller(house).await;
    let ada = house.ada().await;
    let contact = first(&ada).await;
    ada.create_app("acme", "shop", "standard", contact).await.unwrap();
    house.clock.set(noon("2026-12-01"));
    bill(house).await;
    contact
}

/// The clock goes from one step to the next, until it has come to the `last`, counted from 1.
pub async fn come_to(house: &House, last: usize) {
    for on in DAYS[..last].iter().map(|on| noon(on)) {
        if on > house.warren.now() {
            house.clock.set(on);
            dun(house).await;
        }
    }
}

async fn steps(house: &House) -> Vec<i64> {
    let rows: Vec<(i64,)> = house.database.rows("SELECT dun_step FROM invoices ORDER BY number").await;
    rows.into_iter().map(|(step,)| step).collect()
}

pub async fn standing(house: &House) -> Arrears {
    house.ada().await.billing("acme").await.unwrap()[0].arrears
}

pub async fn state(house: &House, app: &str) -> (AppState, Option<SuspendedBy>) {
    let app = house.ada().await.app(app).await.unwrap();
    (app.state, app.suspended_by)
}

pub const RUNS: (AppState, Option<SuspendedBy>) = (AppState::Active, None);
pub const OVERDUE: (AppState, Option<SuspendedBy>) = (AppState::Suspended, Some(SuspendedBy::Dunning));
const PAUSED: (AppState, Option<SuspendedBy>) = (AppState::Suspended, Some(SuspendedBy::Operator));

/// Who got mails about what is overdue since the last look, in the order of the addresses, and which.
async fn told(house: &House, kind: impl Fn(&Letter) -> bool) -> Vec<String> {
    let mut to: Vec<_> =
        house.mails().await.into_iter().filter(|mail| kind(&mail.letter)).map(|mail| mail.to).collect();
    to.sort_unstable();
    to
}

/// −1 ms, exact, and a day later, across two ends of months and of a year.
#[tokio::test(flavor = "multi_thread")]
async fn each_step_comes_on_its_day_and_once() {
    each_engine(async |house| {
        one_invoice(house).await;
        for (at, on) in DAYS.into_iter().enumerate() {
            let on = Moment::parse_day(on).unwrap();
            let (before, after) = (at as i64, at as i64 + 1);
            house.clock.set(on.plus(-1));
            dun(house).await;
            assert_eq!(steps(house).await, [before], "too early for {at}");
            house.clock.set(on);
            dun(house).await;
            assert_eq!(steps(house).await, [after], "on the day");
            house.clock.set(on.plus(DAY));
            dun(house).await;
            assert_eq!(steps(house).await, [after], "and no further");
            let (arrears, app) = match after {
                1 | 2 => (Arrears::Failing, RUNS),
                _ => (Arrears::Blocked, OVERDUE),
            };
            assert_eq!((standing(house).await, state(house, "shop").await), (arrears, app), "step {after}");
        }
        house.clock.set(noon("2027-12-24"));
        dun(house).await;
        assert_eq!(state(house, "shop").await, OVERDUE, "nothing is deleted before the operator has looked at it");
        let log = house.log().await;
        let log: Vec<_> = log
            .iter()
            .filter(|entry| entry.door == "job")
            .map(|entry| (entry.event.as_str(), entry.after.as_str()))
            .collect();
        assert_eq!(
            log,
            [
                ("invoice_issued", "11.51 EUR"),
                ("invoice_dunned", "reminded"),
                ("arrears_changed", "failing"),
                ("invoice_dunned", "reminded_again"),
                ("invoice_dunned", "blocked"),
                ("arrears_changed", "blocked"),
                ("app_suspended", "dunning"),
                ("invoice_dunned", "warned"),
                ("invoice_dunned", "doomed"),
            ]
        );
    })
    .await;
}

/// The server stood for half a year. Only the latest reminder comes, and nobody is suspended before 24 hours have passed.
#[tokio::test(flavor = "multi_thread")]
async fn after_a_long_silence_nobody_is_suspended_without_a_reminder() {
    each_engine(async |house| {
        one_invoice(house).await;
        let late = Moment::parse_day("2027-06-01").unwrap().plus(DAY - 1);
        house.clock.set(late);
        dun(house).await;
        assert_eq!((steps(house).await, state(house, "shop").await), (vec![2], RUNS));
        let letters = house.letters_to(BILLED).await;
        assert!(matches!(&letters[1..], [Letter::PaymentDue { again: true, next: Some(next), .. }] if *next == day("2027-06-03")));
        house.clock.set(late.plus(DAY));
        dun(house).await;
        assert_eq!(state(house, "shop").await, RUNS, "a day later");
        house.clock.forward(1);
        dun(house).await;
        assert_eq!((steps(house).await, state(house, "shop").await), (vec![3], OVERDUE));
        // Thirty days from here, however old the debt is, and ten of them after the warning.
        for (on, step) in [("2027-06-22", 3), ("2027-06-23", 4), ("2027-07-02", 4), ("2027-07-03", 5)] {
            house.clock.set(noon(on));
            dun(house).await;
            assert_eq!(steps(house).await, [step], "{on}");
        }
    })
    .await;
}

/// What was told stays as it was told; from the next step on the new days count.
#[tokio::test(flavor = "multi_thread")]
async fn the_operator_sets_the_timetable() {
    each_engine(async |house| {
        for (setting, value) in
            [("reminder_days", "1"), ("second_reminder_days", "5"), ("suspension_days", "14"), ("deletion_days", "40")]
        {
            shell(house).set_setting(setting, value).await.unwrap();
        }
        one_invoice(house).await;
        house.clock.set(noon("2026-12-16"));
        dun(house).await;
        shell(house).set_setting("suspension_days", "30").await.unwrap();
        house.clock.set(noon("2026-12-20"));
        dun(house).await;
        let letters = house.letters_to(BILLED).await;
        assert!(
            matches!(letters.last(), Some(Letter::PaymentDue { next: Some(next), .. }) if *next == day("2027-01-14"))
        );
        shell(house).set_setting("suspension_days", "14").await.unwrap();
        house.clock.set(noon("2027-01-13"));
        dun(house).await;
        assert_eq!(steps(house).await, [2], "the mail said the 14th");
        house.clock.set(noon("2027-01-14"));
        dun(house).await;
        assert_eq!(steps(house).await, [3]);
        let flaw = Err(Problem::field(Field::Value, Why::NotInRange(15, 365)));
        assert_eq!(shell(house).set_setting("deletion_days", "14").await, flaw);
    })
    .await;
}

/// Nobody is left who could be reminded: the operator sees it among the open invoices.
#[tokio::test(flavor = "multi_thread")]
async fn the_last_invoice_of_a_company_that_is_gone_takes_no_steps() {
    each_engine(async |house| {
        one_invoice(house).await;
        house.ada().await.delete_company("acme", "Acme Inc").await.unwrap();
        let before = house.mails().await.len();
        house.clock.set(noon("2027-06-01"));
        dun(house).await;
        assert_eq!((steps(house).await, house.mails().await.len()), (vec![0, 0], before));
        shell(house).record_payment("W-000001", "").await.unwrap();
    })
    .await;
}
