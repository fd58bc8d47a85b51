//! Who pays for an App, and who holds it (4.3; rows 16–18; S7, S9, S25, E50).

use super::{
    Answer, AppState, Part, Period, Who, World,
    world::Role::{Admin, Owner},
};

impl World {
    /// R44: a live Billing Contact of that Company.
    pub(super) fn can_pay(&self, company: usize, payer: usize) -> Result<(), Answer> {
        let contact = &self.contacts[payer];
        let is_live = contact.company == Some(company) && !contact.is_archived;
        if is_live { Ok(()) } else { Err(Answer::Flawed(Part::Payer)) }
    }

    /// From today; what was a trial is none any more.
    pub(super) fn begin_paying(&mut self, app: usize, plan: usize, payer: usize) {
        let period = Period { from: self.today(), to: None, payer, plan };
        let one = &mut self.apps[app];
        (one.state, one.plan, one.payer, one.trial_ends, one.paused) =
            (AppState::Active, plan, Some(payer), None, None);
        one.periods.push(period);
    }

    /// Other terms from tomorrow (E50). What was changed today already has not begun, so it is what changes.
    pub(super) fn turn(&mut self, app: usize, plan: usize, payer: usize) {
        let from = self.today() + 1;
        let periods = &mut self.apps[app].periods;
        let next = Period { from, to: None, payer, plan };
        match periods.last_mut() {
            Some(last) if (last.plan, last.payer) == (plan, payer) => {}
            Some(last) if last.from == from => *last = next,
            Some(last) => {
                last.to = Some(from);
                periods.push(next);
            }
            None => {}
        }
    }

    fn unpaid(&self, app: usize) -> Result<(), Answer> {
        if self.apps[app].payer.is_some() {
            return Err(Answer::AlreadyPaid);
        }
        self.not_paused(app)
    }

    /// Row 16: O, and A with a Billing Contact there is; a trial of one's own needs a Company first (S6). Also a trial that
    /// has ended.
    pub(super) fn pay(&mut self, who: Who, name: u8, (plan, payer): (usize, usize), stale: bool) -> Result<(), Answer> {
        let (app, role) = self.reach(who, name)?;
        let company = self.apps[app].company.filter(|_| matches!(role, Some(Owner | Admin))).ok_or(Answer::Refused)?;
        self.builds(company)?;
        if stale {
            return Err(Answer::Stale);
        }
        self.unpaid(app)?;
        self.can_pay(company, payer)?;
        self.begin_paying(app, plan, payer);
        Ok(())
    }

    /// Row 16, S6: who has a trial of their own, into a Company where they are O or A, which pays from then on.
    pub(super) fn take_trial_in(
        &mut self,
        who: Who,
        (name, company): (u8, usize),
        (plan, payer): (usize, usize),
        stale: bool,
    ) -> Result<(), Answer> {
        self.role(who, company)?;
        let (app, role) = self.reach(who, name)?;
        if role.is_some() {
            return Err(Answer::NotFound);
        }
        self.may_build(who, company)?;
        if stale {
            return Err(Answer::Stale);
        }
        self.unpaid(app)?;
        self.can_pay(company, payer)?;
        self.drop_request(app);
        self.begin_paying(app, plan, payer);
        self.apps[app].company = Some(company);
        Ok(())
    }

    /// Row 17: O. Also while the Company or the App is suspended: nobody is kept from settling it.
    pub(super) fn change_payer(&mut self, who: Who, name: u8, payer: usize, stale: bool) -> Result<(), Answer> {
        let (app, role) = self.reach(who, name)?;
        let company = self.apps[app].company.filter(|_| role == Some(Owner)).ok_or(Answer::Refused)?;
        if stale {
            return Err(Answer::Stale);
        }
        let before = self.apps[app].payer.ok_or(Answer::StillTrial)?;
        if before == payer {
            return Ok(());
        }
        self.can_pay(company, payer)?;
        self.apps[app].payer = Some(payer);
        self.turn(app, self.apps[app].plan, payer);
        Ok(())
    }

    /// Row 18, S9: O on both sides, paid or trial; who works on it loses it, who pays today pays through today (S25).
    pub(super) fn move_app(
        &mut self,
        who: Who,
        name: u8,
        (to, payer): (usize, Option<usize>),
        stale: bool,
    ) -> Result<(), Answer> {
        let (app, role) = self.reach(who, name)?;
        let from = self.apps[app].company.filter(|_| role == Some(Owner)).ok_or(Answer::Refused)?;
        let there = self.role(who, to);
        if there.is_ok_and(|role| role != Owner) {
            return Err(Answer::Refused);
        }
        self.builds(from)?;
        there?;
        if stale {
            return Err(Answer::Stale);
        }
        self.not_paused(app)?;
        if from == to {
            return Err(Answer::Flawed(Part::Target));
        }
        self.builds(to)?;
        if self.apps[app].payer.is_some() {
            let payer = payer.ok_or(Answer::Flawed(Part::Payer))?;
            self.can_pay(to, payer)?;
            self.apps[app].payer = Some(payer);
            self.turn(app, self.apps[app].plan, payer);
        }
        self.drop_request(app);
        self.forget_in_invitations(app);
        self.apps[app].company = Some(to);
        self.apps[app].assigned.clear();
        Ok(())
    }
}
