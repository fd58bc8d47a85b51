//! Companies and Apps for the operator: found by the beginning of their names, suspended and resumed.

use super::{
    companies::full_name,
    db::{Db, Tx},
};
use crate::{
    letters::Letter,
    rules::{
        count::ENOUGH,
        day::Day,
        id::{CompanyId, UserId},
        moment::{DAY, MINUTE, Moment},
        payment::LEAST_CHARGE,
        tenant::{TenantApp, TenantCard, TenantOwner, Waiting},
    },
};

/// How many rows one page of the lists holds.
pub const PAGE: i64 = 50;

/// Trials that end within this time wait for the operator.
const SOON: i64 = 3 * DAY;

/// Where a page of names goes on: behind this name, and behind this id among equal ones.
pub struct NameCursor {
    pub name: String,
    pub id: CompanyId,
}

/// A row with the form of its name by which it is sorted.
#[derive(sqlx::FromRow)]
pub struct SortedTenant {
    #[sqlx(flatten)]
    pub card: TenantCard,
    pub sorted_by: String,
}

/// A Company that is about to be suspended or resumed, or given a new Owner; locked.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Tenancy {
    pub id: CompanyId,
    pub slug: String,
    pub name: String,
    pub suspended_at: Option<Moment>,
}

#[derive(sqlx::FromRow)]
struct OwnerRow {
    user_id: UserId,
    first_name: String,
    last_name: String,
    email: String,
    joined_at: Moment,
}

// PostgreSQL sorts by the rules of a language unless told otherwise, and then no index finds beginnings.
macro_rules! companies {
    ($sorted:literal) => {
        concat!(
            "SELECT c.id, c.slug, c.name, c.member_count AS members, c.created_at, c.suspended_at, c.suspended_why, ",
            $sorted,
            " AS sorted_by FROM companies c WHERE (",
            $sorted,
            ", c.id) > ($1, $2) AND ",
            $sorted,
            " < $3 ORDER BY ",
            $sorted,
            ", c.id LIMIT $4"
        )
    };
}

macro_rules! apps {
    ($sorted:literal) => {
        concat!(
            "SELECT a.name, c.name AS company, c.slug, a.state, a.suspended_by, a.plan, a.trial_ends_at
             FROM apps a LEFT JOIN companies c ON c.id = a.company_id
             WHERE a.state <> 'deleted' AND ",
            $sorted,
            " > $1 AND ",
            $sorted,
            " < $2 ORDER BY ",
            $sorted,
            " LIMIT $3"
        )
    };
}

impl Db {
    /// Companies whose names begin so, in the order of their names.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn tenants(&self, after: NameCursor, before: String) -> sqlx::Result<Vec<SortedTenant>> {
        let (sqlite, postgres) = (companies!("LOWER(c.name)"), companies!("LOWER(c.name) COLLATE \"C\""));
        self.read(if self.postgres().is_some() { postgres } else { sqlite })
            .bind(after.name)
            .bind(after.id)
            .bind(before)
            .bind(PAGE + 1)
            .all()
            .await
    }

    /// Apps whose names begin so, in the order of their names, behind `after`.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn tenant_apps(&self, after: String, before: String) -> sqlx::Result<Vec<TenantApp>> {
        let (sqlite, postgres) = (apps!("a.name"), apps!("a.name COLLATE \"C\""));
        let apps = self.read(if self.postgres().is_some() { postgres } else { sqlite });
        apps.bind(after).bind(before).bind(PAGE + 1).all().await
    }

    /// Trials that end soon, the next one first; no more than [`ENOUGH`].
    ///
    /// # Errors
    /// What the engine says.
    pub async fn ending_trials(&self, now: Moment) -> sqlx::Result<Vec<TenantApp>> {
        self.read(
            "SELECT a.name, c.name AS company, c.slug, a.state, a.suspended_by, a.plan, a.trial_ends_at
             FROM apps a LEFT JOIN companies c ON c.id = a.company_id
             WHERE a.state = 'trial' AND a.trial_ends_at <= $1 ORDER BY a.trial_ends_at, a.name LIMIT $2",
        )
        .bind(now.plus(SOON))
        .bind(ENOUGH)
        .all()
        .await
    }

    /// One Company.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn tenant(&self, slug: &str) -> sqlx::Result<Option<TenantCard>> {
        self.read(
            "SELECT id, slug, name, member_count AS members, created_at, suspended_at, suspended_why
             FROM companies WHERE slug = $1",
        )
        .bind(slug.to_owned())
        .maybe()
        .await
    }

    /// The Owners of a Company.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn owners_of(&self, company: CompanyId) -> sqlx::Result<Vec<TenantOwner>> {
        let rows: Vec<OwnerRow> = self
            .read(
                // Taken out before they are sorted, or PostgreSQL looks for Owners in the order of joining, among everybody.
                "WITH owners AS MATERIALIZED (
                     SELECT m.user_id, m.joined_at FROM members m WHERE m.company_id = $1 AND m.role = 'owner')
                 SELECT owners.user_id, (SELECT u.first_name FROM users u WHERE u.id = owners.user_id) AS first_name,
                        (SELECT u.last_name FROM users u WHERE u.id = owners.user_id) AS last_name,
                        (SELECT u.email FROM users u WHERE u.id = owners.user_id) AS email, owners.joined_at
                 FROM owners ORDER BY owners.joined_at, owners.user_id LIMIT 50",
            )
            .bind(company)
            .all()
            .await?;
        let owner = |row: OwnerRow| TenantOwner {
            user: row.user_id,
            name: full_name(&row.first_name, &row.last_name),
            email: row.email,
            joined_at: row.joined_at,
        };
        Ok(rows.into_iter().map(owner).collect())
    }

    /// The first hundred Apps of a Company.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn apps_of_tenant(&self, company: CompanyId) -> sqlx::Result<Vec<TenantApp>> {
        self.read(
            "SELECT a.name, CAST(NULL AS TEXT) AS company, CAST(NULL AS TEXT) AS slug, a.state, a.suspended_by, a.plan,
                    a.trial_ends_at
             FROM apps a WHERE a.company_id BETWEEN $1 AND $1 AND a.state <> 'deleted'
             ORDER BY a.company_id, a.name LIMIT 100",
        )
        .bind(company)
        .all()
        .await
    }

    /// What waits for the operator. Each number ends at [`ENOUGH`], so that it costs the same in a large house.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn waiting(&self, now: Moment) -> sqlx::Result<Waiting> {
        self.read(
            "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE failed_at IS NOT NULL LIMIT $1) AS f) AS failed_mails,
                    (SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE due_at <= $2 LIMIT $1) AS d) AS late_mails,
                    (SELECT COUNT(*) FROM (SELECT 1 FROM recoveries WHERE state = 'waiting' LIMIT $1) AS r) AS recoveries,
                    (SELECT COUNT(*) FROM (SELECT 1 FROM invoices WHERE state = 'open' AND due_day < $4 LIMIT $1) AS o)
                        AS overdue_invoices,
                    (SELECT COUNT(*) FROM (SELECT DISTINCT d.billing_contact_id FROM invoices d
                        WHERE d.state = 'open' AND d.dun_step = 5 AND d.balance >= $5 AND EXISTS
                            (SELECT 1 FROM apps e WHERE e.billing_contact_id = d.billing_contact_id) LIMIT $1) AS d) AS doomed,
                    (SELECT COUNT(*) FROM (SELECT 1 FROM apps WHERE state = 'trial' AND trial_ends_at <= $3 LIMIT $1) AS t)
                        AS trials_ending",
        )
        .bind(ENOUGH)
        .bind(now.plus(-15 * MINUTE))
        .bind(now.plus(SOON))
        .bind(Day::of(now))
        .bind(LEAST_CHARGE)
        .one()
        .await
    }
}

impl Tx {
    /// A Company by its name in addresses, locked until the end of the transaction.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn tenancy(&mut self, slug: &str) -> sqlx::Result<Option<Tenancy>> {
        self.pick(
            "SELECT id, slug, name, suspended_at FROM companies WHERE slug = $1",
            "SELECT id, slug, name, suspended_at FROM companies WHERE slug = $1 FOR UPDATE",
        )
        .bind(slug.to_owned())
        .maybe()
        .await
    }

    /// Suspends a Company, and all its Apps with it: each remembers what it was. Answers how many Apps.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn suspend_tenant(&mut self, company: CompanyId, why: &str, at: Moment) -> sqlx::Result<u64> {
        self.query("UPDATE companies SET suspended_at = $2, suspended_why = $3 WHERE id = $1")
            .bind(company)
            .bind(at)
            .bind(why.to_owned())
            .run()
            .await?;
        self.query(
            "UPDATE apps SET suspended_before = COALESCE(suspended_by, state), state = 'suspended',
                 suspended_by = 'operator', suspended_at = CASE WHEN state = 'suspended' THEN suspended_at ELSE $2 END,
                 version = version + 1
             WHERE company_id = $1 AND state <> 'deleted'",
        )
        .bind(company)
        .bind(at)
        .run()
        .await
    }

    /// Resumes a Company: its Apps are again what they were, and their clocks did not run for `stood` milliseconds.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn resume_tenant(&mut self, company: CompanyId, stood: i64) -> sqlx::Result<u64> {
        let resumed = self.query("UPDATE companies SET suspended_at = NULL, suspended_why = NULL WHERE id = $1");
        resumed.bind(company).run().await?;
        self.query(
            "UPDATE apps SET
                 state = CASE WHEN suspended_before IN ('trial', 'active') THEN suspended_before ELSE 'suspended' END,
                 suspended_by = CASE WHEN suspended_before IN ('trial', 'active') THEN NULL ELSE suspended_before END,
                 trial_ends_at = CASE WHEN suspended_before = 'trial' THEN trial_ends_at + $2 ELSE trial_ends_at END,
                 trial_notices = CASE WHEN suspended_before = 'trial' THEN 0 ELSE trial_notices END,
                 suspended_at = CASE WHEN suspended_before IN ('trial', 'active') THEN NULL
                                     WHEN suspended_before IN ('trial_ended', 'dunning') THEN suspended_at + $2
                                     ELSE suspended_at END,
                 suspended_before = NULL, version = version + 1
             WHERE company_id = $1 AND state = 'suspended' AND suspended_before IS NOT NULL",
        )
        .bind(company)
        .bind(stood)
        .run()
        .await
    }

    /// Owes a mail to everybody who answers for a Company: all Owners, all Admins and, without a way into the dashboard, the
    /// address for invoices of each Billing Contact, not those for copies (M28, M29). Each address once. One statement,
    /// however many there are.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn post_to_company(&mut self, company: CompanyId, letter: &Letter, at: Moment) -> sqlx::Result<u64> {
        self.query(
            "INSERT INTO outbox (address, letter, created_at, due_at)
             SELECT MIN(people.email), CASE WHEN MAX(people.member) = 1 THEN $2 ELSE $4 END, $3, $3 FROM (
                 SELECT u.email, 1 AS member FROM members m JOIN users u ON u.id = m.user_id
                 WHERE m.company_id = $1 AND m.role IN ('owner', 'admin')
                 UNION ALL
                 SELECT b.email, 0 FROM billing_contacts b WHERE b.company_id = $1 AND b.state = 'active'
             ) AS people GROUP BY LOWER(people.email)",
        )
        .bind(company)
        .bind(super::post::to_json(letter)?)
        .bind(at)
        .bind(super::post::to_json(&letter.outside())?)
        .run()
        .await
    }
}
