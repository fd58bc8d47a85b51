//! The end of an account (row 45, S17, E80): it leaves every Company, and nothing of the person stays but an id that the
//! log names.

use super::{Actor, Guest, Trouble, apps::end_app, within};
use crate::{
    letters::Letter,
    rules::{
        account::Closing,
        id::UserId,
        log::Event,
        problem::{Conflict, Field, Problem, Why},
        role::Role,
    },
    store::{db::Tx, log::Change},
};

impl Actor {
    /// What ends with my account. Reading changes nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn closing(&self) -> Result<Closing, Problem> {
        let guest = &self.guest;
        guest.warren.db.closing(self.id(), guest.at).await.map_err(|error| guest.tell(error))
    }

    /// Closes my account at once (E80). `address` is mine, typed to confirm. Only its old address hears of it (M4).
    ///
    /// # Errors
    /// When the password was not given within ten minutes, the address is not mine, or a Company would be left without
    /// Owner (S17).
    pub async fn close_account(&self, address: &str) -> Result<(), Problem> {
        self.fresh()?;
        if address.trim().to_ascii_lowercase() != self.email_key() {
            return Err(Problem::field(Field::Confirmation, Why::NotYourAddress));
        }
        within!(&self.guest, |tx| {
            if !tx.lock_person(self.id()).await? {
                return Err(Problem::SignedOut.into());
            }
            self.leave_everywhere(tx).await?;
            let trials = self.end_trials(tx).await?;
            let letter = Letter::AccountClosed { name: self.name().full(), trials, abandoned: false };
            let (email, confirmed) = (self.person.email.as_str(), self.person.confirmed_at.is_some());
            self.guest.end_account(tx, self.id(), (email, confirmed), &letter).await?;
            tx.record(self.entry(Event::AccountClosed)).await?;
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Leaves every Company. One that was not found under its name may have been renamed meanwhile, so then all that are
    /// left are looked up again: an account that is closed is a member of nothing.
    async fn leave_everywhere(&self, tx: &mut Tx) -> Result<(), Trouble> {
        loop {
            let mut all_found = true;
            for slug in tx.companies_of(self.id()).await? {
                all_found &= self.leave_with_account(tx, &slug).await?;
            }
            if all_found {
                return Ok(());
            }
        }
    }

    /// Leaves one Company, as [`Actor::leave`] does. Answers whether I was found in it.
    async fn leave_with_account(&self, tx: &mut Tx, slug: &str) -> Result<bool, Trouble> {
        let (me, myself) = match self.stand_beside(tx, slug, self.id()).await {
            // Meanwhile somebody has dismissed me, or the Company is gone or has another name.
            Err(Trouble::Stranger(..)) => return Ok(false),
            stood => stood?,
        };
        if me.role == Role::Owner && me.owner_count < 2 {
            return Err(Conflict::LastOwnerSomewhere.into());
        }
        self.go(tx, &me, &myself).await?;
        Ok(true)
    }

    /// Deletes the trials that I alone hold; answers their names.
    async fn end_trials(&self, tx: &mut Tx) -> Result<Vec<String>, Trouble> {
        let ended = tx.trials_of(self.id()).await?;
        for trial in &ended {
            end_app(&self.guest, tx, trial.id).await?;
            tx.record(self.entry(Event::AppDeleted).app(trial.id).to(&trial.name)).await?;
        }
        Ok(ended.into_iter().map(|trial| trial.name).collect())
    }
}

impl Guest {
    /// The end of an account whose row is locked, and which is a member of nothing and holds nothing any more: the last
    /// letter goes to its address, every session ends, the person is erased. The caller writes the log.
    pub(super) async fn end_account(
        &self,
        tx: &mut Tx,
        user: UserId,
        (email, confirmed): (&str, bool),
        letter: &Letter,
    ) -> Result<(), Trouble> {
        tx.post(email, letter, self.at).await?;
        for session in tx.end_sessions(user, None).await? {
            tx.announce(Change::Session(session));
        }
        // Whatever still runs with a key of theirs hears it too.
        tx.announce(Change::Person(user));
        tx.erase(user, confirmed.then(|| email.to_ascii_lowercase()), self.at).await?;
        Ok(())
    }
}
