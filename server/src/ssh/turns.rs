//! Whose git runs when. Few run at once, so memory stays what it is; one key has only some of the turns, so nobody who waits
//! on purpose keeps the others waiting (threat 37).

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The programs of git that run at once.
const AT_ONCE: usize = 32;
/// Of these, with one key.
const OF_ONE: usize = 6;

/// All turns.
pub(super) struct Turns {
    all: Arc<Semaphore>,
    /// Of each key that has one or waits for one.
    of_key: Mutex<HashMap<String, Arc<Semaphore>>>,
}

/// A turn; free again when it is dropped.
pub(super) struct Turn<'a> {
    turns: &'a Turns,
    key: &'a str,
    /// The order matters: whoever of the same key comes next waits for both.
    permits: Option<(OwnedSemaphorePermit, OwnedSemaphorePermit)>,
}

impl Turns {
    /// All turns, free.
    pub fn new() -> Self {
        Self { all: Arc::new(Semaphore::new(AT_ONCE)), of_key: Mutex::default() }
    }

    /// Waits for a turn.
    pub async fn take<'a>(&'a self, key: &'a str) -> Turn<'a> {
        let mut turn = Turn { turns: self, key, permits: None };
        let own = {
            let mut keys = self.of_key.lock().unwrap_or_else(PoisonError::into_inner);
            keys.entry(key.to_owned()).or_insert_with(|| Arc::new(Semaphore::new(OF_ONE))).clone()
        };
        // Nobody closes them, so the answer is always yes.
        if let Ok(mine) = own.acquire_owned().await
            && let Ok(any) = self.all.clone().acquire_owned().await
        {
            turn.permits = Some((mine, any));
        }
        turn
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.permits = None;
        let mut keys = self.turns.of_key.lock().unwrap_or_else(PoisonError::into_inner);
        // The map has one, and nobody else has or waits for one.
        if keys.get(self.key).is_some_and(|own| Arc::strong_count(own) == 1) {
            keys.remove(self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn one_key_has_only_some_of_the_turns() {
        let turns = Turns::new();
        let waits = async |key| timeout(Duration::from_millis(20), turns.take(key)).await.is_err();
        let mut mine = Vec::new();
        for _ in 0..OF_ONE {
            mine.push(turns.take("mine").await);
        }
        assert!(waits("mine").await && !waits("yours").await);
        mine.pop();
        assert!(!waits("mine").await);
        mine.clear();
        assert!(turns.of_key.lock().unwrap().is_empty(), "what nobody uses is kept");
    }
}
