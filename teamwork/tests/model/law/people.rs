//! Who is what, and how that changes and ends (rows 28–35, S14, S15; 4.4).

use std::collections::BTreeSet;

use super::{
    Answer, Part, State, Who, World,
    world::{
        Address, Member,
        Role::{self, Admin, Billing, Developer, Owner},
    },
};

/// Who wishes, where, and about whom.
type About = (Who, usize, Who);

impl World {
    /// Who is not a member is told that there is no such Company.
    pub(super) fn role(&self, who: Who, company: usize) -> Result<Role, Answer> {
        self.companies[company].members.get(&who).map(|member| member.role).ok_or(Answer::NotFound)
    }

    /// How many Owners there are.
    pub fn owners(&self, company: usize) -> usize {
        self.companies[company].members.values().filter(|member| member.role == Owner).count()
    }

    fn both(&self, (who, company, whom): About) -> Result<(Role, Role), Answer> {
        Ok((self.role(who, company)?, self.role(whom, company)?))
    }

    /// A suspended Company is neither larger nor different from one day to the next (3.2).
    pub(super) fn builds(&self, company: usize) -> Result<(), Answer> {
        if self.companies[company].suspended.is_some() { Err(Answer::CompanySuspended) } else { Ok(()) }
    }

    pub(super) fn change_role(
        &mut self,
        about: About,
        to: Role,
        apps: &BTreeSet<usize>,
        stale: bool,
    ) -> Result<(), Answer> {
        let ((me, from), (who, company, whom)) = (self.both(about)?, about);
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
        if from == to {
            return Ok(());
        }
        if to == Developer {
            self.known(company, apps)?;
        }
        self.make(company, whom, to);
        if to == Developer {
            self.put_on(whom, apps);
        }
        Ok(())
    }

    pub(super) fn step_down(&mut self, who: Who, company: usize) -> Result<(), Answer> {
        if self.role(who, company)? != Owner || self.owners(company) < 2 {
            return Err(Answer::Refused);
        }
        self.make(company, who, Admin);
        Ok(())
    }

    /// Whoever may dismiss somebody may also say when they go (4.4).
    pub(super) fn set_end(&mut self, about: About, last_day: Option<i64>, stale: bool) -> Result<(), Answer> {
        let ends = self.read_last_day(last_day)?;
        let ((me, other), (_, company, whom)) = (self.both(about)?, about);
        if !may_dismiss(me, other) {
            return Err(Answer::Refused);
        }
        if stale {
            return Err(Answer::Stale);
        }
        self.companies[company].members.insert(whom, Member { role: other, ends });
        Ok(())
    }

    /// Access ends with a day, which is after today.
    pub(super) fn read_last_day(&self, last_day: Option<i64>) -> Result<Option<i64>, Answer> {
        match last_day {
            Some(days) if days < 1 => Err(Answer::Flawed(Part::LastDay)),
            // The beginning is at noon.
            days => Ok(days.map(|days| (self.today() + days) * 24 + 12)),
        }
    }

    /// Row 28: O and A, and only Developers have Apps.
    pub(super) fn assign(&mut self, about: About, apps: &BTreeSet<usize>, stale: bool) -> Result<(), Answer> {
        let ((me, other), (_, company, whom)) = (self.both(about)?, about);
        if !matches!(me, Owner | Admin) {
            return Err(Answer::Refused);
        }
        self.builds(company)?;
        if other != Developer {
            return Err(Answer::NotFound);
        }
        if stale {
            return Err(Answer::Stale);
        }
        self.known(company, apps)?;
        self.take_off(company, whom);
        self.put_on(whom, apps);
        Ok(())
    }

    pub(super) fn dismiss(&mut self, who: Who, company: usize, whom: Who) -> Result<(), Answer> {
        let (me, other) = self.both((who, company, whom))?;
        if who == whom || !may_dismiss(me, other) {
            return Err(Answer::Refused);
        }
        self.end(company, whom);
        Ok(())
    }

    /// R29, R34, S4.
    pub(super) fn leave(&mut self, who: Who, company: usize) -> Result<(), Answer> {
        if self.role(who, company)? == Owner && self.owners(company) < 2 {
            return Err(Answer::Refused);
        }
        self.end(company, who);
        Ok(())
    }

    /// Only Apps of the Company can be chosen (I8).
    pub(super) fn known(&self, company: usize, apps: &BTreeSet<usize>) -> Result<(), Answer> {
        let is_known = |app: &usize| self.apps[*app].company == Some(company);
        if apps.iter().all(is_known) { Ok(()) } else { Err(Answer::Flawed(Part::Apps)) }
    }

    pub(super) fn put_on(&mut self, whom: Who, apps: &BTreeSet<usize>) {
        for app in apps {
            self.apps[*app].assigned.insert(whom);
        }
    }

    fn take_off(&mut self, company: usize, whom: Who) {
        for app in self.apps.iter_mut().filter(|app| app.company == Some(company)) {
            app.assigned.remove(&whom);
        }
    }

    /// Somebody gets another role. What they sent and could not send with it is withdrawn (S29); only a Developer has
    /// assignments, and an Owner has no end.
    pub(super) fn make(&mut self, company: usize, whom: Who, to: Role) {
        let before = self.companies[company].members.get(&whom).cloned();
        let ends = before.and_then(|member| member.ends).filter(|_| to != Owner);
        self.companies[company].members.insert(whom, Member { role: to, ends });
        if to != Developer {
            self.take_off(company, whom);
        }
        for one in self.invitations.iter_mut() {
            if one.company == company && one.inviter == whom && one.state.is_open() && !may_invite(to, one.role) {
                one.state = State::Cancelled;
            }
        }
        self.drop_requests(company, whom, Some(to));
    }

    /// A membership ends. The assignments end with it, the invitations the person sent (S29), and those to their address
    /// (I14).
    pub(super) fn end(&mut self, company: usize, whom: Who) {
        self.companies[company].members.remove(&whom);
        self.take_off(company, whom);
        for one in self.invitations.iter_mut() {
            let theirs = one.inviter == whom || one.to == Address::Of(whom);
            if one.company == company && theirs && one.state.is_open() {
                one.state = State::Cancelled;
            }
        }
        self.drop_requests(company, whom, None);
    }
}

/// Rows 23–26.
pub(super) fn may_invite(me: Role, role: Role) -> bool {
    matches!((me, role), (Owner, _) | (Admin, Admin | Developer))
}

/// Rows 29–31, 34, S13, S14: who gives whom which role without being asked back.
pub(super) fn may_change(me: Role, from: Role, to: Role) -> bool {
    match (me, from, to) {
        (_, Owner, _) | (_, _, Owner) => false,
        (Owner, ..) => true,
        (Admin, Developer, Admin | Developer) => true,
        _ => false,
    }
}

/// Row 32: O and A a Developer; row 33 and S13: O an Admin and a Billing member; row 34: nobody an Owner.
fn may_dismiss(me: Role, other: Role) -> bool {
    matches!((me, other), (Owner, Admin | Developer | Billing) | (Admin, Developer))
}
