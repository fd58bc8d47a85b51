//! Until when a request can be answered that a payment holds (4.2), in the words of both sides.

use teamwork::rules::moment::Moment;

use crate::parts::told;

/// What stands where the deadline does, once a payment was begun in time.
pub fn held(until: Option<Moment>) -> Option<String> {
    until.map(|until| format!("The payment was begun in time, so this stays open until {}.", told(until)))
}
