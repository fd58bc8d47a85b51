//! Code access: which key opens which App, the repositories that were made, and what was pushed.

use super::{
    companies::full_name,
    db::{Db, Tx},
};
use crate::rules::{
    app::AppState,
    git::{KEPT_PUSHES, RefChange, SHOWN_PUSHES},
    id::{AppId, CompanyId, KeyId, PushId, UserId},
    moment::{MINUTE, Moment},
    role::Role,
};

/// A key, and how whoever has it stands to an App. What is not there for them is not told apart from what is not there.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KeyStanding {
    pub key_id: KeyId,
    pub key_name: String,
    /// Whose key it is; `None` for a deploy key.
    pub user_id: Option<UserId>,
    /// Of which App it is the deploy key, and whether it may write.
    pub key_app_id: Option<AppId>,
    pub key_company_id: Option<CompanyId>,
    pub writes: bool,
    pub app_id: Option<AppId>,
    pub app_name: Option<String>,
    pub creator_id: Option<UserId>,
    pub state: Option<AppState>,
    pub company_id: Option<CompanyId>,
    pub slug: Option<String>,
    pub company_suspended: bool,
    pub role: Option<Role>,
    pub assigned: bool,
    pub storage_mb: Option<i64>,
}

/// A push that begins.
#[derive(Clone, Debug)]
pub struct NewPush {
    pub id: PushId,
    pub app: AppId,
    pub user: Option<UserId>,
    pub role: Option<Role>,
    /// The name of the deploy key, when it was one.
    pub key_name: Option<String>,
    pub changes: Vec<RefChange>,
    pub at: Moment,
}

/// A push whose end nobody has seen yet.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OpenPush {
    pub id: PushId,
    pub app_id: AppId,
    pub user_id: Option<UserId>,
    pub role: Option<Role>,
    /// The name of the deploy key, when it was one.
    pub key_name: Option<String>,
    pub changes: String,
    pub begun_at: Moment,
}

/// A push that has ended, as a page shows it.
#[derive(Clone, Debug)]
pub struct EndedPush {
    pub at: Moment,
    /// The name of the person today, or of the deploy key.
    pub by: String,
    pub machine: bool,
    pub changes: Vec<RefChange>,
}

#[derive(sqlx::FromRow)]
struct PushRow {
    ended_at: Moment,
    user_id: Option<UserId>,
    first_name: Option<String>,
    last_name: Option<String>,
    key_name: Option<String>,
    changes: String,
}

/// The App that a push is about, and who holds it now.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PushedApp {
    pub name: String,
    pub company_id: Option<CompanyId>,
    pub creator_id: UserId,
}

#[derive(sqlx::FromRow)]
struct AppRow {
    app_id: AppId,
}

impl Db {
    /// Whether a key with exactly this fingerprint is here.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn knows_key(&self, fingerprint: &str) -> sqlx::Result<bool> {
        let found: Option<(i64,)> = self
            .read("SELECT CAST(1 AS BIGINT) FROM ssh_keys WHERE fingerprint = $1")
            .bind(fingerprint.to_owned())
            .maybe()
            .await?;
        Ok(found.is_some())
    }

    /// How whoever has this key stands to the App of this name, in one statement whatever is there. A membership whose date
    /// has come is none, also when the clock has not come round to it. `None` when the key is gone.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn key_standing(&self, fingerprint: &str, app: &str, now: Moment) -> sqlx::Result<Option<KeyStanding>> {
        self.read(
            "SELECT k.id AS key_id, k.name AS key_name, k.user_id, k.app_id AS key_app_id, k.writes,
                    (SELECT o.company_id FROM apps o WHERE o.id = k.app_id) AS key_company_id,
                    a.id AS app_id, a.name AS app_name, a.creator_id, a.state, c.id AS company_id, c.slug,
                    c.suspended_at IS NOT NULL AS company_suspended, m.role,
                    EXISTS (SELECT 1 FROM app_members d WHERE d.app_id = a.id AND d.user_id = k.user_id) AS assigned,
                    p.storage_mb
             FROM ssh_keys k
             LEFT JOIN apps a ON a.name = $2 AND a.state <> 'deleted'
             LEFT JOIN companies c ON c.id = a.company_id
             LEFT JOIN members m ON m.company_id = a.company_id AND m.user_id = k.user_id
                AND (m.ends_at IS NULL OR m.ends_at > $3)
             LEFT JOIN plans p ON p.key = a.plan
             WHERE k.fingerprint = $1",
        )
        .bind(fingerprint.to_owned())
        .bind(app.to_owned())
        .bind(now)
        .maybe()
        .await
    }

    /// Notes when and for which App a key was used, once a minute.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn touch_key(&self, key: KeyId, app: AppId, now: Moment) -> sqlx::Result<u64> {
        self.tend(
            "UPDATE ssh_keys SET last_used_at = $3, last_used_app = $2
             WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $4 OR last_used_app <> $2)",
        )
        .bind(key)
        .bind(app)
        .bind(now)
        .bind(now.plus(-MINUTE))
        .run()
        .await
    }

    /// Notes that an App has a repository from now on.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn repository_made(&self, app: AppId, now: Moment) -> sqlx::Result<u64> {
        self.tend(
            "INSERT INTO repositories (app_id, made_at)
             SELECT a.id, $2 FROM apps a WHERE a.id = $1 AND a.state <> 'deleted' ON CONFLICT (app_id) DO NOTHING",
        )
        .bind(app)
        .bind(now)
        .run()
        .await
    }

    /// Up to 100 repositories whose App is gone for long enough.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn repositories_to_remove(&self, now: Moment) -> sqlx::Result<Vec<AppId>> {
        let rows: Vec<AppRow> = self
            .read("SELECT app_id FROM repositories WHERE remove_at <= $1 ORDER BY remove_at LIMIT 100")
            .bind(now)
            .all()
            .await?;
        Ok(rows.into_iter().map(|row| row.app_id).collect())
    }

    /// Forgets a repository whose files are gone.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn repository_removed(&self, app: AppId) -> sqlx::Result<u64> {
        self.tend("DELETE FROM repositories WHERE app_id = $1 AND remove_at IS NOT NULL").bind(app).run().await
    }

    /// Notes that a push may move its branches now. It counts when they have moved.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn begin_push(&self, push: NewPush) -> sqlx::Result<u64> {
        let changes = serde_json::to_string(&push.changes).map_err(|error| sqlx::Error::Encode(error.into()))?;
        self.tend(
            "INSERT INTO pushes (id, app_id, user_id, role, key_name, changes, begun_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(push.id)
        .bind(push.app)
        .bind(push.user)
        .bind(push.role)
        .bind(push.key_name)
        .bind(changes)
        .bind(push.at)
        .run()
        .await
    }

    /// Forgets a push that has moved nothing.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn drop_push(&self, push: PushId) -> sqlx::Result<u64> {
        self.tend("DELETE FROM pushes WHERE id = $1 AND ended_at IS NULL").bind(push).run().await
    }

    /// Up to 100 pushes whose end nobody has seen.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn open_pushes(&self) -> sqlx::Result<Vec<OpenPush>> {
        self.read(
            "SELECT id, app_id, user_id, role, key_name, changes, begun_at FROM pushes
             WHERE ended_at IS NULL ORDER BY begun_at LIMIT 100",
        )
        .all()
        .await
    }

    /// The last pushes of an App, newest first.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn last_pushes(&self, app: AppId) -> sqlx::Result<Vec<EndedPush>> {
        let rows: Vec<PushRow> = self
            .read(
                "SELECT p.ended_at, p.user_id, u.first_name, u.last_name, p.key_name, p.changes
                 FROM pushes p LEFT JOIN users u ON u.id = p.user_id
                 WHERE p.app_id = $1 AND p.ended_at IS NOT NULL ORDER BY p.id DESC LIMIT $2",
            )
            .bind(app)
            .bind(SHOWN_PUSHES)
            .all()
            .await?;
        let push = |row: PushRow| {
            let (first, last) = (row.first_name.unwrap_or_default(), row.last_name.unwrap_or_default());
            EndedPush {
                at: row.ended_at,
                machine: row.user_id.is_none(),
                by: match row.user_id {
                    Some(_) => full_name(&first, &last),
                    None => row.key_name.unwrap_or_default(),
                },
                changes: serde_json::from_str(&row.changes).unwrap_or_default(),
            }
        };
        Ok(rows.into_iter().map(push).collect())
    }
}

impl Tx {
    /// Ends a push with what has really moved, once, and forgets the oldest of the App. `false` when somebody has seen its
    /// end already.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn end_push(&mut self, push: &OpenPush, moved: &[RefChange], at: Moment) -> sqlx::Result<bool> {
        let changes = serde_json::to_string(moved).map_err(|error| sqlx::Error::Encode(error.into()))?;
        let ended = self.query("UPDATE pushes SET changes = $2, ended_at = $3 WHERE id = $1 AND ended_at IS NULL");
        if ended.bind(push.id).bind(changes).bind(at).run().await? == 0 {
            return Ok(false);
        }
        self.query(
            "DELETE FROM pushes WHERE app_id = $1 AND ended_at IS NOT NULL AND id <=
                (SELECT o.id FROM pushes o WHERE o.app_id = $1 AND o.ended_at IS NOT NULL
                 ORDER BY o.id DESC LIMIT 1 OFFSET $2)",
        )
        .bind(push.app_id)
        .bind(KEPT_PUSHES)
        .run()
        .await?;
        Ok(true)
    }

    /// The App of a push; `None` when it was deleted meanwhile.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn pushed_app(&mut self, app: AppId) -> sqlx::Result<Option<PushedApp>> {
        self.query("SELECT name, company_id, creator_id FROM apps WHERE id = $1 AND state <> 'deleted'")
            .bind(app)
            .maybe()
            .await
    }
}
