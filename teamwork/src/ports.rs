//! What the acts ask of the world outside. The server answers; a test answers what its story needs.

use std::{net::IpAddr, path::Path, pin::Pin};

use crate::rules::{
    id::{AppId, ChargeId, RefundId, SetupId},
    money::Money,
    payment::{Decline, Means, SavedCard},
    release::{Bulk, ReleaseFlaw, ReleaseRoom},
};

/// An answer that is on its way.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Nobody answered in time, or not in words that are known, so nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence;

/// Who knows where names lead: the name servers.
pub trait Names: Send + Sync {
    /// The addresses of a host; none when there is no such name.
    fn addresses<'a>(&'a self, host: &'a str) -> Pending<'a, Result<Vec<IpAddr>, Silence>>;
}

/// A card or an account that is to be entered at the provider.
#[derive(Clone, Copy, Debug)]
pub struct SetupOrder<'a> {
    /// The key of the call: whoever asks twice gets the same page.
    pub id: SetupId,
    pub means: Means,
    /// Whose card it is.
    pub email: &'a str,
    /// Where the browser comes back to with a card.
    pub back: &'a str,
    /// Where it comes back to when somebody has left the page without one.
    pub left: &'a str,
}

/// The page of the provider on which a card is entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkout {
    /// The provider's own name for it.
    pub reference: String,
    pub url: String,
}

/// What the provider says of a page on which a card is entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetupOutcome {
    /// Not decided: the page is open, or a bank thinks.
    Waits,
    /// The card can be charged.
    Done(SavedCard),
    /// The page was closed for good, without a card. The provider's name for the person, if it tells.
    Ended { customer: Option<String> },
}

/// Money that is to be taken from a saved card while nobody sits in front of it.
#[derive(Clone, Copy, Debug)]
pub struct ChargeOrder<'a> {
    /// The key of the call: whoever orders twice charges once.
    pub id: ChargeId,
    pub amount: &'a Money,
    pub customer: &'a str,
    pub method: &'a str,
    pub means: Means,
    /// What the bank statement says: the number of the invoice.
    pub about: &'a str,
}

/// What the provider says of a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChargeOutcome {
    /// Not decided.
    Waits,
    /// So much was taken, under the provider's own name for it.
    Paid {
        reference: String,
        amount: Money,
    },
    Failed {
        reference: Option<String>,
        why: Decline,
    },
}

/// Money that goes back to the card it was taken from.
#[derive(Clone, Copy, Debug)]
pub struct RefundOrder<'a> {
    /// The key of the call is made of it: whoever orders twice pays back once.
    pub id: RefundId,
    /// The provider's own name for the charge.
    pub reference: &'a str,
    pub amount: &'a Money,
}

/// What the provider says of money that goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundOutcome {
    /// Not decided.
    Waits,
    Done,
    /// It does not go back by itself.
    Failed,
}

/// Who keeps cards and charges them. Every call may be repeated: with the same key it has one effect (I28).
pub trait Payments: Send + Sync {
    /// Opens a page on which a card is entered.
    fn begin<'a>(&'a self, order: SetupOrder<'a>) -> Pending<'a, Result<Checkout, Silence>>;

    /// What has become of such a page. This is the proof; what a browser or an event says is only a reason to ask.
    fn look<'a>(&'a self, reference: &'a str) -> Pending<'a, Result<SetupOutcome, Silence>>;

    /// Charges a saved card.
    fn charge<'a>(&'a self, order: ChargeOrder<'a>) -> Pending<'a, Result<ChargeOutcome, Silence>>;

    /// What has become of a charge that was perhaps ordered; `None` when the provider has never heard of it.
    fn look_at_charge<'a>(&'a self, order: ChargeOrder<'a>) -> Pending<'a, Result<Option<ChargeOutcome>, Silence>>;

    /// Forgets a saved card. One that is not there is forgotten.
    fn forget<'a>(&'a self, method: &'a str) -> Pending<'a, Result<(), Silence>>;

    /// Forgets a person, with their address. One who is not there is forgotten.
    fn forget_customer<'a>(&'a self, customer: &'a str) -> Pending<'a, Result<(), Silence>>;

    /// The provider's name for the person of a way whose page never came, if it has heard of them.
    fn find_customer(&self, setup: SetupId) -> Pending<'_, Result<Option<String>, Silence>>;

    /// Whether it takes direct debits.
    fn takes_sepa(&self) -> bool;

    /// How much of what a charge had taken the bank has taken back for good, in hundredths, by the provider's own name for the
    /// charge. More than the charge had taken is all of it.
    fn returned<'a>(&'a self, reference: &'a str) -> Pending<'a, Result<i64, Silence>>;

    /// Pays back.
    fn refund<'a>(&'a self, order: RefundOrder<'a>) -> Pending<'a, Result<RefundOutcome, Silence>>;

    /// What has become of money that was perhaps paid back; `None` when the provider has never heard of it.
    fn look_at_refund<'a>(&'a self, order: RefundOrder<'a>) -> Pending<'a, Result<Option<RefundOutcome>, Silence>>;
}

/// A commit whose files are to become a release.
#[derive(Clone, Copy, Debug)]
pub struct Publication<'a> {
    pub app: AppId,
    /// The number of the release; no other try has it.
    pub number: i64,
    /// The bare repository in which the commit is.
    pub repository: &'a Path,
    /// The commit, in full.
    pub commit: &'a str,
    /// The folder to publish; empty for the usual one when it is there, and for everything else.
    pub folder: &'a str,
    /// The name of the start page.
    pub index_file: &'a str,
    pub room: ReleaseRoom,
}

/// Hears what happens while somebody waits, a sentence each.
pub type Teller<'a> = &'a (dyn Fn(&str) + Send + Sync);

/// Where releases lie so that visitors can see them. The database says which one they see; a host never does.
pub trait Host: Send + Sync {
    /// Makes a release out of a commit: whole, or not at all. Nobody sees it yet.
    fn publish<'a>(&'a self, what: Publication<'a>, tell: Teller<'a>) -> Pending<'a, Result<Bulk, ReleaseFlaw>>;

    /// Hears that visitors see this release from now on. A host that asks the database has nothing to do.
    fn switch(&self, app: AppId, number: i64) -> Pending<'_, ()>;

    /// Removes a release, and whatever is left of a try to make it. One that is not there is removed.
    fn remove(&self, app: AppId, number: i64) -> Pending<'_, Result<(), Silence>>;
}
