//! Rolling back and forth: any release that is kept becomes the live one at once (row 11).

use crate::{
    acts::{Actor, within},
    rules::{
        log::Event,
        permission::Action,
        problem::{Conflict, Problem, Thing},
    },
};

impl Actor {
    /// Makes another release the live one. `live` is the number of the one that the person saw as live, 0 for none.
    ///
    /// # Errors
    /// When the policy refuses, the App is suspended, another release is live by now, or there is no such release that was
    /// published and is kept.
    pub async fn roll_back(&self, app: &str, live: i64, to: i64) -> Result<(), Problem> {
        let switched = within!(&self.guest, |tx| {
            let standing = self.stand_by_app(tx, app).await?;
            let permit = standing.may(|assigned| Action::ConfigureApp { assigned })?;
            standing.runs()?;
            let id = standing.app.id;
            let present = tx.live_release(id).await?;
            if present.unwrap_or_default() != live {
                return Err(Conflict::StaleApp.into());
            }
            if !tx.is_published(id, to).await? {
                return Err(Thing::Release.into());
            }
            if present == Some(to) {
                return Ok(None);
            }
            tx.go_live(id, to).await?;
            let (before, after) = (present.map(|number| number.to_string()), to.to_string());
            let entry = standing.entry(self, Event::AppRolledBack, permit);
            tx.record(entry.change(before.as_deref(), Some(&after))).await?;
            standing.announce(tx);
            Some(id)
        })?;
        if let (Some(id), Some(host)) = (switched, self.guest.warren.sites.get()) {
            host.switch(id, to).await;
        }
        Ok(())
    }
}
