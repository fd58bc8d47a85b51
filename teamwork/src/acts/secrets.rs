//! Secrets in links and cookies: 256 bits, stored as hashes only.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::rules::{
    id::{KeyId, LinkId, UserId},
    moment::Moment,
};

/// The key of the house, from which the secrets of mailed links are derived. So a mail that waits in the outbox holds
/// only an id, and a copy of the database opens nothing (I15).
pub(super) struct Keys([u8; 32]);

/// What a derived secret is for; one can never stand in for another.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    Link,
    Invitation,
}

impl Keys {
    pub(super) fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// The secret of a mailed link.
    pub(super) fn derive(&self, purpose: Purpose, id: LinkId) -> String {
        let word = match purpose {
            Purpose::Link => "link",
            Purpose::Invitation => "invitation",
        };
        URL_SAFE_NO_PAD.encode(self.mac(word, id.to_string().as_bytes()))
    }

    /// The secret that a telephone learns. The database holds only the seed.
    pub(super) fn factor_secret(&self, user: UserId, seed: &[u8]) -> [u8; 20] {
        let derived = self.mac("second factor", &[user.to_string().as_bytes(), seed].concat());
        std::array::from_fn(|at| derived[at])
    }

    /// What is signed to prove that one has the other half of a key: nobody can have had it signed before it was shown.
    pub(super) fn proof(&self, key: KeyId, until: Moment) -> String {
        URL_SAFE_NO_PAD.encode(self.mac("proof", format!("{key} {}", until.millis()).as_bytes()))
    }

    fn mac(&self, word: &str, what: &[u8]) -> [u8; 32] {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(word.as_bytes());
        mac.update(&[0]);
        mac.update(what);
        mac.finalize().into_bytes().into()
    }
}

/// A secret as it travels: 43 characters of base64url.
pub(super) fn encode(bytes: [u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The hash under which a secret is found. `None` for what cannot be a secret, so that no lookup is made with it (B13).
pub(super) fn hash(secret: &str) -> Option<Vec<u8>> {
    let fits = secret.len() == 43 && secret.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    fits.then(|| Sha256::digest(secret.as_bytes()).to_vec())
}

/// A word that tells two keys apart without showing them: for counting tries per address or network.
pub(super) fn blur(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(text.as_bytes())[..12])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_purpose_and_each_house_has_its_own_secret() {
        let id = LinkId::new(Moment::from_millis(0), [7; 10]);
        let secret = Keys::new([1; 32]).derive(Purpose::Link, id);
        assert_eq!(secret, Keys::new([1; 32]).derive(Purpose::Link, id));
        assert_ne!(secret, Keys::new([1; 32]).derive(Purpose::Invitation, id));
        assert_ne!(secret, Keys::new([2; 32]).derive(Purpose::Link, id));
        assert!(hash(&secret).is_some());
    }

    #[test]
    fn what_cannot_be_a_secret_is_not_looked_up() {
        for text in ["", " ", "null", "a", &"a".repeat(42), &"a".repeat(44), &"é".repeat(43), &"/".repeat(43)] {
            assert_eq!(hash(text), None, "{text:?}");
        }
    }
}
