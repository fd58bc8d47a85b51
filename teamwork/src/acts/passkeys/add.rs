//! Adding a passkey.

use serde_json::json;
use webauthn_rs::prelude::{PasskeyRegistration, RegisterPublicKeyCredential};

use super::{
    super::{Actor, within},
    ceremony::{options_of, read, write, wrong},
};
use crate::{
    letters::SecurityEvent,
    rules::{
        id::{CeremonyId, PasskeyId},
        log::Event,
        passkey::{Ceremony, CeremonyKind, NAME_MAX, PASSKEYS_MAX},
        problem::{Conflict, Field, Problem},
        text::Line,
    },
    store::{log::Change, passkeys::NewPasskey},
};

impl Actor {
    /// Begins to add a passkey: what the device is asked.
    ///
    /// # Errors
    /// When it was not proven within ten minutes who this is, there are too many, or passkeys do not work here.
    pub async fn begin_passkey(&self) -> Result<Ceremony, Problem> {
        self.session()?;
        self.fresh()?;
        let guest = &self.guest;
        let party = guest.warren.party()?;
        let known = guest.warren.db.credentials_of(self.id()).await.map_err(|error| guest.tell(error))?;
        if known.len() >= usize::from(PASSKEYS_MAX) {
            return Err(Problem::Conflict(Conflict::TooManyPasskeys));
        }
        let (email, name) = (&self.person.email, self.name().full());
        let asked = party.start_passkey_registration(self.id().into(), email, &name, Some(known));
        let (asked, state) = asked.map_err(|error| Problem::Broken(error.to_string()))?;
        let mut options = options_of(&asked)?;
        options["rp"]["name"] = json!(guest.warren.house_name());
        // The device keeps whose it is, so that signing in takes no address.
        options["authenticatorSelection"]["residentKey"] = json!("required");
        options["authenticatorSelection"]["requireResidentKey"] = json!(true);
        guest.ask_device(Some(self.id()), CeremonyKind::Create, &state, &options).await
    }

    /// Adds the passkey with which the device has answered (M3). Without a name it is called as this browser is.
    ///
    /// # Errors
    /// When it was not proven within ten minutes who this is, the name or the answer is none, or there are too many.
    pub async fn add_passkey(&self, ceremony: CeremonyId, answer: &str, name: &str) -> Result<PasskeyId, Problem> {
        self.session()?;
        self.fresh()?;
        let guest = &self.guest;
        let party = guest.warren.party()?;
        let name = if name.trim().is_empty() { &guest.device } else { name };
        let name = Line::parse(Field::Label, name, NAME_MAX)?.to_string();
        let answer: RegisterPublicKeyCredential = read(answer)?;
        let state: PasskeyRegistration = guest.what_was_asked(ceremony, CeremonyKind::Create, Some(self.id())).await?;
        let passkey = party.finish_passkey_registration(&answer, &state).map_err(|error| {
            tracing::info!(request = %guest.request, %error, "a device answered what makes no passkey");
            wrong()
        })?;
        let new = NewPasskey {
            id: PasskeyId::new(guest.at, guest.warren.chance.bytes()),
            user: self.id(),
            credential_id: passkey.cred_id().to_vec(),
            credential: write(&passkey)?,
            name,
            at: guest.at,
        };
        within!(guest, |tx| {
            // Whose account was closed a moment ago makes none any more.
            if !tx.lock_person(self.id()).await? {
                return Err(Problem::SignedOut.into());
            }
            if tx.count_passkeys(self.id()).await? >= i64::from(PASSKEYS_MAX) {
                return Err(Conflict::TooManyPasskeys.into());
            }
            if !tx.add_passkey(new.clone()).await? {
                return Err(wrong().into());
            }
            self.post_passkey_notice(tx, SecurityEvent::PasskeyAdded).await?;
            tx.record(self.entry(Event::PasskeyAdded).to(new.id).change(None, Some(&new.name))).await?;
            tx.announce(Change::Person(self.id()));
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(new.id)
    }
}
