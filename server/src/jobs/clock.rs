//! What happens by the clock: invitations expire, domains are asked for again, what nobody needs any more is swept away.

use std::{sync::Arc, time::Duration};

use teamwork::acts::Warren;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

const EXPIRE: Duration = Duration::from_secs(60);
const CHECK: Duration = Duration::from_secs(60);
const SWEEP: Duration = Duration::from_secs(60 * 60);

/// All happen once at the start and are harmless when several servers do them.
pub(super) async fn run(warren: Arc<Warren>, stop: CancellationToken) {
    let (mut expire, mut check, mut sweep) = (interval(EXPIRE), interval(CHECK), interval(SWEEP));
    for ticks in [&mut expire, &mut check, &mut sweep] {
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    }
    loop {
        let (what, done) = tokio::select! {
            biased;
            () = stop.cancelled() => return,
            _ = expire.tick() => ("invitations that expired", warren.expire_invitations().await),
            _ = check.tick() => ("domains that lead elsewhere than before", warren.recheck_domains().await),
            _ = sweep.tick() => ("rows swept away", warren.sweep().await),
        };
        match done {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "{what}"),
            Err(problem) => tracing::error!(%problem, "the clock could not do its work; it tries again"),
        }
    }
}
