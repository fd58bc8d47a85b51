//! The table of all settings, and its print as a commented TOML file.

use std::fmt::Write;

/// One setting: its names, its default and what it means.
#[derive(Debug)]
pub struct Key {
    /// In the TOML file.
    pub name: &'static str,
    /// In the environment.
    pub variable: &'static str,
    /// As it would be written; empty when the setting may be absent.
    pub default: &'static str,
    pub meaning: &'static str,
}

/// All settings, in the order in which they are printed.
pub const KEYS: &[Key] = &[
    Key {
        name: "addr",
        variable: "WARREN_ADDR",
        default: "127.0.0.1:3000",
        meaning: "Where the server listens. Put a proxy with TLS in front of it.",
    },
    Key {
        name: "base_url",
        variable: "WARREN_BASE_URL",
        default: "http://localhost:3000",
        meaning: "The address people type, without a path. Links in mails begin with it. It must be https, or http on\n\
                  localhost, because browsers keep the session cookie only there. Follows the port of addr.",
    },
    Key {
        name: "database_url",
        variable: "DATABASE_URL",
        default: "sqlite:warren-data/warren.db",
        meaning: "sqlite:<path>, or postgres://user:password@host/name. Follows data_dir.",
    },
    Key {
        name: "data_dir",
        variable: "WARREN_DATA_DIR",
        default: "warren-data",
        meaning: "The directory for the SQLite file, the keys of the house and the repositories. It is made when it is missing.",
    },
    Key {
        name: "secret",
        variable: "WARREN_SECRET",
        default: "",
        meaning: "The key of the house as 64 hexadecimal digits. Without it a key is made once in data_dir/secret. Several\n\
                  servers on one PostgreSQL need the same key. Whoever has it can open every mailed link.",
    },
    Key {
        name: "smtp_url",
        variable: "WARREN_SMTP_URL",
        default: "",
        meaning: "smtps://user:password@host or smtp://user:password@host:587 (STARTTLS is required). Add ?tls=none to\n\
                  send in the clear; to localhost that is the default. Without it mails wait in the outbox.",
    },
    Key {
        name: "mail_from",
        variable: "WARREN_MAIL_FROM",
        default: "Warren <warren@localhost>",
        meaning: "The sender of all mails.",
    },
    Key {
        name: "mail_reply_to",
        variable: "WARREN_MAIL_REPLY_TO",
        default: "",
        meaning: "Where answers to mails go, when not to the sender.",
    },
    Key {
        name: "trusted_proxies",
        variable: "WARREN_TRUSTED_PROXIES",
        default: "",
        meaning: "Addresses or networks of your own proxies, separated by commas, like 127.0.0.1, 10.0.0.0/8. Only their\n\
                  X-Forwarded-For is believed.",
    },
    Key {
        name: "invitation_days",
        variable: "WARREN_INVITATION_DAYS",
        default: "7",
        meaning: "How many days an invitation lives, 1 to 90.",
    },
    Key {
        name: "time_zone",
        variable: "WARREN_TIME_ZONE",
        default: "UTC",
        meaning: "In which time zone mails and pages tell deadlines to people who have no other one: a name of the IANA, like\n\
                  Europe/Berlin. A person's own is learned when they sign in, and can be chosen in their account settings.",
    },
    Key {
        name: "apps_domain",
        variable: "WARREN_APPS_DOMAIN",
        default: "",
        meaning: "The domain below which every App has a name: shop.<this>. Domains of Apps have to lead to that name. Without\n\
                  it, it is apps. and the host of base_url; in the demo it is localhost.",
    },
    Key {
        name: "ssh_addr",
        variable: "WARREN_SSH_ADDR",
        default: "",
        meaning: "Where git over SSH listens, like 0.0.0.0:2222. Without it there is no code access; in the demo it is\n\
                  127.0.0.1:2222, or a free port. It needs git on this machine.",
    },
    Key {
        name: "ssh_host",
        variable: "WARREN_SSH_HOST",
        default: "",
        meaning: "The name, and the port unless it is 22, that people type to reach it: git.example.com:2222. Without it, it is\n\
                  the host of base_url with the port of ssh_addr.",
    },
    Key {
        name: "stripe_secret_key",
        variable: "WARREN_STRIPE_SECRET_KEY",
        default: "",
        meaning: "The secret key of your Stripe account, sk_live_…: then cards are taken. Without it, bills are paid by bank\n\
                  transfer.",
    },
    Key {
        name: "stripe_webhook_secret",
        variable: "WARREN_STRIPE_WEBHOOK_SECRET",
        default: "",
        meaning: "The secret with which Stripe signs its events, whsec_…. Have it send checkout.session.*, payment_intent.*,\n\
                  charge.refunded, charge.dispute.* and refund.* to <base_url>/hooks/stripe.",
    },
    Key {
        name: "stripe_sepa",
        variable: "WARREN_STRIPE_SEPA",
        default: "",
        meaning: "1 when direct debits (SEPA) are taken through Stripe too, in euros. It has to be on in the Stripe account, and\n\
                  the creditor identifier has to be set in /operator/settings.",
    },
    Key {
        name: "stripe_api",
        variable: "WARREN_STRIPE_API",
        default: "https://api.stripe.com",
        meaning: "Where Stripe is. Another address is for tests.",
    },
    Key {
        name: "webhooks_private",
        variable: "WARREN_WEBHOOKS_PRIVATE",
        default: "",
        meaning: "1 lets webhooks go to platforms in your own network, and over http to this machine. Without it they go\n\
                  into the world only.",
    },
    Key {
        name: "log",
        variable: "WARREN_LOG",
        default: "info",
        meaning: "How much is logged: error, warn, info, debug, trace, or a filter like info,server=debug.",
    },
    Key { name: "log_format", variable: "WARREN_LOG_FORMAT", default: "text", meaning: "text or json." },
];

/// The whole table as a TOML file in which everything is commented out.
pub fn as_toml() -> String {
    let mut text = String::from(
        "# Settings of Warren. Name this file in WARREN_CONFIG. A variable of the environment, given in brackets, comes first.\n",
    );
    for key in KEYS {
        text.push('\n');
        for line in key.meaning.lines() {
            // Writing into a String cannot fail.
            let _ = writeln!(text, "# {}", line.trim());
        }
        let _ = writeln!(text, "# [{}]\n#{} = \"{}\"", key.variable, key.name, key.default);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_can_be_read_when_uncommented() {
        let uncommented: Vec<_> = as_toml()
            .lines()
            .filter_map(|line| line.strip_prefix('#'))
            .filter(|line| line.contains(" = ") && !line.starts_with(' '))
            .map(str::to_owned)
            .collect();
        assert_eq!(uncommented.len(), KEYS.len());
        uncommented.join("\n").parse::<toml::Table>().unwrap();
    }
}
