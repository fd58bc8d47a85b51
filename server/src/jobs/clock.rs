//! What happens by the clock: invitations expire, what nobody needs any more is swept away.

use std::{sync::Arc, time::Duration};

use teamwork::acts::Warren;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

const EXPIRE: Duration = Duration::from_secs(60);
const SWEEP: Duration = Duration::from_secs(60 * 60);
/// Should a notice from another server, or from the command line beside SQLite, not have come through.
const SETTINGS: Duration = Duration::from_secs(10);

/// Both happen once at the start and are harmless when several servers do them.
pub(super) async fn run(warren: Arc<Warren>, stop: CancellationToken) {
    let (mut expire, mut sweep, mut settings) = (interval(EXPIRE), interval(SWEEP), interval(SETTINGS));
    expire.set_missed_tick_behavior(MissedTickBehavior::Delay);
    sweep.set_missed_tick_behavior(MissedTickBehavior::Delay);
    settings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let (what, done) = tokio::select! {
            biased;
            () = stop.cancelled() => return,
            _ = expire.tick() => ("invitations that expired", warren.expire_invitations().await),
            _ = sweep.tick() => ("rows swept away", warren.sweep().await),
            _ = settings.tick() => ("settings read", warren.read_settings().await.map(|()| 0)),
        };
        match done {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "{what}"),
            Err(problem) => tracing::error!(%problem, "the clock could not do its work; it tries again"),
        }
    }
}
