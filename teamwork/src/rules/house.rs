//! What the operator decides about how long things last. The pages of the operator change it, every act obeys it.

use serde::{Deserialize, Serialize};

use super::{
    invitation::INVITATION_LIFE,
    moment::{DAY, Moment},
    problem::{Field, Flaw, Why},
    request::REQUEST_LIFE,
    text::Line,
};

/// The deadlines of this house, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseRules {
    /// How long a team invitation lives (S18).
    pub invitation_life: i64,
    /// How long a trial runs.
    pub trial_life: i64,
    /// How long an App whose trial has ended is kept (4.3).
    pub trial_grace: i64,
    /// How long the name of a deleted App is blocked (E51).
    pub name_block: i64,
    /// How long a recovery of ownership waits (3.2).
    pub recovery_wait: i64,
    /// How long a payment request lives, when its sender says nothing else (S18).
    pub request_life: i64,
}

impl Default for HouseRules {
    fn default() -> Self {
        Self {
            invitation_life: INVITATION_LIFE,
            trial_life: 7 * DAY,
            trial_grace: 7 * DAY,
            name_block: 7 * DAY,
            recovery_wait: 14 * DAY,
            request_life: REQUEST_LIFE,
        }
    }
}

/// One thing that the operator sets on the pages or the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    Name,
    InvitationDays,
    TrialDays,
    TrialGraceDays,
    NameBlockDays,
    RecoveryDays,
    RequestDays,
}

impl Setting {
    /// In the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::InvitationDays,
        Self::TrialDays,
        Self::TrialGraceDays,
        Self::NameBlockDays,
        Self::RecoveryDays,
        Self::RequestDays,
    ];

    /// The word in the database, in the log and on the command line.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::InvitationDays => "invitation_days",
            Self::TrialDays => "trial_days",
            Self::TrialGraceDays => "trial_grace_days",
            Self::NameBlockDays => "name_block_days",
            Self::RecoveryDays => "recovery_days",
            Self::RequestDays => "request_days",
        }
    }

    /// The words on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "Name of this house",
            Self::InvitationDays => "Days until an invitation expires",
            Self::TrialDays => "Days a trial runs",
            Self::TrialGraceDays => "Days an App is kept after its trial",
            Self::NameBlockDays => "Days the name of a deleted App stays blocked",
            Self::RecoveryDays => "Days a recovery of ownership waits",
            Self::RequestDays => "Days until a client's payment request expires",
        }
    }

    /// What it changes, and for whom.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Name => "Stands at the foot of every page.",
            Self::InvitationDays => "1 to 30. Counts for invitations sent from now on.",
            Self::TrialDays => "1 to 90. Counts for trials begun from now on.",
            Self::TrialGraceDays => "1 to 90. Counts for all Apps whose trial is over.",
            Self::NameBlockDays => "1 to 365. Counts for Apps deleted from now on.",
            Self::RecoveryDays => "3 to 90. Counts for recoveries requested from now on.",
            Self::RequestDays => "1 to 30. Counts for requests sent from now on; who sends one can choose.",
        }
    }

    /// Reads a value; white space around it is forgiven. Answers it as it is kept.
    ///
    /// # Errors
    /// When it is no name, no whole number, or outside of what is sensible.
    pub fn read(self, text: &str) -> Result<String, Flaw> {
        let (least, most) = match self {
            Self::Name => return Line::parse(Field::Value, text, 40).map(|line| line.to_string()),
            Self::InvitationDays | Self::RequestDays => (1, 30),
            Self::TrialDays | Self::TrialGraceDays => (1, 90),
            Self::NameBlockDays => (1, 365),
            Self::RecoveryDays => (3, 90),
        };
        let days = text.trim().parse::<u32>().ok().filter(|days| (least..=most).contains(days));
        days.map(|days| days.to_string()).ok_or(Flaw { field: Field::Value, why: Why::NotInRange(least, most) })
    }
}

impl std::str::FromStr for Setting {
    type Err = Flaw;
    fn from_str(text: &str) -> Result<Self, Flaw> {
        let found = Self::ALL.into_iter().find(|setting| setting.key() == text);
        found.ok_or(Flaw { field: Field::Value, why: Why::NotASetting })
    }
}

/// Everything the operator has chosen, or would have had without choosing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// What this house is called.
    pub name: String,
    pub rules: HouseRules,
}

impl Chosen {
    /// What counts until the operator chooses. `invitation_life` comes from the settings of the server.
    pub fn before(invitation_life: i64) -> Self {
        Self { name: "Warren".into(), rules: HouseRules { invitation_life, ..HouseRules::default() } }
    }

    /// The value of one setting, as it is typed.
    pub fn get(&self, setting: Setting) -> String {
        let rules = &self.rules;
        let life = match setting {
            Setting::Name => return self.name.clone(),
            Setting::InvitationDays => rules.invitation_life,
            Setting::TrialDays => rules.trial_life,
            Setting::TrialGraceDays => rules.trial_grace,
            Setting::NameBlockDays => rules.name_block,
            Setting::RecoveryDays => rules.recovery_wait,
            Setting::RequestDays => rules.request_life,
        };
        (life / DAY).to_string()
    }

    /// Takes over a value that was kept. One that no longer makes sense changes nothing.
    pub fn set(&mut self, setting: Setting, value: &str) {
        let Ok(value) = setting.read(value) else { return };
        let life = value.parse::<i64>().unwrap_or_default() * DAY;
        let rules = &mut self.rules;
        match setting {
            Setting::Name => self.name = value,
            Setting::InvitationDays => rules.invitation_life = life,
            Setting::TrialDays => rules.trial_life = life,
            Setting::TrialGraceDays => rules.trial_grace = life,
            Setting::NameBlockDays => rules.name_block = life,
            Setting::RecoveryDays => rules.recovery_wait = life,
            Setting::RequestDays => rules.request_life = life,
        }
    }
}

/// A setting with its present value, as the operator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct SettingCard {
    pub setting: Setting,
    pub value: String,
    /// When and by whom it was chosen; `None` while the default counts.
    pub changed_at: Option<Moment>,
    /// `None` for the command line.
    pub changed_by: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_keeps_to_its_limits() {
        for (setting, least, most) in [
            (Setting::InvitationDays, 1, 30),
            (Setting::TrialDays, 1, 90),
            (Setting::TrialGraceDays, 1, 90),
            (Setting::NameBlockDays, 1, 365),
            (Setting::RecoveryDays, 3, 90),
            (Setting::RequestDays, 1, 30),
        ] {
            let flaw = Err(Flaw { field: Field::Value, why: Why::NotInRange(least, most) });
            for good in [least, most] {
                assert_eq!(setting.read(&format!(" {good} ")), Ok(good.to_string()));
            }
            for bad in [(least - 1).to_string(), (most + 1).to_string(), String::new(), "-5".into(), "7.5".into()] {
                assert_eq!(setting.read(&bad), flaw, "{setting:?} {bad}");
            }
        }
    }

    #[test]
    fn what_is_set_is_what_is_got() {
        for setting in Setting::ALL {
            let mut chosen = Chosen::before(INVITATION_LIFE);
            let value = if setting == Setting::Name { "Rabbit Row" } else { "9" };
            chosen.set(setting, value);
            assert_eq!(chosen.get(setting), value);
            assert_eq!(setting.key().parse(), Ok(setting));
            let kept = chosen.clone();
            chosen.set(setting, "");
            assert_eq!(chosen, kept, "what makes no sense changes nothing");
        }
    }
}
