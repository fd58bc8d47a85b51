//! The clock of trials (4.3, E55, E56): told three days and one day before, paused at the end, deleted a week later.

use std::sync::Arc;

use super::ending::{announce, end_app, entry_about, post_about};
use crate::{
    acts::{Guest, Trouble, Warren, within},
    letters::Letter,
    rules::{
        app::{SuspendedBy, TrialTask},
        id::{AppId, UserId},
        log::Event,
        moment::DAY,
        problem::Problem,
    },
    store::{
        app_trials::{Earned, FoundApp},
        db::Tx,
        log::{Change, Entry, Topic},
    },
};

/// A person has done a task: the running trials they began last two days longer, once for each task (E54).
pub(in crate::acts) async fn earn_trial_time(
    guest: &Guest,
    tx: &mut Tx,
    user: UserId,
    task: TrialTask,
) -> Result<(), Trouble> {
    for earned in tx.earn_trial_time(user, task).await? {
        record_earned(guest, tx, earned, task, user).await?;
        tx.announce(match earned.company_id {
            Some(company) => Change::Company(company, Topic::Apps),
            None => Change::Person(user),
        });
    }
    Ok(())
}

/// An App whose row is locked has done a task, by this domain or release: if it is a trial, it lasts two days longer, once
/// for each task (E54). Whoever finds out tells the streams.
pub(in crate::acts) async fn earn_app_time(
    guest: &Guest,
    tx: &mut Tx,
    app: AppId,
    task: TrialTask,
    by: impl ToString,
) -> Result<(), Trouble> {
    if let Some(earned) = tx.earn_app_time(app, task).await? {
        record_earned(guest, tx, earned, task, by).await?;
    }
    Ok(())
}

async fn record_earned(
    guest: &Guest,
    tx: &mut Tx,
    earned: Earned,
    task: TrialTask,
    by: impl ToString,
) -> Result<(), Trouble> {
    let entry = guest.entry(Event::TrialExtended).app(earned.id).to(by.to_string());
    let entry = earned.company_id.into_iter().fold(entry, Entry::within);
    tx.record(entry.change(None, Some(task.key()))).await?;
    Ok(())
}

impl Warren {
    /// Tells whose trials end soon (M20, M21), pauses those that have ended, deletes those that ended long ago (M22). A
    /// bounded batch of each; answers how many.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tend_trials(self: &Arc<Self>) -> Result<u64, Problem> {
        let house = self.house();
        let done = house.end_trials().await? + house.notice_trials().await? + house.delete_trials().await?;
        if done > 0 {
            self.mail_waits.notify_one();
        }
        Ok(done)
    }
}

impl Guest {
    /// The last notice first: who is close to the end gets one mail, not two.
    async fn notice_trials(&self) -> Result<u64, Problem> {
        let mut told = 0;
        let kept_days = self.warren.house_rules().trial_grace / DAY;
        for (before, notice) in [(DAY, 2), (3 * DAY, 1)] {
            told += within!(self, |tx| {
                let due = tx.trials_to_notice(self.at, before, notice).await?;
                if due.is_empty() {
                    return Ok(0);
                }
                for found in &due {
                    let ends_at = found.app.trial_ends_at.unwrap_or(self.at);
                    let (app, slug) = (found.app.name.clone(), found.slug.clone());
                    let letter = Letter::TrialEnding { app, slug, ends_at, kept_days, last: notice == 2 };
                    post_about(tx, found, &letter, self.at).await?;
                    let entry = entry_about(self, found, Event::TrialEnding);
                    tx.record(entry.change(None, Some(&ends_at.to_rfc3339()))).await?;
                }
                due.len() as u64
            })?;
        }
        Ok(told)
    }

    /// Never billed (4.3).
    async fn end_trials(&self) -> Result<u64, Problem> {
        within!(self, |tx| {
            let due = tx.trials_to_suspend(self.at).await?;
            if due.is_empty() {
                return Ok(0);
            }
            for found in &due {
                tx.suspend_app(found.app.id, SuspendedBy::TrialEnded, self.at).await?;
                let entry = entry_about(self, found, Event::TrialEnded);
                tx.record(entry.change(Some("trial"), Some("suspended"))).await?;
                announce(tx, found);
            }
            due.len() as u64
        })
    }

    async fn delete_trials(&self) -> Result<u64, Problem> {
        let since = self.at.plus(-self.warren.house_rules().trial_grace);
        within!(self, |tx| {
            let due = tx.trials_to_delete(since).await?;
            if due.is_empty() {
                return Ok(0);
            }
            for found in &due {
                self.delete_trial(tx, found).await?;
            }
            due.len() as u64
        })
    }

    async fn delete_trial(&self, tx: &mut Tx, found: &FoundApp) -> Result<(), Trouble> {
        let withdrawn = end_app(self, tx, found.app.id).await?;
        let company = found.company.clone().unwrap_or_default();
        if let Some(id) = found.company_id {
            self.post_withdrawals(tx, id, &company, withdrawn).await?;
        }
        let blocked_days = self.warren.house_rules().name_block / DAY;
        let letter = Letter::TrialDeleted { app: found.app.name.clone(), company: found.company.clone(), blocked_days };
        post_about(tx, found, &letter, self.at).await?;
        tx.record(entry_about(self, found, Event::AppDeleted).change(Some("suspended"), None)).await?;
        announce(tx, found);
        Ok(())
    }
}
