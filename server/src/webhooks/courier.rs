//! Who carries webhooks: one lane for each platform that something is due for, beside all others.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures::future::join_all;
use teamwork::{
    acts::{Posting, Warren},
    rules::{id::WebhookId, moment::MINUTE, problem::Problem},
};
use tokio::time::sleep;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::Sender;

/// How long what was claimed is ours; after a crash another server sends it then. Longer than an attempt takes.
const LEASE: i64 = MINUTE;
/// How many attempts are made at one platform at once.
const AT_ONCE: i64 = 4;
/// How long attempts that are under way may take when the server is told to stop. What is left comes back with its lease.
const FAREWELL: Duration = Duration::from_secs(3);

/// Sends what is due.
pub struct Courier {
    warren: Arc<Warren>,
    sender: Sender,
    stop: CancellationToken,
    /// The platforms that a lane of this server is at.
    busy: Mutex<HashSet<WebhookId>>,
    lanes: TaskTracker,
}

impl Courier {
    /// One that carries until `stop` says so.
    pub fn new(warren: &Arc<Warren>, sender: Sender, stop: &CancellationToken) -> Arc<Self> {
        let (busy, lanes) = (Mutex::default(), TaskTracker::new());
        Arc::new(Self { warren: warren.clone(), sender, stop: stop.clone(), busy, lanes })
    }

    /// Tells the platforms of what happened, and begins a lane for each that something is due for and that has none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn look(self: &Arc<Self>) -> Result<(), Problem> {
        while !self.stop.is_cancelled() && self.warren.tell_webhooks().await? > 0 {}
        for webhook in self.warren.webhooks_with_work().await? {
            if self.busy().insert(webhook) {
                let courier = self.clone();
                self.lanes.spawn(async move { courier.lane(webhook).await });
            }
        }
        Ok(())
    }

    /// Waits until no lane is under way.
    pub async fn rest(&self) {
        self.lanes.close();
        self.lanes.wait().await;
        self.lanes.reopen();
    }

    /// Sends what is due for one platform until nothing is.
    async fn lane(self: Arc<Self>, webhook: WebhookId) {
        while !self.stop.is_cancelled() {
            match self.warren.claim_deliveries(webhook, AT_ONCE, LEASE).await {
                Ok(postings) if postings.is_empty() => break,
                Ok(postings) => {
                    join_all(postings.iter().map(|posting| self.carry(posting))).await;
                }
                Err(problem) => {
                    tracing::error!(%webhook, %problem, "a webhook could not be read; trying again");
                    break;
                }
            }
        }
        self.busy().remove(&webhook);
    }

    async fn carry(&self, posting: &Posting) {
        let answered = tokio::select! {
            answered = self.sender.send(posting) => answered,
            () = async { self.stop.cancelled().await; sleep(FAREWELL).await } => return,
        };
        if let Err(problem) = self.warren.delivered(posting, answered).await {
            tracing::error!(webhook = %posting.webhook, %problem, "what became of a webhook could not be written down");
        }
    }

    fn busy(&self) -> std::sync::MutexGuard<'_, HashSet<WebhookId>> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
