//! Public SSH keys: what people see of them, and by which shape a secret half is known.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    id::KeyId,
    moment::{HOUR, Moment},
};

/// How many keys a person, or an App, may have.
pub const MAX_KEYS: i64 = 100;
/// How many keys can be added at once.
pub const IMPORT_MAX: usize = 20;
/// How long the text that proves the possession of a key is good for, in milliseconds.
pub const PROOF_LIFE: i64 = HOUR;

/// A key that was read but not stored: what the person compares before they save it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct KeyLook {
    /// The one line in which it is stored: kind and public part, nothing else.
    pub line: String,
    /// "Ed25519", "RSA 4096".
    pub kind: String,
    /// `SHA256:…`, as `ssh-keygen -l` prints it.
    pub fingerprint: String,
    /// The name it could have: what stood behind the key.
    pub label: String,
    /// Whether it is weaker than a new key should be (RSA of less than 3072 bits).
    pub is_short: bool,
}

/// What became of a list of keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyImport {
    /// What was added, each under the name in its label.
    pub added: Vec<KeyLook>,
    /// What was not.
    pub left: Vec<LeftKey>,
}

/// A line that was not added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftKey {
    /// Which line of the list it was, from 1 on.
    pub line: u16,
    /// The line itself, when it has the shape of a public key; else empty.
    pub text: String,
    pub flaw: KeyFlaw,
}

/// Why a line of a list was not added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum KeyFlaw {
    #[error("this is no public key. One begins with its kind, like ssh-ed25519, and has nothing in front of it.")]
    NotAKey,
    #[error("keys of this kind, or as short as this one, are not accepted. Make one with ssh-keygen -t ed25519.")]
    Weak,
    #[error("this key was not made by the usual means. Make one with ssh-keygen -t ed25519.")]
    Strange,
    #[error("this key stands in a line above already.")]
    Twice,
    #[error("you have this key already.")]
    Yours,
    #[error("this key is in use on this server already.")]
    InUse,
    #[error("there is no room for it. Remove a key that is not used any more.")]
    NoRoom,
}

/// One of my keys (R4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct KeyCard {
    pub id: KeyId,
    pub name: String,
    pub kind: String,
    pub fingerprint: String,
    pub added_at: Moment,
    /// When I proved that I have the other half.
    pub proven_at: Option<Moment>,
    pub last_used_at: Option<Moment>,
    /// The name of the App it was last used for.
    pub last_used_app: Option<String>,
}

/// A key of an App, for a machine (E88).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct DeployKeyCard {
    pub id: KeyId,
    pub name: String,
    pub kind: String,
    pub fingerprint: String,
    /// Whether it may also write.
    pub writes: bool,
    /// Who added it.
    pub creator: String,
    /// Whether the reader may remove it.
    pub is_removable: bool,
    pub added_at: Moment,
    pub last_used_at: Option<Moment>,
}

/// The deploy keys of an App, and the App as the page names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeployKeys {
    pub app: String,
    /// The Company that holds it; `None` for a trial of one's own.
    pub company: Option<String>,
    pub keys: Vec<DeployKeyCard>,
}

/// How the possession of a key is proven: sign this text, paste the signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct KeyProof {
    pub key: KeyId,
    pub name: String,
    /// The text to sign.
    pub text: String,
    /// The command that does it, with the text in it.
    pub command: String,
    pub until: Moment,
}

/// Whether a text has the shape of a private key, whole or in part: armour of any kind, the file of PuTTY, or the encoded
/// beginning of one without its armour. Whatever looks like it is neither stored, logged nor shown again.
pub fn looks_private(text: &str) -> bool {
    let squeezed: String =
        text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    let marks = ["privatekey", "puttyuserkeyfile", "privatelines", "privatemac"];
    if marks.iter().any(|mark| squeezed.contains(mark)) {
        return true;
    }
    let unbroken: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    // "openssh-key-v1" in base64, and DER: a sequence, which is how PKCS #1, PKCS #8 and SEC 1 begin.
    let is_base64 = unbroken.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '/' | '='));
    let begins_as_der =
        ["MII", "MC4CAQ", "MIGHAgEA", "MIG2AgEA", "MHcCAQ", "MIGkAg"].iter().any(|der| unbroken.starts_with(der));
    unbroken.contains("b3BlbnNzaC1rZXktdjE") || (is_base64 && begins_as_der && unbroken.len() >= 16)
}

/// Whether a text may be the public line that a form can show again. Everything else that was pasted for a key is not
/// shown: what it is, nobody knows.
pub fn looks_public(text: &str) -> bool {
    let text = text.trim();
    let known = ["ssh-", "ecdsa-", "sk-ssh-", "sk-ecdsa-"];
    !text.contains(['\n', '\r']) && text.len() < 8_000 && known.iter().any(|start| text.starts_with(start))
}

/// Of a list the lines that a form can show again.
pub fn public_lines(text: &str) -> String {
    text.lines().filter(|line| looks_public(line)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_key_is_known_by_its_shape_whole_or_in_part() {
        for text in [
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----",
            "-----begin rsa private key-----",
            "-----BEGIN ENCRYPTED PRIVATE KEY-----",
            "----- BEGIN PRIVATE\r\nKEY -----",
            "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----",
            "SSH PRIVATE KEY FILE FORMAT 1.1",
            "PuTTY-User-Key-File-3: ssh-ed25519",
            "Private-Lines: 1",
            "ssh-ed25519 AAAA Private-MAC: 12",
            "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gt",
            "  b3BlbnNz\naC1rZXktdjEAAAAABG5vbmU",
            "MC4CAQAwBQYDK2VwBCIEIA",
            "MIIEpAIBAAKCAQEA",
        ] {
            assert!(looks_private(text), "{text:?}");
        }
        for text in ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI ada@laptop", "laptop", "", "A key for private use"] {
            assert!(!looks_private(text), "{text:?}");
        }
    }

    #[test]
    fn only_a_public_line_is_shown_again() {
        assert!(looks_public(" ssh-ed25519 AAAA ada@laptop"));
        for text in ["", "AAAA", "ssh-rsa A\nB", "-----BEGIN", "command=\"x\" ssh-ed25519 AAAA"] {
            assert!(!looks_public(text), "{text:?}");
        }
    }
}
