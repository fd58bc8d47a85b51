//! The chains of the log as they lie in the database, read word for word: what somebody has bent need not be a word of
//! ours any more.

use uuid::Uuid;

use super::{db::Db, log::sealed};
use crate::rules::log::Event;

/// One sealed entry, in plain words.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Sealed {
    pub id: i64,
    pub chain: String,
    pub seq: i64,
    pub hash: String,
    pub at: i64,
    pub company: Option<String>,
    pub actor: Option<String>,
    pub role: Option<String>,
    pub door: String,
    pub event: String,
    pub kind: Option<String>,
    pub person: Option<String>,
    pub app: Option<String>,
    pub target: Option<String>,
    pub before: Option<String>,
    pub after: Option<String>,
    pub request: String,
}

macro_rules! batch {
    ($id:ident, $hash:literal) => {
        concat!(
            "SELECT id, ",
            $id!("chain_id"),
            " AS chain, seq, COALESCE(",
            $hash,
            ", '') AS hash, at, ",
            $id!("company_id"),
            " AS company, ",
            $id!("actor_id"),
            " AS actor, role, door, event, kind, ",
            $id!("person_id"),
            " AS person, ",
            $id!("app_id"),
            " AS app, target, before, after, ",
            $id!("request_id"),
            " AS request
             FROM log WHERE chain_id IS NOT NULL AND (chain_id, seq) > ($1, $2) ORDER BY chain_id, seq LIMIT $3"
        )
    };
}

/// hex() of nothing is an empty text, which is not nothing.
macro_rules! sqlite_id {
    ($column:literal) => {
        concat!("CASE WHEN ", $column, " IS NOT NULL THEN hex(", $column, ") END")
    };
}

macro_rules! postgres_id {
    ($column:literal) => {
        concat!("CAST(", $column, " AS TEXT)")
    };
}

impl Sealed {
    /// The hash this entry has to have behind one with that hash. What is no id any more
    /// is sealed as the text it is, which fits nothing.
    pub fn seal(&self, before: &[u8]) -> Vec<u8> {
        let id = |text: &Option<String>| text.as_deref().map(as_id);
        sealed(
            before,
            &[
                Some(self.seq.to_string()),
                Some(self.at.to_string()),
                id(&self.company),
                id(&self.actor),
                self.role.clone(),
                Some(self.door.clone()),
                Some(self.event.clone()),
                id(&self.person),
                id(&self.app),
                self.target.clone(),
                self.before.clone(),
                self.after.clone(),
                Some(as_id(&self.request)),
            ],
        )
    }

    /// Whether it lies in the chain and under the kind that its own fields name.
    pub fn is_in_place(&self) -> bool {
        let nobody = Uuid::nil().simple().to_string();
        let chain = self.company.as_ref().or(self.actor.as_ref()).unwrap_or(&nobody);
        let kind = self.event.parse::<Event>().ok().map(|event| event.kind().key());
        as_id(&self.chain) == as_id(chain) && self.kind.as_deref() == kind
    }
}

/// An id as it is sealed: `01932d7e-…`.
pub fn as_id(text: &str) -> String {
    Uuid::parse_str(text).map_or_else(|_| text.to_owned(), |id| id.to_string())
}

impl Db {
    /// The next sealed entries of all chains, chain by chain, behind this one.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn sealed_entries(&self, chain: Uuid, seq: i64, limit: i64) -> sqlx::Result<Vec<Sealed>> {
        const SQLITE: &str = batch!(sqlite_id, "hex(hash)");
        const POSTGRES: &str = batch!(postgres_id, "encode(hash, 'hex')");
        self.pick(SQLITE, POSTGRES).bind(chain).bind(seq).bind(limit).all().await
    }

    /// How many entries without a seal, or with half of one, are younger than the oldest one with it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn unsealed_entries(&self) -> sqlx::Result<i64> {
        let count = self.read(
            "SELECT COUNT(*) FROM log WHERE (chain_id IS NULL OR seq IS NULL OR hash IS NULL)
                AND id > (SELECT MIN(id) FROM log WHERE chain_id IS NOT NULL)",
        );
        let (rows,): (i64,) = count.one().await?;
        Ok(rows)
    }
}
