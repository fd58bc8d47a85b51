//! Who pays for which days of an App, on which plan: no gap, no overlap (I24).

use super::db::{Db, Tx};
use crate::rules::{
    day::Day,
    id::{AppId, BillingContactId, CompanyId},
    plan::{Period, Turn},
};

#[derive(sqlx::FromRow)]
struct Row {
    from_day: Day,
    to_day: Option<Day>,
    billing_contact_id: BillingContactId,
    plan: String,
    price: i64,
    currency: String,
}

impl Row {
    fn period(self) -> Period {
        Period {
            from: self.from_day,
            to: self.to_day,
            payer: self.billing_contact_id,
            plan: self.plan,
            price: self.price,
            currency: self.currency,
        }
    }
}

#[derive(sqlx::FromRow)]
struct AppRow {
    app_id: AppId,
    #[sqlx(flatten)]
    period: Row,
}

/// The terms of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    pub payer: BillingContactId,
    pub plan: String,
    pub price: i64,
    pub currency: String,
}

impl Db {
    /// The periods of an App that touch the days from `from` on, in their order.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn periods(&self, app: AppId, from: Day) -> sqlx::Result<Vec<Period>> {
        let rows: Vec<Row> = self
            .read(
                "SELECT from_day, to_day, billing_contact_id, plan, price, currency FROM app_periods
                 WHERE app_id = $1 AND (to_day IS NULL OR to_day > $2) ORDER BY from_day LIMIT 100",
            )
            .bind(app)
            .bind(from)
            .all()
            .await?;
        Ok(rows.into_iter().map(Row::period).collect())
    }
}

impl Db {
    /// What the Billing Contacts of a Company pay for on the days from `from` on: the periods of one App after the other, in
    /// their order.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn periods_of_company(&self, company: CompanyId, from: Day) -> sqlx::Result<Vec<(AppId, Period)>> {
        let rows: Vec<AppRow> = self
            .read(
                "SELECT p.app_id, p.from_day, p.to_day, p.billing_contact_id, p.plan, p.price, p.currency
                 FROM billing_contacts b JOIN app_periods p ON p.billing_contact_id = b.id
                 WHERE b.company_id = $1 AND (p.to_day IS NULL OR p.to_day > $2) ORDER BY p.app_id, p.from_day",
            )
            .bind(company)
            .bind(from)
            .all()
            .await?;
        Ok(rows.into_iter().map(|row| (row.app_id, row.period.period())).collect())
    }

    /// How many Apps a Company has.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn count_apps(&self, company: CompanyId) -> sqlx::Result<i64> {
        let count = self.read("SELECT COUNT(*) FROM apps WHERE company_id = $1 AND state <> 'deleted'");
        let (apps,): (i64,) = count.bind(company).one().await?;
        Ok(apps)
    }
}

impl Tx {
    /// The period that runs, or begins tomorrow.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn open_period(&mut self, app: AppId) -> sqlx::Result<Option<Period>> {
        let row: Option<Row> = self
            .query(
                "SELECT from_day, to_day, billing_contact_id, plan, price, currency FROM app_periods
                 WHERE app_id = $1 AND to_day IS NULL",
            )
            .bind(app)
            .maybe()
            .await?;
        Ok(row.map(Row::period))
    }

    /// Begins to bill an App on a day.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn begin_period(&mut self, app: AppId, from: Day, terms: &Terms) -> sqlx::Result<()> {
        self.query(
            "INSERT INTO app_periods (app_id, from_day, billing_contact_id, plan, price, currency)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(app)
        .bind(from)
        .bind(terms.payer)
        .bind(terms.plan.clone())
        .bind(terms.price)
        .bind(terms.currency.clone())
        .run()
        .await
        .map(|_| ())
    }

    /// Goes on with other terms from tomorrow (E50). A second change of the same day changes what begins tomorrow.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn turn_period(&mut self, app: AppId, open: &Period, today: Day, terms: &Terms) -> sqlx::Result<()> {
        match Turn::of(open.from, today) {
            Turn::Edit => {
                self.query(
                    "UPDATE app_periods SET billing_contact_id = $2, plan = $3, price = $4, currency = $5
                     WHERE app_id = $1 AND to_day IS NULL",
                )
                .bind(app)
                .bind(terms.payer)
                .bind(terms.plan.clone())
                .bind(terms.price)
                .bind(terms.currency.clone())
                .run()
                .await?;
            }
            Turn::Follow { from } => {
                self.query("UPDATE app_periods SET to_day = $2 WHERE app_id = $1 AND to_day IS NULL")
                    .bind(app)
                    .bind(from)
                    .run()
                    .await?;
                self.begin_period(app, from, terms).await?;
            }
        }
        Ok(())
    }

    /// Bills an App through today and no further. What would have begun tomorrow never does.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn end_periods(&mut self, app: AppId, today: Day) -> sqlx::Result<()> {
        self.query("DELETE FROM app_periods WHERE app_id = $1 AND from_day > $2").bind(app).bind(today).run().await?;
        self.query("UPDATE app_periods SET to_day = $2 WHERE app_id = $1 AND to_day IS NULL")
            .bind(app)
            .bind(today.plus(1))
            .run()
            .await
            .map(|_| ())
    }
}
