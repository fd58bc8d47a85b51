//! Configuring an App (matrix row 11): every edit is one new version of the whole, made by somebody who saw the one
//! before it.

mod check;
mod domains;
mod look;
mod options;
mod undo;
mod variables;

use sha2::{Digest, Sha256};

use super::{Actor, Trouble, app_standing::AppStanding};
use crate::{
    rules::{
        config::{Config, changes, summary},
        id::AppId,
        limit::Limit,
        log::Event,
        permission::{Action, Permit},
        problem::{Conflict, Field, Problem, Why},
    },
    store::db::Tx,
};

/// A configuration on the desk: as it was, and as it becomes.
struct Sheet {
    standing: AppStanding,
    permit: Option<Permit>,
    before: Config,
    after: Config,
    /// How many domains the plan has room for.
    domains_allowed: i64,
}

impl Sheet {
    fn app(&self) -> AppId {
        self.standing.app.id
    }

    /// Nothing to change is no error, and no version.
    fn is_unchanged(&self) -> bool {
        self.before == self.after
    }
}

impl Actor {
    /// Takes the configuration that the person saw out of the drawer, if they may change it.
    async fn open_config(&self, tx: &mut Tx, app: &str, version: i64) -> Result<Sheet, Trouble> {
        let standing = self.stand_by_app(tx, app).await?;
        let permit = standing.may(|assigned| Action::ConfigureApp { assigned })?;
        standing.runs()?;
        if standing.app.config_version != version {
            return Err(Conflict::StaleApp.into());
        }
        let present = tx.present_config(standing.app.id).await?;
        let before = read(present.config)?;
        Ok(Sheet { standing, permit, after: before.clone(), before, domains_allowed: present.domains })
    }

    /// Makes it the next version, keeps the domains in step, writes the log. Answers the version.
    async fn save_config(&self, tx: &mut Tx, sheet: Sheet) -> Result<i64, Trouble> {
        self.count_config(tx).await?;
        let (app, version) = (sheet.app(), sheet.standing.app.config_version + 1);
        let Sheet { standing, permit, before, after, .. } = sheet;
        let (words, text) = (summary(&changes(&before, &after)), write(&after)?);
        tx.add_config(app, version, (self.id(), self.guest.at), &text, &words).await?;
        lead_domains(tx, app, &before, &after).await?;
        let entry = standing.entry(self, Event::AppConfigured, permit).to(words);
        tx.record(entry.change(Some(&digest(&write(&before)?)), Some(&digest(&text)))).await?;
        standing.announce(tx);
        Ok(version)
    }

    /// Versions are kept for ever, so a person makes so many an hour.
    async fn count_config(&self, tx: &mut Tx) -> Result<(), Trouble> {
        self.guest.count_within(tx, Limit::ConfigPerPerson, &self.id().to_string()).await
    }
}

/// Each domain of a configuration leads to its App, and to no other one.
async fn lead_domains(tx: &mut Tx, app: AppId, before: &Config, after: &Config) -> Result<(), Trouble> {
    for host in before.domains.iter().filter(|host| !after.domains.contains(host)) {
        tx.drop_domain(app, host).await?;
    }
    for host in after.domains.iter().filter(|host| !before.domains.contains(host)) {
        if !tx.add_domain(app, host).await? {
            return Err(Problem::field(Field::Domains, Why::DomainTaken).into());
        }
    }
    Ok(())
}

/// The text of a version: the same for the same content, so that its digest can be compared.
fn write(config: &Config) -> Result<String, Trouble> {
    serde_json::to_string(config).map_err(|error| Trouble::Database(sqlx::Error::Encode(error.into())))
}

/// A version as it is kept; without one, everything is as it was at the beginning.
fn read(text: Option<String>) -> Result<Config, Trouble> {
    let read = text.map_or_else(|| Ok(Config::default()), |text| serde_json::from_str(&text));
    read.map_err(|error| Trouble::Database(sqlx::Error::Decode(error.into())))
}

/// The SHA-256 of a text, in hexadecimal digits.
pub(super) fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
