//! What a person wants to be mailed, and how they look at the house.

use super::db::{Db, Tx};
use crate::rules::{
    account::View,
    id::UserId,
    notice::{Notice, Preferences},
};

#[derive(sqlx::FromRow)]
struct Row {
    newsletter: bool,
    notice: Option<String>,
}

impl Db {
    /// The preferences of a person.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn preferences(&self, user: UserId) -> sqlx::Result<Preferences> {
        let rows: Vec<Row> = self
            .read(
                "SELECT u.newsletter, x.notice FROM users u LEFT JOIN muted x ON x.user_id = u.id
                 WHERE u.id = $1 LIMIT 100",
            )
            .bind(user)
            .all()
            .await?;
        let wants = |notice: Notice| !rows.iter().any(|row| row.notice.as_deref() == Some(notice.key()));
        Ok(Preferences {
            joined: wants(Notice::Joined),
            invitation_reminder: wants(Notice::InvitationReminder),
            app_events: wants(Notice::AppEvents),
            newsletter: rows.first().is_some_and(|row| row.newsletter),
        })
    }
}

impl Tx {
    /// Sets all preferences of a person whose row is locked.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_preferences(&mut self, user: UserId, wanted: Preferences) -> sqlx::Result<()> {
        self.query("DELETE FROM muted WHERE user_id = $1").bind(user).run().await?;
        for notice in Notice::ALL.into_iter().filter(|notice| !wanted.wants(*notice)) {
            let mute = self.query("INSERT INTO muted (user_id, notice) VALUES ($1, $2)");
            mute.bind(user).bind(notice.key()).run().await?;
        }
        let set = self.query("UPDATE users SET newsletter = $2 WHERE id = $1");
        set.bind(user).bind(wanted.newsletter).run().await.map(|_| ())
    }

    /// Sets how a person looks at the house. The client's view begins without newsletter (S33).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_view(&mut self, user: UserId, view: View) -> sqlx::Result<u64> {
        let set = self.query(
            "UPDATE users SET view = $2, newsletter = CASE WHEN $3 THEN FALSE ELSE newsletter END
             WHERE id = $1 AND erased_at IS NULL",
        );
        set.bind(user).bind(view).bind(view == View::Client).run().await
    }
}
