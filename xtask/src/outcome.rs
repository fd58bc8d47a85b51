//! What went wrong, in a sentence that says what to do.

use std::error::Error;
use std::fmt::Display;

/// Success, or a sentence for the person in front of the terminal.
pub type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// Puts a sentence in front of a bare cause.
pub trait OrSay<T> {
    fn or_say(self, sentence: impl Display) -> Outcome<T>;
}

impl<T, E: Display> OrSay<T> for Result<T, E> {
    fn or_say(self, sentence: impl Display) -> Outcome<T> {
        self.map_err(|cause| format!("{sentence}: {cause}").into())
    }
}
