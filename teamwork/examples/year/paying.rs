//! How buyers pay: each Billing Contact has a habit, and the operator sees what comes of it.

use super::{audit::Invoice, credits::Mistake, dice::Dice, prices::write_amount, year::Year};

/// A habit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// The card pays, or its Owner tries again by hand; in the end there is a transfer.
    Card,
    Prompt,
    /// A third first, and the rest a week later.
    Parts,
    /// Only when the Apps are suspended, or nearly.
    Late,
    /// Never. What is long due the operator writes off.
    Hopeless,
    /// Never, and nobody writes it off: the Apps are deleted in the end.
    Doomed,
}

impl Habit {
    /// The habit of a Billing Contact.
    pub fn of(seed: u64, name: &str) -> Self {
        match Dice::about(seed, &format!("habit of {name}")).roll(100) {
            0..40 => Self::Card,
            40..76 => Self::Prompt,
            76..86 => Self::Parts,
            86..95 => Self::Late,
            95..98 => Self::Hopeless,
            _ => Self::Doomed,
        }
    }
}

/// What is to happen with an invoice on a day.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// All that is open is transferred.
    Rest(usize),
    /// A third of it.
    Third(usize),
    /// Its Owner charges the card by hand.
    Again(usize),
    WriteOff(usize),
    /// Something was wrong with it.
    Correct(usize, Mistake),
    /// What is left of a credit note is paid back.
    PayBack(usize),
}

impl Year {
    /// Puts on the agenda when a new invoice is paid.
    pub fn plan_to_pay(&mut self, place: usize) {
        let invoice = &self.archive.invoices[place];
        let contact = self.books.contacts.iter().position(|contact| contact.name == invoice.buyer).unwrap();
        let mut dice = Dice::about(self.seed, &format!("{} pays {}", invoice.buyer, self.today));
        let mut days = |least: usize, more: usize| i64::try_from(least + dice.roll(more)).unwrap_or_default();
        let steps = match self.habits[contact] {
            Habit::Card => vec![(days(8, 10), Step::Again(place)), (days(40, 20), Step::Rest(place))],
            Habit::Prompt => vec![(days(3, 12), Step::Rest(place))],
            Habit::Parts => vec![(5, Step::Third(place)), (days(10, 10), Step::Rest(place))],
            Habit::Late => vec![(days(25, 30), Step::Rest(place))],
            Habit::Hopeless => vec![(days(60, 30), Step::WriteOff(place))],
            Habit::Doomed => Vec::new(),
        };
        let mistake = self.mistake(&self.archive.invoices[place].buyer);
        let correct = mistake.map(|(later, mistake)| (later, Step::Correct(place, mistake)));
        for (later, step) in steps.into_iter().chain(correct) {
            self.agenda.entry(self.today + later).or_default().push(step);
        }
    }

    /// Does what is on the agenda of today; on some days the operator deletes what waits for it.
    pub async fn pay(&mut self) {
        // In the order of the buyers, which is that of no engine.
        let mut steps = self.agenda.remove(&self.today).unwrap_or_default();
        steps.sort_by_key(|step| self.buyer_of(*step));
        for step in steps {
            if let Step::Correct(place, mistake) = step {
                self.correct_and_plan(place, mistake).await;
                continue;
            }
            if let Step::PayBack(credit) = step {
                self.pay_back(credit).await;
                continue;
            }
            let place = step.place();
            let invoice = self.archive.invoices[place].clone();
            let owed = self.archive.owed(place, &self.bank);
            if owed == 0 || invoice.written_off {
                continue;
            }
            match step {
                Step::Rest(_) => self.transfer(place, &invoice, owed, "").await,
                Step::Third(_) => {
                    let part = (invoice.total / 3 + 1).min(owed);
                    self.transfer(place, &invoice, part, &write_amount(part)).await;
                }
                Step::Again(_) => self.charge_again(&invoice).await,
                Step::WriteOff(_) => {
                    let answer = self.house.operator().write_off(&invoice.number, "Nobody answers").await;
                    self.archive.invoices[place].written_off = self.done(answer).is_some();
                }
                Step::Correct(..) | Step::PayBack(_) => {}
            }
        }
        if self.today % 7 == 0 {
            self.delete_doomed().await;
        }
    }

    fn buyer_of(&self, step: Step) -> String {
        match step {
            Step::PayBack(credit) => self.archive.credits.issued[credit].buyer.clone(),
            _ => self.archive.invoices[step.place()].buyer.clone(),
        }
    }

    /// Every third credit note is paid back after some days, if nothing has taken it by then.
    async fn correct_and_plan(&mut self, place: usize, mistake: Mistake) {
        if let Some(credit) = self.correct(place, mistake).await
            && credit % 3 == 0
        {
            self.agenda.entry(self.today + 3).or_default().push(Step::PayBack(credit));
        }
    }

    async fn transfer(&mut self, place: usize, invoice: &Invoice, amount: i64, typed: &str) {
        let answer = self.house.operator().record_payment(&invoice.number, typed).await;
        if self.done(answer).is_some() {
            self.archive.invoices[place].transferred += amount;
        }
    }

    async fn charge_again(&mut self, invoice: &Invoice) {
        let contact = self.books.contacts.iter().find(|contact| contact.name == invoice.buyer).unwrap();
        let company = self.companies[contact.company].clone();
        if company.owned && !company.gone {
            let actor = self.person(company.person).await;
            let answer = actor.pay_invoice_now(&company.slug, &invoice.number).await;
            self.done(answer);
            self.set_off().await;
        }
    }

    async fn delete_doomed(&mut self) {
        let mut doomed = self.house.operator().doomed().await.unwrap();
        doomed.sort_by(|a, b| a.name.cmp(&b.name));
        for card in doomed {
            let contact = self.books.contacts.iter().position(|contact| contact.id == card.contact).unwrap();
            let operator = self.house.operator();
            let answer = operator.delete_for_non_payment(card.contact, &card.name, "Nobody has paid").await;
            if self.done(answer).is_some() {
                for app in self.apps_where(|_, terms| terms.contact == contact) {
                    self.books.end(app, self.today);
                    self.tally.deleted_apps += 1;
                }
            }
        }
    }
}

impl Step {
    const fn place(self) -> usize {
        match self {
            Self::Rest(place)
            | Self::Third(place)
            | Self::Again(place)
            | Self::WriteOff(place)
            | Self::Correct(place, _)
            | Self::PayBack(place) => place,
        }
    }
}
