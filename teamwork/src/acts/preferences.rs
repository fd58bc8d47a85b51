//! Which mails I want, and how I look at the house (row 44).

use super::{Actor, within};
use crate::{
    rules::{account::View, log::Event, notice::Preferences, problem::Problem},
    store::log::Change,
};

impl Actor {
    /// Which of the mails that are a preference I get.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn preferences(&self) -> Result<Preferences, Problem> {
        self.guest.warren.db.preferences(self.id()).await.map_err(|error| self.guest.tell(error))
    }

    /// Decides about all of them. Transactional mails cannot be switched off (E10).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn change_preferences(&self, wanted: Preferences) -> Result<(), Problem> {
        within!(&self.guest, |tx| {
            if !tx.lock_person(self.id()).await? {
                return Err(Problem::SignedOut.into());
            }
            tx.set_preferences(self.id(), wanted).await?;
            tx.record(self.entry(Event::PreferencesChanged)).await?;
            tx.announce(Change::Person(self.id()));
        })
    }

    /// Looks at the house another way from now on. It is a view and never a right (R65, R78).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn change_view(&self, view: View) -> Result<(), Problem> {
        within!(&self.guest, |tx| {
            tx.set_view(self.id(), view).await?;
            let entry = self.entry(Event::ViewChanged);
            tx.record(entry.change(Some(self.person.view.key()), Some(view.key()))).await?;
            tx.announce(Change::Person(self.id()));
        })
    }
}
