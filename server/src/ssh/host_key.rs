//! The key by which clients know this house again: Ed25519, made once, in a file that only the operator can read.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use russh::keys::{
    HashAlg, PrivateKey,
    ssh_key::{LineEnding, private::Ed25519Keypair},
};
use teamwork::acts::Chance;

use super::SshError;
use crate::key;

/// The name of its file in the data directory.
const FILE: &str = "ssh_host_ed25519_key";

/// The host key.
pub struct HostKey(PrivateKey);

impl HostKey {
    /// The key in the data directory, made now if there is none yet.
    ///
    /// # Errors
    /// When it can neither be read nor made, or others can read it.
    pub fn of_the_house(directory: &Path) -> Result<Self, SshError> {
        let path = directory.join(FILE);
        let damaged = || SshError::DamagedKey(path.clone());
        if !path.exists() {
            let fresh = PrivateKey::from(Ed25519Keypair::from_seed(&Chance::from_os().bytes()));
            let text = fresh.to_openssh(LineEnding::LF).map_err(|_| damaged())?;
            key::write_once(directory, FILE, &text)?;
        }
        let mode = fs::metadata(&path).map_err(|_| damaged())?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(SshError::OpenKey(path));
        }
        let text = fs::read_to_string(&path).map_err(|_| damaged())?;
        let key = PrivateKey::from_openssh(text).map_err(|_| damaged())?;
        if key.is_encrypted() || !key.algorithm().is_ed25519() { Err(damaged()) } else { Ok(Self(key)) }
    }

    /// `SHA256:…`, as clients show it at the first connection.
    pub fn fingerprint(&self) -> String {
        self.0.public_key().fingerprint(HashAlg::Sha256).to_string()
    }

    pub(super) fn private(&self) -> &PrivateKey {
        &self.0
    }
}
