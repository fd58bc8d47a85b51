//! What the operator does (3.2): nobody else finds the place where it is done.

use super::{Answer, AppState, OPERATOR, Part, Pause, Was, Who, World};

impl World {
    fn operator(who: Who) -> Result<(), Answer> {
        if who == OPERATOR { Ok(()) } else { Err(Answer::NotFound) }
    }

    /// Whatever it was, unless the operator has paused it already.
    pub(super) fn suspend_app(&mut self, who: Who, name: u8) -> Result<(), Answer> {
        Self::operator(who)?;
        let app = self.live(name).ok_or(Answer::NotFound)?;
        self.not_paused(app)?;
        (self.apps[app].state, self.apps[app].paused) = (AppState::Suspended(Pause::Operator), Some(self.now));
        self.freeze_or_thaw(app);
        Ok(())
    }

    /// As what it was: a paid App, or a trial, whose clock stood meanwhile; an ended one is then ended once more.
    pub(super) fn resume_app(&mut self, who: Who, name: u8) -> Result<(), Answer> {
        Self::operator(who)?;
        let app = self.live(name).ok_or(Answer::NotFound)?;
        if self.not_paused(app).is_ok() {
            return Err(Answer::NotPaused);
        }
        match self.apps[app].company {
            Some(company) if self.companies[company].suspended.is_some() => return Err(Answer::CompanySuspended),
            None if self.has_own_trial(self.apps[app].creator) => return Err(Answer::TrialRunning),
            _ => {}
        }
        let (now, one) = (self.now, &mut self.apps[app]);
        one.state = if one.payer.is_some() { AppState::Active } else { AppState::Trial };
        if let (Some(ends), Some(since)) = (one.trial_ends, one.paused.take())
            && ends > since
        {
            one.trial_ends = Some(ends + now - since);
        }
        self.freeze_or_thaw(app);
        Ok(())
    }

    /// Whatever state it is in; its name typed.
    pub(super) fn end_app_of_house(&mut self, who: Who, name: u8, typed: bool) -> Result<(), Answer> {
        Self::operator(who)?;
        let app = self.live(name).ok_or(Answer::NotFound)?;
        if !typed {
            return Err(Answer::Flawed(Part::Confirmation));
        }
        self.end_app(app);
        Ok(())
    }

    /// E54: a running trial, by 1 to 90 days.
    pub(super) fn extend_trial(&mut self, who: Who, name: u8, days: i64) -> Result<(), Answer> {
        Self::operator(who)?;
        if !(1..=90).contains(&days) {
            return Err(Answer::Flawed(Part::Days));
        }
        let app = self.live(name).ok_or(Answer::NotFound)?;
        match self.apps[app].state {
            AppState::Trial => self.apps[app].trial_ends = self.apps[app].trial_ends.map(|ends| ends + days * 24),
            AppState::Suspended(_) => return Err(Answer::Paused),
            AppState::Active | AppState::Deleted => return Err(Answer::AlreadyPaid),
        }
        Ok(())
    }

    /// Its Apps rest with it, and remember what they were.
    pub(super) fn suspend_company(&mut self, who: Who, company: usize) -> Result<(), Answer> {
        Self::operator(who)?;
        let (now, here) = (self.now, &mut self.companies[company]);
        if here.is_gone {
            return Err(Answer::NotFound);
        }
        if here.suspended.is_some() {
            return Err(Answer::CompanySuspended);
        }
        here.suspended = Some(now);
        for app in self.apps.iter_mut().filter(|app| app.company == Some(company)) {
            app.was = match app.state {
                AppState::Trial => Some(Was::Trial),
                AppState::Active => Some(Was::Active),
                AppState::Suspended(pause) => Some(Was::Suspended(pause)),
                AppState::Deleted => None,
            };
            app.paused = app.paused.or(Some(now));
            app.state = AppState::Suspended(Pause::Operator);
        }
        self.apps_of(company).collect::<Vec<_>>().into_iter().for_each(|app| self.freeze_or_thaw(app));
        Ok(())
    }

    /// Its Apps are what they were, and no clock of theirs ran meanwhile.
    pub(super) fn resume_company(&mut self, who: Who, company: usize) -> Result<(), Answer> {
        Self::operator(who)?;
        let (now, here) = (self.now, &mut self.companies[company]);
        if here.is_gone {
            return Err(Answer::NotFound);
        }
        let stood = now - here.suspended.take().ok_or(Answer::CompanyRuns)?;
        for app in self.apps.iter_mut().filter(|app| app.company == Some(company)) {
            match app.was.take() {
                Some(Was::Trial) => {
                    (app.state, app.paused) = (AppState::Trial, None);
                    app.trial_ends = app.trial_ends.map(|ends| ends + stood);
                }
                Some(Was::Active) => (app.state, app.paused) = (AppState::Active, None),
                Some(Was::Suspended(pause)) => {
                    app.state = AppState::Suspended(pause);
                    if pause == Pause::TrialEnded {
                        app.paused = app.paused.map(|since| since + stood);
                    }
                }
                None => {}
            }
        }
        self.apps_of(company).collect::<Vec<_>>().into_iter().for_each(|app| self.freeze_or_thaw(app));
        Ok(())
    }
}
