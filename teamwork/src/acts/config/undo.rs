//! Bringing an old version back, as a new one.

use super::{domains::has_room, read};
use crate::{
    acts::{Actor, within},
    rules::{
        config::Config,
        problem::{Problem, Thing},
    },
};

impl Actor {
    /// Makes a new version with the content of an old one, secrets too. Version 0 is how everything was at the beginning.
    /// What is a secret now stays one, even where the old value could be read.
    ///
    /// # Errors
    /// When the policy refuses, somebody changed the App meanwhile, it is suspended, there is no such version, or one of
    /// its domains leads to another App by now.
    pub async fn undo_config(&self, app: &str, version: i64, to: i64) -> Result<i64, Problem> {
        within!(&self.guest, |tx| {
            let mut sheet = self.open_config(tx, app, version).await?;
            let mut old = match to {
                0 => Config::default(),
                _ => read(Some(tx.config_at(sheet.app(), to).await?.ok_or(Thing::Version)?))?,
            };
            for variable in &mut old.variables {
                variable.secret |= sheet.before.variable(&variable.name).is_some_and(|now| now.secret);
            }
            sheet.after = old;
            has_room(&sheet)?;
            if sheet.is_unchanged() {
                return Ok(version);
            }
            self.save_config(tx, sheet).await?
        })
    }
}
