//! Personal access tokens: signing in with one, making, listing and revoking them.

use super::{Actor, Guest, secrets, visitor::Credential, within};
use crate::{
    letters::{Letter, SecurityEvent},
    rules::{
        id::TokenId,
        limit::Limit,
        log::Event,
        moment::MINUTE,
        problem::{Field, Flaws, Problem, Thing, Why},
        text::Line,
        token::{MadeToken, NAME_MAX, PREFIX, Scopes, TOKENS_MAX, TokenCard, read_last_day},
    },
    store::log::Change,
};

impl Guest {
    /// Whose token this is. One statement, and once a minute a second one that notes the use.
    ///
    /// # Errors
    /// Signed out, when it is none, has expired or was revoked; too many, when this network has guessed too often.
    pub async fn recognise_token(self, secret: &str) -> Result<Actor, Problem> {
        let hash = secret.strip_prefix(PREFIX).and_then(secrets::hash);
        let token = match hash {
            Some(hash) => self.warren.db.token(hash, self.at).await.map_err(|error| self.tell(error))?,
            None => None,
        };
        let Some(token) = token else {
            self.count(Limit::TokensPerNetwork, &self.network).await?;
            return Err(Problem::SignedOut);
        };
        if token.last_used_at.is_none_or(|used| self.at.since(used) >= MINUTE) {
            self.warren.db.touch_token(token.id, self.at).await.map_err(|error| self.tell(error))?;
            self.warren.db.see(token.person.user_id, self.at).await.map_err(|error| self.tell(error))?;
        }
        // A word that this program does not know opens nothing.
        let scopes = Scopes::parse(&token.scopes).unwrap_or_default();
        self.becomes(token.person, Credential::Token { id: token.id, scopes, expires_at: token.expires_at }).await
    }
}

impl Actor {
    /// My tokens, newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tokens(&self) -> Result<Vec<TokenCard>, Problem> {
        let guest = &self.guest;
        guest.warren.db.tokens_of(self.id(), guest.at).await.map_err(|error| guest.tell(error))
    }

    /// Makes a token (M3). `scopes` are words with spaces between them, `expires_on` is its last day. The secret is in the
    /// answer and nowhere else.
    ///
    /// # Errors
    /// When the password was not given within ten minutes, something typed needs another look, or there are too many. By a
    /// token: when the new one would reach further than itself.
    pub async fn make_token(&self, name: &str, scopes: &str, expires_on: &str) -> Result<MadeToken, Problem> {
        self.fresh()?;
        let guest = &self.guest;
        let mut flaws = Flaws::default();
        let name = flaws.keep(Line::parse(Field::Label, name, NAME_MAX));
        let scopes = flaws.keep(Scopes::parse(scopes));
        let ends = flaws.keep(read_last_day(expires_on, scopes.as_ref().unwrap_or(&Scopes::default()), guest.at));
        let (Some(name), Some(scopes), Some(expires_at)) = (name, scopes, ends) else {
            return Err(flaws.into_problem());
        };
        self.within_my_token(&scopes, expires_at)?;
        let id = TokenId::new(guest.at, guest.warren.chance.bytes());
        let (secret, hash) = secrets::fresh(&guest.warren.chance);
        let token = TokenCard {
            id,
            name: name.to_string(),
            scopes,
            made_at: guest.at,
            expires_at,
            last_used_at: None,
            expired: false,
        };
        within!(guest, |tx| {
            // Whose account was closed a moment ago makes none any more.
            if !tx.lock_person(self.id()).await? {
                return Err(Problem::SignedOut.into());
            }
            if !tx.add_token(self.id(), &token, hash.clone()).await? {
                return Err(Problem::field(Field::Label, Why::TooManyTokens(TOKENS_MAX)).into());
            }
            let (name, at) = (self.name().full(), guest.at);
            let notice = Letter::SecurityNotice { name, what: SecurityEvent::TokenMade, at };
            tx.post(&self.person.email, &notice, at).await?;
            tx.record(self.entry(Event::TokenMade).to(id).change(None, Some(&token.scopes.words()))).await?;
            tx.announce(Change::Person(self.id()));
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(MadeToken { secret: format!("{PREFIX}{secret}"), token })
    }

    /// Revokes one of my tokens; it ends with the answer.
    ///
    /// # Errors
    /// When it is not mine or is gone already.
    pub async fn revoke_token(&self, id: TokenId) -> Result<(), Problem> {
        within!(&self.guest, |tx| {
            if !tx.revoke_token(self.id(), id).await? {
                return Err(Thing::Token.into());
            }
            tx.record(self.entry(Event::TokenRevoked).to(id)).await?;
            tx.announce(Change::Person(self.id()));
        })
    }

    /// The token through which they act.
    pub fn token(&self) -> Option<TokenId> {
        match self.credential {
            Credential::Session { .. } => None,
            Credential::Token { id, .. } => Some(id),
        }
    }

    /// A leaked token must not become a longer or stronger one.
    fn within_my_token(&self, new: &Scopes, expires_at: crate::rules::moment::Moment) -> Result<(), Problem> {
        match &self.credential {
            Credential::Token { scopes, .. } if !new.are_within(scopes) => {
                Err(Problem::field(Field::Scopes, Why::BeyondToken))
            }
            Credential::Token { expires_at: mine, .. } if expires_at > *mine => {
                Err(Problem::field(Field::ExpiresOn, Why::BeyondToken))
            }
            _ => Ok(()),
        }
    }
}
