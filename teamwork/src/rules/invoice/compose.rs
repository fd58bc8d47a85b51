//! From the periods of Apps to the lines of an invoice.

use super::Line;
use crate::rules::{day::Day, id::AppId, money::cost_of_days};

/// A run of days of one App on one plan that one Billing Contact pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    pub app_id: AppId,
    pub app: String,
    pub plan: String,
    pub price: i64,
    pub from: Day,
    /// The first day that is no longer paid; open while it runs.
    pub to: Option<Day>,
}

impl Usage {
    /// Whether the next run is the same once more: somebody has changed something and, on the same day, changed it back.
    fn goes_on_in(&self, next: &Self) -> bool {
        let same = (self.app_id, &self.plan, self.price) == (next.app_id, &next.plan, next.price);
        same && self.to == Some(next.from)
    }
}

/// The lines for the days from `from` until before `to`: one for each run and month, so that a price a month means the
/// days that month has. Each is rounded for itself, half up; a whole month on one plan costs the price.
pub fn lines(usage: &[Usage], from: Day, to: Day) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut runs: Vec<_> = usage.iter().collect();
    runs.sort_by_key(|run| (run.app_id, run.from));
    for runs in runs.chunk_by(|run, next| run.goes_on_in(next)) {
        let (Some(run), Some(last)) = (runs.first(), runs.last()) else { continue };
        let (mut at, end) = (run.from.max(from), last.to.map_or(to, |end| end.min(to)));
        while at < end {
            let (first, next) = at.month();
            let (of_month, until) = (next.0 - first.0, next.min(end));
            lines.push(Line {
                app_id: run.app_id,
                app: run.app.clone(),
                plan: run.plan.clone(),
                from: at,
                through: until.plus(-1),
                days: until.0 - at.0,
                of_month,
                price: run.price,
                amount: cost_of_days(run.price, until.0 - at.0, of_month),
            });
            at = until;
        }
    }
    lines.sort_by(|a, b| (a.app.as_str(), a.from).cmp(&(b.app.as_str(), b.from)));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::moment::Moment;

    fn day(text: &str) -> Day {
        Day::of(Moment::parse_day(text).unwrap())
    }

    fn run(from: &str, to: Option<&str>, price: i64) -> Usage {
        Usage {
            app_id: AppId::new(Moment::from_millis(0), [1; 10]),
            app: "shop".into(),
            plan: "Standard".into(),
            price,
            from: day(from),
            to: to.map(day),
        }
    }

    #[test]
    fn a_month_is_split_where_something_changed() {
        let usage = [run("2026-10-20", Some("2026-11-11"), 2_900), run("2026-11-11", None, 7_900)];
        let lines = lines(&usage, day("2026-11-01"), day("2026-12-01"));
        let told: Vec<_> = lines.iter().map(|line| (line.from, line.through, line.days, line.amount)).collect();
        let expected =
            [(day("2026-11-01"), day("2026-11-10"), 10, 967), (day("2026-11-11"), day("2026-11-30"), 20, 5_267)];
        assert_eq!(told, expected);
    }

    /// 29.00 for the 31 days of January, not the 9.35, 9.35 and 10.29 of its thirds.
    #[test]
    fn a_change_that_was_taken_back_the_same_day_is_no_change() {
        let usage = [
            run("2027-01-01", Some("2027-01-11"), 2_900),
            run("2027-01-21", None, 2_900),
            run("2027-01-11", Some("2027-01-21"), 2_900),
        ];
        let told: Vec<_> = lines(&usage, day("2027-01-01"), day("2027-02-01")).iter().map(|line| line.amount).collect();
        assert_eq!(told, [2_900]);
        let other = [run("2027-01-01", Some("2027-01-11"), 2_900), run("2027-01-11", None, 3_100)];
        assert_eq!(lines(&other, day("2027-01-01"), day("2027-02-01")).len(), 2, "another price is another line");
        let gap = [run("2027-01-01", Some("2027-01-11"), 2_900), run("2027-01-12", None, 2_900)];
        assert_eq!(lines(&gap, day("2027-01-01"), day("2027-02-01")).len(), 2, "another one has paid in between");
    }

    #[test]
    fn what_was_carried_forward_is_billed_month_by_month() {
        let lines = lines(&[run("2026-01-31", Some("2026-03-02"), 3_100)], day("2026-01-01"), day("2026-04-01"));
        let told: Vec<_> = lines.iter().map(|line| (line.days, line.of_month, line.amount)).collect();
        assert_eq!(told, [(1, 31, 100), (28, 28, 3_100), (1, 31, 100)]);
    }

    /// Whatever is asked for in pieces is what is asked for at once: each day is billed once.
    #[test]
    fn no_day_is_billed_twice_and_none_is_forgotten() {
        let (begin, end) = (day("2026-01-01"), day("2027-01-01"));
        for (from, to) in [("2026-01-01", None), ("2026-02-28", Some("2026-03-01")), ("2025-05-05", Some("2026-07-17"))]
        {
            let usage = [run(from, to, 2_900)];
            let whole = lines(&usage, begin, end);
            let mut pieces = Vec::new();
            let mut at = begin;
            while at < end {
                let next = at.month().1;
                pieces.extend(lines(&usage, at, next));
                at = next;
            }
            assert_eq!(whole, pieces);
            let days: i64 = whole.iter().map(|line| line.days).sum();
            let expected = to.map_or(end, day).min(end).0 - day(from).max(begin).0;
            assert_eq!(days, expected);
        }
    }
}
