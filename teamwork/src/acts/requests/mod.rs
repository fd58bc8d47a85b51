//! "Invite a client" (4.2, R55–R64): somebody asks a client to take over Apps; the client answers on one page; when they
//! complete the billing, one transaction makes them Owner of the Company that owns the Apps.

mod accept;
mod answer;
mod clock;
mod ends;
mod handover;
mod look;
mod manage;
mod propose;
mod renew;
mod send;
mod sheet;
mod taker;
mod traces;

pub use accept::Accepted;
pub use answer::Declining;
pub(super) use handover::Giving;

use super::{Actor, Denied, Guest, Trouble};
use crate::{
    letters::{Letter, RequestNews},
    rules::{
        billing::EURO,
        day::Day,
        id::{AppId, CompanyId, PaymentRequestId},
        log::Event,
        moment::Moment,
        money::Money,
        permission::{Action, Permit, may, may_with_own},
        problem::{Conflict, Gone, Thing},
        request::{Client, Keeper, OfferedApp, RequestOffer, RequestState, RequestView, SellerTax},
        role::Role,
    },
    store::{
        db::Tx,
        log::{Change, Entry, Topic},
        request_offers::Offered,
        requests::{Request, RequestStanding},
    },
};

impl RequestStanding {
    /// May this person do something about the request? A trial of one's own needs no role, so there is no permit either.
    ///
    /// # Errors
    /// The refusal, which the log will know of.
    fn may(&self, action: Action) -> Result<Option<Permit>, Denied> {
        match &self.me {
            Some(me) => me.may(action).map(Some),
            None => {
                let denied = |refusal| Denied { refusal, action, role: None, company: None, app: None };
                may_with_own(action).map(|()| None).map_err(denied)
            }
        }
    }
}

impl Actor {
    /// A request of the giving side that I may manage (row 21), locked.
    async fn manage_request(
        &self,
        tx: &mut Tx,
        id: PaymentRequestId,
    ) -> Result<(RequestStanding, Option<Permit>), Trouble> {
        let found = tx.request_standing(id, self.id()).await?;
        let standing = found.ok_or(Thing::Request)?;
        let permit = standing.may(Action::ManageRequest { own: standing.request.sender_id == self.id() })?;
        standing.request.state.manageable()?;
        Ok((standing, permit))
    }

    /// The same, if the client has got it: what waits for an Owner is withdrawn, and nothing else (S10).
    async fn manage_sent_request(
        &self,
        tx: &mut Tx,
        id: PaymentRequestId,
    ) -> Result<(RequestStanding, Option<Permit>), Trouble> {
        let (standing, permit) = self.manage_request(tx, id).await?;
        if standing.request.state == RequestState::Proposed {
            return Err(Conflict::RequestProposed.into());
        }
        Ok((standing, permit))
    }
}

/// What somebody with this role does who sends a request: an Admin only proposes what is paid, and an Owner confirms it
/// (S10).
fn sending(role: Option<Role>, trials: bool) -> Action {
    if role == Some(Role::Admin) && !trials { Action::ProposeClient } else { Action::InviteClient { trials } }
}

/// Could the sender still send this request (I12), or propose what an Owner has confirmed? Their right is asked for again
/// whenever somebody answers.
fn is_entitled(guest: &Guest, request: &Request, offered: &[Offered]) -> Result<(), Gone> {
    let trials = offered.iter().all(Offered::is_trial);
    let entitled = match request.company_id {
        Some(_) => {
            let role = request.sender_role(guest.at);
            let waits = request.state == RequestState::Proposed;
            let proposes = waits || request.confirmed_by.is_some();
            let action = |role| if proposes { sending(Some(role), trials) } else { Action::InviteClient { trials } };
            role.is_some_and(|role| may(role, action(role)).is_ok())
        }
        None => !request.sender_gone,
    };
    if entitled { Ok(()) } else { Err(Gone::RequestWithdrawn) }
}

/// Whether the client would get something else today than they were told.
fn is_outdated(request: &Request, offered: &[Offered]) -> bool {
    let changed = |app: &Offered| app.is_outdated(request.id, request.company_id, request.sender_id);
    offered.is_empty() || offered.iter().any(changed)
}

/// All Apps together, a month. They all pay in the same currency.
fn total(apps: &[OfferedApp]) -> Money {
    let currency = apps.first().map_or("", |app| app.price.currency.as_str());
    Money::new(apps.iter().map(|app| app.price.amount).sum(), currency)
}

/// Who keeps access: the sender as Admin, then the Developers.
fn keepers(sender: &str, developers: Vec<Keeper>) -> Vec<Keeper> {
    let sender = Keeper { name: sender.to_owned(), role: Role::Admin };
    std::iter::once(sender).chain(developers).collect()
}

/// The day the client pays from, if they accept today, and the day their first invoice comes (S25, E68).
fn first_days(guest: &Guest) -> (Day, Day) {
    first_days_since(guest.at)
}

/// The same for who has accepted at this moment.
fn first_days_since(at: Moment) -> (Day, Day) {
    let from = Day::of(at).plus(1);
    (from, from.month().1)
}

fn names(offered: &[Offered]) -> Vec<String> {
    offered.iter().map(|app| app.app_name.clone()).collect()
}

fn ids(offered: &[Offered]) -> Vec<AppId> {
    offered.iter().map(|app| app.app_id).collect()
}

impl Guest {
    /// The request as this reader sees it, which the sender sees in the preview.
    async fn view(&self, request: Request, offered: &[Offered], reader: Client) -> sqlx::Result<RequestView> {
        let offer = self.offer(&request, offered).await?;
        Ok(RequestView {
            sepa: offer.total.currency == EURO && self.warren.takes_sepa(),
            offer,
            held_until: request.held_until(),
            note: request.note,
            email: request.email,
            company: request.client_company,
            expires_at: request.expires_at,
            frozen: request.frozen_at.is_some(),
            cards: self.warren.takes_cards(),
            vat: self.vat(),
            terms: self.warren.terms(),
            reader,
        })
    }

    /// What decides about the tax on the side of who sells here.
    pub(super) fn vat(&self) -> SellerTax {
        SellerTax::of(&self.warren.seller(), Day::of(self.at))
    }

    /// The offer as both sides read it.
    async fn offer(&self, request: &Request, offered: &[Offered]) -> sqlx::Result<RequestOffer> {
        let db = &self.warren.db;
        let (loses, more_lose) = match request.company_id {
            Some(company) => db.who_loses(company, request.sender_id).await?,
            None => (Vec::new(), false),
        };
        let apps: Vec<OfferedApp> = offered.iter().map(Offered::card).collect();
        let (from, first_invoice) = first_days(self);
        Ok(RequestOffer {
            sender: request.sender(),
            giver: request.giver.clone(),
            total: total(&apps),
            apps,
            keeps: keepers(&request.sender(), db.developers_along(request.id).await?),
            loses,
            more_lose,
            from,
            first_invoice,
        })
    }

    /// Notes what happened to a request, once for each of its Apps, in the log of the giving side.
    pub(super) async fn note_request(
        &self,
        tx: &mut Tx,
        request: (PaymentRequestId, Option<CompanyId>),
        (event, permit): (Event, Option<Permit>),
        apps: &[AppId],
    ) -> Result<(), Trouble> {
        let (id, company) = request;
        for app in apps {
            let entry = self.entry(event).app(*app).to(id);
            let entry = company.into_iter().fold(entry, Entry::within);
            tx.record(permit.into_iter().fold(entry, Entry::allowed)).await?;
        }
        Ok(())
    }

    /// Tells the sender what became of their request.
    async fn tell_sender(
        &self,
        tx: &mut Tx,
        request: &Request,
        apps: Vec<String>,
        news: RequestNews,
    ) -> Result<(), Trouble> {
        let (email, slug) = (request.email.clone(), request.giver_slug.clone());
        tx.post(&request.sender_email, &Letter::RequestNews { email, apps, slug, news }, self.at).await?;
        Ok(())
    }
}

/// Tells the streams of the giving side.
pub(super) fn announce(tx: &mut Tx, request: &Request) {
    match request.company_id {
        Some(company) => tx.announce(Change::Company(company, Topic::Apps)),
        None => tx.announce(Change::Person(request.sender_id)),
    }
}
