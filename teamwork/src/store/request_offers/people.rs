//! The people of a request: the Developers who come along, those who lose access, and those who have kept it.

use crate::{
    rules::{
        id::{AppId, CompanyId, PaymentRequestId, UserId},
        moment::Moment,
        request::Keeper,
        role::Role,
    },
    store::{
        companies::full_name,
        db::{Db, Query, Tx},
    },
};

/// How many names of each kind a page shows.
const NAMES: i64 = 100;

#[derive(sqlx::FromRow)]
struct NameRow {
    first_name: String,
    last_name: String,
    role: Role,
}

impl NameRow {
    fn keeper(self) -> Keeper {
        Keeper { name: full_name(&self.first_name, &self.last_name), role: self.role }
    }
}

const CHANGED_PEOPLE: &str = "SELECT (SELECT COUNT(*) FROM request_people rp WHERE rp.request_id = $1 AND NOT EXISTS
                (SELECT 1 FROM app_members d WHERE d.app_id = rp.app_id AND d.user_id = rp.user_id))
          + (SELECT COUNT(*) FROM request_apps ra JOIN app_members d ON d.app_id = ra.app_id
             WHERE ra.request_id = $1 AND NOT EXISTS
                (SELECT 1 FROM request_people rp
                 WHERE rp.request_id = ra.request_id AND rp.app_id = d.app_id AND rp.user_id = d.user_id))";

const ALONG: &str = "SELECT DISTINCT u.id, u.first_name, u.last_name, 'developer' AS role
     FROM request_people rp JOIN users u ON u.id = rp.user_id
     WHERE rp.request_id = $1 ORDER BY u.first_name, u.last_name, u.id LIMIT $2";

async fn named(query: Query<'_>, id: PaymentRequestId) -> sqlx::Result<Vec<Keeper>> {
    let rows: Vec<NameRow> = query.bind(id).bind(NAMES).all().await?;
    Ok(rows.into_iter().map(NameRow::keeper).collect())
}

async fn changed_people(query: Query<'_>, id: PaymentRequestId) -> sqlx::Result<bool> {
    let (changes,): (i64,) = query.bind(id).one().await?;
    Ok(changes > 0)
}

impl Db {
    /// Whether other Developers work on the Apps today than those who were to come along.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn people_changed(&self, id: PaymentRequestId) -> sqlx::Result<bool> {
        changed_people(self.read(CHANGED_PEOPLE), id).await
    }

    /// The Developers who come along, each once, by name.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn developers_along(&self, id: PaymentRequestId) -> sqlx::Result<Vec<Keeper>> {
        named(self.read(ALONG), id).await
    }

    /// The Developers of one App, by name: who would come along.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn developers_of(&self, app: AppId) -> sqlx::Result<Vec<Keeper>> {
        let rows: Vec<NameRow> = self
            .read(
                "SELECT u.first_name, u.last_name, 'developer' AS role FROM app_members d JOIN users u ON u.id = d.user_id
                 WHERE d.app_id = $1 ORDER BY u.first_name, u.last_name, u.id LIMIT $2",
            )
            .bind(app)
            .bind(NAMES)
            .all()
            .await?;
        Ok(rows.into_iter().map(NameRow::keeper).collect())
    }

    /// The Developers of one App, and of those that went along with it in an earlier request and can go along still, each
    /// once, by name.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn developers_again(&self, last: PaymentRequestId, app: AppId) -> sqlx::Result<Vec<Keeper>> {
        let rows: Vec<NameRow> = self
            .read(
                "SELECT DISTINCT u.id, u.first_name, u.last_name, 'developer' AS role
                 FROM request_apps ra JOIN apps a ON a.id = ra.app_id
                 JOIN app_members d ON d.app_id = a.id JOIN users u ON u.id = d.user_id
                 WHERE ra.request_id = $1 AND (a.id = $2
                    OR a.state <> 'deleted' AND a.request_id IS NULL
                       AND (a.suspended_by IS NULL OR a.suspended_by = 'trial_ended')
                       AND a.company_id = (SELECT h.company_id FROM apps h WHERE h.id = $2))
                 ORDER BY u.first_name, u.last_name, u.id LIMIT $3",
            )
            .bind(last)
            .bind(app)
            .bind(NAMES)
            .all()
            .await?;
        Ok(rows.into_iter().map(NameRow::keeper).collect())
    }

    /// Who loses access: the Owners and Admins of the giving Company but for the sender; and whether there are more than a
    /// page names.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn who_loses(&self, company: CompanyId, sender: UserId) -> sqlx::Result<(Vec<Keeper>, bool)> {
        let rows: Vec<NameRow> = self
            .read(
                "SELECT u.first_name, u.last_name, k.role
                 FROM (SELECT m.user_id, m.role FROM members m
                       WHERE m.company_id = $1 AND m.role IN ('owner', 'admin') AND m.user_id <> $2
                       ORDER BY m.user_id LIMIT $3) AS k
                 JOIN users u ON u.id = k.user_id
                 ORDER BY CASE WHEN k.role = 'owner' THEN 0 ELSE 1 END, u.first_name, u.last_name, u.id",
            )
            .bind(company)
            .bind(sender)
            .bind(NAMES + 1)
            .all()
            .await?;
        let shown = usize::try_from(NAMES).unwrap_or_default();
        let more = rows.len() > shown;
        Ok((rows.into_iter().take(shown).map(NameRow::keeper).collect(), more))
    }

    /// Who of those that kept access by a request is in the client's Company today, by name: somebody may have left.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn keepers_now(&self, id: PaymentRequestId, now: Moment) -> sqlx::Result<Vec<Keeper>> {
        let rows: Vec<NameRow> = self
            .read(
                "SELECT u.first_name, u.last_name, m.role
                 FROM (SELECT r.sender_id AS user_id, r.target_id FROM requests r WHERE r.id = $1
                       UNION
                       SELECT rp.user_id, r.target_id FROM request_people rp JOIN requests r ON r.id = rp.request_id
                       WHERE rp.request_id = $1) AS k
                 JOIN members m ON m.company_id = k.target_id AND m.user_id = k.user_id
                 JOIN users u ON u.id = k.user_id
                 WHERE m.ends_at IS NULL OR m.ends_at > $3
                 ORDER BY CASE m.role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END, u.first_name, u.last_name, u.id
                 LIMIT $2",
            )
            .bind(id)
            .bind(NAMES)
            .bind(now)
            .all()
            .await?;
        Ok(rows.into_iter().map(NameRow::keeper).collect())
    }
}

impl Tx {
    /// Whether other Developers work on the Apps today than those who were to come along.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn people_changed(&mut self, id: PaymentRequestId) -> sqlx::Result<bool> {
        changed_people(self.query(CHANGED_PEOPLE), id).await
    }

    /// The Developers who come along, each once, by name.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn developers_along(&mut self, id: PaymentRequestId) -> sqlx::Result<Vec<Keeper>> {
        named(self.query(ALONG), id).await
    }
}
