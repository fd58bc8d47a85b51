//! The clock of requests (4.2, R69): clients are reminded at half-time and a day before the end (M11r), and so are the Owners
//! of what waits for them (S10); senders a day before (M17); and what nobody answered expires (M18).

use std::sync::Arc;

use super::{announce, ids, names, propose::tell_deciders};
use crate::{
    acts::{Guest, Trouble, Warren, within},
    letters::{Letter, RequestNews},
    rules::{log::Event, problem::Problem, request::RequestState},
    store::{db::Tx, request_offers::Offered, requests::Request},
};

impl Warren {
    /// Reminds of requests and ends those whose deadline has passed. A bounded batch of each; answers how many.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tend_requests(self: &Arc<Self>) -> Result<u64, Problem> {
        let house = self.house();
        // The last reminder first: who is close to the end gets one mail, not two.
        let done = house.expire_requests().await? + house.remind(true).await? + house.remind(false).await?;
        if done > 0 {
            self.mail_waits.notify_one();
        }
        Ok(done)
    }
}

impl Guest {
    async fn remind(&self, last: bool) -> Result<u64, Problem> {
        within!(self, |tx| {
            let due = tx.requests_to_remind(self.at, last).await?;
            if due.is_empty() {
                return Ok(0);
            }
            for request in &due {
                let offered = tx.offered(request.id).await?;
                self.remind_of(tx, request, &offered).await?;
                if last {
                    let (state, expires_at) = (request.state, request.expires_at);
                    let news = match request.bounced {
                        true => RequestNews::EndingUndelivered { state, expires_at },
                        false => RequestNews::Ending { state, expires_at },
                    };
                    self.tell_sender(tx, request, names(&offered), news).await?;
                }
                let about = (request.id, request.company_id);
                self.note_request(tx, about, (Event::RequestReminded, None), &ids(&offered)).await?;
            }
            due.len() as u64
        })
    }

    /// Reminds who decides: the client, or while it is only proposed the Owners, because the client knows nothing of it.
    async fn remind_of(&self, tx: &mut Tx, request: &Request, offered: &[Offered]) -> Result<(), Trouble> {
        if request.state == RequestState::Proposed {
            return self.ask_owners(tx, request, offered, true).await;
        }
        // What has not reached them once does not a second time.
        if request.bounced {
            return Ok(());
        }
        let letter = self.letter_again(tx, request, offered, true).await?;
        tx.post(&request.email, &letter, self.at).await?;
        Ok(())
    }

    async fn expire_requests(&self) -> Result<u64, Problem> {
        within!(self, |tx| {
            let overdue = tx.expire_requests(self.at).await?;
            if overdue.is_empty() {
                return Ok(0);
            }
            for request in &overdue {
                let offered = tx.offered(request.id).await?;
                self.let_go(tx, request).await?;
                if request.told_at.is_some() {
                    let (sender, apps, link) = (request.sender(), names(&offered), Some(request.link_id));
                    let letter = Letter::RequestOver { sender, apps, link };
                    tx.post(&request.email, &letter, self.at).await?;
                }
                let news = match request.state {
                    RequestState::Proposed => RequestNews::Unconfirmed,
                    _ => RequestNews::Expired { trial_ends_at: tx.next_trial_end(request.id).await? },
                };
                self.tell_sender(tx, request, names(&offered), news).await?;
                let about = (request.id, request.company_id);
                self.note_request(tx, about, (Event::RequestExpired, None), &ids(&offered)).await?;
                announce(tx, request);
                tell_deciders(tx, request).await?;
            }
            overdue.len() as u64
        })
    }
}
