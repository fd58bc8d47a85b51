//! Sign up, sign in, forget and reset, sign out. The pages are public: plain HTML from the server.

pub mod api;

#[cfg(feature = "ssr")]
pub mod confirm;
#[cfg(feature = "ssr")]
pub mod link;
#[cfg(feature = "ssr")]
pub mod proof;
#[cfg(feature = "ssr")]
pub mod reset;
#[cfg(feature = "ssr")]
pub mod sign_in;
#[cfg(feature = "ssr")]
pub mod sign_up;
#[cfg(feature = "ssr")]
mod zone;

#[cfg(feature = "ssr")]
pub(crate) use api::onward;
pub use teamwork::rules::next::next_path;
#[cfg(feature = "ssr")]
pub(crate) use zone::ZoneOfBrowser;
