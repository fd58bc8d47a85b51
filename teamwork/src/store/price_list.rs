//! The price list as the operator keeps it.

use super::db::{Db, Tx};
use crate::rules::price_list::PricedPlan;

impl Db {
    /// The whole price list, in its order, with what is no longer offered.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn price_list(&self) -> sqlx::Result<Vec<PricedPlan>> {
        self.read(
            "SELECT key, name, position, price, currency, memory_mb, storage_mb, domains, offered, version
             FROM plans ORDER BY position, key LIMIT 200",
        )
        .all()
        .await
    }
}

impl Tx {
    /// A plan, locked until the end of the transaction.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn priced_plan(&mut self, key: &str) -> sqlx::Result<Option<PricedPlan>> {
        self.pick(
            "SELECT key, name, position, price, currency, memory_mb, storage_mb, domains, offered, version
             FROM plans WHERE key = $1",
            "SELECT key, name, position, price, currency, memory_mb, storage_mb, domains, offered, version
             FROM plans WHERE key = $1 FOR UPDATE",
        )
        .bind(key.to_owned())
        .maybe()
        .await
    }

    /// Adds a plan, or writes over the one with its word.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn keep_plan(&mut self, plan: &PricedPlan) -> sqlx::Result<u64> {
        self.query(
            "INSERT INTO plans (key, name, position, price, currency, memory_mb, storage_mb, domains, offered, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             ON CONFLICT (key) DO UPDATE SET name = excluded.name, position = excluded.position, price = excluded.price,
                 currency = excluded.currency, memory_mb = excluded.memory_mb, storage_mb = excluded.storage_mb,
                 domains = excluded.domains, offered = excluded.offered, version = excluded.version",
        )
        .bind(plan.key.clone())
        .bind(plan.name.clone())
        .bind(plan.position)
        .bind(plan.price)
        .bind(plan.currency.clone())
        .bind(plan.memory_mb)
        .bind(plan.storage_mb)
        .bind(plan.domains)
        .bind(plan.offered)
        .bind(plan.version)
        .run()
        .await
    }
}
