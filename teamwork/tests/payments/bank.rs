//! A provider as a test wants it: it remembers what it was told by the keys of the calls, and says what the story needs. Like
//! the real ones it drops a key after a day, and then does what it is told once more.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering},
    },
};

use teamwork::{
    acts::{Clock, Warren},
    ports::{
        ChargeOrder, ChargeOutcome, Checkout, Payments, Pending, RefundOrder, RefundOutcome, SetupOrder, SetupOutcome,
        Silence,
    },
    rules::{
        id::SetupId,
        moment::{DAY, Moment},
        money::Money,
        payment::{Card, CardMonth, Decline, Kept, Mandate, Means, SavedCard},
    },
};

use crate::house::House;

/// Something it did with money.
#[derive(Clone, Debug)]
struct Deed<T> {
    key: String,
    at: Moment,
    outcome: T,
}

/// The provider and what it knows.
pub struct Bank {
    clock: Arc<dyn Clock>,
    /// What it says of each of its pages.
    pages: Mutex<BTreeMap<String, SetupOutcome>>,
    charges: Mutex<Vec<Deed<(ChargeOutcome, Money)>>>,
    /// What it was told to pay back, and whether that has arrived.
    refunds: Mutex<Vec<Deed<(Money, bool)>>>,
    forgotten: Mutex<Vec<String>>,
    /// Whom it knows, and whom it has forgotten.
    customers: Mutex<BTreeMap<String, bool>>,
    declines: Mutex<Option<Decline>>,
    /// What it takes instead of what it is told.
    takes: Mutex<Option<Money>>,
    /// Cards take nothing back, also what had arrived there.
    refuses_back: AtomicBool,
    /// How much of each debit.
    takes_back: AtomicI64,
    silent: AtomicBool,
    /// It does what it is told, and its answer is lost.
    mute: AtomicBool,
    /// It loses the answers to the opening of pages only, so that a person is known and no page.
    pageless: AtomicBool,
    /// It answers nothing about this page.
    silent_about: Mutex<Option<String>>,
    /// How often it was asked or told anything.
    asked: AtomicUsize,
    /// What happens while it is told of the next charge, or asked whether one was taken back.
    meanwhile: Mutex<Option<Pending<'static, ()>>>,
    /// What it was told to charge, every time.
    charged_to: Mutex<Vec<String>>,
}

impl Bank {
    /// Opens one for a house.
    pub fn of(house: &House) -> Arc<Self> {
        let bank = Arc::new(Self {
            clock: house.clock.clone(),
            pages: Mutex::default(),
            charges: Mutex::default(),
            refunds: Mutex::default(),
            forgotten: Mutex::default(),
            customers: Mutex::default(),
            declines: Mutex::default(),
            takes: Mutex::default(),
            refuses_back: AtomicBool::new(false),
            takes_back: AtomicI64::new(0),
            silent: AtomicBool::new(false),
            mute: AtomicBool::new(false),
            pageless: AtomicBool::new(false),
            silent_about: Mutex::default(),
            asked: AtomicUsize::new(0),
            meanwhile: Mutex::default(),
            charged_to: Mutex::default(),
        });
        bank.serve(&house.warren);
        bank
    }

    /// Another server of the same house uses it too.
    pub fn serve(self: &Arc<Self>, warren: &Warren) {
        warren.pay_through(self.clone());
    }

    /// It has opened this page.
    pub fn opens(&self, page: &str) {
        self.pages.lock().unwrap().insert(page.to_owned(), SetupOutcome::Waits);
        self.customers.lock().unwrap().insert(customer(page), true);
    }

    /// Somebody has entered a card on this page.
    pub fn prove(&self, page: &str) {
        self.says(page, SetupOutcome::Done(card("4242", page)));
    }

    /// Somebody has entered an account on this page, and given a mandate.
    pub fn prove_account(&self, page: &str) {
        let mandate =
            Mandate { last4: "3000".into(), country: "DE".into(), bank: "37040044".into(), reference: "MNDT-7".into() };
        self.says(page, SetupOutcome::Done(saved(page, Kept::Sepa(mandate))));
    }

    /// What it has thought about is decided: all debits are paid, or none is.
    pub fn decide(&self, pays: bool) {
        for (count, charge) in self.charges.lock().unwrap().iter_mut().enumerate() {
            let ChargeOutcome::Waits = charge.outcome.0 else { continue };
            let reference = format!("charge-{count}");
            charge.outcome.0 = match pays {
                true => ChargeOutcome::Paid { reference, amount: charge.outcome.1.clone() },
                false => ChargeOutcome::Failed { reference: Some(reference), why: Decline::Funds },
            };
        }
    }

    /// From now on the bank has taken back everything that debits have paid.
    pub fn take_back(&self) {
        self.take_back_of_each(i64::MAX);
    }

    /// From now on the bank has taken back so much of every debit.
    pub fn take_back_of_each(&self, amount: i64) {
        self.takes_back.store(amount, Ordering::SeqCst);
    }

    /// The page was closed for good.
    pub fn close(&self, page: &str) {
        self.says(page, SetupOutcome::Ended { customer: Some(customer(page)) });
    }

    fn says(&self, page: &str, outcome: SetupOutcome) {
        let mut pages = self.pages.lock().unwrap();
        *pages.get_mut(page).expect("a page that was opened") = outcome;
    }

    /// From now on it declines, or, without a reason, agrees.
    pub fn decline(&self, why: Option<Decline>) {
        *self.declines.lock().unwrap() = why;
    }

    /// From now on it takes this whatever it is told, or, without, what it is told.
    pub fn take(&self, instead: Option<Money>) {
        *self.takes.lock().unwrap() = instead;
    }

    /// Whether from now on no card takes anything back; what one has taken back then comes back from it.
    pub fn refuse_back(&self, refuses: bool) {
        self.refuses_back.store(refuses, Ordering::SeqCst);
    }

    /// Whether it answers at all.
    pub fn be_silent(&self, silent: bool) {
        self.silent.store(silent, Ordering::SeqCst);
    }

    /// From now on it answers nothing about this page, or, without one, answers about each.
    pub fn be_silent_about(&self, page: Option<&str>) {
        *self.silent_about.lock().unwrap() = page.map(str::to_owned);
    }

    /// How often it was asked or told anything.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// Whether it does what it is told without an answer.
    pub fn be_mute(&self, mute: bool) {
        self.mute.store(mute, Ordering::SeqCst);
    }

    /// Whether it knows of people and opens no page.
    pub fn be_pageless(&self, pageless: bool) {
        self.pageless.store(pageless, Ordering::SeqCst);
    }

    /// This happens while it is told of the next charge, or asked whether one was taken back.
    pub fn meanwhile(&self, happens: impl Future<Output = ()> + Send + 'static) {
        *self.meanwhile.lock().unwrap() = Some(Box::pin(happens));
    }

    /// The cards and accounts it was told to charge, in that order.
    pub fn charged_to(&self) -> Vec<String> {
        self.charged_to.lock().unwrap().clone()
    }

    /// The pages that were opened, the newest last.
    pub fn opened(&self) -> Vec<String> {
        self.pages.lock().unwrap().keys().cloned().collect()
    }

    /// Which cards it has forgotten.
    pub fn forgotten(&self) -> Vec<String> {
        self.forgotten.lock().unwrap().clone()
    }

    /// How many people it knows still.
    pub fn knows(&self) -> usize {
        self.customers.lock().unwrap().values().filter(|known| **known).count()
    }

    /// What was really taken, one amount for each charge.
    pub fn taken(&self) -> Vec<i64> {
        let charges = self.charges.lock().unwrap();
        let paid = charges.iter().filter_map(|charge| match &charge.outcome.0 {
            ChargeOutcome::Paid { amount, .. } => Some(amount.amount),
            _ => None,
        });
        paid.collect()
    }

    /// What was really taken, in euros and in dollars.
    pub fn taken_by_currency(&self) -> (i64, i64) {
        let charges = self.charges.lock().unwrap();
        charges.iter().fold((0, 0), |(euros, dollars), charge| match &charge.outcome.0 {
            ChargeOutcome::Paid { amount, .. } if amount.currency == "EUR" => (euros + amount.amount, dollars),
            ChargeOutcome::Paid { amount, .. } => (euros, dollars + amount.amount),
            _ => (euros, dollars),
        })
    }

    /// What really went back, one amount for each refund.
    pub fn returned(&self) -> Vec<Money> {
        let refunds = self.refunds.lock().unwrap();
        refunds.iter().filter(|refund| refund.outcome.1).map(|refund| refund.outcome.0.clone()).collect()
    }

    /// The refunds that did not arrive or came back, by our names.
    pub fn refused(&self) -> Vec<String> {
        let refunds = self.refunds.lock().unwrap();
        refunds.iter().filter(|refund| !refund.outcome.1).map(|refund| refund.key.clone()).collect()
    }

    /// The newest refund it has heard of, by our name.
    pub fn newest_refund(&self) -> Option<String> {
        self.refunds.lock().unwrap().last().map(|refund| refund.key.clone())
    }

    /// The newest charge it has heard of, by our name.
    pub fn newest_charge(&self) -> Option<String> {
        self.charges.lock().unwrap().last().map(|charge| charge.key.clone())
    }

    async fn goes_on_meanwhile(&self) {
        let meanwhile = self.meanwhile.lock().unwrap().take();
        if let Some(happens) = meanwhile {
            happens.await;
        }
    }

    fn answers(&self) -> Result<(), Silence> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        if self.silent.load(Ordering::SeqCst) { Err(Silence) } else { Ok(()) }
    }

    fn spoken<T>(&self, answer: T) -> Result<T, Silence> {
        if self.mute.load(Ordering::SeqCst) { Err(Silence) } else { Ok(answer) }
    }

    /// Does something once for a key, as long as it remembers the key.
    fn once<T: Clone>(&self, deeds: &Mutex<Vec<Deed<T>>>, key: String, act: impl FnOnce(usize) -> T) -> T {
        let (now, mut deeds) = (self.clock.now(), deeds.lock().unwrap_or_else(PoisonError::into_inner));
        let known = deeds.iter().find(|deed| deed.key == key && now.since(deed.at) < DAY);
        if let Some(known) = known {
            return known.outcome.clone();
        }
        let outcome = act(deeds.len());
        deeds.push(Deed { key, at: now, outcome: outcome.clone() });
        outcome
    }
}

fn went(arrived: bool) -> RefundOutcome {
    if arrived { RefundOutcome::Done } else { RefundOutcome::Failed }
}

fn customer(page: &str) -> String {
    format!("customer-{page}")
}

/// The card that is entered on a page.
pub fn card(last4: &str, page: &str) -> SavedCard {
    let expires = CardMonth { year: 2029, month: 6 };
    saved(page, Kept::Card(Card { brand: "Visa".into(), last4: last4.into(), expires }))
}

fn saved(page: &str, kept: Kept) -> SavedCard {
    SavedCard { customer: customer(page), method: format!("card-{page}"), kept }
}

impl Payments for Bank {
    fn begin<'a>(&'a self, order: SetupOrder<'a>) -> Pending<'a, Result<Checkout, Silence>> {
        Box::pin(async move {
            self.answers()?;
            let reference = order.id.to_string();
            self.customers.lock().unwrap().entry(customer(&reference)).or_insert(true);
            if self.pageless.load(Ordering::SeqCst) {
                return Err(Silence);
            }
            self.pages.lock().unwrap().entry(reference.clone()).or_insert(SetupOutcome::Waits);
            Ok(Checkout { url: format!("https://bank.example/{reference}"), reference })
        })
    }

    fn look<'a>(&'a self, reference: &'a str) -> Pending<'a, Result<SetupOutcome, Silence>> {
        Box::pin(async move {
            self.answers()?;
            if self.silent_about.lock().unwrap().as_deref() == Some(reference) {
                return Err(Silence);
            }
            let gone = SetupOutcome::Ended { customer: None };
            Ok(self.pages.lock().unwrap().get(reference).cloned().unwrap_or(gone))
        })
    }

    fn charge<'a>(&'a self, order: ChargeOrder<'a>) -> Pending<'a, Result<ChargeOutcome, Silence>> {
        Box::pin(async move {
            self.answers()?;
            self.charged_to.lock().unwrap().push(order.method.to_owned());
            self.goes_on_meanwhile().await;
            let (declines, takes) = (*self.declines.lock().unwrap(), self.takes.lock().unwrap().clone());
            let outcome = self.once(&self.charges, order.id.to_string(), |count| {
                let reference = format!("charge-{count}");
                let outcome = match (order.means, declines) {
                    (Means::Sepa, _) => ChargeOutcome::Waits,
                    (Means::Card, Some(why)) => ChargeOutcome::Failed { reference: Some(reference), why },
                    (Means::Card, None) => {
                        ChargeOutcome::Paid { reference, amount: takes.unwrap_or_else(|| order.amount.clone()) }
                    }
                };
                (outcome, order.amount.clone())
            });
            self.spoken(outcome.0)
        })
    }

    fn look_at_charge<'a>(&'a self, order: ChargeOrder<'a>) -> Pending<'a, Result<Option<ChargeOutcome>, Silence>> {
        Box::pin(async move {
            self.answers()?;
            let (charges, id) = (self.charges.lock().unwrap(), order.id.to_string());
            Ok(charges.iter().find(|charge| charge.key == id).map(|charge| charge.outcome.0.clone()))
        })
    }

    fn forget<'a>(&'a self, method: &'a str) -> Pending<'a, Result<(), Silence>> {
        Box::pin(async move {
            self.answers()?;
            self.forgotten.lock().unwrap().push(method.to_owned());
            Ok(())
        })
    }

    fn forget_customer<'a>(&'a self, customer: &'a str) -> Pending<'a, Result<(), Silence>> {
        Box::pin(async move {
            self.answers()?;
            self.customers.lock().unwrap().insert(customer.to_owned(), false);
            Ok(())
        })
    }

    fn find_customer(&self, setup: SetupId) -> Pending<'_, Result<Option<String>, Silence>> {
        Box::pin(async move {
            self.answers()?;
            let customer = customer(&setup.to_string());
            Ok(self.customers.lock().unwrap().contains_key(&customer).then_some(customer))
        })
    }

    fn takes_sepa(&self) -> bool {
        true
    }

    fn returned<'a>(&'a self, _reference: &'a str) -> Pending<'a, Result<i64, Silence>> {
        Box::pin(async move {
            self.answers()?;
            self.goes_on_meanwhile().await;
            Ok(self.takes_back.load(Ordering::SeqCst))
        })
    }

    fn refund<'a>(&'a self, order: RefundOrder<'a>) -> Pending<'a, Result<RefundOutcome, Silence>> {
        Box::pin(async move {
            self.answers()?;
            let arrives = !self.refuses_back.load(Ordering::SeqCst);
            let (_, arrived) = self.once(&self.refunds, order.id.to_string(), |_| (order.amount.clone(), arrives));
            self.spoken(went(arrived))
        })
    }

    fn look_at_refund<'a>(&'a self, order: RefundOrder<'a>) -> Pending<'a, Result<Option<RefundOutcome>, Silence>> {
        Box::pin(async move {
            self.answers()?;
            let (mut refunds, key) = (self.refunds.lock().unwrap(), order.id.to_string());
            let Some(found) = refunds.iter_mut().find(|refund| refund.key == key) else { return Ok(None) };
            found.outcome.1 &= !self.refuses_back.load(Ordering::SeqCst);
            Ok(Some(went(found.outcome.1)))
        })
    }
}
