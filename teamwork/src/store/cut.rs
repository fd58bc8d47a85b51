//! Lists that are read until there are more than a page can show, and say so.

use crate::rules::count::AND_MORE;

/// As many as a list holds that has one page.
pub(super) fn at_most(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}

/// Enough to see that there are more than that.
pub(super) fn one_more_than(most: usize) -> i64 {
    i64::try_from(most).map_or(i64::MAX, |most| most + 1)
}

/// A list that was cut says so, as its last word.
pub(super) fn say_that_there_are_more(words: &mut Vec<String>, most: usize) {
    if words.len() > most {
        words.truncate(most);
        words.push(AND_MORE.to_owned());
    }
}
