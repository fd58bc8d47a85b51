//! The log: one entry for every mutation, in its transaction, sealed to the one before it. And what the streams are told.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::db::Tx;
use crate::rules::{
    id::{AppId, CompanyId, RequestId, SessionId, UserId},
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
    /// Whom it was done to.
    pub person: Option<UserId>,
    /// Which App it is about.
    pub app: Option<AppId>,
    pub target: Option<String>,
    pub before: Option<String>,
    pub after: Option<String>,
}

impl Entry {
    /// What a job of the house did, by nobody in particular.
    pub fn of_the_house(at: Moment, request: RequestId, event: Event) -> Self {
        let (door, actor, company, role) = (Door::Job, None, None, None);
        let (person, app, target, before, after) = (None, None, None, None, None);
        Self { at, door, request, actor, company, role, event, person, app, target, before, after }
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

    /// Who it turned out to be: somebody who came as a guest and signed in, or proved an address.
    #[must_use]
    pub fn by(mut self, actor: UserId) -> Self {
        self.actor = Some(actor);
        self
    }

    /// Whom it was done to.
    #[must_use]
    pub fn person(mut self, person: UserId) -> Self {
        self.person = Some(person);
        self.to(person)
    }

    /// Which App it is about.
    #[must_use]
    pub fn app(mut self, app: AppId) -> Self {
        self.app = Some(app);
        self
    }

    /// What it was done to.
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
    Apps,
    Billing,
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
    /// The operator decided something: every server reads the settings again.
    House,
}

/// Where a chain ends: the next entry seals this one.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Head {
    seq: i64,
    hash: Vec<u8>,
}

impl Entry {
    /// The chain this entry belongs to: the Company's, else the person's, else the house's.
    fn chain(&self) -> Uuid {
        self.company.map(Uuid::from).or(self.actor.map(Uuid::from)).unwrap_or(Uuid::nil())
    }

    /// The seal: SHA-256 over the seal before and every field of this entry, each with its length before it, so that no
    /// two entries read the same.
    fn seal(&self, before: &Head) -> Vec<u8> {
        sealed(
            &before.hash,
            &[
                Some((before.seq + 1).to_string()),
                Some(self.at.millis().to_string()),
                self.company.map(|id| id.to_string()),
                self.actor.map(|id| id.to_string()),
                self.role.map(|role| role.key().to_owned()),
                Some(self.door.key().to_owned()),
                Some(self.event.key().to_owned()),
                self.person.map(|id| id.to_string()),
                self.app.map(|id| id.to_string()),
                self.target.clone(),
                self.before.clone(),
                self.after.clone(),
                Some(self.request.to_string()),
            ],
        )
    }
}

/// The seal of an entry with these fields behind an entry with that seal.
pub(crate) fn sealed(before: &[u8], fields: &[Option<String>]) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(before);
    for field in fields {
        match field {
            Some(text) => {
                hash.update([1]);
                hash.update((text.len() as u64).to_be_bytes());
                hash.update(text);
            }
            None => hash.update([0]),
        }
    }
    hash.finalize().to_vec()
}

impl Tx {
    /// Writes an entry into the log. Without one the transaction does not commit. The first entry of a transaction in a
    /// chain reads where the chain ends; two transactions that go on from the same end meet on a unique key, and the
    /// later one runs again.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn record(&mut self, entry: Entry) -> sqlx::Result<()> {
        self.recorded += 1;
        let chain = entry.chain();
        let head = match self.heads.remove(&chain) {
            Some(head) => head,
            None => self.head(chain).await?,
        };
        let (seq, hash) = (head.seq + 1, entry.seal(&head));
        self.query(
            "INSERT INTO log (at, company_id, actor_id, role, door, event, target, before, after, request_id,
                              chain_id, seq, hash, kind, person_id, app_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
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
        .bind(chain)
        .bind(seq)
        .bind(hash.clone())
        .bind(entry.event.kind().key())
        .bind(entry.person)
        .bind(entry.app)
        .run()
        .await?;
        self.heads.insert(chain, Head { seq, hash });
        Ok(())
    }

    async fn head(&mut self, chain: Uuid) -> sqlx::Result<Head> {
        let head = self.query("SELECT seq, hash FROM log WHERE chain_id = $1 ORDER BY seq DESC LIMIT 1");
        Ok(head.bind(chain).maybe().await?.unwrap_or(Head { seq: 0, hash: Vec::new() }))
    }

    /// Tells the streams once this is committed.
    pub fn announce(&mut self, change: Change) {
        self.changes.push(change);
    }
}
