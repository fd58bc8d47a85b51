//! The second factor: set up with a first code, asked for at every sign-in and every guarded act, turned off with a code.

use sha2::{Digest, Sha256};
use totp_rs::{Builder, Secret, Totp};

use super::{Actor, Guest, SignedIn, Trouble, secrets, within};
use crate::{
    letters::{Letter, SecurityEvent},
    rules::{
        id::UserId,
        limit::Limit,
        log::Event,
        moment::SECOND,
        problem::{Conflict, Field, Problem, Thing, Why},
        second_factor::{FactorSetup, RECOVERY_CODES, RecoveryCodes, SecondFactor, TypedCode},
    },
    store::{db::Tx, second_factors::Factor},
};

/// Without letters and digits that look alike.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

impl Actor {
    /// How my second factor is. What the telephone has to learn is shown only right after the password was given.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn second_factor(&self) -> Result<SecondFactor, Problem> {
        let factor = self.guest.warren.db.factor(self.id()).await.map_err(|error| self.guest.tell(error))?;
        let learning = factor.factor_on_at.is_none() && self.is_fresh();
        let setup = learning.then(|| self.setup(&factor)).flatten();
        Ok(SecondFactor { on_at: factor.factor_on_at, codes_left: factor.codes_left, setup })
    }

    /// Makes a new secret for the telephone to learn. Nothing asks for a code before one was given.
    ///
    /// # Errors
    /// When the password was not given within ten minutes, or a second factor is on.
    pub async fn begin_second_factor(&self) -> Result<(), Problem> {
        self.fresh()?;
        let seed = self.guest.warren.chance.bytes::<16>().to_vec();
        within!(&self.guest, |tx| {
            if !tx.begin_factor(self.id(), seed.clone()).await? {
                return Err(Conflict::FactorIsOn.into());
            }
            tx.record(self.entry(Event::SecondFactorBegun)).await?;
        })
    }

    /// Turns the second factor on with a first code; answers the recovery codes, which are shown only now.
    ///
    /// # Errors
    /// When the code is wrong, the password was not given within ten minutes, or nothing was begun.
    pub async fn confirm_second_factor(&self, code: &str) -> Result<RecoveryCodes, Problem> {
        self.fresh()?;
        self.guest.count_code(self.id()).await?;
        let (codes, hashes) = self.fresh_codes();
        within!(&self.guest, |tx| {
            let factor = tx.factor(self.id()).await?;
            if factor.factor_on_at.is_some() {
                return Err(Conflict::FactorIsOn.into());
            }
            self.guest.use_code(tx, self.id(), &factor, code).await?;
            tx.turn_factor_on(self.id(), self.guest.at).await?;
            tx.set_recovery_codes(self.id(), hashes.clone()).await?;
            self.post_notice(tx, SecurityEvent::SecondFactorOn).await?;
            tx.record(self.entry(Event::SecondFactorOn)).await?;
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(codes)
    }

    /// Replaces all recovery codes.
    ///
    /// # Errors
    /// When the code is wrong, the password was not given within ten minutes, or no second factor is on.
    pub async fn renew_recovery_codes(&self, code: &str) -> Result<RecoveryCodes, Problem> {
        self.fresh()?;
        self.guest.count_code(self.id()).await?;
        let (codes, hashes) = self.fresh_codes();
        within!(&self.guest, |tx| {
            self.use_code_while_on(tx, code).await?;
            tx.set_recovery_codes(self.id(), hashes.clone()).await?;
            tx.record(self.entry(Event::RecoveryCodesMade)).await?;
        })?;
        Ok(codes)
    }

    /// Turns the second factor off.
    ///
    /// # Errors
    /// When the code is wrong, the password was not given within ten minutes, or no second factor is on.
    pub async fn turn_off_second_factor(&self, code: &str) -> Result<(), Problem> {
        self.fresh()?;
        self.guest.count_code(self.id()).await?;
        within!(&self.guest, |tx| {
            self.use_code_while_on(tx, code).await?;
            tx.turn_factor_off(self.id()).await?;
            self.post_notice(tx, SecurityEvent::SecondFactorOff).await?;
            tx.record(self.entry(Event::SecondFactorOff)).await?;
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// The code again, where the password is asked for again. Nothing to do for who has no second factor.
    pub(super) async fn prove_by_code(&self, code: &str) -> Result<(), Problem> {
        if !self.person.second_factor {
            return Ok(());
        }
        self.guest.count_code(self.id()).await?;
        within!(&self.guest, |tx| {
            self.use_code_while_on(tx, code).await?;
            tx.record(self.entry(Event::CodeGiven)).await?;
        })
    }

    async fn use_code_while_on(&self, tx: &mut Tx, code: &str) -> Result<(), Trouble> {
        let factor = tx.factor(self.id()).await?;
        if factor.factor_on_at.is_none() {
            return Err(Conflict::FactorIsOff.into());
        }
        self.guest.use_code(tx, self.id(), &factor, code).await
    }

    async fn post_notice(&self, tx: &mut Tx, what: SecurityEvent) -> Result<(), Trouble> {
        let (name, at) = (self.name().full(), self.guest.at);
        tx.post(&self.person.email, &Letter::SecurityNotice { name, what, at }, at).await?;
        Ok(())
    }

    fn setup(&self, factor: &Factor) -> Option<FactorSetup> {
        let secret = self.guest.factor_secret(self.id(), factor)?;
        let address = totp(secret, &self.person.email)?.to_url().ok()?;
        Some(FactorSetup { secret: Secret::from(secret).to_base32(), address })
    }

    fn fresh_codes(&self) -> (RecoveryCodes, Vec<Vec<u8>>) {
        let chance = &self.guest.warren.chance;
        let plain: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code(chance.bytes())).collect();
        let hashes = plain.iter().map(|code| hash_of(code)).collect();
        let codes = plain.iter().map(|code| format!("{}-{}", &code[..5], &code[5..])).collect();
        (RecoveryCodes { codes }, hashes)
    }
}

impl Guest {
    /// Finishes a sign-in that waits for its code. The session gets a new secret.
    ///
    /// # Errors
    /// When nothing waits (any more), the code is wrong, or too many were tried.
    pub async fn finish_sign_in(&self, code: &str) -> Result<SignedIn, Problem> {
        let (session, user) = self.waiting.ok_or(Problem::SignedOut)?;
        self.count_code(user).await?;
        let secret = within!(self, |tx| {
            let factor = tx.factor(user).await?;
            self.use_code(tx, user, &factor, code).await?;
            let (secret, hash) = secrets::fresh(&self.warren.chance);
            if !tx.finish_session(session, hash, self.at).await? {
                return Err(Problem::SignedOut.into());
            }
            tx.see(user, self.zone_name(), self.at).await?;
            self.note_device(tx, user, true).await?;
            tx.record(self.entry(Event::SignedIn).by(user).person(user)).await?;
            secret
        })?;
        self.warren.mail_waits.notify_one();
        Ok(SignedIn { secret, next: "/".into(), waits: false })
    }

    /// Counts a try at a code: there are only a million of them.
    async fn count_code(&self, user: UserId) -> Result<(), Problem> {
        self.count(Limit::CodesPerAccount, &user.to_string()).await
    }

    /// Uses up a code of the app or a recovery code. Each works once.
    async fn use_code(&self, tx: &mut Tx, user: UserId, factor: &Factor, code: &str) -> Result<(), Trouble> {
        let fits = match TypedCode::read(code) {
            TypedCode::App(code) => {
                let seconds = u64::try_from(self.at.millis() / SECOND).unwrap_or_default();
                let totp = self.factor_secret(user, factor).and_then(|secret| totp(secret, ""));
                let step = totp.and_then(|totp| totp.check(&code, seconds)).and_then(|step| i64::try_from(step).ok());
                match step {
                    Some(step) => tx.use_step(user, step).await?,
                    None => false,
                }
            }
            TypedCode::Recovery(code) if factor.factor_on_at.is_some() => {
                let fits = tx.use_recovery_code(user, hash_of(&code)).await?;
                if fits {
                    let known = tx.user(user).await?.ok_or(Thing::Person)?;
                    let (name, what) = (known.name().full(), SecurityEvent::RecoveryCodeUsed);
                    tx.post(&known.email, &Letter::SecurityNotice { name, what, at: self.at }, self.at).await?;
                    tx.record(self.entry(Event::RecoveryCodeUsed).by(user).person(user)).await?;
                }
                fits
            }
            TypedCode::Recovery(_) | TypedCode::Neither => false,
        };
        if fits { Ok(()) } else { Err(Problem::field(Field::Code, Why::WrongCode).into()) }
    }

    fn factor_secret(&self, user: UserId, factor: &Factor) -> Option<[u8; 20]> {
        Some(self.warren.keys.factor_secret(user, factor.factor_seed.as_deref()?))
    }
}

/// What makes the codes: SHA-1, six digits, thirty seconds, which is what every app on a telephone can do.
fn totp(secret: [u8; 20], account: &str) -> Option<Totp> {
    Builder::new().with_secret(secret).with_account_name(account).with_issuer(Some("Warren")).build().ok()
}

fn recovery_code(chance: [u8; 10]) -> String {
    chance.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}

fn hash_of(code: &str) -> Vec<u8> {
    Sha256::digest(code.as_bytes()).to_vec()
}
