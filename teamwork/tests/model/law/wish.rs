//! What somebody can want, and what can come of it.

use std::collections::BTreeSet;

use super::{Address, Role, Who};

/// What somebody wants. Companies, invitations, Apps and Billing Contacts are named by their number, as far as there are so
/// many; but an act about one App names it by its `name`, as a person does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// `like` is a Company whose name in URLs the new one wants too.
    SetUp {
        who: Who,
        like: Option<usize>,
    },
    DeleteCompany {
        who: Who,
        company: usize,
        typed: bool,
    },

    Invite {
        who: Who,
        company: usize,
        to: Address,
        offer: Offer,
    },
    Resend {
        who: Who,
        invitation: usize,
    },
    Edit {
        who: Who,
        invitation: usize,
        offer: Offer,
    },
    Cancel {
        who: Who,
        invitation: usize,
    },
    Accept {
        who: Who,
        invitation: usize,
    },
    Decline {
        who: Who,
        invitation: usize,
    },

    ChangeRole {
        who: Who,
        company: usize,
        whom: Who,
        to: Role,
        apps: BTreeSet<usize>,
        stale: bool,
    },
    StepDown {
        who: Who,
        company: usize,
    },
    SetEnd {
        who: Who,
        company: usize,
        whom: Who,
        last_day: Option<i64>,
        stale: bool,
    },
    Assign {
        who: Who,
        company: usize,
        whom: Who,
        apps: BTreeSet<usize>,
        stale: bool,
    },
    Dismiss {
        who: Who,
        company: usize,
        whom: Who,
    },
    Leave {
        who: Who,
        company: usize,
    },

    CreateContact {
        who: Who,
        company: usize,
    },
    ChangeContact {
        who: Who,
        company: usize,
        contact: usize,
        email: u8,
        stale: bool,
    },
    Archive {
        who: Who,
        company: usize,
        contact: usize,
        stale: bool,
    },
    Restore {
        who: Who,
        company: usize,
        contact: usize,
        stale: bool,
    },

    /// Without a Company: a trial of one's own.
    StartTrial {
        who: Who,
        company: Option<usize>,
        name: u8,
    },
    CreateApp {
        who: Who,
        company: usize,
        name: u8,
        plan: usize,
        payer: usize,
    },
    Pay {
        who: Who,
        name: u8,
        plan: usize,
        payer: usize,
        stale: bool,
    },
    TakeTrialIn {
        who: Who,
        name: u8,
        company: usize,
        plan: usize,
        payer: usize,
        stale: bool,
    },
    Scale {
        who: Who,
        name: u8,
        plan: usize,
        stale: bool,
    },
    ChangePayer {
        who: Who,
        name: u8,
        payer: usize,
        stale: bool,
    },
    Move {
        who: Who,
        name: u8,
        to: usize,
        payer: Option<usize>,
        stale: bool,
    },
    DeleteApp {
        who: Who,
        name: u8,
        typed: bool,
        stale: bool,
    },

    /// "Invite a client" for one App.
    Ask {
        who: Who,
        name: u8,
        to: Address,
    },
    AskAgain {
        who: Who,
        request: usize,
    },
    Withdraw {
        who: Who,
        request: usize,
    },
    Confirm {
        who: Who,
        request: usize,
    },
    Refuse {
        who: Who,
        request: usize,
    },
    TurnDown {
        who: Who,
        request: usize,
    },
    /// Without a payer: a new Company.
    TakeOver {
        who: Who,
        request: usize,
        payer: Option<usize>,
    },

    SuspendApp {
        who: Who,
        name: u8,
    },
    ResumeApp {
        who: Who,
        name: u8,
    },
    EndApp {
        who: Who,
        name: u8,
        typed: bool,
    },
    ExtendTrial {
        who: Who,
        name: u8,
        days: i64,
    },
    SuspendCompany {
        who: Who,
        company: usize,
    },
    ResumeCompany {
        who: Who,
        company: usize,
    },

    /// Time passes, and the clock of the house does its work.
    Wait {
        hours: i64,
    },
}

/// What an invitation offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub role: Role,
    /// On which Apps a Developer will work.
    pub apps: BTreeSet<usize>,
    /// The last day of access, counted from today.
    pub last_day: Option<i64>,
}

/// What has to come of a wish. From [`Answer::Refused`] on nothing changed, because it was not theirs to wish, or not
/// possible any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    Done,
    /// What an invited address becomes when nothing is sent.
    AlreadyInvited,
    AlreadyMember,
    AlreadyOwner,
    OtherRole,
    RoleChanged,
    AppsAdded,
    EndSet,
    Yourself,
    Refused,
    NotFound,
    Stale,
    WrongAccount,
    Gone,
    Flawed(Part),
    TrialRunning,
    AlreadyPaid,
    StillTrial,
    Paused,
    NotPaused,
    CompanySuspended,
    CompanyRuns,
    Archived,
    Live,
    /// A request waits for the App, or for one of the Company.
    Asked,
    Frozen,
    Proposed,
    Confirmed,
    OwnRequest,
}

/// The part of a form that needs another look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Slug,
    AppName,
    Apps,
    Payer,
    LastDay,
    Confirmation,
    Target,
    Days,
    Email,
}

impl Answer {
    /// Whether the wish was granted, if with another outcome than it had in mind.
    pub fn is_granted(self) -> bool {
        self < Self::Refused
    }
}

macro_rules! words {
    ($($wish:ident => $word:literal,)*) => {
        /// The words for everything that can be wished for.
        pub const WORDS: &[&str] = &[$($word),*];

        impl Wish {
            /// The word for it.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$wish { .. } => $word,)*
                }
            }
        }
    };
}

words! {
    SetUp => "set up",
    DeleteCompany => "delete Company",
    Invite => "invite",
    Resend => "resend",
    Edit => "edit",
    Cancel => "cancel",
    Accept => "accept",
    Decline => "decline",
    ChangeRole => "change role",
    StepDown => "step down",
    SetEnd => "set end",
    Assign => "assign",
    Dismiss => "dismiss",
    Leave => "leave",
    CreateContact => "create contact",
    ChangeContact => "change contact",
    Archive => "archive contact",
    Restore => "restore contact",
    StartTrial => "start trial",
    CreateApp => "create App",
    Pay => "pay for trial",
    TakeTrialIn => "take trial in",
    Scale => "scale",
    ChangePayer => "change payer",
    Move => "move App",
    DeleteApp => "delete App",
    Ask => "ask a client",
    AskAgain => "ask again",
    Withdraw => "withdraw request",
    Confirm => "confirm request",
    Refuse => "refuse request",
    TurnDown => "turn down",
    TakeOver => "take over",
    SuspendApp => "suspend App",
    ResumeApp => "resume App",
    EndApp => "end App",
    ExtendTrial => "extend trial",
    SuspendCompany => "suspend Company",
    ResumeCompany => "resume Company",
    Wait => "wait",
}
