//! Signing in with a passkey, and confirming with one who sits there. The device has asked its person for a finger or a
//! number, so that no code of a second factor is asked for beside it.

use serde_json::json;
use uuid::Uuid;
use webauthn_rs::prelude::{DiscoverableAuthentication, Passkey, PublicKeyCredential, WebauthnError};

use super::{
    super::{Actor, Guest, SignedIn, Trouble, within},
    ceremony::{options_of, read, write, wrong},
};
use crate::{
    rules::{
        id::{CeremonyId, UserId},
        limit::Limit,
        log::Event,
        passkey::{Ceremony, CeremonyKind},
        problem::Problem,
    },
    store::{db::Tx, passkeys::StoredPasskey},
};

/// A passkey that has signed what was asked.
struct Signed {
    passkey: StoredPasskey,
    /// What it is from now on: its counter has moved.
    now: String,
}

impl Guest {
    /// Begins to sign in by passkey: what the device is asked. It says itself whose it is.
    ///
    /// # Errors
    /// When it was tried too often, or passkeys do not work here.
    pub async fn begin_passkey_sign_in(&self) -> Result<Ceremony, Problem> {
        self.warren.party()?;
        self.count(Limit::PasswordPerNetwork, &self.network).await?;
        self.ask_to_sign(None, CeremonyKind::SignIn, &[]).await
    }

    /// Signs in by what the device has answered. What is wrong with an answer is always told the same.
    ///
    /// # Errors
    /// When the answer is none, came too late or was given before, or nobody here has this passkey.
    pub async fn sign_in_by_passkey(&self, ceremony: CeremonyId, answer: &str) -> Result<SignedIn, Problem> {
        let signed = self.signed_by(ceremony, CeremonyKind::SignIn, None, answer).await?;
        let user = signed.passkey.user_id;
        let secret = within!(self, |tx| {
            self.note_passkey(tx, &signed).await?;
            let secret = self.begin_session(tx, user, false).await?;
            tx.record(self.entry(Event::SignedIn).by(user).person(user)).await?;
            secret
        })?;
        self.warren.mail_waits.notify_one();
        Ok(SignedIn { secret, next: "/".into(), waits: false })
    }

    /// `known` are the only passkeys that may answer; with none of them any may.
    async fn ask_to_sign(
        &self,
        user: Option<UserId>,
        kind: CeremonyKind,
        known: &[Vec<u8>],
    ) -> Result<Ceremony, Problem> {
        let asked = self.warren.party()?.start_discoverable_authentication();
        let (asked, state) = asked.map_err(|error| Problem::Broken(error.to_string()))?;
        let mut options = options_of(&asked)?;
        let known = known.iter().map(|id| json!({ "type": "public-key", "id": base64(id) }));
        options["allowCredentials"] = known.collect();
        self.ask_device(user, kind, &state, &options).await
    }

    /// The passkey that has signed what was asked.
    async fn signed_by(
        &self,
        ceremony: CeremonyId,
        kind: CeremonyKind,
        user: Option<UserId>,
        answer: &str,
    ) -> Result<Signed, Problem> {
        let party = self.warren.party()?;
        let answer: PublicKeyCredential = read(answer)?;
        let state: DiscoverableAuthentication = self.what_was_asked(ceremony, kind, user).await?;
        let found = self.warren.db.passkey(answer.get_credential_id().to_vec()).await;
        let found = found.map_err(|error| self.tell(error))?;
        let passkey = found.filter(|passkey| belongs(passkey.user_id, user, &answer)).ok_or_else(wrong)?;
        let mut known: Passkey = serde_json::from_str(&passkey.credential).map_err(|_| wrong())?;
        match party.finish_discoverable_authentication_v2(&answer, state, &known) {
            Ok(result) => {
                known.update_credential(&result);
                Ok(Signed { passkey, now: write(&known)? })
            }
            Err(WebauthnError::CredentialPossibleCompromise) => {
                self.note_copy(passkey).await?;
                Err(wrong())
            }
            Err(error) => {
                tracing::info!(request = %self.request, %error, "a device answered what proves nothing");
                Err(wrong())
            }
        }
    }

    /// Notes in a transaction that a passkey was used. One that was removed a moment ago proves nothing.
    async fn note_passkey(&self, tx: &mut Tx, signed: &Signed) -> Result<(), Trouble> {
        let Signed { passkey, now } = signed;
        if tx.use_passkey(passkey.clone(), now.clone(), self.at).await? { Ok(()) } else { Err(wrong().into()) }
    }

    /// Somebody may have a copy of a passkey: it has counted fewer signatures than the house has seen.
    async fn note_copy(&self, passkey: StoredPasskey) -> Result<(), Problem> {
        tracing::warn!(request = %self.request, passkey = %passkey.id, "somebody may have a copy of a passkey");
        within!(self, |tx| {
            let mut entry = self.entry(Event::PasskeyRefused).person(passkey.user_id).to(passkey.id);
            entry.actor = None;
            tx.record(entry).await?;
        })
    }
}

impl Actor {
    /// Begins to confirm by passkey that it is me: what the device is asked.
    ///
    /// # Errors
    /// When passkeys do not work here.
    pub async fn begin_passkey_proof(&self) -> Result<Ceremony, Problem> {
        self.session()?;
        let guest = &self.guest;
        guest.warren.party()?;
        let known = guest.warren.db.credentials_of(self.id()).await.map_err(|error| guest.tell(error))?;
        guest.ask_to_sign(Some(self.id()), CeremonyKind::Prove, &known).await
    }

    /// Confirms by what the device has answered; for ten minutes that opens the guarded acts, as the password does. The
    /// session gets a new secret.
    ///
    /// # Errors
    /// When the answer is none, came too late or was given before, or the passkey is not mine.
    pub async fn prove_by_passkey(&self, ceremony: CeremonyId, answer: &str) -> Result<SignedIn, Problem> {
        self.session()?;
        let guest = &self.guest;
        let signed = guest.signed_by(ceremony, CeremonyKind::Prove, Some(self.id()), answer).await?;
        let secret = within!(guest, |tx| {
            guest.note_passkey(tx, &signed).await?;
            let secret = self.renew_session(tx).await?;
            tx.record(self.entry(Event::SignedIn)).await?;
            secret
        })?;
        Ok(SignedIn { secret, next: "/account".into(), waits: false })
    }
}

/// Whether this is the passkey of whom is asked. Who signs in is named by the device; who confirms is known already.
fn belongs(owner: UserId, asked: Option<UserId>, answer: &PublicKeyCredential) -> bool {
    let named = answer.get_user_unique_id().map(|named| named == Uuid::from(owner).as_bytes());
    asked.is_none_or(|asked| asked == owner) && named.unwrap_or(asked.is_some())
}

fn base64(bytes: &[u8]) -> String {
    use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}
