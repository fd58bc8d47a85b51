//! An open request once more (4.2): sent again, with another message, or to another address; and what of it stays then.

use super::{announce, is_outdated, send::not_an_owner, sending};
use crate::{
    acts::{Actor, Guest, Trouble, secrets::Purpose, within},
    letters::Letter,
    rules::{
        id::{LinkId, PaymentRequestId},
        log::Event,
        moment::Moment,
        permission::Action,
        problem::{Conflict, Field, Gone, Problem, Why},
        request::RequestWords,
        role::Role,
        text::Email,
    },
    store::{
        db::Tx,
        request_offers::{Offerable, Offered},
        requests::{NewRequest, Request, RequestStanding},
    },
};

/// The note, and what the client's business is called.
type Words = (Option<String>, Option<String>);

/// What is to be another than before.
#[derive(Default)]
struct Difference {
    to: Option<Email>,
    words: Option<Words>,
}

impl Actor {
    /// Sends an open request again, on the terms of today: new secret, new deadline, both old links are dead.
    ///
    /// # Errors
    /// When the policy refuses, it has ended, an App is suspended, or its address got too many.
    pub async fn resend_request(&self, id: PaymentRequestId) -> Result<(), Problem> {
        self.renew_request(id, Difference::default()).await
    }

    /// Sends an open request again with another message: what the sender writes, and what they think the client's business
    /// is called (4.2). What an Owner has confirmed an Owner rewords.
    ///
    /// # Errors
    /// As above; and when a word is too long.
    pub async fn edit_request(&self, id: PaymentRequestId, words: RequestWords) -> Result<(), Problem> {
        let words = Some(words.read()?);
        self.renew_request(id, Difference { words, ..Difference::default() }).await
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
        self.renew_request(id, Difference { to: Some(email), ..Difference::default() }).await
    }

    async fn renew_request(&self, id: PaymentRequestId, Difference { to, words }: Difference) -> Result<(), Problem> {
        self.confirmed()?;
        let guest = &self.guest;
        within!(guest, |tx| {
            let (standing, _) = self.manage_sent_request(tx, id).await?;
            let request = &standing.request;
            let said = (request.note.clone(), request.client_company.clone());
            let words = words.clone().unwrap_or_else(|| said.clone());
            let repeats = to.is_none() && words == said && self.repeats(tx, &standing).await?;
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
                not_an_owner(tx, request.company_id, email).await?;
            }
            self.count_requests(tx, request.company_id, &email.to_ascii_lowercase()).await?;
            let moved = email.to_ascii_lowercase() != request.email_key;
            if moved && request.told_at.is_some() {
                let apps = apps.iter().map(|app| app.name.clone()).collect();
                let letter = Letter::RequestWithdrawn { sender: request.sender(), apps };
                tx.post(&request.email, &letter, guest.at).await?;
            }
            let new = renewed(guest, request, (email, words));
            if !tx.renew_request(&new).await? {
                return Err(Gone::RequestExpired.into());
            }
            tx.count_renewal(id, guest.at).await?;
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
}

impl Guest {
    /// A new link to a request, and the hash of its secret.
    pub(super) fn request_link(&self) -> (LinkId, Vec<u8>) {
        let link = LinkId::new(self.at, self.warren.chance.bytes());
        (link, self.warren.keys.hashed(Purpose::Request, link))
    }
}

/// The same request with a new secret, and as much time as its sender gave it.
pub(super) fn renewed(guest: &Guest, request: &Request, told: (String, Words)) -> NewRequest {
    renewal(request, told, guest.request_link(), guest.at, guest.at.plus(request.life))
}

/// What of a request stays when it gets a new link, perhaps another address, and other words.
pub(super) fn renewal(
    request: &Request,
    (email, (note, client_company)): (String, Words),
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
        note,
        client_company,
        link,
        mailed_hash,
        at,
        expires_at,
        app: None,
        proposed: false,
    }
}

/// A trial keeps the plan that was chosen for it, at what that costs today.
pub(super) fn keep_plan(app: &mut Offerable, old: &Offered) {
    (app.plan, app.plan_name) = (old.plan.clone(), old.plan_name.clone());
    (app.price, app.currency) = (old.list_price, old.list_currency.clone());
}
