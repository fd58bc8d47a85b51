//! The price list.

use super::db::{Db, Query, Tx};
use crate::rules::{money::Money, plan::PlanCard};

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
}
