//! What a configuration looks like, without what nobody may read, and who made which version.

use super::read;
use crate::{
    acts::{Actor, Warren, app_standing::AppStanding},
    rules::{
        config::{ConfigCard, VariableCard, VersionPage},
        id::AppId,
        permission::Action,
        problem::Problem,
    },
    store::configs::PAGE,
};

impl Actor {
    /// The present configuration of an App (matrix row 11). Secrets are only known to be there.
    ///
    /// # Errors
    /// When the App is not mine to know of, or I may not configure it.
    pub async fn config(&self, app: &str) -> Result<ConfigCard, Problem> {
        let guest = &self.guest;
        let AppStanding { holder, app } = self.look_at_app(app, |assigned| Action::ConfigureApp { assigned }).await?;
        let company = match holder {
            crate::store::apps::Holder::Company { me, .. } => Some(me.slug),
            crate::store::apps::Holder::Myself => None,
        };
        let db = &guest.warren.db;
        let present = db.present_config(app.id).await.map_err(|error| guest.tell(error))?;
        let domains = db.domains_of(app.id).await.map_err(|error| guest.tell(error))?;
        let config = read(present.config).map_err(|trouble| trouble.tell(guest.request))?;
        let variables = config.variables.into_iter().map(|variable| {
            let value = (!variable.secret).then(|| guest.warren.unseal(app.id, &variable.name, &variable.value));
            VariableCard { name: variable.name, value, changed_at: variable.changed_at }
        });
        Ok(ConfigCard {
            company,
            state: app.state,
            version: app.config_version,
            host: guest.warren.app_host(&app.name),
            variables: variables.collect(),
            domains,
            domains_allowed: present.domains,
            redirects: config.redirects,
            headers: config.headers,
            runtime: config.runtime,
            app: app.name,
        })
    }

    /// Who changed what, newest first, from `cursor` on.
    ///
    /// # Errors
    /// When the App is not mine to know of, I may not configure it, or the cursor is none of ours.
    pub async fn config_versions(&self, app: &str, cursor: Option<&str>) -> Result<VersionPage, Problem> {
        let before = match cursor {
            None => i64::MAX,
            Some(cursor) => cursor.parse().map_err(|_| Problem::Malformed)?,
        };
        let standing = self.look_at_app(app, |assigned| Action::ConfigureApp { assigned }).await?;
        let found = self.guest.warren.db.config_versions(standing.app.id, before).await;
        let mut versions = found.map_err(|error| self.guest.tell(error))?;
        let page = usize::try_from(PAGE).unwrap_or_default();
        let more = versions.len() > page;
        versions.truncate(page);
        let next = versions.last().filter(|_| more).map(|last| last.version.to_string());
        Ok(VersionPage { versions, next })
    }
}

impl Warren {
    /// A value that was sealed here. With another key of the house there is nothing to show; the operator hears of it.
    pub(super) fn unseal(&self, app: AppId, name: &str, sealed: &str) -> String {
        self.keys.unseal(app, name, sealed).unwrap_or_else(|| {
            tracing::error!(%app, name, "a variable cannot be decrypted: was the key of the house changed?");
            String::new()
        })
    }
}
