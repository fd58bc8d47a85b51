//! What the operator of the house does (3.2): settings, prices, Companies, recoveries, mails. None of it reads what is in
//! an App, and nothing is done as somebody else.

mod companies;
mod newsletters;
mod outbox;
mod plans;
mod recovery;
mod settings;

use std::sync::Arc;

use super::{Actor, Guest, Trouble, Warren};
use crate::{
    rules::{
        log::{Door, Event},
        problem::{Field, Problem, Thing},
        tenant::Waiting,
        text::Line,
    },
    store::log::Entry,
};

/// The operator at work: somebody whose account says so, or the command line of the machine, which is the house itself.
/// Whoever holds one has been asked who they are, so its acts need no further permission.
#[derive(Clone)]
pub struct Operator {
    guest: Guest,
    fresh: bool,
}

impl Actor {
    /// Me as the operator.
    ///
    /// # Errors
    /// For everybody else there is no such place, and that they looked for it is noted.
    pub async fn operator(&self) -> Result<Operator, Problem> {
        if self.person.operator {
            return Ok(Operator { guest: self.guest.clone(), fresh: self.is_fresh() });
        }
        Err(self.guest.refuse(Trouble::Stranger(Thing::Page, "operator".into())).await)
    }
}

impl Operator {
    /// Whoever has a shell on the machine: the log names the house, by the door of the command line.
    pub fn of_the_house(warren: &Arc<Warren>) -> Self {
        Self { guest: Guest::new(warren, Door::Cli, "", "", warren.request()), fresh: true }
    }

    pub(super) fn guest(&self) -> &Guest {
        &self.guest
    }

    /// What waits for the operator.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn waiting(&self) -> Result<Waiting, Problem> {
        self.guest.warren.db.waiting(self.guest.at).await.map_err(|error| self.guest.tell(error))
    }

    /// # Errors
    /// When the password was not given within the last ten minutes: nothing the operator changes goes without.
    pub(super) fn fresh(&self) -> Result<(), Problem> {
        if self.fresh { Ok(()) } else { Err(Problem::Reauthenticate) }
    }

    /// An entry of the log by the operator, who has no role in any Company.
    pub(super) fn entry(&self, event: Event) -> Entry {
        self.guest.entry(event)
    }
}

/// Everything the operator does to a Company has a reason, which the people in it read.
pub(super) fn read_reason(text: &str) -> Result<String, Problem> {
    Ok(Line::parse(Field::Reason, text, 300)?.to_string())
}
