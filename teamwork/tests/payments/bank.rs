//! A provider as a test wants it: it remembers what it was told by the keys of the calls, and says what the story needs.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use teamwork::{
    acts::Warren,
    ports::{ChargeOrder, ChargeOutcome, Checkout, Payments, Pending, SetupOrder, SetupOutcome, Silence},
    rules::payment::{Card, CardMonth, Decline, SavedCard},
};

/// The provider and what it knows.
#[derive(Default)]
pub struct Bank {
    /// What it says of each of its pages.
    pages: Mutex<BTreeMap<String, SetupOutcome>>,
    /// What each key has charged, and what that came to.
    charges: Mutex<BTreeMap<String, (i64, ChargeOutcome)>>,
    forgotten: Mutex<Vec<String>>,
    declines: Mutex<Option<Decline>>,
    silent: AtomicBool,
    /// It does what it is told, and its answer is lost.
    mute: AtomicBool,
}

impl Bank {
    /// Opens one for a house.
    pub fn of(warren: &Warren) -> Arc<Self> {
        let bank = Arc::new(Self::default());
        warren.pay_through(bank.clone());
        bank
    }

    /// Somebody has entered a card on this page.
    pub fn prove(&self, page: &str) {
        self.says(page, SetupOutcome::Done(card("4242", page)));
    }

    /// The page was closed for good.
    pub fn close(&self, page: &str) {
        self.says(page, SetupOutcome::Ended);
    }

    fn says(&self, page: &str, outcome: SetupOutcome) {
        let mut pages = self.pages.lock().unwrap();
        *pages.get_mut(page).expect("a page that was opened") = outcome;
    }

    /// From now on it declines, or, without a reason, agrees.
    pub fn decline(&self, why: Option<Decline>) {
        *self.declines.lock().unwrap() = why;
    }

    /// Whether it answers at all.
    pub fn be_silent(&self, silent: bool) {
        self.silent.store(silent, Ordering::SeqCst);
    }

    /// Whether it does what it is told without an answer.
    pub fn be_mute(&self, mute: bool) {
        self.mute.store(mute, Ordering::SeqCst);
    }

    /// The pages that were opened, the newest last.
    pub fn opened(&self) -> Vec<String> {
        self.pages.lock().unwrap().keys().cloned().collect()
    }

    /// Which cards it has forgotten.
    pub fn forgotten(&self) -> Vec<String> {
        self.forgotten.lock().unwrap().clone()
    }

    /// What was really taken, one amount for each charge.
    pub fn taken(&self) -> Vec<i64> {
        let charges = self.charges.lock().unwrap();
        let paid = charges.values().filter(|(_, outcome)| matches!(outcome, ChargeOutcome::Paid { .. }));
        paid.map(|(amount, _)| *amount).collect()
    }

    fn answers(&self) -> Result<(), Silence> {
        if self.silent.load(Ordering::SeqCst) { Err(Silence) } else { Ok(()) }
    }
}

/// The card that is entered on a page.
pub fn card(last4: &str, page: &str) -> SavedCard {
    let expires = CardMonth { year: 2029, month: 6 };
    SavedCard {
        customer: format!("customer-{page}"),
        method: format!("card-{page}"),
        card: Card { brand: "Visa".into(), last4: last4.into(), expires },
    }
}

impl Payments for Bank {
    fn begin<'a>(&'a self, order: SetupOrder<'a>) -> Pending<'a, Result<Checkout, Silence>> {
        Box::pin(async move {
            self.answers()?;
            let reference = order.id.to_string();
            self.pages.lock().unwrap().entry(reference.clone()).or_insert(SetupOutcome::Waits);
            Ok(Checkout { url: format!("https://bank.example/{reference}"), reference })
        })
    }

    fn look<'a>(&'a self, reference: &'a str) -> Pending<'a, Result<SetupOutcome, Silence>> {
        Box::pin(async move {
            self.answers()?;
            Ok(self.pages.lock().unwrap().get(reference).cloned().unwrap_or(SetupOutcome::Ended))
        })
    }

    fn charge<'a>(&'a self, order: ChargeOrder<'a>) -> Pending<'a, Result<ChargeOutcome, Silence>> {
        Box::pin(async move {
            self.answers()?;
            let declines = *self.declines.lock().unwrap();
            let id = order.id.to_string();
            let mut charges = self.charges.lock().unwrap();
            let (_, outcome) = charges.entry(id.clone()).or_insert_with(|| {
                let outcome = match declines {
                    Some(why) => ChargeOutcome::Failed { reference: Some(id.clone()), why },
                    None => ChargeOutcome::Paid { reference: id.clone(), amount: order.amount.clone() },
                };
                (order.amount.amount, outcome)
            });
            if self.mute.load(Ordering::SeqCst) { Err(Silence) } else { Ok(outcome.clone()) }
        })
    }

    fn look_at_charge<'a>(&'a self, order: ChargeOrder<'a>) -> Pending<'a, Result<Option<ChargeOutcome>, Silence>> {
        Box::pin(async move {
            self.answers()?;
            let charges = self.charges.lock().unwrap();
            Ok(charges.get(&order.id.to_string()).map(|(_, outcome)| outcome.clone()))
        })
    }

    fn forget<'a>(&'a self, method: &'a str) -> Pending<'a, Result<(), Silence>> {
        Box::pin(async move {
            self.answers()?;
            self.forgotten.lock().unwrap().push(method.to_owned());
            Ok(())
        })
    }
}
