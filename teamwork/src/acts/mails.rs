//! The outbox as the worker and the demo's mailbox see it.

use super::{Guest, Mail, Trouble, Warren, secrets::Purpose, within};
use crate::{
    letters::{Letter, SecurityEvent},
    rules::{
        id::{InvitationId, LinkId, UserId},
        invitation::InvitationState,
        log::{Door, Event},
        moment::Moment,
        problem::{Conflict, Problem, Thing},
        text::{Email, Password, PersonName},
    },
    store::log::{Change, Topic},
};
use std::sync::Arc;

impl Warren {
    /// Takes up to `limit` mails that are due, for `lease` milliseconds: who crashes with them gives them back then. An
    /// invitation that was withdrawn, answered or sent again meanwhile does not go out any more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn claim_mails(&self, limit: i64, lease: i64) -> Result<Vec<Mail>, Problem> {
        let now = self.now();
        loop {
            let claimed = self.db.claim_mails(limit, now.plus(lease), now).await.map_err(|error| self.broken(error))?;
            let none_is_due = claimed.is_empty();
            let mut wanted = Vec::with_capacity(claimed.len());
            for mail in claimed {
                if self.is_to_go(&mail).await.map_err(|error| self.broken(error))? {
                    wanted.push(mail);
                } else {
                    self.db.take_mail_back(mail.id).await.map_err(|error| self.broken(error))?;
                }
            }
            if none_is_due || !wanted.is_empty() {
                return Ok(wanted);
            }
        }
    }

    async fn is_to_go(&self, mail: &Mail) -> sqlx::Result<bool> {
        match &mail.letter {
            Letter::Invitation { invitation, link, .. } => self.db.awaits_answer(*invitation, *link).await,
            Letter::PaymentRequest { request, link, .. } => self.db.request_awaits_answer(*request, *link).await,
            // Who has ended the newsletter since gets none that still waits.
            Letter::Newsletter { link, .. } => self.db.reads_newsletters(*link).await,
            _ => Ok(true),
        }
    }

    /// The receiving server took the mail.
    ///
    /// # Errors
    /// When the database does not answer; then the mail goes out once more.
    pub async fn mail_sent(&self, mail: &Mail) -> Result<(), Problem> {
        let now = self.now();
        self.db.mail_sent(mail.id, now).await.map_err(|error| self.broken(error))?;
        if let Letter::PaymentRequest { request, link, .. } = &mail.letter {
            self.request_mailed(mail, *request, *link).await?;
        }
        if let Letter::Invitation { invitation, link, company: name, inviter, .. } = &mail.letter {
            let found = self.db.invitation_mailed(*invitation, *link, now).await;
            if let Some((company, state)) = found.map_err(|error| self.broken(error))? {
                if state == InvitationState::Cancelled {
                    // It was withdrawn while this mail was under way.
                    let letter = Letter::InvitationWithdrawn { company: name.clone(), inviter: inviter.clone() };
                    self.db.post_late(&mail.to, &letter, now).await.map_err(|error| self.broken(error))?;
                    self.mail_waits.notify_one();
                }
                let told = self.db.tell(&[Change::Company(company, Topic::Invitations)]).await;
                self.hub.tell(&told.map_err(|error| self.broken(error))?);
            }
        }
        Ok(())
    }

    /// The mail did not go out. It is tried again at `retry_at`; without one the address takes no mail, and who invited
    /// it sees that.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn mail_failed(
        self: &Arc<Self>,
        mail: &Mail,
        why: &str,
        retry_at: Option<Moment>,
    ) -> Result<(), Problem> {
        let why: String = why.chars().take(500).collect();
        self.db.mail_failed(mail.id, why, retry_at, self.now()).await.map_err(|error| self.broken(error))?;
        match (&mail.letter, retry_at) {
            (Letter::Invitation { invitation, link, .. }, None) => self.bounced(*invitation, *link).await,
            (Letter::PaymentRequest { request, link, .. }, None) => self.request_bounced(*request, *link).await,
            _ => Ok(()),
        }
    }

    /// Flags an invitation whose address takes no mail, and tells who sent it (4.1).
    async fn bounced(self: &Arc<Self>, id: InvitationId, link: LinkId) -> Result<(), Problem> {
        let house = self.house();
        within!(&house, |tx| {
            let Some(invitation) = tx.bounce_invitation(id, link).await? else { return Ok(()) };
            let (email, company, slug) = (invitation.email, invitation.company, invitation.slug);
            tx.post(&invitation.inviter_email, &Letter::Bounced { email, company, slug }, house.at).await?;
            tx.record(house.entry(Event::InvitationBounced).within(invitation.company_id).to(id)).await?;
            tx.announce(Change::Company(invitation.company_id, Topic::Invitations));
        })?;
        self.mail_waits.notify_one();
        Ok(())
    }

    /// Waits until an act has written a mail.
    pub async fn mail_waiting(&self) {
        self.mail_waits.notified().await;
    }

    /// The newest mails, for the mailbox of the demo; `before` is the id the last page ended with.
    ///
    /// # Errors
    /// When this is not the demo, or the database does not answer.
    pub async fn mailbox(&self, before: Option<i64>) -> Result<Vec<Mail>, Problem> {
        if !self.settings.demo {
            return Err(Problem::NotFound(crate::rules::problem::Thing::Page));
        }
        self.db.mailbox(before).await.map_err(|error| self.broken(error))
    }

    /// The absolute URL, with its secret, that a letter carries.
    pub fn secret_link(&self, letter: &Letter) -> Option<String> {
        let (path, purpose, link) = match letter {
            Letter::ConfirmEmail { link, .. } | Letter::ConfirmNewEmail { link, .. } => {
                ("confirm", Purpose::Link, link)
            }
            Letter::SignInLink { link, .. } => ("login/link", Purpose::Link, link),
            Letter::ResetPassword { link, .. } => ("reset", Purpose::Link, link),
            Letter::ProofLink { link, .. } => ("proof", Purpose::Link, link),
            Letter::Invitation { link, .. } => ("invitations", Purpose::Invitation, link),
            Letter::PaymentRequest { link, .. }
            | Letter::CardNotTaken { link: Some(link), .. }
            | Letter::RequestOver { link: Some(link), .. } => ("requests", Purpose::Request, link),
            Letter::Invoice { link, .. }
            | Letter::CreditNote { link, .. }
            | Letter::DebitAhead { link: Some(link), .. }
            | Letter::ChargeFailed { link: Some(link), .. }
            | Letter::PaymentDue { link: Some(link), .. }
            | Letter::AppsSuspended { link: Some(link), .. }
            | Letter::AppsEnding { link: Some(link), .. } => ("invoices", Purpose::Invoice, link),
            Letter::Newsletter { link, .. } => ("unsubscribe", Purpose::Newsletter, link),
            _ => return None,
        };
        Some(self.link(&format!("/{path}/{}", self.keys.derive(purpose, *link))))
    }

    /// The code that a letter carries instead of a link.
    pub fn secret_code(&self, letter: &Letter) -> Option<String> {
        match letter {
            Letter::RequestCode { code, .. } => Some(self.keys.code(*code)),
            _ => None,
        }
    }

    /// Makes an account for the operator, from the command line. Its address counts as confirmed.
    ///
    /// # Errors
    /// When the address has an account.
    pub async fn create_operator(
        self: &Arc<Self>,
        name: PersonName,
        email: Email,
        password: Password,
    ) -> Result<UserId, Problem> {
        let guest = Guest::new(self, Door::Cli, "", "", self.request());
        let hash = self.hasher.hash(&password, &self.chance).await?;
        let id = UserId::new(guest.at, self.chance.bytes());
        within!(&guest, |tx| {
            let added = tx.add_user(id, &email, &name, Some(hash.clone()), Some(guest.at), guest.at).await;
            added
                .map_err(Trouble::from)
                .map_err(|trouble| if trouble.is_taken() { Conflict::AddressInUse.into() } else { trouble })?;
            tx.make_operator(id).await?;
            tx.record(guest.entry(Event::OperatorCreated).to(id)).await?;
        })?;
        Ok(id)
    }

    /// Turns off the second factor of somebody who has lost telephone and recovery codes. Every session of theirs ends,
    /// and they are told.
    ///
    /// # Errors
    /// When nobody has this address, or there is no second factor.
    pub async fn reset_second_factor(self: &Arc<Self>, email: &Email) -> Result<(), Problem> {
        let house = Guest::new(self, Door::Cli, "", "", self.request());
        within!(&house, |tx| {
            let found = tx.user_by_email(email.key()).await?.filter(|user| user.confirmed_at.is_some());
            let user = found.ok_or(Thing::Person)?;
            if !tx.turn_factor_off(user.id).await? {
                return Err(Conflict::FactorIsOff.into());
            }
            for session in tx.end_sessions(user.id, None).await? {
                tx.announce(Change::Session(session));
            }
            let (name, what) = (user.name().full(), SecurityEvent::SecondFactorReset);
            tx.post(&user.email, &Letter::SecurityNotice { name, what, at: house.at }, house.at).await?;
            tx.record(house.entry(Event::SecondFactorReset).person(user.id)).await?;
        })?;
        self.mail_waits.notify_one();
        Ok(())
    }

    pub(super) fn broken(&self, error: sqlx::Error) -> Problem {
        Trouble::from(error).tell(self.request())
    }
}
