//! The year of billing of the example, in small: its first months, with a few Companies that do much, and with invoices of which
//! most are wrong, so that all kinds of credit notes meet all kinds of payment. Every cent is held against books that know
//! nothing of the code (I25, I26).
//!
//! `YEAR_SEED` lives other months than at every push.

#[path = "../../examples/year/main.rs"]
mod of_the_example;

use self::of_the_example::{Course, number, on_every_engine};

/// Months in which everything happens: two currencies, too little for an invoice, charges that fail, and invoices that nobody
/// waits for any more.
const USUAL: u64 = 18;

#[tokio::test(flavor = "multi_thread")]
async fn months_of_wrong_invoices_are_right_to_the_cent() {
    let seed = number("YEAR_SEED", USUAL);
    let outcome = on_every_engine(Course { companies: 5, seed, acts: 50, days: Some(110), wrong: 70 }).await;
    if seed != USUAL {
        return;
    }
    assert!(outcome.credit_notes >= 10 && outcome.carried > 0, "{outcome:?}");
    assert_eq!(outcome.sums.len(), 2, "two currencies");
    let all = outcome.sums.into_values().reduce(|one, other| std::array::from_fn(|at| one[at] + other[at]));
    let [_, paid, _, written_off, credited, set_off, paid_back, left] = all.unwrap();
    assert!([paid, written_off, credited, set_off, paid_back, left].iter().all(|sum| *sum > 0), "every kind of end");
}
