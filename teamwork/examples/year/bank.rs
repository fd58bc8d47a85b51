//! A provider that declines some charges, thinks about some, and loses some of its answers. What it has taken is the truth.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use teamwork::{
    acts::Warren,
    ports::{
        ChargeOrder, ChargeOutcome, Checkout, Payments, Pending, RefundOrder, RefundOutcome, SetupOrder, SetupOutcome,
        Silence,
    },
    rules::{
        id::SetupId,
        payment::{Card, CardMonth, Decline, Kept, SavedCard},
    },
};

use super::dice::Dice;

/// Of so many charges one is declined, one is thought about, and the answer to one is lost.
const DECLINES: usize = 6;
const THINKS: usize = 12;
const LOSES: usize = 20;

/// The provider.
pub struct Bank {
    seed: u64,
    books: Mutex<Ledger>,
}

#[derive(Default)]
struct Ledger {
    /// The keys of the calls that opened pages; the place of one is the name of its page.
    pages: Vec<String>,
    /// What was decided about each charge, by our name for it.
    charges: HashMap<String, ChargeOutcome>,
    /// How often each card was charged.
    times: HashMap<String, u32>,
    /// What was taken for each invoice, by its number, and how often that was.
    taken: HashMap<String, (i64, u32)>,
    declined: u32,
}

impl Bank {
    /// Opens one for a house.
    pub fn of(warren: &Warren, seed: u64) -> Arc<Self> {
        let bank = Arc::new(Self { seed, books: Mutex::default() });
        warren.pay_through(bank.clone());
        bank
    }

    /// The page that was opened last.
    pub fn newest_page(&self) -> String {
        format!("page-{}", self.ledger().pages.len().saturating_sub(1))
    }

    /// What was taken for an invoice.
    pub fn taken_for(&self, number: &str) -> i64 {
        self.ledger().taken.get(number).map_or(0, |(amount, _)| *amount)
    }

    /// How many charges have taken money, and how many were declined.
    pub fn charges(&self) -> (u32, u32) {
        let ledger = self.ledger();
        (ledger.taken.values().map(|(_, times)| times).sum(), ledger.declined)
    }

    fn ledger(&self) -> std::sync::MutexGuard<'_, Ledger> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Decides a charge, once.
    fn decide(&self, order: &ChargeOrder<'_>, outcome: ChargeOutcome) -> ChargeOutcome {
        let mut ledger = self.ledger();
        match &outcome {
            ChargeOutcome::Paid { amount, .. } => {
                let taken = ledger.taken.entry(order.about.to_owned()).or_default();
                *taken = (taken.0 + amount.amount, taken.1 + 1);
            }
            ChargeOutcome::Failed { .. } => ledger.declined += 1,
            ChargeOutcome::Waits => {}
        }
        ledger.charges.insert(order.id.to_string(), outcome.clone());
        outcome
    }

    /// What becomes of the next charge of a card: by the card and how often it was charged, whatever else happens.
    fn next(&self, order: &ChargeOrder<'_>) -> Dice {
        let mut ledger = self.ledger();
        let times = ledger.times.entry(order.method.to_owned()).or_default();
        *times += 1;
        Dice::about(self.seed, &format!("charge {times} of {}", order.method))
    }

    fn paid(order: &ChargeOrder<'_>) -> ChargeOutcome {
        ChargeOutcome::Paid { reference: order.id.to_string(), amount: order.amount.clone() }
    }

    fn known(&self, order: &ChargeOrder<'_>) -> Option<ChargeOutcome> {
        let known = self.ledger().charges.get(&order.id.to_string()).cloned();
        match known {
            // It has thought long enough.
            Some(ChargeOutcome::Waits) => Some(self.decide(order, Self::paid(order))),
            known => known,
        }
    }
}

impl Payments for Bank {
    fn begin<'a>(&'a self, order: SetupOrder<'a>) -> Pending<'a, Result<Checkout, Silence>> {
        Box::pin(async move {
            let (id, mut ledger) = (order.id.to_string(), self.ledger());
            let place = ledger.pages.iter().position(|page| *page == id).unwrap_or(ledger.pages.len());
            if place == ledger.pages.len() {
                ledger.pages.push(id);
            }
            let reference = format!("page-{place}");
            Ok(Checkout { url: format!("https://bank.example/{reference}"), reference })
        })
    }

    fn look<'a>(&'a self, reference: &'a str) -> Pending<'a, Result<SetupOutcome, Silence>> {
        Box::pin(async move {
            let expires = CardMonth { year: 2033, month: 6 };
            Ok(SetupOutcome::Done(SavedCard {
                customer: format!("customer-{reference}"),
                method: format!("card-{reference}"),
                kept: Kept::Card(Card { brand: "Visa".into(), last4: "4242".into(), expires }),
            }))
        })
    }

    fn charge<'a>(&'a self, order: ChargeOrder<'a>) -> Pending<'a, Result<ChargeOutcome, Silence>> {
        Box::pin(async move {
            if let Some(known) = self.known(&order) {
                return Ok(known);
            }
            let mut dice = self.next(&order);
            if dice.once_in(DECLINES) {
                let failed = ChargeOutcome::Failed { reference: Some(order.id.to_string()), why: Decline::Funds };
                return Ok(self.decide(&order, failed));
            }
            if dice.once_in(THINKS) {
                return Ok(self.decide(&order, ChargeOutcome::Waits));
            }
            let paid = self.decide(&order, Self::paid(&order));
            if dice.once_in(LOSES) { Err(Silence) } else { Ok(paid) }
        })
    }

    fn look_at_charge<'a>(&'a self, order: ChargeOrder<'a>) -> Pending<'a, Result<Option<ChargeOutcome>, Silence>> {
        Box::pin(async move { Ok(self.known(&order)) })
    }

    fn forget<'a>(&'a self, _: &'a str) -> Pending<'a, Result<(), Silence>> {
        Box::pin(async { Ok(()) })
    }

    fn forget_customer<'a>(&'a self, _customer: &'a str) -> Pending<'a, Result<(), Silence>> {
        Box::pin(async { Ok(()) })
    }

    fn find_customer(&self, _setup: SetupId) -> Pending<'_, Result<Option<String>, Silence>> {
        Box::pin(async { Ok(None) })
    }

    fn takes_sepa(&self) -> bool {
        false
    }

    fn returned<'a>(&'a self, _reference: &'a str) -> Pending<'a, Result<i64, Silence>> {
        Box::pin(async { Ok(0) })
    }

    /// It takes what it is told, so nothing goes back; `fsck` would tell of this.
    fn refund<'a>(&'a self, _order: RefundOrder<'a>) -> Pending<'a, Result<RefundOutcome, Silence>> {
        Box::pin(async { Ok(RefundOutcome::Failed) })
    }

    fn look_at_refund<'a>(&'a self, _order: RefundOrder<'a>) -> Pending<'a, Result<Option<RefundOutcome>, Silence>> {
        Box::pin(async { Ok(None) })
    }
}
