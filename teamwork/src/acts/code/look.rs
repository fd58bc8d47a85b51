//! What people see of the code of an App: where it is, what was pushed, and who may push and why.

use crate::{
    acts::{Actor, Trouble, app_standing::AppStanding},
    rules::{
        git::{AppCode, LARGEST_REPOSITORY_MB, PushCard, RefChange},
        permission::Action,
        problem::{Problem, Thing},
    },
    store::code::EndedPush,
};

impl Actor {
    /// The code of an App (row 14). `slug` is the Company in whose pages it is looked for, empty for a trial of one's own.
    ///
    /// # Errors
    /// When the App is not mine to know of or not there, or the policy refuses.
    pub async fn app_code(&self, app_name: &str, slug: &str) -> Result<AppCode, Problem> {
        let (db, tell) = (&self.guest.warren.db, |error| self.guest.tell(error));
        let found = db.app_standing(app_name, self.id()).await.map_err(tell)?;
        // The address names both; an App is in no other Company, whatever the person may there.
        let found = found.map(|(holder, app)| AppStanding { holder, app });
        let is_here = |standing: &AppStanding| standing.company().map_or("", |me| &me.slug) == slug;
        let Some(standing) = found.filter(is_here) else {
            return Err(self.guest.refuse(Trouble::no_app(app_name)).await);
        };
        if let Err(denied) = standing.may_look(|assigned| Action::AccessCode { assigned }) {
            return Err(self.guest.refuse(denied.into()).await);
        }
        let app = &standing.app;
        let company = standing.company().map(|me| me.slug.clone());
        let plan = db.plan(&app.plan).await.map_err(tell)?.ok_or(Problem::NotFound(Thing::Plan))?;
        let (people, more_people) = db.people_of(app.id).await.map_err(tell)?;
        let is_mine = |creator| creator == self.id();
        let is_removable =
            |creator| standing.may(|assigned| Action::ManageDeployKey { assigned, own: is_mine(creator) }).is_ok();
        let keys = db.deploy_keys(app.id, is_removable).await.map_err(tell)?;
        let pushes = db.last_pushes(app.id).await.map_err(tell)?;
        let gate = self.guest.warren.gate();
        Ok(AppCode {
            remote: gate.map(|gate| gate.remote(company.as_deref(), &app.name)),
            host_key: gate.map(|gate| gate.fingerprint.clone()),
            is_open: standing.runs().is_ok(),
            has_key: self.person.has_key,
            room_mb: plan.storage_mb.min(LARGEST_REPOSITORY_MB),
            pushes: pushes.into_iter().map(card).collect(),
            app: app.name.clone(),
            company,
            people,
            more_people,
            keys,
        })
    }
}

fn card(push: EndedPush) -> PushCard {
    let EndedPush { at, by, machine, changes } = push;
    PushCard { at, by, machine, changes: changes.iter().map(RefChange::sentence).collect() }
}
