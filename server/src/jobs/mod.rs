//! What happens without anybody asking: mails go out, deadlines pass, old rows are swept.

mod clock;
mod payments;
mod post;
mod webhooks;

use std::sync::Arc;

use teamwork::acts::Warren;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{config::Config, webhooks::Courier};

/// The jobs that are running.
pub struct Jobs(TaskTracker);

/// Begins all jobs. They end when `stop` says so, each after the piece of work in its hand.
///
/// # Errors
/// When TLS to the mail server cannot be prepared.
pub fn begin(
    warren: &Arc<Warren>,
    config: &Config,
    courier: &Arc<Courier>,
    stop: &CancellationToken,
) -> Result<Jobs, lettre::transport::smtp::Error> {
    let tasks = TaskTracker::new();
    tasks.spawn(clock::run(warren.clone(), stop.clone()));
    tasks.spawn(payments::run(warren.clone(), stop.clone()));
    tasks.spawn(webhooks::run(warren.clone(), courier.clone(), stop.clone()));
    match post::Way::of(config)? {
        Some(way) => {
            tasks.spawn(post::run(warren.clone(), way, stop.clone()));
        }
        None => tracing::warn!(
            "there is no WARREN_SMTP_URL: mails wait in the outbox, nobody can confirm an address or reset a password, \
             and invitations have to be passed on by copying their links"
        ),
    }
    tasks.close();
    Ok(Jobs(tasks))
}

impl Jobs {
    /// Waits until all have ended.
    pub async fn wait(self) {
        self.0.wait().await;
    }
}
