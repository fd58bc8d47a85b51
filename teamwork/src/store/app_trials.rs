//! The clock of trials (4.3), and Apps as the operator finds them: by their name alone.

use super::{apps::App, db::Tx};
use crate::rules::{
    app::TrialTask,
    id::{AppId, CompanyId, UserId},
    moment::{DAY, Moment},
    request::REPRIEVES,
};

/// How much time a task earns.
const EARNED: i64 = 2 * DAY;

/// An App that somebody else than a person of it has in hand.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FoundApp {
    #[sqlx(flatten)]
    pub app: App,
    pub company_id: Option<CompanyId>,
    pub slug: Option<String>,
    pub company: Option<String>,
    pub creator_email: String,
}

/// A trial that lasts longer now.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct Earned {
    pub id: AppId,
    pub company_id: Option<CompanyId>,
}

macro_rules! found {
    ($condition:literal, $tail:literal) => {
        concat!(
            "SELECT a.id AS app_id, a.name AS app_name, a.creator_id, a.state, a.suspended_by, a.plan,
                    a.billing_contact_id, a.trial_ends_at, a.suspended_at, a.config_version, a.version AS app_version,
                    a.created_at AS app_created_at, a.request_id, a.company_id, c.slug, c.name AS company, u.email AS creator_email
             FROM apps a JOIN users u ON u.id = a.creator_id LEFT JOIN companies c ON c.id = a.company_id
             WHERE ",
            $condition,
            $tail
        )
    };
}

macro_rules! batch {
    ($tx:expr, $condition:literal) => {
        $tx.pick(
            found!($condition, " LIMIT 100"),
            // Several servers share the work: what one has in hand the others skip.
            found!($condition, " LIMIT 100 FOR UPDATE OF a SKIP LOCKED"),
        )
    };
}

impl Tx {
    /// An App by its name, locked. Only for the house itself.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn app_of_house(&mut self, name: &str) -> sqlx::Result<Option<FoundApp>> {
        self.pick(
            found!("a.name = $1 AND a.state <> 'deleted'", ""),
            found!("a.name = $1 AND a.state <> 'deleted'", " FOR UPDATE OF a"),
        )
        .bind(name.to_owned())
        .maybe()
        .await
    }

    /// Up to 100 running trials that end within `before` milliseconds, whose people have not heard so yet. The last
    /// notice stands for both.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn trials_to_notice(&mut self, now: Moment, before: i64, notice: i64) -> sqlx::Result<Vec<FoundApp>> {
        let due: Vec<FoundApp> = batch!(
            self,
            "a.state = 'trial' AND a.trial_ends_at > $1 AND a.trial_ends_at <= $2 AND a.trial_notices < $3
             AND (a.request_id IS NULL OR a.reprieves >= $4) ORDER BY a.trial_ends_at"
        )
        .bind(now)
        .bind(now.plus(before))
        .bind(notice)
        .bind(REPRIEVES)
        .all()
        .await?;
        for one in &due {
            self.query("UPDATE apps SET trial_notices = $2 WHERE id = $1").bind(one.app.id).bind(notice).run().await?;
        }
        Ok(due)
    }

    /// Up to 100 trials whose deadline has come. While a client is asked the clock stands, so often as the house grants it
    /// (S19).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn trials_to_suspend(&mut self, now: Moment) -> sqlx::Result<Vec<FoundApp>> {
        batch!(
            self,
            "a.state = 'trial' AND a.trial_ends_at <= $1 AND (a.request_id IS NULL OR a.reprieves >= $2)
             ORDER BY a.trial_ends_at"
        )
        .bind(now)
        .bind(REPRIEVES)
        .all()
        .await
    }

    /// Up to 100 Apps whose trial ended at `since` or before, and whom nobody has paid for.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn trials_to_delete(&mut self, since: Moment) -> sqlx::Result<Vec<FoundApp>> {
        batch!(
            self,
            "a.suspended_by = 'trial_ended' AND a.suspended_at <= $1 AND (a.request_id IS NULL OR a.reprieves >= $2)
             ORDER BY a.suspended_at"
        )
        .bind(since)
        .bind(REPRIEVES)
        .all()
        .await
    }

    /// Moves the deadline of a running trial. The notices that are due then come anew.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn extend_trial(&mut self, app: AppId, to: Moment) -> sqlx::Result<u64> {
        self.query(
            "UPDATE apps SET trial_ends_at = $2, trial_notices = 0, version = version + 1
             WHERE id = $1 AND state = 'trial'",
        )
        .bind(app)
        .bind(to)
        .run()
        .await
    }

    /// Gives the running trials that a person began two more days each for a task, once (E54): their own, and those in
    /// Companies they belong to still. Answers which earned it. Their version stays: whoever edits an App meanwhile
    /// collides with nothing.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn earn_trial_time(&mut self, user: UserId, task: TrialTask) -> sqlx::Result<Vec<Earned>> {
        self.query(
            "UPDATE apps SET trial_ends_at = trial_ends_at + $3, trial_notices = 0, earned = earned + $2
             WHERE creator_id = $1 AND state = 'trial' AND (earned / $2) % 2 = 0
               AND (company_id IS NULL OR EXISTS
                    (SELECT 1 FROM members m WHERE m.company_id = apps.company_id AND m.user_id = $1))
             RETURNING id, company_id",
        )
        .bind(user)
        .bind(task.bit())
        .bind(EARNED)
        .all()
        .await
    }

    /// The same for one App that did the task itself.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn earn_app_time(&mut self, app: AppId, task: TrialTask) -> sqlx::Result<Option<Earned>> {
        self.query(
            "UPDATE apps SET trial_ends_at = trial_ends_at + $3, trial_notices = 0, earned = earned + $2
             WHERE id = $1 AND state = 'trial' AND (earned / $2) % 2 = 0
             RETURNING id, company_id",
        )
        .bind(app)
        .bind(task.bit())
        .bind(EARNED)
        .maybe()
        .await
    }
}
