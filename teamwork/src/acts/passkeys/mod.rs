//! Passkeys: adding one, signing in with it, confirming with it, removing it.
//!
//! Each of the first three is a ceremony in two steps: the house asks a device to sign something and remembers what, and
//! the device answers. What is signed and checked is the business of `webauthn-rs`.

mod add;
mod ceremony;
mod party;
mod using;

pub(super) use party::relying_party;

use super::{Actor, Trouble, Warren, within};
use crate::{
    letters::{Letter, SecurityEvent},
    rules::{
        id::PasskeyId,
        log::Event,
        passkey::PasskeyCard,
        problem::{Problem, Thing},
    },
    store::{db::Tx, log::Change},
};

impl Warren {
    /// Whether passkeys work here at all: browsers bind them to a name that is reached over https.
    pub fn takes_passkeys(&self) -> bool {
        self.party.is_some()
    }
}

impl Actor {
    /// My passkeys, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn passkeys(&self) -> Result<Vec<PasskeyCard>, Problem> {
        self.guest.warren.db.passkeys_of(self.id()).await.map_err(|error| self.guest.tell(error))
    }

    /// Removes a passkey of mine; it opens nothing from now on (M3). Also the last one: a mailed link signs in too.
    ///
    /// # Errors
    /// When it is not mine.
    pub async fn remove_passkey(&self, passkey: PasskeyId) -> Result<(), Problem> {
        within!(&self.guest, |tx| {
            let name = tx.remove_passkey(passkey, self.id()).await?.ok_or(Thing::Passkey)?;
            self.post_passkey_notice(tx, SecurityEvent::PasskeyRemoved).await?;
            tx.record(self.entry(Event::PasskeyRemoved).to(passkey).change(Some(&name), None)).await?;
            tx.announce(Change::Person(self.id()));
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// M3.
    async fn post_passkey_notice(&self, tx: &mut Tx, what: SecurityEvent) -> Result<(), Trouble> {
        let (name, at) = (self.name().full(), self.guest.at);
        Ok(tx.post(&self.person.email, &Letter::SecurityNotice { name, what, at }, at).await?)
    }
}
