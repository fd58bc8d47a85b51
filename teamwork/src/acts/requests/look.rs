//! What the client sees (R78). Looking changes nothing (law 2).

use super::{is_entitled, is_outdated};
use crate::{
    acts::{Actor, Guest, Visitor, secrets},
    rules::{
        problem::{Gone, Problem, Thing},
        request::{
            AcceptForm, Client, ClientCompany, ClientPayer, EndedRequest, Handover, MyRequest, PayerRefusal,
            RequestState, RequestView,
        },
    },
    store::{handovers::ClientRow, request_offers::Offered, requests::Request},
};

impl Visitor {
    /// What a payment request says, and how the reader stands to it.
    ///
    /// # Errors
    /// When the secret opens nothing (any more), or what it offered has changed.
    pub async fn look_at_request(&self, secret: &str) -> Result<RequestView, Problem> {
        let guest = self.guest();
        let (request, hash) = guest.linked_request(secret).await?;
        let db = &guest.warren.db;
        request.answerable(guest.at).map_err(Problem::Gone)?;
        let offered = db.offered(request.id).await.map_err(|error| guest.tell(error))?;
        is_entitled(guest, &request, &offered).map_err(Problem::Gone)?;
        // What is suspended looks different only until that is over.
        if request.frozen_at.is_none() {
            let changed = db.people_changed(request.id).await.map_err(|error| guest.tell(error))?;
            if changed || is_outdated(&request, &offered) {
                return Err(Problem::Gone(Gone::RequestOutdated));
            }
        }
        let reader = self.client(&request, &hash, &offered).await?;
        guest.view(request, &offered, reader).await.map_err(|error| guest.tell(error))
    }

    /// What was typed here before the way to the payment provider, for who typed it (WCAG 3.3.7): in the browser that went
    /// there, or signed in as who went. Nobody else who has the link reads a word of it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn typed_before(&self, secret: &str, claim: &str) -> Result<Option<AcceptForm>, Problem> {
        let guest = self.guest();
        let Some(hash) = secrets::hash(secret) else { return Ok(None) };
        let (claim, user) = (secrets::hash(claim), self.person().ok().map(Actor::id));
        if claim.is_none() && user.is_none() {
            return Ok(None);
        }
        let typed = guest.warren.db.typed_before(hash, claim, user).await;
        typed.map_err(|error| guest.tell(error))
    }

    /// What the link of a request says that can be answered no more: who sent it, and how they are reached as far as the
    /// link proves that its holder was told. A newer link makes an older one say nothing.
    ///
    /// # Errors
    /// When the secret opens nothing (any more).
    pub async fn look_at_ended_request(&self, secret: &str) -> Result<EndedRequest, Problem> {
        let guest = self.guest();
        let (request, hash) = guest.linked_request(secret).await?;
        let db = &guest.warren.db;
        let offered = db.offered(request.id).await.map_err(|error| guest.tell(error))?;
        let email = (request.is_mailed(&hash) && !request.sender_gone).then(|| request.sender_email.clone());
        Ok(EndedRequest { sender: request.sender(), email, apps: super::names(&offered) })
    }

    async fn client(&self, request: &Request, hash: &[u8], offered: &[Offered]) -> Result<Client, Problem> {
        let guest = self.guest();
        match self {
            Self::Person(actor) if actor.email_key() != request.email_key => {
                Ok(Client::WrongAccount { email: actor.person.email.clone() })
            }
            Self::Person(actor) if actor.confirmed().is_err() => Ok(Client::Unconfirmed),
            Self::Person(actor) => {
                Ok(Client::Invited { name: actor.name(), companies: actor.own_companies(request, offered).await? })
            }
            // Who has proven nothing does not hear whether the address has an account (I38).
            Self::Guest(_) if !request.is_mailed(hash) => {
                Ok(Client::New { proven: false, coded: request.code_id.is_some() })
            }
            Self::Guest(_) => {
                let db = &guest.warren.db;
                let user = db.user_by_email(request.email_key.clone()).await.map_err(|error| guest.tell(error))?;
                Ok(match user.filter(|user| user.confirmed_at.is_some()) {
                    Some(_) => Client::SignIn,
                    None => Client::New { proven: true, coded: false },
                })
            }
        }
    }
}

impl Actor {
    /// The open requests to my address. Only who has proven the address sees them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn my_requests(&self) -> Result<Vec<MyRequest>, Problem> {
        if self.confirmed().is_err() {
            return Ok(Vec::new());
        }
        let guest = &self.guest;
        guest.warren.db.requests_to(self.email_key(), guest.at).await.map_err(|error| guest.tell(error))
    }

    /// What I own since I accepted a request, found by its link.
    ///
    /// # Errors
    /// When it was not I who accepted it, or the Company is gone.
    pub async fn look_at_handover(&self, secret: &str) -> Result<Handover, Problem> {
        let gone = || Problem::Gone(Gone::RequestCompleted);
        let guest = &self.guest;
        let (request, _) = guest.linked_request(secret).await?;
        let db = &guest.warren.db;
        if request.state != RequestState::Completed || request.client_id != Some(self.id()) {
            return Err(gone());
        }
        let target = db.target_of(request.id).await.map_err(|error| guest.tell(error))?.ok_or_else(gone)?;
        let offered = db.offered(request.id).await.map_err(|error| guest.tell(error))?;
        let keeps = db.keepers_now(request.id, guest.at).await.map_err(|error| guest.tell(error))?;
        let (from, first_invoice) = super::first_days_since(target.ended_at);
        let net = super::total(&offered.iter().map(Offered::card).collect::<Vec<_>>());
        let country = target.country.unwrap_or_default();
        Ok(Handover {
            price: guest.vat().gross(&net, &country, target.has_vat_number, from),
            company: target.name,
            slug: target.slug,
            apps: super::names(&offered),
            keeps,
            first_invoice,
            has_password: self.me().has_password,
        })
    }

    /// The Companies I own, with their Billing Contacts, and why one cannot pay for what is offered (S22). The giving one is
    /// left out.
    async fn own_companies(&self, request: &Request, offered: &[Offered]) -> Result<Vec<ClientCompany>, Problem> {
        let guest = &self.guest;
        let rows = guest.warren.db.companies_of_client(self.id()).await.map_err(|error| guest.tell(error))?;
        let net = super::total(&offered.iter().map(Offered::card).collect::<Vec<_>>());
        let (vat, from) = (guest.vat(), super::first_days(guest).0);
        let mut companies: Vec<ClientCompany> = Vec::new();
        for row in rows.into_iter().filter(|row| request.giver_slug.as_ref() != Some(&row.slug)) {
            let ClientRow { slug, name, suspended, .. } = row;
            if companies.last().is_none_or(|last| last.slug != slug) {
                companies.push(ClientCompany { slug, name, suspended, payers: Vec::new() });
            }
            let payer = row.payer_id.zip(row.payer).zip(row.currency);
            if let (Some(company), Some(((id, name), currency))) = (companies.last_mut(), payer) {
                let price = vat.gross(&net, &row.country.unwrap_or_default(), row.has_vat_number, from);
                let refusal = match (row.blocked, currency == net.currency) {
                    (true, _) => Some(PayerRefusal::Blocked),
                    (false, false) => Some(PayerRefusal::OtherCurrency),
                    (false, true) => None,
                };
                company.payers.push(ClientPayer { id, name, currency, price, refusal });
            }
        }
        Ok(companies)
    }
}

impl Guest {
    /// The request that a link opens, not locked, and the hash of the link's secret. Counted as a try.
    pub(super) async fn linked_request(&self, secret: &str) -> Result<(Request, Vec<u8>), Problem> {
        let hash = self.link_hash(secret, Thing::Request).await?;
        let found = self.warren.db.request_by_secret(hash.clone()).await.map_err(|error| self.tell(error))?;
        Ok((found.ok_or(Problem::NotFound(Thing::Request))?, hash))
    }
}

/// Whether a code was mailed that can be typed still.
pub(super) fn has_code(guest: &Guest, request: &Request) -> bool {
    request.code_id.is_some() && request.code_until.is_some_and(|until| guest.at < until)
}
