//! Looking at what is published (row 8).

use super::site::Shown;
use crate::{
    acts::Actor,
    rules::{
        app::AppState,
        config::DomainState,
        permission::Action,
        problem::{Problem, Thing},
        release::{ReleasePage, ReleaseRoom, SiteCard},
    },
    store::releases::PAGE,
};

impl Actor {
    /// What visitors of an App see, and where.
    ///
    /// # Errors
    /// When the App is not mine to know of, or the policy refuses.
    pub async fn site(&self, app: &str) -> Result<SiteCard, Problem> {
        let standing = self.look_at_app(app, |assigned| Action::SeeApp { assigned }).await?;
        let (warren, id, tell) = (&self.guest.warren, standing.app.id, |error| self.guest.tell(error));
        let terms = warren.db.release_terms(id).await.map_err(tell)?.ok_or(Problem::NotFound(Thing::App))?;
        let domains = warren.db.domains_of(id).await.map_err(tell)?;
        let live = warren.db.live_release(id).await.map_err(tell)?;
        let shown = Shown::read(terms.config.as_deref()).map_err(|trouble| trouble.tell(self.guest.request))?;
        let pointing = domains.into_iter().filter(|domain| domain.state == DomainState::Pointing);
        Ok(SiteCard {
            company: standing.company().map(|me| me.slug.clone()),
            address: warren.app_address(&standing.app.name),
            domains: pointing.map(|domain| domain.host).collect(),
            branch: shown.runtime.branch,
            suspended: standing.app.state == AppState::Suspended || standing.company().is_some_and(|me| me.suspended),
            version: live.unwrap_or_default(),
            bytes_allowed: ReleaseRoom::of_plan(terms.storage_mb).bytes,
            app: standing.app.name,
        })
    }

    /// The releases of an App, newest first, from `cursor` on.
    ///
    /// # Errors
    /// When the App is not mine to know of, the policy refuses, or the cursor is none of ours.
    pub async fn releases(&self, app: &str, cursor: Option<&str>) -> Result<ReleasePage, Problem> {
        let before = match cursor {
            None => i64::MAX,
            Some(cursor) => cursor.parse().map_err(|_| Problem::Malformed)?,
        };
        let standing = self.look_at_app(app, |assigned| Action::SeeApp { assigned }).await?;
        let found = self.guest.warren.db.releases_of(standing.app.id, before).await;
        let mut releases = found.map_err(|error| self.guest.tell(error))?;
        let page = usize::try_from(PAGE).unwrap_or_default();
        let more = releases.len() > page;
        releases.truncate(page);
        let next = releases.last().filter(|_| more).map(|last| last.number.to_string());
        Ok(ReleasePage { releases, next })
    }
}
