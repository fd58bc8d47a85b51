//! A person's own SSH keys (R4, S32): looked at before they are saved, proven if the person likes, removed.

mod deploy;
mod list;
mod parse;
mod proof;

use super::{Actor, Trouble, apps::earn_trial_time, within};
use crate::{
    letters::{KeyEvent, Letter},
    rules::{
        app::TrialTask,
        id::KeyId,
        key::{KeyCard, KeyLook},
        log::Event,
        problem::{Conflict, Flaws, Problem, Thing},
    },
    store::{
        db::Tx,
        keys::{KeyOwner, NewKey},
        log::Change,
    },
};

impl Actor {
    /// Reads a public key without storing it: kind and fingerprint, to be compared before it is saved.
    ///
    /// # Errors
    /// What is wrong with it; a private key is refused loudly.
    pub fn look_at_key(&self, line: &str) -> Result<KeyLook, Problem> {
        Ok(parse::read_key(line)?)
    }

    /// My keys, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keys(&self) -> Result<Vec<KeyCard>, Problem> {
        self.guest.warren.db.keys_of(self.id()).await.map_err(|error| self.guest.tell(error))
    }

    /// Stores a public key of mine (E86) and tells me by mail (M3).
    ///
    /// # Errors
    /// When the password was not given within ten minutes, the key or its name is none, it is in use on this server, or
    /// I have too many.
    pub async fn add_key(&self, line: &str, name: &str) -> Result<KeyId, Problem> {
        self.fresh()?;
        let (look, name) = read(line, name)?;
        let id = KeyId::new(self.guest.at, self.guest.warren.chance.bytes());
        within!(&self.guest, |tx| {
            if !tx.lock_person(self.id()).await? {
                return Err(Problem::SignedOut.into());
            }
            self.insert_key(tx, id, KeyOwner::Person, &look, &name).await?;
            earn_trial_time(&self.guest, tx, self.id(), TrialTask::FirstKey).await?;
            self.post_key_notice(tx, KeyEvent::Added, &name, &look.fingerprint).await?;
            tx.record(self.entry(Event::KeyAdded).to(&look.fingerprint)).await?;
            tx.announce(Change::Person(self.id()));
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(id)
    }

    /// Removes a key of mine; it opens nothing from now on (M3).
    ///
    /// # Errors
    /// When it is not mine.
    pub async fn remove_key(&self, key: KeyId) -> Result<(), Problem> {
        within!(&self.guest, |tx| {
            let gone = tx.remove_key(key, self.id()).await?.ok_or(Thing::Key)?;
            self.post_key_notice(tx, KeyEvent::Removed, &gone.name, &gone.fingerprint).await?;
            tx.record(self.entry(Event::KeyRemoved).to(&gone.fingerprint)).await?;
            tx.announce(Change::Person(self.id()));
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Stores a key whose owner is locked already.
    async fn insert_key(
        &self,
        tx: &mut Tx,
        id: KeyId,
        owner: KeyOwner,
        look: &KeyLook,
        name: &str,
    ) -> Result<(), Trouble> {
        self.try_key(tx, id, owner, look, name).await?.map_or(Ok(()), |conflict| Err(conflict.into()))
    }

    /// The same, but what stands in its way is told.
    async fn try_key(
        &self,
        tx: &mut Tx,
        id: KeyId,
        owner: KeyOwner,
        look: &KeyLook,
        name: &str,
    ) -> Result<Option<Conflict>, Trouble> {
        let (creator, name, look, at) = (self.id(), name.to_owned(), look.clone(), self.guest.at);
        let fingerprint = look.fingerprint.clone();
        if tx.add_key(NewKey { id, owner, creator, name, look, at }).await? {
            return Ok(None);
        }
        let is_in_use = tx.has_key(&fingerprint).await?;
        Ok(Some(if is_in_use { Conflict::KeyInUse } else { Conflict::TooManyKeys }))
    }

    /// M3.
    async fn post_key_notice(&self, tx: &mut Tx, what: KeyEvent, key: &str, fingerprint: &str) -> Result<(), Trouble> {
        let (name, at) = (self.name().full(), self.guest.at);
        let (key, fingerprint) = (key.to_owned(), fingerprint.to_owned());
        let notice = Letter::KeyNotice { name, what, key, fingerprint, at };
        Ok(tx.post(&self.person.email, &notice, at).await?)
    }
}

/// Key and name at once, so that both flaws are told at once.
fn read(line: &str, name: &str) -> Result<(KeyLook, String), Problem> {
    let mut flaws = Flaws::default();
    let (look, name) = (flaws.keep(parse::read_key(line)), flaws.keep(parse::read_name(name)));
    match (look, name) {
        (Some(look), Some(name)) => Ok((look, name)),
        _ => Err(flaws.into_problem()),
    }
}
