//! Every mail the house can send, as data. An act writes a letter into the outbox in its own transaction; the words are
//! put together when it is sent. A letter never holds a secret: only the id from which the house derives it again.

mod accounts;
mod apps;
mod billing;
mod requests;

use serde::{Deserialize, Serialize};

pub use accounts::{KeyEvent, SecurityEvent};
pub use apps::AppNews;
pub use billing::{InvoiceNow, NotTaken, Overdue};
pub use requests::RequestNews;

use crate::rules::{
    billing::BillingPart,
    day::Day,
    id::{BillingContactId, InvitationId, LinkId, NewsletterId, PaymentRequestId, UserId, WebhookId},
    invoice::InvoiceNumber,
    moment::Moment,
    money::Money,
    notice::Notice,
    payment::{CardMonth, DebitNotice, Decline},
    request::{Gross, Keeper, OfferedApp, SellerTax},
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
    /// A link that proves who sits there, for who has no password to give again.
    ProofLink { name: String, link: LinkId, expires_at: Moment, device: String },
    /// Instead of a link that signs in or sets a password, when nobody has this address (I38).
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
    /// To the operators: somebody who declined a payment request does not know who sent it.
    SenderUnknown { sender: String, sender_email: String, apps: Vec<String>, at: Moment },
    /// To the operators: a webhook was turned off by itself. `target` is the origin of its address: what follows may be a
    /// secret.
    WebhookTurnedOff { webhook: WebhookId, target: String, description: String, why: WebhookOff, at: Moment },
    /// To the operators: what the provider took beside what an invoice said did not go back to its payer.
    SurplusNotTaken { invoice: InvoiceNumber, buyer: String, amount: Money, at: Moment },
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
    /// To Owners, Admins and the addresses for invoices: the operator has suspended the Company (3.2). Without `slug`, here
    /// and in other letters, it goes to an address for invoices, which need not have an account.
    CompanySuspended { company: String, slug: Option<String>, reason: String, at: Moment },
    /// To the same: it runs again.
    CompanyResumed { company: String, slug: Option<String>, reason: String },
    /// M28: what will happen, when, and how an Owner stops it.
    RecoveryRequested {
        company: String,
        slug: Option<String>,
        heir: String,
        departed: Option<String>,
        reason: String,
        due_at: Moment,
    },
    /// M28, when an Owner or the operator stopped it.
    RecoveryStopped { company: String, slug: Option<String>, by: String },
    /// M28: it has happened.
    RecoveryDone { company: String, slug: Option<String>, heir: String, departed: Option<String> },
    /// M35: which parts, never what stands in them.
    BillingChanged { company: String, slug: Option<String>, contact: String, by: String, parts: Vec<BillingPart> },
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
        /// How it stands by now, when it is mailed again.
        #[serde(default)]
        now: Option<InvoiceNow>,
    },
    /// An account is to be debited for an invoice that was issued before it was known. Addresses for invoices get the id of
    /// a mailed secret, here and below; Owners find the invoice in the archive.
    DebitAhead {
        number: InvoiceNumber,
        #[serde(default)]
        link: Option<LinkId>,
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
        #[serde(default)]
        link: Option<LinkId>,
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
        slug: Option<String>,
        contact: String,
        contact_id: BillingContactId,
        card: String,
        month: CardMonth,
    },
    /// M30, the second time when it comes `again`. `next` is the day of the next step, when there is a worse one. With an empty
    /// `slug` the Company was deleted: what a card or an account was to pay is to be transferred.
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
    AllClear { company: String, slug: Option<String>, contact: BillingContactId, resumed: Vec<String>, overdue: bool },
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
        /// What decides about the tax on it.
        #[serde(default)]
        vat: SellerTax,
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
    NowYours {
        name: String,
        company: String,
        slug: String,
        apps: Vec<String>,
        keeps: Vec<Keeper>,
        /// The deploy keys that still open the Apps, by name.
        #[serde(default)]
        deploy_keys: Vec<String>,
        first_invoice: Day,
        /// What a month costs, with the tax.
        #[serde(default)]
        price: Option<Gross>,
    },
    /// M14. The client's Company is named to the sender alone, who is its Admin now.
    HandedOver {
        client: String,
        apps: Vec<String>,
        company: Option<String>,
        slug: Option<String>,
        /// Whether all of them were trials, which have cost the giving side nothing.
        #[serde(default)]
        trial: bool,
    },
    /// M15. `link` is the id of the mailed secret, while the request can be answered still.
    CardNotTaken { sender: String, apps: Vec<String>, link: Option<LinkId>, why: NotTaken },
    /// M18, to the client. `link` is the id of the newest mailed secret, which asks the sender for a new one.
    RequestOver {
        sender: String,
        apps: Vec<String>,
        #[serde(default)]
        link: Option<LinkId>,
    },
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

impl Letter {
    /// The same to an address for invoices, which need not have an account: without a way into the dashboard.
    #[must_use]
    pub fn outside(&self) -> Self {
        let mut letter = self.clone();
        if let Self::CompanySuspended { slug, .. }
        | Self::CompanyResumed { slug, .. }
        | Self::RecoveryRequested { slug, .. }
        | Self::RecoveryStopped { slug, .. }
        | Self::RecoveryDone { slug, .. }
        | Self::BillingChanged { slug, .. }
        | Self::CardExpires { slug, .. }
        | Self::AllClear { slug, .. } = &mut letter
        {
            *slug = None;
        }
        letter
    }

    /// The preference by which this mail can be muted; `None` when it is transactional.
    pub const fn notice(&self) -> Option<Notice> {
        match self {
            Self::Joined { .. } => Some(Notice::Joined),
            _ => None,
        }
    }
}
