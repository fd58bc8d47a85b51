//! Reading the log: newest first, page by page, each page in one statement that walks an index from where the last one
//! ended. Which index that is depends on what is asked for, so each question has a text of its own.

use super::db::Db;
use crate::rules::{
    id::{AppId, CompanyId, RequestId, UserId},
    log::{Door, Event},
    log_filter::LogFilter,
    moment::Moment,
    role::Role,
};

/// One entry with the names of today.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LineRow {
    pub id: i64,
    pub at: Moment,
    pub actor_id: Option<UserId>,
    pub role: Option<Role>,
    pub door: Door,
    pub event: Event,
    pub person_id: Option<UserId>,
    pub app_id: Option<AppId>,
    pub target: Option<String>,
    pub before: Option<String>,
    pub after: Option<String>,
    pub request_id: RequestId,
    pub seq: Option<i64>,
    pub hash: Option<Vec<u8>>,
    /// `None` when the account is erased.
    pub actor_first: Option<String>,
    pub actor_last: Option<String>,
    pub person_first: Option<String>,
    pub person_last: Option<String>,
    pub app_name: Option<String>,
    pub invited: Option<String>,
}

/// A place in a log: how many entries from before which one on.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub before: i64,
    pub limit: i64,
}

/// The entries and, beside each, the names of today. An invitation is named in the target of its entries.
macro_rules! named {
    ($invitation:literal, $hits:expr) => {
        concat!(
            "SELECT l.id, l.at, l.actor_id, l.role, l.door, l.event, l.person_id, l.app_id, l.target, l.before, l.after,
                    l.request_id, l.seq, l.hash, u.first_name AS actor_first, u.last_name AS actor_last,
                    p.first_name AS person_first, p.last_name AS person_last, a.name AS app_name, i.email AS invited
             FROM (", $hits, ") AS hits JOIN log l ON l.id = hits.id
             LEFT JOIN users u ON u.id = l.actor_id AND u.erased_at IS NULL
             LEFT JOIN users p ON p.id = l.person_id AND p.erased_at IS NULL
             LEFT JOIN apps a ON a.id = l.app_id
             LEFT JOIN invitations i ON i.company_id = l.company_id AND i.id =
                CASE WHEN l.event LIKE 'invitation_%' THEN ", $invitation, " END
             ORDER BY l.id DESC"
        )
    };
}

macro_rules! both {
    ($macro:ident) => {
        [
            named!("unhex(replace(l.target, '-', ''))", $macro!("MIN")),
            named!("CAST(l.target AS UUID)", $macro!("LEAST")),
        ]
    };
}

/// What the filter leaves, wherever the entries were found.
macro_rules! filtered {
    () => {
        " AND ($4 IS NULL OR l.kind = $4) AND ($5 IS NULL OR l.at >= $5) AND ($6 IS NULL OR l.at < $6)
          AND ($7 IS NULL OR l.actor_id = $7 OR l.person_id = $7) AND ($8 IS NULL OR l.app_id = $8)"
    };
}

/// From the cursor or the last day to the first day. The days become ids by the index of time, so that nobody walks over
/// the years between; ten minutes more on each side, because two servers' clocks may differ.
macro_rules! window {
    ($least:literal) => {
        concat!(
            " AND l.id < ",
            $least,
            "($2, CASE WHEN $6 IS NULL THEN $2 ELSE COALESCE(
                (SELECT w.id + 1 FROM log w WHERE w.company_id = $1 AND w.at < $6 + 600000
                 ORDER BY w.at DESC, w.id DESC LIMIT 1), 0) END)
              AND l.id >= CASE WHEN $5 IS NULL THEN 0 ELSE COALESCE(
                (SELECT w.id FROM log w WHERE w.company_id = $1 AND w.at >= $5 - 600000
                 ORDER BY w.at, w.id LIMIT 1), $2) END",
            filtered!(),
            " ORDER BY l.id DESC LIMIT $3"
        )
    };
}

macro_rules! whole {
    ($least:literal) => {
        concat!("SELECT l.id FROM log l WHERE l.company_id = $1", window!($least))
    };
}

macro_rules! of_kind {
    ($least:literal) => {
        concat!("SELECT l.id FROM log l WHERE l.company_id = $1 AND l.kind = $4", window!($least))
    };
}

macro_rules! of_person {
    ($least:literal) => {
        concat!(
            "SELECT id FROM (SELECT l.id FROM log l WHERE l.company_id = $1 AND l.actor_id = $7",
            window!($least),
            ") AS did UNION SELECT id FROM (SELECT l.id FROM log l WHERE l.company_id = $1 AND l.person_id = $7",
            window!($least),
            ") AS got ORDER BY id DESC LIMIT $3"
        )
    };
}

macro_rules! of_app {
    ($least:literal) => {
        concat!(
            "SELECT l.id FROM log l WHERE l.app_id = $8 AND l.company_id IS NOT DISTINCT FROM $1 AND l.id < $2",
            filtered!(),
            " ORDER BY l.id DESC LIMIT $3"
        )
    };
}

/// What the Developer `$9` may know of what happened to an App: who was refused there need not be on it, so their names
/// are none of theirs (S1).
macro_rules! known {
    () => {
        " AND (l.event <> 'access_denied' OR l.actor_id = $9)"
    };
}

macro_rules! of_assigned {
    ($least:literal) => {
        concat!(
            "SELECT l.id FROM log l WHERE l.app_id = $8 AND l.company_id = $1 AND l.id < $2",
            filtered!(),
            known!(),
            " ORDER BY l.id DESC LIMIT $3"
        )
    };
}

/// What somebody did, and what happened to the Apps they are assigned to: of each as much as a page can hold.
macro_rules! of_developer {
    ($least:literal) => {
        concat!(
            "SELECT id FROM (SELECT l.id FROM log l WHERE l.company_id = $1 AND l.actor_id = $9",
            window!($least),
            ") AS did UNION SELECT l.id FROM app_members d
                JOIN apps held ON held.id = d.app_id AND held.company_id = $1
                JOIN log l ON l.app_id = d.app_id AND l.company_id = $1
                WHERE d.company_id = $1 AND d.user_id = $9 AND l.id < $2",
            filtered!(),
            known!(),
            "     AND l.id >= COALESCE((SELECT l.id FROM log l WHERE l.app_id = d.app_id AND l.company_id = $1
                        AND l.id < $2",
            filtered!(),
            known!(),
            " ORDER BY l.id DESC LIMIT 1 OFFSET $3), 0)
             ORDER BY id DESC LIMIT $3"
        )
    };
}

macro_rules! of_chain {
    ($least:literal) => {
        "SELECT l.id FROM log l WHERE l.chain_id = $1 AND l.company_id IS NULL AND l.seq < $2 ORDER BY l.seq DESC LIMIT $3"
    };
}

const WHOLE: [&str; 2] = both!(whole);
const OF_KIND: [&str; 2] = both!(of_kind);
const OF_PERSON: [&str; 2] = both!(of_person);
const OF_APP: [&str; 2] = both!(of_app);
const OF_ASSIGNED: [&str; 2] = both!(of_assigned);
const OF_DEVELOPER: [&str; 2] = both!(of_developer);
const OF_CHAIN: [&str; 2] = both!(of_chain);

impl Db {
    /// What a filter leaves of the log of a Company.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn log_of_company(
        &self,
        company: CompanyId,
        filter: &LogFilter,
        place: Place,
    ) -> sqlx::Result<Vec<LineRow>> {
        let texts = match filter {
            LogFilter { app: Some(_), .. } => OF_APP,
            LogFilter { person: Some(_), .. } => OF_PERSON,
            LogFilter { kind: Some(_), .. } => OF_KIND,
            LogFilter { .. } => WHOLE,
        };
        self.lines(texts, Some(company), filter, place).all().await
    }

    /// The same for somebody who sees what they did themself, and the Apps they are assigned to.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn log_of_developer(
        &self,
        company: CompanyId,
        developer: UserId,
        filter: &LogFilter,
        place: Place,
    ) -> sqlx::Result<Vec<LineRow>> {
        self.lines(OF_DEVELOPER, Some(company), filter, place).bind(developer).all().await
    }

    /// What happened to an App, for a Developer who is assigned to it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn log_of_assigned(
        &self,
        company: CompanyId,
        developer: UserId,
        filter: &LogFilter,
        place: Place,
    ) -> sqlx::Result<Vec<LineRow>> {
        self.lines(OF_ASSIGNED, Some(company), filter, place).bind(developer).all().await
    }

    /// What happened to an App while its present holder held it; without a Company, while it was a personal trial.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn log_of_app(
        &self,
        company: Option<CompanyId>,
        filter: &LogFilter,
        place: Place,
    ) -> sqlx::Result<Vec<LineRow>> {
        self.lines(OF_APP, company, filter, place).all().await
    }

    /// What a person did that no Company has to know of. The cursor is the place in their chain.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn log_of_person(&self, person: UserId, place: Place) -> sqlx::Result<Vec<LineRow>> {
        let [sqlite, postgres] = OF_CHAIN;
        self.pick(sqlite, postgres).bind(person).bind(place.before).bind(place.limit).all().await
    }

    fn lines(
        &self,
        [sqlite, postgres]: [&'static str; 2],
        company: Option<CompanyId>,
        filter: &LogFilter,
        place: Place,
    ) -> super::db::Query<'_> {
        self.pick(sqlite, postgres)
            .bind(company)
            .bind(place.before)
            .bind(place.limit)
            .bind(filter.kind.map(|kind| kind.key()))
            .bind(filter.from)
            .bind(filter.until)
            .bind(filter.person)
            .bind(filter.app)
    }
}

/// The texts, for the test that reads how the engines would go about them.
#[doc(hidden)]
pub fn texts() -> [(&'static str, [&'static str; 2]); 7] {
    [
        ("whole", WHOLE),
        ("kind", OF_KIND),
        ("person", OF_PERSON),
        ("app", OF_APP),
        ("assigned", OF_ASSIGNED),
        ("developer", OF_DEVELOPER),
        ("chain", OF_CHAIN),
    ]
}
