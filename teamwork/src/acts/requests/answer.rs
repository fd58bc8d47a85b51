//! What a client can do with a request besides accepting it: decline, let somebody else pay, ask for a code or a new link.

use super::{announce, ids, is_entitled, names, send::not_an_owner};
use crate::{
    acts::{Actor, Guest, Trouble, Visitor, within},
    letters::{Letter, RequestNews},
    rules::{
        id::LinkId,
        limit::Limit,
        log::Event,
        problem::{Conflict, Field, Gone, Problem, Thing, Why},
        request::{CODE_LIFE, RequestState},
        text::{Email, Line},
    },
    store::{db::Tx, request_offers::Offered, requests::Request},
};

/// How long a reason to decline may be, in characters.
const REASON_MAX: u16 = 300;

/// What a client says who declines.
#[derive(Clone, Debug, Default)]
pub struct Declining {
    /// Shown to the sender.
    pub reason: String,
    /// The code that was mailed to who came with a copied link.
    pub code: String,
    /// Whether they do not know the sender: then the operator is told.
    pub sender_unknown: bool,
}

impl Visitor {
    /// Declines a request (S12); the sender is told, with the reason (M16), and the operator when the client does not know
    /// the sender. Only the addressed person does (row 22): by their session, or by the mailed link or a mailed code, which
    /// prove the mailbox.
    ///
    /// # Errors
    /// When it is for somebody else, or has ended already; or when the code is wrong.
    pub async fn decline_request(&self, secret: &str, form: &Declining) -> Result<(), Problem> {
        let reason = Line::parse_optional(Field::Reason, &form.reason, REASON_MAX)?.map(|reason| reason.to_string());
        let guest = self.guest();
        let hash = guest.link_hash(secret, Thing::Request).await?;
        let coded = self.proves_by_code(&hash, &form.code).await?;
        within!(guest, |tx| {
            let (request, offered) = self.addressed(tx, &hash, coded).await?;
            tx.end_request(request.id, RequestState::Declined, reason.clone(), guest.at).await?;
            guest.let_go(tx, &request).await?;
            let news = RequestNews::Declined { reason: reason.clone() };
            guest.tell_sender(tx, &request, names(&offered), news).await?;
            self.note(tx, &request, Event::RequestDeclined, &offered).await?;
            if form.sender_unknown {
                let (sender, sender_email) = (request.sender(), request.sender_email.clone());
                let letter = Letter::SenderUnknown { sender, sender_email, apps: names(&offered), at: guest.at };
                tx.post_to_operators(&letter, guest.at).await?;
                self.note(tx, &request, Event::RequestSenderUnknown, &offered).await?;
            }
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Lets somebody else pay: the same request goes to another address, with a new secret; this link is dead, and the
    /// sender is told. The deadline stays.
    ///
    /// # Errors
    /// When it is for somebody else, has ended, only a begun payment holds it still, an App is suspended, the address is
    /// none, the sender's or that of an Owner (S26), or it got too many; or when the code is wrong that was mailed to who came with a copied link.
    pub async fn pass_request_on(&self, secret: &str, email: &str, code: &str) -> Result<(), Problem> {
        let email = Email::parse(Field::Email, email)?;
        let guest = self.guest();
        let hash = guest.link_hash(secret, Thing::Request).await?;
        let coded = self.proves_by_code(&hash, code).await?;
        within!(guest, |tx| {
            let (request, offered) = self.addressed(tx, &hash, coded).await?;
            is_entitled(guest, &request, &offered)?;
            request.thawed()?;
            // The link of a request that only a begun payment holds would open nothing (4.2).
            if guest.at >= request.expires_at {
                return Err(Conflict::RequestHeld.into());
            }
            if email.key() == request.email_key {
                return Err(Problem::field(Field::Email, Why::YourAddress).into());
            }
            if email.key() == request.sender_email.to_ascii_lowercase() {
                return Err(Problem::field(Field::Email, Why::OwnsIt).into());
            }
            not_an_owner(tx, request.company_id, &email).await?;
            guest.count_within(tx, Limit::InvitationsPerAddress, &email.key()).await?;
            guest.send_elsewhere(tx, &request, &email).await?;
            guest.tell_sender(tx, &request, names(&offered), RequestNews::PassedOn { to: email.to_string() }).await?;
            self.note(tx, &request, Event::RequestPassedOn, &offered).await?;
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Has a code mailed to the invited address: who came with a copied link has proven nothing yet.
    ///
    /// # Errors
    /// When it has ended, or too many mails were asked for.
    pub async fn ask_request_code(&self, secret: &str) -> Result<(), Problem> {
        let guest = self.guest();
        let (request, hash) = guest.linked_request(secret).await?;
        guest.count(Limit::MailPerNetwork, &guest.network).await?;
        guest.count(Limit::MailPerAddress, &request.email_key).await?;
        within!(guest, |tx| {
            let request = guest.opened(tx, &hash).await?;
            let (code, until) = (LinkId::new(guest.at, guest.warren.chance.bytes()), guest.at.plus(CODE_LIFE));
            tx.set_request_code(request.id, code, until).await?;
            let letter = Letter::RequestCode { sender: request.sender(), code, until };
            tx.post(&request.email, &letter, guest.at).await?;
            let offered = tx.offered(request.id).await?;
            self.note(tx, &request, Event::RequestCodeAsked, &offered).await?;
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Asks who sent a request that has ended to send it again; they do that on the App's page, or not. Only the addressed
    /// person asks, once a day.
    ///
    /// # Errors
    /// When it is for somebody else, was accepted, can still be answered, or was asked for already.
    pub async fn ask_for_request(&self, secret: &str) -> Result<(), Problem> {
        let guest = self.guest();
        let hash = guest.link_hash(secret, Thing::Request).await?;
        within!(guest, |tx| {
            let request = tx.request_by_secret(hash.clone()).await?.ok_or(Thing::Request)?;
            self.is_addressed(&request, &hash)?;
            let offered = tx.offered(request.id).await?;
            let outdated = super::is_outdated(&request, &offered) || tx.people_changed(request.id).await?;
            match request.answerable(guest.at) {
                Ok(()) if outdated => {}
                // One that is open is answered; one that was accepted or withdrawn has nothing to be renewed.
                Ok(()) => return Err(Thing::Request.into()),
                Err(Gone::RequestExpired | Gone::RequestDeclined) => {}
                Err(gone) => return Err(gone.into()),
            }
            is_entitled(guest, &request, &offered)?;
            guest.count_within(tx, Limit::RenewalsPerInvitation, &request.id.to_string()).await?;
            guest.tell_sender(tx, &request, names(&offered), RequestNews::RenewalAsked).await?;
            self.note(tx, &request, Event::RequestRenewalAsked, &offered).await?;
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Asks whoever sent an open request to send it to my own address instead (S27): I got the link, but it is for another
    /// one. Nothing else changes. Once a day for each request.
    ///
    /// # Errors
    /// When it is for my address, has ended, my address is not confirmed, or it was asked for already.
    pub async fn ask_for_request_here(&self, secret: &str) -> Result<(), Problem> {
        let actor = self.person()?;
        let guest = &actor.guest;
        let hash = guest.link_hash(secret, Thing::Request).await?;
        within!(guest, |tx| {
            let request = guest.opened(tx, &hash).await?;
            // Whose it is answers it.
            if request.email_key == actor.email_key() {
                return Err(Conflict::YourInvitation.into());
            }
            actor.confirmed()?;
            let offered = tx.offered(request.id).await?;
            is_entitled(guest, &request, &offered)?;
            guest.count_within(tx, Limit::ReaddressPerInvitation, &request.id.to_string()).await?;
            let to = actor.person.email.clone();
            guest.tell_sender(tx, &request, names(&offered), RequestNews::ReaddressAsked { to }).await?;
            self.note(tx, &request, Event::RequestReaddressAsked, &offered).await?;
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Whether the mailed code proves the address: for who came with a copied link and is not signed in.
    async fn proves_by_code(&self, hash: &[u8], code: &str) -> Result<bool, Problem> {
        let Self::Guest(guest) = self else { return Ok(false) };
        let found = guest.warren.db.request_by_secret(hash.to_vec()).await.map_err(|error| guest.tell(error))?;
        let request = found.ok_or(Problem::NotFound(Thing::Request))?;
        request.answerable(guest.at).map_err(Problem::Gone)?;
        if request.is_mailed(hash) {
            return Ok(false);
        }
        match (code.trim().is_empty(), request.code_id.is_some()) {
            (true, false) => Ok(false),
            (true, true) => Err(Problem::field(Field::Code, Why::Missing)),
            (false, _) => guest.try_code(&request, code).await.map(|()| true),
        }
    }

    /// The open request of this secret, locked, if this is the addressed person; and what it offers.
    async fn addressed(&self, tx: &mut Tx, hash: &[u8], coded: bool) -> Result<(Request, Vec<Offered>), Trouble> {
        let request = self.guest().opened(tx, hash).await?;
        if !coded {
            self.is_addressed(&request, hash)?;
        }
        let offered = tx.offered(request.id).await?;
        Ok((request, offered))
    }

    /// Whether this is the addressed person: by their session, or by the mailed link, which proves the mailbox.
    fn is_addressed(&self, request: &Request, hash: &[u8]) -> Result<(), Problem> {
        match self {
            Self::Person(actor) if actor.email_key() != request.email_key => {
                Err(Problem::Conflict(Conflict::WrongClient))
            }
            _ if request.is_mailed(hash) => Ok(()),
            Self::Person(actor) => actor.confirmed(),
            Self::Guest(_) => Err(Problem::SignedOut),
        }
    }

    /// Notes in the log of the giving side what the client did, and tells its streams.
    async fn note(&self, tx: &mut Tx, request: &Request, event: Event, offered: &[Offered]) -> Result<(), Trouble> {
        let about = (request.id, request.company_id);
        self.guest().note_request(tx, about, (event, None), &ids(offered)).await?;
        announce(tx, request);
        Ok(())
    }
}

impl Actor {
    /// Binds a pending request to my account: the sender sees that I have signed in (4.2).
    ///
    /// # Errors
    /// When it is for somebody else, or has ended.
    pub async fn claim_request(&self, secret: &str) -> Result<(), Problem> {
        self.bind(secret, RequestState::Pending, Event::RequestClaimed).await
    }

    /// Lets a request go that is bound to my account: "not me", or I switch accounts (4.2).
    ///
    /// # Errors
    /// When it is not bound to me, or has ended.
    pub async fn release_request(&self, secret: &str) -> Result<(), Problem> {
        self.bind(secret, RequestState::Claimed, Event::RequestReleased).await
    }

    async fn bind(&self, secret: &str, from: RequestState, event: Event) -> Result<(), Problem> {
        let guest = &self.guest;
        let hash = guest.link_hash(secret, Thing::Request).await?;
        within!(guest, |tx| {
            let request = guest.opened(tx, &hash).await?;
            let bound = request.client_id == Some(self.id());
            if request.email_key != self.email_key() && !bound {
                return Err(Conflict::WrongClient.into());
            }
            self.confirmed()?;
            if request.state != from || bound != (from == RequestState::Claimed) {
                return Ok(());
            }
            tx.bind_request(request.id, (!bound).then(|| self.id())).await?;
            let offered = tx.offered(request.id).await?;
            guest.note_request(tx, (request.id, request.company_id), (event, None), &ids(&offered)).await?;
            announce(tx, &request);
        })
    }
}

impl Guest {
    /// The request of this secret, locked, if it can be answered still.
    pub(super) async fn opened(&self, tx: &mut Tx, hash: &[u8]) -> Result<Request, Trouble> {
        let found = tx.request_by_secret(hash.to_vec()).await?.ok_or(Thing::Request)?;
        // Whoever waited for the lock looks again: a newer link may have been sent meanwhile.
        let locked = tx.lock_request(&found).await?.filter(|request| request.opens(hash));
        let request = locked.ok_or(Thing::Request)?;
        request.answerable(self.at)?;
        Ok(request)
    }

    /// The same request to another address, until the same deadline.
    async fn send_elsewhere(&self, tx: &mut Tx, request: &Request, email: &Email) -> Result<(), Trouble> {
        let words = (request.note.clone(), request.client_company.clone());
        let told = (email.as_str().to_owned(), words);
        let new = super::renew::renewal(request, told, self.request_link(), self.at, request.expires_at);
        tx.renew_request(&new).await?;
        let sent = tx.request(request.id).await?.ok_or(Thing::Request)?;
        let offered = tx.offered(request.id).await?;
        let letter = self.letter_again(tx, &sent, &offered, false).await?;
        tx.post(email.as_str(), &letter, self.at).await?;
        Ok(())
    }
}
