//! A copy of one's own data: what the account holds, and what the person did.

use serde::Serialize;

use super::{Actor, within};
use crate::rules::{
    account::{LeftCompany, SessionCard, View},
    key::KeyCard,
    log::{Door, Event},
    notice::Preferences,
    problem::Problem,
    role::Role,
};

/// How many entries of the log a copy holds at most.
const MOST: usize = 20_000;

/// All but the log.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub struct Export {
    pub made_at: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub is_confirmed: bool,
    pub view: View,
    pub preferences: Preferences,
    pub companies: Vec<OwnCompany>,
    /// The personal trial Apps.
    pub trials: Vec<String>,
    /// The open invitations that the person has sent.
    pub invitations: Vec<String>,
    pub keys: Vec<KeyCard>,
    pub sessions: Vec<SessionCard>,
}

/// A Company of the person.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub struct OwnCompany {
    pub name: String,
    pub slug: String,
    pub role: Role,
}

/// One entry of the log by the person.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub struct OwnEntry {
    #[serde(skip)]
    pub id: i64,
    pub at: String,
    pub event: Event,
    pub door: Door,
    pub company: Option<String>,
    pub target: Option<String>,
    pub before: Option<String>,
    pub after: Option<String>,
}

impl Actor {
    /// Begins a copy of my data; the log notes it.
    ///
    /// # Errors
    /// When the password was not given within ten minutes, or the database does not answer.
    pub async fn export(&self) -> Result<Export, Problem> {
        self.fresh()?;
        let (closing, preferences) = (self.closing().await?, self.preferences().await?);
        let (keys, sessions) = (self.keys().await?, self.sessions().await?);
        within!(&self.guest, |tx| {
            tx.record(self.entry(Event::DataExported)).await?;
        })?;
        let own = |company: LeftCompany| OwnCompany { name: company.name, slug: company.slug, role: company.role };
        let name = self.name();
        Ok(Export {
            made_at: self.guest.at.to_rfc3339(),
            first_name: name.first,
            last_name: name.last,
            email: self.person.email.clone(),
            is_confirmed: self.person.confirmed_at.is_some(),
            view: self.person.view,
            preferences,
            companies: closing.companies.into_iter().map(own).collect(),
            trials: closing.trials,
            invitations: closing.invitations,
            keys,
            sessions,
        })
    }

    /// What I did, a page at a time, oldest first; `after` is the last id of the page before, and `had` how many entries
    /// came already. Empty at the end.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn own_log(&self, after: i64, had: usize) -> Result<Vec<OwnEntry>, Problem> {
        if had >= MOST {
            return Ok(Vec::new());
        }
        let rows = self.guest.warren.db.own_log(self.id(), after).await.map_err(|error| self.guest.tell(error))?;
        Ok(rows
            .into_iter()
            .map(|row| OwnEntry {
                id: row.id,
                at: row.at.to_rfc3339(),
                event: row.event,
                door: row.door,
                company: row.company,
                target: row.target,
                before: row.before,
                after: row.after,
            })
            .collect())
    }
}
