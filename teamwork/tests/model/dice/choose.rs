//! Choosing among what there is: as often as not something that fits, else whatever.

use std::collections::BTreeSet;

use rand::{Rng, rngs::StdRng};

use super::super::law::{
    Address, App, Contact, Invitation, NAMES, OPERATOR, PEOPLE, RequestState, Role, State, Who, World,
};

const ROLES: [Role; 4] = [Role::Owner, Role::Admin, Role::Developer, Role::Billing];

/// The dice, and the world they are thrown in.
pub struct Choose<'a> {
    pub dice: &'a mut StdRng,
    pub world: &'a World,
}

impl Choose<'_> {
    pub fn below(&mut self, count: usize) -> usize {
        self.dice.random_range(0..count)
    }

    pub fn stale(&mut self) -> bool {
        self.dice.random_ratio(1, 12)
    }

    pub fn role(&mut self) -> Role {
        ROLES[self.below(4)]
    }

    fn one_of(&mut self, fitting: &[usize]) -> Option<usize> {
        (!fitting.is_empty()).then(|| fitting[self.below(fitting.len())])
    }

    pub fn anybody(&mut self) -> Who {
        self.below(PEOPLE)
    }

    /// As often as not somebody who belongs there.
    pub fn somebody(&mut self, company: usize) -> Who {
        let members: Vec<Who> = self.world.companies[company].members.keys().copied().collect();
        let member = self.one_of(&members).filter(|_| self.dice.random_ratio(2, 3));
        member.unwrap_or_else(|| self.anybody())
    }

    /// As often as not an Owner or Admin.
    pub fn owner(&mut self, company: usize) -> Who {
        let members = self.world.companies[company].members.iter();
        let is_one = |role| matches!(role, Role::Owner | Role::Admin);
        let owners: Vec<Who> = members.filter(|(_, member)| is_one(member.role)).map(|(who, _)| *who).collect();
        let owner = self.one_of(&owners).filter(|_| self.dice.random_bool(0.5));
        owner.unwrap_or_else(|| self.somebody(company))
    }

    /// Mostly a Company of theirs.
    pub fn company_of(&mut self, who: Who) -> usize {
        let companies = self.world.companies.iter().enumerate();
        let theirs: Vec<usize> =
            companies.filter(|(_, company)| company.members.contains_key(&who)).map(|(number, _)| number).collect();
        self.one_of(&theirs).filter(|_| self.dice.random_ratio(3, 4)).unwrap_or_else(|| self.company())
    }

    /// Mostly an Owner of that Company and another one; else whoever, and any.
    pub fn journey(&mut self, who: Who, home: usize) -> (Who, usize) {
        let is_owner = |who: &Who, company: &usize| {
            self.world.companies[*company].members.get(who).is_some_and(|member| member.role == Role::Owner)
        };
        let others = (0..self.world.companies.len()).filter(|company| *company != home);
        let owners: Vec<Who> = (0..PEOPLE).filter(|who| is_owner(who, &home)).collect();
        let pairs: Vec<(Who, usize)> = others
            .flat_map(|company| owners.iter().map(move |who| (*who, company)))
            .filter(|(who, company)| is_owner(who, company))
            .collect();
        match pairs.is_empty() || self.dice.random_ratio(1, 4) {
            true => (who, self.company_of(who)),
            false => pairs[self.below(pairs.len())],
        }
    }

    /// Mostly a Developer there, if there is one.
    pub fn developer(&mut self, company: usize) -> Option<Who> {
        let members = self.world.companies[company].members.iter();
        let developers: Vec<Who> =
            members.filter(|(_, member)| member.role == Role::Developer).map(|(who, _)| *who).collect();
        self.one_of(&developers).filter(|_| self.dice.random_ratio(3, 4))
    }

    /// A Company with several Owners.
    pub fn company_of_owners(&mut self) -> Option<usize> {
        let several =
            (0..self.world.companies.len()).filter(|company| self.world.owners(*company) > 1).collect::<Vec<_>>();
        self.one_of(&several)
    }

    /// A Company that the operator has suspended.
    pub fn suspended(&mut self) -> Option<usize> {
        let companies = self.world.companies.iter().enumerate();
        let resting: Vec<usize> =
            companies.filter(|(_, company)| company.suspended.is_some()).map(|(number, _)| number).collect();
        self.one_of(&resting)
    }

    pub fn operator(&mut self) -> Who {
        if self.dice.random_ratio(3, 4) { OPERATOR } else { self.anybody() }
    }

    /// Seldom one that was deleted.
    pub fn company(&mut self) -> usize {
        let count = self.world.companies.len();
        let there: Vec<usize> = (0..count).filter(|company| !self.world.companies[*company].is_gone).collect();
        let found = self.one_of(&there).filter(|_| self.dice.random_ratio(7, 8));
        found.unwrap_or_else(|| self.below(count))
    }

    /// Mostly one that waits for its answer; else one of the newest.
    pub fn invitation(&mut self) -> Option<usize> {
        let is_waiting = |one: &Invitation| one.state == State::Pending && matches!(one.to, Address::Of(_));
        let invitations = self.world.invitations.iter().enumerate();
        let waiting: Vec<usize> = invitations.filter(|(_, one)| is_waiting(one)).map(|(number, _)| number).collect();
        let found = self.one_of(&waiting).filter(|_| self.dice.random_ratio(3, 4));
        let count = self.world.invitations.len();
        found.or_else(|| (count > 0).then(|| count - 1 - self.below(count.min(6))))
    }

    /// Mostly the invited person.
    pub fn addressed(&mut self, invitation: usize) -> Who {
        match self.world.invitations[invitation].to {
            Address::Of(invited) if self.dice.random_ratio(3, 4) => invited,
            _ => self.anybody(),
        }
    }

    /// Somebody of its Company.
    pub fn keeper(&mut self, invitation: usize) -> Who {
        self.owner(self.world.invitations[invitation].company)
    }

    pub fn address(&mut self) -> Address {
        if self.dice.random_ratio(3, 4) {
            Address::Of(self.anybody())
        } else {
            Address::Nobody(self.dice.random_range(0..3))
        }
    }

    /// Seldom one at all, but one in `most` times; and sometimes today, which is too early.
    pub fn last_day(&mut self, most: u32) -> Option<i64> {
        self.dice
            .random_ratio(1, most)
            .then(|| [0, 1, 2, 6, 20][self.below(5)])
            .filter(|_| self.dice.random_ratio(4, 5))
    }

    /// Some Apps of a Company, sometimes one that is not.
    pub fn apps(&mut self, company: usize) -> BTreeSet<usize> {
        let there: Vec<usize> = self.world.apps_of(company).collect();
        let mut apps: BTreeSet<usize> = there.into_iter().filter(|_| self.dice.random_bool(0.5)).collect();
        let count = self.world.apps.len();
        if count > 0 && self.dice.random_ratio(1, 12) {
            apps.insert(self.below(count));
        }
        apps
    }

    /// A Billing Contact, mostly a live one of this Company.
    pub fn contact(&mut self, company: usize) -> usize {
        let contacts = self.world.contacts.iter().enumerate();
        let fits = contacts.filter(|(_, contact)| contact.company == Some(company) && !contact.is_archived);
        let fitting: Vec<usize> = fits.map(|(number, _)| number).collect();
        let found = self.one_of(&fitting).filter(|_| self.dice.random_ratio(5, 6));
        found.unwrap_or_else(|| self.below(self.world.contacts.len()))
    }

    pub fn has_archived(&self) -> bool {
        self.world.contacts.iter().any(|contact| contact.is_archived)
    }

    /// A Billing Contact, mostly one that is there and like this.
    pub fn contact_like(&mut self, is_like: impl Fn(&Contact) -> bool) -> usize {
        let contacts = self.world.contacts.iter().enumerate();
        let fits = contacts.filter(|(_, contact)| contact.company.is_some() && is_like(contact));
        let fitting: Vec<usize> = fits.map(|(number, _)| number).collect();
        let found = self.one_of(&fitting).filter(|_| self.dice.random_ratio(5, 6));
        found.unwrap_or_else(|| self.below(self.world.contacts.len()))
    }

    /// Mostly one of several in its Company.
    pub fn spare_contact(&mut self) -> usize {
        let world = self.world;
        let count = |company| world.contacts.iter().filter(|one| one.company == company && !one.is_archived).count();
        self.contact_like(|one| !one.is_archived && count(one.company) > 1)
    }

    /// Mostly one like this; else one of the newest.
    pub fn request_like(&mut self, is_like: impl Fn(RequestState) -> bool) -> Option<usize> {
        let requests = self.world.requests.iter().enumerate();
        let fitting: Vec<usize> = requests.filter(|(_, one)| is_like(one.state)).map(|(number, _)| number).collect();
        let found = self.one_of(&fitting).filter(|_| self.dice.random_ratio(5, 6));
        let count = self.world.requests.len();
        found.or_else(|| (count > 0).then(|| count - 1 - self.below(count.min(6))))
    }

    /// Mostly somebody who is this there, if there is one.
    pub fn who_is(&mut self, company: usize, role: Role) -> Who {
        let members = self.world.companies[company].members.iter();
        let fitting: Vec<Who> = members.filter(|(_, member)| member.role == role).map(|(who, _)| *who).collect();
        let found = self.one_of(&fitting).filter(|_| self.dice.random_ratio(3, 4));
        found.unwrap_or_else(|| self.somebody(company))
    }

    /// Mostly an Owner of the giving Company.
    pub fn decider(&mut self, request: usize) -> Who {
        match self.world.requests[request].company {
            Some(company) => self.who_is(company, Role::Owner),
            None => self.giver(request),
        }
    }

    /// Somebody of the giving side.
    pub fn giver(&mut self, request: usize) -> Who {
        let (company, sender) = (self.world.requests[request].company, self.world.requests[request].sender);
        match company {
            Some(company) => self.owner(company),
            None if self.dice.random_ratio(3, 4) => sender,
            None => self.anybody(),
        }
    }

    /// Mostly the client.
    pub fn asked(&mut self, request: usize) -> Who {
        match self.world.requests[request].to {
            Address::Of(client) if self.dice.random_ratio(5, 6) => client,
            _ => self.anybody(),
        }
    }

    /// As often as not a new Company that pays, as long as there are few; else mostly a Billing Contact of their own.
    pub fn own_payer(&mut self, who: Who) -> Option<usize> {
        let few = self.world.companies.len() < 6;
        let company = self.company_of(who);
        (!few || self.dice.random_bool(0.5)).then(|| self.contact(company))
    }

    pub fn any_name(&mut self) -> u8 {
        self.dice.random_range(0..NAMES)
    }

    /// The name of an App like this, if there is one.
    pub fn app_like(&mut self, is_like: impl Fn(&App) -> bool) -> Option<u8> {
        let live = |name: &u8| self.world.live(*name).is_some_and(|app| is_like(&self.world.apps[app]));
        let taken: Vec<usize> = (0..NAMES).filter(live).map(usize::from).collect();
        self.one_of(&taken).and_then(|name| u8::try_from(name).ok())
    }

    /// Mostly that, else any name.
    pub fn name_of(&mut self, is_like: impl Fn(&App) -> bool) -> u8 {
        let name = self.app_like(is_like).filter(|_| self.dice.random_ratio(7, 8));
        name.unwrap_or_else(|| self.any_name())
    }

    /// The Company that holds the App of this name.
    pub fn home_of(&self, name: u8) -> Option<usize> {
        self.world.live(name).and_then(|app| self.world.apps[app].company)
    }

    /// Mostly somebody who has to do with the App of this name.
    pub fn user_of(&mut self, name: u8) -> Who {
        match (self.home_of(name), self.world.live(name)) {
            (Some(company), _) => self.owner(company),
            (None, Some(app)) if self.dice.random_ratio(3, 4) => self.world.apps[app].creator,
            _ => self.anybody(),
        }
    }
}
