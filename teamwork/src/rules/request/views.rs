//! What each side sees of a request.

use serde::{Deserialize, Serialize};

use super::{Gross, RequestState, SellerTax};
use crate::rules::{
    day::Day,
    id::{AppId, BillingContactId, PaymentRequestId},
    moment::Moment,
    money::Money,
    plan::PlanCard,
    role::Role,
    text::PersonName,
};

/// One App of a request, as it is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct OfferedApp {
    pub name: String,
    /// The name of the plan.
    pub plan: String,
    /// Net, a month.
    pub price: Money,
    /// Whether it is a trial now.
    pub trial: bool,
}

/// Somebody who keeps access, or loses it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Keeper {
    pub name: String,
    /// What they will be in the client's Company, or what they are on the giving side.
    pub role: Role,
}

/// What a request is about: the same words for both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct RequestOffer {
    /// The full name of who asks (R59).
    pub sender: String,
    /// The name of the Company that gives the Apps away; `None` for a trial of the sender's own.
    pub giver: Option<String>,
    pub apps: Vec<OfferedApp>,
    /// All Apps together, net, a month.
    pub total: Money,
    /// Who keeps access: the sender as Admin, and the Developers of these Apps (S24).
    pub keeps: Vec<Keeper>,
    /// Who loses it: Owners and Admins of the giving side, the sender left out.
    pub loses: Vec<Keeper>,
    /// Whether more lose it than are named.
    pub more_lose: bool,
    /// The first day the client pays for, if they accept today (S25).
    pub from: Day,
    /// When the first invoice comes.
    pub first_invoice: Day,
}

/// What "Invite a client" shows before anything is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct RequestSheet {
    pub app: AppId,
    pub app_name: String,
    /// The Company that holds the App, by its name in URLs.
    pub slug: Option<String>,
    /// What the request that waits offers; without one, what a client would be offered who was asked now: what the last
    /// request offered, on the terms of today, or this App alone.
    pub offer: RequestOffer,
    /// What the sender of the request that waits, or of the last one, thinks the client's business is called.
    pub client_company: Option<String>,
    /// The plans a trial can have; empty when the App is paid, because then it keeps its plan.
    pub plans: Vec<PlanCard>,
    /// The key of the plan it has.
    pub plan: String,
    /// Further Apps that could go along (S21).
    pub others: Vec<OtherApp>,
    /// In how many days a request expires when nothing else is said.
    pub days: i64,
    /// Whether the sender's name has to be completed first (S31).
    pub asks_name: bool,
    /// Whether an Owner has to confirm it before anything goes to the client: the reader is an Admin, and the App is
    /// paid (S10).
    pub proposes: bool,
    /// The request for this App that waits, or the last one that has ended.
    pub request: Option<RequestCard>,
    /// What a new request begins with when the last one was declined or has expired, so that one press sends the same again.
    pub again: Option<RequestAgain>,
    /// Whether the offer is no longer what the client was sent: the link is void until it is sent again.
    pub outdated: bool,
    /// Whether an Owner has to change what waits, because the reader is an Admin and it is paid: they send it again as it
    /// is, and nothing else (S10).
    pub needs_owner: bool,
}

/// What the last request said that was declined or has expired, as it can be sent again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct RequestAgain {
    pub email: String,
    /// Empty when there was none.
    pub note: String,
    /// What the client's business is called; empty when nothing was said.
    pub company: String,
    /// The key of the plan that was chosen for a trial, as long as it is offered; else of the one the App has.
    pub plan: String,
    /// In how many days it expired.
    pub days: i64,
    /// The further Apps that can go along still.
    pub apps: Vec<AppId>,
}

/// An App that could go along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct OtherApp {
    pub id: AppId,
    pub name: String,
    pub price: Money,
    pub trial: bool,
}

/// A request as who sent it follows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct RequestCard {
    pub id: PaymentRequestId,
    /// The names of the Apps.
    pub apps: Vec<String>,
    pub email: String,
    pub state: RequestState,
    pub sender: String,
    pub note: Option<String>,
    pub sent_at: Moment,
    pub expires_at: Moment,
    /// Until when a payment that was begun in time holds it, though it expires before (4.2).
    pub held_until: Option<Moment>,
    /// Since when it is over.
    pub ended_at: Option<Moment>,
    /// Which terms of service the client has agreed to by accepting; the digest of the sentence they read while those had
    /// no name.
    pub terms: Option<String>,
    /// Whether the mail reached the receiving server.
    pub delivered: bool,
    pub bounced: bool,
    /// Whether an App of it is suspended: then the deadline stands still.
    pub frozen: bool,
    /// Why the client declined, or an Owner refused, if they said.
    pub reason: Option<String>,
    /// Whether the reader may resend, re-address and withdraw it (row 21).
    pub mine: bool,
    /// Whether it waits for the reader, who is an Owner, to confirm it (S10).
    pub confirms: bool,
}

impl RequestCard {
    /// The place behind this row, from which the next page begins.
    pub fn cursor(&self) -> String {
        format!("{}.{}", self.sent_at.millis(), self.id)
    }
}

/// One page of the requests of a Company, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestPage {
    pub requests: Vec<RequestCard>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// A request that I sent, and where its Apps were then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentRequest {
    pub request: RequestCard,
    /// The Company that gives, and its name in URLs; neither for a trial of my own.
    pub company: Option<String>,
    pub slug: Option<String>,
}

/// One page of the requests that I sent, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentPage {
    pub requests: Vec<SentRequest>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// What became of an App that was handed over, for the side that gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenAway {
    pub apps: Vec<String>,
    /// The address that was asked and took it over.
    pub email: String,
    pub sender: String,
    pub at: Moment,
    /// The Company that owns it now, and its name in URLs: for who is in it.
    pub company: Option<String>,
    pub slug: Option<String>,
}

/// What stands where a client is invited to take over an App.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestHere {
    Sheet(Box<RequestSheet>),
    /// The App is somebody else's now.
    Given(GivenAway),
}

/// A request to my own address, where I am signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct MyRequest {
    pub id: PaymentRequestId,
    pub sender: String,
    pub apps: Vec<String>,
    /// Until when it can be answered; a payment that was begun in time holds it for longer (4.2).
    pub expires_at: Moment,
}

/// A request that waits for me to confirm it, because I am an Owner (S10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Proposal {
    pub id: PaymentRequestId,
    /// The Admin who would like to send it.
    pub sender: String,
    /// The client's address.
    pub email: String,
    pub company: String,
    /// The Company, by its name in URLs.
    pub slug: String,
    pub apps: Vec<String>,
    pub expires_at: Moment,
}

/// What the client's page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct RequestView {
    pub offer: RequestOffer,
    pub note: Option<String>,
    /// The address it was sent to.
    pub email: String,
    /// What the sender thinks the client's business is called.
    pub company: Option<String>,
    pub expires_at: Moment,
    /// Until when a payment that was begun in time holds it, though it expires before (4.2).
    pub held_until: Option<Moment>,
    /// Whether an App of it is suspended: it can be answered when that is over.
    pub frozen: bool,
    /// Whether a card can be paid with.
    pub cards: bool,
    /// Whether it can be paid by SEPA direct debit.
    pub sepa: bool,
    /// What decides about the tax on the seller's side.
    pub vat: SellerTax,
    /// Which terms of service one agrees to by accepting, as the operator names them; empty while they have no name.
    pub terms: String,
    pub reader: Client,
}

/// What the link of a request says that can be answered no more: no other than the mail that brought it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndedRequest {
    /// The full name of who sent it; empty when their account was closed.
    pub sender: String,
    /// Where they are reached, as it stands in the mail: for who has the mailed link.
    pub email: Option<String>,
    /// The names of the Apps.
    pub apps: Vec<String>,
}

/// How far a payment is, for the browser that went to the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayingState {
    /// The provider has not decided.
    Waits,
    /// It has: the Apps are the client's.
    Done,
    /// Without a card. The request can be answered again.
    Failed,
    /// The request was accepted in another way meanwhile.
    Elsewise,
    /// The request has ended, or offers something else by now. The card is forgotten.
    Over,
}

/// What a browser reads that comes back from the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayingView {
    pub state: PayingState,
    pub apps: Vec<String>,
    /// The secret of the request.
    pub secret: String,
    /// Whether the request waits still, but was sent again since, so that this secret opens nothing.
    pub renewed: bool,
    /// The provider's page, while it is open.
    pub page: Option<String>,
    /// Whether this browser can be signed in to the account that was made.
    pub signs_in: bool,
}

/// How the reader of a request stands to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub enum Client {
    /// Not signed in, with the mailed link, which proves the mailbox of an address that has no account; or with a copied
    /// one, which proves nothing: it asks for a mailed code, and `coded` is whether one was mailed, also when that is too
    /// old by now. Whether the address has an account such a link does not say.
    New { proven: bool, coded: bool },
    /// Not signed in, with the mailed link; the address has an account. They can decline and pass it on as they are.
    SignIn,
    /// Signed in with the invited, confirmed address: with the Companies they own, and who could pay there (S22).
    Invited { name: PersonName, companies: Vec<ClientCompany> },
    /// Signed in with the invited address, which is not confirmed yet.
    Unconfirmed,
    /// Signed in with another address (S27).
    WrongAccount { email: String },
}

/// A Company that the client owns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct ClientCompany {
    /// Its name in URLs.
    pub slug: String,
    pub name: String,
    /// Whether it is suspended: then it takes nothing over.
    pub suspended: bool,
    /// Its live Billing Contacts, also those that cannot pay for this.
    pub payers: Vec<ClientPayer>,
}

/// A Billing Contact of such a Company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct ClientPayer {
    pub id: BillingContactId,
    pub name: String,
    pub currency: String,
    /// What a month costs it with tax; `None` while the seller has not said where they are.
    pub price: Option<Gross>,
    /// Why it cannot pay for what is offered.
    pub refusal: Option<PayerRefusal>,
}

/// Why a Billing Contact cannot pay for what is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PayerRefusal {
    /// A payment of it is overdue.
    Blocked,
    /// It pays in another currency than the offer, for life (E65).
    OtherCurrency,
}

impl PayerRefusal {
    /// The words on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Blocked => "A payment of it is overdue, so it takes no more Apps.",
            Self::OtherCurrency => "This is in another currency, and the currency of a billing contact stays for life.",
        }
    }
}

/// What the client has when it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// The Company that owns the Apps now.
    pub company: String,
    pub slug: String,
    pub apps: Vec<String>,
    /// Who has access now.
    pub keeps: Vec<Keeper>,
    pub first_invoice: Day,
    /// What a month costs them; `None` when that cannot be said any more.
    pub price: Option<Gross>,
    /// Whether the client can sign in with a password already.
    pub has_password: bool,
}
