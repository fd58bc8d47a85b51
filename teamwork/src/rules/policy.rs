//! Policies of a Company (row 4): whom it invites, and for how long Developers keep access.

use serde::{Deserialize, Serialize};

use super::{
    moment::{DAY, Moment},
    problem::{Field, Flaw, Flaws, Problem, Why},
    role::Role,
    text::Email,
};

/// How many domains a Company can name.
const DOMAINS_MAX: u16 = 20;
/// The longest limit that can be set, in days.
const DAYS_MAX: u16 = 1_000;

/// What an Owner has decided. Members keep what they have; what comes later obeys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Policies {
    /// Team invitations go only to addresses at these domains; none for anybody. Payment requests to clients are not meant.
    pub invitation_domains: Vec<String>,
    /// The access of Developers ends after so many days at most; 0 for no limit.
    pub developer_days: u16,
}

impl Policies {
    /// Reads both as they were typed. Domains have white space or commas between them; nothing typed is no limit.
    ///
    /// # Errors
    /// Everything that is wrong with them, at once.
    pub fn read(domains: &str, days: &str) -> Result<Self, Problem> {
        let mut flaws = Flaws::default();
        let (domains, days) = (flaws.keep(read_domains(domains)), flaws.keep(read_days(days)));
        match (domains, days) {
            (Some(invitation_domains), Some(developer_days)) => Ok(Self { invitation_domains, developer_days }),
            _ => Err(flaws.into_problem()),
        }
    }

    /// The domains as one line.
    pub fn domains(&self) -> String {
        self.invitation_domains.join(" ")
    }

    /// Whether an address may be invited to the team.
    pub fn invites(&self, email_key: &str) -> bool {
        let domain = email_key.rsplit_once('@').map_or("", |(_, domain)| domain);
        self.invitation_domains.is_empty() || self.invitation_domains.iter().any(|known| known == domain)
    }

    /// When the access of somebody with this role ends at the latest, if it is given now. Like every last day it ends with
    /// its last millisecond, UTC.
    pub fn latest_end(&self, role: Role, now: Moment) -> Option<Moment> {
        let limited = role == Role::Developer && self.developer_days > 0;
        let today = now.millis().div_euclid(DAY) * DAY;
        limited.then(|| Moment::from_millis(today + (i64::from(self.developer_days) + 1) * DAY - 1))
    }

    /// The end that is given to somebody with this role: the one that is wished for, or the latest when nothing is.
    ///
    /// # Errors
    /// When the wish is later than the policy allows.
    pub fn end_of(&self, role: Role, wish: Option<Moment>, now: Moment) -> Result<Option<Moment>, Flaw> {
        match (self.latest_end(role, now), wish) {
            (None, wish) => Ok(wish),
            (Some(latest), None) => Ok(Some(latest)),
            (Some(latest), Some(wish)) if wish <= latest => Ok(Some(wish)),
            _ => Err(Flaw { field: Field::EndsOn, why: Why::BeyondPolicy(self.developer_days) }),
        }
    }

    /// The end that somebody with this role gets who was offered this one, or none, when that was allowed still.
    pub fn capped(&self, role: Role, offered: Option<Moment>, now: Moment) -> Option<Moment> {
        match (self.latest_end(role, now), offered) {
            (Some(latest), offered) => Some(offered.map_or(latest, |offered| offered.min(latest))),
            (None, offered) => offered,
        }
    }

    /// How it reads in the log.
    pub fn line(&self) -> String {
        let domains = if self.invitation_domains.is_empty() { "any domain".to_owned() } else { self.domains() };
        match self.developer_days {
            0 => format!("{domains}, no limit"),
            days => format!("{domains}, {days} days"),
        }
    }
}

fn read_domains(text: &str) -> Result<Vec<String>, Flaw> {
    let flaw = |why| Flaw { field: Field::InvitationDomains, why };
    let mut domains = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()) {
        let domain = word.trim_start_matches('@').to_ascii_lowercase();
        // What an address can be at is a domain here.
        Email::parse(Field::InvitationDomains, &format!("x@{domain}")).map_err(|_| flaw(Why::NotDomains))?;
        if !domains.contains(&domain) {
            domains.push(domain);
        }
    }
    if domains.len() > usize::from(DOMAINS_MAX) { Err(flaw(Why::Full(DOMAINS_MAX))) } else { Ok(domains) }
}

fn read_days(text: &str) -> Result<u16, Flaw> {
    let days = if text.trim().is_empty() { Some(0) } else { text.trim().parse::<u16>().ok() };
    let why = Why::NotZeroOrInRange(1, u32::from(DAYS_MAX));
    days.filter(|days| *days <= DAYS_MAX).ok_or(Flaw { field: Field::DeveloperDays, why })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 21 Nov 2026, 12:00 UTC.
    const NOON: Moment = Moment::from_millis(1_795_262_400_000);

    #[test]
    fn domains_are_read_as_people_write_them() {
        let read = Policies::read(" @Acme.example,acme.example\n flynn.example ", " 90 ").unwrap();
        assert_eq!(read.invitation_domains, ["acme.example", "flynn.example"]);
        assert_eq!(read.developer_days, 90);
        assert_eq!(Policies::read("", "").unwrap(), Policies::default());
        for bad in ["acme", "a@b.example", "https://acme.example", "*.example"] {
            let flaw = Policies::read(bad, "").unwrap_err().flaw(Field::InvitationDomains);
            assert_eq!(flaw, Some(Why::NotDomains), "{bad}");
        }
        let many: Vec<_> = (0..=DOMAINS_MAX).map(|number| format!("d{number}.example")).collect();
        assert_eq!(
            Policies::read(&many.join(" "), "").unwrap_err().flaw(Field::InvitationDomains),
            Some(Why::Full(20))
        );
        for bad in ["-1", "1001", "7.5", "a"] {
            assert!(Policies::read("", bad).unwrap_err().flaw(Field::DeveloperDays).is_some(), "{bad}");
        }
    }

    #[test]
    fn an_address_is_invited_at_its_very_domain() {
        let acme = Policies::read("acme.example", "").unwrap();
        assert!(acme.invites("ada@acme.example"));
        for other in ["ada@evil-acme.example", "ada@sub.acme.example", "acme.example@evil.example", "acme.example"] {
            assert!(!acme.invites(other), "{other}");
        }
        assert!(Policies::default().invites("anybody@anywhere.example"));
    }

    #[test]
    fn a_developer_gets_the_latest_end_or_an_earlier_one() {
        let week = Policies { developer_days: 7, ..Policies::default() };
        let latest = week.latest_end(Role::Developer, NOON).unwrap();
        assert_eq!(latest.to_sentence(), "28 Nov 2026, 23:59 UTC");
        assert_eq!(week.end_of(Role::Developer, None, NOON), Ok(Some(latest)));
        assert_eq!(week.end_of(Role::Developer, Some(latest), NOON), Ok(Some(latest)));
        assert_eq!(week.end_of(Role::Developer, Some(latest.plus(-DAY)), NOON), Ok(Some(latest.plus(-DAY))));
        let flaw = Flaw { field: Field::EndsOn, why: Why::BeyondPolicy(7) };
        assert_eq!(week.end_of(Role::Developer, Some(latest.plus(1)), NOON), Err(flaw));
        // The others have none, and neither has a Company without the policy.
        assert_eq!(week.end_of(Role::Admin, None, NOON), Ok(None));
        assert_eq!(Policies::default().end_of(Role::Developer, None, NOON), Ok(None));
    }
}
