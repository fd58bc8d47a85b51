//! What a platform is told of an entry of the log. The list of entries stands in the schema too, as a trigger on the log.

use super::WebhookEvent::{self, AccessGranted, AccessRevoked};
use crate::rules::{log::Event, role::Role};

/// Of an entry, what decides what is told.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    pub event: Event,
    pub target: Option<&'a str>,
    pub before: Option<&'a str>,
    pub after: Option<&'a str>,
}

/// One message about an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Something of an App, without more to say.
    App(WebhookEvent),
    /// The plan of an App: before and after.
    Plan(WebhookEvent, Option<String>, Option<String>),
    /// The releases that visitors see: before and after.
    Release(Option<i64>, Option<i64>),
    /// A role in a Company, and with it what its Apps hold.
    Role { event: WebhookEvent, role: Option<Role>, previous: Option<Role> },
    /// The names of Apps that a Developer reaches, or no longer.
    Apps(WebhookEvent, Vec<String>),
    /// Everybody who was in a Company that is gone.
    Everybody,
    /// A key of a person, by its fingerprint.
    Key(WebhookEvent, Option<String>),
    /// A deploy key of an App, by its fingerprint.
    DeployKey(WebhookEvent, Option<String>),
    /// All keys of a person who has closed their account.
    AllKeys,
}

impl Told {
    /// The word it is sent under.
    pub const fn event(&self) -> WebhookEvent {
        match self {
            Self::App(event)
            | Self::Plan(event, ..)
            | Self::Role { event, .. }
            | Self::Apps(event, _)
            | Self::Key(event, _)
            | Self::DeployKey(event, _) => *event,
            Self::Release(..) => WebhookEvent::AppDeployed,
            Self::Everybody | Self::AllKeys => AccessRevoked,
        }
    }
}

/// Everything that is told of an entry, in this order. Of most entries it is nothing.
pub fn told(said: Said) -> Vec<Told> {
    let Said { event, target, before, after } = said;
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let one = match event {
        Event::AppCreated => Told::Plan(WebhookEvent::AppCreated, None, owned(after)),
        Event::AppPaid => Told::Plan(WebhookEvent::AppScaled, Some("trial".into()), owned(after)),
        Event::AppConfigured => Told::App(WebhookEvent::AppConfigured),
        Event::AppScaled => Told::Plan(WebhookEvent::AppScaled, owned(before), owned(after)),
        Event::AppDeployed | Event::AppRolledBack => Told::Release(number(before), number(after)),
        // Each of the two Companies has an entry; the one in which the App arrives is told of.
        Event::AppMoved | Event::AppHandedOver if after.is_some() => Told::App(WebhookEvent::AppMoved),
        Event::AppDeleted => Told::App(WebhookEvent::AppDeleted),
        Event::CompanySetUp => Told::Role { event: AccessGranted, role: Some(Role::Owner), previous: None },
        Event::InvitationAccepted | Event::AccessGranted => {
            Told::Role { event: AccessGranted, role: role(after), previous: None }
        }
        Event::RoleChanged => {
            let (previous, role) = (role(before), role(after));
            let event = if reach(role) < reach(previous) { AccessRevoked } else { AccessGranted };
            Told::Role { event, role, previous }
        }
        Event::MemberDismissed | Event::MemberLeft | Event::MembershipEnded => {
            Told::Role { event: AccessRevoked, role: None, previous: role(before) }
        }
        Event::AppsAssigned => {
            let apps = |event, names: Option<&str>| {
                let names: Vec<String> = names.unwrap_or_default().split_whitespace().map(str::to_owned).collect();
                (!names.is_empty()).then_some(Told::Apps(event, names))
            };
            return [apps(AccessRevoked, before), apps(AccessGranted, after)].into_iter().flatten().collect();
        }
        Event::CompanyDeleted => Told::Everybody,
        Event::KeyAdded => Told::Key(AccessGranted, owned(target)),
        Event::KeyRemoved => Told::Key(AccessRevoked, owned(target)),
        Event::DeployKeyAdded => Told::DeployKey(AccessGranted, owned(after)),
        Event::DeployKeyRemoved => Told::DeployKey(AccessRevoked, owned(before)),
        Event::AccountClosed => Told::AllKeys,
        _ => return Vec::new(),
    };
    vec![one]
}

fn number(text: Option<&str>) -> Option<i64> {
    text.and_then(|text| text.parse().ok())
}

fn role(key: Option<&str>) -> Option<Role> {
    key.and_then(|key| key.parse().ok())
}

/// How much code somebody reaches: none, that of Apps they are assigned to, all.
const fn reach(role: Option<Role>) -> u8 {
    match role {
        None | Some(Role::Billing) => 0,
        Some(Role::Developer) => 1,
        Some(Role::Admin | Role::Owner) => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(event: Event, before: Option<&str>, after: Option<&str>) -> Vec<Told> {
        told(Said { event, target: None, before, after })
    }

    #[test]
    fn the_schema_queues_exactly_what_is_told_of() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations");
        for engine in ["sqlite", "postgres"] {
            let schema = std::fs::read_to_string(format!("{root}/{engine}/0020_webhooks.sql")).unwrap();
            let (_, trigger) = schema.split_once("CREATE TRIGGER log_is_told_of").unwrap();
            for event in Event::ALL {
                let is_told = !of(*event, Some("a"), Some("b")).is_empty();
                assert_eq!(trigger.contains(&format!("'{}'", event.key())), is_told, "{engine}: {}", event.key());
            }
        }
    }

    #[test]
    fn a_move_is_told_once_where_the_app_arrives() {
        for event in [Event::AppMoved, Event::AppHandedOver] {
            assert_eq!(of(event, Some("acme"), None), []);
            assert_eq!(of(event, None, Some("initech")), [Told::App(WebhookEvent::AppMoved)]);
        }
    }

    #[test]
    fn a_role_grants_or_revokes_by_how_much_code_it_reaches() {
        let change = |before, after| of(Event::RoleChanged, before, after)[0].event();
        for (before, after, told) in [
            (Some("developer"), "admin", AccessGranted),
            (Some("billing"), "developer", AccessGranted),
            (None, "owner", AccessGranted),
            (Some("owner"), "admin", AccessGranted),
            (Some("admin"), "developer", AccessRevoked),
            (Some("developer"), "billing", AccessRevoked),
            (Some("owner"), "billing", AccessRevoked),
        ] {
            assert_eq!(change(before, Some(after)), told, "{before:?} to {after}");
        }
    }

    #[test]
    fn apps_taken_and_given_at_once_are_two_messages() {
        let both = of(Event::AppsAssigned, Some("a b"), Some("c"));
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(both, [Told::Apps(AccessRevoked, names(&["a", "b"])), Told::Apps(AccessGranted, names(&["c"]))]);
        assert_eq!(of(Event::AppsAssigned, None, Some("c")).len(), 1);
    }
}
