//! The clock of abandoned accounts (M4, E82): told 30 days before, closed when nobody came. Signing in, or any request,
//! stops it.

use std::sync::Arc;

use super::{Guest, Trouble, Warren, within};
use crate::{
    letters::Letter,
    rules::{account::ABANDONED_NOTICE, id::UserId, log::Event, problem::Problem},
    store::{abandoned::Abandoned, companies::full_name, db::Tx},
};

impl Warren {
    /// Tells the people of abandoned accounts that these will be closed (M4), and closes those whose people did not come
    /// back. A bounded batch; answers how many accounts were touched.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tend_abandoned(self: &Arc<Self>) -> Result<u64, Problem> {
        let life = self.house_rules().abandoned_after;
        if life == 0 {
            return Ok(0);
        }
        let house = self.house();
        let at = house.at;
        let due = self.db.abandoned(at.plus(ABANDONED_NOTICE - life), at.plus(-life), at.plus(-ABANDONED_NOTICE)).await;
        let mut touched = 0;
        for user in due.map_err(|error| house.tell(error))? {
            match house.tend_abandoned(user, life).await {
                Ok(did) => touched += u64::from(did),
                // One that does not work keeps no other from being looked at.
                Err(problem) => tracing::error!(%user, %problem, "an abandoned account could not be tended"),
            }
        }
        if touched > 0 {
            self.mail_waits.notify_one();
        }
        Ok(touched)
    }
}

impl Guest {
    /// One account in one transaction: what was found abandoned may have been used meanwhile, so it is looked at again.
    async fn tend_abandoned(&self, user: UserId, life: i64) -> Result<bool, Problem> {
        within!(self, |tx| {
            let Some(account) = tx.abandoned(user).await? else { return Ok(false) };
            let over_at = account.seen_at.plus(life);
            match account.told_at() {
                // Nobody is closed who was not told 30 days before, also when the operator shortens the time.
                Some(told_at) if self.at >= over_at.max(told_at.plus(ABANDONED_NOTICE)) => {
                    self.close_abandoned(tx, user, &account).await?;
                }
                None if self.at >= over_at.plus(-ABANDONED_NOTICE) => {
                    let closes_at = over_at.max(self.at.plus(ABANDONED_NOTICE));
                    let name = full_name(&account.first_name, &account.last_name);
                    let letter = Letter::AccountEnding { name, seen_at: account.seen_at, closes_at };
                    tx.note_abandoned(user, self.at).await?;
                    tx.post(&account.email, &letter, self.at).await?;
                    let entry = self.entry(Event::AccountEndNoticed).person(user);
                    tx.record(entry.change(None, Some(&closes_at.to_rfc3339()))).await?;
                }
                _ => return Ok(false),
            }
            true
        })
    }

    async fn close_abandoned(&self, tx: &mut Tx, user: UserId, account: &Abandoned) -> Result<(), Trouble> {
        let name = full_name(&account.first_name, &account.last_name);
        let letter = Letter::AccountClosed { name, trials: Vec::new(), abandoned: true };
        let confirmed = account.confirmed_at.is_some();
        self.end_account(tx, user, (&account.email, confirmed), &letter).await?;
        tx.record(self.entry(Event::AccountClosed).person(user)).await?;
        Ok(())
    }
}
