//! Configurations of Apps: every version as a whole, and the domains of the present ones.

use super::{
    companies::full_name,
    db::{Db, Tx},
};
use crate::rules::{
    config::{ChangeCard, DomainCard, DomainState},
    id::{AppId, CompanyId, UserId},
    moment::Moment,
};

/// How many versions one page of the history holds.
pub const PAGE: i64 = 20;

/// The present configuration of an App, as it is kept, and how many domains its plan has room for.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Present {
    /// `None` as long as nobody has changed anything.
    pub config: Option<String>,
    pub domains: i64,
}

#[derive(sqlx::FromRow)]
struct ChangeRow {
    version: i64,
    made_at: Moment,
    summary: String,
    first_name: String,
    last_name: String,
    erased_at: Option<Moment>,
}

/// A domain whose check is due, claimed by who reads it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DueDomain {
    pub host: String,
    pub app_id: AppId,
    pub app_name: String,
    pub state: DomainState,
}

/// Who holds an App: the Company, or while there is none who began it.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct Keeper {
    pub company_id: Option<CompanyId>,
    pub creator_id: UserId,
}

const PRESENT: &str = "SELECT v.config, p.domains FROM apps a
     JOIN plans p ON p.key = a.plan
     LEFT JOIN app_configs v ON v.app_id = a.id AND v.version = a.config_version
     WHERE a.id = $1";

const DOMAIN: &str = "SELECT host, state, checked_at FROM app_domains WHERE host = $1 AND app_id = $2";

macro_rules! claim {
    ($lock:literal) => {
        concat!(
            "UPDATE app_domains SET checked_at = $1,
                 check_at = CASE WHEN state = 'pointing' THEN CAST($3 AS BIGINT) ELSE CAST($2 AS BIGINT) END
             WHERE host IN (
                 SELECT d.host FROM app_domains d WHERE d.check_at <= $1 ORDER BY d.check_at LIMIT $4",
            $lock,
            ") RETURNING host, app_id, state,
                 (SELECT a.name FROM apps a WHERE a.id = app_domains.app_id) AS app_name"
        )
    };
}

macro_rules! keeper {
    ($lock:literal) => {
        concat!("SELECT company_id, creator_id FROM apps WHERE id = $1 AND state <> 'deleted'", $lock)
    };
}

impl Db {
    /// The present configuration.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn present_config(&self, app: AppId) -> sqlx::Result<Present> {
        self.read(PRESENT).bind(app).one().await
    }

    /// The domains of an App with what their checks found.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn domains_of(&self, app: AppId) -> sqlx::Result<Vec<DomainCard>> {
        let sql = "SELECT host, state, checked_at FROM app_domains WHERE app_id = $1 ORDER BY host LIMIT 1000";
        self.read(sql).bind(app).all().await
    }

    /// One domain of an App.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn domain_of(&self, app: AppId, host: &str) -> sqlx::Result<Option<DomainCard>> {
        self.read(DOMAIN).bind(host.to_owned()).bind(app).maybe().await
    }

    /// The versions before `before`, newest first: one more than a page, so that its end can be told.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn config_versions(&self, app: AppId, before: i64) -> sqlx::Result<Vec<ChangeCard>> {
        let rows: Vec<ChangeRow> = self
            .read(
                "SELECT v.version, v.made_at, v.summary, u.first_name, u.last_name, u.erased_at
                 FROM app_configs v JOIN users u ON u.id = v.made_by
                 WHERE v.app_id = $1 AND v.version < $2 ORDER BY v.version DESC LIMIT $3",
            )
            .bind(app)
            .bind(before)
            .bind(PAGE + 1)
            .all()
            .await?;
        Ok(rows.into_iter().map(change_card).collect())
    }

    /// Notes that a domain was looked at and is as it was. Nobody needs to read about that.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn touch_domain(&self, app: AppId, host: &str, at: Moment, next: Moment) -> sqlx::Result<u64> {
        let sql = "UPDATE app_domains SET checked_at = $3, check_at = $4 WHERE host = $1 AND app_id = $2";
        self.tend(sql).bind(host.to_owned()).bind(app).bind(at).bind(next).run().await
    }

    /// Claims domains that are due. They are due again at `settled` when they lead here, else at `open`.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn claim_domains(
        &self,
        now: Moment,
        open: Moment,
        settled: Moment,
        limit: i64,
    ) -> sqlx::Result<Vec<DueDomain>> {
        let sql = if self.postgres().is_some() { claim!(" FOR UPDATE SKIP LOCKED") } else { claim!("") };
        self.tend(sql).bind(now).bind(open).bind(settled).bind(limit).all().await
    }
}

impl Tx {
    /// Who holds an App, which is locked from here on; `None` when it is deleted.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn keeper_of(&mut self, app: AppId) -> sqlx::Result<Option<Keeper>> {
        let (sqlite, postgres) = (keeper!(""), keeper!(" FOR UPDATE"));
        self.pick(sqlite, postgres).bind(app).maybe().await
    }

    /// The present configuration, of an App that is locked already.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn present_config(&mut self, app: AppId) -> sqlx::Result<Present> {
        self.query(PRESENT).bind(app).one().await
    }

    /// One version as it is kept.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn config_at(&mut self, app: AppId, version: i64) -> sqlx::Result<Option<String>> {
        let sql = "SELECT config FROM app_configs WHERE app_id = $1 AND version = $2";
        let found: Option<(String,)> = self.query(sql).bind(app).bind(version).maybe().await?;
        Ok(found.map(|(config,)| config))
    }

    /// Adds the next version.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn add_config(
        &mut self,
        app: AppId,
        version: i64,
        by: (UserId, Moment),
        config: &str,
        summary: &str,
    ) -> sqlx::Result<()> {
        self.query(
            "INSERT INTO app_configs (app_id, version, made_at, made_by, config, summary) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(app)
        .bind(version)
        .bind(by.1)
        .bind(by.0)
        .bind(config.to_owned())
        .bind(summary.to_owned())
        .run()
        .await?;
        self.query("UPDATE apps SET config_version = $2 WHERE id = $1").bind(app).bind(version).run().await?;
        Ok(())
    }

    /// Leads a domain to an App. Answers whether it was free.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn add_domain(&mut self, app: AppId, host: &str) -> sqlx::Result<bool> {
        let sql = "INSERT INTO app_domains (host, app_id, state) VALUES ($1, $2, 'unchecked') ON CONFLICT DO NOTHING";
        Ok(self.query(sql).bind(host.to_owned()).bind(app).run().await? == 1)
    }

    /// Frees a domain.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn drop_domain(&mut self, app: AppId, host: &str) -> sqlx::Result<u64> {
        let sql = "DELETE FROM app_domains WHERE host = $1 AND app_id = $2";
        self.query(sql).bind(host.to_owned()).bind(app).run().await
    }

    /// Notes what a check found (the state before, and now), unless somebody else has noted something meanwhile. Answers whether it did.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_domain(
        &mut self,
        app: AppId,
        host: &str,
        states: (DomainState, DomainState),
        at: Moment,
        next: Moment,
    ) -> sqlx::Result<bool> {
        let update = self.query(
            "UPDATE app_domains SET state = $4, checked_at = $5, check_at = $6
             WHERE host = $1 AND app_id = $2 AND state = $3",
        );
        let update = update.bind(host.to_owned()).bind(app).bind(states.0).bind(states.1);
        Ok(update.bind(at).bind(next).run().await? == 1)
    }
}

fn change_card(row: ChangeRow) -> ChangeCard {
    let by = match row.erased_at {
        Some(_) => "a former user".to_owned(),
        None => full_name(&row.first_name, &row.last_name),
    };
    ChangeCard { version: row.version, at: row.made_at, by, change: row.summary }
}
