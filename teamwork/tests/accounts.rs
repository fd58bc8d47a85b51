//! Accounts and sessions (R1–R8, I36–I38): signing up, proving an address, signing in, and who can never get in.

mod addresses;
mod devices;
mod hijacking;
mod limits;
mod links;
mod passwords;
mod proof;
mod second_factor;
mod sessions;
mod sign_up;

use teamwork::{acts::SignUp, letters::Letter};

use crate::house::{House, PASSWORD};

/// An address nobody has an account for.
pub const TRILLIAN: &str = "trillian@heart.example";
/// Another good password.
pub const OTHER: &str = "seventeen odd umbrellas";

/// A form with nothing wrong in it.
pub fn form(email: &str) -> SignUp {
    SignUp {
        first_name: "Trillian".into(),
        last_name: "Astra".into(),
        email: email.into(),
        password: PASSWORD.into(),
        terms: true,
        invitation: None,
    }
}

/// The secrets mailed to an address, oldest first.
pub async fn secrets_to(house: &House, email: &str) -> Vec<String> {
    let letters = house.letters_to(email).await;
    letters.iter().filter(|letter| house.warren.secret_link(letter).is_some()).map(|l| house.secret_of(l)).collect()
}

pub fn is_notice(letter: &Letter, of: teamwork::letters::SecurityEvent) -> bool {
    matches!(letter, Letter::SecurityNotice { what, .. } if *what == of)
}
