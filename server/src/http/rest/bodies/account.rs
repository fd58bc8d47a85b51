//! My account.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teamwork::rules::{account::View, notice::Preferences, token::Scope};

use crate::http::rest::ask::Example;

/// My new name.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewName {
    pub first_name: String,
    #[serde(default)]
    pub last_name: String,
}

impl Example for NewName {
    fn example() -> Self {
        Self { first_name: "Kevin".into(), last_name: "Flynn".into() }
    }
}

/// My time zone.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewZone {
    /// A name of the IANA, or nothing for the one of the house.
    pub time_zone: String,
}

impl Example for NewZone {
    fn example() -> Self {
        Self { time_zone: "Europe/Berlin".into() }
    }
}

/// My new address; it becomes mine when the link mailed to it is pressed.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAddress {
    pub email: String,
}

impl Example for NewAddress {
    fn example() -> Self {
        Self { email: "kevin@flynn.example".into() }
    }
}

/// A new token.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for, in your words.
    pub label: String,
    pub scopes: Vec<Scope>,
    /// Its last day, UTC.
    pub expires_on: String,
}

impl NewToken {
    /// The scopes as the act takes them.
    pub fn words(&self) -> String {
        self.scopes.iter().map(|scope| scope.key()).collect::<Vec<_>>().join(" ")
    }
}

impl Example for NewToken {
    fn example() -> Self {
        Self { label: "Nightly report".into(), scopes: vec![Scope::Read], expires_on: "2027-01-31".into() }
    }
}

/// Which mails I want.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "four boxes, each ticked or not")]
pub struct NewPreferences {
    /// Somebody joined a Company of mine.
    pub joined: bool,
    /// Who does not answer my invitation is reminded once.
    pub invitation_reminder: bool,
    /// An App was created, deleted, scaled or moved.
    pub app_events: bool,
    pub newsletter: bool,
}

impl From<NewPreferences> for Preferences {
    fn from(new: NewPreferences) -> Self {
        let NewPreferences { joined, invitation_reminder, app_events, newsletter } = new;
        Self { joined, invitation_reminder, app_events, newsletter }
    }
}

impl Example for NewPreferences {
    const NEVER_FLAWED: bool = true;

    fn example() -> Self {
        Self { joined: true, invitation_reminder: true, app_events: false, newsletter: false }
    }
}

/// How I want to see the pages.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewView {
    pub view: View,
}

impl Example for NewView {
    const NEVER_FLAWED: bool = true;

    fn example() -> Self {
        Self { view: View::Client }
    }
}
