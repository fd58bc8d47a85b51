//! When a delivery is tried again, and when a platform is given up: as Standard Webhooks proposes.

use crate::rules::moment::{DAY, HOUR, MINUTE, Moment, SECOND};

/// The pauses between the attempts; the first attempt is made at once.
const PAUSES: [i64; 9] =
    [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
/// After so long without a success a webhook is turned off.
const PATIENCE: i64 = 5 * DAY;
/// How long the secret before the newest one signs too.
pub const OVERLAP: i64 = DAY;
/// How long deliveries are kept.
pub const KEPT: i64 = 30 * DAY;

/// When a delivery that failed at `now` is tried again, after so many `attempts`, each pause up to a tenth longer by
/// `chance`, so that not all come back at once. `None` when it is given up.
pub fn retry_at(attempts: i64, now: Moment, [chance]: [u8; 1]) -> Option<Moment> {
    let pause = usize::try_from(attempts - 1).ok().and_then(|at| PAUSES.get(at))?;
    Some(now.plus(pause + pause / 10 * i64::from(chance) / 256))
}

/// Whether a webhook that has taken nothing since then is turned off.
pub fn is_given_up(failing_since: Option<Moment>, now: Moment) -> bool {
    failing_since.is_some_and(|since| now.since(since) >= PATIENCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_attempts_over_three_days_each_a_little_later_than_the_last() {
        let now = Moment::from_millis(0);
        let exact: Vec<_> = (1..=10).map(|tries| retry_at(tries, now, [0]).map(Moment::millis)).collect();
        let minutes = |many: i64| Some(many * 60_000);
        let expected = [Some(5_000), minutes(5), minutes(30), minutes(120), minutes(300), minutes(600), minutes(840)];
        assert_eq!(exact[..7], expected);
        assert_eq!(exact[7..], [minutes(1_200), minutes(1_440), None]);
        let latest = retry_at(2, now, [255]).unwrap();
        assert!(latest > now.plus(5 * MINUTE) && latest <= now.plus(5 * MINUTE + 30 * SECOND), "{latest:?}");
        assert_eq!(retry_at(0, now, [0]), None);
    }

    #[test]
    fn five_days_of_failures_are_enough() {
        let since = Moment::from_millis(7);
        assert!(!is_given_up(Some(since), since.plus(5 * DAY - 1)) && is_given_up(Some(since), since.plus(5 * DAY)));
        assert!(!is_given_up(None, since));
    }
}
