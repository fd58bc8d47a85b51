//! Mails as the operator sees them: to whom, of what kind, and whether they went. Never what is in them.

use serde::{Deserialize, Serialize};

use super::moment::Moment;

/// Which mails to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    Waiting,
    /// Given up: the address takes no mail, or nobody took it twelve times.
    #[default]
    Failed,
    Sent,
}

impl MailState {
    /// In the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Failed, Self::Waiting, Self::Sent];

    /// The word in an address.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Failed => "failed",
            Self::Sent => "sent",
        }
    }

    /// The word on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Failed => "Failed",
            Self::Sent => "Sent",
        }
    }
}

impl std::str::FromStr for MailState {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.key() == text).ok_or(())
    }
}

/// A mail in the operator's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct MailCard {
    pub id: i64,
    pub to: String,
    /// "invitation", "security notice".
    pub kind: String,
    pub attempts: i64,
    /// When it is due, was given up, or went: what the list is sorted by.
    pub at: Moment,
    /// What the mail server said last.
    pub error: Option<String>,
}

/// One page of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailList {
    pub mails: Vec<MailCard>,
    /// Where the next page goes on, if there is one.
    pub next: Option<String>,
}
