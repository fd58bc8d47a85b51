//! A provider for the demo: it shows a page on which one chooses what a bank would do. Outside of the demo there is none.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use teamwork::{
    acts::Warren,
    ports::{
        ChargeOrder, ChargeOutcome, Checkout, Payments, Pending, RefundOrder, RefundOutcome, SetupOrder, SetupOutcome,
        Silence,
    },
    rules::{
        day::Day,
        id::SetupId,
        moment::{Moment, SECOND},
        payment::{Card, CardMonth, Decline, SavedCard},
    },
};

use crate::config::Config;

/// How long a bank thinks that answers late.
const LATE: i64 = 20 * SECOND;
/// So many pages are remembered; the oldest go first.
const PAGES: usize = 1000;

/// What the bank of a card does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// It agrees.
    Works,
    /// It asks the person first.
    Asks,
    /// It does not agree.
    Declines,
    /// It agrees after a while.
    Late,
    /// It agrees now, and not when the card is charged.
    DeclinesLater,
    /// It agrees, and takes no money back.
    RefusesBack,
}

impl Behaviour {
    /// In the order of the page.
    pub const ALL: [Self; 6] =
        [Self::Works, Self::Asks, Self::Late, Self::DeclinesLater, Self::RefusesBack, Self::Declines];

    /// The word in the form and in the name of the card.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Asks => "asks",
            Self::Declines => "declines",
            Self::Late => "late",
            Self::DeclinesLater => "declineslater",
            Self::RefusesBack => "refusesback",
        }
    }

    /// The words on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Works => "The bank agrees",
            Self::Asks => "The bank asks me to agree (strong authentication)",
            Self::Declines => "The bank does not agree",
            Self::Late => "The bank agrees, after twenty seconds",
            Self::DeclinesLater => "The bank agrees now, and declines when an invoice is charged",
            Self::RefusesBack => "The bank agrees, and does not take money back",
        }
    }

    /// The behaviour of this word.
    pub fn read(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    const fn last4(self) -> &'static str {
        match self {
            Self::Works => "4242",
            Self::Asks => "3155",
            Self::Declines => "0002",
            Self::Late => "0077",
            Self::DeclinesLater => "0341",
            Self::RefusesBack => "3184",
        }
    }
}

/// A page on which a card is entered.
#[derive(Clone, Debug)]
struct Page {
    back: String,
    /// What was chosen, and from when on that counts.
    chosen: Option<(Behaviour, Moment)>,
}

/// The provider of the demo.
pub struct Simulator {
    warren: Weak<Warren>,
    pages: Mutex<BTreeMap<String, Page>>,
}

/// What became of a choice.
#[derive(Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Back to the house.
    Back(String),
    /// The bank wants to be asked.
    Asks,
    Declined,
    /// There is no such page.
    Unknown,
}

impl Simulator {
    /// The simulator, if this is the demo.
    pub fn in_the_demo(warren: &Arc<Warren>, config: &Config) -> Option<Self> {
        config.demo.then(|| Self { warren: Arc::downgrade(warren), pages: Mutex::default() })
    }

    /// Where the browser goes back to from a page, if it is open.
    pub fn back_of(&self, reference: &str) -> Option<String> {
        self.pages().get(reference).map(|page| page.back.clone())
    }

    /// Somebody has chosen what the bank does. `agreed` is whether they agreed when it asked.
    pub fn choose(&self, reference: &str, behaviour: Behaviour, agreed: bool, now: Moment) -> Chosen {
        let mut pages = self.pages();
        let Some(page) = pages.get_mut(reference) else { return Chosen::Unknown };
        match behaviour {
            Behaviour::Declines => return Chosen::Declined,
            Behaviour::Asks if !agreed => return Chosen::Asks,
            Behaviour::Works | Behaviour::Asks | Behaviour::DeclinesLater | Behaviour::RefusesBack => {
                page.chosen = Some((behaviour, now));
            }
            Behaviour::Late => page.chosen = Some((behaviour, now.plus(LATE))),
        }
        Chosen::Back(page.back.clone())
    }

    fn pages(&self) -> MutexGuard<'_, BTreeMap<String, Page>> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Result<Moment, Silence> {
        self.warren.upgrade().map(|warren| warren.now()).ok_or(Silence)
    }

    fn outcome(&self, reference: &str) -> Result<SetupOutcome, Silence> {
        let now = self.now()?;
        let chosen = match self.pages().get(reference) {
            // Forgotten by a restart.
            None => return Ok(SetupOutcome::Ended { customer: None }),
            Some(page) => page.chosen,
        };
        let Some((behaviour, _)) = chosen.filter(|(_, from)| *from <= now) else { return Ok(SetupOutcome::Waits) };
        let expires = CardMonth::of(Day::of(now)).plus(30);
        let card = Card { brand: "Visa".into(), last4: behaviour.last4().into(), expires };
        let method = format!("card_{}_{reference}", behaviour.key());
        Ok(SetupOutcome::Done(SavedCard { customer: format!("person_{reference}"), method, card }))
    }
}

impl Payments for Simulator {
    fn begin<'a>(&'a self, order: SetupOrder<'a>) -> Pending<'a, Result<Checkout, Silence>> {
        Box::pin(async move {
            let reference = order.id.to_string();
            let mut pages = self.pages();
            pages.entry(reference.clone()).or_insert_with(|| Page { back: order.back.to_owned(), chosen: None });
            // Ids sort by age.
            while pages.len() > PAGES {
                pages.pop_first();
            }
            let warren = self.warren.upgrade().ok_or(Silence)?;
            Ok(Checkout { url: warren.link(&format!("/demo/pay/{reference}")), reference })
        })
    }

    fn look<'a>(&'a self, reference: &'a str) -> Pending<'a, Result<SetupOutcome, Silence>> {
        Box::pin(async move { self.outcome(reference) })
    }

    fn charge<'a>(&'a self, order: ChargeOrder<'a>) -> Pending<'a, Result<ChargeOutcome, Silence>> {
        // What a card does stands in its name, and in that of the charge, so that a restart changes nothing.
        let is_card_that = |behaviour: Behaviour| order.method.starts_with(&format!("card_{}_", behaviour.key()));
        let declines = is_card_that(Behaviour::DeclinesLater);
        let keeps = if is_card_that(Behaviour::RefusesBack) { Behaviour::RefusesBack.key() } else { "charge" };
        let reference = format!("{keeps}_{}", order.id);
        let outcome = if declines {
            ChargeOutcome::Failed { reference: Some(reference), why: Decline::Declined }
        } else {
            ChargeOutcome::Paid { reference, amount: order.amount.clone() }
        };
        Box::pin(async move { Ok(outcome) })
    }

    fn look_at_charge<'a>(&'a self, order: ChargeOrder<'a>) -> Pending<'a, Result<Option<ChargeOutcome>, Silence>> {
        Box::pin(async move { self.charge(order).await.map(Some) })
    }

    fn forget<'a>(&'a self, _method: &'a str) -> Pending<'a, Result<(), Silence>> {
        Box::pin(async { Ok(()) })
    }

    fn forget_customer<'a>(&'a self, _customer: &'a str) -> Pending<'a, Result<(), Silence>> {
        Box::pin(async { Ok(()) })
    }

    fn find_customer(&self, _setup: SetupId) -> Pending<'_, Result<Option<String>, Silence>> {
        Box::pin(async { Ok(None) })
    }

    fn refund<'a>(&'a self, order: RefundOrder<'a>) -> Pending<'a, Result<RefundOutcome, Silence>> {
        let is_refused = order.reference.starts_with(Behaviour::RefusesBack.key());
        Box::pin(async move { Ok(if is_refused { RefundOutcome::Failed } else { RefundOutcome::Done }) })
    }

    fn look_at_refund<'a>(&'a self, order: RefundOrder<'a>) -> Pending<'a, Result<Option<RefundOutcome>, Silence>> {
        Box::pin(async move { self.refund(order).await.map(Some) })
    }
}
