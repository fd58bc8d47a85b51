//! The client accepts and pays (R62–R64): with an account or without, for a new Company or one they own.

use super::{
    announce,
    handover::Giving,
    ids, is_entitled, is_outdated,
    look::has_code,
    taker::{own_company, pays_in},
};
use crate::{
    acts::{Actor, Elsewhere, Guest, SignedIn, Trouble, Visitor, config::digest, within},
    rules::{
        billing::EURO,
        id::{SetupId, UserId},
        limit::Limit,
        log::Event,
        payment::Means,
        problem::{Conflict, Field, Flaws, Gone, Problem, Why},
        request::{AcceptForm, Target, agreement},
        role::Role,
        text::{Email, PersonName},
    },
    store::{db::Tx, request_offers::Offered, requests::Request},
};

/// What accepting has come to.
#[derive(Clone)]
pub enum Accepted {
    /// The client owns the Apps now.
    Done {
        /// The Company, by its name in URLs.
        slug: String,
        /// The session of a new account; who had one stays in theirs.
        session: Option<SignedIn>,
    },
    /// They have to enter a card first. Nothing has moved.
    Pays(Elsewhere),
}

/// The way that was written down for it: who enters the card, and the secret of their browser.
type Way = (SetupId, String);

/// Who accepts.
enum Who {
    /// Somebody whose account is confirmed for the address, and who is signed in to it.
    Known(UserId),
    /// Somebody without an account, who has proven the address by the mailed link or a mailed code.
    Newcomer(PersonName),
}

impl Visitor {
    /// Accepts a payment request and completes its billing. In one transaction the client gets an account, if they have
    /// none, and owns the Company that owns the Apps and pays for them; the sender is its Admin (R57, R64). A request never
    /// signs anybody in to an account that is there.
    ///
    /// # Errors
    /// What is wrong with the form; when the request is for somebody else, has ended, offers something else by now, or an
    /// App is suspended; or when the address has an account, and nobody is signed in to it.
    pub async fn accept_request(&self, secret: &str, form: AcceptForm) -> Result<Accepted, Problem> {
        let guest = self.guest();
        let (found, hash) = guest.linked_request(secret).await?;
        found.answerable(guest.at).map_err(Problem::Gone)?;
        let (who, target) = self.read(&found, &hash, &form).await?;
        if let Some(means) = form.means()? {
            return self.begin_payment(&found, &hash, (&who, means), &target, &form).await;
        }
        let accepted = within!(guest, |tx| {
            let request = guest.opened(tx, &hash).await?;
            let offered = guest.still_offered(tx, &request).await?;
            let (client, session) = match &who {
                Who::Known(client) => (*client, None),
                Who::Newcomer(name) => {
                    let client = guest.welcome(tx, &request, name).await?;
                    let secret = guest.begin_session(tx, client, false).await?;
                    (client, Some(SignedIn { secret, next: String::new(), waits: false }))
                }
            };
            let terms = guest.terms();
            let giving = Giving { request: &request, offered: &offered, client, card: None, terms: &terms };
            let slug = guest.hand_over(tx, giving, &target).await?;
            Accepted::Done { slug, session }
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(accepted)
    }

    /// Sends the client to the provider, to enter a card or an account. What they typed waits with the request, which is theirs until the
    /// provider has decided (4.2). What a handover would refuse anyway is refused now.
    async fn begin_payment(
        &self,
        found: &Request,
        hash: &[u8],
        (who, means): (&Who, Means),
        target: &Target,
        form: &AcceptForm,
    ) -> Result<Accepted, Problem> {
        let guest = self.guest();
        guest.count(Limit::CardEntries, &found.id.to_string()).await?;
        let form = AcceptForm { code: String::new(), ..form.clone() };
        let (id, claim): Way = within!(guest, |tx| {
            let request = guest.opened(tx, hash).await?;
            let offered = guest.still_offered(tx, &request).await?;
            let client = match who {
                Who::Known(client) => Some(*client),
                Who::Newcomer(_) => None,
            };
            if let (Some(giver), Some(client)) = (request.company_id, client) {
                owns_it(tx.role_in(giver, client).await?)?;
            }
            pays_in(target, &offered)?;
            if let (Target::Within { slug, .. }, Some(client)) = (target, client) {
                own_company(tx, slug, client, &request).await?;
            }
            guest.takes(means, offered.first().map_or(EURO, |app| app.currency.as_str()))?;
            let way = guest.begin_request_setup(tx, &request, client, &form).await?;
            tx.agree_to_terms(request.id, guest.terms()).await?;
            let ids = ids(&offered);
            let event = (Event::RequestBillingBegun, None);
            guest.note_request(tx, (request.id, request.company_id), event, &ids).await?;
            announce(tx, &request);
            way
        })?;
        let url = guest.open_page((id, means), &found.email, "/requests/paying").await?;
        Ok(Accepted::Pays(Elsewhere { url, claim: Some(claim) }))
    }

    /// Reads the form as this visitor fills it in, and finds out whether they are the client.
    async fn read(&self, request: &Request, hash: &[u8], form: &AcceptForm) -> Result<(Who, Target), Problem> {
        let guest = self.guest();
        let mut flaws = Flaws::default();
        let target = form.target(&request.email, &mut flaws);
        flaws.keep(form.means());
        match self {
            Self::Person(actor) => {
                actor.is_client(request)?;
                flaws.check()?;
                Ok((Who::Known(actor.id()), target.ok_or(Problem::Malformed)?))
            }
            Self::Guest(_) => {
                let proven = request.is_mailed(hash);
                // Only who has proven the address hears that it has an account (I38).
                if proven {
                    guest.is_newcomer(request).await?;
                }
                let name = form.name(&mut flaws);
                if matches!(target, Some(Target::Existing { .. } | Target::Within { .. })) {
                    flaws.add(Field::Payer, Why::NotAPayer);
                }
                if !proven && form.code.trim().is_empty() {
                    flaws.add(Field::Code, Why::Missing);
                }
                flaws.check()?;
                if !proven {
                    guest.try_code(request, &form.code).await?;
                    guest.is_newcomer(request).await?;
                }
                Ok((Who::Newcomer(name.ok_or(Problem::Malformed)?), target.ok_or(Problem::Malformed)?))
            }
        }
    }
}

impl Actor {
    /// Whether I am who was asked: by the confirmed address of my account (I10).
    fn is_client(&self, request: &Request) -> Result<(), Problem> {
        if self.email_key() != request.email_key {
            return Err(Problem::Conflict(Conflict::WrongClient));
        }
        self.confirmed()?;
        if self.id() == request.sender_id { Err(Problem::Conflict(Conflict::OwnRequest)) } else { Ok(()) }
    }
}

impl Guest {
    /// Which terms of service somebody agrees to who accepts now: by the name that the operator gave them, or by the digest
    /// of what stood above the button.
    pub(in crate::acts) fn terms(&self) -> String {
        let terms = self.warren.terms();
        if terms.is_empty() { format!("sha256:{}", digest(&agreement(&terms))) } else { terms }
    }

    /// Whether nobody has an account with the address of a request. Who has one signs in.
    async fn is_newcomer(&self, request: &Request) -> Result<(), Problem> {
        let found = self.warren.db.user_by_email(request.email_key.clone()).await;
        let user = found.map_err(|error| self.tell(error))?;
        if user.is_some_and(|user| user.confirmed_at.is_some()) { Err(Problem::SignedOut) } else { Ok(()) }
    }

    /// Compares the code that somebody typed with the one that was mailed; counted, so that nobody guesses it.
    pub(super) async fn try_code(&self, request: &Request, typed: &str) -> Result<(), Problem> {
        self.count(Limit::CodesPerRequest, &request.id.to_string()).await?;
        let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let code = request.code_id.filter(|_| has_code(self, request)).map(|id| self.warren.keys.code(id));
        if code.is_some_and(|code| code == typed) {
            return Ok(());
        }
        Err(Problem::field(Field::Code, Why::WrongMailedCode))
    }

    /// What is offered, locked, if the client gets today what they were told, from somebody who may still give it (I22).
    pub(in crate::acts) async fn still_offered(&self, tx: &mut Tx, request: &Request) -> Result<Vec<Offered>, Trouble> {
        request.thawed()?;
        let offered = tx.offered(request.id).await?;
        is_entitled(self, request, &offered)?;
        if is_outdated(request, &offered) || tx.people_changed(request.id).await? {
            return Err(Gone::RequestOutdated.into());
        }
        Ok(offered)
    }

    /// Makes the account of a client whose address is proven, with the client's view (R65, R66) and without a password.
    pub(in crate::acts) async fn welcome(
        &self,
        tx: &mut Tx,
        request: &Request,
        name: &PersonName,
    ) -> Result<UserId, Trouble> {
        let email = Email::parse(Field::Email, &request.email)?;
        let id = UserId::new(self.at, self.warren.chance.bytes());
        let added = tx.add_user(id, &email, name, None, Some(self.at), self.at).await.map_err(Trouble::from);
        // Somebody has confirmed the address a moment ago: they sign in.
        added.map_err(|trouble| if trouble.is_taken() { Problem::SignedOut.into() } else { trouble })?;
        tx.set_view(id, crate::rules::account::View::Client).await?;
        tx.record(self.entry(Event::SignedUp).by(id).to(id)).await?;
        Ok(id)
    }
}

/// An Owner of the giving Company is asked to take over what they own (S26).
pub(super) fn owns_it(role: Option<Role>) -> Result<(), Conflict> {
    if role == Some(Role::Owner) { Err(Conflict::OwnRequest) } else { Ok(()) }
}
