//! Secrets in links and cookies: 256 bits, stored as hashes only. Values that Apps need again are sealed.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use super::house::Chance;
use crate::rules::{
    id::{AppId, KeyId, LinkId, UserId, WebhookId},
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
    Request,
    Invoice,
    Newsletter,
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
            Purpose::Request => "request",
            Purpose::Invoice => "invoice",
            Purpose::Newsletter => "newsletter",
        };
        URL_SAFE_NO_PAD.encode(self.mac(word, id.to_string().as_bytes()))
    }

    /// The hash that is kept of the secret of a mailed link.
    pub(super) fn hashed(&self, purpose: Purpose, id: LinkId) -> Vec<u8> {
        digest(&self.derive(purpose, id))
    }

    /// The six digits that are mailed to who came with a copied link.
    pub(super) fn code(&self, id: LinkId) -> String {
        let [a, b, c, d, ..] = self.mac("request code", id.to_string().as_bytes());
        format!("{:06}", u32::from_be_bytes([a, b, c, d]) % 1_000_000)
    }

    /// Encrypts the value of a variable. It opens only as this variable of this App: moved elsewhere in the database, it
    /// is nothing. `chance` is never used twice.
    pub(super) fn seal(&self, app: AppId, name: &str, value: &str, chance: [u8; 12]) -> String {
        self.seal_as("variables", &format!("{app} {name}"), value, chance)
    }

    /// What was sealed; `None` when it was sealed elsewhere, with another key, or is damaged.
    pub(super) fn unseal(&self, app: AppId, name: &str, sealed: &str) -> Option<String> {
        self.unseal_as("variables", &format!("{app} {name}"), sealed)
    }

    /// Encrypts the secret of a webhook, which opens only as that. `chance` is never used twice.
    pub(super) fn seal_webhook(&self, webhook: WebhookId, secret: &str, chance: [u8; 12]) -> String {
        self.seal_as("webhooks", &webhook.to_string(), secret, chance)
    }

    /// The secret of a webhook; `None` as for a variable.
    pub(super) fn unseal_webhook(&self, webhook: WebhookId, sealed: &str) -> Option<String> {
        self.unseal_as("webhooks", &webhook.to_string(), sealed)
    }

    /// Encrypts to where a mailed link leads: the path may hold a secret of its own. It opens only as that of this link.
    /// `chance` is never used twice.
    pub(super) fn seal_next(&self, link: LinkId, next: &str, chance: [u8; 12]) -> String {
        self.seal_as("links", &link.to_string(), next, chance)
    }

    /// To where a mailed link leads; `None` as for a variable.
    pub(super) fn unseal_next(&self, link: LinkId, sealed: &str) -> Option<String> {
        self.unseal_as("links", &link.to_string(), sealed)
    }

    fn seal_as(&self, word: &str, context: &str, value: &str, chance: [u8; 12]) -> String {
        let payload = Payload { msg: value.as_bytes(), aad: context.as_bytes() };
        let sealed = self.cipher(word).encrypt(&chance.into(), payload);
        let sealed = sealed.expect("a value of some kilobytes can be encrypted");
        URL_SAFE_NO_PAD.encode([&chance[..], &sealed].concat())
    }

    fn unseal_as(&self, word: &str, context: &str, sealed: &str) -> Option<String> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (chance, sealed) = bytes.split_first_chunk::<12>()?;
        let payload = Payload { msg: sealed, aad: context.as_bytes() };
        String::from_utf8(self.cipher(word).decrypt(chance.into(), payload).ok()?).ok()
    }

    /// The key for one kind of thing: like every other use of the key of the house, one of its own.
    fn cipher(&self, word: &str) -> ChaCha20Poly1305 {
        ChaCha20Poly1305::new(&self.mac(word, b"").into())
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
fn encode(bytes: [u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A new secret, and the hash that is kept of it.
pub(super) fn fresh(chance: &Chance) -> (String, Vec<u8>) {
    let secret = encode(chance.bytes());
    let hash = digest(&secret);
    (secret, hash)
}

/// The hash under which a secret is found. `None` for what cannot be a secret, so that no lookup is made with it (B13).
pub(super) fn hash(secret: &str) -> Option<Vec<u8>> {
    let fits = secret.len() == 43 && secret.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    fits.then(|| digest(secret))
}

/// The hash of a secret that the house has made itself.
fn digest(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
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
    fn a_sealed_value_opens_only_where_it_belongs() {
        let (app, other) = (AppId::new(Moment::from_millis(0), [7; 10]), AppId::new(Moment::from_millis(0), [8; 10]));
        let keys = Keys::new([1; 32]);
        let sealed = keys.seal(app, "API_KEY", "hunter2 ü", [3; 12]);
        assert_eq!(keys.unseal(app, "API_KEY", &sealed).as_deref(), Some("hunter2 ü"));
        assert_eq!(keys.unseal(other, "API_KEY", &sealed), None);
        assert_eq!(keys.unseal(app, "OTHER", &sealed), None);
        assert_eq!(Keys::new([2; 32]).unseal(app, "API_KEY", &sealed), None);
        for damaged in ["", "A", &sealed[1..], &format!("{sealed}A"), "é"] {
            assert_eq!(keys.unseal(app, "API_KEY", damaged), None, "{damaged}");
        }
        assert_ne!(sealed, keys.seal(app, "API_KEY", "hunter2 ü", [4; 12]), "the same value looks different each time");
    }

    #[test]
    fn what_cannot_be_a_secret_is_not_looked_up() {
        for text in ["", " ", "null", "a", &"a".repeat(42), &"a".repeat(44), &"é".repeat(43), &"/".repeat(43)] {
            assert_eq!(hash(text), None, "{text:?}");
        }
    }
}
