//! Companies begin and end (rows 1 and 5, S3).

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Answer, Company, Contact, Part, Request, State, Who, World,
    world::{
        Address, Invitation, Member,
        Role::{Developer, Owner},
    },
};

impl Invitation {
    /// Nothing is left of it.
    pub fn gone(company: usize, to: Address) -> Self {
        let (state, apps) = (State::Gone, BTreeSet::new());
        Self { company, to, role: Developer, state, inviter: 0, expires: 0, apps, ends: None }
    }
}

impl Contact {
    /// Nothing is left of it.
    pub const GONE: Self = Self { company: None, is_archived: false, email: 0 };
}

impl World {
    /// Row 1: any User, with a first Billing Contact (R10). Its name in URLs is its own.
    pub(super) fn set_up(&mut self, who: Who, like: Option<usize>) -> Result<(), Answer> {
        if like.is_some() {
            return Err(Answer::Flawed(Part::Slug));
        }
        let owner = Member { role: Owner, ends: None };
        self.contacts.push(Contact { company: Some(self.companies.len()), is_archived: false, email: 0 });
        self.companies.push(Company { members: BTreeMap::from([(who, owner)]), ..Company::default() });
        Ok(())
    }

    /// Row 5, S3: an Owner, who types its name; also one that is suspended. Apps, access, invitations and Billing Contacts
    /// end with it.
    pub(super) fn delete_company(&mut self, who: Who, company: usize, typed: bool) -> Result<(), Answer> {
        if self.role(who, company)? != Owner {
            return Err(Answer::Refused);
        }
        if !typed {
            return Err(Answer::Flawed(Part::Confirmation));
        }
        if self.apps_of(company).any(|app| self.apps[app].request.is_some()) {
            return Err(Answer::Asked);
        }
        for app in self.apps_of(company).collect::<Vec<_>>() {
            self.end_app(app);
        }
        for one in self.invitations.iter_mut().filter(|one| one.company == company) {
            *one = Invitation::gone(company, one.to);
        }
        for one in self.requests.iter_mut().filter(|one| one.company == Some(company)) {
            *one = Request::gone(one.to);
        }
        for contact in self.contacts.iter_mut().filter(|contact| contact.company == Some(company)) {
            *contact = Contact::GONE;
        }
        self.companies[company] = Company { is_gone: true, ..Company::default() };
        Ok(())
    }
}
