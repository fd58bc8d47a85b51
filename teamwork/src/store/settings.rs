//! What the operator has set. Whatever is not here has the default of the rules.

use super::{
    companies::full_name,
    db::{Db, Tx},
};
use crate::rules::{id::UserId, moment::Moment};

/// A setting that was chosen.
pub struct ChosenSetting {
    pub key: String,
    pub value: String,
    pub changed_at: Moment,
    /// `None` for the command line.
    pub changed_by: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    key: String,
    value: String,
    changed_at: Moment,
    first_name: Option<String>,
    last_name: Option<String>,
}

impl Db {
    /// Everything that was chosen.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn chosen_settings(&self) -> sqlx::Result<Vec<ChosenSetting>> {
        let rows: Vec<Row> = self
            .read(
                "SELECT settings.key, settings.value, settings.changed_at, u.first_name, u.last_name
                 FROM settings LEFT JOIN users u ON u.id = settings.changed_by LIMIT 100",
            )
            .all()
            .await?;
        let chosen = |row: Row| ChosenSetting {
            key: row.key,
            value: row.value,
            changed_at: row.changed_at,
            changed_by: row.first_name.zip(row.last_name).map(|(first, last)| full_name(&first, &last)),
        };
        Ok(rows.into_iter().map(chosen).collect())
    }
}

impl Tx {
    /// What is chosen for a setting now. Locks it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn setting(&mut self, key: &str) -> sqlx::Result<Option<String>> {
        let row: Option<(String,)> = self
            .pick("SELECT value FROM settings WHERE key = $1", "SELECT value FROM settings WHERE key = $1 FOR UPDATE")
            .bind(key.to_owned())
            .maybe()
            .await?;
        Ok(row.map(|(value,)| value))
    }

    /// Chooses a value.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_setting(&mut self, key: &str, value: &str, by: Option<UserId>, at: Moment) -> sqlx::Result<u64> {
        self.query(
            "INSERT INTO settings (key, value, changed_at, changed_by) VALUES ($1, $2, $3, $4)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at,
                                             changed_by = excluded.changed_by",
        )
        .bind(key.to_owned())
        .bind(value.to_owned())
        .bind(at)
        .bind(by)
        .run()
        .await
    }
}
