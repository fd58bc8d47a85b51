//! Doing something once, however often it is asked for: a request may carry a key, and the row that remembers the key is
//! written by the very transaction that does the thing (I43).

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use sha2::{Digest, Sha256};

use super::{Actor, Guest, Trouble};
use crate::{
    rules::{
        moment::DAY,
        problem::{Conflict, Problem},
    },
    store::{db::Tx, once::Claim},
};

/// How long a key is remembered.
const MEMORY: i64 = DAY;
/// How long a twin waits for the answer of the first one.
const PATIENCE: u32 = 40;
const PAUSE: Duration = Duration::from_millis(25);

/// A key on its way through an act.
#[derive(Debug)]
pub(super) struct Once {
    claim: Claim,
    /// Whether a transaction of this request has committed with it. An act of two transactions takes it once.
    spent: AtomicBool,
}

/// What was answered to the first request under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    pub status: u16,
    pub answer: String,
}

impl Actor {
    /// The same person, whose next act is done once under this key. `request` is what tells two requests apart.
    pub fn once(mut self, key: &str, request: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in request {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let claim = Claim {
            key_hash: Sha256::digest(format!("{} {key}", self.id())).to_vec(),
            user: self.id(),
            request_hash: hash.finalize().to_vec(),
            forget_at: self.guest.at.plus(MEMORY),
        };
        self.guest.once = Some(Arc::new(Once { claim, spent: AtomicBool::new(false) }));
        self
    }

    /// What was answered when this was done before; nothing when it was not.
    ///
    /// # Errors
    /// When the key stood for another request, or the answer is lost.
    pub async fn done_before(&self) -> Result<Option<Done>, Problem> {
        let (Some(once), guest) = (&self.guest.once, &self.guest) else { return Ok(None) };
        for _ in 0..PATIENCE {
            let found = guest.warren.db.done_once(once.claim.key_hash.clone(), guest.at).await;
            let Some(row) = found.map_err(|error| guest.tell(error))? else { return Ok(None) };
            if row.request_hash != once.claim.request_hash {
                return Err(Problem::Conflict(Conflict::KeyReused));
            }
            if let (Some(status), Some(answer)) = (row.status, row.answer) {
                return Ok(Some(Done { status: u16::try_from(status).unwrap_or(200), answer }));
            }
            // Done, but not answered yet: the first one may be about to.
            tokio::time::sleep(PAUSE).await;
        }
        Err(Problem::Conflict(Conflict::AnswerLost))
    }

    /// Keeps the answer for whoever asks again under the same key.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keep_answer(&self, done: &Done) -> Result<(), Problem> {
        let (Some(once), guest) = (&self.guest.once, &self.guest) else { return Ok(()) };
        let kept = guest.warren.db.keep_answer(&once.claim, i64::from(done.status), done.answer.clone());
        kept.await.map(|_| ()).map_err(|error| guest.tell(error))
    }
}

impl Guest {
    /// Takes the key of this request, if it has one, for the transaction that is about to do something.
    pub(super) async fn claim_key(&self, tx: &mut Tx) -> Result<(), Trouble> {
        let Some(once) = self.once.as_ref().filter(|once| !once.spent.load(Ordering::Acquire)) else { return Ok(()) };
        if tx.claim_key(&once.claim, self.at).await? { Ok(()) } else { Err(Conflict::AnswerLost.into()) }
    }

    /// The transaction that took the key has committed.
    pub(super) fn key_is_spent(&self) {
        if let Some(once) = &self.once {
            once.spent.store(true, Ordering::Release);
        }
    }
}
