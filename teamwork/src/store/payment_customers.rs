//! People as the provider knows them, until it has forgotten them.

use super::db::{Db, Tx};
use crate::rules::{
    id::SetupId,
    moment::{HOUR, Moment},
};

/// How many are done in one go.
const BATCH: i64 = 50;

macro_rules! forget {
    () => {
        "INSERT INTO customers_to_forget (customer, try_at) VALUES ($1, $2) ON CONFLICT (customer) DO NOTHING"
    };
}

impl Db {
    /// Has the provider forget somebody.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn forget_customer(&self, customer: &str, at: Moment) -> sqlx::Result<u64> {
        self.tend(forget!()).bind(customer.to_owned()).bind(at).run().await
    }

    /// Whom the provider is to forget by `now`, a bounded batch. Not while a charge of theirs is undecided: by them the
    /// provider finds it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn customers_to_forget(&self, now: Moment) -> sqlx::Result<Vec<String>> {
        let rows: Vec<(String,)> = self
            .read(
                "SELECT f.customer FROM customers_to_forget f WHERE f.try_at <= $1 AND NOT EXISTS
                    (SELECT 1 FROM charges h WHERE h.customer = f.customer AND h.state = 'begun')
                 ORDER BY f.try_at LIMIT $2",
            )
            .bind(now)
            .bind(BATCH)
            .all()
            .await?;
        Ok(rows.into_iter().map(|(customer,)| customer).collect())
    }

    /// The provider has forgotten somebody, or, with a time, is to be told again then.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn customer_forgotten(&self, customer: &str, try_at: Option<Moment>) -> sqlx::Result<u64> {
        let tended = match try_at {
            None => self.tend("DELETE FROM customers_to_forget WHERE customer = $1").bind(customer.to_owned()),
            Some(at) => {
                let later = self.tend("UPDATE customers_to_forget SET try_at = $2 WHERE customer = $1");
                later.bind(customer.to_owned()).bind(at)
            }
        };
        tended.run().await
    }

    /// The ways of which no page came, and after whose people the provider is to be asked by `now`, a bounded batch.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn customers_to_find(&self, now: Moment) -> sqlx::Result<Vec<SetupId>> {
        let rows: Vec<(SetupId,)> = self
            .read("SELECT setup_id FROM customers_to_find WHERE look_at <= $1 ORDER BY look_at LIMIT $2")
            .bind(now)
            .bind(BATCH)
            .all()
            .await?;
        Ok(rows.into_iter().map(|(setup,)| setup).collect())
    }

    /// When the provider is asked after the person of a way again.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn find_customer_later(&self, setup: SetupId, look_at: Moment) -> sqlx::Result<u64> {
        let later = self.tend("UPDATE customers_to_find SET look_at = $2 WHERE setup_id = $1");
        later.bind(setup).bind(look_at).run().await
    }

    /// Nobody has to be found for a way any more.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn customer_found(&self, setup: SetupId) -> sqlx::Result<u64> {
        self.tend("DELETE FROM customers_to_find WHERE setup_id = $1").bind(setup).run().await
    }
}

impl Tx {
    /// The provider is to forget somebody.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn forget_customer(&mut self, customer: &str, at: Moment) -> sqlx::Result<u64> {
        self.query(forget!()).bind(customer.to_owned()).bind(at).run().await
    }

    /// The provider may have heard of the person of a way whose page never came. It is asked an hour later: then whoever was
    /// on the way has come through or not, and the provider finds everybody it knows.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn find_customer(&mut self, setup: SetupId, at: Moment) -> sqlx::Result<u64> {
        self.query(
            "INSERT INTO customers_to_find (setup_id, look_at) VALUES ($1, $2) ON CONFLICT (setup_id) DO NOTHING",
        )
        .bind(setup)
        .bind(at.plus(HOUR))
        .run()
        .await
    }
}
