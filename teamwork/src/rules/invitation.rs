//! Team invitations (4.1): pending → accepted | declined | expired | cancelled.

use serde::{Deserialize, Serialize};

use super::{
    assignment::AppRef,
    id::{AppId, InvitationId},
    moment::{DAY, Moment},
    problem::{Gone, Why},
    role::Role,
};

/// How long an invitation lives when the operator sets nothing else (S18).
pub const INVITATION_LIFE: i64 = 7 * DAY;
/// How many addresses one submission may hold.
pub const ADDRESSES_MAX: u16 = 20;
/// The longest note, in characters.
pub const NOTE_MAX: u16 = 500;

/// What is offered to whoever is invited, as it is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub role: Role,
    pub note: String,
    /// The Apps of a Developer; the other roles reach all, or none.
    pub apps: Vec<AppId>,
    /// The last day of access, or nothing. Owners have none.
    pub ends_on: String,
}

impl Offer {
    /// A role and a note, without Apps and without an end.
    pub fn plain(role: Role, note: &str) -> Self {
        Self { role, note: note.to_owned(), apps: Vec::new(), ends_on: String::new() }
    }
}

/// What became of an invitation, as it is stored. Expiry is not stored: the deadline tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
pub enum InvitationState {
    Pending,
    Accepted,
    Declined,
    Cancelled,
    /// The clock has passed the deadline and the sender was told (M9). It can be renewed.
    Expired,
}

impl InvitationState {
    /// May this invitation still be answered at `now`?
    ///
    /// # Errors
    /// What became of it instead.
    pub fn answerable(self, expires_at: Moment, now: Moment) -> Result<(), Gone> {
        match self {
            Self::Pending if now < expires_at => Ok(()),
            Self::Pending | Self::Expired => Err(Gone::InvitationExpired),
            Self::Accepted => Err(Gone::InvitationAccepted),
            Self::Declined => Err(Gone::InvitationDeclined),
            Self::Cancelled => Err(Gone::InvitationWithdrawn),
        }
    }

    /// May the sender still resend, edit or cancel it? An expired one is renewed by resending.
    ///
    /// # Errors
    /// What became of it instead.
    pub fn manageable(self) -> Result<(), Gone> {
        match self {
            Self::Pending | Self::Expired => Ok(()),
            Self::Accepted => Err(Gone::InvitationAccepted),
            Self::Declined => Err(Gone::InvitationDeclined),
            Self::Cancelled => Err(Gone::InvitationWithdrawn),
        }
    }
}

/// One row of the pending list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct InvitationCard {
    pub id: InvitationId,
    pub email: String,
    pub role: Role,
    pub note: Option<String>,
    /// The full name of who sent it.
    pub inviter: String,
    pub sent_at: Moment,
    pub expires_at: Moment,
    pub expired: bool,
    /// The Apps of a Developer that are still there.
    pub apps: Vec<AppRef>,
    /// When the access will end by itself.
    pub ends_at: Option<Moment>,
    /// Whether the mail reached the receiving server.
    pub delivered: bool,
    pub bounced: bool,
}

impl InvitationCard {
    /// The place behind this row, from which the next page begins.
    pub fn cursor(&self) -> String {
        format!("{}.{}", self.sent_at.millis(), self.id)
    }
}

/// One page of the pending list, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationPage {
    pub invitations: Vec<InvitationCard>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// An invitation of mine, shown where I am signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct MyInvitation {
    pub id: InvitationId,
    pub company: String,
    pub role: Role,
    pub inviter: String,
    pub expires_at: Moment,
    /// Whether I am a member already: then it offers ownership (S14).
    pub is_member: bool,
}

/// What the accept page shows: who asks whom for what, and how the reader stands to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    pub company: String,
    pub role: Role,
    pub inviter: String,
    pub note: Option<String>,
    /// The address it was sent to.
    pub email: String,
    pub expires_at: Moment,
    /// The names of the Apps of a Developer.
    pub apps: Vec<String>,
    /// When the access will end by itself.
    pub ends_at: Option<Moment>,
    pub reader: Reader,
}

/// How the reader of an invitation stands to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reader {
    /// Signed in with the invited, confirmed address: can accept at once.
    Invited,
    /// Signed in with the invited address that is not confirmed yet.
    Unconfirmed,
    /// Signed in with another address.
    WrongAccount { email: String },
    /// Signed in with the invited address and already in this Company with this or a higher role.
    AlreadyMember { slug: String },
    /// Not signed in, with the mailed link; the invited address has an account.
    SignIn,
    /// Not signed in, with the mailed link, which proves the mailbox of an address that has no account; or with a copied
    /// one, which proves nothing, and does not say whether the address has an account.
    SignUp { proven: bool },
}

/// What became of one address of a batch. Partial success is normal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// The address as it was typed.
    pub address: String,
    pub outcome: InviteOutcome,
}

/// What became of one invited address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InviteOutcome {
    Sent,
    /// Was a member with another role, and the inviter may change it (S28).
    RoleChanged,
    /// Was a Developer already, and got the Apps (S28).
    AppsAdded,
    /// Was a member with this role already, and got the last day (S28).
    EndSet,
    /// Is a member with this role already.
    AlreadyMember,
    /// Is a member with a role that is not the inviter's to change.
    OtherRole,
    /// There is an open invitation; resend or edit it instead.
    AlreadyInvited,
    /// The inviter's own address (S26).
    Yourself,
    /// Is an Owner already; nobody else changes that (R22).
    AlreadyOwner,
    /// Not an address.
    Flawed(Why),
    /// At none of the domains that the Company invites (row 4).
    OtherDomain,
    /// This address was invited too often today.
    TooOften,
}

impl InviteOutcome {
    /// Whether anything came of it.
    pub const fn changes(self) -> bool {
        matches!(self, Self::Sent | Self::RoleChanged | Self::AppsAdded | Self::EndSet)
    }

    /// The words beside the address.
    pub fn sentence(self) -> String {
        match self {
            Self::Sent => "Invitation sent".into(),
            Self::RoleChanged => "Was a member already; the role was changed".into(),
            Self::AppsAdded => "Was a Developer already; the Apps were added".into(),
            Self::EndSet => "Was a member with this role already; the last day was set".into(),
            Self::AlreadyMember => "Is a member with this role already".into(),
            Self::OtherRole => "Is a member already; an Owner can change the role".into(),
            Self::AlreadyInvited => "Has an open invitation; resend or edit it in the list".into(),
            Self::Yourself => "That is you".into(),
            Self::AlreadyOwner => "Is an Owner already".into(),
            Self::Flawed(why) => why.to_string(),
            Self::OtherDomain => {
                "Is at none of the domains that this Company invites; an Owner can add one in its settings".into()
            }
            Self::TooOften => "Was invited too often today; try again tomorrow".into(),
        }
    }
}
