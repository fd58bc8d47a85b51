//! What people do by day, at random: each act goes through the house, and into the books if the house did it.

use super::{
    books::{App, Terms},
    prices::Plan,
    year::{Company, Year, contact_data},
};

/// No Company has more Apps than that.
const APPS: usize = 8;

impl Year {
    /// One act, of one Company.
    pub async fn act(&mut self) {
        let company = self.dice.roll(self.companies.len());
        if self.companies[company].gone {
            return;
        }
        let owned = self.companies[company].owned;
        match self.dice.roll(1_000) {
            0..300 => self.create(company).await,
            300..360 => self.pay_for_trial(company).await,
            360..600 => self.scale(company).await,
            600..700 => self.delete(company).await,
            _ if !owned => self.scale(company).await,
            700..830 => self.change_payer(company).await,
            830..900 => self.move_app(company).await,
            900..940 => self.change_address(company).await,
            940..960 => self.swap_card(company).await,
            960..990 => self.hand_over(company).await,
            990..994 => self.delete_company(company).await,
            _ => self.scale(company).await,
        }
    }

    /// The Apps that are like this.
    pub fn apps_where(&self, fits: impl Fn(&App, &Terms) -> bool) -> Vec<usize> {
        let all = self.books.apps.iter().enumerate();
        let fitting = all.filter(|(_, app)| app.latest().is_some_and(|terms| fits(app, terms)));
        fitting.map(|(place, _)| place).collect()
    }

    /// Some App of a Company, on which terms, and in which currency.
    fn some_app(&mut self, company: usize) -> Option<(usize, Terms)> {
        let apps = self.apps_where(|app, _| app.company == company);
        let app = *self.dice.pick(&apps)?;
        Some((app, self.books.apps[app].latest()?.clone()))
    }

    pub fn some_plan(&mut self, currency: &str) -> Plan {
        let plans: Vec<_> = self.plans.iter().filter(|plan| plan.currency == currency).cloned().collect();
        self.dice.pick(&plans).unwrap().clone()
    }

    fn new_name(&self) -> String {
        format!("app-{:06}", self.books.apps.len())
    }

    /// A Billing Contact of a Company, in this currency if there is one.
    pub fn some_contact(&mut self, company: usize, currency: Option<&str>) -> Option<usize> {
        let known = &self.books.contacts;
        let fits = |contact: &usize| currency.is_none_or(|currency| known[*contact].currency == currency);
        let fitting: Vec<_> = self.companies[company].contacts.iter().copied().filter(fits).collect();
        self.dice.pick(&fitting).copied()
    }

    /// The state of an App that a change names.
    pub async fn version(&mut self, person: usize, app: &str) -> i64 {
        self.person(person).await.app(app).await.unwrap().version
    }

    async fn create(&mut self, company: usize) {
        if self.apps_where(|app, _| app.company == company).len() >= APPS {
            return;
        }
        let Company { slug, person, .. } = self.companies[company].clone();
        let Some(contact) = self.some_contact(company, None) else { return };
        let (plan, name) = (self.some_plan(self.books.contacts[contact].currency), self.new_name());
        let id = self.books.contacts[contact].id;
        let answer = self.person(person).await.create_app(&slug, &name, plan.key, id).await;
        if self.done(answer).is_some() {
            self.books.begin(name, company, self.today, terms(contact, &plan));
        }
    }

    async fn pay_for_trial(&mut self, company: usize) {
        let Company { slug, person, .. } = self.companies[company].clone();
        let Some(contact) = self.some_contact(company, None) else { return };
        let (plan, name) = (self.some_plan(self.books.contacts[contact].currency), format!("{}-t", self.new_name()));
        let actor = self.person(person).await;
        // A trial that nobody could pay for keeps its name.
        let name = format!("{name}{}", self.tally.acts);
        let answer = actor.start_trial(&slug, &name).await;
        if self.done(answer).is_none() {
            return;
        }
        let (version, id) = (self.version(person, &name).await, self.books.contacts[contact].id);
        let answer = actor.pay_for_app(&name, plan.key, id, version).await;
        if self.done(answer).is_some() {
            self.books.begin(name, company, self.today, terms(contact, &plan));
        }
    }

    /// Sometimes people think better of it on the same day.
    async fn scale(&mut self, company: usize) {
        let Some((app, before)) = self.some_app(company) else { return };
        let plan = self.some_plan(self.books.contacts[before.contact].currency);
        self.scale_to(app, &plan).await;
        if self.dice.once_in(4)
            && let Some(plan) = self.plans.iter().find(|plan| plan.key == before.key).cloned()
        {
            self.scale_to(app, &plan).await;
        }
    }

    async fn scale_to(&mut self, app: usize, plan: &Plan) {
        let (name, person) = self.holder(app);
        let version = self.version(person, &name).await;
        let answer = self.person(person).await.scale_app(&name, plan.key, version).await;
        let Some(before) = self.books.apps[app].latest().cloned() else { return };
        // Who has a plan already keeps its price.
        if self.done(answer).is_some() && before.key != plan.key {
            self.books.turn(app, self.today + 1, terms(before.contact, plan));
        }
    }

    /// The name of an App, and who acts for its Company.
    fn holder(&self, app: usize) -> (String, usize) {
        let App { name, company, .. } = &self.books.apps[app];
        (name.clone(), self.companies[*company].person)
    }

    async fn change_payer(&mut self, company: usize) {
        let Some((app, before)) = self.some_app(company) else { return };
        let currency = self.books.contacts[before.contact].currency;
        let Some(contact) = self.some_contact(company, Some(currency)) else { return };
        self.let_pay(app, contact).await;
        if self.dice.once_in(4) {
            self.let_pay(app, before.contact).await;
        }
    }

    async fn let_pay(&mut self, app: usize, contact: usize) {
        let (name, person) = self.holder(app);
        let (version, id) = (self.version(person, &name).await, self.books.contacts[contact].id);
        let answer = self.person(person).await.change_payer(&name, id, version).await;
        let Some(before) = self.books.apps[app].latest().cloned() else { return };
        if self.done(answer).is_some() {
            self.books.turn(app, self.today + 1, Terms { contact, ..before });
        }
    }

    async fn move_app(&mut self, company: usize) {
        let Some((app, before)) = self.some_app(company) else { return };
        let (name, person) = self.holder(app);
        let is_mine = |(place, other): (usize, &Company)| {
            (place != company && other.owned && !other.gone && other.person == person).then_some(place)
        };
        let mine: Vec<_> = self.companies.iter().enumerate().filter_map(is_mine).collect();
        let Some(target) = self.dice.pick(&mine).copied() else { return };
        let currency = self.books.contacts[before.contact].currency;
        let Some(contact) = self.some_contact(target, Some(currency)) else { return };
        let (version, id) = (self.version(person, &name).await, self.books.contacts[contact].id);
        let slug = self.companies[target].slug.clone();
        let answer = self.person(person).await.move_app(&name, &slug, Some(id), version).await;
        if self.done(answer).is_some() {
            self.books.apps[app].company = target;
            self.books.turn(app, self.today + 1, Terms { contact, ..before });
            self.tally.moved += 1;
        }
    }

    async fn delete(&mut self, company: usize) {
        let Some((app, _)) = self.some_app(company) else { return };
        let (name, person) = self.holder(app);
        let version = self.version(person, &name).await;
        let answer = self.person(person).await.delete_app(&name, &name, version).await;
        if self.done(answer).is_some() {
            self.books.end(app, self.today);
            self.tally.deleted_apps += 1;
        }
    }

    /// Another country, or another VAT number: for the invoices to come.
    async fn change_address(&mut self, company: usize) {
        let Some(contact) = self.some_contact(company, None) else { return };
        let Company { slug, person, .. } = self.companies[company].clone();
        let (id, name, currency) = {
            let contact = &self.books.contacts[contact];
            (contact.id, contact.name.clone(), contact.currency)
        };
        let (address, actor) = (self.address(currency != "EUR"), self.person(person).await);
        let version = actor.billing_contact(&slug, id).await.unwrap().details.unwrap().version;
        let data = contact_data(&name, address, currency);
        let answer = actor.change_billing_contact(&slug, id, version, data).await;
        if self.done(answer).is_some() {
            self.books.contacts[contact].address = address;
        }
    }

    /// A card instead of transfers, or another card.
    async fn swap_card(&mut self, company: usize) {
        if let Some(contact) = self.some_contact(company, None) {
            self.enter_card(contact).await;
        }
    }

    async fn delete_company(&mut self, company: usize) {
        let Company { slug, name, person, .. } = self.companies[company].clone();
        let answer = self.person(person).await.delete_company(&slug, &name).await;
        if self.done(answer).is_none() {
            return;
        }
        self.companies[company].gone = true;
        self.tally.deleted_companies += 1;
        for app in self.apps_where(|app, _| app.company == company) {
            self.books.end(app, self.today);
        }
        let expected = self.books.bill_company(company, self.today);
        self.take_in(expected).await;
    }
}

/// What is paid from now on.
pub fn terms(contact: usize, plan: &Plan) -> Terms {
    Terms { contact, key: plan.key, plan: plan.name, price: plan.price }
}
