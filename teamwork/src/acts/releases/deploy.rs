//! Publishing a push: a number is taken, the files are written where nobody sees them, then one transaction makes them
//! live. Whatever goes wrong before it leaves what was live.

use std::time::Duration;

use super::{Deployed, Push, pass::Pass, site::Shown};
use crate::{
    acts::{Guest, Trouble, apps::earn_app_time, within},
    ports::{Host, Publication, Teller},
    rules::{
        app::TrialTask,
        log::Event,
        problem::{Problem, Thing},
        release::{Bulk, PUBLISH_TIME, ReleaseFlaw, ReleaseRoom},
    },
    store::releases::{NewRelease, Terms},
};

/// How often the next number is asked for, when others take it at the same time.
const TRIES: usize = 8;

impl Guest {
    /// Publishes a push when it is to the branch that is published, and tells how that goes.
    ///
    /// # Errors
    /// When the pusher may not push to this App, it or its Company is suspended, or the database does not answer. That a
    /// commit cannot be published is no error.
    pub async fn deploy(&self, push: Push<'_>, tell: Teller<'_>) -> Result<Deployed, Problem> {
        Self { person: push.by.user, ..self.clone() }.deploy_as_pusher(push, tell).await
    }

    async fn deploy_as_pusher(&self, push: Push<'_>, tell: Teller<'_>) -> Result<Deployed, Problem> {
        let Some(host) = self.warren.sites.get() else { return Ok(Deployed::Nowhere) };
        let found = self.warren.db.release_terms(push.app).await.map_err(|error| self.tell(error))?;
        let terms = found.ok_or(Problem::NotFound(Thing::App))?;
        let runtime = Shown::read(terms.config.as_deref()).map_err(|trouble| trouble.tell(self.request))?.runtime;
        if push.branch != runtime.branch {
            return Ok(Deployed::OtherBranch(runtime.branch));
        }
        let pass = self.ask_pass(&push, &terms.name).await?;
        let number = self.take_number(&push, &pass).await?;
        tell(&format!("Publishing {} as release {number} of {} …", short(push.commit), terms.name));
        let publication = Publication {
            app: push.app,
            number,
            repository: push.repository,
            commit: push.commit,
            folder: &runtime.folder,
            index_file: &runtime.index_file,
            room: ReleaseRoom::of_plan(terms.storage_mb),
        };
        let patience = Duration::from_millis(PUBLISH_TIME.unsigned_abs());
        let written = tokio::time::timeout(patience, host.publish(publication, tell)).await;
        match written.unwrap_or(Err(ReleaseFlaw::TookTooLong)) {
            Ok(bulk) => self.make_live(host.as_ref(), &push, &terms, &pass, (number, bulk), tell).await,
            Err(flaw) => {
                tell(&format!("Not published. {flaw}"));
                self.note_failure(host.as_ref(), &push, number, &pass, &flaw.to_string()).await?;
                Ok(Deployed::Flawed(number, flaw))
            }
        }
    }

    /// Asks once before anything is written. It is asked again when it counts.
    async fn ask_pass(&self, push: &Push<'_>, name: &str) -> Result<Pass, Problem> {
        let mut tx = self.warren.db.write().await.map_err(|error| self.tell(error))?;
        let pass = self.pass(&mut tx, push, name).await;
        tx.roll_back().await;
        match pass {
            Ok(pass) => Ok(pass),
            Err(trouble) => Err(self.refuse(trouble).await),
        }
    }

    async fn take_number(&self, push: &Push<'_>, pass: &Pass) -> Result<i64, Problem> {
        let new = NewRelease {
            app: push.app,
            commit: push.commit.to_owned(),
            pusher: pass.pusher,
            key: pass.key.clone(),
            at: self.at,
        };
        for _ in 1..TRIES {
            match self.warren.db.begin_release(&new).await.map_err(Trouble::from) {
                Err(trouble) if trouble.is_taken() => {}
                taken => {
                    let number = taken.map_err(|trouble| trouble.tell(self.request))?;
                    self.tell_of_beginning(pass).await;
                    return Ok(number);
                }
            }
        }
        Err(Problem::Busy)
    }

    /// Pages show that it has begun. One that does not hear so is no reason not to publish.
    async fn tell_of_beginning(&self, pass: &Pass) {
        match self.warren.db.tell(&[pass.change()]).await {
            Ok(told) => self.warren.hub.tell(&told),
            Err(error) => tracing::warn!(request = %self.request, %error, "pages do not hear that a release begins"),
        }
    }

    /// The switch: one transaction, in which the right is asked for once more.
    async fn make_live(
        &self,
        host: &dyn Host,
        push: &Push<'_>,
        terms: &Terms,
        begun: &Pass,
        (number, bulk): (i64, Bulk),
        tell: Teller<'_>,
    ) -> Result<Deployed, Problem> {
        let app = push.app;
        let switched = within!(self, |tx| {
            let pass = self.pass(tx, push, &terms.name).await?;
            if !tx.publish_release(app, number, bulk).await? {
                return Err(Thing::Release.into());
            }
            let before = tx.live_release(app).await?.map(|number| number.to_string());
            // Whoever pushed later and was quicker stays live.
            let newest = !tx.has_newer_release(app, number).await?;
            if newest {
                tx.go_live(app, number).await?;
                earn_app_time(self, tx, app, TrialTask::FirstRelease, number).await?;
            }
            tx.drop_old_releases(app, self.at).await?;
            let entry = pass.entry(self, Event::AppDeployed);
            tx.record(entry.change(before.as_deref(), Some(&number.to_string()))).await?;
            tx.announce(pass.change());
            newest
        });
        match switched {
            Ok(true) => {
                host.switch(app, number).await;
                tell_of(bulk, tell);
                tell(&format!("Release {number} is live: {}", self.warren.app_address(&terms.name)));
                Ok(Deployed::Live(number))
            }
            Ok(false) => {
                tell(&format!("Release {number} is stored, but a newer one was published meanwhile and is live."));
                Ok(Deployed::Older(number))
            }
            Err(problem) => {
                tell(&format!("Not published. {problem}"));
                // Should that not be written down either, the clock gives the try up.
                let _ = self.note_failure(host, push, number, begun, &problem.to_string()).await;
                Err(problem)
            }
        }
    }

    /// Notes why nothing was published, in the log of whoever holds the App by now.
    async fn note_failure(
        &self,
        host: &dyn Host,
        push: &Push<'_>,
        number: i64,
        pass: &Pass,
        why: &str,
    ) -> Result<(), Problem> {
        // What is left of it goes with its row, should it not go now.
        let _ = host.remove(push.app, number).await;
        within!(self, |tx| {
            let Some(keeper) = tx.keeper_of(push.app).await? else { return Ok(()) };
            if !tx.fail_release(push.app, number, why).await? {
                return Ok(());
            }
            let entry = pass.entry(self, Event::AppDeployFailed);
            tx.record(crate::store::log::Entry { company: keeper.company_id, ..entry }.change(None, Some(why))).await?;
            tx.announce(pass.change());
        })
    }
}

/// What the pusher may want to look at once more.
fn tell_of(bulk: Bulk, tell: Teller<'_>) {
    match bulk.hidden {
        0 => {}
        1 => tell("One file was left out, because its name begins with a dot."),
        hidden => tell(&format!("{hidden} files were left out, because their names begin with a dot.")),
    }
    if !bulk.has_index {
        tell("It has no start page, so visitors of its address read that nothing is there.");
    }
}

/// A commit as people write it.
pub(super) fn short(commit: &str) -> &str {
    commit.get(..7).unwrap_or(commit)
}
