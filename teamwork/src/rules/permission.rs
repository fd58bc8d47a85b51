//! The one policy function (law 3 of the domain): may this member do this? The page greys out with it, the act refuses
//! with it, the log records what it allowed.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::role::Role;

/// What a member wants to do in a Company. Facts that the rule needs and cannot know are inside the action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// Matrix row 2: the Company's name and who its Owners are.
    SeeCompany,
    /// Row 3: all members, roles and pending invitations.
    SeeTeam,
    /// Row 6.
    Leave { another_owner: bool },
    /// Rows 23–26.
    Invite(Role),
    /// Row 27: resend, edit, copy the link of or cancel an invitation for this role.
    ManageInvitation(Role),
    /// Rows 29–31 and 34.
    ChangeRole { from: Role, to: Role },
    /// Row 35.
    ChangeOwnRole { to: Role, another_owner: bool },
    /// Rows 32–34.
    Dismiss(Role),
    /// Row 37: the names of the Billing Contacts.
    SeeBilling,
    /// Row 37: the Billing Contacts in full, with address and payment method.
    SeeBillingDetails,
    /// Row 38.
    CreateBillingContact,
}

/// Why a member may not, with what to do instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Refusal {
    #[error("Only an Owner can do this. Ask an Owner of the Company.")]
    NeedsOwner,
    #[error("Only Owners and Admins can do this. Ask one of them.")]
    NeedsAdmin,
    #[error("This is open to Owners and Billing members. Ask an Owner of the Company.")]
    NeedsBilling,
    #[error("Only an Owner can change their own role.")]
    OwnerIsUntouchable,
    #[error("Nobody changes their own role. Ask an Owner of the Company.")]
    OwnRole,
    #[error("You are the last Owner. Invite another Owner first, and wait until they have accepted.")]
    LastOwner,
    #[error("Ownership has to be accepted. Invite this person as Owner instead.")]
    OwnershipIsAccepted,
    #[error("Nobody dismisses themself. Leave the Company instead.")]
    LeaveInstead,
}

/// Proof that the policy was asked and said yes. Only [`may`] makes one, and a writing act cannot end without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permit {
    action: Action,
    role: Role,
}

impl Permit {
    /// What was allowed.
    pub fn action(self) -> Action {
        self.action
    }

    /// The role that allowed it.
    pub fn role(self) -> Role {
        self.role
    }
}

/// May somebody with this role do this? Who has no role in the Company is never asked: for them it does not exist.
///
/// # Errors
/// The reason, and what to do instead.
pub fn may(role: Role, action: Action) -> Result<Permit, Refusal> {
    use Action::*;
    use Role::*;

    let answer = match (role, action) {
        (_, SeeCompany) => Ok(()),

        (Owner | Admin, SeeTeam) => Ok(()),
        (Developer | Billing, SeeTeam) => Err(Refusal::NeedsAdmin),

        (Owner, Leave { another_owner: false }) => Err(Refusal::LastOwner),
        (_, Leave { .. }) => Ok(()),

        (Owner, Invite(_) | ManageInvitation(_)) => Ok(()),
        (Admin, Invite(Admin | Developer) | ManageInvitation(Admin | Developer)) => Ok(()),
        (Admin, Invite(Owner | Billing) | ManageInvitation(Owner | Billing)) => Err(Refusal::NeedsOwner),
        (Developer | Billing, Invite(_) | ManageInvitation(_)) => Err(Refusal::NeedsAdmin),

        (_, ChangeRole { from: Owner, .. } | Dismiss(Owner)) => Err(Refusal::OwnerIsUntouchable),
        (Owner, ChangeRole { to: Owner, .. }) => Err(Refusal::OwnershipIsAccepted),
        (Owner, ChangeRole { .. } | Dismiss(_)) => Ok(()),
        (Admin, ChangeRole { from: Developer, to: Admin | Developer } | Dismiss(Developer)) => Ok(()),
        (Admin, ChangeRole { .. } | Dismiss(_)) => Err(Refusal::NeedsOwner),
        (Developer | Billing, ChangeRole { .. } | Dismiss(_)) => Err(Refusal::NeedsAdmin),

        (Owner, ChangeOwnRole { another_owner: false, .. }) => Err(Refusal::LastOwner),
        (Owner, ChangeOwnRole { to: Admin, .. }) => Ok(()),
        (_, ChangeOwnRole { .. }) => Err(Refusal::OwnRole),

        (Owner | Admin | Billing, SeeBilling) => Ok(()),
        (Owner | Billing, SeeBillingDetails) => Ok(()),
        (Developer, SeeBilling) | (Admin | Developer, SeeBillingDetails) => Err(Refusal::NeedsBilling),
        (Owner, CreateBillingContact) => Ok(()),
        (Admin | Developer | Billing, CreateBillingContact) => Err(Refusal::NeedsOwner),
    };
    answer.map(|()| Permit { action, role })
}
