//! Webhooks go out: what has happened is looked for every few seconds, and at once when somebody asks for it.

use std::{sync::Arc, time::Duration};

use teamwork::acts::Warren;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::clock::note;
use crate::webhooks::Courier;

/// How often it is looked whether something has happened, or is due again.
const LOOK: Duration = Duration::from_secs(2);
/// How long this rests when the database does not answer.
const REST: Duration = Duration::from_secs(15);

/// Carries until told to stop, and then finishes what is under way.
pub(super) async fn run(warren: Arc<Warren>, courier: Arc<Courier>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let looked = courier.look().await;
        let pause = if looked.is_ok() { LOOK } else { REST };
        note("webhooks told", looked.map(|()| 0));
        tokio::select! {
            () = stop.cancelled() => {}
            () = warren.webhook_waiting() => {}
            () = sleep(pause) => {}
        }
    }
    courier.rest().await;
}
