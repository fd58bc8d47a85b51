//! Signing in and out, by password or by a mailed link, and the list of one's own sessions.

use super::{Actor, Guest, SignedIn, Trouble, apps::earn_trial_time, secrets, within};
use crate::{
    letters::{Letter, SecurityEvent},
    rules::{
        account::{LinkPurpose, SIGN_IN_LINK_LIFE, SessionCard},
        app::TrialTask,
        id::{SessionId, UserId},
        limit::Limit,
        log::Event,
        next::next_path,
        problem::{Field, Gone, Problem, Thing, Why},
        text::{Email, Password},
    },
    store::{db::Tx, log::Change, users::User},
};

impl Guest {
    /// Signs in by password. The answer, and the time it takes, are the same for a wrong password and an unknown
    /// address.
    ///
    /// # Errors
    /// When address and password do not fit together, or it was tried too often.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<SignedIn, Problem> {
        let email = Email::parse(Field::Email, email)?;
        if password.is_empty() {
            return Err(Problem::field(Field::Password, Why::Missing));
        }
        self.count(Limit::PasswordPerNetwork, &self.network).await?;
        self.count_password(&email.key()).await?;
        let Some(user) = self.who_fits(&email, password).await? else {
            return Err(Problem::field(Field::Password, Why::WrongCredentials));
        };
        let rehashed = self.rehashed(&user, password).await;
        let secret = within!(self, |tx| {
            let secret = self.begin_session(tx, user.id, user.factor_on_at.is_some()).await?;
            if let Some((old, new)) = rehashed.clone() {
                tx.rehash_password(user.id, old, new).await?;
            }
            tx.record(self.entry(first_step(&user)).by(user.id).person(user.id)).await?;
            secret
        })?;
        self.warren.mail_waits.notify_one();
        // Only failures count; a success takes the tries of this account back.
        self.forgive_password(&email.key()).await?;
        Ok(SignedIn { secret, next: "/".into(), waits: user.factor_on_at.is_some() })
    }

    /// Mails a link that signs in and leads on to `next`, if that is a page of this house. Whether the address is known is
    /// told by the mail alone.
    ///
    /// # Errors
    /// When the text is no address, or too many mails were asked for.
    pub async fn ask_sign_in_link(&self, email: &str, next: &str) -> Result<(), Problem> {
        self.ask_link(email, (LinkPurpose::SignIn, next_path(next))).await
    }

    /// Mails a link that sets a new password. Whether the address is known is told by the mail alone.
    ///
    /// # Errors
    /// When the text is no address, or too many mails were asked for.
    pub async fn ask_reset(&self, email: &str) -> Result<(), Problem> {
        self.ask_link(email, (LinkPurpose::Reset, None)).await
    }

    /// What a mailed link is for. Looking changes nothing (law 2).
    ///
    /// # Errors
    /// When the link has expired, was used, or is none.
    pub async fn look_at_link(&self, secret: &str) -> Result<LinkPurpose, Problem> {
        let hash = self.link_hash(secret, Thing::Page).await?;
        let link = self.warren.db.link(hash).await.map_err(|error| self.tell(error))?;
        let link = link.ok_or(Problem::NotFound(Thing::Page))?;
        link.usable(self.at).map_err(Problem::Gone)?;
        Ok(link.purpose)
    }

    /// Signs in by a mailed link, which also proves the address.
    ///
    /// # Errors
    /// When the link has expired, was used, or is none.
    pub async fn sign_in_by_link(&self, secret: &str) -> Result<SignedIn, Problem> {
        let hash = self.link_hash(secret, Thing::Page).await?;
        let (secret, next, waits) = within!(self, |tx| {
            let (user, next) = self.spend_link(tx, hash.clone(), LinkPurpose::SignIn).await?;
            let waits = user.factor_on_at.is_some();
            let secret = self.begin_session(tx, user.id, waits).await?;
            tx.record(self.entry(first_step(&user)).by(user.id).person(user.id)).await?;
            (secret, next, waits)
        })?;
        self.warren.mail_waits.notify_one();
        Ok(SignedIn { secret, next: next.unwrap_or_else(|| "/".into()), waits })
    }

    /// Sets a new password by a mailed link. Every session and token ends and every other link is void (I36); nobody is signed in.
    ///
    /// # Errors
    /// When the link is dead or the password too weak.
    pub async fn reset_password(&self, secret: &str, new_password: &str) -> Result<(), Problem> {
        let hash = self.link_hash(secret, Thing::Page).await?;
        let link = self.warren.db.link(hash.clone()).await.map_err(|error| self.tell(error))?;
        let email = link.ok_or(Problem::NotFound(Thing::Page))?.email;
        let password = Password::parse(Field::NewPassword, new_password, &email)?;
        let hashed = self.warren.hasher.hash(&password, &self.warren.chance).await?;
        within!(self, |tx| {
            let (user, _) = self.spend_link(tx, hash.clone(), LinkPurpose::Reset).await?;
            tx.set_password(user.id, hashed.clone()).await?;
            tx.void_links(user.id).await?;
            tx.revoke_tokens(user.id).await?;
            for session in tx.end_sessions(user.id, None).await? {
                tx.announce(Change::Session(session));
            }
            let what = SecurityEvent::PasswordReset;
            let notice = Letter::SecurityNotice { name: user.name().full(), what, at: self.at };
            tx.post(&user.email, &notice, self.at).await?;
            tx.record(self.entry(Event::PasswordReset).by(user.id).to(user.id)).await?;
        })?;
        self.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Whose password this is: of the account that has proven the address, else of the newest that claims it. Each takes
    /// one hash, also when it does not exist. So whoever claims the address of somebody else signs in like everybody who
    /// has not confirmed yet, and cannot tell whether that somebody is here (I38).
    async fn who_fits(&self, email: &Email, password: &str) -> Result<Option<User>, Problem> {
        let found = self.warren.db.users_by_email(email.key()).await;
        let (proven, claimed) = found.map_err(|error| self.tell(error))?;
        for user in [proven, claimed] {
            let hash = user.as_ref().and_then(|user| user.password_hash.as_deref());
            if self.warren.hasher.fits(password, hash).await? {
                return Ok(user);
            }
        }
        Ok(None)
    }

    /// The hash of a password that fits, and a new one at today's cost, when the old one was made at another. A house that is
    /// too busy for that does it at the next sign-in.
    async fn rehashed(&self, user: &User, password: &str) -> Option<(String, String)> {
        let old = user.password_hash.clone().filter(|hash| self.warren.hasher.costs_otherwise(hash))?;
        let new = self.warren.hasher.rehash(password, &self.warren.chance).await.ok()?;
        Some((old, new))
    }

    /// Counts a try at a password: few for one account from one network, so that a stranger elsewhere cannot lock its
    /// owner out, and a hundred for one account from everywhere (NIST SP 800-63B).
    async fn count_password(&self, email_key: &str) -> Result<(), Problem> {
        self.count(Limit::PasswordPerAccount, &format!("{email_key} {}", self.network)).await?;
        self.count(Limit::PasswordAnywhere, email_key).await
    }

    async fn forgive_password(&self, email_key: &str) -> Result<(), Problem> {
        let db = &self.warren.db;
        let here = secrets::blur(&format!("{email_key} {}", self.network));
        db.forgive(Limit::PasswordPerAccount, &here).await.map_err(|error| self.tell(error))?;
        db.forgive(Limit::PasswordAnywhere, &secrets::blur(email_key)).await.map_err(|error| self.tell(error))?;
        Ok(())
    }

    /// Begins a session in a transaction and hands out its secret.
    pub(super) async fn begin_session(&self, tx: &mut Tx, user: UserId, waits: bool) -> Result<String, Trouble> {
        // Whose account is closed at this very moment is waited for here, and found gone.
        let zone = self.zone_name().filter(|_| !waits);
        if !tx.see(user, zone, self.at).await? {
            return Err(Problem::SignedOut.into());
        }
        let (secret, hash) = secrets::fresh(&self.warren.chance);
        let id = SessionId::new(self.at, self.warren.chance.bytes());
        let device = tx.add_session(id, hash, user, self.device.clone(), self.at, waits).await?;
        // Half a sign-in is none yet; and where a person was never seen, there is nothing to compare with.
        if !waits && !device.knows_it {
            self.note_device(tx, user, device.knows_others).await?;
        }
        Ok(secret)
    }

    /// Remembers from where a person signed in, and tells them when that is new (M3).
    pub(super) async fn note_device(&self, tx: &mut Tx, user: UserId, is_told: bool) -> Result<(), Trouble> {
        if tx.add_device(user, self.device.clone()).await? && is_told {
            let user = tx.user(user).await?.ok_or(Thing::Person)?;
            let (name, what) = (user.name().full(), SecurityEvent::NewDevice);
            tx.post(&user.email, &Letter::SecurityNotice { name, what, at: self.at }, self.at).await?;
        }
        Ok(())
    }

    async fn ask_link(&self, email: &str, purpose: (LinkPurpose, Option<&str>)) -> Result<(), Problem> {
        let email = Email::parse(Field::Email, email)?;
        self.count(Limit::MailPerNetwork, &self.network).await?;
        self.count(Limit::MailPerAddress, &email.key()).await?;
        within!(self, |tx| {
            let user = tx.user_by_email(email.key()).await?;
            let letter = match &user {
                // Mails go to the stored address, never to the spelling somebody typed (B42).
                Some(user) => {
                    let stored = Email::parse(Field::Email, &user.email)?;
                    let (link, expires_at) = self.make_link(tx, purpose, user.id, &stored, SIGN_IN_LINK_LIFE).await?;
                    let name = user.name().full();
                    match purpose.0 {
                        LinkPurpose::Reset => Letter::ResetPassword { name, link, expires_at },
                        _ => Letter::SignInLink { name, link, expires_at },
                    }
                }
                None => Letter::NoAccount,
            };
            let to = user.map_or_else(|| email.as_str().to_owned(), |user| user.email);
            tx.post(&to, &letter, self.at).await?;
            tx.record(self.entry(Event::LinkAsked)).await?;
        })?;
        self.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Uses a link up and answers whose it was, and where it leads on. Having it proves the mailbox.
    async fn spend_link(
        &self,
        tx: &mut Tx,
        hash: Vec<u8>,
        purpose: LinkPurpose,
    ) -> Result<(User, Option<String>), Trouble> {
        let link = tx.link(hash).await?.filter(|link| link.purpose == purpose).ok_or(Thing::Page)?;
        link.usable(self.at)?;
        if !tx.use_link(link.id, self.at).await? {
            return Err(Gone::LinkUsed.into());
        }
        let mut user = tx.user(link.user_id).await?.ok_or(Thing::Page)?;
        let owner = tx.user_by_email(link.email.to_ascii_lowercase()).await?;
        let nobody_has_it = owner.is_none_or(|owner| owner.confirmed_at.is_none());
        if user.confirmed_at.is_none() && user.email == link.email && nobody_has_it {
            let email = Email::parse(Field::Email, &link.email)?;
            tx.confirm_email(user.id, &email, self.at).await?;
            earn_trial_time(self, tx, user.id, TrialTask::ConfirmedAddress).await?;
            // Who made the account may not be who reads its mail. What they prepared, the password, passkeys, a second
            // factor, tokens and any open session, ends here (B43).
            tx.forget_password(user.id).await?;
            tx.forget_passkeys(user.id).await?;
            tx.turn_factor_off(user.id).await?;
            user.factor_on_at = None;
            tx.void_links(user.id).await?;
            tx.revoke_tokens(user.id).await?;
            for session in tx.end_sessions(user.id, None).await? {
                tx.announce(Change::Session(session));
            }
        }
        let next = link.next.and_then(|sealed| self.warren.keys.unseal_next(link.id, &sealed));
        Ok((user, next))
    }
}

/// Whoever has a second factor has taken only the first step.
fn first_step(user: &User) -> Event {
    if user.factor_on_at.is_some() { Event::PasswordGiven } else { Event::SignedIn }
}

impl Actor {
    /// Ends this session.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sign_out(&self) -> Result<(), Problem> {
        let session = self.session()?;
        within!(&self.guest, |tx| {
            tx.end_session(self.id(), session).await?;
            tx.announce(Change::Session(session));
            tx.record(self.entry(Event::SignedOut)).await?;
        })
    }

    /// My signed-in browsers, newest use first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sessions(&self) -> Result<Vec<SessionCard>, Problem> {
        let guest = &self.guest;
        guest.warren.db.sessions_of(self.id(), self.session().ok(), guest.at).await.map_err(|error| guest.tell(error))
    }

    /// Ends one of my sessions.
    ///
    /// # Errors
    /// When it is not mine or has ended already.
    pub async fn end_session(&self, session: SessionId) -> Result<(), Problem> {
        within!(&self.guest, |tx| {
            if !tx.end_session(self.id(), session).await? {
                return Err(Thing::Session.into());
            }
            tx.announce(Change::Session(session));
            tx.record(self.entry(Event::SessionEnded).to(session)).await?;
        })
    }

    /// Ends all of my sessions but this one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end_other_sessions(&self) -> Result<(), Problem> {
        let here = self.session()?;
        within!(&self.guest, |tx| {
            for session in tx.end_sessions(self.id(), Some(here)).await? {
                tx.announce(Change::Session(session));
            }
            tx.record(self.entry(Event::SessionEnded).to("others")).await?;
        })
    }

    /// Proves by password, and by code for who has a second factor, who sits there; for ten minutes that opens the guarded acts. The session gets a new secret.
    ///
    /// # Errors
    /// When the password is wrong or was tried too often.
    pub async fn reauthenticate(&self, password: &str, code: &str) -> Result<SignedIn, Problem> {
        self.session()?;
        self.prove(Field::Password, password).await?;
        self.prove_by_code(code).await?;
        let secret = within!(&self.guest, |tx| {
            let secret = self.renew_session(tx).await?;
            tx.record(self.entry(Event::SignedIn)).await?;
            secret
        })?;
        Ok(SignedIn { secret, next: "/account".into(), waits: false })
    }

    /// Compares a password with the account's.
    pub(super) async fn prove(&self, field: Field, password: &str) -> Result<(), Problem> {
        let guest = &self.guest;
        guest.count_password(&self.email_key()).await?;
        let user = guest.warren.db.user(self.id()).await.map_err(|error| guest.tell(error))?;
        let hash = user.and_then(|user| user.password_hash);
        if !guest.warren.hasher.fits(password, hash.as_deref()).await? {
            return Err(Problem::field(field, Why::WrongPassword));
        }
        guest.forgive_password(&self.email_key()).await
    }

    /// Gives this session a new secret; the old cookie is dead (I36).
    pub(super) async fn renew_session(&self, tx: &mut Tx) -> Result<String, Trouble> {
        let guest = &self.guest;
        let (secret, hash) = secrets::fresh(&guest.warren.chance);
        if !tx.rotate_session(self.session()?, hash, guest.at).await? {
            return Err(Problem::SignedOut.into());
        }
        Ok(secret)
    }
}
