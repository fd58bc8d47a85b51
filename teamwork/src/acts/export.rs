//! A copy of one's own data: what the account holds, and what the person did.

use serde::Serialize;

use super::{Actor, within};
use crate::{
    rules::{
        account::{LeftCompany, SessionCard, View},
        invitation::MyInvitation,
        key::KeyCard,
        log::{Door, Event},
        notice::Preferences,
        passkey::PasskeyCard,
        problem::Problem,
        request::MyRequest,
        role::Role,
        token::TokenCard,
    },
    store::export::AddedKeyRow,
};

/// All but the log.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub struct Export {
    pub made_at: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub is_confirmed: bool,
    pub view: View,
    /// In which the person reads times, if it is another one than the house's.
    pub time_zone: Option<String>,
    pub preferences: Preferences,
    pub companies: Vec<OwnCompany>,
    /// The personal trial Apps.
    pub trials: Vec<String>,
    /// The open invitations that the person has sent.
    pub invitations: Vec<String>,
    /// The open invitations to the person.
    pub invited: Vec<MyInvitation>,
    /// The open payment requests to the person.
    pub requests: Vec<MyRequest>,
    pub keys: Vec<KeyCard>,
    /// The deploy keys that the person has added to Apps.
    pub deploy_keys: Vec<AddedKey>,
    pub passkeys: Vec<PasskeyCard>,
    pub tokens: Vec<TokenCard>,
    pub sessions: Vec<SessionCard>,
    /// From where the person has signed in.
    pub devices: Vec<String>,
}

/// A Company of the person.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub struct OwnCompany {
    pub name: String,
    pub slug: String,
    pub role: Role,
}

/// A deploy key that the person has added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct AddedKey {
    pub app: String,
    pub name: String,
    pub fingerprint: String,
    pub added_at: String,
}

impl From<AddedKeyRow> for AddedKey {
    fn from(row: AddedKeyRow) -> Self {
        let AddedKeyRow { app, name, fingerprint, added_at } = row;
        Self { app, name, fingerprint, added_at: added_at.to_rfc3339() }
    }
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
        let (keys, sessions, tokens) = (self.keys().await?, self.sessions().await?, self.tokens().await?);
        let passkeys = self.passkeys().await?;
        let (invited, requests) = (self.my_invitations().await?, self.my_requests().await?);
        let db = &self.guest.warren.db;
        let deploy_keys = db.added_keys(self.id()).await.map_err(|error| self.guest.tell(error))?;
        let devices = db.devices(self.id()).await.map_err(|error| self.guest.tell(error))?;
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
            time_zone: self.person.time_zone.clone(),
            preferences,
            companies: closing.companies.into_iter().map(own).collect(),
            trials: closing.trials,
            invitations: closing.invitations,
            invited,
            requests,
            keys,
            deploy_keys: deploy_keys.into_iter().map(AddedKey::from).collect(),
            passkeys,
            tokens,
            sessions,
            devices,
        })
    }

    /// All that I did, a page at a time, oldest first; `after` is the last id of the page before. Empty at the end.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn own_log(&self, after: i64) -> Result<Vec<OwnEntry>, Problem> {
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
