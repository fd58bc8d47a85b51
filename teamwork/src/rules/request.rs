//! "Invite a client" (4.2): a payment request for one or several Apps, from pending to completed, and what each side sees
//! of it.

use serde::{Deserialize, Serialize};

use super::{
    app::PayerCard,
    billing::{BillingData, BillingForm},
    day::Day,
    id::{AppId, BillingContactId, PaymentRequestId, UserId},
    invitation::NOTE_MAX,
    moment::{DAY, HOUR, MINUTE, Moment},
    money::Money,
    plan::PlanCard,
    problem::{Field, Flaw, Flaws, Gone, Problem, Why},
    role::Role,
    text::{CompanyName, Email, Line, PersonName},
};

/// How long a request lives when neither sender nor operator say otherwise (S18).
pub const REQUEST_LIFE: i64 = 7 * DAY;
/// How long a billing that was begun before the deadline holds a request (4.2).
pub const BILLING_GRACE: i64 = HOUR;
/// How long a trial runs at least, once a request for it has ended without a handover (S19).
pub const TRIAL_REPRIEVE: i64 = 2 * DAY;
/// How often that holds for one App: one request and one renewal; after that only the operator extends (S19).
pub const REPRIEVES: i64 = 2;
/// How long before the deadline both sides are reminded (M11r, M17).
pub const LAST_CALL: i64 = DAY;
/// How long a mailed code can be typed.
pub const CODE_LIFE: i64 = 30 * MINUTE;
/// How many Apps one request may hand over (S21).
pub const APPS_MAX: usize = 20;

/// Where a request is in its life, as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
pub enum RequestState {
    /// Sent; nobody has signed in through it.
    Pending,
    /// The client has signed in through it: it is bound to their account.
    Claimed,
    /// The client waits for a payment provider. Nothing has moved.
    Billing,
    /// The client owns the Apps.
    Completed,
    Declined,
    Expired,
    Cancelled,
}

impl RequestState {
    /// Whether it waits for an answer still.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Claimed | Self::Billing)
    }

    /// The word in the log.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Claimed => "claimed",
            Self::Billing => "billing",
            Self::Completed => "completed",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
        }
    }

    /// How far it is, for who sent it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "Waits for an answer",
            Self::Claimed => "Has signed in",
            Self::Billing => "Is paying",
            Self::Completed => "Done",
            Self::Declined => "Declined",
            Self::Expired => "Expired",
            Self::Cancelled => "Withdrawn",
        }
    }

    /// May this request still be answered at `now`? A billing begun in time holds it for [`BILLING_GRACE`] longer.
    ///
    /// # Errors
    /// What became of it instead.
    pub fn answerable(self, expires_at: Moment, now: Moment) -> Result<(), Gone> {
        match self {
            Self::Pending | Self::Claimed if now < expires_at => Ok(()),
            Self::Billing if now < expires_at.plus(BILLING_GRACE) => Ok(()),
            Self::Pending | Self::Claimed | Self::Billing | Self::Expired => Err(Gone::RequestExpired),
            Self::Completed => Err(Gone::RequestCompleted),
            Self::Declined => Err(Gone::RequestDeclined),
            Self::Cancelled => Err(Gone::RequestWithdrawn),
        }
    }

    /// May it still be resent, re-addressed or withdrawn? What has ended is sent anew instead.
    ///
    /// # Errors
    /// What became of it instead.
    pub const fn manageable(self) -> Result<(), Gone> {
        match self {
            Self::Pending | Self::Claimed | Self::Billing => Ok(()),
            Self::Expired => Err(Gone::RequestExpired),
            Self::Completed => Err(Gone::RequestCompleted),
            Self::Declined => Err(Gone::RequestDeclined),
            Self::Cancelled => Err(Gone::RequestWithdrawn),
        }
    }
}

/// What somebody typed to invite a client. Only the address has to be filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestForm {
    pub email: String,
    pub note: String,
    /// What the client's business is called, as far as the sender knows.
    pub company: String,
    /// In how many days it expires; empty for what the house has set.
    pub days: String,
    /// The plan that trials will have; empty for the one they have.
    pub plan: String,
    /// Further Apps of the same giving side (S21).
    pub apps: Vec<AppId>,
    /// The sender's own name, asked for when it is not complete (R59, S31).
    pub first_name: String,
    pub last_name: String,
}

/// The same, when it holds together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestData {
    pub email: Email,
    pub note: Option<String>,
    pub company: Option<String>,
    /// In milliseconds; `None` for what the house has set.
    pub life: Option<i64>,
    pub plan: Option<String>,
    pub apps: Vec<AppId>,
    /// The sender's name, if it has to be completed first.
    pub name: Option<PersonName>,
}

impl RequestForm {
    /// Reads the whole form. `is_named` is whether the sender's name is complete already.
    ///
    /// # Errors
    /// Everything that is wrong with it, at once.
    pub fn read(self, is_named: bool) -> Result<RequestData, Problem> {
        let mut flaws = Flaws::default();
        let email = flaws.keep(Email::parse(Field::Email, &self.email));
        let note = flaws.keep(Line::parse_optional(Field::Note, &self.note, NOTE_MAX));
        let company = flaws.keep(proposed_name(&self.company));
        let life = flaws.keep(read_days(&self.days));
        let name = if is_named { None } else { complete_name(&self.first_name, &self.last_name, &mut flaws) };
        let mut apps = self.apps;
        apps.sort_unstable();
        apps.dedup();
        if apps.len() > APPS_MAX {
            flaws.add(Field::Apps, Why::Full(u16::try_from(APPS_MAX).unwrap_or(u16::MAX)));
        }
        flaws.check()?;
        let plan = Some(self.plan.trim().to_owned()).filter(|plan| !plan.is_empty());
        match (email, note, company, life) {
            (Some(email), Some(note), Some(company), Some(life)) => {
                let note = note.map(|note| note.to_string());
                Ok(RequestData { email, note, company, life, plan, apps, name })
            }
            _ => Err(Problem::Malformed),
        }
    }
}

fn proposed_name(text: &str) -> Result<Option<String>, Flaw> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    CompanyName::parse(text).map(|name| Some(name.to_string()))
}

fn read_days(text: &str) -> Result<Option<i64>, Flaw> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let days = text.trim().parse::<i64>().ok().filter(|days| (1..=30).contains(days));
    days.map(|days| Some(days * DAY)).ok_or(Flaw { field: Field::Days, why: Why::NotInRange(1, 30) })
}

/// The inviter has first and last name (R59).
fn complete_name(first: &str, last: &str, flaws: &mut Flaws) -> Option<PersonName> {
    let name = PersonName::parse(first, last);
    let name = name.map_err(|found| found.into_iter().for_each(|flaw| flaws.add(flaw.field, flaw.why))).ok();
    if last.trim().is_empty() {
        flaws.add(Field::LastName, Why::Missing);
        return None;
    }
    name
}

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
    pub offer: RequestOffer,
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
    /// The request for this App that waits, or the last one that has ended.
    pub request: Option<RequestCard>,
    /// Whether the offer is no longer what the client was sent: the link is void until it is sent again.
    pub outdated: bool,
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
    /// Since when it is over.
    pub ended_at: Option<Moment>,
    /// Whether the mail reached the receiving server.
    pub delivered: bool,
    pub bounced: bool,
    /// Whether an App of it is suspended: then the deadline stands still.
    pub frozen: bool,
    /// Why the client declined, if they said.
    pub reason: Option<String>,
    /// Whether the reader may resend, re-address and withdraw it (row 21).
    pub mine: bool,
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

/// A request to my own address, where I am signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct MyRequest {
    pub id: PaymentRequestId,
    pub sender: String,
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
    /// Whether an App of it is suspended: it can be answered when that is over.
    pub frozen: bool,
    pub reader: Client,
}

/// How the reader of a request stands to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub enum Client {
    /// Not signed in, and the address has no account. The mailed link proves the mailbox; a copied one asks for a code
    /// that is mailed first, and `coded` is whether one is on its way.
    New { proven: bool, coded: bool },
    /// Not signed in; the address has an account. Who came with the mailed link can decline and pass it on as they are.
    SignIn { proven: bool },
    /// Signed in with the invited, confirmed address: with the Companies they own, and who could pay there (S22).
    Invited { name: PersonName, companies: Vec<OwnCompany> },
    /// Signed in with the invited address, which is not confirmed yet.
    Unconfirmed,
    /// Signed in with another address (S27).
    WrongAccount { email: String },
}

/// A Company that the client owns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct OwnCompany {
    pub name: String,
    pub payers: Vec<PayerCard>,
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
    /// Whether the client can sign in with a password already.
    pub has_password: bool,
}

/// What the client typed to accept and pay: nine fields at most, on one page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptForm {
    /// The full name, of who has no account yet.
    pub full_name: String,
    /// A Billing Contact of a Company of one's own that pays; empty for a new Company.
    pub payer: String,
    /// The name of the new Company.
    pub company: String,
    pub street: String,
    pub postal_code: String,
    pub city: String,
    pub country: String,
    pub vat_number: String,
    /// The mailed code, for who came with a copied link.
    pub code: String,
}

/// Where the Apps go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A Company that is set up for them, with its first Billing Contact.
    New { name: CompanyName, billing: Box<BillingData> },
    /// A Company the client owns: the one of this Billing Contact (S22).
    Existing { payer: BillingContactId },
}

impl AcceptForm {
    /// Reads where the Apps go and who pays. Invoices go to `email` until somebody changes that.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub fn target(&self, email: &str, flaws: &mut Flaws) -> Option<Target> {
        let chosen = self.payer.trim();
        if !chosen.is_empty() {
            let payer = chosen.parse().map_err(|_| Flaw { field: Field::Payer, why: Why::NotAPayer });
            return flaws.keep(payer).map(|payer| Target::Existing { payer });
        }
        let name = flaws.keep(CompanyName::parse(&self.company));
        let form = BillingForm {
            billing_name: self.company.clone(),
            street: self.street.clone(),
            postal_code: self.postal_code.clone(),
            city: self.city.clone(),
            country: self.country.clone(),
            vat_number: self.vat_number.clone(),
            billing_email: email.to_owned(),
        };
        // The name of the Company is asked once; what is wrong with it is said once.
        let mut about_billing = Flaws::default();
        let billing = BillingData::parse(&form, &mut about_billing);
        flaws.take(about_billing, |field| field != Field::BillingName);
        Some(Target::New { name: name?, billing: Box::new(billing?) })
    }

    /// Reads the full name in one field: the last word is the last name.
    pub fn name(&self, flaws: &mut Flaws) -> Option<PersonName> {
        let text = self.full_name.trim();
        let (first, last) = text.rsplit_once(char::is_whitespace).unwrap_or((text, ""));
        let name = PersonName::parse(first, last);
        name.map_err(|found| found.into_iter().for_each(|flaw| flaws.add(Field::FullName, flaw.why))).ok()
    }
}

/// Who comes along as a Developer, and on which App (S24).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Along {
    pub app: AppId,
    pub user: UserId,
}

/// The role a sender has in the client's Company afterwards (S23): who was more than Admin stays it.
pub const fn after_handover(now: Option<Role>) -> Role {
    match now {
        Some(Role::Owner) => Role::Owner,
        Some(Role::Admin | Role::Developer | Role::Billing) | None => Role::Admin,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: Moment = Moment::from_millis(1_000_000);

    #[test]
    fn a_billing_begun_in_time_holds_a_request_for_an_hour() {
        let (before, at, after) = (T.plus(-1), T, T.plus(BILLING_GRACE));
        for state in [RequestState::Pending, RequestState::Claimed] {
            assert_eq!(state.answerable(T, before), Ok(()));
            assert_eq!(state.answerable(T, at), Err(Gone::RequestExpired));
        }
        assert_eq!(RequestState::Billing.answerable(T, at), Ok(()));
        assert_eq!(RequestState::Billing.answerable(T, after.plus(-1)), Ok(()));
        assert_eq!(RequestState::Billing.answerable(T, after), Err(Gone::RequestExpired));
    }

    #[test]
    fn who_invites_a_client_has_two_names() {
        let form = |first: &str, last: &str| RequestForm {
            email: "ana@acme.example".into(),
            first_name: first.into(),
            last_name: last.into(),
            ..RequestForm::default()
        };
        assert_eq!(form("", "").read(true).map(|data| data.name), Ok(None));
        assert_eq!(form("Kevin", "").read(false), Err(Problem::field(Field::LastName, Why::Missing)));
        assert_eq!(form("Kevin", "Flynn").read(false).unwrap().name.unwrap().full(), "Kevin Flynn");
    }

    #[test]
    fn a_request_lives_for_one_to_thirty_days() {
        for (text, life) in [("", Some(None)), (" 1 ", Some(Some(DAY))), ("30", Some(Some(30 * DAY)))] {
            assert_eq!(read_days(text).ok(), life, "{text}");
        }
        for bad in ["0", "31", "-1", "7.5", "a week"] {
            assert!(read_days(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_full_name_is_one_field() {
        let read =
            |text: &str| AcceptForm { full_name: text.into(), ..AcceptForm::default() }.name(&mut Flaws::default());
        assert_eq!(
            read(" Ana Maria Alba ").map(|name| (name.first, name.last)),
            Some(("Ana Maria".into(), "Alba".into()))
        );
        assert_eq!(read("Sukarno").map(|name| name.full()), Some("Sukarno".into()));
        assert_eq!(read(" "), None);
    }

    #[test]
    fn nobody_becomes_less_by_a_handover() {
        for (now, then) in [
            (None, Role::Admin),
            (Some(Role::Developer), Role::Admin),
            (Some(Role::Admin), Role::Admin),
            (Some(Role::Owner), Role::Owner),
        ] {
            assert_eq!(after_handover(now), then);
        }
    }
}
