//! Which mails I want, how I look at the house, and in which time zone I read it (row 44).

use super::{Actor, Visitor, within};
use crate::{
    rules::{
        account::View,
        log::Event,
        notice::Preferences,
        problem::{Field, Problem},
        zone::{TimeZone, ZoneChoice},
    },
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

    /// In which time zone I read times, and why.
    pub fn zone_choice(&self) -> ZoneChoice {
        ZoneChoice {
            time_zone: self.own_zone().map(|zone| zone.name().to_owned()),
            chosen: self.person.zone_chosen,
            house: self.guest.warren.settings.time_zone.name().to_owned(),
        }
    }

    /// Reads times in this zone from now on, whatever a browser says; nothing is the one of the house.
    ///
    /// # Errors
    /// When no zone has this name.
    pub async fn change_zone(&self, name: &str) -> Result<(), Problem> {
        let zone = match name.trim() {
            "" => None,
            name => Some(TimeZone::parse(Field::TimeZone, name)?.name().to_owned()),
        };
        within!(&self.guest, |tx| {
            tx.choose_zone(self.id(), zone.clone()).await?;
            // Where somebody is stays out of the log, which outlives them.
            tx.record(self.entry(Event::TimeZoneChanged)).await?;
            tx.announce(Change::Person(self.id()));
        })
    }

    /// A zone that the table has lost since counts as none.
    fn own_zone(&self) -> Option<TimeZone> {
        self.person.time_zone.as_deref().and_then(TimeZone::named)
    }
}

impl Visitor {
    /// In which time zone this reader reads: their own, else the one of the house.
    pub fn zone(&self) -> TimeZone {
        let own = match self {
            Self::Guest(_) => None,
            Self::Person(actor) => actor.own_zone(),
        };
        own.unwrap_or_else(|| self.guest().warren.settings.time_zone.clone())
    }
}
