//! What becomes of a request on the giving side (row 21): listed, sent again, sent elsewhere, copied, shown as the client
//! sees it, withdrawn.

use super::{announce, is_outdated, propose::life, sending};
use crate::{
    acts::{Actor, Trouble, members::read_cursor, secrets, secrets::Purpose, within},
    letters::Letter,
    rules::{
        id::{LinkId, PaymentRequestId},
        log::Event,
        moment::Moment,
        permission::{Action, may},
        problem::{Conflict, Field, Gone, Problem, Thing, Why},
        request::{Client, RequestCard, RequestPage, RequestState, RequestView},
        role::Role,
        text::Email,
    },
    store::{
        db::Tx,
        request_lists::PAGE,
        request_offers::{Offerable, Offered},
        requests::{NewRequest, Request, RequestStanding},
    },
};

impl Actor {
    /// One page of the requests of a Company, open and ended, newest first; who sees its invitations sees them (row 3).
    /// `after` is the `next` of the page before.
    ///
    /// # Errors
    /// When I am not a member, my role does not see them, or `after` is not from here.
    pub async fn requests(&self, slug: &str, after: Option<&str>) -> Result<RequestPage, Problem> {
        let after = after.map(read_cursor).transpose()?;
        let found = self.guest.warren.db.requests_of(slug, self.id(), after).await;
        let Some((seat, requests)) = found.map_err(|error| self.guest.tell(error))? else {
            return Err(self.stranger(slug).await);
        };
        self.ask(seat, Action::SeeTeam).await?;
        let page = usize::try_from(PAGE).unwrap_or_default();
        let more = requests.len() > page;
        let mine = |(sender, card): (_, RequestCard)| {
            let mine = may(seat.role, Action::ManageRequest { own: sender == self.id() }).is_ok();
            let confirms = card.state == RequestState::Proposed && may(seat.role, Action::ConfirmRequest).is_ok();
            RequestCard { mine, confirms, ..card }
        };
        let requests: Vec<RequestCard> = requests.into_iter().take(page).map(mine).collect();
        let next = requests.last().filter(|_| more).map(RequestCard::cursor);
        Ok(RequestPage { requests, next })
    }

    /// Exactly what the client sees, or would see if what is proposed were confirmed now. Reading changes nothing.
    ///
    /// # Errors
    /// When there is no such open request of mine to manage.
    pub async fn preview_request(&self, id: PaymentRequestId) -> Result<RequestView, Problem> {
        let (guest, db) = (&self.guest, &self.guest.warren.db);
        let found = db.request_standing(id, self.id()).await.map_err(|error| guest.tell(error))?;
        let standing = found.ok_or(Problem::NotFound(Thing::Request))?;
        let action = Action::ManageRequest { own: standing.request.sender_id == self.id() };
        if let Some(me) = &standing.me {
            self.ask(me.seat(), action).await?;
        }
        let mut request = standing.request;
        request.state.manageable().map_err(Problem::Gone)?;
        if request.state == RequestState::Proposed {
            request.expires_at = guest.at.plus(life(&request));
        }
        let offered = db.offered(id).await.map_err(|error| guest.tell(error))?;
        let reader = Client::New { proven: true, coded: false };
        guest.view(request, &offered, reader).await.map_err(|error| guest.tell(error))
    }

    /// Sends an open request again, on the terms of today: new secret, new deadline, both old links are dead.
    ///
    /// # Errors
    /// When the policy refuses, it has ended, an App is suspended, or its address got too many.
    pub async fn resend_request(&self, id: PaymentRequestId) -> Result<(), Problem> {
        self.renew_request(id, None).await
    }

    /// Sends an open request to another address. The old one hears that its link is dead (M19).
    ///
    /// # Errors
    /// As above; and when the new address is none, mine, or that of an Owner (S26).
    pub async fn readdress_request(&self, id: PaymentRequestId, email: &str) -> Result<(), Problem> {
        let email = Email::parse(Field::Email, email)?;
        if self.has_address(&email) {
            return Err(Problem::field(Field::Email, Why::YourAddress));
        }
        self.renew_request(id, Some(email)).await
    }

    async fn renew_request(&self, id: PaymentRequestId, to: Option<Email>) -> Result<(), Problem> {
        self.confirmed()?;
        let guest = &self.guest;
        within!(guest, |tx| {
            let (standing, _) = self.manage_sent_request(tx, id).await?;
            let request = &standing.request;
            let repeats = to.is_none() && self.repeats(tx, &standing).await?;
            let apps = self.offer_again(tx, &standing).await?;
            let trials = apps.iter().all(|app| app.payer_id.is_none());
            let role = standing.me.as_ref().map(|me| me.role);
            let action = if repeats { sending(role, trials) } else { Action::InviteClient { trials } };
            let permit = standing.may(action)?;
            if role == Some(Role::Owner) && !trials && request.sender_id != self.id() {
                tx.answer_for_request(id, self.id()).await?;
            }
            let email = to.as_ref().map_or_else(|| request.email.clone(), |email| email.as_str().to_owned());
            if let Some(email) = &to {
                self.not_an_owner(tx, request.company_id, email).await?;
            }
            self.count_requests(tx, request.company_id, &email.to_ascii_lowercase()).await?;
            let moved = email.to_ascii_lowercase() != request.email_key;
            if moved && request.told_at.is_some() {
                let apps = apps.iter().map(|app| app.name.clone()).collect();
                let letter = Letter::RequestWithdrawn { sender: request.sender(), apps };
                tx.post(&request.email, &letter, guest.at).await?;
            }
            let new = renewed(self, request, email);
            if !tx.renew_request(&new).await? {
                return Err(Gone::RequestExpired.into());
            }
            let event = if moved { Event::RequestReaddressed } else { Event::RequestResent };
            self.post_request(tx, id, None).await?;
            let ids: Vec<_> = apps.iter().map(|app| app.id).collect();
            guest.note_request(tx, (id, request.company_id), (event, permit), &ids).await?;
            announce(tx, request);
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Whether sending it again would change nothing of what an Owner has confirmed: then its Admin does so (S10).
    async fn repeats(&self, tx: &mut Tx, standing: &RequestStanding) -> Result<bool, Trouble> {
        let request = &standing.request;
        if request.confirmed_by.is_none() {
            return Ok(false);
        }
        let offered = tx.offered(request.id).await?;
        Ok(!is_outdated(request, &offered) && !tx.people_changed(request.id).await?)
    }

    /// Puts the Apps of a request on offer once more, on the terms of today; a trial on the plan it was offered with.
    async fn offer_again(&self, tx: &mut Tx, standing: &RequestStanding) -> Result<Vec<Offerable>, Trouble> {
        let request = &standing.request;
        let mut apps = Vec::new();
        for old in tx.offered(request.id).await? {
            let found = tx.offerable(old.app_id, request.company_id, request.sender_id).await?;
            let mut found = found.filter(|app| app.waits_for == Some(request.id)).ok_or(Gone::RequestOutdated)?;
            request.thawed()?;
            if old.is_trial() && found.payer_id.is_none() {
                keep_plan(&mut found, &old);
            }
            if !tx.offer(request.id, &found).await? {
                return Err(Conflict::RequestOpen.into());
            }
            apps.push(found);
        }
        if apps.iter().any(|app| app.currency != apps[0].currency) {
            return Err(Problem::field(Field::Apps, Why::MixedCurrencies).into());
        }
        Ok(apps)
    }

    /// Makes a link to hand over by other means. It is a secret of its own and proves no mailbox; an earlier copied link
    /// is dead.
    ///
    /// # Errors
    /// When the policy refuses, or it has ended.
    pub async fn copy_request_link(&self, id: PaymentRequestId) -> Result<String, Problem> {
        let (guest, warren) = (&self.guest, &self.guest.warren);
        let secret = secrets::encode(warren.chance.bytes());
        within!(guest, |tx| {
            let (standing, permit) = self.manage_sent_request(tx, id).await?;
            let request = &standing.request;
            request.answerable(guest.at)?;
            tx.set_copied_request(id, secrets::hash(&secret).unwrap_or_default()).await?;
            let apps = super::ids(&tx.offered(id).await?);
            guest.note_request(tx, (id, request.company_id), (Event::RequestLinkCopied, permit), &apps).await?;
        })?;
        Ok(warren.link(&format!("/requests/{secret}")))
    }

    /// Withdraws an open request: the Apps stay as they are, and the client who had got the mail is told (M19).
    ///
    /// # Errors
    /// When the policy refuses, or it has ended.
    pub async fn cancel_request(&self, id: PaymentRequestId) -> Result<(), Problem> {
        let guest = &self.guest;
        within!(guest, |tx| {
            let (standing, permit) = self.manage_request(tx, id).await?;
            guest.cancel(tx, &standing.request, permit).await?;
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Has the link of an open request to my address mailed to me again. The secret stays the same.
    ///
    /// # Errors
    /// When there is no such request to my confirmed address, or too many mails were asked for.
    pub async fn mail_my_request(&self, id: PaymentRequestId) -> Result<(), Problem> {
        self.confirmed()?;
        let guest = &self.guest;
        guest.count(crate::rules::limit::Limit::MailPerAddress, &self.email_key()).await?;
        within!(guest, |tx| {
            let request = tx.request_to(id, self.email_key()).await?.ok_or(Thing::Request)?;
            request.answerable(guest.at)?;
            let offered = tx.offered(id).await?;
            let letter = guest.letter_again(tx, &request, &offered, false).await?;
            tx.post(&request.email, &letter, guest.at).await?;
            // Only my own log knows of it: what I ask for is no business of the giving side.
            tx.record(self.entry(Event::LinkAsked)).await?;
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }
}

/// The same request with a new secret, and as much time as it had.
fn renewed(actor: &Actor, request: &Request, email: String) -> NewRequest {
    let (at, warren) = (actor.guest.at, &actor.guest.warren);
    let link = LinkId::new(at, warren.chance.bytes());
    let secret = warren.keys.derive(Purpose::Request, link);
    renewal(request, email, (link, secrets::hash(&secret).unwrap_or_default()), at, at.plus(life(request)))
}

/// What of a request stays when it gets a new link.
pub(super) fn renewal(
    request: &Request,
    email: String,
    (link, mailed_hash): (LinkId, Vec<u8>),
    at: Moment,
    expires_at: Moment,
) -> NewRequest {
    NewRequest {
        id: request.id,
        company: request.company_id,
        sender: request.sender_id,
        email_key: email.to_ascii_lowercase(),
        email,
        note: request.note.clone(),
        client_company: request.client_company.clone(),
        link,
        mailed_hash,
        at,
        expires_at,
        app: None,
        proposed: false,
    }
}

/// A trial keeps the plan that was chosen for it, at what that costs today, as long as it is offered.
fn keep_plan(app: &mut Offerable, old: &Offered) {
    if old.listed {
        (app.plan, app.plan_name) = (old.plan.clone(), old.plan_name.clone());
        (app.price, app.currency) = (old.list_price, old.list_currency.clone());
    }
}
