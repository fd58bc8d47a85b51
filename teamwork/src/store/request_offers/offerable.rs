//! What can be offered: Apps with the terms they have today, until one is put on offer with the Developers who come along.

use crate::{
    rules::{
        app::SuspendedBy,
        id::{AppId, BillingContactId, CompanyId, PaymentRequestId, UserId},
        money::Money,
        request::OtherApp,
    },
    store::db::{Db, Tx},
};

/// An App that can be offered, with the terms it has.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Offerable {
    pub id: AppId,
    pub name: String,
    pub plan: String,
    pub plan_name: String,
    pub price: i64,
    pub currency: String,
    pub payer_id: Option<BillingContactId>,
    pub suspended_by: Option<SuspendedBy>,
    /// The request that waits for it.
    pub waits_for: Option<PaymentRequestId>,
}

impl Offerable {
    /// As it is listed beside the App that is offered.
    pub fn other(self) -> OtherApp {
        let price = Money { amount: self.price, currency: self.currency };
        OtherApp { id: self.id, name: self.name, price, trial: self.payer_id.is_none() }
    }
}

// A trial costs what its plan is listed at, a paid App what its running period says.
macro_rules! offerable {
    ($condition:literal, $tail:literal) => {
        concat!(
            "SELECT a.id, a.name, a.plan, p.name AS plan_name, a.billing_contact_id AS payer_id, a.suspended_by,
                    a.request_id AS waits_for,
                    COALESCE((SELECT d.price FROM app_periods d WHERE d.app_id = a.id AND d.to_day IS NULL), p.price) AS price,
                    COALESCE((SELECT d.currency FROM app_periods d WHERE d.app_id = a.id AND d.to_day IS NULL), p.currency)
                        AS currency
             FROM apps a JOIN plans p ON p.key = a.plan
             WHERE a.state <> 'deleted' AND ",
            $condition,
            $tail
        )
    };
}

impl Db {
    /// One App with the terms it has.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn offerable(&self, app: AppId) -> sqlx::Result<Option<Offerable>> {
        self.read(offerable!("a.id = $1", "")).bind(app).maybe().await
    }

    /// The other Apps of a Company that could go along: neither suspended nor offered already.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn offerable_beside(&self, company: CompanyId, app: AppId) -> sqlx::Result<Vec<Offerable>> {
        self.read(offerable!(
            "a.company_id = $1 AND a.id <> $2 AND a.request_id IS NULL
             AND (a.suspended_by IS NULL OR a.suspended_by = 'trial_ended')",
            " ORDER BY a.name LIMIT 50"
        ))
        .bind(company)
        .bind(app)
        .all()
        .await
    }
}

impl Tx {
    /// One App of the giving side with the terms it has, locked: of this Company, or a trial of this person's own.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn offerable(
        &mut self,
        app: AppId,
        company: Option<CompanyId>,
        sender: UserId,
    ) -> sqlx::Result<Option<Offerable>> {
        // Who has sent it matters only for a trial that no Company holds.
        let creator = company.is_none().then_some(sender);
        self.pick(
            offerable!("a.id = $1 AND (a.company_id = $2 OR a.company_id IS NULL AND a.creator_id = $3)", ""),
            offerable!(
                "a.id = $1 AND (a.company_id = $2 OR a.company_id IS NULL AND a.creator_id = $3)",
                " FOR UPDATE OF a"
            ),
        )
        .bind(app)
        .bind(company)
        .bind(creator)
        .maybe()
        .await
    }

    /// Puts an App on offer, with the Developers who come along. `false` when another request waits for it (S20).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn offer(&mut self, id: PaymentRequestId, app: &Offerable) -> sqlx::Result<bool> {
        let taken =
            self.query("UPDATE apps SET request_id = $2 WHERE id = $1 AND (request_id IS NULL OR request_id = $2)");
        if taken.bind(app.id).bind(id).run().await? == 0 {
            return Ok(false);
        }
        self.query(
            "INSERT INTO request_apps (request_id, app_id, plan, price, currency, payer_id) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (request_id, app_id) DO UPDATE SET plan = excluded.plan, price = excluded.price,
                 currency = excluded.currency, payer_id = excluded.payer_id",
        )
        .bind(id)
        .bind(app.id)
        .bind(app.plan.clone())
        .bind(app.price)
        .bind(app.currency.clone())
        .bind(app.payer_id)
        .run()
        .await?;
        self.query("DELETE FROM request_people WHERE request_id = $1 AND app_id = $2")
            .bind(id)
            .bind(app.id)
            .run()
            .await?;
        self.query(
            "INSERT INTO request_people (request_id, app_id, user_id)
             SELECT $1, d.app_id, d.user_id FROM app_members d WHERE d.app_id = $2",
        )
        .bind(id)
        .bind(app.id)
        .run()
        .await?;
        Ok(true)
    }
}
