//! Events of the payment provider that were heard, so that none is heard twice. What they are about is asked of the provider.

use super::db::Db;
use crate::rules::moment::Moment;

impl Db {
    /// Whether an event of the provider was heard before.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn was_heard(&self, id: &str) -> sqlx::Result<bool> {
        let found: Option<(Moment,)> =
            self.read("SELECT at FROM provider_events WHERE id = $1").bind(id.to_owned()).maybe().await?;
        Ok(found.is_some())
    }

    /// Notes an event of the provider, after what followed from it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn note_event(&self, id: &str, at: Moment) -> sqlx::Result<u64> {
        let noted = self.tend("INSERT INTO provider_events (id, at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING");
        noted.bind(id.to_owned()).bind(at).run().await
    }
}
