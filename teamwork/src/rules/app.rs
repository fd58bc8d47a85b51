//! Apps (4.3): trial, active, suspended, deleted; held by a Company, or by who began the trial.

use serde::{Deserialize, Serialize};

use super::{
    day::Day,
    id::{AppId, BillingContactId, UserId},
    moment::Moment,
    money::Money,
    permission::{Action, may},
    plan::{PlanCard, PlanRoom},
    problem::{Field, Flaw, Why},
    request::RequestState,
    role::Role,
};

/// Where an App is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum AppState {
    /// Free, with a deadline, without Billing Contact (R44).
    Trial,
    /// Paid.
    Active,
    /// The site is paused, the data is kept.
    Suspended,
    /// Gone; its name is blocked for a while.
    Deleted,
}

impl AppState {
    /// The word on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trial => "Trial",
            Self::Active => "Active",
            Self::Suspended => "Suspended",
            Self::Deleted => "Deleted",
        }
    }

    /// The word in the log.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Trial => "trial",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Deleted => "deleted",
        }
    }
}

/// Why an App is suspended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum SuspendedBy {
    /// Its trial is over and nobody pays.
    TrialEnded,
    Operator,
    /// Its Billing Contact does not pay.
    Dunning,
}

impl SuspendedBy {
    /// The words in a list; an App that the operator has paused is simply suspended.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TrialEnded => "Trial ended",
            Self::Operator => "Suspended",
            Self::Dunning => "Suspended: payment is overdue",
        }
    }

    /// The sentence on the page.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::TrialEnded => "The trial is over. Attach a Billing Contact, and it runs again.",
            Self::Operator => "The operator has paused it. Ask the operator.",
            Self::Dunning => {
                "Suspended: payment is overdue. It runs again when the open invoices are paid; nothing is lost until then."
            }
        }
    }
}

/// What earns a trial more time, once each (E54).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrialTask {
    ConfirmedAddress,
    RealName,
    FirstKey,
    /// Of the App itself, not of who began it: a domain leads here.
    RoutedDomain,
    /// Of the App itself as well: visitors see something.
    FirstRelease,
}

impl TrialTask {
    /// Its bit in what an App has earned.
    pub const fn bit(self) -> i64 {
        match self {
            Self::ConfirmedAddress => 1,
            Self::RealName => 2,
            Self::FirstKey => 4,
            Self::RoutedDomain => 8,
            Self::FirstRelease => 16,
        }
    }

    /// The word in the log.
    pub const fn key(self) -> &'static str {
        match self {
            Self::ConfirmedAddress => "confirmed_address",
            Self::RealName => "real_name",
            Self::FirstKey => "first_key",
            Self::RoutedDomain => "routed_domain",
            Self::FirstRelease => "first_release",
        }
    }
}

/// An App in a list. Who only sees names and cost (matrix row 8) is told no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct AppCard {
    pub id: AppId,
    pub name: String,
    pub state: Option<AppState>,
    pub suspended_by: Option<SuspendedBy>,
    pub trial_ends_at: Option<Moment>,
    pub plan: Option<String>,
    /// The name of the Billing Contact, for who sees it.
    pub payer: Option<String>,
    /// A month, for who sees it. A trial costs nothing.
    pub price: Option<Money>,
    /// The payment request that it waits for, for who sees those of the Company (row 3).
    pub waits: Option<WaitingRequest>,
    /// Whether the App's own page is open to the reader.
    pub opens: bool,
}

/// That an App waits for a client, or for an Owner who lets the client know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct WaitingRequest {
    pub state: RequestState,
    pub expires_at: Moment,
    /// Whether the deadline stands still, because an App of the request is suspended.
    pub frozen: bool,
    /// Whether it waits for the reader, who is an Owner, to confirm it (S10).
    pub confirms: bool,
}

impl WaitingRequest {
    /// What of it somebody is told with this role in the Company that holds the App, or who began the trial: nothing who
    /// does not see the team (row 3), and whom it waits for.
    pub fn told_to(self, role: Option<Role>) -> Option<Self> {
        let Some(role) = role else { return Some(self) };
        may(role, Action::SeeTeam).ok()?;
        let confirms = self.state == RequestState::Proposed && may(role, Action::ConfirmRequest).is_ok();
        Some(Self { confirms, ..self })
    }
}

/// One page of the Apps of a Company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppPage {
    /// What the reader is there.
    pub role: Role,
    pub apps: Vec<AppCard>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Somebody with access to an App, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct AppPerson {
    pub user: UserId,
    pub name: String,
    /// `None` for who began a trial of their own.
    pub role: Option<Role>,
    /// Whether they have a key at all: without one nobody gets at code.
    pub has_key: bool,
    /// When a key of theirs was used, if this App is the last one that it was used for.
    pub key_used_at: Option<Moment>,
}

/// A Billing Contact that could pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct PayerCard {
    pub id: BillingContactId,
    pub name: String,
    /// What it pays in; a plan in another one is not for it.
    pub currency: String,
    /// Whether it takes no more Apps, because a payment of it is overdue.
    pub blocked: bool,
}

/// One App.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct AppOverview {
    pub id: AppId,
    pub name: String,
    /// Where it is served.
    pub address: String,
    /// The Company that holds it, by its name in URLs and its name; `None` for a trial of one's own.
    pub slug: Option<String>,
    pub company: Option<String>,
    /// What the reader is in that Company.
    pub role: Option<Role>,
    pub state: AppState,
    pub suspended_by: Option<SuspendedBy>,
    pub trial_ends_at: Option<Moment>,
    /// When an App whose trial has ended is deleted.
    pub deleted_at: Option<Moment>,
    pub plan: PlanRoom,
    /// Who pays, for who may know.
    pub payer: Option<PayerCard>,
    /// What a month costs, for who may know.
    pub price: Option<Money>,
    /// What this month has cost so far, each currency for itself.
    pub cost: Vec<Money>,
    /// The payment request that it waits for, for who sees those of the Company (row 3), or began the trial.
    pub waits: Option<WaitingRequest>,
    pub access: Vec<AppPerson>,
    /// Whether more people have access than are listed.
    pub more_access: bool,
    pub created_at: Moment,
    pub version: i64,
}

/// What another plan would mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct ScaleChoice {
    pub plan: PlanCard,
    /// Whether it is the present one, or the one that begins tomorrow.
    pub current: bool,
    /// What this month costs if it begins tomorrow and stays. `None` while nobody pays.
    pub month: Option<Money>,
}

/// The preview of scaling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct ScalePreview {
    pub app: AppOverview,
    /// The day from which a new plan counts.
    pub from: Day,
    pub choices: Vec<ScaleChoice>,
}

/// A Company that an App could go to, with who could pay there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct MoveTarget {
    pub slug: String,
    pub name: String,
    pub payers: Vec<PayerCard>,
}

/// Who could pay for an App, and where it could go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct PaySheet {
    pub app: AppOverview,
    pub plans: Vec<PlanCard>,
    /// The App's own Company; for a trial of one's own, those where one is Owner or Admin.
    pub payers: Vec<MoveTarget>,
}

/// What a new App in a Company can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct NewAppSheet {
    pub plans: Vec<PlanCard>,
    pub payers: Vec<PayerCard>,
}

/// What a move takes along: read before it is confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct BillOfLading {
    pub app: AppOverview,
    pub targets: Vec<MoveTarget>,
    /// Who loses access, by name, unless they belong to the other Company too. The last word may say that there are others.
    pub loses: Vec<String>,
    /// Deploy keys stay, each listed.
    pub keys: Vec<String>,
    /// The last day that the present payer pays.
    pub through: Day,
}

/// The name of an App: URL-safe, once on this server, never changed, on every invoice (E51).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
pub struct AppName(String);

/// Names that are pages of ours.
const RESERVED: [&str; 5] = ["new", "api", "www", "admin", "warren"];

impl AppName {
    /// Reads a name: 3–40 letters a–z, digits and hyphens, beginning with a letter, so that it is a label of a host name
    /// (RFC 1123) too.
    ///
    /// # Errors
    /// When it is empty, has other characters, or is one of ours.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let flaw = |why| Flaw { field: Field::AppName, why };
        let text = text.trim().to_ascii_lowercase();
        let fits = (3..=40).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && !text.ends_with('-')
            && !text.contains("--")
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        match text.as_str() {
            "" => Err(flaw(Why::Missing)),
            name if RESERVED.contains(&name) => Err(flaw(Why::Reserved)),
            _ if fits => Ok(Self(text)),
            _ => Err(flaw(Why::NotAnAppName)),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for AppName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_label_of_a_host() {
        for good in ["shop", "app-x", "a2c", " Shop "] {
            assert!(AppName::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "ab", "new", "2shop", "shop-", "a--b", "sh_op", "shöp", &"a".repeat(41)] {
            assert!(AppName::parse(bad).is_err(), "{bad}");
        }
    }
}
