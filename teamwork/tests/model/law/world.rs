//! What there is.

use std::collections::{BTreeMap, BTreeSet};

/// One of the five people of the stories, in the order Ada, Grace, Kevin, Mara, Mallory.
pub type Who = usize;

/// How many people there are.
pub const PEOPLE: usize = 5;

/// Mallory, whose account is the operator's here: nobody in Acme Inc, and no more than anybody else in other Companies.
pub const OPERATOR: Who = 4;

/// So many names for Apps, so that people meet on them.
pub const NAMES: u8 = 9;

/// So many plans there are to choose from; a trial is on the first.
pub const PLANS: usize = 3;

/// What somebody is in a Company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Owner,
    Admin,
    Developer,
    Billing,
}

/// Somebody in a Company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub role: Role,
    /// The hour in which the access ends by itself.
    pub ends: Option<i64>,
}

/// A Company. Its Apps and Billing Contacts know that they are its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Company {
    pub members: BTreeMap<Who, Member>,
    /// Since when the operator has suspended it.
    pub suspended: Option<i64>,
    /// Deleted, with everything in it.
    pub is_gone: bool,
}

/// An invitation, in the order of their sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub company: usize,
    pub to: Address,
    pub role: Role,
    pub state: State,
    pub inviter: Who,
    /// Hours after the beginning.
    pub expires: i64,
    /// What it offers: Apps, and an end of access.
    pub apps: BTreeSet<usize>,
    pub ends: Option<i64>,
}

/// To whom an invitation goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Address {
    Of(Who),
    /// Somebody without account.
    Nobody(u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Pending,
    Accepted,
    Declined,
    Cancelled,
    Expired,
    /// It went with its Company; there is nothing to say about it any more.
    Gone,
}

impl State {
    /// Pending or expired: the sender can still do something with it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Expired)
    }
}

/// A Billing Contact, in the order of their making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// `None` when it went with its Company.
    pub company: Option<usize>,
    pub is_archived: bool,
    /// Which of several addresses gets the invoices.
    pub email: u8,
}

/// An App, in the order of their beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    pub name: u8,
    /// `None` for a trial of one's own, and for what was deleted.
    pub company: Option<usize>,
    pub creator: Who,
    pub state: AppState,
    pub plan: usize,
    pub payer: Option<usize>,
    /// The hour in which the trial ends.
    pub trial_ends: Option<i64>,
    /// Since when it is paused.
    pub paused: Option<i64>,
    /// What it was before its Company was suspended.
    pub was: Option<Was>,
    /// The Developers who work on it.
    pub assigned: BTreeSet<Who>,
    /// Who pays which days on which plan, first to last.
    pub periods: Vec<Period>,
    /// The request that it waits for.
    pub request: Option<usize>,
    /// How often its trial got more time because a request has ended.
    pub reprieves: u8,
}

/// A payment request, in the order of their sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `None` for a trial of the sender's own, and for what is gone.
    pub company: Option<usize>,
    pub app: usize,
    pub sender: Who,
    pub to: Address,
    pub state: RequestState,
    /// Whether an Owner has confirmed it.
    pub confirmed: bool,
    /// What it offers: plan, who paid, the Developers who come along.
    pub plan: usize,
    pub payer: Option<usize>,
    pub along: BTreeSet<Who>,
    pub sent: i64,
    pub expires: i64,
    /// Since when its deadline stands still.
    pub frozen: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestState {
    Proposed,
    Pending,
    Completed,
    Declined,
    Expired,
    Cancelled,
    Refused,
    /// It went with its Company.
    Gone,
}

impl RequestState {
    /// Whether it waits for the client, or for an Owner.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Proposed | Self::Pending)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppState {
    Trial,
    Active,
    Suspended(Pause),
    Deleted,
}

/// Why an App is suspended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    TrialEnded,
    Operator,
}

/// What an App in a suspended Company will be again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Was {
    Trial,
    Active,
    Suspended(Pause),
}

/// Days are counted from the day of the beginning; `to` is the first that is no longer paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: i64,
    pub to: Option<i64>,
    pub payer: usize,
    pub plan: usize,
}

/// Everything there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    pub companies: Vec<Company>,
    pub invitations: Vec<Invitation>,
    pub contacts: Vec<Contact>,
    pub apps: Vec<App>,
    pub requests: Vec<Request>,
    /// The hour from which the name of a deleted App is free again.
    pub blocked: BTreeMap<u8, i64>,
    /// Hours after the beginning, which is at noon.
    pub now: i64,
}

impl World {
    /// What the stories begin with: Acme Inc with its four members and its Billing Contact.
    pub fn begin() -> Self {
        let roles = [Role::Owner, Role::Admin, Role::Developer, Role::Billing];
        let members = roles.into_iter().map(|role| Member { role, ends: None }).enumerate().collect();
        Self {
            companies: vec![Company { members, ..Company::default() }],
            invitations: Vec::new(),
            contacts: vec![Contact { company: Some(0), is_archived: false, email: 0 }],
            apps: Vec::new(),
            requests: Vec::new(),
            blocked: BTreeMap::new(),
            now: 0,
        }
    }

    /// The day of this hour.
    pub fn today(&self) -> i64 {
        (self.now + 12).div_euclid(24)
    }

    /// The App that has this name now.
    pub fn live(&self, name: u8) -> Option<usize> {
        self.apps.iter().position(|app| app.name == name && app.state != AppState::Deleted)
    }

    /// The Apps of a Company.
    pub fn apps_of(&self, company: usize) -> impl Iterator<Item = usize> + '_ {
        let is_its = move |app: &App| app.company == Some(company);
        self.apps.iter().enumerate().filter(move |(_, app)| is_its(app)).map(|(number, _)| number)
    }
}
