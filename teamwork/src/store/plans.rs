//! The price list.

use super::db::{Db, Query, Tx};
use crate::rules::{money::Money, plan::PlanCard, price_list::PricedPlan};

#[derive(sqlx::FromRow)]
pub(super) struct PlanRow {
    pub(super) key: String,
    plan_name: String,
    price: i64,
    currency: String,
    memory_mb: i64,
    storage_mb: i64,
    domains: i64,
}

impl PlanRow {
    pub(super) fn card(self) -> PlanCard {
        PlanCard {
            key: self.key,
            name: self.plan_name,
            price: Money { amount: self.price, currency: self.currency },
            memory_mb: self.memory_mb,
            storage_mb: self.storage_mb,
            domains: self.domains,
        }
    }
}

const OFFERED: &str = "SELECT key, name AS plan_name, price, currency, memory_mb, storage_mb, domains FROM plans
    WHERE offered ORDER BY position, key LIMIT 100";

const ONE: &str =
    "SELECT key, name AS plan_name, price, currency, memory_mb, storage_mb, domains FROM plans WHERE key = $1";

async fn plan(query: Query<'_>, key: &str) -> sqlx::Result<Option<PlanCard>> {
    let row: Option<PlanRow> = query.bind(key.to_owned()).maybe().await?;
    Ok(row.map(PlanRow::card))
}

impl Db {
    /// The plans that are offered.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn plans(&self) -> sqlx::Result<Vec<PlanCard>> {
        let rows: Vec<PlanRow> = self.read(OFFERED).all().await?;
        Ok(rows.into_iter().map(PlanRow::card).collect())
    }

    /// One plan, offered or not.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn plan(&self, key: &str) -> sqlx::Result<Option<PlanCard>> {
        plan(self.read(ONE), key).await
    }

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
    /// One plan that is offered.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn offered_plan(&mut self, key: &str) -> sqlx::Result<Option<PlanCard>> {
        let found = self.query(
            "SELECT key, name AS plan_name, price, currency, memory_mb, storage_mb, domains FROM plans
             WHERE key = $1 AND offered",
        );
        plan(found, key).await
    }

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
