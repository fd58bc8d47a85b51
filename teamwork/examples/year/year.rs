//! The year: a house, its people, the books beside it, and how one day follows the other.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use teamwork::{
    acts::{Actor, EventAbout, Visitor},
    rules::{
        billing::{BillingForm, ContactData, ContactForm},
        company::CompanySetup,
        id::BillingContactId,
        problem::Problem,
    },
};

use super::{
    Course,
    audit::Archive,
    bank::Bank,
    books::Books,
    calendar::{AFTERMATH, JULY, NEW_YEAR, NEXT_YEAR, month_of, write},
    dice::Dice,
    house::{House, email},
    paying::{Habit, Step},
    prices::{ADDRESSES, Address, Plan, RISES, add_plans, plans, raise},
};

/// How many Companies one person owns.
const OWNS: usize = 50;

/// A Company as its people know it.
#[derive(Clone, Debug)]
pub struct Company {
    pub slug: String,
    pub name: String,
    /// Who acts there.
    pub person: usize,
    /// Whether that person owns it, or is its Admin.
    pub owned: bool,
    /// The places of its Billing Contacts in the books.
    pub contacts: Vec<usize>,
    pub gone: bool,
}

/// What has happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub acts: u32,
    /// Acts that a rule forbade, as when a payment was overdue.
    pub refused: u32,
    pub moved: u32,
    pub handed_over: u32,
    pub deleted_apps: u32,
    pub deleted_companies: u32,
}

/// All of it.
pub struct Year {
    pub house: House,
    pub bank: Arc<Bank>,
    pub books: Books,
    pub archive: Archive,
    pub companies: Vec<Company>,
    pub habits: Vec<Habit>,
    pub plans: Vec<Plan>,
    pub agenda: BTreeMap<i64, Vec<Step>>,
    pub tally: Tally,
    pub seed: u64,
    /// Of how many invoices, in a hundred, something is wrong.
    pub wrong: usize,
    pub today: i64,
    pub people: usize,
    pub dice: Dice,
    actors: HashMap<usize, Actor>,
}

impl Year {
    /// New Year: everybody signs up and sets up their Companies.
    pub async fn begin(house: House, Course { companies, seed, wrong, .. }: Course) -> Self {
        let bank = Bank::of(&house.warren, seed);
        let people = companies.div_ceil(OWNS).max(2);
        let mut year = Self {
            bank,
            house,
            seed,
            wrong,
            people,
            books: Books::default(),
            archive: Archive::default(),
            companies: Vec::new(),
            habits: Vec::new(),
            plans: plans(),
            agenda: BTreeMap::new(),
            tally: Tally::default(),
            today: NEW_YEAR,
            dice: Dice::about(seed, "life"),
            actors: HashMap::new(),
        };
        year.house.set_clock(NEW_YEAR, 3);
        add_plans(&year.house).await;
        for person in 0..people {
            year.house.sign_up(person).await;
        }
        for number in 0..companies {
            year.set_up(number).await;
        }
        year
    }

    /// Lives the year, and the days after it in which its last invoices are paid.
    pub async fn live(&mut self, course: Course) {
        let acts = course.acts * self.companies.len();
        let end = course.days.map_or(NEXT_YEAR + AFTERMATH, |days| NEW_YEAR + days);
        for day in NEW_YEAR..end {
            self.today = day;
            self.actors.clear();
            self.night().await;
            self.morning().await;
            self.house.set_clock(day, 12);
            let passed = usize::try_from(day - NEW_YEAR).unwrap_or_default();
            if day < NEXT_YEAR {
                for _ in acts * passed / 366..acts * (passed + 1) / 366 {
                    self.act().await;
                }
            }
            self.pay().await;
        }
    }

    /// At night the month is billed, and the price list changes.
    async fn night(&mut self) {
        self.house.set_clock(self.today, 2);
        if month_of(self.today).0 == self.today {
            while self.house.warren.bill().await.unwrap() > 0 {}
            let expected = if self.today == NEW_YEAR { BTreeMap::new() } else { self.books.bill_month(self.today) };
            self.take_in(expected).await;
        }
        if self.today == JULY {
            let plan = self.plans.iter_mut().find(|plan| plan.key == RISES.0).unwrap();
            plan.price = RISES.1;
            raise(&self.house, plan).await;
        }
    }

    /// In the morning cards are charged, and who has not paid is reminded.
    async fn morning(&mut self) {
        self.house.set_clock(self.today, 9);
        let warren = self.house.warren.clone();
        while warren.charge_cards().await.unwrap() > 0 {}
        while warren.tend_charges().await.unwrap() > 0 {}
        self.set_off().await;
        while warren.dun().await.unwrap() > 0 {}
        while warren.forget_cards().await.unwrap() > 0 {}
    }

    /// Holds what was issued against the books, and lets its buyers decide when they pay.
    pub async fn take_in(&mut self, expected: BTreeMap<String, super::books::Expected>) {
        for place in self.archive.take_in(&self.house, expected).await {
            self.plan_to_pay(place);
        }
    }

    /// Somebody, signed in today.
    pub async fn person(&mut self, number: usize) -> Actor {
        if let Some(actor) = self.actors.get(&number) {
            return actor.clone();
        }
        let actor = self.house.sign_in(number).await;
        self.actors.insert(number, actor.clone());
        actor
    }

    /// What an act has answered, if nothing forbade it.
    pub fn done<T>(&mut self, answer: Result<T, Problem>) -> Option<T> {
        match answer {
            Ok(answer) => {
                self.tally.acts += 1;
                Some(answer)
            }
            Err(Problem::Conflict(_)) => {
                self.tally.refused += 1;
                None
            }
            Err(problem) => panic!("{}: {problem:?}", write(self.today)),
        }
    }

    /// Where a Company is, by its number; `outside` leaves the Union out.
    pub fn address(&mut self, outside: bool) -> Address {
        let fits: Vec<_> = ADDRESSES.into_iter().filter(|one| !outside || !one.is_in_the_union()).collect();
        *self.dice.pick(&fits).unwrap()
    }

    async fn set_up(&mut self, number: usize) {
        let (name, slug, person) = (format!("Company {number}"), format!("company-{number}"), number % self.people);
        let (first, actor) = (self.address(false), self.person(person).await);
        let billing = billing_form(&format!("{name} A"), first);
        let answer = actor.set_up_company(CompanySetup::read(&name, &slug, &billing).unwrap()).await;
        self.done(answer).unwrap();
        let company = self.companies.len();
        let (owned, gone, contacts) = (true, false, Vec::new());
        self.companies.push(Company { slug: slug.clone(), name: name.clone(), person, owned, contacts, gone });
        let id = actor.billing(&slug).await.unwrap()[0].id;
        self.has_contact(company, (id, format!("{name} A")), ("EUR", first)).await;
        let second = self.address(false);
        self.add_contact(company, 'B', "EUR", second).await;
        if !first.is_in_the_union() {
            for letter in ['C', 'D'] {
                let address = self.address(true);
                self.add_contact(company, letter, "USD", address).await;
            }
        }
    }

    async fn add_contact(&mut self, company: usize, letter: char, currency: &'static str, address: Address) {
        let Company { slug, name, person, .. } = self.companies[company].clone();
        let name = format!("{name} {letter}");
        let data = contact_data(&name, address, currency);
        let actor = self.person(person).await;
        let answer = actor.create_billing_contact(&slug, data).await;
        let id = self.done(answer).unwrap();
        self.has_contact(company, (id, name), (currency, address)).await;
    }

    /// A Company has a Billing Contact, which has a habit, and with the habit perhaps a card.
    pub async fn has_contact(
        &mut self,
        company: usize,
        (id, name): (BillingContactId, String),
        (currency, address): (&'static str, Address),
    ) -> usize {
        let habit = Habit::of(self.seed, &name);
        let contact = self.books.add_contact((id, company, name), (currency, address), self.today);
        self.habits.push(habit);
        self.companies[company].contacts.push(contact);
        if habit == Habit::Card && self.companies[company].owned {
            self.enter_card(contact).await;
        }
        contact
    }

    /// A card is entered at the provider, which tells the house.
    pub async fn enter_card(&mut self, contact: usize) {
        let (company, id) = (self.books.contacts[contact].company, self.books.contacts[contact].id);
        let Company { slug, person, .. } = self.companies[company].clone();
        let actor = self.person(person).await;
        let version = actor.billing_contact(&slug, id).await.unwrap().details.unwrap().version;
        let answer = actor.enter_card(&slug, id, version).await;
        if self.done(answer).is_some() {
            let page = self.bank.newest_page();
            let heard = self.house.warren.hear_of_payment(&format!("evt-{page}"), EventAbout::Page(&page)).await;
            heard.unwrap();
        }
    }

    /// Somebody who has an account, as a visitor.
    pub async fn visitor(&mut self, number: usize) -> (Visitor, String) {
        (Visitor::Person(self.person(number).await), email(number))
    }
}

/// What somebody types about who pays.
pub fn billing_form(name: &str, address: Address) -> BillingForm {
    BillingForm {
        billing_name: name.into(),
        street: "1 Rabbit Row".into(),
        postal_code: "10115".into(),
        city: "Somewhere".into(),
        country: address.country.into(),
        vat_number: address.vat_number.into(),
        billing_email: format!("{}@invoices.example", name.to_ascii_lowercase().replace(' ', "-")),
    }
}

/// The same for one that is not the first, in a currency.
pub fn contact_data(name: &str, address: Address, currency: &str) -> ContactData {
    let (billing, currency) = (billing_form(name, address), currency.to_owned());
    ContactData::read(&ContactForm { billing, recipients: String::new(), currency }).unwrap()
}
