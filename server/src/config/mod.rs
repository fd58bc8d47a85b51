//! Every setting with its default: from the environment, then from one TOML file. Nothing else reads the environment.

mod keys;
mod read;
#[cfg(test)]
mod tests;

use std::{net::SocketAddr, path::PathBuf};

use lettre::message::Mailbox;
use teamwork::rules::zone::TimeZone;
use thiserror::Error;

pub use keys::{KEYS, Key, as_toml};

use crate::{http::client::Network, mail::transport::Smtp, payments::StripeKeys};

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// The settings of one running server.
#[derive(Clone, Debug)]
pub struct Config {
    pub addr: SocketAddr,
    /// Without a slash at the end.
    pub base_url: String,
    pub database_url: String,
    pub data_dir: PathBuf,
    /// The key of the house, when it does not lie in the data directory.
    pub secret: Option<[u8; 32]>,
    pub smtp: Option<Smtp>,
    pub mail_from: Mailbox,
    pub mail_reply_to: Option<Mailbox>,
    pub trusted_proxies: Vec<Network>,
    pub log: String,
    pub log_format: LogFormat,
    /// In milliseconds.
    pub invitation_life: i64,
    /// Of people who have no other one.
    pub time_zone: TimeZone,
    /// Whether webhooks may go into the network of this machine too.
    pub private_webhooks: bool,
    /// Below it every App has a name.
    pub apps_domain: String,
    /// Where git over SSH listens, if it does.
    pub ssh: Option<SshAddr>,
    /// How to reach Stripe, when cards are taken.
    pub stripe: Option<StripeKeys>,
    pub demo: bool,
}

/// Where git over SSH listens, and what people type to reach it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SshAddr {
    pub addr: SocketAddr,
    /// Whether any other port will do when this one is taken.
    pub any_port: bool,
    /// The host of `base_url`, which is the name people type unless they are told another one.
    pub base_host: String,
    /// The name and the port that people type, when the operator has said so.
    pub host: Option<String>,
}

impl SshAddr {
    /// What people type to reach the port that is really listened on.
    pub fn typed(&self, port: u16) -> String {
        match (&self.host, port) {
            (Some(host), _) => host.clone(),
            (None, 22) => self.base_host.clone(),
            (None, port) => format!("{}:{port}", self.base_host),
        }
    }
}

/// A setting that cannot be used, with what to write instead.
#[derive(Debug, PartialEq, Eq, Error)]
#[error("{key}: {what}")]
pub struct ConfigError {
    pub key: String,
    pub what: String,
}

impl Config {
    /// The settings from the environment of this process and the file that `WARREN_CONFIG` names.
    ///
    /// # Errors
    /// The first setting that cannot be used.
    pub fn load(demo: bool) -> Result<Self, ConfigError> {
        Self::from_environment(demo, &|name| std::env::var(name).ok())
    }

    /// The settings from any environment.
    ///
    /// # Errors
    /// The first setting that cannot be used.
    pub fn from_environment(demo: bool, environment: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let file = match environment("WARREN_CONFIG").filter(|path| !path.is_empty()) {
            Some(path) => {
                let text = std::fs::read_to_string(&path).map_err(|error| ConfigError {
                    key: "WARREN_CONFIG".into(),
                    what: format!("the file {path} cannot be read ({error})."),
                })?;
                read::file(&text)?
            }
            None => toml::Table::new(),
        };
        read::config(demo, &read::Source { environment, file })
    }

    /// Whether people reach this server over TLS.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}
