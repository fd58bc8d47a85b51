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
        let found = self.returned(claim).await?;
        let state = self.standing(&found);
        if state == PayingState::Waits {
            let hurried = self.warren.db.look_at_setup_now(found.setup_id, self.at).await;
            hurried.map_err(|error| self.tell(error))?;
            self.warren.payment_waits.notify_one();
        }
        let offered = self.warren.db.offered(found.request_id).await.map_err(|error| self.tell(error))?;
        Ok(PayingView {
            state,
            apps: offered.into_iter().map(|app| app.app_name).collect(),
            // Whoever went there has proven the address, as who has the mailed link.
            secret: self.request_secret(&found),
            renewed: state == PayingState::Failed && found.link_id != found.newest_link,
            page: found.url.filter(|_| state == PayingState::Waits),
            signs_in: state == PayingState::Done && found.is_new && self.is_in_time(&found.ended_at),
        })
    }

    /// Signs in the browser that has just paid, to the account that was made by it: once, and only for an hour.
    ///
    /// # Errors
    /// When this browser has not paid, has signed in already, or comes too late.
    pub async fn sign_in_after_payment(&self, claim: &str) -> Result<SignedIn, Problem> {
        let next = format!("/requests/{}", self.request_secret(&self.returned(claim).await?));
        let hash = secrets::hash(claim).unwrap_or_default();
        let (secret, waits) = within!(self, |tx| {
            let client = tx.spend_claim(hash.clone(), self.at.plus(-CLAIM_LIFE)).await?;
            let client = client.ok_or(Thing::Payment)?;
            // Who has set up a second factor since, from another browser, gives it here too.
            let waits = tx.user(client).await?.ok_or(Thing::Person)?.factor_on_at.is_some();
            let secret = self.begin_session(tx, client, waits).await?;
            tx.record(self.entry(Event::SignedIn).by(client).to(client)).await?;
            (secret, waits)
        })?;
        Ok(SignedIn { secret, next, waits })
    }

    /// The way that this browser went. Only who has none is counted: who waits looks often.
    async fn returned(&self, claim: &str) -> Result<Returned, Problem> {
        let found = match secrets::hash(claim) {
            Some(hash) => self.warren.db.returned(hash).await.map_err(|error| self.tell(error))?,
            None => None,
        };
        if found.is_none() {
            self.count_link().await?;
        }
        found.ok_or(Problem::NotFound(Thing::Payment))
    }

    /// The secret of the link that they came with. When a newer one was mailed meanwhile, it opens nothing.
    fn request_secret(&self, found: &Returned) -> String {
        self.warren.keys.derive(Purpose::Request, found.link_id)
    }

    fn standing(&self, found: &Returned) -> PayingState {
        match found.setup_state {
            SetupState::Begun if found.request_state.is_open() => PayingState::Waits,
            SetupState::Done => PayingState::Done,
            SetupState::Failed | SetupState::Void if found.request_state.is_open() => PayingState::Failed,
            // Another try of the same client has come through, or they pay by transfer.
            _ if found.request_state == RequestState::Completed => PayingState::Elsewise,
            _ => PayingState::Over,
        }
    }

    fn is_in_time(&self, ended_at: &Option<crate::rules::moment::Moment>) -> bool {
        ended_at.is_some_and(|ended_at| self.at.since(ended_at) < CLAIM_LIFE)
    }
}
