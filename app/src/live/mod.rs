//! What changes elsewhere arrives here by itself: one stream a tab, from which every list of the page learns that it is old.
//!
//! ```ignore
//! let live = use_live();
//! let team = Resource::new(move || live.version(Topic::Team), move |_| team(slug.clone(), None));
//! live.announce("Kevin Flynn is now an Admin.");   // for screen readers, politely
//! live.touch(Topic::Team);                         // what this very tab changed itself
//! ```

#[cfg(feature = "ssr")]
mod follow;
#[cfg(feature = "hydrate")]
mod stream;
mod view;

use leptos::prelude::*;

#[cfg(feature = "ssr")]
pub use follow::Follow;
pub use view::{LiveDot, LiveRegion};

/// What a change was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    Team,
    Invitations,
    Apps,
    Billing,
    Company,
    Person,
}

impl Topic {
    const ALL: [Self; 6] = [Self::Team, Self::Invitations, Self::Apps, Self::Billing, Self::Company, Self::Person];

    /// The topic of a word in the stream.
    #[cfg(feature = "hydrate")]
    fn read(word: &str) -> Option<Self> {
        match word {
            "team" => Some(Self::Team),
            "invitations" => Some(Self::Invitations),
            "apps" => Some(Self::Apps),
            "billing" => Some(Self::Billing),
            "company" => Some(Self::Company),
            "person" => Some(Self::Person),
            _ => None,
        }
    }
}

/// How the stream is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    Connecting,
    On,
    Off,
}

/// The live state of this tab.
#[derive(Clone, Copy)]
pub struct Live {
    versions: [RwSignal<u32>; Topic::ALL.len()],
    /// How the stream is.
    pub connection: RwSignal<Connection>,
    /// The right to see the Company of this page ended while it was open.
    pub ended: RwSignal<bool>,
    /// What a screen reader says next.
    announcement: RwSignal<String>,
}

impl Live {
    /// Makes the live state known to all below.
    pub fn provide() -> Self {
        let live = Self {
            versions: std::array::from_fn(|_| RwSignal::new(0)),
            connection: RwSignal::new(Connection::Connecting),
            ended: RwSignal::new(false),
            announcement: RwSignal::new(String::new()),
        };
        provide_context(live);
        live
    }

    /// How often this topic changed. A resource whose source reads it fetches again after each change.
    pub fn version(self, topic: Topic) -> u32 {
        self.versions[topic as usize].get()
    }

    /// Says that this topic changed.
    pub fn touch(self, topic: Topic) {
        self.versions[topic as usize].update(|version| *version += 1);
    }

    /// Says that anything may have changed: after a time without stream.
    pub fn touch_all(self) {
        Topic::ALL.into_iter().for_each(|topic| self.touch(topic));
    }

    /// Has a screen reader say this, once it has finished its sentence.
    pub fn announce(self, words: impl Into<String>) {
        self.announcement.set(words.into());
    }

    /// Listens for the Company in this page's address, or for the person alone. Once per tab; follows the address.
    #[cfg_attr(not(feature = "hydrate"), expect(unused_variables, reason = "only a browser listens"))]
    pub fn listen(self, company: Memo<Option<String>>) {
        #[cfg(feature = "hydrate")]
        stream::follow(self, company);
    }
}

/// The live state of this tab.
pub fn use_live() -> Live {
    expect_context()
}
