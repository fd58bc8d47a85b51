//! Reading an invitation (law 2: looking changes nothing), and who may answer it.

use crate::{
    acts::Visitor,
    rules::{
        invitation::{InvitationView, Reader},
        problem::{Conflict, Problem, Thing},
        role::Role,
    },
    store::invitations::Invitation,
};

impl Visitor {
    /// What an invitation says, and how the reader stands to it. Looking changes nothing (law 2).
    ///
    /// # Errors
    /// When the secret opens nothing (any more).
    pub async fn look_at_invitation(&self, secret: &str) -> Result<InvitationView, Problem> {
        let guest = self.guest();
        let hash = guest.link_hash(secret, Thing::Invitation).await?;
        let db = &guest.warren.db;
        let found = db.invitation_by_secret(hash.clone()).await.map_err(|error| guest.tell(error))?;
        let invitation = found.ok_or(Problem::NotFound(Thing::Invitation))?;
        invitation.state.answerable(invitation.expires_at, guest.at).map_err(Problem::Gone)?;
        let reader = match self {
            Self::Person(actor) if actor.email_key() != invitation.email_key => {
                Reader::WrongAccount { email: actor.person.email.clone() }
            }
            Self::Person(actor) if actor.confirmed().is_err() => Reader::Unconfirmed,
            Self::Person(actor) => {
                let role = db.role_in(invitation.company_id, actor.id()).await.map_err(|error| guest.tell(error))?;
                match role {
                    Some(Role::Owner) => Reader::AlreadyMember { slug: invitation.slug.clone() },
                    _ => Reader::Invited,
                }
            }
            // Who has proven nothing does not hear whether the address has an account (I38).
            Self::Guest(_) if !invitation.is_mailed(&hash) => Reader::SignUp { proven: false },
            Self::Guest(_) => {
                let user = db.user_by_email(invitation.email_key.clone()).await.map_err(|error| guest.tell(error))?;
                match user.filter(|user| user.confirmed_at.is_some()) {
                    Some(_) => Reader::SignIn,
                    None => Reader::SignUp { proven: true },
                }
            }
        };
        let apps = match invitation.role {
            Role::Developer => db.apps_of_invitation(invitation.id).await.map_err(|error| guest.tell(error))?,
            _ => Vec::new(),
        };
        Ok(InvitationView {
            inviter: invitation.inviter(),
            apps,
            ends_at: invitation.ends_at,
            company: invitation.company,
            role: invitation.role,
            note: invitation.note,
            email: invitation.email,
            expires_at: invitation.expires_at,
            reader,
        })
    }

    /// Whether this is the invited person: by their session, or by the mailed link, which proves the mailbox.
    pub(super) fn is_invited(&self, invitation: &Invitation, secret_hash: &[u8]) -> Result<(), Problem> {
        match self {
            Self::Person(actor) if actor.email_key() != invitation.email_key => {
                Err(Problem::Conflict(Conflict::WrongAccount))
            }
            _ if invitation.is_mailed(secret_hash) => Ok(()),
            Self::Person(actor) => actor.confirmed(),
            Self::Guest(_) => Err(Problem::SignedOut),
        }
    }
}
