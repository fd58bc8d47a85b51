//! Domains of an App, and whether they lead to it.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::rules::problem::{Field, Flaw, Why};

/// Whether a domain leads to its App.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum DomainState {
    /// Nobody has answered yet.
    Unchecked,
    /// It leads here.
    Pointing,
    /// It leads elsewhere, or nowhere.
    Astray,
}

impl DomainState {
    /// The word in the log.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unchecked => "unchecked",
            Self::Pointing => "pointing",
            Self::Astray => "astray",
        }
    }

    /// The word on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unchecked => "Not checked yet",
            Self::Pointing => "Leads here",
            Self::Astray => "Does not lead here yet",
        }
    }

    /// What the name servers say about a domain, when the App itself is at `own`: it leads here when every address it
    /// has is one of the App's. `None` when nobody knows where the App is.
    pub fn judge(own: &[IpAddr], found: &[IpAddr]) -> Option<Self> {
        match (own, found) {
            ([], _) => None,
            (_, []) => Some(Self::Astray),
            _ if found.iter().all(|address| own.contains(address)) => Some(Self::Pointing),
            _ => Some(Self::Astray),
        }
    }
}

/// The longest name that name servers know (RFC 1035, 2.3.4).
const HOST_MAX: u16 = 253;

/// A domain in its only spelling: lower case, other scripts as punycode, no dot at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host(String);

impl Host {
    /// Reads a domain.
    ///
    /// # Errors
    /// When it is empty, too long, an address of numbers, or not a name of a host.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let flaw = |why| Flaw { field: Field::Domains, why };
        let text = text.trim().to_ascii_lowercase();
        match text.as_str() {
            "" => Err(flaw(Why::Missing)),
            _ if text.len() > usize::from(HOST_MAX) => Err(flaw(Why::TooLong(HOST_MAX))),
            _ if !is_host(&text) => Err(flaw(Why::NotADomain)),
            _ => Ok(Self(text)),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Is it this host, or a name below it?
    pub fn is_within(&self, host: &str) -> bool {
        self.0 == host || self.0.strip_suffix(host).is_some_and(|rest| rest.ends_with('.'))
    }
}

/// At least two labels (RFC 1123), the last of which is no number: browsers take such a name for an address.
pub(super) fn is_host(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    let last_is_name = labels.last().is_some_and(|last| last.bytes().any(|b| b.is_ascii_lowercase()));
    labels.len() >= 2
        && last_is_name
        && !labels.last().is_some_and(|last| last.starts_with("0x"))
        && labels.iter().all(|label| is_label(label))
}

fn is_label(label: &str) -> bool {
    let is_punycode = label.starts_with("xn--");
    (1..=63).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
        // Two hyphens there are kept for encodings like punycode (RFC 5891, 4.2.3.1).
        && (is_punycode && label.len() > 4 || label.get(2..4) != Some("--"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_has_one_spelling() {
        for good in ["www.acme.example", " WWW.Acme.Example ", "xn--mller-kva.example", "a-b.c1.example", "1.example"] {
            let host = Host::parse(good).unwrap();
            assert_eq!(host.as_str(), good.trim().to_lowercase());
        }
        for bad in [
            "localhost",
            "acme.example.",
            ".acme.example",
            "acme..example",
            "192.0.2.7",
            "1.2.3.0x7f",
            "[::1]",
            "::1",
            "müller.example",
            "-a.example",
            "a-.example",
            "a_b.example",
            "ab--c.example",
            "xn--.example",
            "*.acme.example",
            "https://acme.example",
            "acme.example/path",
            "acme.example:80",
            "acme.exa mple",
            "acme.123",
            &format!("{}.example", "a".repeat(64)),
        ] {
            assert_eq!(Host::parse(bad).map_err(|flaw| flaw.why).map(|_| ()), Err(Why::NotADomain), "{bad}");
        }
        let long = format!("{}.example", vec!["a".repeat(60); 5].join("."));
        assert_eq!(Host::parse(&long).map_err(|flaw| flaw.why).map(|_| ()), Err(Why::TooLong(253)));
    }

    #[test]
    fn a_name_below_ours_is_ours() {
        let within = |text: &str| Host::parse(text).unwrap().is_within("apps.warren.example");
        assert!(within("apps.warren.example") && within("shop.apps.warren.example"));
        assert!(!within("warren.example") && !within("myapps.warren.example"));
    }

    #[test]
    fn a_domain_leads_here_when_all_of_its_addresses_do() {
        let [a, b, c] = ["192.0.2.1", "2001:db8::1", "192.0.2.9"].map(|text| text.parse().unwrap());
        assert_eq!(DomainState::judge(&[a, b], &[a]), Some(DomainState::Pointing));
        assert_eq!(DomainState::judge(&[a, b], &[b, a]), Some(DomainState::Pointing));
        assert_eq!(DomainState::judge(&[a, b], &[a, c]), Some(DomainState::Astray));
        assert_eq!(DomainState::judge(&[a, b], &[]), Some(DomainState::Astray));
        assert_eq!(DomainState::judge(&[], &[a]), None);
    }
}
