//! What somebody who cannot accept an invitation asks its sender for: a new one, or one to another address (S27).

use crate::{
    acts::{Visitor, within},
    letters::Letter,
    rules::{
        limit::Limit,
        log::Event,
        problem::{Conflict, Gone, Problem, Thing},
    },
};

impl Visitor {
    /// Asks whoever sent an expired invitation to send it again (4.1); they do that in their list, or not. Only the invited
    /// person asks, once a day.
    ///
    /// # Errors
    /// When it is for somebody else, has not expired, or was asked for already.
    pub async fn ask_for_renewal(&self, secret: &str) -> Result<(), Problem> {
        let guest = self.guest();
        let hash = guest.link_hash(secret, Thing::Invitation).await?;
        within!(guest, |tx| {
            let invitation = tx.invitation_by_secret(hash.clone()).await?.ok_or(Thing::Invitation)?;
            match invitation.state.answerable(invitation.expires_at, guest.at) {
                Err(Gone::InvitationExpired) => {}
                Err(gone) => return Err(gone.into()),
                // One that is open is answered.
                Ok(()) => return Err(Thing::Invitation.into()),
            }
            self.is_invited(&invitation, &hash)?;
            invitation.sender(guest.at).ok_or(Gone::InvitationWithdrawn)?;
            guest.count_within(tx, Limit::RenewalsPerInvitation, &invitation.id.to_string()).await?;
            let (email, company, slug) = (invitation.email, invitation.company, invitation.slug);
            let letter = Letter::RenewalAsked { email, company, slug, role: invitation.role };
            tx.post(&invitation.inviter_email, &letter, guest.at).await?;
            tx.record(guest.entry(Event::RenewalAsked).within(invitation.company_id).to(invitation.id)).await?;
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Asks whoever sent an open invitation to invite my own address instead (S27): I got the link, but it is for another
    /// one. Nothing else changes. Once a day for each invitation.
    ///
    /// # Errors
    /// When it is for my address, has ended, my address is not confirmed, or it was asked for already.
    pub async fn ask_for_readdress(&self, secret: &str) -> Result<(), Problem> {
        let actor = self.person()?;
        let guest = &actor.guest;
        let hash = guest.link_hash(secret, Thing::Invitation).await?;
        within!(guest, |tx| {
            let invitation = tx.invitation_by_secret(hash.clone()).await?.ok_or(Thing::Invitation)?;
            invitation.state.answerable(invitation.expires_at, guest.at)?;
            // Whose it is accepts it.
            if invitation.email_key == actor.email_key() {
                return Err(Conflict::YourInvitation.into());
            }
            actor.confirmed()?;
            invitation.sender(guest.at).ok_or(Gone::InvitationWithdrawn)?;
            guest.count_within(tx, Limit::ReaddressPerInvitation, &invitation.id.to_string()).await?;
            let (email, wanted) = (invitation.email, actor.person.email.clone());
            let (company, slug, role) = (invitation.company, invitation.slug, invitation.role);
            let letter = Letter::ReaddressAsked { email, wanted, company, slug, role };
            tx.post(&invitation.inviter_email, &letter, guest.at).await?;
            tx.record(guest.entry(Event::ReaddressAsked).within(invitation.company_id).to(invitation.id)).await?;
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }
}
