//! Releases: one row a try to publish; the files are elsewhere, under the App's id and the number.

use super::{
    companies::full_name,
    db::{Db, Tx},
};
use crate::rules::{
    id::{AppId, UserId},
    moment::Moment,
    release::{Bulk, KEPT, ReleaseCard, ReleaseState},
};

/// How many releases one page of the list holds.
pub const PAGE: i64 = 20;
/// How many releases are removed at once.
const BATCH: i64 = 100;

/// A try that begins.
#[derive(Clone, Debug)]
pub struct NewRelease {
    pub app: AppId,
    pub commit: String,
    /// The person who pushed; without one it was a deploy key.
    pub pusher: Option<UserId>,
    /// The name of that deploy key.
    pub key: Option<String>,
    pub at: Moment,
}

/// What publishing needs to know of an App.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Terms {
    pub name: String,
    /// `None` as long as nobody has changed anything.
    pub config: Option<String>,
    /// How much storage its plan has.
    pub storage_mb: i64,
}

/// A site, as a visitor's request needs it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FoundSite {
    pub id: AppId,
    pub suspended: bool,
    pub config: Option<String>,
    /// The live release, and when it was pushed.
    pub release: Option<i64>,
    pub released_at: Option<Moment>,
}

/// A release whose files go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DueRelease {
    pub app_id: AppId,
    pub number: i64,
}

#[derive(sqlx::FromRow)]
struct CardRow {
    number: i64,
    commit_hash: String,
    key_name: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    erased_at: Option<Moment>,
    began_at: Moment,
    state: ReleaseState,
    failure: Option<String>,
    files: i64,
    bytes: i64,
    live: bool,
}

macro_rules! site {
    ($from:literal) => {
        concat!(
            "SELECT a.id, (a.state = 'suspended' OR c.suspended_at IS NOT NULL) AS suspended, v.config,
                    r.number AS release, r.began_at AS released_at ",
            $from,
            " LEFT JOIN companies c ON c.id = a.company_id
              LEFT JOIN app_configs v ON v.app_id = a.id AND v.version = a.config_version
              LEFT JOIN releases r ON r.app_id = a.id AND r.live"
        )
    };
}

const LIVE: &str = "SELECT number FROM releases WHERE app_id = $1 AND live";

impl Db {
    /// The site of an App by its name.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn site_of_app(&self, name: &str) -> sqlx::Result<Option<FoundSite>> {
        let sql = concat!(site!("FROM apps a"), " WHERE a.name = $1 AND a.state <> 'deleted'");
        self.read(sql).bind(name.to_owned()).maybe().await
    }

    /// The site of the App to which this domain leads, when the name servers have said so.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn site_of_domain(&self, host: &str) -> sqlx::Result<Option<FoundSite>> {
        let sql = concat!(
            site!("FROM app_domains d JOIN apps a ON a.id = d.app_id AND a.state <> 'deleted'"),
            " WHERE d.host = $1 AND d.state = 'pointing'"
        );
        self.read(sql).bind(host.to_owned()).maybe().await
    }

    /// What publishing needs to know; `None` when the App is deleted.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn release_terms(&self, app: AppId) -> sqlx::Result<Option<Terms>> {
        let sql = "SELECT a.name, v.config, p.storage_mb FROM apps a
             JOIN plans p ON p.key = a.plan
             LEFT JOIN app_configs v ON v.app_id = a.id AND v.version = a.config_version
             WHERE a.id = $1 AND a.state <> 'deleted'";
        self.read(sql).bind(app).maybe().await
    }

    /// The number of the live release.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn live_release(&self, app: AppId) -> sqlx::Result<Option<i64>> {
        let found: Option<(i64,)> = self.read(LIVE).bind(app).maybe().await?;
        Ok(found.map(|(number,)| number))
    }

    /// The releases before the number `before`, newest first: one more than a page, so that its end can be told.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn releases_of(&self, app: AppId, before: i64) -> sqlx::Result<Vec<ReleaseCard>> {
        let rows: Vec<CardRow> = self
            .read(
                "SELECT r.number, r.commit_hash, r.key_name, u.first_name, u.last_name, u.erased_at, r.began_at, r.state,
                        r.failure, r.files, r.bytes, r.live
                 FROM releases r LEFT JOIN users u ON u.id = r.pusher_id
                 WHERE r.app_id = $1 AND r.number < $2 AND r.remove_at IS NULL ORDER BY r.number DESC LIMIT $3",
            )
            .bind(app)
            .bind(before)
            .bind(PAGE + 1)
            .all()
            .await?;
        Ok(rows.into_iter().map(card).collect())
    }

    /// Takes the next number for a try to publish.
    ///
    /// # Errors
    /// What the engine says; a unique violation when somebody took the same number at the same time.
    pub async fn begin_release(&self, new: &NewRelease) -> sqlx::Result<i64> {
        let (number,): (i64,) = self
            .tend(
                "INSERT INTO releases (app_id, number, commit_hash, pusher_id, key_name, began_at, state)
                 VALUES ($1, (SELECT COALESCE(MAX(r.number), 0) + 1 FROM releases r WHERE r.app_id = $1),
                         $2, $3, $4, $5, 'unpacking')
                 RETURNING number",
            )
            .bind(new.app)
            .bind(new.commit.clone())
            .bind(new.pusher)
            .bind(new.key.clone())
            .bind(new.at)
            .one()
            .await?;
        Ok(number)
    }

    /// Gives up tries that began before this moment and were never ended: their server went away. Answers which.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn give_up_releases(&self, before: Moment, failure: &str) -> sqlx::Result<Vec<DueRelease>> {
        let sql = "UPDATE releases SET state = 'failed', failure = $2
                   WHERE state = 'unpacking' AND began_at < $1 RETURNING app_id, number";
        self.tend(sql).bind(before).bind(failure.to_owned()).all().await
    }

    /// Releases whose files go by now.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn releases_to_remove(&self, now: Moment) -> sqlx::Result<Vec<DueRelease>> {
        let sql = "SELECT app_id, number FROM releases WHERE remove_at <= $1 ORDER BY remove_at LIMIT $2";
        self.read(sql).bind(now).bind(BATCH).all().await
    }

    /// Forgets a release whose files are gone.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn forget_release(&self, gone: DueRelease) -> sqlx::Result<u64> {
        let sql = "DELETE FROM releases WHERE app_id = $1 AND number = $2 AND remove_at IS NOT NULL";
        self.tend(sql).bind(gone.app_id).bind(gone.number).run().await
    }
}

impl Tx {
    /// The number of the live release, of an App that is locked already.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn live_release(&mut self, app: AppId) -> sqlx::Result<Option<i64>> {
        let found: Option<(i64,)> = self.query(LIVE).bind(app).maybe().await?;
        Ok(found.map(|(number,)| number))
    }

    /// Notes that all files of a try are written. Answers whether it was still under way.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn publish_release(&mut self, app: AppId, number: i64, bulk: Bulk) -> sqlx::Result<bool> {
        let sql = "UPDATE releases SET state = 'published', files = $3, bytes = $4
                   WHERE app_id = $1 AND number = $2 AND state = 'unpacking'";
        Ok(self.query(sql).bind(app).bind(number).bind(bulk.files).bind(bulk.bytes).run().await? == 1)
    }

    /// Notes that a try has failed. Nothing of it is kept but this.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn fail_release(&mut self, app: AppId, number: i64, failure: &str) -> sqlx::Result<bool> {
        let sql = "UPDATE releases SET state = 'failed', failure = $3
                   WHERE app_id = $1 AND number = $2 AND state = 'unpacking'";
        Ok(self.query(sql).bind(app).bind(number).bind(failure.to_owned()).run().await? == 1)
    }

    /// Whether a newer release than this one was published already.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn has_newer_release(&mut self, app: AppId, number: i64) -> sqlx::Result<bool> {
        let found: Option<(i64,)> = self
            .query(
                "SELECT number FROM releases WHERE app_id = $1 AND number > $2 AND state = 'published'
                 ORDER BY number LIMIT 1",
            )
            .bind(app)
            .bind(number)
            .maybe()
            .await?;
        Ok(found.is_some())
    }

    /// Whether there is such a release that visitors could see.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn is_published(&mut self, app: AppId, number: i64) -> sqlx::Result<bool> {
        let found: Option<(i64,)> = self
            .query(
                "SELECT number FROM releases
                 WHERE app_id = $1 AND number = $2 AND state = 'published' AND remove_at IS NULL",
            )
            .bind(app)
            .bind(number)
            .maybe()
            .await?;
        Ok(found.is_some())
    }

    /// Lets visitors see a release, of an App that is locked already.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn go_live(&mut self, app: AppId, number: i64) -> sqlx::Result<()> {
        // One after the other: the index knows one live release at most, at every instant.
        for sql in [
            "UPDATE releases SET live = FALSE WHERE app_id = $1 AND live AND number <> $2",
            "UPDATE releases SET live = TRUE WHERE app_id = $1 AND number = $2",
        ] {
            self.query(sql).bind(app).bind(number).run().await?;
        }
        Ok(())
    }

    /// Lets go of what is older than the releases that are kept, of an App that is locked already. The live one stays.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn drop_old_releases(&mut self, app: AppId, now: Moment) -> sqlx::Result<u64> {
        self.query(
            "UPDATE releases SET remove_at = $2
             WHERE app_id = $1 AND NOT live AND remove_at IS NULL AND state <> 'unpacking' AND number <
                 (SELECT MIN(k.number) FROM (SELECT number FROM releases
                      WHERE app_id = $1 AND state = 'published' AND remove_at IS NULL
                      ORDER BY number DESC LIMIT $3) AS k)",
        )
        .bind(app)
        .bind(now)
        .bind(KEPT)
        .run()
        .await
    }

    /// Whether an App has a deploy key of this name that writes.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn has_writing_key(&mut self, app: AppId, name: &str) -> sqlx::Result<bool> {
        let sql = "SELECT name FROM ssh_keys WHERE app_id = $1 AND name = $2 AND writes LIMIT 1";
        let found: Option<(String,)> = self.query(sql).bind(app).bind(name.to_owned()).maybe().await?;
        Ok(found.is_some())
    }
}

fn card(row: CardRow) -> ReleaseCard {
    let by = match (row.key_name, row.erased_at, row.first_name) {
        (Some(key), ..) => format!("deploy key {key}"),
        (None, None, Some(first)) => full_name(&first, &row.last_name.unwrap_or_default()),
        _ => "a former user".to_owned(),
    };
    ReleaseCard {
        number: row.number,
        commit: row.commit_hash,
        by,
        at: row.began_at,
        state: row.state,
        failure: row.failure,
        files: row.files,
        bytes: row.bytes,
        live: row.live,
    }
}
