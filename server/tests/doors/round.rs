//! What every campaign needs: a house that is set anew after each change, and an eye on everything in it.

use std::collections::BTreeSet;

use crate::house::*;

/// A campaign on one engine.
pub struct Round {
    pub house: House,
    /// How many cases there were.
    pub cases: usize,
    /// What was not as expected, a sentence each.
    pub wrong: Vec<String>,
    eye: Eye,
    /// All rows of the database as they were before anybody asked.
    before: Vec<String>,
}

impl Round {
    /// A house in which nothing has happened yet.
    pub async fn begin(engine: Engine) -> Self {
        let house = House::on(engine).await;
        let mut eye = house.eye().await;
        let before = eye.digest().await;
        eye.denials().await;
        Self { house, cases: 0, wrong: Vec::new(), eye, before }
    }

    /// In which tables something is another than before. What platforms are told follows the log by itself, and has tests of
    /// its own.
    pub async fn changed_tables(&mut self) -> BTreeSet<String> {
        let after = self.eye.digest().await;
        if after == self.before {
            return BTreeSet::new();
        }
        let (before, after): (BTreeSet<_>, BTreeSet<_>) = (self.before.iter().collect(), after.iter().collect());
        let rows = before.symmetric_difference(&after);
        let tables = rows.filter_map(|row| row.split_once(':')).map(|(table, _)| table.to_owned());
        tables.filter(|table| table != "webhook_queue").collect()
    }

    /// The refusals that were written down since the last look.
    pub async fn denials(&mut self) -> Vec<String> {
        self.eye.denials().await
    }

    /// Sets the house anew; what was counted and noted stays.
    pub async fn set_anew(&mut self) {
        let Self { house, eye, before, .. } = Self::begin(self.house.engine).await;
        std::mem::replace(&mut self.house, house).close().await;
        (self.eye, self.before) = (eye, before);
    }

    /// Closes the house; fails with all that was wrong.
    pub async fn end(self) {
        let Self { house, cases, wrong, .. } = self;
        let engine = house.engine;
        house.close().await;
        println!("{cases} cases on {engine:?}");
        assert!(wrong.is_empty(), "{engine:?}, {} wrong:\n{}", wrong.len(), wrong.join("\n"));
    }
}
