//! Who acts, through which door, at what time.

use std::sync::Arc;

use super::{Trouble, house::Warren, once::Once, secrets};
use crate::{
    rules::{
        account::{FRESH, Me},
        id::{RequestId, SessionId, TokenId, UserId},
        limit::Limit,
        log::{Door, Event},
        moment::{MINUTE, Moment},
        problem::{Problem, Thing},
        text::{Email, PersonName},
        token::{Scope, Scopes},
        zone::TimeZone,
    },
    store::{db::Tx, log::Entry, sessions::Person},
};

/// Somebody who is not signed in.
#[derive(Clone)]
pub struct Guest {
    pub warren: Arc<Warren>,
    /// When the request came in. Every rule that knows time is asked with it.
    pub at: Moment,
    pub door: Door,
    pub request: RequestId,
    /// Who this is, once they are recognised.
    pub(super) person: Option<UserId>,
    /// The key under which what this request does is done only once.
    pub(super) once: Option<Arc<Once>>,
    /// The session of theirs that has given the password and waits for the code, and whose it is.
    pub(super) waiting: Option<(SessionId, UserId)>,
    pub(super) network: String,
    pub(super) device: String,
    /// What the browser says of where it is.
    pub(super) zone: Option<TimeZone>,
}

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Actor {
    pub(super) guest: Guest,
    pub(super) person: Person,
    pub(super) credential: Credential,
}

/// What a person proves with who they are.
#[derive(Clone, Debug)]
pub(super) enum Credential {
    /// A signed-in browser, and when the password was last given there.
    Session { id: SessionId, proven_at: Moment },
    /// A personal access token: it does what its scopes say, until it expires.
    Token { id: TokenId, scopes: Scopes, expires_at: Moment },
}

/// Either of them.
#[derive(Clone)]
pub enum Visitor {
    Guest(Guest),
    Person(Actor),
}

/// A session that just began or was renewed.
#[derive(Clone)]
pub struct SignedIn {
    /// For the cookie; the house keeps only its hash.
    pub secret: String,
    /// The path to go to.
    pub next: String,
    /// Whether a code has to be given before this session opens anything.
    pub waits: bool,
}

impl Guest {
    /// Whoever came through this door. `network` is the address of their machine, `device` the browser's own words.
    pub fn new(warren: &Arc<Warren>, door: Door, network: &str, device: &str, request: RequestId) -> Self {
        Self {
            at: warren.now(),
            warren: warren.clone(),
            door,
            request,
            person: None,
            once: None,
            waiting: None,
            network: network.to_owned(),
            device: describe_device(device),
            zone: None,
        }
    }

    /// The same, whose browser says in which time zone it is. A word that is no zone says nothing: it keeps nobody out.
    #[must_use]
    pub fn in_zone(self, name: &str) -> Self {
        Self { zone: TimeZone::named(name), ..self }
    }

    /// The name of that zone, to be remembered.
    pub(super) fn zone_name(&self) -> Option<String> {
        self.zone.as_ref().map(|zone| zone.name().to_owned())
    }

    /// Looks whether the cookie belongs to a living session. One statement, and once a minute two more that note
    /// the use.
    ///
    /// # Errors
    /// When the database does not answer. Rights are never guessed.
    pub async fn recognise(self, session_secret: &str) -> Result<Visitor, Problem> {
        let Some(hash) = secrets::hash(session_secret) else { return Ok(Visitor::Guest(self)) };
        let session = self.warren.db.session(hash, self.at).await.map_err(|error| self.tell(error))?;
        let Some(session) = session else { return Ok(Visitor::Guest(self)) };
        if session.waits {
            let waiting = (self.at.since(session.seen_at) < FRESH).then_some((session.id, session.person.user_id));
            return Ok(Visitor::Guest(Self { waiting, ..self }));
        }
        if self.at.since(session.seen_at) > MINUTE {
            self.warren.db.touch_session(session.id, self.at).await.map_err(|error| self.tell(error))?;
            self.warren.db.see(session.person.user_id, self.at).await.map_err(|error| self.tell(error))?;
        }
        let credential = Credential::Session { id: session.id, proven_at: session.proven_at };
        Ok(Visitor::Person(self.becomes(session.person, credential).await?))
    }

    /// Rights end at their last instant (4.4, I32): what of this person is over ends before they do anything, also when
    /// the clock has not come round to it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn becomes(self, person: Person, credential: Credential) -> Result<Actor, Problem> {
        if person.has_overstayed {
            self.warren.end_memberships_of(person.user_id, self.at).await?;
        }
        Ok(Actor { guest: Self { person: Some(person.user_id), ..self }, person, credential })
    }

    /// Whether this browser has given a password and waits for the code.
    pub fn waits_for_code(&self) -> bool {
        self.waiting.is_some()
    }

    /// Counts a try, and refuses when there were too many.
    pub(super) async fn count(&self, limit: Limit, key: &str) -> Result<(), Problem> {
        let counted = self.warren.db.hit(limit, &secrets::blur(key), self.at).await;
        let (hits, ends_at) = counted.map_err(|error| self.tell(error))?;
        if hits <= limit.hits() {
            return Ok(());
        }
        tracing::warn!(request = %self.request, limit = limit.key(), "a limit was reached");
        Err(Problem::TooMany { limit, seconds: ends_at.since(self.at) / 1000 + 1 })
    }

    /// Counts a try in the transaction of an act, and refuses when there were too many.
    pub(super) async fn count_within(&self, tx: &mut Tx, limit: Limit, key: &str) -> Result<(), Trouble> {
        self.count_all(tx, limit, key, 1).await
    }

    /// The same for so many tries at once.
    pub(super) async fn count_all(&self, tx: &mut Tx, limit: Limit, key: &str, tries: i64) -> Result<(), Trouble> {
        let (hits, ends_at) = tx.hit(limit, &secrets::blur(key), tries, self.at).await?;
        if hits <= limit.hits() {
            return Ok(());
        }
        Err(Problem::TooMany { limit, seconds: ends_at.since(self.at) / 1000 + 1 }.into())
    }

    /// Counts a try with a secret out of a link.
    pub(super) async fn count_link(&self) -> Result<(), Problem> {
        self.count(Limit::LinksPerNetwork, &self.network).await
    }

    /// The hash of a secret out of a link, which is counted as a try.
    ///
    /// # Errors
    /// When there were too many, or it cannot be a secret: then there is no such thing.
    pub(super) async fn link_hash(&self, secret: &str, thing: Thing) -> Result<Vec<u8>, Problem> {
        self.count_link().await?;
        secrets::hash(secret).ok_or(Problem::NotFound(thing))
    }

    /// An entry of the log by whoever this is, or by nobody in particular.
    pub(super) fn entry(&self, event: Event) -> Entry {
        Entry {
            at: self.at,
            door: self.door,
            request: self.request,
            actor: self.person,
            company: None,
            role: None,
            event,
            person: None,
            app: None,
            target: None,
            before: None,
            after: None,
        }
    }

    /// A database error as the person hears it.
    pub(super) fn tell(&self, error: sqlx::Error) -> Problem {
        Trouble::from(error).tell(self.request)
    }
}

impl Actor {
    /// The person's id.
    pub fn id(&self) -> UserId {
        self.person.user_id
    }

    /// The session through which they act.
    ///
    /// # Errors
    /// When they act through a token: what is about the browser itself is not for programs.
    pub fn session(&self) -> Result<SessionId, Problem> {
        match self.credential {
            Credential::Session { id, .. } => Ok(id),
            Credential::Token { .. } => Err(Problem::NeedsBrowser),
        }
    }

    /// Whether the credential reaches so far. A signed-in browser reaches everywhere.
    pub fn reaches(&self, scope: Scope) -> bool {
        match &self.credential {
            Credential::Session { .. } => true,
            Credential::Token { scopes, .. } => scopes.has(scope),
        }
    }

    /// The person's name.
    pub fn name(&self) -> PersonName {
        self.person.name()
    }

    /// The person as their own pages show them. No statement: the session brought it along.
    pub fn me(&self) -> Me {
        Me {
            id: self.id(),
            name: self.name(),
            email: self.person.email.clone(),
            confirmed: self.person.confirmed_at.is_some(),
            fresh: self.is_fresh(),
            has_password: self.person.has_password,
            has_passkey: self.person.has_passkey,
            view: self.person.view,
            has_key: self.person.has_key,
            operator: self.person.operator,
            second_factor: self.person.second_factor,
        }
    }

    /// The canonical form of the person's address.
    pub(super) fn email_key(&self) -> String {
        self.person.email.to_ascii_lowercase()
    }

    pub(super) fn is_fresh(&self) -> bool {
        match &self.credential {
            Credential::Session { proven_at, .. } => self.guest.at.since(*proven_at) < FRESH,
            Credential::Token { scopes, .. } => scopes.has(Scope::Guarded),
        }
    }

    /// # Errors
    /// When the address is not confirmed: until then nothing is accepted and nobody invited.
    pub(super) fn confirmed(&self) -> Result<(), Problem> {
        if self.person.confirmed_at.is_some() { Ok(()) } else { Err(Problem::Unconfirmed) }
    }

    /// # Errors
    /// When the password was not given within the last ten minutes, and no token stands in for it.
    pub(super) fn fresh(&self) -> Result<(), Problem> {
        if self.is_fresh() { Ok(()) } else { Err(Problem::Reauthenticate) }
    }

    /// An entry of the log by this person.
    pub(super) fn entry(&self, event: Event) -> Entry {
        self.guest.entry(event)
    }

    /// Whether an address is this person's own.
    pub(super) fn has_address(&self, email: &Email) -> bool {
        email.key() == self.email_key()
    }
}

impl Visitor {
    /// The guest in everybody: what can be done without being signed in.
    pub fn guest(&self) -> &Guest {
        match self {
            Self::Guest(guest) => guest,
            Self::Person(actor) => &actor.guest,
        }
    }

    /// The person.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn person(&self) -> Result<&Actor, Problem> {
        match self {
            Self::Guest(_) => Err(Problem::SignedOut),
            Self::Person(actor) => Ok(actor),
        }
    }
}

/// "Firefox on Linux" out of the browser's own words: enough to recognise one's own, nothing to track.
fn describe_device(agent: &str) -> String {
    let find =
        |known: &[(&str, &'static str)]| known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = find(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = find(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.into(),
        (None, None) => "Unknown device".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::describe_device;

    #[test]
    fn a_device_is_described_in_words_a_person_knows() {
        let chrome =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36";
        assert_eq!(describe_device(chrome), "Chrome on Linux");
        assert_eq!(describe_device(""), "Unknown device");
    }
}
