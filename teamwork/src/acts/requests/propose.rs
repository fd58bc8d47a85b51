//! S10: an Admin who wants to hand over paid Apps raises a request, and an Owner confirms it. Until then nothing goes to the
//! client. Confirmed, it is the Admin's request as any other: they are the inviter, so it is they who stay as Admin of the
//! client's Company (R64), and the Owners of the giving Company lose the Apps with all the rest (S24).

use super::{announce, ids, is_entitled, is_outdated, names, renew::renewed, send::not_an_owner, total};
use crate::{
    acts::{Actor, Guest, Trouble, within},
    letters::{Letter, RequestNews},
    rules::{
        id::PaymentRequestId,
        log::Event,
        moment::Moment,
        permission::{Action, Permit},
        problem::{Conflict, Field, Gone, Problem, Thing},
        request::{OfferedApp, Proposal, RequestState},
        text::{Email, Line},
    },
    store::{
        db::Tx,
        request_offers::Offered,
        requests::{NewRequest, Request, RequestStanding},
    },
};

/// How long a reason to refuse may be, in characters.
const REASON_MAX: u16 = 300;

impl Actor {
    /// What waits for my confirmation, in all Companies I own.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn proposals(&self) -> Result<Vec<Proposal>, Problem> {
        let guest = &self.guest;
        guest.warren.db.proposals_to(self.id(), guest.at).await.map_err(|error| guest.tell(error))
    }

    /// Confirms what an Admin has proposed: the client gets the very request that I saw (M11), the Admin a copy (M12).
    ///
    /// # Errors
    /// When my address is not confirmed, the policy refuses, it waits for nobody any more, an App is suspended, the offer
    /// or the people of it have changed, the Admin may not propose it any more, or the client owns the App by now (S26).
    pub async fn confirm_request(&self, id: PaymentRequestId) -> Result<(), Problem> {
        self.confirmed()?;
        let guest = &self.guest;
        within!(guest, |tx| {
            let (standing, permit) = self.proposal(tx, id).await?;
            let request = &standing.request;
            let offered = self.as_proposed(tx, &standing).await?;
            not_an_owner(tx, request.company_id, &Email::parse(Field::Email, &request.email)?).await?;
            if !tx.confirm_request(&self.confirmation(request), self.id()).await? {
                return Err(Conflict::NotProposed.into());
            }
            let owner = (self.id() != request.sender_id).then(|| self.name().full());
            self.post_request(tx, id, owner).await?;
            let event = (Event::RequestConfirmed, permit);
            guest.note_request(tx, (id, request.company_id), event, &ids(&offered)).await?;
            announce(tx, request);
            tell_deciders(tx, request).await?;
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Refuses what an Admin has proposed; they are told, with the reason. The Apps stay as they are.
    ///
    /// # Errors
    /// When the policy refuses, or it waits for nobody any more.
    pub async fn refuse_request(&self, id: PaymentRequestId, reason: &str) -> Result<(), Problem> {
        let reason = Line::parse_optional(Field::Reason, reason, REASON_MAX)?.map(|reason| reason.to_string());
        let guest = &self.guest;
        within!(guest, |tx| {
            let (standing, permit) = self.proposal(tx, id).await?;
            let request = &standing.request;
            let offered = tx.offered(id).await?;
            tx.end_request(id, RequestState::Refused, reason.clone(), guest.at).await?;
            guest.let_go(tx, request).await?;
            if self.id() != request.sender_id {
                let news = RequestNews::Refused { by: self.name().full(), reason: reason.clone() };
                guest.tell_sender(tx, request, names(&offered), news).await?;
            }
            let event = (Event::RequestRefused, permit);
            guest.note_request(tx, (id, request.company_id), event, &ids(&offered)).await?;
            announce(tx, request);
            tell_deciders(tx, request).await?;
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// A proposed request that I may confirm or refuse, locked, before its deadline.
    async fn proposal(&self, tx: &mut Tx, id: PaymentRequestId) -> Result<(RequestStanding, Option<Permit>), Trouble> {
        let found = tx.request_standing(id, self.id()).await?;
        let standing = found.ok_or(Thing::Request)?;
        let permit = standing.may(Action::ConfirmRequest)?;
        waits_for_an_owner(&standing.request, self.guest.at)?;
        Ok((standing, permit))
    }

    /// What was proposed, locked, if the client would get just that today.
    async fn as_proposed(&self, tx: &mut Tx, standing: &RequestStanding) -> Result<Vec<Offered>, Trouble> {
        let request = &standing.request;
        let offered = tx.offered(request.id).await?;
        standing.may(Action::InviteClient { trials: offered.iter().all(Offered::is_trial) })?;
        request.thawed()?;
        is_entitled(&self.guest, request, &offered)?;
        if is_outdated(request, &offered) || tx.people_changed(request.id).await? {
            return Err(Gone::RequestOutdated.into());
        }
        Ok(offered)
    }

    /// The same request with the secret that goes to the client, and from now on as much time as it was given.
    fn confirmation(&self, request: &Request) -> NewRequest {
        let told = (request.email.clone(), (request.note.clone(), request.client_company.clone()));
        renewed(&self.guest, request, told)
    }

    /// Asks the Owners to confirm a request that was just added.
    pub(super) async fn post_proposal(&self, tx: &mut Tx, id: PaymentRequestId) -> Result<(), Trouble> {
        let request = tx.request(id).await?.ok_or(Thing::Request)?;
        let offered = tx.offered(id).await?;
        self.guest.ask_owners(tx, &request, &offered, false).await?;
        tell_deciders(tx, &request).await
    }
}

impl Guest {
    /// Asks the Owners to confirm a request, or reminds them of it.
    pub(super) async fn ask_owners(
        &self,
        tx: &mut Tx,
        request: &Request,
        offered: &[Offered],
        reminds: bool,
    ) -> Result<(), Trouble> {
        let (Some(giver), Some(company), Some(slug)) =
            (request.company_id, request.giver.clone(), request.giver_slug.clone())
        else {
            return Ok(());
        };
        let apps: Vec<OfferedApp> = offered.iter().map(Offered::card).collect();
        let letter = Letter::RequestProposed {
            sender: request.sender(),
            email: request.email.clone(),
            company,
            slug,
            total: total(&apps),
            apps,
            note: request.note.clone(),
            expires_at: request.expires_at,
            reminds,
        };
        tx.post_to_owners(giver, &letter, None, self.at).await?;
        Ok(())
    }
}

/// Tells the streams of the Owners that one more or one less waits for them, if it did.
pub(super) async fn tell_deciders(tx: &mut Tx, request: &Request) -> Result<(), Trouble> {
    if let (RequestState::Proposed, Some(giver)) = (request.state, request.company_id) {
        tx.tell_owners(giver).await?;
    }
    Ok(())
}

/// Does it wait for an Owner still? While it is frozen its deadline stands still.
fn waits_for_an_owner(request: &Request, now: Moment) -> Result<(), Trouble> {
    request.state.manageable()?;
    if request.state != RequestState::Proposed {
        return Err(Conflict::NotProposed.into());
    }
    let now = request.frozen_at.map_or(now, |since| since.min(now));
    if now < request.expires_at { Ok(()) } else { Err(Gone::RequestExpired.into()) }
}
