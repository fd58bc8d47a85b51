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
    /// Row 38: also bringing one back that was archived (4.5).
    CreateBillingContact,
    /// Row 39: payment method, address, invoice e-mail.
    ChangeBillingContact,
    /// Row 40 (S16). `owing` is whether an invoice of it is open.
    ArchiveBillingContact { last: bool, in_use: bool, owing: bool },
    /// Row 41: the invoice archive.
    SeeInvoices,
    /// Row 43.
    PayInvoice,
    /// Row 42: what the Apps cost.
    SeeCost,
    /// Row 4.
    ChangeCompany,
    /// Row 5.
    DeleteCompany,
    /// Row 7: everybody reads a part, see [`LogScope::of`](super::log::LogScope::of).
    SeeLog,
    /// Row 36: who has a second factor.
    SeeFactors,
    /// Row 8: an App with all that is technical.
    SeeApp { assigned: bool },
    /// Row 9.
    CreateApp,
    /// Row 10.
    UseBillingContact,
    /// Row 11.
    ConfigureApp { assigned: bool },
    /// Row 12.
    ScaleApp,
    /// Row 13.
    DeleteApp,
    /// Row 14: code access with the own key.
    AccessCode { assigned: bool },
    /// Row 15: deploy keys. `own` is whether the person added the key, and true for a new one.
    ManageDeployKey { assigned: bool, own: bool },
    /// Row 16: a trial of the Company becomes paid, with an existing Billing Contact.
    PayForApp,
    /// Row 17.
    ChangePayer,
    /// Row 18 (S9): `owner_there` is whether the person is an Owner of the other Company too.
    MoveApp { owner_there: bool },
    /// Row 28.
    AssignApps,
    /// The end date of a membership with this role: whoever may dismiss may also say when (4.4).
    SetEnd(Role),
    /// Rows 19 and 20: "Invite a client" for Apps that are trials, or also for paid ones (S10).
    InviteClient { trials: bool },
    /// Row 19, for who is no Owner: raising a request for paid Apps that an Owner confirms (S10).
    ProposeClient,
    /// Row 19: confirming or refusing what an Admin has proposed (S10).
    ConfirmRequest,
    /// Row 21: resend, re-address or withdraw a payment request. `own` is whether the person sent it.
    ManageRequest { own: bool },
}

impl Action {
    /// The word for it in the log of refusals.
    pub const fn key(self) -> &'static str {
        match self {
            Self::SeeCompany => "see_company",
            Self::SeeTeam => "see_team",
            Self::Leave { .. } => "leave",
            Self::Invite(_) => "invite",
            Self::ManageInvitation(_) => "manage_invitation",
            Self::ChangeRole { .. } => "change_role",
            Self::ChangeOwnRole { .. } => "change_own_role",
            Self::Dismiss(_) => "dismiss",
            Self::SeeBilling => "see_billing",
            Self::SeeBillingDetails => "see_billing_details",
            Self::CreateBillingContact => "create_billing_contact",
            Self::ChangeBillingContact => "change_billing_contact",
            Self::ArchiveBillingContact { .. } => "archive_billing_contact",
            Self::SeeInvoices => "see_invoices",
            Self::PayInvoice => "pay_invoice",
            Self::SeeCost => "see_cost",
            Self::ChangeCompany => "change_company",
            Self::DeleteCompany => "delete_company",
            Self::SeeLog => "see_log",
            Self::SeeFactors => "see_factors",
            Self::SeeApp { .. } => "see_app",
            Self::CreateApp => "create_app",
            Self::UseBillingContact => "use_billing_contact",
            Self::ConfigureApp { .. } => "configure_app",
            Self::ScaleApp => "scale_app",
            Self::DeleteApp => "delete_app",
            Self::AccessCode { .. } => "access_code",
            Self::ManageDeployKey { .. } => "manage_deploy_key",
            Self::PayForApp => "pay_for_app",
            Self::ChangePayer => "change_payer",
            Self::MoveApp { .. } => "move_app",
            Self::AssignApps => "assign_apps",
            Self::SetEnd(_) => "set_end",
            Self::InviteClient { .. } => "invite_client",
            Self::ProposeClient => "propose_client",
            Self::ConfirmRequest => "confirm_request",
            Self::ManageRequest { .. } => "manage_request",
        }
    }
}

impl Action {
    /// Does this make a Company larger or its Apps different? That rests while the operator has suspended the Company.
    /// Looking, going, dismissing, deleting and paying what is owed go on: nobody is locked in, and nobody is kept from
    /// settling it. Paying for a trial is none of that: from a pause by the operator only the operator leads out (4.3).
    pub const fn builds(self) -> bool {
        matches!(
            self,
            Self::Invite(_)
                | Self::CreateApp
                | Self::UseBillingContact
                | Self::ConfigureApp { .. }
                | Self::ScaleApp
                | Self::PayForApp
                | Self::MoveApp { .. }
                | Self::AssignApps
                | Self::InviteClient { .. }
                | Self::ProposeClient
        )
    }
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
    #[error("You are not assigned to this App. Ask an Owner or an Admin to assign you.")]
    NotAssigned,
    #[error("A Developer removes only the deploy keys they added. Ask an Owner or an Admin.")]
    OwnKeysOnly,
    #[error("Only an Owner of both Companies can move an App between them. Become an Owner of the other one first.")]
    NeedsOwnerThere,
    #[error("This trial is yours alone. Set up a Company first; it then holds the App.")]
    NeedsCompany,
    #[error("This is the last Billing Contact of the Company. Create another one first.")]
    LastBillingContact,
    #[error("Apps are paid by this Billing Contact. Move them to another one first.")]
    BillingContactInUse,
    #[error("An invoice of this Billing Contact is open. Pay it first.")]
    InvoicesOpen,
    #[error("The operator has suspended this Company. Ask the operator; nothing is lost meanwhile.")]
    CompanySuspended,
}

impl Refusal {
    /// The word for it in the log of refusals.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NeedsOwner => "needs_owner",
            Self::NeedsAdmin => "needs_admin",
            Self::NeedsBilling => "needs_billing",
            Self::OwnerIsUntouchable => "owner_is_untouchable",
            Self::OwnRole => "own_role",
            Self::LastOwner => "last_owner",
            Self::OwnershipIsAccepted => "ownership_is_accepted",
            Self::LeaveInstead => "leave_instead",
            Self::NotAssigned => "not_assigned",
            Self::OwnKeysOnly => "own_keys_only",
            Self::NeedsOwnerThere => "needs_owner_there",
            Self::NeedsCompany => "needs_company",
            Self::LastBillingContact => "last_billing_contact",
            Self::BillingContactInUse => "billing_contact_in_use",
            Self::InvoicesOpen => "invoices_open",
            Self::CompanySuspended => "company_suspended",
        }
    }
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

/// May somebody do this with a trial of their own, that no Company holds (the column N of the matrix, S6)? Whatever is
/// about a Company needs one first, and so does a larger plan: a trial that costs nobody anything stays small (row 12).
///
/// # Errors
/// That it needs a Company.
pub fn may_with_own(action: Action) -> Result<(), Refusal> {
    use Action::*;
    match action {
        SeeApp { .. }
        | ConfigureApp { .. }
        | AccessCode { .. }
        | ManageDeployKey { .. }
        | DeleteApp
        | SeeCost
        | SeeLog
        | InviteClient { .. }
        | ManageRequest { .. } => Ok(()),
        _ => Err(Refusal::NeedsCompany),
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

        (Owner | Admin, SeeTeam | SeeFactors) => Ok(()),
        (Developer | Billing, SeeTeam | SeeFactors) => Err(Refusal::NeedsAdmin),

        (Owner, Leave { another_owner: false }) => Err(Refusal::LastOwner),
        (_, Leave { .. }) => Ok(()),

        (Owner, Invite(_) | ManageInvitation(_)) => Ok(()),
        (Admin, Invite(Admin | Developer) | ManageInvitation(Admin | Developer)) => Ok(()),
        (Admin, Invite(Owner | Billing) | ManageInvitation(Owner | Billing)) => Err(Refusal::NeedsOwner),
        (Developer | Billing, Invite(_) | ManageInvitation(_)) => Err(Refusal::NeedsAdmin),

        (_, ChangeRole { from: Owner, .. } | Dismiss(Owner) | SetEnd(Owner)) => Err(Refusal::OwnerIsUntouchable),
        (Owner, ChangeRole { to: Owner, .. }) => Err(Refusal::OwnershipIsAccepted),
        (Owner, ChangeRole { .. } | Dismiss(_) | SetEnd(_)) => Ok(()),
        (Admin, ChangeRole { from: Developer, to: Admin | Developer } | Dismiss(Developer) | SetEnd(Developer)) => {
            Ok(())
        }
        (Admin, ChangeRole { .. } | Dismiss(_) | SetEnd(_)) => Err(Refusal::NeedsOwner),
        (Developer | Billing, ChangeRole { .. } | Dismiss(_) | SetEnd(_)) => Err(Refusal::NeedsAdmin),

        (Owner, ChangeOwnRole { another_owner: false, .. }) => Err(Refusal::LastOwner),
        (Owner, ChangeOwnRole { to: Admin, .. }) => Ok(()),
        (_, ChangeOwnRole { .. }) => Err(Refusal::OwnRole),

        (Owner | Admin | Billing, SeeBilling) => Ok(()),
        (Owner | Billing, SeeBillingDetails | SeeInvoices | PayInvoice) => Ok(()),
        (Developer, SeeBilling) | (Admin | Developer, SeeBillingDetails | SeeInvoices | PayInvoice) => {
            Err(Refusal::NeedsBilling)
        }
        (Owner, CreateBillingContact) => Ok(()),
        (Admin | Developer | Billing, CreateBillingContact) => Err(Refusal::NeedsOwner),
        (Owner | Billing, ChangeBillingContact) => Ok(()),
        (Admin | Developer, ChangeBillingContact) => Err(Refusal::NeedsBilling),
        (Owner, ArchiveBillingContact { last: true, .. }) => Err(Refusal::LastBillingContact),
        (Owner, ArchiveBillingContact { in_use: true, .. }) => Err(Refusal::BillingContactInUse),
        (Owner, ArchiveBillingContact { owing: true, .. }) => Err(Refusal::InvoicesOpen),
        (Owner, ArchiveBillingContact { .. }) => Ok(()),
        (Admin | Developer | Billing, ArchiveBillingContact { .. }) => Err(Refusal::NeedsOwner),
        (Owner | Admin | Billing, SeeCost) => Ok(()),
        (Developer, SeeCost) => Err(Refusal::NeedsAdmin),

        (Owner, ChangeCompany | DeleteCompany) => Ok(()),
        (Admin | Developer | Billing, ChangeCompany | DeleteCompany) => Err(Refusal::NeedsOwner),
        (_, SeeLog) => Ok(()),

        (Owner | Admin, SeeApp { .. } | ConfigureApp { .. } | AccessCode { .. } | ManageDeployKey { .. }) => Ok(()),
        (Developer, ManageDeployKey { assigned: true, own: false }) => Err(Refusal::OwnKeysOnly),
        (
            Developer,
            SeeApp { assigned }
            | ConfigureApp { assigned }
            | AccessCode { assigned }
            | ManageDeployKey { assigned, .. },
        ) => assigned.then_some(()).ok_or(Refusal::NotAssigned),
        (Billing, SeeApp { .. } | ConfigureApp { .. } | AccessCode { .. } | ManageDeployKey { .. }) => {
            Err(Refusal::NeedsAdmin)
        }
        (Owner | Admin, CreateApp | UseBillingContact | ScaleApp | DeleteApp | PayForApp | AssignApps) => Ok(()),
        (Developer | Billing, CreateApp | UseBillingContact | ScaleApp | DeleteApp | PayForApp | AssignApps) => {
            Err(Refusal::NeedsAdmin)
        }
        (Owner, InviteClient { .. } | ProposeClient | ConfirmRequest | ManageRequest { .. }) => Ok(()),
        (Admin, ProposeClient) => Ok(()),
        (Admin, ConfirmRequest) => Err(Refusal::NeedsOwner),
        (Admin, InviteClient { trials: true } | ManageRequest { own: true }) => Ok(()),
        (Admin, InviteClient { trials: false } | ManageRequest { own: false }) => Err(Refusal::NeedsOwner),
        (Developer | Billing, InviteClient { .. } | ProposeClient | ConfirmRequest | ManageRequest { .. }) => {
            Err(Refusal::NeedsAdmin)
        }
        (Owner, ChangePayer | MoveApp { owner_there: true }) => Ok(()),
        (Owner, MoveApp { owner_there: false }) => Err(Refusal::NeedsOwnerThere),
        (Admin | Developer | Billing, ChangePayer | MoveApp { .. }) => Err(Refusal::NeedsOwner),
    };
    answer.map(|()| Permit { action, role })
}
