//! An App ends (R24, R31; matrix row 13), and pauses by the operator's hand.

use std::sync::Arc;

use crate::{
    acts::{Actor, Guest, Trouble, Warren, within},
    letters::{AppNews, Letter},
    rules::{
        app::{AppState, SuspendedBy},
        day::Day,
        dunning::Arrears,
        id::AppId,
        log::{Door, Event},
        moment::{DAY, Moment},
        permission::Action,
        problem::{Conflict, Field, Problem, Thing, Why},
        text::Line,
    },
    store::{
        app_trials::FoundApp,
        db::Tx,
        invitation_ends::Withdrawn,
        log::{Change, Entry, Topic},
    },
};

impl Actor {
    /// Deletes an App for good; `confirmation` is its name, typed. Assignments, keys, domains and secrets go with it, its
    /// name is blocked for a while (E51), and it is billed through today.
    ///
    /// # Errors
    /// When the policy refuses, the name is another one, or somebody changed it meanwhile.
    pub async fn delete_app(&self, name: &str, confirmation: &str, version: i64) -> Result<(), Problem> {
        within!(&self.guest, |tx| {
            let standing = self.stand_by_app(tx, name).await?;
            let permit = standing.may(|_| Action::DeleteApp)?;
            self.fresh()?;
            standing.seen(version)?;
            if confirmation.trim() != standing.app.name {
                return Err(Problem::field(Field::Confirmation, Why::NotTheName).into());
            }
            let withdrawn = end_app(&self.guest, tx, standing.app.id).await?;
            if let Some(me) = standing.company() {
                self.guest.post_withdrawals(tx, me.company_id, &me.name, withdrawn).await?;
                self.post_news(tx, me, &standing.app.name, AppNews::Deleted).await?;
            }
            let entry = standing.entry(self, Event::AppDeleted, permit);
            tx.record(entry.change(Some(standing.app.state.key()), None)).await?;
            standing.announce(tx);
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }
}

impl Warren {
    /// Pauses an App for the operator, on the command line; see [`Guest::suspend_app`].
    ///
    /// # Errors
    /// When there is no such App, it is paused already, or no reason is given.
    pub async fn suspend_app(self: &Arc<Self>, name: &str, reason: &str) -> Result<(), Problem> {
        Guest::new(self, Door::Cli, "", "", self.request()).suspend_app(name, reason).await
    }

    /// Lets it run again; see [`Guest::resume_app`].
    ///
    /// # Errors
    /// When there is no such App, or it is not paused.
    pub async fn resume_app(self: &Arc<Self>, name: &str, reason: &str) -> Result<(), Problem> {
        Guest::new(self, Door::Cli, "", "", self.request()).resume_app(name, reason).await
    }

    /// Gives a trial more days; see [`Guest::extend_trial`].
    ///
    /// # Errors
    /// When there is no such App, or it is no running trial.
    pub async fn extend_trial(self: &Arc<Self>, name: &str, days: i64) -> Result<Moment, Problem> {
        Guest::new(self, Door::Cli, "", "", self.request()).extend_trial(name, days).await
    }
}

impl Guest {
    /// Pauses an App (3.2): the operator's act, always with a reason, logged and mailed. Whoever calls it has made sure
    /// that it is the operator.
    ///
    /// # Errors
    /// When there is no such App, it is paused already, or no reason is given.
    pub(in crate::acts) async fn suspend_app(&self, name: &str, reason: &str) -> Result<(), Problem> {
        let reason = Line::parse(Field::Reason, reason, 300)?;
        within!(self, |tx| {
            let found = tx.app_of_house(name).await?.ok_or(Thing::App)?;
            if found.app.suspended_by == Some(SuspendedBy::Operator) {
                return Err(Conflict::AppSuspended.into());
            }
            tx.suspend_app(found.app.id, SuspendedBy::Operator, self.at).await?;
            self.freeze_requests(tx, Some(found.app.id), None).await?;
            self.post_pause(tx, &found, reason.as_str(), false).await?;
            self.record_of_house(tx, &found, Event::AppSuspended, reason.as_str()).await?;
        })?;
        self.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Lets a paused App run again, as what it was; an ended trial is then ended by the clock once more, and one whose payment
    /// is overdue stays suspended for that.
    ///
    /// # Errors
    /// When there is no such App, it is not paused by the operator, or its Company is suspended.
    pub(in crate::acts) async fn resume_app(&self, name: &str, reason: &str) -> Result<(), Problem> {
        let reason = Line::parse(Field::Reason, reason, 300)?;
        within!(self, |tx| {
            let holder = tx.lock_holder(name).await?;
            let found = tx.app_of_house(name).await?.ok_or(Thing::App)?;
            if found.company_id != holder {
                return Err(Problem::Busy.into());
            }
            match found.app.suspended_by {
                Some(SuspendedBy::Operator) => {}
                Some(SuspendedBy::Dunning) => return Err(Conflict::PaymentOverdue.into()),
                Some(SuspendedBy::TrialEnded) | None => return Err(Conflict::NotSuspended.into()),
            }
            if let Some(company) = found.company_id
                && tx.is_suspended(company).await?
            {
                return Err(Conflict::CompanySuspended.into());
            }
            self.record_of_house(tx, &found, Event::AppResumed, reason.as_str()).await?;
            self.run_again(tx, &found, reason.as_str()).await?;
        })?;
        self.warren.mail_waits.notify_one();
        Ok(())
    }

    /// What the operator has paused runs again, unless a payment for it is overdue: then it rests on because of that.
    async fn run_again(&self, tx: &mut Tx, found: &FoundApp, reason: &str) -> Result<(), Trouble> {
        if let Some(payer) = found.app.billing_contact_id
            && tx.arrears_of(payer).await? == Arrears::Blocked
        {
            tx.suspend_app(found.app.id, SuspendedBy::Dunning, self.at).await?;
            tx.record(entry_about(self, found, Event::AppSuspended).change(None, Some("dunning"))).await?;
            return Ok(());
        }
        let resumed = tx.resume_app(&found.app, self.at).await.map_err(Trouble::from);
        resumed.map_err(|trouble| if trouble.is_taken() { Conflict::TrialRunning.into() } else { trouble })?;
        self.thaw_requests(tx, Some(found.app.id), None).await?;
        self.post_pause(tx, found, reason, true).await
    }

    /// Deletes an App (3.2, 4.3), running or not, as its people could: always with a reason, logged and mailed (M33).
    /// Whoever calls it has made sure that it is the operator.
    ///
    /// # Errors
    /// When there is no such App, `confirmation` is not its name, or no reason is given.
    pub(in crate::acts) async fn delete_app_of_house(
        &self,
        name: &str,
        confirmation: &str,
        reason: &str,
    ) -> Result<(), Problem> {
        let reason = Line::parse(Field::Reason, reason, 300)?;
        within!(self, |tx| {
            let found = tx.app_of_house(name).await?.ok_or(Thing::App)?;
            if confirmation.trim() != found.app.name {
                return Err(Problem::field(Field::Confirmation, Why::NotTheName).into());
            }
            let withdrawn = end_app(self, tx, found.app.id).await?;
            let (app, company, reason) = (found.app.name.clone(), found.company.clone(), reason.to_string());
            if let (Some(id), Some(name)) = (found.company_id, &company) {
                self.post_withdrawals(tx, id, name, withdrawn).await?;
            }
            let letter = Letter::AppDeleted { app, company, reason: reason.clone() };
            match found.company_id {
                Some(id) => tx.post_to_company(id, &letter, self.at).await.map(|_| ())?,
                None => tx.post(&found.creator_email, &letter, self.at).await?,
            }
            self.record_of_house(tx, &found, Event::AppDeleted, &reason).await?;
        })?;
        self.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Gives a running trial more days (E54). Answers its new end.
    ///
    /// # Errors
    /// When there is no such App, it is no running trial, or the days are not 1–90.
    pub(in crate::acts) async fn extend_trial(&self, name: &str, days: i64) -> Result<Moment, Problem> {
        if !(1..=90).contains(&days) {
            return Err(Problem::field(Field::Days, Why::NotInRange(1, 90)));
        }
        within!(self, |tx| {
            let found = tx.app_of_house(name).await?.ok_or(Thing::App)?;
            let ends_at = match (found.app.state, found.app.trial_ends_at) {
                (AppState::Trial, Some(ends_at)) => ends_at.plus(days * DAY),
                (AppState::Suspended, _) => return Err(Conflict::AppSuspended.into()),
                _ => return Err(Conflict::AlreadyPaid.into()),
            };
            tx.extend_trial(found.app.id, ends_at).await?;
            self.record_of_house(tx, &found, Event::TrialExtended, &ends_at.to_rfc3339()).await?;
            ends_at
        })
    }

    /// To the Owners and Admins, or to who began it.
    async fn post_pause(&self, tx: &mut Tx, found: &FoundApp, reason: &str, resumed: bool) -> Result<(), Trouble> {
        let (app, slug, reason) = (found.app.name.clone(), found.slug.clone(), reason.to_owned());
        post_about(tx, found, &Letter::AppPaused { app, slug, reason, resumed }, self.at).await
    }

    async fn record_of_house(&self, tx: &mut Tx, found: &FoundApp, event: Event, after: &str) -> Result<(), Trouble> {
        let before = Some(found.app.state.key());
        tx.record(entry_about(self, found, event).change(before, Some(after))).await?;
        announce(tx, found);
        Ok(())
    }
}

/// Ends an App whose row is locked: bills it through today and takes away all that hung on it. Answers the invitations of
/// Developers that were for this App alone (4.1).
pub(in crate::acts) async fn end_app(guest: &Guest, tx: &mut Tx, id: AppId) -> Result<Vec<Withdrawn>, Trouble> {
    guest.withdraw_request_of(tx, id).await?;
    tx.end_periods(id, Day::of(guest.at)).await?;
    let withdrawn = tx.forget_in_invitations(id, guest.at).await?;
    tx.delete_app(id, guest.at, guest.at.plus(guest.warren.house_rules().name_block)).await?;
    Ok(withdrawn)
}

/// A mail about an App to those who keep it.
pub(super) async fn post_about(tx: &mut Tx, found: &FoundApp, letter: &Letter, at: Moment) -> Result<(), Trouble> {
    match found.company_id {
        Some(company) => tx.post_to_keepers(company, letter, false, at).await.map(|_| ())?,
        None => tx.post(&found.creator_email, letter, at).await?,
    }
    Ok(())
}

/// An entry about an App that is not by one of its people.
pub(super) fn entry_about(guest: &Guest, found: &FoundApp, event: Event) -> Entry {
    let entry = guest.entry(event).app(found.app.id).to(&found.app.name);
    found.company_id.into_iter().fold(entry, Entry::within)
}

/// Tells the streams of whoever sees it.
pub(super) fn announce(tx: &mut Tx, found: &FoundApp) {
    tx.announce(match found.company_id {
        Some(company) => Change::Company(company, Topic::Apps),
        None => Change::Person(found.app.creator_id),
    });
}
