//! Whether domains lead here: asked by a person, and again and again by the clock.

use std::sync::Arc;

use futures::future::{join, join_all};

use crate::{
    acts::{Actor, Guest, Warren, apps::earn_app_time, within},
    rules::{
        app::TrialTask,
        config::{DomainCard, DomainState},
        limit::Limit,
        log::Event,
        moment::{DAY, MINUTE, Moment},
        permission::Action,
        problem::{Problem, Thing},
    },
    store::{
        configs::DueDomain,
        log::{Change, Topic},
    },
};

/// How often a domain is asked for again that does not lead here yet.
const AGAIN: i64 = 5 * MINUTE;
/// How many domains the clock asks for at once.
const BATCH: i64 = 20;

/// When the clock asks for a domain again.
const fn due(state: DomainState, at: Moment) -> Moment {
    match state {
        DomainState::Pointing => at.plus(DAY),
        DomainState::Unchecked | DomainState::Astray => at.plus(AGAIN),
    }
}

impl Actor {
    /// Asks the name servers where a domain leads, and notes what they say.
    ///
    /// # Errors
    /// When the policy refuses, the App is suspended or has no such domain, or it was asked too often.
    pub async fn check_domain(&self, app: &str, host: &str) -> Result<DomainCard, Problem> {
        let guest = &self.guest;
        let look = self.look_at_app(app, |assigned| Action::ConfigureApp { assigned }).await?;
        look.runs().map_err(Problem::Conflict)?;
        guest.count(Limit::ChecksPerPerson, &self.id().to_string()).await?;
        let found = guest.warren.db.domain_of(look.app.id, host).await.map_err(|error| guest.tell(error))?;
        let before = found.ok_or(Problem::NotFound(Thing::Domain))?;
        let state = guest.warren.lookup(app, host).await.unwrap_or(before.state);
        let after = DomainCard { state, checked_at: Some(guest.at), ..before.clone() };
        let next = due(state, guest.at);
        if state == before.state {
            let touched = guest.warren.db.touch_domain(look.app.id, host, guest.at, next).await;
            touched.map_err(|error| guest.tell(error))?;
            return Ok(after);
        }
        within!(guest, |tx| {
            let standing = self.stand_by_app(tx, app).await?;
            let permit = standing.may(|assigned| Action::ConfigureApp { assigned })?;
            if !tx.set_domain(standing.app.id, host, (before.state, state), guest.at, next).await? {
                return Ok(after.clone());
            }
            let entry = standing.entry(self, Event::DomainChecked, permit).to(host);
            tx.record(entry.change(Some(before.state.key()), Some(state.key()))).await?;
            if state == DomainState::Pointing {
                earn_app_time(guest, tx, standing.app.id, TrialTask::RoutedDomain, host).await?;
            }
            standing.announce(tx);
            after.clone()
        })
    }
}

impl Warren {
    /// Asks for domains that do not lead here yet, and once a day for those that do. Answers how many are different now;
    /// only those are written down.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn recheck_domains(self: &Arc<Self>) -> Result<u64, Problem> {
        if self.names().is_none() {
            return Ok(0);
        }
        let guest = self.house();
        let [open, settled] = [DomainState::Astray, DomainState::Pointing].map(|state| due(state, guest.at));
        let claimed = self.db.claim_domains(guest.at, open, settled, BATCH).await;
        let due = claimed.map_err(|error| guest.tell(error))?;
        let found = join_all(due.iter().map(|domain| self.lookup(&domain.app_name, &domain.host))).await;
        let mut changed = 0;
        for (domain, state) in due.iter().zip(found) {
            if let Some(state) = state.filter(|state| *state != domain.state) {
                changed += u64::from(guest.note_domain(domain, state).await?);
            }
        }
        Ok(changed)
    }

    /// Where a domain leads; `None` when nobody knows.
    async fn lookup(&self, app: &str, host: &str) -> Option<DomainState> {
        let (names, own) = (self.names()?, self.app_host(app));
        let (own, found) = join(names.addresses(&own), names.addresses(host)).await;
        DomainState::judge(&own.ok()?, &found.ok()?)
    }
}

impl Guest {
    /// Notes what the clock found, unless somebody was faster.
    async fn note_domain(&self, domain: &DueDomain, to: DomainState) -> Result<bool, Problem> {
        within!(self, |tx| {
            // Asking took its time: who holds the App is read now, so that the entry is in their log (I41).
            let Some(keeper) = tx.keeper_of(domain.app_id).await? else { return Ok(false) };
            if !tx.set_domain(domain.app_id, &domain.host, (domain.state, to), self.at, due(to, self.at)).await? {
                return Ok(false);
            }
            let entry = self.entry(Event::DomainChecked).app(domain.app_id).to(&domain.host);
            let entry = keeper.company_id.into_iter().fold(entry, crate::store::log::Entry::within);
            tx.record(entry.change(Some(domain.state.key()), Some(to.key()))).await?;
            if to == DomainState::Pointing {
                earn_app_time(self, tx, domain.app_id, TrialTask::RoutedDomain, &domain.host).await?;
            }
            tx.announce(match keeper.company_id {
                Some(company) => Change::Company(company, Topic::Apps),
                None => Change::Person(keeper.creator_id),
            });
            true
        })
    }
}
