//! While a command of git runs: the right is looked at whenever something changed that it may rest on, and anyway every
//! moment, should the notice of another server have been lost (I32).

use std::time::Duration;

use tokio::{sync::broadcast::error::RecvError, time::timeout};

use super::{GitRefusal, OpenRepository};
use crate::store::log::Change;

/// How often it is looked at when nothing is heard.
const LOOK: Duration = Duration::from_millis(1_500);

impl OpenRepository {
    /// Waits until the right has ended, and says how. When the database does not answer, the right is not guessed.
    pub async fn ended(&self) -> GitRefusal {
        // Listen first, look second: nothing can happen unheard in between.
        let mut changes = self.warren.hub.listen();
        loop {
            let company = match self.still().await {
                Ok(seat) => seat.company,
                Err(refusal) => return refusal,
            };
            let concerns = |change: Change| match change {
                Change::Company(changed, _) => Some(changed) == company,
                Change::Person(user) => self.seat.user.is_none() || Some(user) == self.seat.user,
                Change::Session(_) | Change::House => false,
            };
            let heard = timeout(LOOK, async {
                loop {
                    match changes.recv().await {
                        Ok(change) if concerns(change) => return,
                        Ok(_) => {}
                        Err(RecvError::Lagged(_)) => return,
                        // Nobody tells any more: look as often as when nothing is told.
                        Err(RecvError::Closed) => std::future::pending().await,
                    }
                }
            });
            let _ = heard.await;
        }
    }
}
