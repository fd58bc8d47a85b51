//! A year of billing: a thousand Companies live through 2028 day by day, and every invoice is held against books that know
//! nothing of the code that wrote it. It stops at the first cent that differs.
//!
//! `cargo run --release -p teamwork --features store --example year`; PostgreSQL joins when `TEST_POSTGRES` names a
//! server. `YEAR_COMPANIES` makes it smaller, `YEAR_SEED` makes it another year. At every push a few Companies live through it,
//! of whose invoices many are wrong (`tests/billing/year.rs`).
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a proof may stop, and prints what it found")]

mod audit;
mod bank;
mod books;
mod calendar;
mod credits;
mod dice;
mod handover;
mod house;
mod life;
mod paying;
mod prices;
mod year;

use std::{collections::BTreeMap, time::Instant};

use self::{
    audit::Sums,
    house::House,
    prices::write_amount,
    year::{Tally, Year},
};

/// How a year is to be.
#[derive(Clone, Copy, Debug)]
pub struct Course {
    pub companies: usize,
    pub seed: u64,
    /// How many acts a Company tries in a whole year.
    pub acts: usize,
    /// How many days of it are lived; all of it and the days in which its last invoices are paid, when nothing is said.
    pub days: Option<i64>,
    /// Of how many invoices, in a hundred, something is wrong.
    pub wrong: usize,
}

/// What a year has come to: the same on every engine (I46).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    tally: Tally,
    companies: usize,
    apps: usize,
    invoices: usize,
    pub carried: u32,
    charges: (u32, u32),
    pub credit_notes: usize,
    pub sums: BTreeMap<String, Sums>,
}

#[cfg(not(test))]
#[tokio::main]
async fn main() {
    let (companies, seed) = (number("YEAR_COMPANIES", 1_000), number("YEAR_SEED", 2028));
    on_every_engine(Course { companies, seed, acts: 30, days: None, wrong: 9 }).await;
}

/// Lives it on SQLite, and on PostgreSQL where there is one.
pub async fn on_every_engine(course: Course) -> Outcome {
    let Course { companies, seed, .. } = course;
    let servers = std::iter::once(None).chain(std::env::var("TEST_POSTGRES").ok().map(Some));
    let mut before = None;
    for server in servers {
        let engine = if server.is_some() { "PostgreSQL" } else { "SQLite" };
        println!("{engine}: {companies} Companies live through 2028, or a part of it, by the seed {seed} …");
        let begin = Instant::now();
        let outcome = live(server.as_deref(), course).await;
        outcome.tell(begin.elapsed().as_secs_f64());
        let before = before.get_or_insert_with(|| outcome.clone());
        assert_eq!(*before, outcome, "the year came to the same on both engines");
    }
    before.unwrap()
}

/// One year on one engine.
async fn live(server: Option<&str>, course: Course) -> Outcome {
    let mut year = Year::begin(House::build(server, course.seed).await, course).await;
    year.live(course).await;
    year.archive.close(&year.house, &year.bank).await;
    let warren = &year.house.warren;
    assert_eq!(warren.fsck().await.unwrap(), [], "every invariant holds");
    let log = warren.verify_log(&[]).await.unwrap();
    assert!(log.tampered.is_empty(), "the log is whole: {:?}", log.tampered);
    let outcome = Outcome {
        tally: year.tally,
        companies: year.companies.len(),
        apps: year.books.apps.len(),
        invoices: year.archive.invoices.len(),
        carried: year.books.carried,
        charges: year.bank.charges(),
        credit_notes: year.archive.credits.issued.len(),
        sums: year.archive.sums(&year.bank),
    };
    year.house.forget().await;
    outcome
}

impl Outcome {
    fn tell(&self, seconds: f64) {
        let Self { tally, companies, apps, invoices, carried, charges: (paid, declined), credit_notes, sums } = self;
        println!("{companies} Companies with the clients', {} deleted", tally.deleted_companies);
        println!(
            "{apps} Apps, {} moved, {} handed over, {} deleted",
            tally.moved, tally.handed_over, tally.deleted_apps
        );
        println!("{} acts, and {} that a rule forbade", tally.acts, tally.refused);
        println!("{invoices} invoices, W-000001 to W-{invoices:06}; {carried} times a month was carried forward");
        println!("{paid} charges of cards, {declined} declined");
        println!("{credit_notes} credit notes, CN-000001 to CN-{credit_notes:06}");
        for (currency, sum) in sums {
            let [issued, paid, open, written_off, credited, set_off, paid_back, left] = sum.map(write_amount);
            println!(
                "{issued} {currency} invoiced: {paid} paid, {set_off} by credit notes, {open} open, {written_off} written off"
            );
            println!("{credited} {currency} credited: {set_off} set off, {paid_back} paid back, {left} left");
        }
        println!("Every line, tax, total and balance is that of the books, to the cent: {seconds:.1} s");
    }
}

/// A number from the environment.
pub fn number<T: std::str::FromStr>(name: &str, usual: T) -> T {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}
