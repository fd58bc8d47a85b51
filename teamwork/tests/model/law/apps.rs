//! Apps begin, grow and end (4.3; rows 9, 10, 12, 13; S6, E51, E52).

use std::collections::BTreeSet;

use super::{
    Answer, App, AppState, Part, Pause, Who, World,
    world::Role::{self, Admin, Owner},
};

/// How long a trial runs, and how long the name of a deleted App is blocked (E51).
const TRIAL: i64 = 7 * 24;
const NAME_BLOCK: i64 = 7 * 24;

impl World {
    /// A person's App by its name, and what they are in its Company; `None` is a trial of their own.
    pub(super) fn reach(&self, who: Who, name: u8) -> Result<(usize, Option<Role>), Answer> {
        let app = self.live(name).ok_or(Answer::NotFound)?;
        match self.apps[app].company {
            Some(company) => Ok((app, Some(self.role(who, company)?))),
            None if self.apps[app].creator == who => Ok((app, None)),
            None => Err(Answer::NotFound),
        }
    }

    /// Owners and Admins, while their Company is not suspended.
    pub(super) fn may_build(&self, who: Who, company: usize) -> Result<(), Answer> {
        if !matches!(self.role(who, company)?, Owner | Admin) {
            return Err(Answer::Refused);
        }
        self.builds(company)
    }

    /// Row 9: a trial of one's own by anybody, one at a time (S6); in a Company by O and A.
    pub(super) fn start_trial(&mut self, who: Who, company: Option<usize>, name: u8) -> Result<(), Answer> {
        if let Some(company) = company {
            self.may_build(who, company)?;
        } else if self.has_own_trial(who) {
            return Err(Answer::TrialRunning);
        }
        self.begin_app(who, company, name, AppState::Trial)?;
        Ok(())
    }

    /// Rows 9 and 10: O and A, with a live Billing Contact of the Company (R44). Billed from today.
    pub(super) fn create_app(
        &mut self,
        who: Who,
        company: usize,
        name: u8,
        (plan, payer): (usize, usize),
    ) -> Result<(), Answer> {
        self.may_build(who, company)?;
        self.can_pay(company, payer)?;
        let app = self.begin_app(who, Some(company), name, AppState::Active)?;
        self.begin_paying(app, plan, payer);
        Ok(())
    }

    pub(super) fn has_own_trial(&self, who: Who) -> bool {
        self.apps.iter().any(|app| app.creator == who && app.company.is_none() && app.state == AppState::Trial)
    }

    /// A name belongs to one App, and rests for a while after it.
    fn begin_app(&mut self, creator: Who, company: Option<usize>, name: u8, state: AppState) -> Result<usize, Answer> {
        if self.live(name).is_some() || self.blocked.get(&name).is_some_and(|free| *free > self.now) {
            return Err(Answer::Flawed(Part::AppName));
        }
        self.blocked.remove(&name);
        let (assigned, periods) = (BTreeSet::new(), Vec::new());
        let trial_ends = (state == AppState::Trial).then_some(self.now + TRIAL);
        let (plan, payer, paused, was) = (0, None, None, None);
        let (request, reprieves) = (None, 0);
        self.apps.push(App {
            name,
            company,
            creator,
            state,
            plan,
            payer,
            trial_ends,
            paused,
            was,
            assigned,
            periods,
            request,
            reprieves,
        });
        Ok(self.apps.len() - 1)
    }

    /// Row 12: O and A. It is billed from tomorrow.
    pub(super) fn scale(&mut self, who: Who, name: u8, plan: usize, stale: bool) -> Result<(), Answer> {
        let (app, role) = self.reach(who, name)?;
        let company = self.apps[app].company.filter(|_| matches!(role, Some(Owner | Admin))).ok_or(Answer::Refused)?;
        self.builds(company)?;
        if stale {
            return Err(Answer::Stale);
        }
        self.not_paused(app)?;
        self.apps[app].plan = plan;
        if let Some(payer) = self.apps[app].payer {
            self.turn(app, plan, payer);
        }
        Ok(())
    }

    /// What the operator has paused stays as it is.
    pub(super) fn not_paused(&self, app: usize) -> Result<(), Answer> {
        if self.apps[app].state == AppState::Suspended(Pause::Operator) { Err(Answer::Paused) } else { Ok(()) }
    }

    /// Row 13: O and A, and who has a trial of their own; its name typed.
    pub(super) fn delete_app(&mut self, who: Who, name: u8, typed: bool, stale: bool) -> Result<(), Answer> {
        let (app, role) = self.reach(who, name)?;
        if role.is_some_and(|role| !matches!(role, Owner | Admin)) {
            return Err(Answer::Refused);
        }
        if stale {
            return Err(Answer::Stale);
        }
        if !typed {
            return Err(Answer::Flawed(Part::Confirmation));
        }
        self.end_app(app);
        Ok(())
    }

    /// Everything that hung on an App goes; it is billed through today, and its name rests.
    pub(super) fn end_app(&mut self, app: usize) {
        self.drop_request(app);
        self.forget_in_invitations(app);
        let (tomorrow, free) = (self.today() + 1, self.now + NAME_BLOCK);
        let one = &mut self.apps[app];
        // What would have begun tomorrow never does.
        one.periods.retain(|period| period.from < tomorrow);
        one.periods.iter_mut().filter(|period| period.to.is_none()).for_each(|period| period.to = Some(tomorrow));
        one.state = AppState::Deleted;
        (one.company, one.payer, one.paused, one.was) = (None, None, None, None);
        one.assigned.clear();
        self.blocked.insert(one.name, free);
    }
}
