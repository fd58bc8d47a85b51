//! Keys of an App, for machines (row 15, S8). Each carries who added it; a Developer removes only their own.

use super::super::{Actor, Trouble, app_standing::AppStanding, within};
use super::read;
use crate::{
    rules::{
        id::KeyId,
        key::DeployKeys,
        log::Event,
        permission::Action,
        problem::{Problem, Thing},
    },
    store::keys::KeyOwner,
};

impl Actor {
    /// The keys of an App (row 15). `slug` is the Company in whose pages it is looked for, empty for a trial of one's own.
    ///
    /// # Errors
    /// When the App is not mine to know of or not there, or the policy refuses.
    pub async fn deploy_keys(&self, app_name: &str, slug: &str) -> Result<DeployKeys, Problem> {
        let found =
            self.guest.warren.db.app_standing(app_name, self.id()).await.map_err(|error| self.guest.tell(error))?;
        // The address names both; an App is in no other Company, whatever the person may there.
        let found = found.map(|(holder, app)| AppStanding { holder, app });
        let is_here = |standing: &AppStanding| standing.company().map_or("", |me| &me.slug) == slug;
        let Some(standing) = found.filter(is_here) else {
            return Err(self.guest.refuse(Trouble::no_app(app_name)).await);
        };
        if let Err(denied) = standing.may(|assigned| Action::ManageDeployKey { assigned, own: true }) {
            return Err(self.guest.refuse(denied.into()).await);
        }
        let company = standing.company().map(|me| me.slug.clone());
        let is_mine = |creator| creator == self.id();
        let is_removable =
            |creator| standing.may(|assigned| Action::ManageDeployKey { assigned, own: is_mine(creator) }).is_ok();
        let keys = self.guest.warren.db.deploy_keys(standing.app.id, is_removable).await;
        Ok(DeployKeys { app: standing.app.name.clone(), company, keys: keys.map_err(|error| self.guest.tell(error))? })
    }

    /// Stores a key of an App, for reading or also for writing.
    ///
    /// # Errors
    /// When the password was not given within ten minutes, the policy refuses, the App is suspended, or the key is none or
    /// in use.
    pub async fn add_deploy_key(&self, app_name: &str, line: &str, name: &str, writes: bool) -> Result<KeyId, Problem> {
        self.fresh()?;
        let id = KeyId::new(self.guest.at, self.guest.warren.chance.bytes());
        within!(&self.guest, |tx| {
            let standing = self.stand_by_app(tx, app_name).await?;
            let permit = standing.may(|assigned| Action::ManageDeployKey { assigned, own: true })?;
            // Configuration (S8). Removing one goes on: that closes a door.
            standing.runs()?;
            let (look, name) = read(line, name)?;
            let owner = KeyOwner::App { app: standing.app.id, writes };
            self.insert_key(tx, id, owner, &look, &name).await?;
            tx.record(standing.entry(self, Event::DeployKeyAdded, permit).change(None, Some(&look.fingerprint)))
                .await?;
            standing.announce(tx);
            id
        })
    }

    /// Removes a key of an App.
    ///
    /// # Errors
    /// When the policy refuses, or the App has no such key.
    pub async fn remove_deploy_key(&self, app_name: &str, key: KeyId) -> Result<(), Problem> {
        within!(&self.guest, |tx| {
            let standing = self.stand_by_app(tx, app_name).await?;
            // Whoever may not touch keys at all does not hear which there are.
            standing.may(|assigned| Action::ManageDeployKey { assigned, own: true })?;
            let gone = tx.deploy_key(key, standing.app.id).await?.ok_or(Thing::Key)?;
            let own = gone.creator_id == self.id();
            let permit = standing.may(|assigned| Action::ManageDeployKey { assigned, own })?;
            tx.remove_deploy_key(key, standing.app.id).await?;
            let entry = standing.entry(self, Event::DeployKeyRemoved, permit);
            tx.record(entry.change(Some(&gone.fingerprint), None)).await?;
            standing.announce(tx);
        })
    }
}
