//! A member as this tab sees them.

use leptos::prelude::*;
use teamwork::rules::{member::MemberCard, role::Role};

/// What the server said last, and over it what was just chosen here and is still on its way.
///
/// The choice belongs to one version of the member. When a newer one arrives, from our own act or from somebody else's,
/// the choice is over by itself; so a late answer never undoes a newer change.
#[derive(Clone, Copy)]
pub struct Seen {
    fetched: Memo<MemberCard>,
    answered: RwSignal<Option<MemberCard>>,
    wish: RwSignal<Option<(i64, Role)>>,
}

impl Seen {
    /// Follows the list that was fetched.
    pub fn new(fetched: Memo<MemberCard>) -> Self {
        Self { fetched, answered: RwSignal::new(None), wish: RwSignal::new(None) }
    }

    /// The newest that the server said.
    pub fn card(self) -> MemberCard {
        let (fetched, answered) = (self.fetched.get(), self.answered.get());
        answered.filter(|answered| answered.version > fetched.version).unwrap_or(fetched)
    }

    /// Whether the list holds what was last answered here.
    pub fn has_arrived(self) -> bool {
        let fetched = self.fetched.with(|card| card.version);
        self.answered.with(|answered| answered.as_ref().is_some_and(|answered| answered.version == fetched))
    }

    /// The role to show.
    pub fn role(self) -> Role {
        let card = self.card();
        self.wish.get().filter(|(version, _)| *version == card.version).map_or(card.role, |(_, role)| role)
    }

    /// Shows a role before the server has said yes. Only what the policy allows is worth wishing.
    pub fn wish(self, role: Role) {
        let version = untrack(|| self.card().version);
        self.wish.set(Some((version, role)));
    }

    /// The server said no: shows what was before.
    pub fn give_up(self) {
        self.wish.set(None);
    }

    /// The server said yes, and how the member is now.
    pub fn settle(self, card: MemberCard) {
        self.answered.set(Some(card));
    }
}
