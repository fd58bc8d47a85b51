//! What "Invite a client" shows: the request that waits, or what a client would be asked for now. When the client of the
//! last request did not want or did not answer, that is what it said, on the terms of today.

use super::{first_days, is_outdated, keepers, renew::keep_plan, sending, total};
use crate::{
    acts::{Actor, app_standing::AppStanding},
    rules::{
        id::PaymentRequestId,
        moment::DAY,
        money::Money,
        permission::{Action, may},
        plan::PlanCard,
        problem::{Problem, Thing},
        request::{Keeper, OfferedApp, RequestAgain, RequestCard, RequestOffer, RequestSheet, RequestState},
        role::Role,
    },
    store::request_offers::{Offerable, Offered},
};

/// What a new request would begin with, and the Apps it would offer.
struct Draft {
    again: Option<RequestAgain>,
    company: Option<String>,
    offer: RequestOffer,
    outdated: bool,
}

impl Actor {
    /// What a client would be asked for, before anything is sent; and the request that waits, if one does.
    ///
    /// # Errors
    /// When the App is not mine to know of, or the policy refuses.
    pub async fn request_sheet(&self, app: &str) -> Result<RequestSheet, Problem> {
        let standing = self.look_at_app(app, |assigned| Action::SeeApp { assigned }).await?;
        let trials = standing.app.billing_contact_id.is_none();
        if let Err(denied) = standing.may_look(|_| sending(standing.company().map(|me| me.role), trials)) {
            return Err(self.guest.refuse(denied.into()).await);
        }
        // Somebody may have deleted it a moment ago.
        let sheet = self.read_sheet(&standing).await.map_err(|error| self.guest.tell(error))?;
        sheet.ok_or(Problem::NotFound(Thing::App))
    }

    async fn read_sheet(&self, standing: &AppStanding) -> sqlx::Result<Option<RequestSheet>> {
        let (guest, db, app) = (&self.guest, &self.guest.warren.db, standing.app.id);
        let company = standing.company();
        let Some(mine) = db.offerable(app).await? else { return Ok(None) };
        let others = match company {
            Some(me) => db.offerable_beside(me.company_id, app).await?,
            None => Vec::new(),
        };
        let is_trial = mine.payer_id.is_none();
        let plans = if is_trial { self.plans_with(&mine.plan).await? } else { Vec::new() };
        let request = self.request_of(standing).await?;
        let Draft { again, company: client_company, offer, outdated } =
            self.draft(standing, request.as_ref(), &mine, &others).await?;
        let waits = request.as_ref().is_some_and(|card| card.state.is_open());
        let of_admin = company.is_some_and(|me| me.role == Role::Admin);
        let needs_owner = waits && of_admin && offer.apps.iter().any(|app| !app.trial);
        Ok(Some(RequestSheet {
            app,
            app_name: mine.name,
            slug: company.map(|me| me.slug.clone()),
            plan: mine.plan,
            offer,
            client_company,
            plans,
            others: others.into_iter().map(Offerable::other).collect(),
            days: guest.warren.house_rules().request_life / DAY,
            asks_name: self.name().last.is_empty(),
            proposes: sending(company.map(|me| me.role), is_trial) == Action::ProposeClient,
            request,
            again,
            outdated,
            needs_owner,
        }))
    }

    /// The plans that are offered, and the one a trial has, which it keeps if nothing else is chosen.
    async fn plans_with(&self, own: &str) -> sqlx::Result<Vec<PlanCard>> {
        let db = &self.guest.warren.db;
        let mut plans = db.plans().await?;
        if plans.iter().all(|plan| plan.key != own) {
            let own = db.plan(own).await?;
            plans.splice(0..0, own);
        }
        Ok(plans)
    }

    /// What the client is told, or would be told now.
    async fn draft(
        &self,
        standing: &AppStanding,
        request: Option<&RequestCard>,
        mine: &Offerable,
        others: &[Offerable],
    ) -> sqlx::Result<Draft> {
        let draft = match request {
            Some(card) if card.state.is_open() => self.waiting(card.id).await?,
            // What was withdrawn or refused begins anew (4.2).
            Some(card) if matches!(card.state, RequestState::Expired | RequestState::Declined) => {
                self.once_more(standing, card, mine, others).await?
            }
            Some(_) | None => None,
        };
        match draft {
            Some(draft) => Ok(draft),
            None => {
                let developers = self.guest.warren.db.developers_of(standing.app.id).await?;
                let offer = self.offer_today(standing, vec![offered(mine)], developers).await?;
                Ok(Draft { again: None, company: None, offer, outdated: false })
            }
        }
    }

    /// What the client of a request that waits was told, or is to be told: whether it would be something else today, what
    /// their business is thought to be called, and the offer.
    async fn waiting(&self, id: PaymentRequestId) -> sqlx::Result<Option<Draft>> {
        let db = &self.guest.warren.db;
        let Some(standing) = db.request_standing(id, self.id()).await? else { return Ok(None) };
        let (request, offered) = (standing.request, db.offered(id).await?);
        let outdated = is_outdated(&request, &offered) || db.people_changed(id).await?;
        let offer = self.guest.offer(&request, &offered).await?;
        Ok(Some(Draft { again: None, company: request.client_company, offer, outdated }))
    }

    /// What the last request said that has ended, as one press sends it now: a chosen plan as long as it is offered, and
    /// the further Apps that can go along still.
    async fn once_more(
        &self,
        standing: &AppStanding,
        card: &RequestCard,
        mine: &Offerable,
        others: &[Offerable],
    ) -> sqlx::Result<Option<Draft>> {
        let db = &self.guest.warren.db;
        let Some(found) = db.request_standing(card.id, self.id()).await? else { return Ok(None) };
        let (request, old) = (found.request, db.offered(card.id).await?);
        let apps = along_again(mine, others, &old);
        let again = RequestAgain {
            email: request.email.clone(),
            note: request.note.clone().unwrap_or_default(),
            company: request.client_company.clone().unwrap_or_default(),
            plan: apps.first().map(|app| app.plan.clone()).unwrap_or_default(),
            days: request.life / DAY,
            apps: apps.iter().skip(1).map(|app| app.id).collect(),
        };
        let mut cards: Vec<OfferedApp> = apps.iter().map(offered).collect();
        cards.sort_by(|one, other| one.name.cmp(&other.name));
        let developers = db.developers_again(card.id, standing.app.id).await?;
        let offer = self.offer_today(standing, cards, developers).await?;
        Ok(Some(Draft { again: Some(again), company: request.client_company, offer, outdated: false }))
    }

    /// What a client would be offered who was asked now for these Apps.
    async fn offer_today(
        &self,
        standing: &AppStanding,
        apps: Vec<OfferedApp>,
        developers: Vec<Keeper>,
    ) -> sqlx::Result<RequestOffer> {
        let (db, company) = (&self.guest.warren.db, standing.company());
        let (loses, more_lose) = match company {
            Some(me) => db.who_loses(me.company_id, self.id()).await?,
            None => (Vec::new(), false),
        };
        let (from, first_invoice) = first_days(&self.guest);
        Ok(RequestOffer {
            sender: self.name().full(),
            giver: company.map(|me| me.name.clone()),
            total: total(&apps),
            apps,
            keeps: keepers(&self.name().full(), developers),
            loses,
            more_lose,
            from,
            first_invoice,
        })
    }

    /// The request for an App as I follow it (row 21).
    async fn request_of(&self, standing: &AppStanding) -> sqlx::Result<Option<RequestCard>> {
        let found = self.guest.warren.db.newest_request(standing.app.id).await?;
        Ok(found.map(|(sender, card)| {
            let own = sender == self.id();
            let can = |action| standing.company().map_or(own, |me| may(me.role, action).is_ok());
            let mine = can(Action::ManageRequest { own });
            let confirms = card.state == RequestState::Proposed && can(Action::ConfirmRequest);
            RequestCard { mine, confirms, ..card }
        }))
    }
}

/// The App and those that go along with it once more. The plan that is chosen for a trial holds for all trials among them,
/// and all pay in one currency.
fn along_again(mine: &Offerable, others: &[Offerable], old: &[Offered]) -> Vec<Offerable> {
    let mut mine = mine.clone();
    let kept = |old: &&Offered| old.app_id == mine.id && old.is_trial() && mine.payer_id.is_none() && old.listed;
    if let Some(old) = old.iter().find(kept) {
        keep_plan(&mut mine, old);
    }
    let went = |other: &&Offerable| old.iter().any(|old| old.app_id == other.id);
    let others: Vec<_> = others.iter().filter(went).map(|other| on_plan_of(&mine, other)).collect();
    let currency = mine.currency.clone();
    std::iter::once(mine).chain(others.into_iter().filter(|other| other.currency == currency)).collect()
}

/// The same App on the plan of the first one, if both are trials.
pub(super) fn on_plan_of(mine: &Offerable, other: &Offerable) -> Offerable {
    let mut other = other.clone();
    if mine.payer_id.is_none() && other.payer_id.is_none() {
        (other.plan, other.plan_name) = (mine.plan.clone(), mine.plan_name.clone());
        (other.price, other.currency) = (mine.price, mine.currency.clone());
    }
    other
}

fn offered(app: &Offerable) -> OfferedApp {
    let (name, plan, price) = (app.name.clone(), app.plan_name.clone(), Money::new(app.price, &app.currency));
    OfferedApp { name, plan, price, trial: app.payer_id.is_none() }
}
