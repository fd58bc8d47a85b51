//! The way back: what the browser is told that went to the provider, and how it becomes signed in.

use crate::{
    acts::{Guest, SignedIn, secrets, secrets::Purpose, within},
    rules::{
        log::Event,
        payment::{CLAIM_LIFE, SetupState},
        problem::{Problem, Thing},
        request::{PayingState, PayingView, RequestState},
    },
    store::payment_setups::Returned,
};

impl Guest {
    /// How far a payment is, for the browser that went to the provider for it. Looking changes nothing; it is only a reason
    /// to ask the provider sooner.
    ///
    /// # Errors
    /// When this browser has not gone there.
    pub async fn look_at_payment(&self, claim: &str) -> Result<PayingView, Problem> {
        self.count_link().await?;
        let hash = secrets::hash(claim).ok_or(Problem::NotFound(Thing::Payment))?;
        let found = self.warren.db.returned(hash).await.map_err(|error| self.tell(error))?;
        let found = found.ok_or(Problem::NotFound(Thing::Payment))?;
        let state = self.standing(&found);
        if state == PayingState::Waits {
            self.warren.payment_waits.notify_one();
        }
        let offered = self.warren.db.offered(found.request_id).await.map_err(|error| self.tell(error))?;
        Ok(PayingView {
            state,
            apps: offered.into_iter().map(|app| app.app_name).collect(),
            // Whoever went there has proven the address, as who has the mailed link.
            secret: self.warren.keys.derive(Purpose::Request, found.link_id),
            page: found.url.filter(|_| state == PayingState::Waits),
            signs_in: state == PayingState::Done && found.is_new && self.is_in_time(&found.ended_at),
        })
    }

    /// Signs in the browser that has just paid, to the account that was made by it: once, and only for an hour.
    ///
    /// # Errors
    /// When this browser has not paid, has signed in already, or comes too late.
    pub async fn sign_in_after_payment(&self, claim: &str) -> Result<SignedIn, Problem> {
        self.count_link().await?;
        let hash = secrets::hash(claim).ok_or(Problem::NotFound(Thing::Payment))?;
        let found = self.warren.db.returned(hash.clone()).await.map_err(|error| self.tell(error))?;
        let next = found.map(|found| self.warren.keys.derive(Purpose::Request, found.link_id));
        let secret = within!(self, |tx| {
            let client = tx.spend_claim(hash.clone(), self.at.plus(-CLAIM_LIFE)).await?;
            let client = client.ok_or(Thing::Payment)?;
            let secret = self.begin_session(tx, client, false).await?;
            tx.record(self.entry(Event::SignedIn).by(client).to(client)).await?;
            secret
        })?;
        let next = next.map_or_else(|| "/".to_owned(), |secret| format!("/requests/{secret}"));
        Ok(SignedIn { secret, next, waits: false })
    }

    fn standing(&self, found: &Returned) -> PayingState {
        match found.setup_state {
            SetupState::Begun if found.request_state.is_open() => PayingState::Waits,
            SetupState::Done => PayingState::Done,
            SetupState::Failed if found.request_state.is_open() => PayingState::Failed,
            // Another try of the same client has come through, or they pay by transfer.
            _ if found.request_state == RequestState::Completed => PayingState::Elsewise,
            _ => PayingState::Over,
        }
    }

    fn is_in_time(&self, ended_at: &Option<crate::rules::moment::Moment>) -> bool {
        ended_at.is_some_and(|ended_at| self.at.since(ended_at) < CLAIM_LIFE)
    }
}
