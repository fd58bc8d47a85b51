//! Handovers: an App that is paid, or a trial, goes to a client who owns a Company already, or to one who is new here.

use teamwork::{
    acts::{Accepted, Visitor},
    rules::request::{AcceptForm, RequestForm},
};

use super::{
    books::Terms,
    life::terms,
    prices::Address,
    year::{Company, Year},
};

/// Who takes an App over.
enum Client {
    /// The Billing Contact of a Company of somebody who is here.
    Known(usize),
    New(Address),
}

impl Year {
    /// An App goes to a client.
    pub async fn hand_over(&mut self, company: usize) {
        let giver = self.companies[company].clone();
        let trial = self.dice.once_in(3);
        let apps = self.apps_where(|app, _| app.company == company);
        let (name, app) = if trial {
            let name = format!("trial-{}", self.tally.acts);
            let answer = self.person(giver.person).await.start_trial(&giver.slug, &name).await;
            if self.done(answer).is_none() {
                return;
            }
            (name, None)
        } else {
            let Some(app) = self.dice.pick(&apps).copied() else { return };
            (self.books.apps[app].name.clone(), Some(app))
        };
        let before = app.and_then(|app| self.books.apps[app].latest().cloned());
        let currency = before.as_ref().map_or("EUR", |terms| self.books.contacts[terms.contact].currency);
        let Some(client) = self.some_client(giver.person, currency) else { return };
        let Some((taker, contact)) = self.ask(&giver, &name, currency, client).await else { return };
        self.tally.handed_over += 1;
        // The client pays from tomorrow, a trial on the plan it had.
        let small = self.plans.iter().find(|plan| plan.key == "small").map(|plan| terms(contact, plan));
        let Some(new) = before.map(|before| Terms { contact, ..before }).or(small) else { return };
        match app {
            Some(app) => {
                self.books.apps[app].company = taker;
                self.books.turn(app, self.today + 1, new);
            }
            None => drop(self.books.begin(name, taker, self.today + 1, new)),
        }
    }

    fn some_client(&mut self, sender: usize, currency: &str) -> Option<Client> {
        if self.dice.once_in(3) {
            return Some(Client::New(self.address(currency != "EUR")));
        }
        let fits = |company: &Company| company.owned && !company.gone && company.person != sender;
        let fitting = self.companies.iter().enumerate().filter(|(_, company)| fits(company));
        let fitting: Vec<_> = fitting.map(|(place, _)| place).collect();
        let company = *self.dice.pick(&fitting)?;
        self.some_contact(company, Some(currency)).map(Client::Known)
    }

    /// Asks the client, who accepts at once. Answers their Company and who pays there.
    async fn ask(
        &mut self,
        giver: &Company,
        app: &str,
        currency: &'static str,
        client: Client,
    ) -> Option<(usize, usize)> {
        let number = self.companies.len();
        let (visitor, email, form) = match &client {
            Client::Known(contact) => {
                let contact = self.books.contacts[*contact].clone();
                let person = self.companies[contact.company].person;
                let (visitor, email) = self.visitor(person).await;
                (visitor, email, AcceptForm { payer: contact.id.to_string(), ..AcceptForm::default() })
            }
            Client::New(address) => {
                let email = format!("client-{number}@clients.example");
                (Visitor::Guest(self.house.guest(&email)), email, accept_form(number, *address))
            }
        };
        let sender = self.person(giver.person).await;
        let answer = sender.send_request(app, RequestForm { email, ..RequestForm::default() }).await;
        self.done(answer)?;
        let secret = self.house.request_secret().await;
        let answer = visitor.accept_request(&secret, form).await;
        match (client, self.done(answer)?) {
            (Client::Known(contact), Accepted::Done { .. }) => Some((self.books.contacts[contact].company, contact)),
            (Client::New(address), Accepted::Done { slug, session }) => {
                let owner = self.house.recognise(&session?.secret).await;
                let id = owner.billing(&slug).await.unwrap()[0].id;
                let (name, person, owned) = (format!("Client {number}"), giver.person, false);
                let (contacts, gone) = (Vec::new(), false);
                self.companies.push(Company { slug, name: name.clone(), person, owned, contacts, gone });
                let contact = self.has_contact(number, (id, name), (currency, address)).await;
                Some((number, contact))
            }
            (_, Accepted::Pays(_)) => None,
        }
    }
}

fn accept_form(number: usize, address: Address) -> AcceptForm {
    AcceptForm {
        full_name: format!("Nina Client{number}"),
        company: format!("Client {number}"),
        street: "1 Rabbit Row".into(),
        postal_code: "10115".into(),
        city: "Somewhere".into(),
        country: address.country.into(),
        vat_number: address.vat_number.into(),
        ..AcceptForm::default()
    }
}
