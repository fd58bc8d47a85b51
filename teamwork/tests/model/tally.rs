//! How often each wish had which answer: a campaign that never tries something proves nothing about it.

use std::collections::BTreeMap;

use super::law::{Answer, WORDS};
use crate::house::Engine;

/// How often each wish had each answer.
#[derive(Default)]
pub struct Tally(BTreeMap<(&'static str, Answer), u64>);

impl Tally {
    pub fn count(&mut self, wish: &'static str, answer: Answer) {
        *self.0.entry((wish, answer)).or_default() += 1;
    }

    /// How often this wish, or any, was granted and was not.
    fn split(&self, wish: Option<&str>) -> (u64, u64) {
        let mut split = (0, 0);
        for ((_, answer), count) in self.0.iter().filter(|((name, _), _)| wish.is_none_or(|wish| *name == wish)) {
            let side = if answer.is_granted() { &mut split.0 } else { &mut split.1 };
            *side += count;
        }
        split
    }

    /// Each wish was granted at least once, and refused at least once; nobody refuses that time passes.
    pub fn assert_everything_happened(&self) {
        for wish in WORDS {
            let (granted, refused) = self.split(Some(wish));
            assert!(granted > 0, "nobody could {wish}");
            assert!(refused > 0 || *wish == "wait", "nobody was kept from it: {wish}");
        }
    }
}

/// Prints what was tried. At least four of ten wishes have to be hostile.
pub fn report(engine: Engine, (seed, lives): (u64, u64), tally: &Tally) {
    let (granted, refused) = tally.split(None);
    let total = granted + refused;
    let share = refused * 100 / total.max(1);
    println!("{engine:?}: {lives} lives from seed {seed}, {total} wishes, {refused} of them refused ({share} %)");
    for wish in WORDS {
        let (granted, refused) = tally.split(Some(wish));
        println!("  {wish:<18} {granted:>7} granted {refused:>7} refused");
        for ((_, answer), count) in tally.0.iter().filter(|((name, _), _)| name == wish) {
            println!("      {count:>7} {answer:?}");
        }
    }
    assert!(refused * 100 >= 40 * total, "at least four of ten wishes have to be hostile");
}
