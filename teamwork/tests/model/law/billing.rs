//! Billing Contacts (4.5; rows 38–40, S13, S16).

use super::{
    Answer, Contact, Who, World,
    world::Role::{Billing, Owner},
};

impl World {
    /// A Billing Contact of this Company; another one's is none.
    fn contact(&mut self, (company, contact): (usize, usize)) -> Result<&mut Contact, Answer> {
        let found = &mut self.contacts[contact];
        if found.company == Some(company) { Ok(found) } else { Err(Answer::NotFound) }
    }

    /// Row 38: Owners.
    pub(super) fn create_contact(&mut self, who: Who, company: usize) -> Result<(), Answer> {
        if self.role(who, company)? != Owner {
            return Err(Answer::Refused);
        }
        self.contacts.push(Contact { company: Some(company), is_archived: false, email: 0 });
        Ok(())
    }

    /// Row 39: Owners and Billing members.
    pub(super) fn change_contact(
        &mut self,
        who: Who,
        about: (usize, usize),
        email: u8,
        stale: bool,
    ) -> Result<(), Answer> {
        if !matches!(self.role(who, about.0)?, Owner | Billing) {
            return Err(Answer::Refused);
        }
        let found = self.contact(about)?;
        if stale {
            return Err(Answer::Stale);
        }
        if found.is_archived {
            return Err(Answer::Archived);
        }
        found.email = email;
        Ok(())
    }

    /// Row 40, S16: an Owner, unless it is the last one (R10) or an App is billed to it (R44).
    pub(super) fn archive(&mut self, who: Who, about: (usize, usize), stale: bool) -> Result<(), Answer> {
        let (company, contact) = about;
        if self.role(who, company)? != Owner {
            return Err(Answer::Refused);
        }
        if self.contact(about)?.is_archived {
            return Err(Answer::Archived);
        }
        let live = self.contacts.iter().filter(|one| one.company == Some(company) && !one.is_archived).count();
        if live < 2 || self.apps.iter().any(|app| app.payer == Some(contact)) {
            return Err(Answer::Refused);
        }
        if stale {
            return Err(Answer::Stale);
        }
        self.contacts[contact].is_archived = true;
        Ok(())
    }

    /// 4.5: an Owner brings it back.
    pub(super) fn restore(&mut self, who: Who, about: (usize, usize), stale: bool) -> Result<(), Answer> {
        if self.role(who, about.0)? != Owner {
            return Err(Answer::Refused);
        }
        let found = self.contact(about)?;
        if stale {
            return Err(Answer::Stale);
        }
        if !found.is_archived {
            return Err(Answer::Live);
        }
        found.is_archived = false;
        Ok(())
    }
}
