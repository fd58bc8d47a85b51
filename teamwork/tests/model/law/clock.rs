//! What happens by itself: invitations and payment requests expire (4.1, 4.2), access ends (4.4), trials pause and are deleted (4.3).

use super::{AppState, Pause, State, World};

/// How long an App is kept whose trial has ended.
const GRACE: i64 = 7 * 24;

impl World {
    /// Hours pass, and then the clock of the house looks around, until nothing is left to do.
    pub(super) fn wait(&mut self, hours: i64) {
        self.now += hours;
        let now = self.now;
        for one in self.invitations.iter_mut().filter(|one| one.state == State::Pending && one.expires <= now) {
            one.state = State::Expired;
        }
        for company in 0..self.companies.len() {
            let members = &self.companies[company].members;
            let over = members.iter().filter(|(_, member)| member.ends.is_some_and(|ends| ends <= now));
            for whom in over.map(|(whom, _)| *whom).collect::<Vec<_>>() {
                self.end(company, whom);
            }
        }
        self.expire_requests();
        for app in 0..self.apps.len() {
            let one = &mut self.apps[app];
            // While a client is asked the clock stands, so often as the house grants it (S19).
            if one.request.is_some() && one.reprieves < 2 {
                continue;
            }
            if one.state == AppState::Trial && one.trial_ends.is_some_and(|ends| ends <= now) {
                (one.state, one.paused) = (AppState::Suspended(Pause::TrialEnded), Some(now));
            }
            let is_ended = one.state == AppState::Suspended(Pause::TrialEnded);
            if is_ended && one.paused.is_some_and(|since| since + GRACE <= now) {
                self.end_app(app);
            }
        }
    }
}
