//! Where the campaigns begin: a client who has just gone to the provider, frozen, so that each schedule gets a copy of it.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use teamwork::{
    acts::{Elsewhere, Warren},
    rules::{id::PaymentRequestId, request::PayingState},
};

use super::{Bank, go};
use crate::{
    house::{Engine, House, Stage},
    requests::own_trial,
};

/// A handover that waits for the proof of the provider.
pub struct Gone {
    stage: Stage,
    pub request: PaymentRequestId,
    pub elsewhere: Elsewhere,
    pub page: String,
}

impl Gone {
    pub async fn to_the_provider(engine: Engine) -> Self {
        let house = House::open(engine).await;
        let bank = Bank::of(&house);
        let (request, secret) = own_trial(&house).await;
        let elsewhere = go(&house, &secret).await.unwrap();
        let page = bank.opened().pop().unwrap();
        house.forgive_limits().await;
        Self { stage: house.freeze().await, request, elsewhere, page }
    }

    /// A copy of it, with a provider that knows the page.
    pub async fn again(&self) -> (House, Arc<Bank>) {
        let house = House::lean_on(&self.stage).await;
        let bank = Bank::of(&house);
        bank.opens(&self.page);
        (house, bank)
    }

    pub async fn forget(self) {
        self.stage.database.drop().await;
    }

    /// What the browser that went there reads.
    pub async fn seen(&self, house: &House) -> PayingState {
        house.guest().look_at_payment(self.elsewhere.claim.as_ref().unwrap()).await.unwrap().state
    }

    /// The same at last, and everything that both engines can tell of how the house stands: what
    /// was logged, who got which mail, and what became of the client, the App, its payer and the card.
    pub async fn state_of(&self, house: &House, bank: &Bank) -> (PayingState, String) {
        let state = self.seen(house).await;
        let mut lines: Vec<(String,)> = house.database.rows(STATE).await;
        lines.push((format!("forgotten {}, taken {}", bank.forgotten().len(), bank.taken().len()),));
        (state, lines.into_iter().map(|(line,)| line + "\n").collect())
    }
}

const STATE: &str = "
    SELECT 'log ' || event || ' ' || CAST(COUNT(*) AS TEXT) AS line FROM log
        WHERE event NOT IN ('signed_in', 'access_denied') GROUP BY event
    UNION ALL SELECT 'mail ' || address || ' ' || SUBSTR(letter, 1, 30) || ' ' || CAST(COUNT(*) AS TEXT)
        FROM outbox GROUP BY address, SUBSTR(letter, 1, 30)
    UNION ALL SELECT 'request ' || state FROM requests
    UNION ALL SELECT 'setup ' || state || CASE WHEN form IS NULL THEN '' ELSE ' with a form' END FROM payment_setups
    UNION ALL SELECT 'app ' || state || ' ' || plan FROM apps
    UNION ALL SELECT 'payer ' || name || ' ' || method || ' ' || COALESCE(card_last4, '') FROM billing_contacts
    UNION ALL SELECT 'member ' || c.slug || ' ' || u.email_key || ' ' || m.role
        FROM members m JOIN companies c ON c.id = m.company_id JOIN users u ON u.id = m.user_id
    UNION ALL SELECT 'waits ' || CAST(COUNT(*) AS TEXT) FROM pages_to_close
    UNION ALL SELECT 'unwanted ' || CAST(COUNT(*) AS TEXT) FROM cards_to_forget
    ORDER BY 1";

/// The same house after a fall: another server on the same database, with the same provider.
pub async fn restarted(house: &House, bank: &Arc<Bank>) -> Arc<Warren> {
    let warren = house.lean_beside().await;
    bank.serve(&warren);
    warren
}

/// The bank pays back, and its answer is lost; the house falls over; another server goes on, and the first comes back.
pub async fn pays_back_unheard(house: &House, bank: &Arc<Bank>, later: i64) {
    bank.be_mute(true);
    house.warren.tend_refunds().await.unwrap();
    bank.be_mute(false);
    let other = house.beside().await;
    bank.serve(&other);
    house.clock.forward(later);
    other.tend_refunds().await.unwrap();
    house.warren.tend_refunds().await.unwrap();
    other.close().await;
}

/// Plays the numbers from 0 on, as many at once as there are processors.
pub async fn side_by_side<F: Future<Output = ()> + Send + 'static>(
    count: u64,
    play: impl Fn(u64) -> F + Clone + Send + 'static,
) {
    let (next, players) = (Arc::new(AtomicU64::new(0)), std::thread::available_parallelism().map_or(1, usize::from));
    let playing = (0..players).map(|_| {
        let (next, play) = (next.clone(), play.clone());
        tokio::spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::SeqCst);
                if number >= count {
                    return;
                }
                play(number).await;
            }
        })
    });
    for one in playing.collect::<Vec<_>>() {
        one.await.unwrap();
    }
}

/// How many are played: `usual` at every push, what the environment says when proving.
pub fn wanted(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}
