//! Reading the log: newest first, page by page, each page in one statement that walks an index from where the last one
//! ended.

use super::{
    db::Db,
    log_texts::{OF_APP, OF_ASSIGNED, OF_CHAIN, OF_DEVELOPER, OF_KIND, OF_PERSON, WHOLE},
};
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
