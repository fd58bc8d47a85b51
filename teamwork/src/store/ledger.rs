//! What was asked of the database: how many statements, and which. Acts have budgets, and every statement an index.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// A statement, and the types of its values.
#[cfg(debug_assertions)]
type Text = (&'static str, Vec<String>);

/// Counts statements. A debug build also remembers their texts, for the test that reads their plans.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    count: Arc<AtomicU64>,
    #[cfg(debug_assertions)]
    texts: Arc<std::sync::Mutex<std::collections::BTreeSet<Text>>>,
}

impl Ledger {
    pub(super) fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    pub(super) fn note(&self) {
        self.count.fetch_add(1, Ordering::Relaxed);
    }

    /// The text of a statement, and the types of its values as PostgreSQL calls them.
    #[cfg(debug_assertions)]
    pub(super) fn note_text(&self, sql: &'static str, types: Vec<String>) {
        self.texts.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert((sql, types));
    }

    #[cfg(debug_assertions)]
    pub(super) fn texts(&self) -> Vec<Text> {
        self.texts.lock().unwrap_or_else(std::sync::PoisonError::into_inner).iter().cloned().collect()
    }
}
