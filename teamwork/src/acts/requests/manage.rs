//! What becomes of a request on the giving side (row 21): listed, copied, shown as the client sees it, withdrawn.

use crate::{
    acts::{Actor, members::read_cursor, secrets, within},
    rules::{
        id::PaymentRequestId,
        log::Event,
        permission::{Action, may},
        problem::{Problem, Thing},
        request::{Client, RequestCard, RequestPage, RequestState, RequestView},
    },
    store::request_lists::PAGE,
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
            request.expires_at = guest.at.plus(request.life);
        }
        let offered = db.offered(id).await.map_err(|error| guest.tell(error))?;
        let reader = Client::New { proven: true, coded: false };
        guest.view(request, &offered, reader).await.map_err(|error| guest.tell(error))
    }

    /// Makes a link to hand over by other means. It is a secret of its own and proves no mailbox; an earlier copied link
    /// is dead.
    ///
    /// # Errors
    /// When the policy refuses, or it has ended.
    pub async fn copy_request_link(&self, id: PaymentRequestId) -> Result<String, Problem> {
        let (guest, warren) = (&self.guest, &self.guest.warren);
        let (secret, hash) = secrets::fresh(&warren.chance);
        within!(guest, |tx| {
            let (standing, permit) = self.manage_sent_request(tx, id).await?;
            let request = &standing.request;
            request.answerable(guest.at)?;
            tx.set_copied_request(id, hash.clone()).await?;
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
