//! SSH keys.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teamwork::rules::id::KeyId;

use crate::http::rest::ask::Example;

/// A public key of the examples.
const SOME_LINE: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH";

/// The key that was stored.
#[derive(Serialize, JsonSchema)]
pub struct KeyRef {
    pub key: KeyId,
}

/// A public key of mine.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKey {
    /// One line of an OpenSSH file.
    #[serde(rename = "key_line")]
    pub line: String,
    /// Its name, in my words.
    pub label: String,
}

impl Example for NewKey {
    fn example() -> Self {
        Self { line: SOME_LINE.into(), label: "laptop".into() }
    }
}

/// A public key for a machine.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDeployKey {
    /// One line of an OpenSSH file.
    #[serde(rename = "key_line")]
    pub line: String,
    /// Its name, in my words.
    pub label: String,
    /// Whether it may also write.
    #[serde(default)]
    pub writes: bool,
}

impl Example for NewDeployKey {
    fn example() -> Self {
        Self { line: SOME_LINE.into(), label: "build server".into(), writes: false }
    }
}

/// A signature over the text of a proof.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The `until` of the text.
    pub until: i64,
    /// What `ssh-keygen -Y sign` wrote.
    pub signature: String,
}

impl Example for Signature {
    fn example() -> Self {
        Self { until: 1_795_266_000_000, signature: "-----BEGIN SSH SIGNATURE-----…".into() }
    }
}
