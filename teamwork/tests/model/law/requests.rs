//! "Invite a client" (4.2; rows 19–22; S10, S19, S20, S23, S24, S26, S29, S30): asked, proposed, confirmed, refused, withdrawn,
//! declined, and handed over to somebody who has an account and pays by bank transfer.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Answer, AppState, Company, Contact, Part, Pause, Period, Who, World,
    world::{
        Address, Member, Request, RequestState,
        Role::{self, Admin, Billing, Developer, Owner},
    },
};

/// How long a request lives (S18), and how long a trial runs at least when one has ended (S19).
const LIFE: i64 = 7 * 24;
const REPRIEVE: i64 = 48;
/// How long an App is kept whose trial has ended.
const GRACE: i64 = 7 * 24;

impl Request {
    /// Nothing is left of it.
    pub fn gone(to: Address) -> Self {
        let (state, along) = (RequestState::Gone, BTreeSet::new());
        let (company, app, sender, confirmed, plan, payer) = (None, 0, 0, false, 0, None);
        Self { company, app, sender, to, state, confirmed, plan, payer, along, sent: 0, expires: 0, frozen: None }
    }
}

impl World {
    /// Rows 19 and 20: O, A for trials, the creator of a trial of their own; what an Admin asks for a paid App waits for an
    /// Owner (S10).
    pub(super) fn ask(&mut self, who: Who, name: u8, to: Address) -> Result<(), Answer> {
        if to == Address::Of(who) {
            return Err(Answer::Flawed(Part::Email));
        }
        let (app, role) = self.reach(who, name)?;
        let company = self.apps[app].company;
        if let Some(company) = company {
            self.may_build(who, company)?;
        }
        self.not_paused(app)?;
        if self.apps[app].request.is_some() {
            return Err(Answer::Asked);
        }
        self.not_an_owner(company, to)?;
        let one = &mut self.apps[app];
        let proposed = role == Some(Admin) && one.payer.is_some();
        let state = if proposed { RequestState::Proposed } else { RequestState::Pending };
        one.request = Some(self.requests.len());
        let (plan, payer, along) = (one.plan, one.payer, one.assigned.clone());
        let (sent, expires) = (self.now, self.now + LIFE);
        let (sender, confirmed, frozen) = (who, false, None);
        let request = Request { company, app, sender, to, state, confirmed, plan, payer, along, sent, expires, frozen };
        self.requests.push(request);
        Ok(())
    }

    /// S26: nobody is asked to take over what they own.
    fn not_an_owner(&self, company: Option<usize>, to: Address) -> Result<(), Answer> {
        let (Some(company), Address::Of(whom)) = (company, to) else { return Ok(()) };
        if self.role(whom, company) == Ok(Owner) { Err(Answer::Flawed(Part::Email)) } else { Ok(()) }
    }

    /// Row 21, S11: the sender, and the Owners of the giving Company; of a trial of one's own nobody else.
    fn keep_request(&self, who: Who, request: usize) -> Result<Option<Role>, Answer> {
        let one = &self.requests[request];
        match one.company {
            _ if one.state == RequestState::Gone => Err(Answer::NotFound),
            Some(company) => match self.role(who, company)? {
                Owner => Ok(Some(Owner)),
                Admin if one.sender == who => Ok(Some(Admin)),
                _ => Err(Answer::Refused),
            },
            None if one.sender == who => Ok(None),
            None => Err(Answer::NotFound),
        }
    }

    fn is_open(&self, request: usize) -> Result<(), Answer> {
        if self.requests[request].state.is_open() { Ok(()) } else { Err(Answer::Gone) }
    }

    fn thawed(&self, request: usize) -> Result<(), Answer> {
        if self.requests[request].frozen.is_some() { Err(Answer::Frozen) } else { Ok(()) }
    }

    /// Whether the client would get something else today than they were told.
    fn is_outdated(&self, request: usize) -> bool {
        let (one, app) = (&self.requests[request], &self.apps[self.requests[request].app]);
        let terms = app.periods.last().filter(|period| period.to.is_none()).map(|period| period.plan);
        let changed = one.payer.is_some() && terms != Some(one.plan);
        changed || app.payer != one.payer || app.assigned != one.along
    }

    pub(super) fn withdraw(&mut self, who: Who, request: usize) -> Result<(), Answer> {
        self.keep_request(who, request)?;
        self.is_open(request)?;
        self.over(request, RequestState::Cancelled);
        Ok(())
    }

    /// On the terms of today, with as much time as it was given. What an Owner has confirmed its Admin sends again as it is.
    pub(super) fn ask_again(&mut self, who: Who, request: usize) -> Result<(), Answer> {
        let role = self.keep_request(who, request)?;
        self.is_open(request)?;
        if self.requests[request].state == RequestState::Proposed {
            return Err(Answer::Proposed);
        }
        self.thawed(request)?;
        let repeats = self.requests[request].confirmed && !self.is_outdated(request);
        let app = self.requests[request].app;
        let paid = self.apps[app].payer.is_some();
        if role == Some(Admin) && paid && !repeats {
            return Err(Answer::Refused);
        }
        let (app, now) = (self.apps[app].clone(), self.now);
        let one = &mut self.requests[request];
        one.confirmed |= role == Some(Owner) && paid && one.sender != who;
        if one.payer.is_some() || paid {
            one.plan = app.plan;
        }
        (one.payer, one.along) = (app.payer, app.assigned);
        (one.sent, one.expires) = (now, now + LIFE);
        // One renewal of what has no time of its own left, then the operator (S19).
        let app = &mut self.apps[one.app];
        let is_over = match app.state {
            AppState::Trial => app.trial_ends.is_some_and(|ends| ends <= now),
            state => state == AppState::Suspended(Pause::TrialEnded),
        };
        app.reprieves += u8::from(is_over && app.reprieves < 2);
        Ok(())
    }

    /// S10: an Owner, for what waits for one.
    fn proposal(&self, who: Who, request: usize) -> Result<(), Answer> {
        let one = &self.requests[request];
        match one.company {
            _ if one.state == RequestState::Gone => return Err(Answer::NotFound),
            Some(company) if self.role(who, company)? != Owner => return Err(Answer::Refused),
            Some(_) => {}
            // A trial of one's own needs nobody's word.
            None if one.sender == who => return Err(Answer::Refused),
            None => return Err(Answer::NotFound),
        }
        self.is_open(request)?;
        if one.state == RequestState::Proposed { Ok(()) } else { Err(Answer::Confirmed) }
    }

    pub(super) fn confirm(&mut self, who: Who, request: usize) -> Result<(), Answer> {
        self.proposal(who, request)?;
        let (company, to) = (self.requests[request].company, self.requests[request].to);
        company.map_or(Ok(()), |company| self.builds(company))?;
        self.thawed(request)?;
        if self.is_outdated(request) {
            return Err(Answer::Gone);
        }
        self.not_an_owner(company, to)?;
        let (now, one) = (self.now, &mut self.requests[request]);
        (one.state, one.confirmed, one.sent, one.expires) = (RequestState::Pending, true, now, now + LIFE);
        Ok(())
    }

    pub(super) fn refuse(&mut self, who: Who, request: usize) -> Result<(), Answer> {
        self.proposal(who, request)?;
        self.over(request, RequestState::Refused);
        Ok(())
    }

    /// Row 22: the addressed person, of what went to them.
    fn addressed(&self, who: Who, request: usize) -> Result<(), Answer> {
        let one = &self.requests[request];
        match one.state {
            RequestState::Gone => Err(Answer::NotFound),
            RequestState::Pending if one.to == Address::Of(who) => Ok(()),
            RequestState::Pending => Err(Answer::WrongAccount),
            _ => Err(Answer::Gone),
        }
    }

    /// S12.
    pub(super) fn turn_down(&mut self, who: Who, request: usize) -> Result<(), Answer> {
        self.addressed(who, request)?;
        self.over(request, RequestState::Declined);
        Ok(())
    }

    /// R62–R64: a new Company, or one they own with a Billing Contact of it (S22).
    pub(super) fn take_over(&mut self, who: Who, request: usize, payer: Option<usize>) -> Result<(), Answer> {
        self.addressed(who, request)?;
        self.thawed(request)?;
        if self.is_outdated(request) {
            return Err(Answer::Gone);
        }
        let giver = self.requests[request].company;
        if giver.is_some_and(|giver| self.role(who, giver) == Ok(Owner)) {
            return Err(Answer::OwnRequest);
        }
        let (taker, payer) = self.taker(who, payer)?;
        self.give(request, taker, payer);
        self.bring_along(request, who, taker);
        self.keep_sender(self.requests[request].sender, taker);
        let one = &mut self.requests[request];
        (one.state, one.frozen) = (RequestState::Completed, None);
        Ok(())
    }

    fn taker(&mut self, who: Who, payer: Option<usize>) -> Result<(usize, usize), Answer> {
        let Some(payer) = payer else {
            let (company, email) = (self.companies.len(), 100 + u8::try_from(who).unwrap());
            let owner = Member { role: Owner, ends: None };
            self.contacts.push(Contact { company: Some(company), is_archived: false, email });
            self.companies.push(Company { members: BTreeMap::from([(who, owner)]), ..Company::default() });
            return Ok((company, self.contacts.len() - 1));
        };
        let contact = &self.contacts[payer];
        let company = contact.company.filter(|company| !contact.is_archived && self.role(who, *company) == Ok(Owner));
        let company = company.ok_or(Answer::Flawed(Part::Payer))?;
        self.builds(company)?;
        Ok((company, payer))
    }

    /// The giver pays through today, the client from tomorrow (S25).
    fn give(&mut self, request: usize, taker: usize, payer: usize) {
        let (app, plan) = (self.requests[request].app, self.requests[request].plan);
        if self.apps[app].payer.is_some() {
            self.turn(app, plan, payer);
        } else {
            let from = self.today() + 1;
            self.apps[app].periods.push(Period { from, to: None, payer, plan });
        }
        self.forget_in_invitations(app);
        let one = &mut self.apps[app];
        (one.company, one.payer, one.plan, one.state) = (Some(taker), Some(payer), plan, AppState::Active);
        (one.trial_ends, one.paused, one.request) = (None, None, None);
        one.assigned.clear();
    }

    /// S24: the Developers of the offer, for this App alone, as long as they had access.
    fn bring_along(&mut self, request: usize, client: Who, taker: usize) {
        let one = &self.requests[request];
        let (giver, app, sender, along) = (one.company, one.app, one.sender, one.along.clone());
        for whom in along.into_iter().filter(|whom| *whom != client && *whom != sender) {
            let role = self.role(whom, taker);
            if role.is_err() {
                let before = giver.and_then(|giver| self.companies[giver].members.get(&whom));
                let ends = before.and_then(|member| member.ends);
                self.companies[taker].members.insert(whom, Member { role: Developer, ends });
            }
            if role.is_err() || role == Ok(Developer) {
                self.apps[app].assigned.insert(whom);
            }
        }
    }

    /// R64, S23: who was less is Admin there.
    fn keep_sender(&mut self, sender: Who, taker: usize) {
        match self.role(sender, taker) {
            Ok(Owner | Admin) => {}
            Ok(Developer | Billing) => self.make(taker, sender, Admin),
            Err(_) => {
                self.companies[taker].members.insert(sender, Member { role: Admin, ends: None });
            }
        }
    }

    /// It ends without a handover: its App is free, and a trial runs for two days at least, twice (S19).
    pub(super) fn over(&mut self, request: usize, state: RequestState) {
        let until = self.now + REPRIEVE;
        let one = &mut self.requests[request];
        (one.state, one.frozen) = (state, None);
        let app = &mut self.apps[one.app];
        app.request = None;
        if app.reprieves >= 2 {
            return;
        }
        match app.state {
            AppState::Trial if app.trial_ends.is_some_and(|ends| ends < until) => {
                (app.trial_ends, app.reprieves) = (Some(until), app.reprieves + 1);
            }
            AppState::Suspended(Pause::TrialEnded) if app.paused.is_some_and(|since| since < until - GRACE) => {
                (app.paused, app.reprieves) = (Some(until - GRACE), app.reprieves + 1);
            }
            _ => {}
        }
    }

    /// S30: what goes takes its request along.
    pub(super) fn drop_request(&mut self, app: usize) {
        if let Some(request) = self.apps[app].request {
            self.over(request, RequestState::Cancelled);
        }
    }

    /// S29: what somebody sent for a Company and could not send any more, being this there now, or nobody.
    pub(super) fn drop_requests(&mut self, company: usize, sender: Who, role: Option<Role>) {
        if role == Some(Owner) {
            return;
        }
        let keeps = |one: &Request| {
            let confirmed = one.confirmed || one.state == RequestState::Proposed;
            role == Some(Admin) && (one.payer.is_none() || confirmed)
        };
        let theirs = |one: &Request| one.company == Some(company) && one.sender == sender && one.state.is_open();
        let all = self.requests.iter().enumerate().filter(|(_, one)| theirs(one) && !keeps(one));
        for request in all.map(|(number, _)| number).collect::<Vec<_>>() {
            self.over(request, RequestState::Cancelled);
        }
    }

    /// S30: while an App is suspended by the operator the deadline of its request stands still.
    pub(super) fn freeze_or_thaw(&mut self, app: usize) {
        let Some(request) = self.apps[app].request else { return };
        let paused = self.apps[app].state == AppState::Suspended(Pause::Operator);
        let (now, one) = (self.now, &mut self.requests[request]);
        match (paused, one.frozen) {
            (true, None) => one.frozen = Some(now),
            (false, Some(since)) => (one.expires, one.frozen) = (one.expires + now - since, None),
            _ => {}
        }
    }

    /// R69: what nobody has answered, or confirmed, in time.
    pub(super) fn expire_requests(&mut self) {
        let due = |one: &Request| one.state.is_open() && one.frozen.is_none() && one.expires <= self.now;
        let overdue = self.requests.iter().enumerate().filter(|(_, one)| due(one)).map(|(number, _)| number);
        for request in overdue.collect::<Vec<_>>() {
            self.over(request, RequestState::Expired);
        }
    }
}
