//! Asking a device, and hearing what it answers. What was asked stands in the database, because any server may hear the
//! answer, and only there: a browser that brought it back could choose it.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use webauthn_rs::prelude::Webauthn;

use super::super::{Guest, Warren};
use crate::{
    rules::{
        id::{CeremonyId, UserId},
        passkey::{CEREMONY_LIFE, Ceremony, CeremonyKind},
        problem::{Conflict, Field, Problem, Why},
    },
    store::passkeys::NewCeremony,
};

/// Longer than any answer of a device.
const LONGEST: usize = 16_000;

/// Whatever is wrong with an answer: guessing learns nothing from it.
pub(super) fn wrong() -> Problem {
    Problem::field(Field::Passkey, Why::WrongPasskey)
}

/// What a device has answered.
pub(super) fn read<T: DeserializeOwned>(answer: &str) -> Result<T, Problem> {
    if answer.len() > LONGEST {
        return Err(wrong());
    }
    serde_json::from_str(answer).map_err(|_| wrong())
}

/// Something of the library's as it is stored, or as browsers take it.
pub(super) fn write(what: &impl Serialize) -> Result<String, Problem> {
    serde_json::to_string(what).map_err(|error| Problem::Broken(error.to_string()))
}

/// The options for a device, apart from the way in which browsers are called with them.
pub(super) fn options_of(asked: &impl Serialize) -> Result<Value, Problem> {
    let mut asked = serde_json::to_value(asked).map_err(|error| Problem::Broken(error.to_string()))?;
    Ok(asked["publicKey"].take())
}

impl Warren {
    /// What this house is to a device.
    ///
    /// # Errors
    /// Where passkeys do not work.
    pub(super) fn party(&self) -> Result<&Webauthn, Problem> {
        self.party.as_ref().ok_or(Problem::Conflict(Conflict::NoPasskeys))
    }
}

impl Guest {
    /// Remembers what is asked, and hands it out.
    pub(super) async fn ask_device(
        &self,
        user: Option<UserId>,
        kind: CeremonyKind,
        state: &impl Serialize,
        options: &Value,
    ) -> Result<Ceremony, Problem> {
        let id = CeremonyId::new(self.at, self.warren.chance.bytes());
        let (state, expires_at) = (write(state)?, self.at.plus(CEREMONY_LIFE));
        let new = NewCeremony { id, user, kind, state, expires_at };
        self.warren.db.begin_ceremony(new).await.map_err(|error| self.tell(error))?;
        Ok(Ceremony { id, options: write(options)? })
    }

    /// What was asked. It is forgotten with this, so that it is answered once.
    pub(super) async fn what_was_asked<T: DeserializeOwned>(
        &self,
        id: CeremonyId,
        kind: CeremonyKind,
        user: Option<UserId>,
    ) -> Result<T, Problem> {
        let asked = self.warren.db.take_ceremony(id, kind, user, self.at).await.map_err(|error| self.tell(error))?;
        let Some(asked) = asked else {
            self.count_link().await?;
            return Err(wrong());
        };
        serde_json::from_str(&asked).map_err(|error| Problem::Broken(error.to_string()))
    }
}
