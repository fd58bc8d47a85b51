//! The year, counted by hand: 2028, which has a 29 February, and the January after it.

/// 1 January 2028, in days since 1970-01-01.
pub const NEW_YEAR: i64 = 21_184;
/// The first day after the year.
pub const NEXT_YEAR: i64 = NEW_YEAR + 366;
/// The house goes on for so many days of January, so that the last invoices are charged.
pub const AFTERMATH: i64 = 20;
/// When the operator raises a price: 1 July.
pub const JULY: i64 = NEW_YEAR + 182;

const MONTHS: [i64; 13] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31];

/// The first day of the month of this day, and how many days that month has.
pub fn month_of(day: i64) -> (i64, i64) {
    let mut first = NEW_YEAR;
    for length in MONTHS {
        if day < first + length {
            return (first, length);
        }
        first += length;
    }
    panic!("day {day} is not in this calendar");
}

/// "2028-03-31", for who reads of a difference.
pub fn write(day: i64) -> String {
    let mut first = NEW_YEAR;
    for (month, length) in MONTHS.into_iter().enumerate() {
        if day < first + length {
            let (year, month) = if month < 12 { (2028, month + 1) } else { (2029, month - 11) };
            return format!("{year}-{month:02}-{:02}", day - first + 1);
        }
        first += length;
    }
    format!("day {day}")
}
