//! What happens by the clock: invitations expire and are reminded of, memberships end, what nobody needs any more is swept away.

use std::{sync::Arc, time::Duration};

use teamwork::acts::Warren;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

const EXPIRE: Duration = Duration::from_secs(60);
const SWEEP: Duration = Duration::from_secs(60 * 60);

/// Both happen once at the start and are harmless when several servers do them.
pub(super) async fn run(warren: Arc<Warren>, stop: CancellationToken) {
    let (mut expire, mut sweep) = (interval(EXPIRE), interval(SWEEP));
    let (mut remind, mut end) = (interval(EXPIRE), interval(EXPIRE));
    for timer in [&mut expire, &mut remind, &mut end] {
        timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
    }
    sweep.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let (what, done) = tokio::select! {
            biased;
            () = stop.cancelled() => return,
            _ = expire.tick() => ("invitations that expired", warren.expire_invitations().await),
            _ = remind.tick() => ("invitations reminded of", warren.remind_invitations().await),
            _ = end.tick() => ("memberships that end", warren.end_memberships().await),
            _ = sweep.tick() => ("rows swept away", warren.sweep().await),
        };
        match done {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "{what}"),
            Err(problem) => tracing::error!(%problem, "the clock could not do its work; it tries again"),
        }
    }
}
