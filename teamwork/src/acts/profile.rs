//! One's own account: name, address, password.

use super::{Actor, SignedIn, apps::earn_trial_time, within};
use crate::{
    letters::{Letter, SecurityEvent},
    rules::{
        account::{CONFIRM_LINK_LIFE, LinkPurpose},
        app::TrialTask,
        limit::Limit,
        log::Event,
        problem::{Conflict, Field, Problem},
        text::{Email, Password, PersonName},
    },
    store::log::Change,
};

impl Actor {
    /// Changes my name (R1).
    ///
    /// # Errors
    /// What is wrong with the names.
    pub async fn change_name(&self, first: &str, last: &str) -> Result<(), Problem> {
        let name = PersonName::parse(first, last).map_err(Problem::Invalid)?;
        within!(&self.guest, |tx| {
            tx.set_name(self.id(), &name).await?;
            tx.record(self.entry(Event::NameChanged)).await?;
            // Whoever had a real name before has earned what it earns, or began their trials with it.
            if self.name().last.is_empty() && !name.last.is_empty() {
                earn_trial_time(&self.guest, tx, self.id(), TrialTask::RealName).await?;
            }
            tx.announce(Change::Person(self.id()));
        })
    }

    /// Mails the link that proves my address once more.
    ///
    /// # Errors
    /// When it is confirmed already, or too many mails were asked for.
    pub async fn resend_confirmation(&self) -> Result<(), Problem> {
        if self.confirmed().is_ok() {
            return Err(Problem::Conflict(Conflict::AlreadyConfirmed));
        }
        self.guest.count(Limit::MailPerAddress, &self.email_key()).await?;
        let email = Email::parse(Field::Email, &self.person.email)?;
        within!(&self.guest, |tx| {
            let owner = tx.user_by_email(email.key()).await?;
            let name = self.name();
            if owner.is_some_and(|owner| owner.confirmed_at.is_some()) {
                tx.post(email.as_str(), &Letter::AlreadyRegistered { name: name.full() }, self.guest.at).await?;
            } else {
                self.guest.post_confirmation(tx, self.id(), &name, &email).await?;
            }
            tx.record(self.entry(Event::LinkAsked)).await?;
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Asks for another address. It becomes mine when the link mailed to it is pressed; the old address hears of it
    /// then. Whether somebody else has the new address is told by the mail alone.
    ///
    /// # Errors
    /// When the password was not given within ten minutes, or the text is no address.
    pub async fn ask_email_change(&self, email: &str) -> Result<(), Problem> {
        self.fresh()?;
        let email = Email::parse(Field::Email, email)?;
        let guest = &self.guest;
        guest.count(Limit::MailPerAddress, &email.key()).await?;
        within!(guest, |tx| {
            let owner = tx.user_by_email(email.key()).await?;
            let name = self.name().full();
            let taken = owner.is_some_and(|owner| owner.confirmed_at.is_some() && owner.id != self.id());
            let letter = if taken {
                Letter::AlreadyRegistered { name }
            } else {
                let purpose = (LinkPurpose::ChangeEmail, None);
                let (link, expires_at) = guest.make_link(tx, purpose, self.id(), &email, CONFIRM_LINK_LIFE).await?;
                Letter::ConfirmNewEmail { name, link, expires_at }
            };
            tx.post(email.as_str(), &letter, guest.at).await?;
            tx.record(self.entry(Event::EmailChangeAsked)).await?;
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Sets another password. The old one is asked for (E7); every other session ends.
    ///
    /// # Errors
    /// When the old one is wrong or the new one too weak.
    pub async fn change_password(&self, current: &str, new: &str) -> Result<SignedIn, Problem> {
        let session = self.session()?;
        let new = Password::parse(Field::NewPassword, new, &self.person.email)?;
        if self.person.has_password {
            self.prove(Field::Password, current).await?;
        } else {
            self.fresh()?;
        }
        let guest = &self.guest;
        let hash = guest.warren.hasher.hash(&new, &guest.warren.chance).await?;
        let secret = within!(guest, |tx| {
            tx.set_password(self.id(), hash.clone()).await?;
            tx.void_links(self.id()).await?;
            for session in tx.end_sessions(self.id(), Some(session)).await? {
                tx.announce(Change::Session(session));
            }
            let secret = self.renew_session(tx).await?;
            let (name, at) = (self.name().full(), guest.at);
            let notice = Letter::SecurityNotice { name, what: SecurityEvent::PasswordChanged, at };
            tx.post(&self.person.email, &notice, at).await?;
            tx.record(self.entry(Event::PasswordChanged)).await?;
            secret
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(SignedIn { secret, next: "/account".into(), waits: false })
    }
}
