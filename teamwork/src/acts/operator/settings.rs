//! The settings of the house: chosen once, in force on every server.

use std::sync::{Arc, Weak};

use tokio::sync::broadcast::{Receiver, error::RecvError};

use super::Operator;
use crate::{
    acts::{Warren, within},
    rules::{
        house::{Chosen, Setting, SettingCard},
        invoice::Seller,
        log::Event,
        problem::{Field, Problem, Why},
    },
    store::{billing_run::Numbered, log::Change},
};

impl Operator {
    /// Every setting with its present value.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn settings(&self) -> Result<Vec<SettingCard>, Problem> {
        let warren = &self.guest.warren;
        let rows = warren.db.chosen_settings().await.map_err(|error| self.guest.tell(error))?;
        let mut chosen = Chosen::before(warren.settings.invitation_life);
        rows.iter().for_each(|row| row.key.parse().into_iter().for_each(|setting| chosen.set(setting, &row.value)));
        let card = |setting: Setting| {
            let row = rows.iter().find(|row| row.key == setting.key());
            SettingCard {
                setting,
                value: chosen.get(setting),
                changed_at: row.map(|row| row.changed_at),
                changed_by: row.and_then(|row| row.changed_by.clone()),
            }
        };
        Ok(Setting::ALL.iter().copied().map(card).collect())
    }

    /// Chooses a value. It counts at once, on every server.
    ///
    /// # Errors
    /// When there is no such setting, the value is not sensible, or a word for numbers counts another kind of document.
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<(), Problem> {
        self.fresh()?;
        let setting: Setting = key.parse()?;
        let value = setting.read(value)?;
        let warren = &self.guest.warren;
        within!(&self.guest, |tx| {
            let before = tx.setting(setting.key()).await?;
            let before = before.unwrap_or_else(|| Chosen::before(warren.settings.invitation_life).get(setting));
            if before == value {
                return Ok(());
            }
            if let Some((numbered, other)) = numbered(setting, &warren.seller()) {
                let known = tx.numbered_by(&value).await?;
                if value == other || known.is_some_and(|known| known != numbered) {
                    return Err(Problem::field(Field::Value, Why::SeriesTaken).into());
                }
            }
            tx.set_setting(setting.key(), &value, self.guest.person, self.guest.at).await?;
            let entry = self.entry(Event::SettingChanged).to(setting.key());
            tx.record(entry.change(Some(&before), Some(&value))).await?;
            tx.announce(Change::House);
        })?;
        warren.read_settings().await
    }
}

/// What a word for numbers counts, and the word that counts the other kind.
fn numbered(setting: Setting, seller: &Seller) -> Option<(Numbered, String)> {
    match setting {
        Setting::InvoiceSeries => Some((Numbered::Invoice, seller.credit_series.clone())),
        Setting::CreditSeries => Some((Numbered::CreditNote, seller.series.clone())),
        _ => None,
    }
}

impl Warren {
    /// Reads the settings of the operator again.
    ///
    /// # Errors
    /// When the database does not answer; then the old ones count on.
    pub async fn read_settings(&self) -> Result<(), Problem> {
        let rows = self.db.chosen_settings().await.map_err(|error| self.broken(error))?;
        let mut chosen = Chosen::before(self.settings.invitation_life);
        rows.iter().for_each(|row| row.key.parse().into_iter().for_each(|setting| chosen.set(setting, &row.value)));
        self.choose(chosen);
        Ok(())
    }

    /// Reads them again whenever any server says that they have changed, for as long as this one lives.
    pub(in crate::acts) fn follow_settings(self: &Arc<Self>) {
        tokio::spawn(follow(Arc::downgrade(self), self.hub.listen()));
    }
}

async fn follow(warren: Weak<Warren>, mut changes: Receiver<Change>) {
    loop {
        match changes.recv().await {
            Ok(Change::House) | Err(RecvError::Lagged(_)) => {}
            Ok(_) => continue,
            Err(RecvError::Closed) => return,
        }
        let Some(warren) = warren.upgrade() else { return };
        if let Err(problem) = warren.read_settings().await {
            tracing::warn!(%problem, "the settings of the house could not be read again");
        }
    }
}
