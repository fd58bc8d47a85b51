//! Making an account (R1, R5, R6), proving its address, and proving a new one.

use super::{Guest, SignedIn, Trouble, Visitor, apps::earn_trial_time, secrets, secrets::Purpose, within};
use crate::{
    letters::{Letter, SecurityEvent},
    rules::{
        account::{CONFIRM_LINK_LIFE, LinkPurpose},
        app::TrialTask,
        id::{LinkId, UserId},
        limit::Limit,
        log::Event,
        problem::{Conflict, Field, Flaws, Gone, Problem, Thing, Why},
        text::{Email, Password, PersonName},
    },
    store::{db::Tx, links::Link, log::Change},
};

/// What somebody typed to make an account.
#[derive(Clone, Debug, Default)]
pub struct SignUp {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub password: String,
    pub terms: bool,
    /// The secret of the invitation that brought them here.
    pub invitation: Option<String>,
}

struct Newcomer {
    name: PersonName,
    email: Email,
    password: Password,
}

impl SignUp {
    fn read(&self) -> Result<Newcomer, Problem> {
        let mut flaws = Flaws::default();
        let name = PersonName::parse(&self.first_name, &self.last_name);
        let name = name.map_err(|found| found.into_iter().for_each(|flaw| flaws.add(flaw.field, flaw.why))).ok();
        let email = flaws.keep(Email::parse(Field::Email, &self.email));
        let password = flaws.keep(Password::parse(Field::Password, &self.password, &self.email));
        if !self.terms {
            flaws.add(Field::Terms, Why::NotTicked);
        }
        match (name, email, password) {
            (Some(name), Some(email), Some(password)) if self.terms => Ok(Newcomer { name, email, password }),
            _ => Err(flaws.into_problem()),
        }
    }
}

impl Guest {
    /// Makes an account and signs in. Looking around is possible at once; the address is proven by the mailed link, or
    /// by the mailed invitation that brought the person here, which is then accepted in the same breath.
    ///
    /// An address that has an account gets the same answer and one mail, like any other: the new account claims nothing
    /// until it is confirmed, and it never can be (I38, B43).
    ///
    /// # Errors
    /// What is wrong with the form, or that too many accounts came from this network.
    pub async fn sign_up(&self, form: SignUp) -> Result<SignedIn, Problem> {
        let new = form.read()?;
        self.count(Limit::SignUpPerNetwork, &self.network).await?;
        self.count(Limit::MailPerAddress, &new.email.key()).await?;
        let warren = &self.warren;
        let hash = warren.hasher.hash(&new.password, &warren.chance).await?;
        let invitation = form.invitation.as_deref().and_then(secrets::hash);
        let id = UserId::new(self.at, warren.chance.bytes());
        let secret = within!(self, |tx| {
            let taken = tx.user_by_email(new.email.key()).await?.is_some_and(|user| user.confirmed_at.is_some());
            let proven = !taken && self.is_proven_by(tx, invitation.clone(), &new.email).await?;
            tx.add_user(id, &new.email, &new.name, Some(hash.clone()), proven.then_some(self.at), self.at).await?;
            match (taken, proven) {
                (true, _) => {
                    tx.post(new.email.as_str(), &Letter::AlreadyRegistered { name: new.name.full() }, self.at).await?;
                }
                (false, false) => self.post_confirmation(tx, id, &new.name, &new.email).await?,
                (false, true) => {}
            }
            let secret = self.begin_session(tx, id, false).await?;
            tx.record(self.entry(Event::SignedUp).by(id).to(id)).await?;
            secret
        })?;
        warren.mail_waits.notify_one();
        let next = self.accept_at_once(&secret, form.invitation).await;
        Ok(SignedIn { secret, next, waits: false })
    }

    /// Proves the address of an account, or the new address of one that asked for a change. Works signed in or not.
    ///
    /// # Errors
    /// When the link has expired, was used, is none, or another account has proven the address meanwhile.
    pub async fn confirm_email(&self, secret: &str) -> Result<(), Problem> {
        let hash = self.link_hash(secret, Thing::Page).await?;
        within!(self, |tx| {
            let link = tx.link(hash.clone()).await?.ok_or(Thing::Page)?;
            let changes = match link.purpose {
                LinkPurpose::ConfirmEmail => false,
                LinkPurpose::ChangeEmail => true,
                LinkPurpose::SignIn | LinkPurpose::Reset | LinkPurpose::Prove => return Err(Thing::Page.into()),
            };
            link.usable(self.at)?;
            if !tx.use_link(link.id, self.at).await? {
                return Err(Gone::LinkUsed.into());
            }
            let user = tx.user(link.user_id).await?.ok_or(Thing::Page)?;
            let email = Email::parse(Field::Email, &link.email)?;
            let confirmed = tx.confirm_email(user.id, &email, self.at).await.map_err(Trouble::from);
            confirmed.map_err(|e| if e.is_taken() { Conflict::AddressInUse.into() } else { e })?;
            if changes {
                // What still lies in the mailbox of the old address opens this account no more.
                tx.void_links(user.id).await?;
                let notice =
                    Letter::SecurityNotice { name: user.name().full(), what: SecurityEvent::EmailChanged, at: self.at };
                for address in [user.email.as_str(), email.as_str()] {
                    tx.post(address, &notice, self.at).await?;
                }
            }
            let event = if changes { Event::EmailChanged } else { Event::EmailConfirmed };
            tx.record(self.entry(event).by(user.id).to(user.id)).await?;
            earn_trial_time(self, tx, user.id, TrialTask::ConfirmedAddress).await?;
            tx.announce(Change::Person(user.id));
        })?;
        self.warren.mail_waits.notify_one();
        Ok(())
    }

    /// A living invitation whose mailed secret the newcomer has, to the very address they give, proves that address.
    async fn is_proven_by(&self, tx: &mut Tx, hash: Option<Vec<u8>>, email: &Email) -> Result<bool, Trouble> {
        let Some(hash) = hash else { return Ok(false) };
        let invitation = tx.invitation_by_secret(hash.clone()).await?;
        Ok(invitation.is_some_and(|invitation| {
            invitation.is_mailed(&hash)
                && invitation.email_key == email.key()
                && invitation.state.answerable(invitation.expires_at, self.at).is_ok()
        }))
    }

    /// Owes the mail that proves an address.
    pub(super) async fn post_confirmation(
        &self,
        tx: &mut Tx,
        user: UserId,
        name: &PersonName,
        email: &Email,
    ) -> Result<(), Trouble> {
        let purpose = (LinkPurpose::ConfirmEmail, None);
        let (link, expires_at) = self.make_link(tx, purpose, user, email, CONFIRM_LINK_LIFE).await?;
        let letter = Letter::ConfirmEmail { name: name.full(), link, expires_at };
        Ok(tx.post(email.as_str(), &letter, self.at).await?)
    }

    /// Remembers a link to be mailed, what it is for and to which page it leads on; only the hash of its secret is kept.
    pub(super) async fn make_link(
        &self,
        tx: &mut Tx,
        (purpose, next): (LinkPurpose, Option<&str>),
        user_id: UserId,
        email: &Email,
        life: i64,
    ) -> Result<(LinkId, crate::rules::moment::Moment), Trouble> {
        let id = LinkId::new(self.at, self.warren.chance.bytes());
        let expires_at = self.at.plus(life);
        let next = next.map(|next| self.warren.keys.seal_next(id, next, self.warren.chance.bytes()));
        let email = email.as_str().to_owned();
        let link = Link { id, purpose, user_id, email, expires_at, used_at: None, next };
        tx.add_link(&link, self.warren.keys.hashed(Purpose::Link, id), self.at).await?;
        Ok((id, expires_at))
    }

    /// Accepts the invitation a newcomer came with, if it can be; else shows it.
    async fn accept_at_once(&self, session: &str, invitation: Option<String>) -> String {
        let Some(invitation) = invitation else { return "/".into() };
        let visitor = self.clone().recognise(session).await;
        match visitor {
            Ok(Visitor::Person(actor)) => match actor.accept_invitation(&invitation).await {
                Ok(slug) => format!("/c/{slug}"),
                Err(_) => format!("/invitations/{}", path_safe(&invitation)),
            },
            _ => "/".into(),
        }
    }
}

/// Only what can be a secret gets into a path.
fn path_safe(secret: &str) -> &str {
    if secrets::hash(secret).is_some() { secret } else { "" }
}
