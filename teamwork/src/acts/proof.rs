//! Proving who sits there by a mailed link: the way of those who have no password to give again.

use super::{Actor, SignedIn, Trouble, secrets, within};
use crate::{
    letters::Letter,
    rules::{
        account::{LinkPurpose, PROOF_LINK_LIFE},
        limit::Limit,
        log::Event,
        next::next_path,
        problem::{Field, Gone, Problem, Thing, Why},
        text::Email,
    },
    store::links::Link,
};

impl Actor {
    /// Mails a link that proves that it is me, and leads on to `next`, if that is a page of this house. Only for who has
    /// no password; everybody else gives theirs.
    ///
    /// # Errors
    /// When there is a password, the address is not confirmed, or too many mails were asked for.
    pub async fn ask_proof(&self, next: &str) -> Result<(), Problem> {
        self.session()?;
        self.confirmed()?;
        if self.person.has_password {
            return Err(Problem::field(Field::Password, Why::Missing));
        }
        let guest = &self.guest;
        guest.count(Limit::MailPerNetwork, &guest.network).await?;
        // Counted for the person: who only knows the address cannot use these mails up.
        guest.count(Limit::MailPerAddress, &self.id().to_string()).await?;
        let email = Email::parse(Field::Email, &self.person.email)?;
        let purpose = (LinkPurpose::Prove, next_path(next));
        within!(guest, |tx| {
            let (link, expires_at) = guest.make_link(tx, purpose, self.id(), &email, PROOF_LINK_LIFE).await?;
            let (name, device) = (self.name().full(), guest.device.clone());
            let letter = Letter::ProofLink { name, link, expires_at, device };
            tx.post(email.as_str(), &letter, guest.at).await?;
            tx.record(self.entry(Event::LinkAsked)).await?;
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Whether a mailed link would prove that it is me. Looking changes nothing (law 2).
    ///
    /// # Errors
    /// When the link has expired, was used, is none, or is for somebody else.
    pub async fn look_at_proof(&self, secret: &str) -> Result<(), Problem> {
        let guest = &self.guest;
        let hash = guest.link_hash(secret, Thing::Page).await?;
        let link = guest.warren.db.link(hash).await.map_err(|error| guest.tell(error))?;
        self.usable(link).map(|_| ()).map_err(|trouble| trouble.tell(guest.request))
    }

    /// Proves by a mailed link, and by code for who has a second factor, who sits there; for ten minutes that opens the
    /// guarded acts in this session, whichever of mine asked for the link: the mailbox is the proof. The session gets a
    /// new secret.
    ///
    /// # Errors
    /// When the link has expired, was used, is none, or is for somebody else; or when the code is wrong.
    pub async fn prove_by_link(&self, secret: &str, code: &str) -> Result<SignedIn, Problem> {
        self.session()?;
        // A dead link costs no code.
        self.look_at_proof(secret).await?;
        self.prove_by_code(code).await?;
        let hash = secrets::hash(secret).ok_or(Problem::NotFound(Thing::Page))?;
        let (secret, next) = within!(&self.guest, |tx| {
            let link = self.usable(tx.link(hash.clone()).await?)?;
            if !tx.use_link(link.id, self.guest.at).await? {
                return Err(Gone::LinkUsed.into());
            }
            let secret = self.renew_session(tx).await?;
            tx.record(self.entry(Event::SignedIn)).await?;
            (secret, link.next.and_then(|sealed| self.guest.warren.keys.unseal_next(link.id, &sealed)))
        })?;
        Ok(SignedIn { secret, next: next.unwrap_or_else(|| "/account".into()), waits: false })
    }

    /// The link, if it proves that it is me, and still does.
    fn usable(&self, link: Option<Link>) -> Result<Link, Trouble> {
        let mine = |link: &Link| link.purpose == LinkPurpose::Prove && link.user_id == self.id();
        let link = link.filter(mine).ok_or(Thing::Page)?;
        link.usable(self.guest.at)?;
        Ok(link)
    }
}
