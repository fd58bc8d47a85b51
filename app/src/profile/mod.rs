//! My account: name, time zone, address, password, and where I am signed in.

pub mod api;
#[cfg(feature = "ssr")]
mod email;
#[cfg(feature = "ssr")]
mod name;
#[cfg(feature = "ssr")]
pub mod nav;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
mod password;
pub mod proof;
#[cfg(feature = "ssr")]
mod sessions;
#[cfg(feature = "ssr")]
mod zone;

#[cfg(feature = "ssr")]
pub use page::Account;
