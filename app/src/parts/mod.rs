//! Small parts that many pages share, in the markup of the style guide.
//!
//! A signed-in page is a component that fetches with [`remote`](crate::remote) and shows with [`Load`]:
//!
//! ```ignore
//! #[component]
//! pub fn Team() -> impl IntoView {
//!     let (live, slug) = (use_live(), company_slug());
//!     let team = remote(move || live.version(Topic::Team), move || TeamFn { slug: slug.clone() });
//!     view! {
//!         <PageHead title="Team" subtitle="Who can do what.">
//!             <a class="button" href="leave">"Leave company"</a>
//!         </PageHead>
//!         <Load remote=team what="the team" let:team>   // team: Signal<TeamPage>; the view is built once
//!             <ul><Each each=move || team.get().members key=|member| member.user.to_string() let:member>…</Each></ul>
//!         </Load>
//!     }
//! }
//! ```
//!
//! `Load` shows "Fetching the team…" while it waits, and a designed page with the right HTTP status when it fails
//! (forbidden, not found, gone, broken, not reachable). Later values only set the signal, so nothing flickers.

mod badge;
mod blankslate;
mod changing;
mod copy;
mod dialog;
mod drawing;
mod each;
mod head;
mod load;
mod menu;
mod notice;
mod popover;
mod problem;
mod time;

pub use badge::{Badge, RoleBadge};
pub use blankslate::{Blankslate, Loading};
pub use changing::{after_change, changing, on_change, when};
pub use copy::CodeLine;
pub use dialog::{Dialog, close_dialog, open_dialog};
pub use drawing::{Drawing, Figure, Picture, Tie};
pub use each::Each;
pub use head::{PageHead, PageTitle, SectionHead};
pub use load::Load;
pub use menu::arrows;
pub use notice::Notice;
pub use popover::{Popover, close_popover};
pub use problem::{ProblemView, title as problem_title};
#[cfg(feature = "ssr")]
pub use time::told;
pub use time::{Ago, Day, Until, now};

/// Initials for an avatar: "Kevin Flynn" is KF. The style makes them capitals.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let (first, last) = (words.next(), words.next_back());
    first.into_iter().chain(last).collect()
}

/// A circle with initials.
#[leptos::component]
pub fn Avatar(#[prop(into)] name: String) -> impl leptos::IntoView {
    use leptos::prelude::*;
    view! { <span class="avatar" aria-hidden="true">{initials(&name)}</span> }
}
