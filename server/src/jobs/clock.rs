//! What happens by the clock: deadlines pass, domains are asked for again, months are billed, what is not paid is
//! reminded of, what nobody needs any more is swept away.

use std::{sync::Arc, time::Duration};

use teamwork::{acts::Warren, rules::problem::Problem};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);
/// Should a notice from another server, or from the command line beside SQLite, not have come through.
const MOMENT: Duration = Duration::from_secs(10);

/// All happen once at the start and are harmless when several servers do them.
pub(super) async fn run(warren: Arc<Warren>, stop: CancellationToken) {
    let (mut moment, mut minute, mut hour) = (interval(MOMENT), interval(MINUTE), interval(HOUR));
    for ticks in [&mut moment, &mut minute, &mut hour] {
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    }
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            _ = moment.tick() => note("settings read", warren.read_settings().await.map(|()| 0)),
            _ = minute.tick() => every_minute(&warren, &stop).await,
            _ = hour.tick() => every_hour(&warren, &stop).await,
        }
    }
}

async fn every_minute(warren: &Arc<Warren>, stop: &CancellationToken) {
    note("invitations that expired", all(stop, || warren.expire_invitations()).await);
    note("invitations reminded of", all(stop, || warren.remind_invitations()).await);
    note("memberships that end", all(stop, || warren.end_memberships()).await);
    note("trials tended", all(stop, || warren.tend_trials()).await);
    note("newsletters mailed", all(stop, || warren.mail_newsletters()).await);
    note("payment requests tended", all(stop, || warren.tend_requests()).await);
    note("domains that lead elsewhere than before", warren.recheck_domains().await);
}

async fn every_hour(warren: &Arc<Warren>, stop: &CancellationToken) {
    note("releases tended", all(stop, || warren.tend_releases()).await);
    note("rows swept away", all(stop, || warren.sweep()).await);
    note("webhook messages swept away", all(stop, || warren.sweep_webhooks()).await);
    note("abandoned accounts tended", all(stop, || warren.tend_abandoned()).await);
    note("Billing Contacts billed", all(stop, || warren.bill()).await);
    note("cards that expire told of", all(stop, || warren.tell_of_expiring_cards()).await);
    note("Billing Contacts reminded or suspended", all(stop, || warren.dun()).await);
}

/// Does a piece of work, which takes a bounded batch, until nothing is left of it: what is due now is done now.
async fn all<F>(stop: &CancellationToken, work: impl Fn() -> F) -> Result<u64, Problem>
where
    F: Future<Output = Result<u64, Problem>>,
{
    let mut done = 0;
    while !stop.is_cancelled() {
        match work().await? {
            0 => break,
            more => done += more,
        }
    }
    Ok(done)
}

pub(super) fn note(what: &str, done: Result<u64, Problem>) {
    match done {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "{what}"),
        Err(problem) => tracing::error!(%problem, "{what}: it did not work, the clock tries again"),
    }
}
