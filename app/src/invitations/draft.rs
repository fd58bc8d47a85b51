//! What is being written into the invite form.

use leptos::prelude::*;
use teamwork::rules::{
    invitation::{InviteOutcome, Invited},
    problem::Field,
    role::Role,
    text::{Email, split_addresses},
};

use crate::{
    form::FormState,
    parts::{Figure, Picture, Tie},
};

/// Addresses and role, before they are sent.
#[derive(Clone, Copy)]
pub struct Draft {
    /// What became a chip.
    pub chips: RwSignal<Vec<String>>,
    /// What still stands in the box.
    pub rest: RwSignal<String>,
    pub role: RwSignal<Role>,
    /// A member to whom another role is offered, and what they are now.
    member: StoredValue<Option<(String, Role)>>,
}

/// What the way to the form proposes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    pub address: Option<String>,
    pub role: Option<Role>,
    /// The role they have now, when they are a member.
    pub now: Option<Role>,
}

impl Draft {
    /// Begins with what was typed before the page was shown again, else with what the link to the form proposed.
    pub fn new(state: FormState, Proposal { address, role, now }: Proposal) -> Self {
        let role = state.typed(Field::Role.name()).and_then(|typed| typed.parse().ok()).or(role);
        Self {
            chips: RwSignal::new(Vec::new()),
            member: StoredValue::new(address.clone().zip(now)),
            rest: RwSignal::new(state.typed(Field::Addresses.name()).or(address).unwrap_or_default()),
            role: RwSignal::new(role.unwrap_or(Role::Developer)),
        }
    }

    /// Makes chips of a text. An address that has one already is left out.
    pub fn take(self, text: &str) {
        let new = split_addresses(text);
        self.chips.update(|chips| {
            for address in new {
                if !chips.iter().any(|known| known.eq_ignore_ascii_case(&address)) {
                    chips.push(address);
                }
            }
        });
        self.rest.set(String::new());
    }

    /// Everything that will be sent.
    pub fn all(self) -> Vec<String> {
        let mut all = self.chips.get();
        all.extend(split_addresses(&self.rest.get()));
        all
    }

    /// What of it can be mailed to.
    pub fn addresses(self) -> Vec<String> {
        self.all().into_iter().filter(|text| is_address(text)).collect()
    }

    /// After sending: what was not an address stays, to be put right.
    pub fn keep_flawed(self, sent: &[Invited]) {
        let flawed = sent.iter().filter(|one| matches!(one.outcome, InviteOutcome::Flawed(_)));
        self.chips.set(flawed.map(|one| one.address.clone()).collect());
        self.rest.set(String::new());
    }

    /// How the Company looks before and after the acceptance.
    pub fn pictures(self, mine: Role, company: &str) -> [Picture; 2] {
        let (all, role) = (self.addresses(), self.role.get());
        let guest = |tie| match all.as_slice() {
            [] => Figure::other("Somebody", tie),
            [one] => Figure::other(one.clone(), tie),
            many => Figure::many(many.len(), tie),
        };
        let picture = |when, caption, tie| Picture {
            when,
            caption,
            company: company.to_owned(),
            left: Figure::you(Tie::Is(Some(mine))),
            right: Some(guest(tie)),
            invites: matches!(tie, Tie::Becomes(_)),
        };
        let (who, is) = match all.as_slice() {
            [] => ("Somebody".to_owned(), "is"),
            [one] => (one.clone(), "is"),
            many => (format!("{} people", many.len()), "are"),
        };
        let what = if all.len() > 1 { format!("{role}s") } else { role.with_article().to_owned() };
        let member = self.member.get_value().filter(|(address, _)| all.as_slice() == [address.as_str()]);
        let before = match member {
            None => picture("Before", format!("{who} {is} not part of {company}"), Tie::Outside),
            Some((_, now)) => {
                picture("Before", format!("{who} {is} {} of {company}", now.with_article()), Tie::Is(Some(now)))
            }
        };
        [before, picture("After", format!("{who} {is} {what} of {company}"), Tie::Becomes(role))]
    }
}

/// Whether this can be mailed to.
pub fn is_address(text: &str) -> bool {
    Email::parse(Field::Addresses, text).is_ok()
}

/// Whether what stands in the box is complete: it was pasted, or a separator was typed behind an address.
pub fn is_complete(before: &str, now: &str) -> bool {
    let was_pasted = now.chars().count() > before.chars().count() + 1 && now.contains('@');
    let ends = now.ends_with([',', ';', '\n']) || (now.ends_with(char::is_whitespace) && now.contains('@'));
    was_pasted || (ends && !now.trim_matches([',', ';', ' ', '\n']).is_empty())
}

#[cfg(test)]
mod tests {
    use super::is_complete;

    #[test]
    fn an_address_is_complete_when_it_was_pasted_or_left() {
        assert!(is_complete("", "ada@acme.example"));
        assert!(is_complete("ada@acme.example", "ada@acme.example,"));
        assert!(is_complete("ada@acme.example", "ada@acme.example "));
        assert!(!is_complete("ad", "ada"));
        assert!(!is_complete("Grace", "Grace "));
        assert!(!is_complete("", ","));
    }
}
