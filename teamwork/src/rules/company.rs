//! Companies as people see them.

use serde::{Deserialize, Serialize};

use super::{
    billing::{BillingData, BillingForm},
    id::CompanyId,
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
    /// The Owners' full names (matrix row 2).
    pub owners: Vec<String>,
    /// How many members there are; only for those who may see them.
    pub members: Option<i64>,
    /// How many invitations are open; only for those who may see them.
    pub invitations: Option<i64>,
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
