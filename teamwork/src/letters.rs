//! Every mail the house can send, as data. An act writes a letter into the outbox in its own transaction; the words are
//! put together when it is sent. A letter never holds a secret: only the id from which the house derives it again.

use serde::{Deserialize, Serialize};

use crate::rules::{
    billing::BillingPart,
    day::Day,
    id::{BillingContactId, InvitationId, LinkId, NewsletterId, PaymentRequestId, UserId, WebhookId},
    invoice::InvoiceNumber,
    moment::Moment,
    money::Money,
    notice::Notice,
    payment::{CardMonth, DebitNotice, Decline},
    request::{Keeper, OfferedApp, RequestState},
    role::Role,
    webhook::WebhookOff,
};

/// A mail (domain.md, section 5), with the facts its words need. `withdrawn` are the addresses whose open invitations
/// ended because their sender did (S29).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Letter {
    /// M1.
    ConfirmEmail { name: String, link: LinkId, expires_at: Moment },
    /// Instead of M1, when the address has an account: the page must not tell, so the mail does (I38).
    AlreadyRegistered { name: String },
    /// A link that signs in.
    SignInLink { name: String, link: LinkId, expires_at: Moment },
    /// M2.
    ResetPassword { name: String, link: LinkId, expires_at: Moment },
    /// Instead of the two above, when nobody has this address (I38).
    NoAccount,
    /// To the new address: prove it.
    ConfirmNewEmail { name: String, link: LinkId, expires_at: Moment },
    /// M3: a security notice.
    SecurityNotice { name: String, what: SecurityEvent, at: Moment },
    /// M3, about a key.
    KeyNotice { name: String, what: KeyEvent, key: String, fingerprint: String, at: Moment },
    /// M3, about several keys that were added at once: name and fingerprint of each.
    KeysAdded { name: String, keys: Vec<(String, String)>, at: Moment },
    /// M4. `abandoned` is whether the clock closed it.
    AccountClosed {
        name: String,
        trials: Vec<String>,
        #[serde(default)]
        abandoned: bool,
    },
    /// M4, before the clock closes it.
    AccountEnding { name: String, seen_at: Moment, closes_at: Moment },
    /// To the operators: a webhook was turned off by itself. `target` is the origin of its address: what follows may be a
    /// secret.
    WebhookTurnedOff { webhook: WebhookId, target: String, description: String, why: WebhookOff, at: Moment },
    /// M39. `link` is the id of the secret that ends the newsletter.
    Newsletter { newsletter: NewsletterId, link: LinkId, subject: String, text: String },
    /// M5, M24 when it goes to a member (`now` is their role), M5r when it reminds. `link` is the id of the mailed secret;
    /// a resend carries a new one, a reminder the same.
    Invitation {
        invitation: InvitationId,
        link: LinkId,
        inviter: String,
        company: String,
        role: Role,
        note: Option<String>,
        expires_at: Moment,
        #[serde(default)]
        now: Option<Role>,
        #[serde(default)]
        apps: Vec<String>,
        #[serde(default)]
        ends_at: Option<Moment>,
        #[serde(default)]
        reminds: bool,
    },
    /// M6.
    Welcome { name: String, company: String, slug: String, role: Role },
    /// M7.
    Joined { name: String, company: String, slug: String, role: Role },
    /// M8.
    Declined { email: String, company: String, slug: String },
    /// M9.
    InvitationExpired { email: String, company: String, slug: String },
    /// To the inviter: the invited person would like to have an expired invitation again (4.1).
    RenewalAsked { email: String, company: String, slug: String, role: Role },
    /// To the inviter: somebody else got the link of their open invitation, and asks for one to an address of theirs (S27).
    ReaddressAsked { email: String, wanted: String, company: String, slug: String, role: Role },
    /// To the inviter: the invited address does not take mail (4.1, flag `bounced`).
    Bounced { email: String, company: String, slug: String },
    /// M10.
    InvitationWithdrawn { company: String, inviter: String },
    /// M23, to the person.
    YourRoleChanged { company: String, slug: String, from: Role, to: Role, by: String, withdrawn: Vec<String> },
    /// M23, to the Owners.
    RoleChanged { name: String, company: String, slug: String, from: Role, to: Role, by: String },
    /// M23, when the Apps of a Developer changed: which they are now, and what came and went.
    YourAppsChanged {
        company: String,
        slug: String,
        by: String,
        apps: Vec<String>,
        added: Vec<String>,
        removed: Vec<String>,
    },
    /// M25.
    YouLeft {
        name: String,
        company: String,
        withdrawn: Vec<String>,
        #[serde(default)]
        apps: Vec<String>,
    },
    /// M26. `expired` is whether the end date came.
    MemberGone {
        name: String,
        company: String,
        slug: String,
        role: Role,
        dismissed_by: Option<String>,
        #[serde(default)]
        user: Option<UserId>,
        #[serde(default)]
        expired: bool,
        #[serde(default)]
        apps: Vec<String>,
        #[serde(default)]
        deploy_keys: Vec<String>,
    },
    /// M27. `expired` is whether the end date came.
    Dismissed {
        company: String,
        withdrawn: Vec<String>,
        #[serde(default)]
        expired: bool,
        #[serde(default)]
        apps: Vec<String>,
    },
    /// M38, to the member.
    YourAccessEnds { name: String, company: String, slug: String, role: Role, ends_at: Moment },
    /// M38, to who granted it.
    AccessEnds { name: String, company: String, slug: String, role: Role, ends_at: Moment },
    /// To Owners, Admins and the addresses for invoices: the operator has suspended the Company (3.2).
    CompanySuspended { company: String, slug: String, reason: String, at: Moment },
    /// To the same: it runs again.
    CompanyResumed { company: String, slug: String, reason: String },
    /// M28: what will happen, when, and how an Owner stops it.
    RecoveryRequested {
        company: String,
        slug: String,
        heir: String,
        departed: Option<String>,
        reason: String,
        due_at: Moment,
    },
    /// M28, when an Owner or the operator stopped it.
    RecoveryStopped { company: String, slug: String, by: String },
    /// M28: it has happened.
    RecoveryDone { company: String, slug: String, heir: String, departed: Option<String> },
    /// M35: which parts, never what stands in them.
    BillingChanged { company: String, slug: String, contact: String, by: String, parts: Vec<BillingPart> },
    /// M29, once for each address that gets the invoice. `link` is the id of the mailed secret.
    Invoice {
        number: InvoiceNumber,
        link: LinkId,
        seller: String,
        company: String,
        total: Money,
        from: Day,
        through: Day,
        due: Day,
        /// The card it is charged to, and when; without it, it is to be transferred.
        #[serde(default)]
        charge: Option<(String, Day)>,
        /// What credit notes have paid of it.
        #[serde(default)]
        set_off: Option<Money>,
        /// When it is an account that is charged.
        #[serde(default)]
        debit: Option<DebitNotice>,
    },
    /// An account is to be debited for an invoice that was issued before it was known.
    DebitAhead {
        number: InvoiceNumber,
        company: String,
        slug: String,
        /// The account, as people tell it apart.
        account: String,
        amount: Money,
        on: Day,
        debit: DebitNotice,
    },
    /// An invoice was corrected; it goes to everybody who gets invoices, as M29 does.
    CreditNote {
        number: InvoiceNumber,
        link: LinkId,
        seller: String,
        company: String,
        /// The invoice that it corrects.
        invoice: InvoiceNumber,
        reason: String,
        total: Money,
        /// What of it was open and is owed no more.
        settled: Money,
        /// What of it was paid already.
        left: Money,
    },
    /// Money of a credit note goes back to the card that paid the invoice; or it does not, because the card did not take it.
    CreditToCard {
        number: InvoiceNumber,
        seller: String,
        company: String,
        /// The invoice that it corrects.
        invoice: InvoiceNumber,
        amount: Money,
        goes: bool,
    },
    /// M30. `next` is when the card is charged again.
    ChargeFailed {
        number: InvoiceNumber,
        company: String,
        slug: String,
        contact_id: BillingContactId,
        card: String,
        amount: Money,
        why: Decline,
        next: Option<Day>,
        /// When it is an account that is charged.
        #[serde(default)]
        debit: Option<DebitNotice>,
    },
    /// M34.
    CardExpires {
        company: String,
        slug: String,
        contact: String,
        contact_id: BillingContactId,
        card: String,
        month: CardMonth,
    },
    /// M30, the second time when it comes `again`. Addresses for invoices get the id of a mailed secret, Owners find the
    /// invoice in the archive. `next` is the day of the next step, when there is a worse one.
    PaymentDue {
        number: InvoiceNumber,
        link: Option<LinkId>,
        company: String,
        slug: String,
        balance: Money,
        due: Day,
        again: bool,
        next: Option<Day>,
    },
    /// M31: which Apps run again, and whether another payment is overdue still.
    AllClear { company: String, slug: String, contact: BillingContactId, resumed: Vec<String>, overdue: bool },
    /// M32. Admins get it without what is overdue. Until `kept_until` nothing is deleted.
    AppsSuspended {
        company: String,
        slug: String,
        apps: Vec<String>,
        kept_until: Day,
        overdue: Option<Overdue>,
        link: Option<LinkId>,
    },
    /// M33, when it is to happen `on` a day or later.
    AppsEnding {
        company: String,
        slug: String,
        apps: Vec<String>,
        on: Day,
        overdue: Option<Overdue>,
        link: Option<LinkId>,
    },
    /// M33, when it has happened.
    AppsDeleted { company: String, apps: Vec<String>, reason: String },
    /// M37.
    CompanyDeleted { company: String, by: String },
    /// M20, and M21 when it is the last one. Without `slug` it is a trial of one's own. The App is kept for `kept_days`
    /// after its end.
    TrialEnding { app: String, slug: Option<String>, ends_at: Moment, kept_days: i64, last: bool },
    /// M22. Nobody can take the name for `blocked_days`.
    TrialDeleted { app: String, company: Option<String>, blocked_days: i64 },
    /// The operator paused an App or lets it run again, and says why.
    AppPaused { app: String, slug: Option<String>, reason: String, resumed: bool },
    /// M33, when it has happened: the operator deleted an App, and says why.
    AppDeleted { app: String, company: Option<String>, reason: String },
    /// M36. `by` is empty when the house did it.
    AppNews { app: String, company: String, slug: String, by: String, news: AppNews },
    /// M11, and M11r when it reminds. `link` is the id of the mailed secret; a resend carries a new one, a reminder the
    /// same. Prices are net, a month.
    PaymentRequest {
        request: PaymentRequestId,
        link: LinkId,
        sender: String,
        /// Where replies go.
        sender_email: String,
        apps: Vec<OfferedApp>,
        total: Money,
        keeps: Vec<Keeper>,
        note: Option<String>,
        expires_at: Moment,
        reminds: bool,
    },
    /// A code for who came with a copied link. `code` is the id from which it is derived.
    RequestCode { sender: String, code: LinkId, until: Moment },
    /// To the client: an App is suspended and the deadline waits, or it runs again (S30).
    RequestHeld { sender: String, apps: Vec<String>, expires_at: Option<Moment> },
    /// M13.
    NowYours { name: String, company: String, slug: String, apps: Vec<String>, keeps: Vec<Keeper>, first_invoice: Day },
    /// M14. The client's Company is named to the sender alone, who is its Admin now.
    HandedOver { client: String, apps: Vec<String>, company: Option<String>, slug: Option<String> },
    /// M15. `link` is the id of the mailed secret, while the request can be answered still.
    CardNotTaken { sender: String, apps: Vec<String>, link: Option<LinkId>, why: NotTaken },
    /// M18, to the client.
    RequestOver { sender: String, apps: Vec<String> },
    /// M19.
    RequestWithdrawn { sender: String, apps: Vec<String> },
    /// To the Owners: an Admin would like to hand over paid Apps, and one of them has to confirm it (S10). A reminder reads
    /// much the same.
    RequestProposed {
        sender: String,
        /// The client's address.
        email: String,
        company: String,
        slug: String,
        apps: Vec<OfferedApp>,
        total: Money,
        note: Option<String>,
        expires_at: Moment,
        #[serde(default)]
        reminds: bool,
    },
    /// To who sent a payment request: what became of it.
    RequestNews { email: String, apps: Vec<String>, slug: Option<String>, news: RequestNews },
}

/// Why a card was not taken for a payment request. Nothing was charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotTaken {
    /// The provider has ended its page, because nobody finished it or the bank did not agree.
    Ended,
    /// The card came when the request had ended, or offered something else.
    Over,
}

/// What is overdue of one Billing Contact: the invoice that was due first, and all of it together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overdue {
    pub number: InvoiceNumber,
    pub owed: Money,
    pub due: Day,
}

/// What the sender of a payment request is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestNews {
    /// M12. `confirmed_by` is the Owner who has just confirmed it (S10).
    Sent {
        expires_at: Moment,
        #[serde(default)]
        confirmed_by: Option<String>,
    },
    /// An Owner does not want it (S10).
    Refused {
        by: String,
        reason: Option<String>,
    },
    /// No Owner has confirmed it in time (S10).
    Unconfirmed,
    /// M16.
    Declined {
        reason: Option<String>,
    },
    /// M17.
    Ending {
        state: RequestState,
        expires_at: Moment,
    },
    /// M18. `trial_ends_at` is the next end of a trial among its Apps.
    Expired {
        trial_ends_at: Option<Moment>,
    },
    /// It was withdrawn by somebody else, or because an App is gone, or because the sender may not any more (S29, S30).
    Withdrawn,
    /// The client lets somebody else pay.
    PassedOn {
        to: String,
    },
    Bounced,
    /// The client asks for an ended request to be sent again.
    RenewalAsked,
    /// Somebody else got the link, and asks for one to an address of theirs (S27).
    ReaddressAsked {
        to: String,
    },
}

/// What M36 is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppNews {
    Created {
        plan: String,
        trial: bool,
    },
    Deleted,
    Scaled {
        from: String,
        to: String,
    },
    /// It left this Company for another one, named only to who belongs to that one too (I41).
    MovedAway {
        to: Option<String>,
    },
    /// It came from another Company, named as above, or was a trial of somebody's own.
    MovedHere {
        from: Option<String>,
    },
}

/// What M3 is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecurityEvent {
    PasswordChanged,
    PasswordReset,
    /// Told to the old address too (E6).
    EmailChanged,
    NewDevice,
    /// A personal access token was made.
    TokenMade,
    SecondFactorOn,
    SecondFactorOff,
    /// By the operator.
    SecondFactorReset,
    RecoveryCodeUsed,
    PasskeyAdded,
    PasskeyRemoved,
}

/// What became of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyEvent {
    Added,
    Removed,
}

impl Letter {
    /// The preference by which this mail can be muted; `None` when it is transactional.
    pub const fn notice(&self) -> Option<Notice> {
        match self {
            Self::Joined { .. } => Some(Notice::Joined),
            _ => None,
        }
    }
}
