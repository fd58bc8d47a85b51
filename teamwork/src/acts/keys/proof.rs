//! Proof of possession: a text that only this house can have made, signed with the other half of the key.

use ssh_key::{PublicKey, SshSig};

use super::super::{Actor, within};
use crate::rules::{
    id::KeyId,
    key::{KeyProof, PROOF_LIFE, looks_private},
    log::Event,
    moment::Moment,
    problem::{Field, Problem, Thing, Why},
};
use crate::store::log::Change;

/// What signatures are made for: one made for something else proves nothing here.
const NAMESPACE: &str = "warren";
/// Longer than any signature that ssh-keygen makes.
const LONGEST: usize = 16_000;

impl Actor {
    /// The text to sign with a key of mine, and the command that does it.
    ///
    /// # Errors
    /// When the key is not mine.
    pub async fn key_proof(&self, key: KeyId) -> Result<KeyProof, Problem> {
        let found = self.guest.warren.db.key_of(key, self.id()).await.map_err(|error| self.guest.tell(error))?;
        let key = found.ok_or(Problem::NotFound(Thing::Key))?;
        let until = self.guest.at.plus(PROOF_LIFE);
        let text = self.guest.warren.keys.proof(key.id, until);
        let command = format!("printf %s {text} | ssh-keygen -Y sign -n {NAMESPACE} -f KEY");
        Ok(KeyProof { key: key.id, name: key.name, text, command, until })
    }

    /// Takes the signature over the text that was good until then.
    ///
    /// # Errors
    /// When the key is not mine, the text is too old, or the signature is not over it by this key.
    pub async fn prove_key(&self, key: KeyId, until: i64, signature: &str) -> Result<(), Problem> {
        let flaw = |why| Problem::field(Field::Signature, why);
        if looks_private(signature) {
            return Err(flaw(Why::PrivateKey));
        }
        let until = Moment::from_millis(until);
        if until <= self.guest.at || until > self.guest.at.plus(PROOF_LIFE) {
            return Err(flaw(Why::OldProof));
        }
        let text = self.guest.warren.keys.proof(key, until);
        within!(&self.guest, |tx| {
            let mine = tx.key_of(key, self.id()).await?.ok_or(Thing::Key)?;
            if !is_signed(&mine.line, &text, signature) {
                return Err(flaw(Why::NotASignature).into());
            }
            tx.key_proven(key, self.id(), self.guest.at).await?;
            tx.record(self.entry(Event::KeyProven).to(&mine.fingerprint)).await?;
            tx.announce(Change::Person(self.id()));
        })
    }
}

/// Whether this key has signed this text, for us. A security key has to have been touched.
fn is_signed(line: &str, text: &str, signature: &str) -> bool {
    if signature.len() > LONGEST {
        return false;
    }
    let (Ok(key), Ok(signature)) = (PublicKey::from_openssh(line), SshSig::from_pem(signature.trim())) else {
        return false;
    };
    let is_security_key = key.algorithm().as_str().starts_with("sk-");
    // Flags and counter are the last five bytes of such a signature.
    let flags = signature.signature_bytes().iter().rev().nth(4).copied().unwrap_or_default();
    let was_touched = !is_security_key || flags & 1 == 1;
    was_touched && key.verify(NAMESPACE, text.as_bytes(), &signature).is_ok()
}
