//! How we speak SSH: keys only, strict key exchange, and of everything the strong half.

use std::{borrow::Cow, time::Duration};

use russh::{
    MethodKind, MethodSet, Preferred, SshId, cipher, compression, kex,
    keys::{Algorithm, HashAlg},
    mac,
    server::Config,
};

use super::HostKey;

/// How often a client may be wrong in one connection. An agent tries all its keys.
const TRIES: usize = 10;
/// Every wrong key takes so long to be told, whyever it is wrong.
const REJECTION: Duration = Duration::from_millis(300);
/// A client that hears nothing is asked whether it is still there.
const KEEPALIVE: Duration = Duration::from_secs(20);
/// How long one may be silent altogether.
const SILENCE: Duration = Duration::from_secs(120);

pub(super) fn of(key: &HostKey) -> Config {
    Config {
        server_id: SshId::Standard(Cow::Borrowed("SSH-2.0-Warren")),
        methods: MethodSet::from(&[MethodKind::PublicKey][..]),
        auth_rejection_time: REJECTION,
        auth_rejection_time_initial: Some(Duration::ZERO),
        keys: vec![key.private().clone()],
        max_auth_attempts: TRIES,
        inactivity_timeout: Some(SILENCE),
        keepalive_interval: Some(KEEPALIVE),
        keepalive_max: 3,
        nodelay: true,
        preferred: preferred(),
        ..Config::default()
    }
}

fn preferred() -> Preferred {
    Preferred {
        // Without groups of our own choosing: a client could make us compute in the largest (CVE-2002-20001).
        kex: Cow::Borrowed(&[
            kex::MLKEM768X25519_SHA256,
            kex::CURVE25519,
            kex::CURVE25519_PRE_RFC_8731,
            kex::EXTENSION_SUPPORT_AS_CLIENT,
            kex::EXTENSION_SUPPORT_AS_SERVER,
            kex::EXTENSION_OPENSSH_STRICT_KEX_AS_CLIENT,
            kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER,
        ]),
        key: Cow::Borrowed(&[
            Algorithm::Ed25519,
            Algorithm::Rsa { hash: Some(HashAlg::Sha512) },
            Algorithm::Rsa { hash: Some(HashAlg::Sha256) },
        ]),
        // Neither of them can be cut at its beginning (CVE-2023-48795), also by a client without strict key exchange.
        cipher: Cow::Borrowed(&[cipher::AES_256_GCM, cipher::AES_128_GCM, cipher::AES_256_CTR]),
        mac: Cow::Borrowed(&[mac::HMAC_SHA256, mac::HMAC_SHA512]),
        // Packs are compressed already.
        compression: Cow::Borrowed(&[compression::NONE]),
        ..Preferred::DEFAULT
    }
}
