//! Apps: the list of a Company, and one App. What changes an App is at the [`desk`], on still pages.

pub mod api;
#[cfg(feature = "ssr")]
pub mod desk;
mod list;
#[cfg(feature = "ssr")]
mod overview;
mod row;
#[cfg(feature = "ssr")]
mod tabs;

use leptos_router::hooks::use_params_map;

pub use list::Apps;
#[cfg(feature = "ssr")]
pub use overview::{AppFacts, AppPage};
pub use row::{AppRow, StateBadge};
#[cfg(feature = "ssr")]
pub use tabs::AppTabs;

/// The App in this page's address. Links to another one load the page anew, so it never changes.
pub fn app_name() -> String {
    use leptos::prelude::*;
    use_params_map().with_untracked(|params| params.get("app")).unwrap_or_default()
}
