//! What the payment provider is asked by the clock, beside everything else: while it is silent nothing else waits for it.

use std::{sync::Arc, time::Duration};

use teamwork::acts::Warren;
use tokio::time::{Interval, MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;

use super::clock::note;

const MINUTE: Duration = Duration::from_secs(60);
/// How long this rests after somebody has come back from the provider.
const BREATH: Duration = Duration::from_secs(1);

/// Asks every minute, and sooner when somebody has come back. What is under way is written down, so it may be left at any
/// time.
pub(super) async fn run(warren: Arc<Warren>, stop: CancellationToken) {
    let mut minute = interval(MINUTE);
    minute.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = ask(&warren, &mut minute) => {}
        }
    }
}

async fn ask(warren: &Arc<Warren>, minute: &mut Interval) {
    tokio::select! {
        () = warren.payment_waiting() => {
            note("payments looked at", warren.tend_payments().await);
            sleep(BREATH).await;
        }
        _ = minute.tick() => {
            note("payments looked at", warren.tend_payments().await);
            note("charges looked at", warren.tend_charges().await);
            note("cards charged", warren.charge_cards().await);
            note("debits watched", warren.watch_debits().await);
            note("refunds looked at", warren.tend_refunds().await);
            note("cards forgotten", warren.forget_cards().await);
        }
    }
}
