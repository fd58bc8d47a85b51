//! Passkeys: a card in the account, and the buttons that sign in, confirm and create. They stand on pages without the
//! browser's program; a small script of their own asks the device (`style/public/passkey.js`). Without it, or in a
//! browser without passkeys, nothing of them is shown.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
mod ask;
#[cfg(feature = "ssr")]
mod card;
#[cfg(feature = "ssr")]
mod create;
mod proof;
#[cfg(feature = "ssr")]
mod sign_in;

#[cfg(feature = "ssr")]
pub use card::Passkeys;
#[cfg(feature = "ssr")]
pub use create::OfferPasskey;
pub use proof::{ProofByPasskey, ProofFieldByPasskey};
#[cfg(feature = "ssr")]
pub use sign_in::SignInWithPasskey;
