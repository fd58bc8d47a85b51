//! What happens to releases by the clock: tries whose server went away are given up, and files that nobody needs go.

use crate::{
    acts::Warren,
    rules::{
        moment::Moment,
        problem::Problem,
        release::{PUBLISH_TIME, ReleaseFlaw},
    },
    store::releases::DueRelease,
};

impl Warren {
    /// Gives up what was being published when this house was last closed. On SQLite no other server can be at it; beside
    /// others the clock waits until nobody can be any more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn give_up_releases(&self) -> Result<u64, Problem> {
        let alone = self.db.postgres().is_none();
        self.give_up(if alone { self.now() } else { self.now().plus(-2 * PUBLISH_TIME) }).await
    }

    /// Gives up tries that have lasted too long, and removes releases that are not kept any more, also those of deleted
    /// Apps whose names are free again. Answers how many.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tend_releases(&self) -> Result<u64, Problem> {
        let given_up = self.give_up(self.now().plus(-2 * PUBLISH_TIME)).await?;
        let Some(host) = self.sites.get() else { return Ok(given_up) };
        let due = self.db.releases_to_remove(self.now()).await.map_err(|error| self.broken(error))?;
        let mut gone = 0;
        for release in due {
            // A host that does not answer is asked again when the clock comes round.
            if host.remove(release.app_id, release.number).await.is_ok() {
                gone += self.db.forget_release(release).await.map_err(|error| self.broken(error))?;
            }
        }
        Ok(given_up + gone)
    }

    async fn give_up(&self, before: Moment) -> Result<u64, Problem> {
        let why = ReleaseFlaw::TookTooLong.to_string();
        let given_up = self.db.give_up_releases(before, &why).await.map_err(|error| self.broken(error))?;
        for DueRelease { app_id, number } in &given_up {
            if let Some(host) = self.sites.get() {
                // What stays is removed together with the row.
                let _ = host.remove(*app_id, *number).await;
            }
        }
        Ok(u64::try_from(given_up.len()).unwrap_or_default())
    }
}
