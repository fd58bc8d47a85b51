//! One connection: who it is, and what they ask for. Everything but the two verbs of git is refused at once.

use std::{collections::HashMap, net::IpAddr, sync::Arc};

use russh::{
    Channel, ChannelId, ChannelOpenFailure, Pty, Sig,
    keys::{Algorithm, HashAlg},
    server::{Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Session, VerifiedPublicKey},
};
use teamwork::{acts::Guest, rules::log::Door};

use super::{SshDoor, run, seats::Seat};

/// The name that everybody signs in with; who they are, their key tells.
const USER: &str = "git";
/// How many commands one connection may have at once.
const CHANNELS: usize = 4;

/// Somebody at the door.
pub(super) struct Visit {
    door: SshDoor,
    seat: Arc<Seat>,
    network: String,
    /// The fingerprint of the key they have proven.
    key: Option<String>,
    /// What has been opened and has no command yet, with the protocol that was asked for.
    open: HashMap<ChannelId, (Channel<Msg>, Option<String>)>,
}

impl Visit {
    /// A connection in its seat, from this address.
    pub fn new(door: SshDoor, seat: Arc<Seat>, address: IpAddr) -> Self {
        let network = address.to_canonical().to_string();
        Self { door, seat, network, key: None, open: HashMap::new() }
    }

    fn guest(&self) -> Guest {
        Guest::new(&self.door.0.warren, Door::Ssh, &self.network, "", self.door.0.warren.request())
    }

    /// No, and there is nothing more to say.
    fn refuse(&mut self, channel: ChannelId, session: &mut Session) -> Result<(), russh::Error> {
        session.channel_failure(channel)
    }
}

/// Signatures that count. With SHA-1 somebody could make two texts that look the same.
fn is_strong(algorithm: &Algorithm) -> bool {
    match algorithm {
        Algorithm::Ed25519 | Algorithm::SkEd25519 | Algorithm::SkEcdsaSha2NistP256 => true,
        Algorithm::Rsa { hash } => hash.is_some(),
        _ => false,
    }
}

/// `GIT_PROTOCOL`, when it is what git itself would write there.
fn protocol(name: &str, value: &str) -> Option<String> {
    let is_known = name == "GIT_PROTOCOL" && ["version=0", "version=1", "version=2"].contains(&value);
    is_known.then(|| value.to_owned())
}

impl Handler for Visit {
    type Error = russh::Error;

    /// A key that is only offered changes nothing and is not looked up: whoever asks about the keys of others learns nothing,
    /// and who is allowed in is decided by the signature (B60).
    async fn auth_publickey_offered(&mut self, user: &str, offer: PublicKeyOffer<'_>) -> Result<Auth, Self::Error> {
        let may_go_on = user == USER && is_strong(offer.algorithm);
        Ok(if may_go_on { Auth::Accept } else { Auth::reject() })
    }

    async fn auth_publickey(&mut self, user: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, Self::Error> {
        self.key = None;
        if user != USER || !is_strong(key.algorithm) {
            return Ok(Auth::reject());
        }
        let fingerprint = key.public_key.fingerprint(HashAlg::Sha256).to_string();
        match self.guest().knows_key(&fingerprint).await {
            Ok(true) => {
                self.key = Some(fingerprint);
                self.seat.is_known_now();
                Ok(Auth::Accept)
            }
            Ok(false) => Ok(Auth::reject()),
            Err(problem) => {
                tracing::debug!(%problem, "a key was not looked at");
                Ok(Auth::reject())
            }
        }
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        if self.open.len() + self.seat.running() >= CHANNELS || self.door.0.stop.is_cancelled() {
            reply.reject(ChannelOpenFailure::ResourceShortage).await;
            return Ok(());
        }
        self.open.insert(channel.id(), (channel, None));
        reply.accept().await;
        Ok(())
    }

    async fn channel_close(&mut self, channel: ChannelId, _: &mut Session) -> Result<(), Self::Error> {
        self.open.remove(&channel);
        Ok(())
    }

    async fn env_request(
        &mut self,
        channel: ChannelId,
        name: &str,
        value: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        match (protocol(name, value), self.open.get_mut(&channel)) {
            (Some(protocol), Some((_, wanted))) => {
                *wanted = Some(protocol);
                session.channel_success(channel)
            }
            _ => self.refuse(channel, session),
        }
    }

    async fn exec_request(
        &mut self,
        channel: ChannelId,
        command: &[u8],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        let (Some(key), Some((opened, protocol))) = (self.key.clone(), self.open.remove(&channel)) else {
            return self.refuse(channel, session);
        };
        session.channel_success(channel)?;
        let asked = run::Asked { guest: self.guest(), key, command: command.to_vec(), protocol };
        let (door, seat) = (self.door.clone(), self.seat.clone());
        seat.begin();
        self.door.0.commands.spawn(async move {
            run::run(&door, &seat, asked, opened).await;
            seat.end();
        });
        Ok(())
    }

    async fn shell_request(&mut self, channel: ChannelId, session: &mut Session) -> Result<(), Self::Error> {
        self.refuse(channel, session)
    }

    async fn subsystem_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        self.refuse(channel, session)
    }

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        _: u32,
        _: u32,
        _: u32,
        _: u32,
        _: &[(Pty, u32)],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        self.refuse(channel, session)
    }

    async fn x11_request(
        &mut self,
        channel: ChannelId,
        _: bool,
        _: &str,
        _: &str,
        _: u32,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        self.refuse(channel, session)
    }

    async fn window_change_request(
        &mut self,
        channel: ChannelId,
        _: u32,
        _: u32,
        _: u32,
        _: u32,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        self.refuse(channel, session)
    }

    async fn signal(&mut self, channel: ChannelId, _: Sig, session: &mut Session) -> Result<(), Self::Error> {
        self.refuse(channel, session)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_environment_only_the_protocol_of_git_comes_through() {
        assert_eq!(protocol("GIT_PROTOCOL", "version=2").as_deref(), Some("version=2"));
        for (name, value) in [
            ("GIT_PROTOCOL", "version=3"),
            ("GIT_PROTOCOL", "version=2:evil=1"),
            ("GIT_PROTOCOL", "version=2\n"),
            ("GIT_PROTOCOL", ""),
            ("git_protocol", "version=2"),
            ("GIT_SSH_COMMAND", "id"),
            ("GIT_DIR", "/"),
            ("LD_PRELOAD", "version=2"),
            ("--split-string", "version=2"),
        ] {
            assert_eq!(protocol(name, value), None, "{name}={value:?}");
        }
    }

    #[test]
    fn signatures_with_sha_1_do_not_count() {
        assert!(is_strong(&Algorithm::Rsa { hash: Some(HashAlg::Sha256) }) && is_strong(&Algorithm::Ed25519));
        assert!(!is_strong(&Algorithm::Rsa { hash: None }) && !is_strong(&Algorithm::Dsa));
    }
}
