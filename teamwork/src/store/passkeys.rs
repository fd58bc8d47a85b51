//! Passkeys of people, found by what their devices call them, and what devices were asked to sign.

use super::{
    cut::at_most,
    db::{Db, Tx},
};
use crate::rules::{
    id::{CeremonyId, PasskeyId, UserId},
    moment::Moment,
    passkey::{CeremonyKind, PASSKEYS_MAX, PasskeyCard},
};

/// A passkey that an act is about.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StoredPasskey {
    pub id: PasskeyId,
    pub user_id: UserId,
    /// The public half and what goes with it, as its makers write it down.
    pub credential: String,
}

/// A passkey to be added.
#[derive(Clone, Debug)]
pub struct NewPasskey {
    pub id: PasskeyId,
    pub user: UserId,
    /// What the device calls it.
    pub credential_id: Vec<u8>,
    pub credential: String,
    pub name: String,
    pub at: Moment,
}

/// What a device was asked to sign.
#[derive(Clone, Debug)]
pub struct NewCeremony {
    pub id: CeremonyId,
    /// Nobody, when it is to sign in.
    pub user: Option<UserId>,
    pub kind: CeremonyKind,
    pub state: String,
    pub expires_at: Moment,
}

#[derive(sqlx::FromRow)]
struct CardRow {
    id: PasskeyId,
    name: String,
    created_at: Moment,
    used_at: Option<Moment>,
}

#[derive(sqlx::FromRow)]
struct CredentialRow {
    credential_id: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct StateRow {
    state: String,
}

#[derive(sqlx::FromRow)]
struct CountRow {
    count: i64,
}

#[derive(sqlx::FromRow)]
struct NameRow {
    name: String,
}

impl Db {
    /// The passkeys of a person, oldest first.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn passkeys_of(&self, user: UserId) -> sqlx::Result<Vec<PasskeyCard>> {
        let rows: Vec<CardRow> = self
            .read("SELECT id, name, created_at, used_at FROM passkeys WHERE user_id = $1 ORDER BY created_at, id LIMIT $2")
            .bind(user)
            .bind(at_most(PASSKEYS_MAX.into()))
            .all()
            .await?;
        let card = |CardRow { id, name, created_at, used_at }: CardRow| PasskeyCard { id, name, created_at, used_at };
        Ok(rows.into_iter().map(card).collect())
    }

    /// What the devices of a person call their passkeys.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn credentials_of(&self, user: UserId) -> sqlx::Result<Vec<Vec<u8>>> {
        let rows: Vec<CredentialRow> = self
            .read("SELECT credential_id FROM passkeys WHERE user_id = $1 ORDER BY created_at, id LIMIT $2")
            .bind(user)
            .bind(at_most(PASSKEYS_MAX.into()))
            .all()
            .await?;
        Ok(rows.into_iter().map(|row| row.credential_id).collect())
    }

    /// The passkey that its device calls so.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn passkey(&self, credential_id: Vec<u8>) -> sqlx::Result<Option<StoredPasskey>> {
        self.read("SELECT id, user_id, credential FROM passkeys WHERE credential_id = $1")
            .bind(credential_id)
            .maybe()
            .await
    }

    /// Remembers what a device was asked, in place of what the same person was asked before for the same.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn begin_ceremony(&self, new: NewCeremony) -> sqlx::Result<u64> {
        let begin = self.tend(
            "INSERT INTO passkey_ceremonies (id, user_id, kind, state, expires_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (user_id, kind) DO UPDATE
             SET id = excluded.id, state = excluded.state, expires_at = excluded.expires_at",
        );
        begin.bind(new.id).bind(new.user).bind(new.kind).bind(new.state).bind(new.expires_at).run().await
    }

    /// What a device was asked, which is forgotten with this: it is answered once, whatever the answer is worth.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn take_ceremony(
        &self,
        id: CeremonyId,
        kind: CeremonyKind,
        user: Option<UserId>,
        at: Moment,
    ) -> sqlx::Result<Option<String>> {
        let row: Option<StateRow> = self
            .tend(
                "DELETE FROM passkey_ceremonies
                 WHERE id = $1 AND kind = $2 AND user_id IS NOT DISTINCT FROM $3 AND expires_at > $4 RETURNING state",
            )
            .bind(id)
            .bind(kind)
            .bind(user)
            .bind(at)
            .maybe()
            .await?;
        Ok(row.map(|row| row.state))
    }
}

impl Tx {
    /// How many passkeys a person has. The caller has locked the person.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn count_passkeys(&mut self, user: UserId) -> sqlx::Result<i64> {
        let row: CountRow =
            self.query("SELECT COUNT(*) AS count FROM passkeys WHERE user_id = $1").bind(user).one().await?;
        Ok(row.count)
    }

    /// Adds a passkey. `false` when it is here already.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn add_passkey(&mut self, new: NewPasskey) -> sqlx::Result<bool> {
        let added = self
            .query(
                "INSERT INTO passkeys (id, user_id, credential_id, credential, name, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (credential_id) DO NOTHING",
            )
            .bind(new.id)
            .bind(new.user)
            .bind(new.credential_id)
            .bind(new.credential)
            .bind(new.name)
            .bind(new.at)
            .run()
            .await?;
        Ok(added == 1)
    }

    /// Notes that a passkey was used, and what it is now. `false` when it is gone or was used otherwise meanwhile.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn use_passkey(&mut self, used: StoredPasskey, now: String, at: Moment) -> sqlx::Result<bool> {
        let using = self.query("UPDATE passkeys SET credential = $3, used_at = $4 WHERE id = $1 AND credential = $2");
        Ok(using.bind(used.id).bind(used.credential).bind(now).bind(at).run().await? == 1)
    }

    /// Removes one passkey of a person and tells its name.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn remove_passkey(&mut self, id: PasskeyId, user: UserId) -> sqlx::Result<Option<String>> {
        let remove = self.query("DELETE FROM passkeys WHERE id = $1 AND user_id = $2 RETURNING name");
        let row: Option<NameRow> = remove.bind(id).bind(user).maybe().await?;
        Ok(row.map(|row| row.name))
    }

    /// Removes every passkey of a person.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn forget_passkeys(&mut self, user: UserId) -> sqlx::Result<u64> {
        self.query("DELETE FROM passkeys WHERE user_id = $1").bind(user).run().await
    }
}
