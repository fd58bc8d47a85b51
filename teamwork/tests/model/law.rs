//! The law as a pure machine: what the house looks like, what somebody wants, and what has to come of it. Typed from the
//! domain (matrix 3.1, silent places 3.3, state machines 4.1 and 4.4), without looking at the acts.

use std::collections::BTreeMap;

/// One of the five people of the stories, in the order Ada, Grace, Kevin, Mara, Mallory.
pub type Who = usize;

/// What somebody is in a Company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Owner,
    Admin,
    Developer,
    Billing,
}

use Role::{Admin, Billing, Developer, Owner};

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
}

impl State {
    /// Pending or expired: the sender can still do something with it.
    fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Expired)
    }
}

/// The members of a Company.
pub type Company = BTreeMap<Who, Role>;

/// Everything there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    pub companies: Vec<Company>,
    pub invitations: Vec<Invitation>,
    /// Hours after the beginning.
    pub now: i64,
}

/// What somebody wants. Companies and invitations are named by their number, as far as there are so many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    SetUp {
        who: Who,
    },
    Invite {
        who: Who,
        company: usize,
        to: Address,
        role: Role,
    },
    Resend {
        who: Who,
        invitation: usize,
    },
    Edit {
        who: Who,
        invitation: usize,
        role: Role,
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
        stale: bool,
    },
    StepDown {
        who: Who,
        company: usize,
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
    /// Time passes, and the clock of the house does its work.
    Wait {
        hours: i64,
    },
}

impl Wish {
    /// The word for it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::SetUp { .. } => "set up",
            Self::Invite { .. } => "invite",
            Self::Resend { .. } => "resend",
            Self::Edit { .. } => "edit",
            Self::Cancel { .. } => "cancel",
            Self::Accept { .. } => "accept",
            Self::Decline { .. } => "decline",
            Self::ChangeRole { .. } => "change role",
            Self::StepDown { .. } => "step down",
            Self::Dismiss { .. } => "dismiss",
            Self::Leave { .. } => "leave",
            Self::Wait { .. } => "wait",
        }
    }

    /// The Company and the invitation it is about.
    pub fn about(&self) -> (Option<usize>, Option<usize>) {
        match *self {
            Self::SetUp { .. } | Self::Wait { .. } => (None, None),
            Self::Invite { company, .. }
            | Self::ChangeRole { company, .. }
            | Self::StepDown { company, .. }
            | Self::Dismiss { company, .. }
            | Self::Leave { company, .. } => (Some(company), None),
            Self::Resend { invitation, .. }
            | Self::Edit { invitation, .. }
            | Self::Cancel { invitation, .. }
            | Self::Accept { invitation, .. }
            | Self::Decline { invitation, .. } => (None, Some(invitation)),
        }
    }
}

/// What has to come of a wish. From [`Answer::Refused`] on nothing changed, because it was not theirs to wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    Done,
    /// What an invited address becomes when nothing is sent.
    AlreadyInvited,
    AlreadyMember,
    AlreadyOwner,
    OtherRole,
    RoleChanged,
    Yourself,
    Refused,
    NotFound,
    Stale,
    WrongAccount,
    Gone,
}

/// A team invitation lives seven days (S18).
const LIFE: i64 = 7 * 24;

impl World {
    /// What the stories begin with: Acme Inc with its four members.
    pub fn begin() -> Self {
        let acme = BTreeMap::from([(0, Owner), (1, Admin), (2, Developer), (3, Billing)]);
        Self { companies: vec![acme], invitations: Vec::new(), now: 0 }
    }

    /// What has to come of a wish, and what the world looks like afterwards. A refusal changes nothing.
    pub fn grant(&mut self, wish: &Wish) -> Answer {
        let mut after = self.clone();
        match after.decide(wish) {
            Ok(answer) => {
                *self = after;
                answer
            }
            Err(answer) => answer,
        }
    }

    fn decide(&mut self, wish: &Wish) -> Result<Answer, Answer> {
        match *wish {
            Wish::SetUp { who } => self.companies.push(Company::from([(who, Owner)])),
            Wish::Invite { who, company, to, role } => return self.invite(who, company, to, role),
            Wish::Resend { who, invitation } => self.renew(who, invitation, None)?,
            Wish::Edit { who, invitation, role } => self.renew(who, invitation, Some(role))?,
            Wish::Cancel { who, invitation } => {
                self.manage(who, invitation)?;
                self.invitations[invitation].state = State::Cancelled;
            }
            Wish::Accept { who, invitation } => self.accept(who, invitation)?,
            Wish::Decline { who, invitation } => {
                self.answerable(invitation)?;
                if self.invitations[invitation].to != Address::Of(who) {
                    return Err(Answer::WrongAccount);
                }
                self.invitations[invitation].state = State::Declined;
            }
            Wish::ChangeRole { who, company, whom, to, stale } => self.change_role(who, company, whom, to, stale)?,
            Wish::StepDown { who, company } => {
                let me = self.role(who, company)?;
                if me != Owner || self.owners(company) < 2 {
                    return Err(Answer::Refused);
                }
                self.make(company, who, Admin);
            }
            Wish::Dismiss { who, company, whom } => {
                let me = self.role(who, company)?;
                let other = self.companies[company].get(&whom).copied().ok_or(Answer::NotFound)?;
                // Row 32: O and A a Developer; row 33 and S13: O an Admin and a Billing member; nobody an Owner or themself.
                let may = matches!((me, other), (Owner, Admin | Developer | Billing) | (Admin, Developer));
                if who == whom || !may {
                    return Err(Answer::Refused);
                }
                self.end(company, whom);
            }
            Wish::Leave { who, company } => {
                let me = self.role(who, company)?;
                if me == Owner && self.owners(company) < 2 {
                    return Err(Answer::Refused);
                }
                self.end(company, who);
            }
            Wish::Wait { hours } => {
                self.now += hours;
                let now = self.now;
                for one in self.invitations.iter_mut().filter(|one| one.state == State::Pending && one.expires <= now) {
                    one.state = State::Expired;
                }
            }
        }
        Ok(Answer::Done)
    }

    /// Who is not a member is told that there is no such Company.
    fn role(&self, who: Who, company: usize) -> Result<Role, Answer> {
        self.companies[company].get(&who).copied().ok_or(Answer::NotFound)
    }

    fn owners(&self, company: usize) -> usize {
        self.companies[company].values().filter(|role| **role == Owner).count()
    }

    fn invite(&mut self, who: Who, company: usize, to: Address, role: Role) -> Result<Answer, Answer> {
        let me = self.role(who, company)?;
        if !may_invite(me, role) {
            return Err(Answer::Refused);
        }
        if to == Address::Of(who) {
            return Ok(Answer::Yourself);
        }
        let member = match to {
            Address::Of(whom) => self.companies[company].get(&whom).map(|role| (whom, *role)),
            Address::Nobody(_) => None,
        };
        if let Some((whom, from)) = member {
            // S28: becomes a change of role if that is allowed; ownership is offered, by an invitation (S14).
            if from == Owner {
                return Ok(Answer::AlreadyOwner);
            }
            if role != Owner {
                if from == role {
                    return Ok(Answer::AlreadyMember);
                }
                if !may_change(me, from, role) {
                    return Ok(Answer::OtherRole);
                }
                self.make(company, whom, role);
                return Ok(Answer::RoleChanged);
            }
        }
        let is_open = |one: &Invitation| one.company == company && one.to == to && one.state.is_open();
        if self.invitations.iter().any(is_open) {
            return Ok(Answer::AlreadyInvited);
        }
        let expires = self.now + LIFE;
        self.invitations.push(Invitation { company, to, role, state: State::Pending, inviter: who, expires });
        Ok(Answer::Done)
    }

    /// Row 27: Owners all, Admins those for Admin or Developer. Who may not see invitations is refused; who is no member
    /// finds nothing.
    fn manage(&self, who: Who, invitation: usize) -> Result<Role, Answer> {
        let one = &self.invitations[invitation];
        let me = self.role(who, one.company)?;
        if !may_invite(me, one.role) {
            return Err(Answer::Refused);
        }
        if one.state.is_open() { Ok(me) } else { Err(Answer::Gone) }
    }

    fn renew(&mut self, who: Who, invitation: usize, role: Option<Role>) -> Result<(), Answer> {
        let me = self.manage(who, invitation)?;
        let expires = self.now + LIFE;
        let one = &mut self.invitations[invitation];
        let role = role.unwrap_or(one.role);
        if !may_invite(me, role) {
            return Err(Answer::Refused);
        }
        *one = Invitation { role, state: State::Pending, inviter: who, expires, ..one.clone() };
        Ok(())
    }

    fn answerable(&self, invitation: usize) -> Result<(), Answer> {
        let one = &self.invitations[invitation];
        if one.state == State::Pending && self.now < one.expires { Ok(()) } else { Err(Answer::Gone) }
    }

    fn accept(&mut self, who: Who, invitation: usize) -> Result<(), Answer> {
        self.answerable(invitation)?;
        let one = self.invitations[invitation].clone();
        if one.to != Address::Of(who) {
            return Err(Answer::WrongAccount);
        }
        self.invitations[invitation].state = State::Accepted;
        // Who is a member already takes another role: an offer of ownership, or what it was edited into (S28).
        self.make(one.company, who, one.role);
        Ok(())
    }

    fn change_role(&mut self, who: Who, company: usize, whom: Who, to: Role, stale: bool) -> Result<(), Answer> {
        let me = self.role(who, company)?;
        let from = self.companies[company].get(&whom).copied().ok_or(Answer::NotFound)?;
        let may = if who == whom {
            // Row 35, S15: an Owner may step down to Admin while another one exists.
            me == Owner && to == Admin && self.owners(company) > 1
        } else {
            may_change(me, from, to)
        };
        if !may {
            return Err(Answer::Refused);
        }
        if stale {
            return Err(Answer::Stale);
        }
        self.make(company, whom, to);
        Ok(())
    }

    /// Somebody gets another role. What they sent and could not send with it is withdrawn (S29).
    fn make(&mut self, company: usize, whom: Who, to: Role) {
        self.companies[company].insert(whom, to);
        for one in self.invitations.iter_mut() {
            if one.company == company && one.inviter == whom && one.state.is_open() && !may_invite(to, one.role) {
                one.state = State::Cancelled;
            }
        }
    }

    /// A membership ends. The invitations the person sent end with it (S29), and those to their address (I14).
    fn end(&mut self, company: usize, whom: Who) {
        self.companies[company].remove(&whom);
        for one in self.invitations.iter_mut() {
            let theirs = one.inviter == whom || one.to == Address::Of(whom);
            if one.company == company && theirs && one.state.is_open() {
                one.state = State::Cancelled;
            }
        }
    }

    /// Laws that hold in every world, whatever was wished (section 1, law 4; I1, I12, I13, I14).
    pub fn troubles(&self) -> Vec<String> {
        let mut troubles = Vec::new();
        for (number, company) in self.companies.iter().enumerate() {
            if !company.values().any(|role| *role == Owner) {
                troubles.push(format!("Company {number} has no Owner"));
            }
        }
        for (number, one) in self.invitations.iter().enumerate().filter(|(_, one)| one.state.is_open()) {
            let inviter = self.companies[one.company].get(&one.inviter);
            if !inviter.is_some_and(|role| may_invite(*role, one.role)) {
                troubles.push(format!("invitation {number} outlives the right of its sender"));
            }
            let twin =
                |other: &&Invitation| other.company == one.company && other.to == one.to && other.state.is_open();
            if self.invitations.iter().filter(twin).count() > 1 {
                troubles.push(format!("invitation {number} has a twin"));
            }
        }
        troubles
    }
}

/// Rows 23–26.
pub fn may_invite(me: Role, role: Role) -> bool {
    matches!((me, role), (Owner, _) | (Admin, Admin | Developer))
}

/// Rows 29–31, 34, S13, S14: who gives whom which role without being asked back.
fn may_change(me: Role, from: Role, to: Role) -> bool {
    match (me, from, to) {
        (_, Owner, _) | (_, _, Owner) => false,
        (Owner, ..) => true,
        (Admin, Developer, Admin | Developer) => true,
        _ => false,
    }
}
