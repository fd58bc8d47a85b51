//! Counting ends somewhere, so that a number costs the same in a large house as in a small one.

/// Where counting ends.
pub const ENOUGH: i64 = 100;

/// The last word of a list that was cut. It ends in what no name of an App can.
pub const AND_MORE: &str = "and more…";

/// A number that was counted up to [`ENOUGH`], in words.
pub fn counted(number: i64) -> String {
    if number >= ENOUGH { format!("{ENOUGH} or more") } else { number.to_string() }
}

/// A number with its noun: "1 mail", "2 mails".
pub fn amount(number: i64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_counted_to_its_end_says_so() {
        assert_eq!(counted(0), "0");
        assert_eq!(counted(ENOUGH - 1), "99");
        assert_eq!(counted(ENOUGH), "100 or more");
        assert_eq!(counted(4_711), "100 or more");
    }
}
