//! Signed-in browsers, found by the hash of their secret.

use super::{
    cut::at_most,
    db::{Db, Tx},
};
use crate::rules::{
    account::{SESSION_ABSOLUTE, SESSION_IDLE, SESSIONS_MAX, SessionCard, View},
    id::{CompanyId, SessionId, UserId},
    moment::Moment,
    role::Role,
    text::PersonName,
};

/// A living session with the person who has it: all that a request needs to know, in one statement.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Session {
    pub id: SessionId,
    pub seen_at: Moment,
    pub proven_at: Moment,
    /// Whether this session has yet to give its code: until then it opens nothing.
    pub waits: bool,
    #[sqlx(flatten)]
    pub person: Person,
}

/// The person who sends a request, whatever they prove it with.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Person {
    pub user_id: UserId,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub confirmed_at: Option<Moment>,
    pub has_password: bool,
    pub view: View,
    pub has_key: bool,
    pub has_passkey: bool,
    /// Whether the person is one of the operator's.
    pub operator: bool,
    /// Whether a code is asked for beside the password.
    pub second_factor: bool,
    /// Whether a membership of theirs is over that the clock has not ended yet.
    pub has_overstayed: bool,
    /// The name of the time zone in which they read times; `None` is the one of the house.
    pub time_zone: Option<String>,
    /// Whether they have chosen it.
    pub zone_chosen: bool,
}

/// The columns of a [`Person`] of the table `users u`; `$2` is the time.
macro_rules! person {
    () => {
        "u.id AS user_id, u.email, u.first_name, u.last_name, u.confirmed_at,
         u.password_hash IS NOT NULL AS has_password, u.operator,
         u.factor_on_at IS NOT NULL AS second_factor, u.view, u.time_zone, u.zone_chosen,
         EXISTS (SELECT 1 FROM ssh_keys k WHERE k.user_id = u.id) AS has_key,
         EXISTS (SELECT 1 FROM passkeys p WHERE p.user_id = u.id) AS has_passkey,
         EXISTS (SELECT 1 FROM members o WHERE o.user_id = u.id AND o.ends_at <= $2) AS has_overstayed"
    };
}
pub(super) use person;

impl Person {
    /// The person's name.
    pub fn name(&self) -> PersonName {
        PersonName { first: self.first_name.clone(), last: self.last_name.clone() }
    }
}

#[derive(sqlx::FromRow)]
struct CardRow {
    id: SessionId,
    device: String,
    began_at: Moment,
    seen_at: Moment,
}

#[derive(sqlx::FromRow)]
struct EndedRow {
    id: SessionId,
}

/// Whether a person has signed in from a device before, or at least from some other one.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct Familiarity {
    pub knows_it: bool,
    pub knows_others: bool,
}

#[derive(sqlx::FromRow)]
struct StandingRow {
    role: Option<Role>,
}

impl Db {
    /// The living session with this secret.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn session(&self, secret_hash: Vec<u8>, now: Moment) -> sqlx::Result<Option<Session>> {
        self.read(concat!(
            "SELECT s.id, s.seen_at, s.proven_at, s.waits, ",
            person!(),
            " FROM sessions s JOIN users u ON u.id = s.user_id
             WHERE s.secret_hash = $1 AND s.ends_at > $2 AND s.seen_at > $3",
        ))
        .bind(secret_hash)
        .bind(now)
        .bind(now.plus(-SESSION_IDLE))
        .maybe()
        .await
    }

    /// Notes that a session was used. A session that ended meanwhile stays ended (B39).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn touch_session(&self, id: SessionId, now: Moment) -> sqlx::Result<u64> {
        self.tend("UPDATE sessions SET seen_at = $2 WHERE id = $1 AND seen_at < $2").bind(id).bind(now).run().await
    }

    /// Whether a session still lives, and the role of its person in a Company: what a stream asks before each event.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn standing(
        &self,
        session: SessionId,
        company: Option<CompanyId>,
        now: Moment,
    ) -> sqlx::Result<Option<Option<Role>>> {
        let row: Option<StandingRow> = self
            .read(
                "SELECT m.role FROM sessions s
                 LEFT JOIN members m ON m.user_id = s.user_id AND m.company_id = $2 AND (m.ends_at IS NULL OR m.ends_at > $3)
                 WHERE s.id = $1 AND s.ends_at > $3",
            )
            .bind(session)
            .bind(company)
            .bind(now)
            .maybe()
            .await?;
        Ok(row.map(|row| row.role))
    }

    /// The living sessions of a person, newest use first; at most [`SESSIONS_MAX`].
    ///
    /// # Errors
    /// What the engine says.
    pub async fn sessions_of(
        &self,
        user: UserId,
        current: Option<SessionId>,
        now: Moment,
    ) -> sqlx::Result<Vec<SessionCard>> {
        let rows: Vec<CardRow> = self
            .read(
                "SELECT id, device, began_at, seen_at FROM sessions
                 WHERE user_id = $1 AND ends_at > $2 AND seen_at > $3 AND NOT waits ORDER BY seen_at DESC LIMIT $4",
            )
            .bind(user)
            .bind(now)
            .bind(now.plus(-SESSION_IDLE))
            .bind(at_most(SESSIONS_MAX))
            .all()
            .await?;
        let card = |row: CardRow| SessionCard {
            current: Some(row.id) == current,
            id: row.id,
            device: row.device,
            began_at: row.began_at,
            seen_at: row.seen_at,
        };
        Ok(rows.into_iter().map(card).collect())
    }
}

impl Tx {
    /// Begins a session. Answers how the person knows its device.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn add_session(
        &mut self,
        id: SessionId,
        secret_hash: Vec<u8>,
        user: UserId,
        device: String,
        at: Moment,
        waits: bool,
    ) -> sqlx::Result<Familiarity> {
        self.query(
            "INSERT INTO sessions (id, secret_hash, user_id, device, began_at, seen_at, proven_at, ends_at, waits)
             VALUES ($1, $2, $3, $4, $5, $5, $5, $6, $7)
             RETURNING EXISTS (SELECT 1 FROM devices d WHERE d.user_id = $3 AND d.device = $4) AS knows_it,
                       EXISTS (SELECT 1 FROM devices d WHERE d.user_id = $3) AS knows_others",
        )
        .bind(id)
        .bind(secret_hash)
        .bind(user)
        .bind(device)
        .bind(at)
        .bind(at.plus(SESSION_ABSOLUTE))
        .bind(waits)
        .one()
        .await
    }

    /// Notes that a person has signed in from a device. `false` when they had before.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn add_device(&mut self, user: UserId, device: String) -> sqlx::Result<bool> {
        let added = self.query("INSERT INTO devices (user_id, device) VALUES ($1, $2) ON CONFLICT DO NOTHING");
        Ok(added.bind(user).bind(device).run().await? == 1)
    }

    /// Gives a living session a new secret and notes the proof; the old secret is dead.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn rotate_session(&mut self, id: SessionId, secret_hash: Vec<u8>, at: Moment) -> sqlx::Result<bool> {
        let rotated = self.query("UPDATE sessions SET secret_hash = $2, proven_at = $3 WHERE id = $1");
        Ok(rotated.bind(id).bind(secret_hash).bind(at).run().await? == 1)
    }

    /// Ends one session of a person.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn end_session(&mut self, user: UserId, id: SessionId) -> sqlx::Result<bool> {
        let ended = self.query("DELETE FROM sessions WHERE id = $1 AND user_id = $2");
        Ok(ended.bind(id).bind(user).run().await? == 1)
    }

    /// Ends every session of a person but `keep`, and tells which.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn end_sessions(&mut self, user: UserId, keep: Option<SessionId>) -> sqlx::Result<Vec<SessionId>> {
        let rows: Vec<EndedRow> = self
            .query("DELETE FROM sessions WHERE user_id = $1 AND ($2 IS NULL OR id <> $2) RETURNING id")
            .bind(user)
            .bind(keep)
            .all()
            .await?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }
}
