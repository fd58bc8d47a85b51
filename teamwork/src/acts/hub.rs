//! Who wants to know what changed. On SQLite one process hears itself; on PostgreSQL every server hears every other
//! through LISTEN/NOTIFY, sent in the transaction of the act.

use tokio::{sync::broadcast, task::AbortHandle};

use crate::store::{
    db::{Db, OpenError},
    log::Change,
};

/// How many changes a slow stream may lag behind; then it is told that everything changed.
const DEPTH: usize = 1024;

/// Hands changes to the streams of this process.
pub struct Hub {
    changes: broadcast::Sender<Change>,
    /// Hears the other servers, where there can be any.
    ear: Option<AbortHandle>,
}

impl Hub {
    pub(super) async fn open(db: &Db) -> Result<Self, OpenError> {
        let (changes, _) = broadcast::channel(DEPTH);
        let mut ear = None;
        if let Some(pool) = db.postgres() {
            let mut listener = sqlx::postgres::PgListener::connect_with(pool).await?;
            listener.listen("warren").await?;
            ear = Some(tokio::spawn(listen(listener, changes.clone())).abort_handle());
        }
        Ok(Self { changes, ear })
    }

    /// Hears other servers no more and gives the connection back, so that the pool can close. sqlx 0.9 looks whether a pool
    /// is closed *before* it begins to wait for that: a listener between the two never hears of it, and the pool would wait
    /// for its connection for ever.
    pub(super) fn close(&self) {
        if let Some(ear) = &self.ear {
            ear.abort();
        }
    }

    /// Tells the streams of this process.
    pub(super) fn tell(&self, changes: &[Change]) {
        for change in changes {
            // Nobody listens: nobody has to know.
            let _ = self.changes.send(*change);
        }
    }

    pub(super) fn listen(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }
}

/// The listener reconnects by itself; what it missed meanwhile the streams find by their periodic look.
async fn listen(mut listener: sqlx::postgres::PgListener, changes: broadcast::Sender<Change>) {
    loop {
        match listener.recv().await {
            Ok(notice) => {
                let told: Vec<Change> = serde_json::from_str(notice.payload()).unwrap_or_default();
                for change in told {
                    let _ = changes.send(change);
                }
            }
            Err(sqlx::Error::PoolClosed) => return,
            Err(error) => {
                tracing::warn!(%error, "the database does not tell what other servers change");
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            }
        }
    }
}
