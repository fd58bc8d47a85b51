//! The log: one entry for every mutation, in its transaction. And what the streams are told about it.

use serde::{Deserialize, Serialize};

use super::db::Tx;
use crate::rules::{
    id::{CompanyId, RequestId, SessionId, UserId},
    log::{Door, Event},
    moment::Moment,
    permission::Permit,
    role::Role,
};

/// One entry of the log, as an act writes it.
#[derive(Debug)]
pub struct Entry {
    pub at: Moment,
    pub door: Door,
    pub request: RequestId,
    pub actor: Option<UserId>,
    pub company: Option<CompanyId>,
    /// The role that allowed it; `None` for acts on one's own account and of the house.
    pub role: Option<Role>,
    pub event: Event,
    pub target: Option<String>,
    pub before: Option<String>,
    pub after: Option<String>,
}

impl Entry {
    /// What a job of the house did, by nobody in particular.
    pub fn of_the_house(at: Moment, request: RequestId, event: Event) -> Self {
        let (door, actor, company, role) = (Door::Job, None, None, None);
        Self { at, door, request, actor, company, role, event, target: None, before: None, after: None }
    }

    /// The policy's answer belongs into the entry.
    #[must_use]
    pub fn allowed(mut self, permit: Permit) -> Self {
        self.role = Some(permit.role());
        self
    }

    /// In which Company it happened.
    #[must_use]
    pub fn within(mut self, company: CompanyId) -> Self {
        self.company = Some(company);
        self
    }

    /// Whom or what it was done to.
    #[must_use]
    pub fn to(mut self, target: impl ToString) -> Self {
        self.target = Some(target.to_string());
        self
    }

    /// The state before and after, in words without secrets.
    #[must_use]
    pub fn change(mut self, before: Option<&str>, after: Option<&str>) -> Self {
        self.before = before.map(str::to_owned);
        self.after = after.map(str::to_owned);
        self
    }
}

/// What kind of thing changed. Streams carry only this word, never data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    Team,
    Invitations,
    Company,
    Person,
}

/// What changed, for whoever listens and still has the right to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// Something of a Company.
    Company(CompanyId, Topic),
    /// Something of a person, whatever Company they look at.
    Person(UserId),
    /// A session ended.
    Session(SessionId),
}

impl Tx {
    /// Writes an entry into the log. Without one the transaction does not commit.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn record(&mut self, entry: Entry) -> sqlx::Result<()> {
        self.recorded += 1;
        self.query(
            "INSERT INTO log (at, company_id, actor_id, role, door, event, target, before, after, request_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(entry.at)
        .bind(entry.company)
        .bind(entry.actor)
        .bind(entry.role)
        .bind(entry.door)
        .bind(entry.event)
        .bind(entry.target)
        .bind(entry.before)
        .bind(entry.after)
        .bind(entry.request)
        .run()
        .await
        .map(|_| ())
    }

    /// Tells the streams once this is committed.
    pub fn announce(&mut self, change: Change) {
        self.changes.push(change);
    }
}
