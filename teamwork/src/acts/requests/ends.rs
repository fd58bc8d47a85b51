//! What ends or holds up a request without the client: withdrawn by hand, by a sender who goes (S29), with its App (S30).

use std::sync::Arc;

use super::{announce, ids, keepers, names, propose::tell_deciders, total};
use crate::{
    acts::{Guest, Mail, Trouble, Warren, within},
    letters::{Letter, RequestNews},
    rules::{
        id::{AppId, CompanyId, LinkId, PaymentRequestId, UserId},
        log::Event,
        permission::{Action, Permit, may},
        problem::Problem,
        request::{OfferedApp, RequestState, TRIAL_REPRIEVE},
        role::Role,
    },
    store::{
        db::Tx,
        log::{Change, Topic},
        request_offers::Offered,
        requests::Request,
    },
};

impl Warren {
    /// The receiving server took the mail of a request.
    pub(in crate::acts) async fn request_mailed(
        &self,
        mail: &Mail,
        id: PaymentRequestId,
        link: LinkId,
    ) -> Result<(), Problem> {
        let now = self.now();
        let found = self.db.request_mailed(id, link, now).await.map_err(|error| self.broken(error))?;
        let Some(found) = found else { return Ok(()) };
        if let (RequestState::Cancelled, Letter::PaymentRequest { sender, apps, .. }) = (found.state, &mail.letter) {
            // It was withdrawn while this mail was under way.
            let apps = apps.iter().map(|app| app.name.clone()).collect();
            let letter = Letter::RequestWithdrawn { sender: sender.clone(), apps };
            self.db.post_late(&mail.to, &letter, now).await.map_err(|error| self.broken(error))?;
            self.mail_waits.notify_one();
        }
        let change = match found.company_id {
            Some(company) => Change::Company(company, Topic::Apps),
            None => Change::Person(found.sender_id),
        };
        let told = self.db.tell(&[change]).await.map_err(|error| self.broken(error))?;
        self.hub.tell(&told);
        Ok(())
    }

    /// Flags a request whose address takes no mail, and tells who sent it.
    pub(in crate::acts) async fn request_bounced(
        self: &Arc<Self>,
        id: PaymentRequestId,
        link: LinkId,
    ) -> Result<(), Problem> {
        let house = self.house();
        within!(&house, |tx| {
            let Some(request) = tx.bounce_request(id, link).await? else { return Ok(()) };
            let offered = tx.offered(id).await?;
            house.tell_sender(tx, &request, names(&offered), RequestNews::Bounced).await?;
            let about = (id, request.company_id);
            house.note_request(tx, about, (Event::RequestBounced, None), &ids(&offered)).await?;
            announce(tx, &request);
        })?;
        self.mail_waits.notify_one();
        Ok(())
    }
}

impl Guest {
    /// Withdraws an open request whose row is locked. The client is told if the mail had reached them (M19); so is the
    /// sender, unless it was they who did it.
    pub(super) async fn cancel(&self, tx: &mut Tx, request: &Request, permit: Option<Permit>) -> Result<(), Trouble> {
        let offered = tx.offered(request.id).await?;
        tx.end_request(request.id, RequestState::Cancelled, None, self.at).await?;
        self.let_go(tx, request).await?;
        if request.told_at.is_some() {
            let letter = Letter::RequestWithdrawn { sender: request.sender(), apps: names(&offered) };
            tx.post(&request.email, &letter, self.at).await?;
        }
        if self.person != Some(request.sender_id) && !request.sender_gone {
            self.tell_sender(tx, request, names(&offered), RequestNews::Withdrawn).await?;
        }
        let about = (request.id, request.company_id);
        self.note_request(tx, about, (Event::RequestCancelled, permit), &ids(&offered)).await?;
        announce(tx, request);
        tell_deciders(tx, request).await
    }

    /// Lets the Apps of an ended request go: their trials run for two days at least (S19).
    pub(super) async fn let_go(&self, tx: &mut Tx, request: &Request) -> Result<(), Trouble> {
        let until = self.at.plus(TRIAL_REPRIEVE);
        tx.release(request.id, until, until.plus(-self.warren.house_rules().trial_grace)).await?;
        Ok(())
    }

    /// Withdraws what somebody has sent for a Company and could not send any more, being `role` there now, or nobody
    /// (S29, I12). Answers the addresses.
    pub(in crate::acts) async fn withdraw_requests(
        &self,
        tx: &mut Tx,
        company: CompanyId,
        sender: UserId,
        role: Option<Role>,
    ) -> Result<Vec<String>, Trouble> {
        let can = |action| role.is_some_and(|role| may(role, action).is_ok());
        if can(Action::InviteClient { trials: false }) {
            return Ok(Vec::new());
        }
        let mut withdrawn = Vec::new();
        for request in tx.requests_sent(company, sender, can(Action::ProposeClient)).await? {
            self.cancel(tx, &request, None).await?;
            withdrawn.push(request.email);
        }
        Ok(withdrawn)
    }

    /// Withdraws the request that waits for an App which ends or goes elsewhere (S30). Its row is locked.
    pub(in crate::acts) async fn withdraw_request_of(&self, tx: &mut Tx, app: AppId) -> Result<(), Trouble> {
        if let Some(request) = tx.request_of(app).await?.filter(|request| request.state.is_open()) {
            self.cancel(tx, &request, None).await?;
        }
        Ok(())
    }

    /// An App, or a whole Company, was suspended: the deadlines of its requests stand still, and the clients are told.
    pub(in crate::acts) async fn freeze_requests(
        &self,
        tx: &mut Tx,
        app: Option<AppId>,
        company: Option<CompanyId>,
    ) -> Result<(), Trouble> {
        for id in tx.freeze_requests(app, company, self.at).await? {
            self.post_hold(tx, id, true).await?;
        }
        Ok(())
    }

    /// It runs again.
    pub(in crate::acts) async fn thaw_requests(
        &self,
        tx: &mut Tx,
        app: Option<AppId>,
        company: Option<CompanyId>,
    ) -> Result<(), Trouble> {
        for id in tx.thaw_requests(app, company, self.at).await? {
            self.post_hold(tx, id, false).await?;
        }
        Ok(())
    }

    async fn post_hold(&self, tx: &mut Tx, id: PaymentRequestId, held: bool) -> Result<(), Trouble> {
        let Some(request) = tx.request(id).await?.filter(|request| request.told_at.is_some()) else { return Ok(()) };
        let apps = names(&tx.offered(id).await?);
        let expires_at = (!held).then_some(request.expires_at);
        let letter = Letter::RequestHeld { sender: request.sender(), apps, expires_at };
        tx.post(&request.email, &letter, self.at).await?;
        Ok(())
    }

    /// The mail of a request once more, with the link it has.
    pub(super) async fn letter_again(
        &self,
        tx: &mut Tx,
        request: &Request,
        offered: &[Offered],
        reminds: bool,
    ) -> Result<Letter, Trouble> {
        let apps: Vec<OfferedApp> = offered.iter().map(Offered::card).collect();
        let sender = request.sender();
        Ok(Letter::PaymentRequest {
            request: request.id,
            link: request.link_id,
            sender_email: request.sender_email.clone(),
            total: total(&apps),
            vat: self.vat(),
            apps,
            keeps: keepers(&sender, tx.developers_along(request.id).await?),
            sender,
            note: request.note.clone(),
            expires_at: request.expires_at,
            reminds,
        })
    }
}
