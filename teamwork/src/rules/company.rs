//! Companies as people see them.

use serde::{Deserialize, Serialize};

use super::{
    billing::{BillingData, BillingForm},
    day::Day,
    dunning::CompanyArrears,
    id::CompanyId,
    invoice::InvoiceNumber,
    money::Money,
    policy::Policies,
    problem::{Flaws, Problem},
    role::Role,
    text::{CompanyName, Slug},
};

/// A Company in a list of mine, with my role in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct CompanyCard {
    pub id: CompanyId,
    pub slug: String,
    pub name: String,
    pub role: Role,
    /// How many members there are; only for those who may see them (matrix row 3).
    pub members: Option<i64>,
    /// When a payment is overdue; only for those who see the Billing Contacts (matrix row 37).
    pub arrears: Option<CompanyArrears>,
}

/// The front page of a Company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct CompanyOverview {
    pub id: CompanyId,
    pub slug: String,
    pub name: String,
    /// My role in it.
    pub role: Role,
    /// The Owners' full names (matrix row 2); of very many the last word says that there are more.
    pub owners: Vec<String>,
    /// How many members there are; only for those who may see them.
    pub members: Option<i64>,
    /// How many invitations are open; only for those who may see them.
    pub invitations: Option<i64>,
    /// Why the operator has suspended it, if so.
    pub suspended: Option<String>,
    /// Whether a recovery of ownership waits; only for Owners and Admins.
    pub recovery: bool,
    /// What it costs, on the front page of who looks at it as a client; only for those who see the cost (row 42).
    pub bill: Option<CompanyBill>,
}

/// What a Company has and pays for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct CompanyBill {
    /// How many Apps it has.
    pub apps: i64,
    /// What this month has cost so far, net, today included: each currency for itself.
    pub cost: Vec<Money>,
    /// When the next invoice comes; `None` while nothing has to be paid.
    pub next_invoice: Option<Day>,
}

/// What somebody typed to set up a Company (R18): its name, its name in URLs, and the first Billing Contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanySetup {
    pub name: CompanyName,
    pub slug: Slug,
    pub billing: BillingData,
}

impl CompanySetup {
    /// Reads the whole form. An empty slug is proposed from the name.
    ///
    /// # Errors
    /// Everything that is wrong with it, at once.
    pub fn read(name: &str, slug: &str, billing: &BillingForm) -> Result<Self, Problem> {
        let mut flaws = Flaws::default();
        let company = flaws.keep(CompanyName::parse(name));
        let proposed = if slug.trim().is_empty() { Slug::propose(name) } else { slug.to_owned() };
        let slug = flaws.keep(Slug::parse(&proposed));
        let billing = BillingData::parse(billing, &mut flaws);
        match (company, slug, billing) {
            (Some(name), Some(slug), Some(billing)) => Ok(Self { name, slug, billing }),
            _ => Err(flaws.into_problem()),
        }
    }
}

/// What can be set about a Company (row 4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct CompanySettings {
    pub name: String,
    pub slug: String,
    #[serde(flatten)]
    pub policies: Policies,
    /// The state that is seen; a change names it.
    pub version: i64,
}

/// The two names of a Company, as somebody typed them anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyNames {
    pub name: CompanyName,
    pub slug: Slug,
}

impl CompanyNames {
    /// Reads both.
    ///
    /// # Errors
    /// Everything that is wrong with them, at once.
    pub fn read(name: &str, slug: &str) -> Result<Self, Problem> {
        let mut flaws = Flaws::default();
        match (flaws.keep(CompanyName::parse(name)), flaws.keep(Slug::parse(slug))) {
            (Some(name), Some(slug)) => Ok(Self { name, slug }),
            _ => Err(flaws.into_problem()),
        }
    }
}

/// How many of each a page of the end names.
pub const END_MAX: usize = 200;

/// What ends with a Company (S3); of each the first [`END_MAX`], and one more when there are more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct CompanyEnd {
    pub company: String,
    pub slug: String,
    pub apps: Vec<String>,
    pub people: Vec<PersonEnd>,
    /// The addresses with an open invitation.
    pub invitations: Vec<String>,
    /// What is still owed; it stays owed.
    pub invoices: Vec<InvoiceEnd>,
}

/// An open invoice of a Company that ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct InvoiceEnd {
    pub number: InvoiceNumber,
    /// What is still owed.
    pub balance: Money,
    pub due: Day,
    /// Whether it is being charged, so that it is not to be transferred.
    pub charging: bool,
}

/// Somebody whose access ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct PersonEnd {
    pub name: String,
    pub role: Role,
}
