//! Mails that are a preference (the P of the table of mails): who does not want them mutes them.

use serde::{Deserialize, Serialize};

/// A kind of mail that can be muted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// M7.
    Joined,
    /// M5r: mine to send, the invited person's to get.
    InvitationReminder,
    /// M36.
    AppEvents,
}

impl Notice {
    /// In the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Joined, Self::InvitationReminder, Self::AppEvents];

    /// The word in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Joined => "joined",
            Self::InvitationReminder => "invitation_reminder",
            Self::AppEvents => "app_events",
        }
    }
}

/// What a person wants to be mailed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[expect(clippy::struct_excessive_bools, reason = "four boxes, each ticked or not")]
pub struct Preferences {
    /// M7: somebody joined a Company of mine.
    pub joined: bool,
    /// M5r: who does not answer my invitation is reminded once.
    pub invitation_reminder: bool,
    /// M36: an App was created, deleted, scaled or moved.
    pub app_events: bool,
    /// M39. Nobody has it who did not ask for it (S33).
    pub newsletter: bool,
}

impl Preferences {
    /// Whether the mails of this kind are wanted.
    pub const fn wants(self, notice: Notice) -> bool {
        match notice {
            Notice::Joined => self.joined,
            Notice::InvitationReminder => self.invitation_reminder,
            Notice::AppEvents => self.app_events,
        }
    }
}
