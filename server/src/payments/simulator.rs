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
        moment::{DAY, Moment, SECOND},
        payment::{Card, CardMonth, Decline, Kept, Mandate, Means, SavedCard},
    },
};

use crate::config::Config;

/// How long a bank thinks that answers late.
const LATE: i64 = 20 * SECOND;
/// How long one thinks about a direct debit, and how long after that one takes it back that does.
const THINKS: i64 = 3 * DAY;
const TAKES_BACK: i64 = 7 * DAY;
/// So many pages are remembered; the oldest go first.
const PAGES: usize = 1000;

/// What the bank of a card or an account does.
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
    /// It pays each debit, some days after it was told.
    Debits,
    /// It does not pay, some days after it was told.
    DebitsNothing,
    /// It pays, and takes the money back some days later.
    TakesBack,
}

impl Behaviour {
    /// Those of cards, in the order of the page.
    const CARDS: [Self; 6] =
        [Self::Works, Self::Asks, Self::Late, Self::DeclinesLater, Self::RefusesBack, Self::Declines];
    /// Those of accounts.
    const ACCOUNTS: [Self; 4] = [Self::Debits, Self::DebitsNothing, Self::TakesBack, Self::Declines];

    /// What can be chosen on a page.
    pub const fn of(means: Means) -> &'static [Self] {
        match means {
            Means::Card => &Self::CARDS,
            Means::Sepa => &Self::ACCOUNTS,
        }
    }

    /// The word in the form and in the name of the card.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Asks => "asks",
            Self::Declines => "declines",
            Self::Late => "late",
            Self::DeclinesLater => "declineslater",
            Self::RefusesBack => "refusesback",
            Self::Debits => "debits",
            Self::DebitsNothing => "debitsnothing",
            Self::TakesBack => "takesback",
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
            Self::Debits => "The account pays, three days after each debit",
            Self::DebitsNothing => "The account does not pay, which shows after three days",
            Self::TakesBack => "The account pays after three days, and the bank takes it back a week later",
        }
    }

    /// The behaviour of this word, if it can be chosen on such a page.
    pub fn read(means: Means, key: &str) -> Option<Self> {
        Self::of(means).iter().copied().find(|one| one.key() == key)
    }

    /// The behaviour that stands in the name of what is charged.
    fn in_name(name: &str) -> Option<Self> {
        let key = name.split('_').nth(1)?;
        [Means::Card, Means::Sepa].into_iter().find_map(|means| Self::read(means, key))
    }

    const fn last4(self) -> &'static str {
        match self {
            Self::Works => "4242",
            Self::Asks => "3155",
            Self::Declines => "0002",
            Self::Late => "0077",
            Self::DeclinesLater => "0341",
            Self::RefusesBack => "3184",
            Self::Debits => "3000",
            Self::DebitsNothing => "2502",
            Self::TakesBack => "5901",
        }
    }
}

/// A page on which a card or an account is entered.
#[derive(Clone, Debug)]
struct Page {
    means: Means,
    back: String,
    left: String,
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

    /// What is entered on a page, and where the browser goes that leaves it, if it is open.
    pub fn page(&self, reference: &str) -> Option<(Means, String)> {
        self.pages().get(reference).map(|page| (page.means, page.left.clone()))
    }

    /// Somebody has chosen what the bank does. `agreed` is whether they agreed when it asked.
    pub fn choose(&self, reference: &str, behaviour: Behaviour, agreed: bool, now: Moment) -> Chosen {
        let mut pages = self.pages();
        let Some(page) = pages.get_mut(reference) else { return Chosen::Unknown };
        match behaviour {
            Behaviour::Declines => return Chosen::Declined,
            Behaviour::Asks if !agreed => return Chosen::Asks,
            Behaviour::Late => page.chosen = Some((behaviour, now.plus(LATE))),
            _ => page.chosen = Some((behaviour, now)),
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
        let (means, chosen) = match self.pages().get(reference) {
            // Forgotten by a restart.
            None => return Ok(SetupOutcome::Ended { customer: None }),
            Some(page) => (page.means, page.chosen),
        };
        let Some((behaviour, _)) = chosen.filter(|(_, from)| *from <= now) else { return Ok(SetupOutcome::Waits) };
        let method = format!("card_{}_{reference}", behaviour.key());
        let kept = match means {
            Means::Card => {
                let expires = CardMonth::of(Day::of(now)).plus(30);
                Kept::Card(Card { brand: "Visa".into(), last4: behaviour.last4().into(), expires })
            }
            Means::Sepa => Kept::Sepa(Mandate {
                last4: behaviour.last4().into(),
                country: "DE".into(),
                bank: "37040044".into(),
                reference: format!("DEMO-{}", reference.chars().take(8).collect::<String>().to_uppercase()),
            }),
        };
        Ok(SetupOutcome::Done(SavedCard { customer: format!("person_{reference}"), method, kept }))
    }

    /// What has become of a charge. What a card or an account does stands in its name, and in that of the charge, and when it
    /// was told in the id, so that a restart changes nothing.
    fn charged(&self, order: ChargeOrder<'_>) -> Result<ChargeOutcome, Silence> {
        let behaviour = Behaviour::in_name(order.method).unwrap_or(Behaviour::Works);
        let reference = format!("charge_{}_{}", behaviour.key(), order.id);
        let is_thinking = order.means == Means::Sepa && self.now()?.since(told_at(&order.id.to_string())?) < THINKS;
        Ok(match behaviour {
            _ if is_thinking => ChargeOutcome::Waits,
            Behaviour::DeclinesLater | Behaviour::DebitsNothing => {
                ChargeOutcome::Failed { reference: Some(reference), why: Decline::Declined }
            }
            _ => ChargeOutcome::Paid { reference, amount: order.amount.clone() },
        })
    }
}

/// When an id was made: it stands in the first 48 bits (RFC 9562).
fn told_at(id: &str) -> Result<Moment, Silence> {
    let digits: String = id.chars().filter(char::is_ascii_hexdigit).take(12).collect();
    i64::from_str_radix(&digits, 16).map(Moment::from_millis).map_err(|_| Silence)
}

impl Payments for Simulator {
    fn begin<'a>(&'a self, order: SetupOrder<'a>) -> Pending<'a, Result<Checkout, Silence>> {
        Box::pin(async move {
            let reference = order.id.to_string();
            let mut pages = self.pages();
            pages.entry(reference.clone()).or_insert_with(|| Page {
                means: order.means,
                back: order.back.to_owned(),
                left: order.left.to_owned(),
                chosen: None,
            });
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
        Box::pin(async move { self.charged(order) })
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

    fn takes_sepa(&self) -> bool {
        true
    }

    fn returned<'a>(&'a self, reference: &'a str) -> Pending<'a, Result<i64, Silence>> {
        Box::pin(async move {
            let id = reference.rsplit('_').next().unwrap_or_default();
            let takes_back = Behaviour::in_name(reference) == Some(Behaviour::TakesBack);
            let is_back = takes_back && self.now()?.since(told_at(id)?) > THINKS + TAKES_BACK;
            Ok(if is_back { i64::MAX } else { 0 })
        })
    }

    fn refund<'a>(&'a self, order: RefundOrder<'a>) -> Pending<'a, Result<RefundOutcome, Silence>> {
        let is_refused = Behaviour::in_name(order.reference) == Some(Behaviour::RefusesBack);
        Box::pin(async move { Ok(if is_refused { RefundOutcome::Failed } else { RefundOutcome::Done }) })
    }

    fn look_at_refund<'a>(&'a self, order: RefundOrder<'a>) -> Pending<'a, Result<Option<RefundOutcome>, Silence>> {
        Box::pin(async move { self.refund(order).await.map(Some) })
    }
}
