//! Invitations (4.1; rows 23–27, S11, S12, S14, S18, S26–S29).

use std::collections::BTreeSet;

use super::{
    Answer, Offer, Part, State, Who, World,
    people::{may_change, may_invite},
    world::{
        Address, Invitation, Member,
        Role::{self, Developer, Owner},
    },
};

/// A team invitation lives seven days (S18).
const LIFE: i64 = 7 * 24;

impl World {
    pub(super) fn invite(&mut self, who: Who, company: usize, to: Address, offer: &Offer) -> Result<Answer, Answer> {
        let ends = self.read_end(offer)?;
        let me = self.role(who, company)?;
        if !may_invite(me, offer.role) {
            return Err(Answer::Refused);
        }
        self.builds(company)?;
        let (role, apps) = (offer.role, self.offered(company, offer)?);
        if to == Address::Of(who) {
            return Ok(Answer::Yourself);
        }
        let member = match to {
            Address::Of(whom) => self.role(whom, company).ok().map(|role| (whom, role)),
            Address::Nobody(_) => None,
        };
        match member {
            Some((_, Owner)) => return Ok(Answer::AlreadyOwner),
            // Ownership is offered, by an invitation (S14).
            Some((whom, from)) if role != Owner => {
                return Ok(self.become_instead(me, company, (whom, from), role, &apps, ends));
            }
            _ => {}
        }
        let is_open = |one: &Invitation| one.company == company && one.to == to && one.state.is_open();
        if self.invitations.iter().any(is_open) {
            return Ok(Answer::AlreadyInvited);
        }
        let (state, expires) = (State::Pending, self.deadline(ends));
        self.invitations.push(Invitation { company, to, role, state, inviter: who, expires, apps, ends });
        Ok(Answer::Done)
    }

    /// S28: who is a member already gets another role, more Apps or a last day, if that is allowed.
    fn become_instead(
        &mut self,
        me: Role,
        company: usize,
        (whom, from): (Who, Role),
        to: Role,
        apps: &BTreeSet<usize>,
        ends: Option<i64>,
    ) -> Answer {
        let may = may_change(me, from, to);
        if !may {
            return if from == to { Answer::AlreadyMember } else { Answer::OtherRole };
        }
        let news = apps.iter().any(|app| !self.apps[*app].assigned.contains(&whom));
        let answer = match from == to {
            false => Answer::RoleChanged,
            true if news => Answer::AppsAdded,
            true => Answer::AlreadyMember,
        };
        if from != to {
            self.make(company, whom, to);
        }
        self.put_on(whom, apps);
        let set = self.set_offered_end(company, whom, ends);
        if set && answer == Answer::AlreadyMember { Answer::EndSet } else { answer }
    }

    /// A last day that was offered replaces the one there was; without one that stays.
    fn set_offered_end(&mut self, company: usize, whom: Who, ends: Option<i64>) -> bool {
        match self.companies[company].members.get_mut(&whom) {
            Some(member) if ends.is_some() && member.ends != ends => {
                member.ends = ends;
                true
            }
            _ => false,
        }
    }

    /// An end of access is after today, and Owners have none.
    fn read_end(&self, offer: &Offer) -> Result<Option<i64>, Answer> {
        let ends = self.read_last_day(offer.last_day)?;
        if offer.role == Owner && ends.is_some() { Err(Answer::Flawed(Part::LastDay)) } else { Ok(ends) }
    }

    /// The Apps of a Developer: one at least (4.1), if the Company has any. The other roles reach all, or none.
    fn offered(&self, company: usize, offer: &Offer) -> Result<BTreeSet<usize>, Answer> {
        if offer.role != Developer {
            return Ok(BTreeSet::new());
        }
        self.known(company, &offer.apps)?;
        if offer.apps.is_empty() && self.apps_of(company).next().is_some() {
            return Err(Answer::Flawed(Part::Apps));
        }
        Ok(offer.apps.clone())
    }

    /// Nobody accepts what would be over already.
    fn deadline(&self, ends: Option<i64>) -> i64 {
        (self.now + LIFE).min(ends.unwrap_or(i64::MAX))
    }

    /// Row 27: Owners all, Admins those for Admin or Developer. Who may not see invitations is refused; who is no member
    /// finds nothing.
    fn manage(&self, who: Who, invitation: usize) -> Result<(), Answer> {
        let one = &self.invitations[invitation];
        if !may_invite(self.role(who, one.company)?, one.role) {
            return Err(Answer::Refused);
        }
        if one.state.is_open() { Ok(()) } else { Err(Answer::Gone) }
    }

    pub(super) fn resend(&mut self, who: Who, invitation: usize) -> Result<(), Answer> {
        self.manage(who, invitation)?;
        let one = self.invitations[invitation].clone();
        self.builds(one.company)?;
        if one.ends.is_some_and(|ends| ends <= self.now) {
            return Err(Answer::Flawed(Part::LastDay));
        }
        let (state, expires) = (State::Pending, self.deadline(one.ends));
        self.invitations[invitation] = Invitation { state, inviter: who, expires, ..one };
        Ok(())
    }

    pub(super) fn edit(&mut self, who: Who, invitation: usize, offer: &Offer) -> Result<(), Answer> {
        let ends = self.read_end(offer)?;
        self.manage(who, invitation)?;
        let one = self.invitations[invitation].clone();
        if !may_invite(self.role(who, one.company)?, offer.role) {
            return Err(Answer::Refused);
        }
        self.builds(one.company)?;
        let (role, apps) = (offer.role, self.offered(one.company, offer)?);
        let (state, expires) = (State::Pending, self.deadline(ends));
        self.invitations[invitation] = Invitation { role, state, inviter: who, expires, apps, ends, ..one };
        Ok(())
    }

    pub(super) fn cancel(&mut self, who: Who, invitation: usize) -> Result<(), Answer> {
        self.manage(who, invitation)?;
        self.invitations[invitation].state = State::Cancelled;
        Ok(())
    }

    /// The invited person alone, while it is pending.
    fn answerable(&self, who: Who, invitation: usize) -> Result<(), Answer> {
        let one = &self.invitations[invitation];
        match one.state {
            State::Gone => Err(Answer::NotFound),
            State::Pending if self.now < one.expires && one.to == Address::Of(who) => Ok(()),
            State::Pending if self.now < one.expires => Err(Answer::WrongAccount),
            _ => Err(Answer::Gone),
        }
    }

    pub(super) fn accept(&mut self, who: Who, invitation: usize) -> Result<(), Answer> {
        self.answerable(who, invitation)?;
        self.builds(self.invitations[invitation].company)?;
        self.invitations[invitation].state = State::Accepted;
        let one = self.invitations[invitation].clone();
        if let Ok(from) = self.role(who, one.company) {
            // Who is a member already takes ownership (S14), or a change that is the sender's to make (S28, R30, S13).
            let sender = self.role(one.inviter, one.company).map_err(|_| Answer::Gone)?;
            if one.role != Owner && !may_change(sender, from, one.role) {
                return Err(Answer::AlreadyMember);
            }
            if from != one.role {
                self.make(one.company, who, one.role);
            }
            self.set_offered_end(one.company, who, one.ends);
        } else {
            self.companies[one.company].members.insert(who, Member { role: one.role, ends: one.ends });
        }
        self.put_on(who, &one.apps);
        Ok(())
    }

    pub(super) fn decline(&mut self, who: Who, invitation: usize) -> Result<(), Answer> {
        self.answerable(who, invitation)?;
        self.invitations[invitation].state = State::Declined;
        Ok(())
    }

    /// An App is gone for its Company: what was offered for it alone is withdrawn (4.1).
    pub(super) fn forget_in_invitations(&mut self, app: usize) {
        for one in self.invitations.iter_mut().filter(|one| one.apps.contains(&app)) {
            one.apps.remove(&app);
            if one.state.is_open() && one.apps.is_empty() {
                one.state = State::Cancelled;
            }
        }
    }
}
