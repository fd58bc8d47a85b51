//! When each step of dunning comes: the days of the operator, and that nobody is overtaken by them.

use super::Step;
use crate::rules::{day::Day, house::HouseRules, moment::DAY, payment::DEBIT_PATIENCE};

/// So many days before its Apps are deleted a Billing Contact is warned (M33).
pub const WARNING_DAYS: i64 = 10;
/// No App is suspended earlier than so many days after a reminder: at least 24 hours have passed then, whatever the hour.
pub const RESPITE_DAYS: i64 = 2;

/// When each step comes, in days after an invoice was due. Whatever the operator has set, each comes after the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timetable {
    reminder: i64,
    second_reminder: i64,
    suspension: i64,
    deletion: i64,
}

impl Timetable {
    /// The timetable of this house.
    pub fn of(rules: &HouseRules) -> Self {
        let [reminder, second_reminder, suspension, deletion] =
            [rules.reminder, rules.second_reminder, rules.suspension, rules.deletion].map(|after| after / DAY);
        let second_reminder = second_reminder.max(reminder + 1);
        let suspension = suspension.max(second_reminder + RESPITE_DAYS);
        let deletion = deletion.max(suspension + WARNING_DAYS + 1);
        Self { reminder, second_reminder, suspension, deletion }
    }

    /// The day on which an invoice that was due on `due` takes its first step.
    pub const fn first(&self, due: Day) -> Day {
        due.plus(self.reminder)
    }

    /// The day on which the next step comes, for an invoice that takes this one on `today`. Nobody is suspended without a
    /// reminder before it, and what was suspended late is deleted late (4.5).
    pub fn after(&self, step: Step, due: Day, today: Day) -> Option<Day> {
        match step {
            Step::Quiet => Some(self.first(due)),
            Step::Reminded => Some(due.plus(self.second_reminder)),
            Step::RemindedAgain => Some(due.plus(self.suspension).max(today.plus(RESPITE_DAYS))),
            Step::Blocked => Some(self.deletion_day(due, today).plus(-WARNING_DAYS)),
            Step::Warned => Some(today.plus(WARNING_DAYS)),
            Step::Doomed => None,
        }
    }

    /// The day from which the Apps can be deleted, if they are suspended on `today`.
    pub fn deletion_day(&self, due: Day, today: Day) -> Day {
        due.plus(self.deletion).max(today.plus(self.deletion - self.suspension))
    }

    /// Whether on `today` the steps of an invoice that was due on `due` wait for a debit that is only announced: as long as a
    /// bank may think, counted from the day on which the Apps are suspended. Later nobody is let off by entering the same empty
    /// account again.
    pub fn waits_for_debit(&self, due: Day, today: Day) -> bool {
        due > self.patience_since(today)
    }

    /// The latest day on which an invoice was due whose steps wait for no announced debit on `today` any more.
    pub fn patience_since(&self, today: Day) -> Day {
        today.plus(-self.suspension - DEBIT_PATIENCE / DAY)
    }

    /// The same of the end of the Apps, which may have been suspended as late as that: a bank may think once more.
    pub fn end_waits_for_debit(&self, due: Day, today: Day) -> bool {
        due > today.plus(-self.deletion - 2 * DEBIT_PATIENCE / DAY)
    }

    /// The step at which an invoice stands on `today`, when it was at `step` and its next one comes on `next`. After a long
    /// silence it passes over what it has missed, but never over a step that has to wait for the one before.
    pub fn reached(&self, step: Step, due: Day, next: Option<Day>, today: Day) -> Step {
        let (mut step, mut on) = (step, next);
        while let (Some(following), Some(_)) = (step.next(), on.filter(|on| *on <= today)) {
            step = following;
            on = self.after(step, due, today);
        }
        step
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::moment::Moment;

    fn day(text: &str) -> Day {
        Day::of(Moment::parse_day(text).unwrap())
    }

    fn table() -> Timetable {
        Timetable::of(&HouseRules::default())
    }

    /// 3, 10, 21 and 51 days after the 15th of December; the warning ten days before the end. By the calendar, not by the code.
    #[test]
    fn every_step_has_its_day() {
        let due = day("2026-12-15");
        for (from, to, on) in [
            (Step::Quiet, Step::Reminded, "2026-12-18"),
            (Step::Reminded, Step::RemindedAgain, "2026-12-25"),
            (Step::RemindedAgain, Step::Blocked, "2027-01-05"),
            (Step::Blocked, Step::Warned, "2027-01-25"),
            (Step::Warned, Step::Doomed, "2027-02-04"),
        ] {
            let on = day(on);
            // It took the step it is at on that step's own day.
            let since = match from {
                Step::Quiet => due,
                Step::Reminded => day("2026-12-18"),
                Step::RemindedAgain => day("2026-12-25"),
                Step::Blocked => day("2027-01-05"),
                _ => day("2027-01-25"),
            };
            let next = table().after(from, due, since);
            assert_eq!(next, Some(on), "{from:?}");
            for (today, step) in [(on.plus(-1), from), (on, to), (on.plus(1), to)] {
                assert_eq!(table().reached(from, due, next, today), step, "{from:?} on {today}");
            }
        }
        assert_eq!(table().after(Step::Doomed, due, due), None);
        assert_eq!(table().reached(Step::Doomed, due, None, due.plus(9_999)), Step::Doomed);
    }

    /// The clock stood for months: one reminder, then two days, then thirty, of which the last ten are warned of.
    #[test]
    fn nobody_is_overtaken_by_a_long_silence() {
        let (due, back) = (day("2026-01-31"), day("2026-07-01"));
        let step = table().reached(Step::Quiet, due, Some(table().first(due)), back);
        assert_eq!(step, Step::RemindedAgain);
        assert_eq!(table().after(step, due, back), Some(day("2026-07-03")));
        assert_eq!(table().after(Step::Blocked, due, day("2026-07-03")), Some(day("2026-07-23")));
        assert_eq!(table().after(Step::Warned, due, day("2026-07-23")), Some(day("2026-08-02")));
        assert_eq!(table().deletion_day(due, day("2026-07-03")), day("2026-08-02"));
        let late = day("2026-09-01");
        assert_eq!(
            table().reached(Step::Blocked, due, Some(day("2026-07-23")), late),
            Step::Warned,
            "not doomed at once"
        );
    }

    /// Suspended on the 5th of January at the earliest, deleted on the 4th of February; three weeks for a bank, and twice that.
    #[test]
    fn a_debit_that_is_announced_again_and_again_is_not_waited_for() {
        let due = day("2026-12-15");
        for (today, steps, end) in [
            ("2026-12-01", true, true),
            ("2027-01-25", true, true),
            ("2027-01-26", false, true),
            ("2027-03-17", false, true),
            ("2027-03-18", false, false),
        ] {
            let today = day(today);
            let waits = (table().waits_for_debit(due, today), table().end_waits_for_debit(due, today));
            assert_eq!(waits, (steps, end), "{today}");
        }
    }

    #[test]
    fn whatever_the_operator_sets_each_step_comes_after_the_one_before() {
        for reminder in [1, 30] {
            for second_reminder in [2, 60] {
                for suspension in [4, 180] {
                    for deletion in [15, 365] {
                        let rules = HouseRules {
                            reminder: reminder * DAY,
                            second_reminder: second_reminder * DAY,
                            suspension: suspension * DAY,
                            deletion: deletion * DAY,
                            ..HouseRules::default()
                        };
                        let (table, due) = (Timetable::of(&rules), day("2028-02-28"));
                        let (mut step, mut today) = (Step::Quiet, due);
                        while let Some(next) = table.after(step, due, today) {
                            assert!(next > today, "{rules:?} {step:?}");
                            (step, today) = (step.next().unwrap(), next);
                        }
                        assert_eq!(step, Step::Doomed);
                    }
                }
            }
        }
    }
}
