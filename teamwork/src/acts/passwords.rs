//! Argon2id off the async threads, behind a bounded queue, so that a storm of sign-ins can take neither the runtime nor
//! the memory (19 MiB for each at once).

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version, password_hash::SaltString,
};
use tokio::sync::Semaphore;

use super::house::Chance;
use crate::rules::{problem::Problem, text::Password};

/// How many may wait; who comes later is told that it is busy.
const QUEUE: usize = 64;

/// What one hash of a password costs: whoever steals the database pays it for every guess.
#[derive(Clone, Copy, Debug)]
pub struct PasswordCost {
    /// In KiB.
    memory: u32,
    passes: u32,
}

impl PasswordCost {
    /// The OWASP minimum: 19 MiB, two passes, one lane.
    pub const PRODUCTION: Self = Self { memory: 19 * 1024, passes: 2 };
    /// The least that Argon2 takes, for tests whose people sign in all day: it protects nobody.
    pub const LEAST: Self = Self { memory: 8, passes: 1 };

    fn argon(self) -> Argon2<'static> {
        let params = Params::new(self.memory, self.passes, 1, None).expect("these costs are within Argon2's limits");
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }
}

/// Hashes and compares passwords.
pub(super) struct Hasher {
    cost: PasswordCost,
    running: Arc<Semaphore>,
    waiting: AtomicUsize,
    /// The hash of nobody's password: an unknown address costs the same time as a known one (I38).
    nobody: String,
}

impl Hasher {
    pub(super) fn new(cost: PasswordCost, chance: &Chance) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let nobody = digest(&cost.argon(), "nobody has this password", chance.bytes()).unwrap_or_default();
        Self { cost, running: Arc::new(Semaphore::new(cores)), waiting: AtomicUsize::new(0), nobody }
    }

    /// The hash of a new password, with a salt and parameters of its own (PHC string).
    pub(super) async fn hash(&self, password: &Password, chance: &Chance) -> Result<String, Problem> {
        self.rehash(password.expose(), chance).await
    }

    /// The hash of a password that fits the present one, and so may be weaker than new ones have to be.
    pub(super) async fn rehash(&self, password: &str, chance: &Chance) -> Result<String, Problem> {
        let (argon, password, salt) = (self.cost.argon(), password.to_owned(), chance.bytes());
        let hashed = self.run(move || digest(&argon, &password, salt)).await?;
        hashed.ok_or_else(|| Problem::Broken("argon2".into()))
    }

    /// Whether a hash was made at another cost than hashes are made at today.
    pub(super) fn costs_otherwise(&self, hash: &str) -> bool {
        let Ok(parsed) = PasswordHash::new(hash) else { return false };
        let today = (self.cost.memory, self.cost.passes, 1);
        let paid = Params::try_from(&parsed).map(|paid| (paid.m_cost(), paid.t_cost(), paid.p_cost()));
        parsed.algorithm != Algorithm::Argon2id.ident() || paid.ok() != Some(today)
    }

    /// Whether the password fits the hash. Without a hash the answer is no, after the same time.
    pub(super) async fn fits(&self, password: &str, hash: Option<&str>) -> Result<bool, Problem> {
        if password.len() > usize::from(Password::MAX) {
            return Ok(false);
        }
        let (argon, password, known) = (self.cost.argon(), password.to_owned(), hash.is_some());
        let hash = hash.unwrap_or(&self.nobody).to_owned();
        let fits = move || {
            let parsed = PasswordHash::new(&hash).ok()?;
            Some(argon.verify_password(password.as_bytes(), &parsed).is_ok())
        };
        Ok(self.run(fits).await?.unwrap_or(false) && known)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let place = Place::take(&self.waiting).ok_or(Problem::Busy)?;
        let permit = self.running.clone().acquire_owned().await.map_err(|_| Problem::Busy)?;
        drop(place);
        let worked = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        });
        worked.await.map_err(|_| Problem::Busy)
    }
}

/// A place in the queue; given back also when the one who waits goes away.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize) -> Option<Self> {
        if waiting.fetch_add(1, Ordering::Relaxed) < QUEUE {
            return Some(Self(waiting));
        }
        waiting.fetch_sub(1, Ordering::Relaxed);
        None
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn digest(argon: &Argon2<'_>, password: &str, salt: [u8; 16]) -> Option<String> {
    let salt = SaltString::encode_b64(&salt).ok()?;
    argon.hash_password(password.as_bytes(), &salt).ok().map(|hash| hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn production_pays_the_owasp_minimum_and_a_hash_says_what_it_cost() {
        let paid = |cost: PasswordCost| digest(&cost.argon(), "some password", [7; 16]).unwrap();
        assert!(paid(PasswordCost::PRODUCTION).starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(paid(PasswordCost::LEAST).starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
    }
}
