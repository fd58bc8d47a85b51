//! From words to settings, with a sentence for each that cannot be used.

use std::{net::SocketAddr, path::PathBuf};

use lettre::message::Mailbox;
use teamwork::rules::{moment::DAY, zone::TimeZone};
use url::{Host, Url};

use super::{Config, ConfigError, KEYS, LogFormat, SshAddr};
use crate::{http::client::Network, key, mail::transport::Smtp, payments::StripeKeys};

/// Where settings come from: the environment first, then the file.
pub(super) struct Source<'a> {
    pub environment: &'a dyn Fn(&str) -> Option<String>,
    pub file: toml::Table,
}

/// Reads the file and minds that it has no key nobody knows: a misspelt setting would be silently ignored.
pub(super) fn file(text: &str) -> Result<toml::Table, ConfigError> {
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| flaw("WARREN_CONFIG", format!("the file is not TOML. {error}")))?;
    match table.keys().find(|name| !KEYS.iter().any(|key| key.name == name.as_str())) {
        Some(name) => Err(flaw(name, "there is no such setting. `warren config` prints all of them.")),
        None => Ok(table),
    }
}

pub(super) fn config(demo: bool, source: &Source<'_>) -> Result<Config, ConfigError> {
    let addr = parse_addr("WARREN_ADDR", &source.or_default("addr"))?;
    let data_dir = PathBuf::from(source.or_default("data_dir"));
    let base_url = match source.get("base_url") {
        Some(text) => parse_base_url(&text)?,
        None => format!("http://localhost:{}", addr.port()),
    };
    let database_url =
        source.get("database_url").unwrap_or_else(|| format!("sqlite:{}", data_dir.join("warren.db").display()));
    if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| database_url.starts_with(scheme)) {
        return Err(flaw("DATABASE_URL", "write sqlite:<path> or postgres://user:password@host/name."));
    }
    let apps_domain = match source.get("apps_domain") {
        Some(text) => parse_domain(&text)?,
        None if demo => "localhost".into(),
        None => format!("apps.{}", host_of(&base_url)),
    };
    let ssh = parse_ssh(source, demo, &base_url)?;
    Ok(Config {
        addr,
        base_url,
        database_url,
        data_dir,
        secret: source.get("secret").map(|text| parse_secret(&text)).transpose()?,
        smtp: source
            .get("smtp_url")
            .map(|text| Smtp::parse(&text))
            .transpose()
            .map_err(|e| flaw("WARREN_SMTP_URL", e))?,
        mail_from: parse_mailbox("WARREN_MAIL_FROM", &source.or_default("mail_from"))?,
        mail_reply_to: source
            .get("mail_reply_to")
            .map(|text| parse_mailbox("WARREN_MAIL_REPLY_TO", &text))
            .transpose()?,
        trusted_proxies: parse_networks(&source.or_default("trusted_proxies"))?,
        log: source.or_default("log"),
        log_format: parse_log_format(&source.or_default("log_format"))?,
        ssh,
        stripe: parse_stripe(source)?,
        invitation_life: parse_days(&source.or_default("invitation_days"))?,
        time_zone: parse_zone(&source.or_default("time_zone"))?,
        private_webhooks: parse_yes("WARREN_WEBHOOKS_PRIVATE", &source.or_default("webhooks_private"))?,
        apps_domain,
        demo,
    })
}

impl Source<'_> {
    /// An empty variable counts as absent: that is what an unset line in a service file becomes.
    fn get(&self, name: &str) -> Option<String> {
        let variable = KEYS.iter().find(|key| key.name == name).map_or(name, |key| key.variable);
        let from_file = || match self.file.get(name)? {
            toml::Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        (self.environment)(variable).filter(|text| !text.is_empty()).or_else(from_file).filter(|text| !text.is_empty())
    }

    fn or_default(&self, name: &str) -> String {
        let default = || KEYS.iter().find(|key| key.name == name).map(|key| key.default.to_owned());
        self.get(name).or_else(default).unwrap_or_default()
    }
}

fn flaw(key: &str, what: impl Into<String>) -> ConfigError {
    ConfigError { key: key.to_owned(), what: what.into() }
}

fn parse_addr(key: &str, text: &str) -> Result<SocketAddr, ConfigError> {
    text.replace("localhost", "127.0.0.1")
        .parse()
        .map_err(|_| flaw(key, format!("{text} is no address with a port. Write it like 127.0.0.1:3000.")))
}

fn parse_yes(key: &str, text: &str) -> Result<bool, ConfigError> {
    match text {
        "1" | "true" => Ok(true),
        "" | "0" | "false" => Ok(false),
        _ => Err(flaw(key, "write 1, or nothing.")),
    }
}

/// In the demo, git over SSH is there without being asked for, wherever a port is free.
fn parse_ssh(source: &Source<'_>, demo: bool, base_url: &str) -> Result<Option<SshAddr>, ConfigError> {
    let (addr, any_port) = match source.get("ssh_addr") {
        Some(text) => (parse_addr("WARREN_SSH_ADDR", &text)?, false),
        None if demo => (SocketAddr::from(([127, 0, 0, 1], 2222)), true),
        None => return Ok(None),
    };
    let host = source.get("ssh_host").map(|text| parse_ssh_host(&text)).transpose()?;
    Ok(Some(SshAddr { addr, any_port, base_host: host_of(base_url).to_owned(), host }))
}

/// A name or an address of the web, and perhaps a port.
fn parse_ssh_host(text: &str) -> Result<String, ConfigError> {
    let wrong = || flaw("WARREN_SSH_HOST", format!("{text} is no host. Write it like git.example.com:2222."));
    let url = Url::parse(&format!("ssh://{text}")).map_err(|_| wrong())?;
    let is_bare =
        url.username().is_empty() && url.path().is_empty() && url.query().is_none() && url.fragment().is_none();
    let is_plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b".:-[]".contains(&b));
    if is_bare && is_plain { Ok(text.to_owned()) } else { Err(wrong()) }
}

/// `__Host-` cookies live only where the browser sees a secure context.
fn parse_base_url(text: &str) -> Result<String, ConfigError> {
    let no = |what: &str| flaw("WARREN_BASE_URL", what);
    let url = Url::parse(text).map_err(|_| no("write the whole address, like https://warren.example."))?;
    let is_local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    match url.scheme() {
        "https" => {}
        "http" if is_local => {}
        "http" => return Err(no("use https. Over http, browsers keep the session cookie only on localhost.")),
        _ => return Err(no("begin with https://.")),
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        return Err(no("leave out everything after the host and the port. Warren lives at the root of its host."));
    }
    Ok(url.origin().ascii_serialization())
}

fn host_of(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    rest.rsplit_once(':').map_or(rest, |(host, _)| host)
}

fn parse_domain(text: &str) -> Result<String, ConfigError> {
    let wrong = || flaw("WARREN_APPS_DOMAIN", format!("{text} is no domain. Write it like apps.example.com."));
    teamwork::rules::config::Host::parse(text).map(|host| host.as_str().to_owned()).map_err(|_| wrong())
}

fn parse_secret(text: &str) -> Result<[u8; 32], ConfigError> {
    key::parse(text)
        .ok_or_else(|| flaw("WARREN_SECRET", "write 64 hexadecimal digits, for example from `openssl rand -hex 32`."))
}

fn parse_mailbox(key: &str, text: &str) -> Result<Mailbox, ConfigError> {
    text.parse().map_err(|_| flaw(key, format!("{text} is no sender. Write it like Warren <warren@example.com>.")))
}

fn parse_networks(text: &str) -> Result<Vec<Network>, ConfigError> {
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            Network::parse(part).ok_or_else(|| {
                flaw("WARREN_TRUSTED_PROXIES", format!("{part} is neither an address nor a network like 10.0.0.0/8."))
            })
        })
        .collect()
}

/// Both secrets or none: without the second one nobody could tell an event of Stripe from a forged one (B50).
fn parse_stripe(source: &Source<'_>) -> Result<Option<StripeKeys>, ConfigError> {
    let word = |name: &str| source.get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let (secret, webhook) = match (word("stripe_secret_key"), word("stripe_webhook_secret")) {
        (None, None) => return Ok(None),
        (Some(secret), Some(webhook)) => (secret, webhook),
        (Some(_), None) => {
            return Err(flaw(
                "WARREN_STRIPE_WEBHOOK_SECRET",
                "Stripe's events have to be signed: write its whsec_… too.",
            ));
        }
        (None, Some(_)) => {
            return Err(flaw("WARREN_STRIPE_SECRET_KEY", "write the secret key of your Stripe account, sk_…, too."));
        }
    };
    let text = source.or_default("stripe_api");
    let api = Url::parse(&text).ok().filter(|url| url.has_host() && matches!(url.scheme(), "https" | "http"));
    let api = api.ok_or_else(|| flaw("WARREN_STRIPE_API", format!("{text} is no address of a server.")))?;
    let is_local = matches!(api.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if api.scheme() == "http" && !is_local {
        return Err(flaw("WARREN_STRIPE_API", "use https: the secret key travels there."));
    }
    let sepa = match word("stripe_sepa").as_deref() {
        None | Some("0") => false,
        Some("1") => true,
        Some(other) => return Err(flaw("WARREN_STRIPE_SEPA", format!("{other} is neither 1 nor 0."))),
    };
    Ok(Some(StripeKeys { api, secret, webhook, sepa }))
}

fn parse_log_format(text: &str) -> Result<LogFormat, ConfigError> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err(flaw("WARREN_LOG_FORMAT", "write text or json.")),
    }
}

fn parse_zone(text: &str) -> Result<TimeZone, ConfigError> {
    let wrong = || flaw("WARREN_TIME_ZONE", format!("{text} is no time zone. Write it like Europe/Berlin."));
    TimeZone::named(text).ok_or_else(wrong)
}

fn parse_days(text: &str) -> Result<i64, ConfigError> {
    match text.parse() {
        Ok(days @ 1..=90) => Ok(days * DAY),
        _ => Err(flaw("WARREN_INVITATION_DAYS", "write a whole number from 1 to 90.")),
    }
}
