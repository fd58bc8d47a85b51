//! Which Apps a Developer works on (rows 25 and 28). Owners and Admins reach all Apps by themselves (E26).

use super::{Actor, Trouble, within};
use crate::{
    letters::Letter,
    rules::{
        assignment::{AppChoice, AppRef},
        id::{AppId, UserId},
        log::Event,
        member::MemberCard,
        permission::{Action, Permit},
        problem::{Conflict, Field, Flaw, Problem, Thing, Why},
        role::Role,
    },
    store::{
        db::Tx,
        log::{Change, Topic},
        members::Standing,
    },
};

impl Actor {
    /// The Apps of a Company and which of them a Developer has, for whoever may change that.
    ///
    /// # Errors
    /// When the policy refuses, or there is no such Developer.
    pub async fn apps_of_member(&self, slug: &str, user: UserId) -> Result<Vec<AppChoice>, Problem> {
        let guest = &self.guest;
        let found = guest.warren.db.app_choices(slug, self.id(), user).await.map_err(|error| guest.tell(error))?;
        let Some(choices) = found else { return Err(self.stranger(slug).await) };
        self.ask(choices.seat, Action::AssignApps).await?;
        match choices.role {
            Some(Role::Developer) => Ok(choices.apps),
            _ => Err(Problem::NotFound(Thing::Member)),
        }
    }

    /// The Apps that a Developer can be invited to (row 25).
    ///
    /// # Errors
    /// When the policy refuses.
    pub async fn apps_to_offer(&self, slug: &str) -> Result<Vec<AppRef>, Problem> {
        let guest = &self.guest;
        let found = guest.warren.db.app_choices(slug, self.id(), self.id()).await.map_err(|error| guest.tell(error))?;
        let Some(choices) = found else { return Err(self.stranger(slug).await) };
        self.ask(choices.seat, Action::Invite(Role::Developer)).await?;
        Ok(choices.apps.into_iter().map(|app| AppRef { id: app.id, name: app.name }).collect())
    }

    /// Sets on which Apps a Developer works (row 28). `version` is the state the person saw when they decided.
    ///
    /// # Errors
    /// When the policy refuses, an App is not the Company's, the member is no Developer, or was changed meanwhile.
    pub async fn assign_apps(
        &self,
        slug: &str,
        user: UserId,
        apps: Vec<AppId>,
        version: i64,
    ) -> Result<MemberCard, Problem> {
        let apps = once(apps);
        let changed = within!(&self.guest, |tx| {
            let (me, other) = self.stand_beside(tx, slug, user).await?;
            let permit = me.may(Action::AssignApps)?;
            if other.role != Role::Developer {
                return Err(Thing::Member.into());
            }
            if other.version != version {
                return Err(Conflict::StaleMember.into());
            }
            let choices = tx.app_choices(me.company_id, user).await?;
            known(&choices, &apps)?;
            let by = self.name().full();
            if !self.replace_apps(tx, &me, permit, user, &choices, &apps, &by).await? {
                return Ok(self.card(user, &other, 0, other.role, count(&apps)));
            }
            tx.touch_member(me.company_id, user).await?;
            self.card(user, &other, 1, other.role, count(&apps))
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(changed)
    }

    /// Makes a Developer's Apps those that are wanted; M23 to them, and an entry, if that changes anything. `by` is whose
    /// will it is.
    pub(super) async fn replace_apps(
        &self,
        tx: &mut Tx,
        me: &Standing,
        permit: Permit,
        user: UserId,
        choices: &[AppChoice],
        wanted: &[AppId],
        by: &str,
    ) -> Result<bool, Trouble> {
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        for app in choices {
            match (app.chosen, wanted.contains(&app.id)) {
                (false, true) => {
                    tx.assign(me.company_id, user, app.id, self.guest.at).await?;
                    added.push(app.name.clone());
                }
                (true, false) => {
                    tx.unassign(user, app.id).await?;
                    removed.push(app.name.clone());
                }
                _ => {}
            }
        }
        if added.is_empty() && removed.is_empty() {
            return Ok(false);
        }
        let entry = self.entry(Event::AppsAssigned).allowed(permit).within(me.company_id).person(user);
        tx.record(entry.change(words(&removed).as_deref(), words(&added).as_deref())).await?;
        let apps = choices.iter().filter(|app| wanted.contains(&app.id)).map(|app| app.name.clone()).collect();
        let (company, slug, by) = (me.name.clone(), me.slug.clone(), by.to_owned());
        let letter = Letter::YourAppsChanged { company, slug, by, apps, added, removed };
        tx.post_to(user, &letter, self.guest.at).await?;
        tx.announce(Change::Company(me.company_id, Topic::Team));
        tx.announce(Change::Company(me.company_id, Topic::Apps));
        tx.announce(Change::Person(user));
        Ok(true)
    }

    /// Gives a member who is a Developer, or has just become one, more Apps (S28). Answers whether that changed anything.
    pub(super) async fn add_apps(
        &self,
        tx: &mut Tx,
        me: &Standing,
        permit: Permit,
        user: UserId,
        role: Role,
        apps: &[AppId],
        by: &str,
    ) -> Result<bool, Trouble> {
        if role != Role::Developer || apps.is_empty() {
            return Ok(false);
        }
        let choices = tx.app_choices(me.company_id, user).await?;
        let wanted: Vec<AppId> =
            choices.iter().filter(|app| app.chosen || apps.contains(&app.id)).map(|app| app.id).collect();
        let added = self.replace_apps(tx, me, permit, user, &choices, &wanted, by).await?;
        if added {
            tx.touch_member(me.company_id, user).await?;
        }
        Ok(added)
    }
}

/// Only Apps of the Company can be chosen.
pub(super) fn known(choices: &[AppChoice], wanted: &[AppId]) -> Result<(), Flaw> {
    let is_known = |app: &AppId| choices.iter().any(|known| known.id == *app);
    let flaw = Flaw { field: Field::Apps, why: Why::NotAnApp };
    if wanted.iter().all(is_known) { Ok(()) } else { Err(flaw) }
}

/// Each App once, however often a form names it.
pub(super) fn once(mut apps: Vec<AppId>) -> Vec<AppId> {
    apps.sort_unstable();
    apps.dedup();
    apps
}

/// How many Apps these are.
pub(super) fn count(apps: &[AppId]) -> i64 {
    i64::try_from(apps.len()).unwrap_or(i64::MAX)
}

/// Names of Apps, as the log keeps them.
pub(super) fn words(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| names.join(" "))
}
