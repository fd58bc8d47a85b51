//! Accepting and declining an invitation (R49, S12), and what a member becomes by accepting (S14, S28).

use super::letter_again;
use crate::{
    acts::{Actor, Trouble, Visitor, within},
    letters::Letter,
    rules::{
        id::InvitationId,
        invitation::InvitationState,
        limit::Limit,
        log::Event,
        moment::Moment,
        permission::{Action, may},
        problem::{Conflict, Gone, Problem, Thing},
        role::Role,
    },
    store::{
        db::Tx,
        invitations::Invitation,
        log::{Change, Topic},
        members::{Member, Standing},
    },
};

impl Visitor {
    /// Declines an invitation (S12); the sender is told (M8). Only the invited person does (4.1): by their session, or by
    /// the mailed link, which proves the mailbox.
    ///
    /// # Errors
    /// When it is for somebody else, or has ended already.
    pub async fn decline_invitation(&self, secret: &str) -> Result<(), Problem> {
        let guest = self.guest();
        let hash = guest.link_hash(secret, Thing::Invitation).await?;
        within!(guest, |tx| {
            let invitation = tx.invitation_by_secret(hash.clone()).await?.ok_or(Thing::Invitation)?;
            invitation.state.answerable(invitation.expires_at, guest.at)?;
            self.is_invited(&invitation, &hash)?;
            tx.end_invitation(invitation.id, InvitationState::Declined, guest.at).await?;
            let letter = Letter::Declined {
                email: invitation.email.clone(),
                company: invitation.company.clone(),
                slug: invitation.slug.clone(),
            };
            tx.post(&invitation.inviter_email, &letter, guest.at).await?;
            let entry = guest.entry(Event::InvitationDeclined).within(invitation.company_id).to(invitation.id);
            tx.record(entry).await?;
            tx.announce(Change::Company(invitation.company_id, Topic::Invitations));
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }
}

impl Actor {
    /// Accepts an invitation (R49): needs its secret and a session whose confirmed address is the invited one (I10), and
    /// a sender who could still send it (I12). Answers the Company's name in URLs.
    ///
    /// # Errors
    /// When one of these does not hold, or it has ended already.
    pub async fn accept_invitation(&self, secret: &str) -> Result<String, Problem> {
        let guest = &self.guest;
        let hash = guest.link_hash(secret, Thing::Invitation).await?;
        let slug = within!(guest, |tx| {
            let invitation = tx.invitation_by_secret(hash.clone()).await?.ok_or(Thing::Invitation)?;
            invitation.state.answerable(invitation.expires_at, guest.at)?;
            if invitation.email_key != self.email_key() {
                return Err(Conflict::WrongAccount.into());
            }
            self.confirmed()?;
            invitation.company_runs()?;
            let sender = invitation.sender(guest.at).ok_or(Gone::InvitationWithdrawn)?;
            let permit = may(sender, Action::Invite(invitation.role)).map_err(|_| Gone::InvitationWithdrawn)?;
            let joined = self.join(tx, &invitation).await?;
            if !tx.end_invitation(invitation.id, InvitationState::Accepted, guest.at).await? {
                return Err(Gone::InvitationAccepted.into());
            }
            if joined {
                self.post_welcome(tx, &invitation, sender).await?;
            }
            let entry = self.entry(Event::InvitationAccepted).allowed(permit).within(invitation.company_id);
            tx.record(entry.to(invitation.id).change(None, Some(invitation.role.key()))).await?;
            tx.announce(Change::Company(invitation.company_id, Topic::Team));
            tx.announce(Change::Company(invitation.company_id, Topic::Invitations));
            tx.announce(Change::Person(self.id()));
            invitation.slug
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(slug)
    }

    /// Has the link of an open invitation to my address mailed to me again. The secret stays the same.
    ///
    /// # Errors
    /// When there is no such invitation to my confirmed address, or too many mails were asked for.
    pub async fn mail_my_invitation(&self, id: InvitationId) -> Result<(), Problem> {
        self.confirmed()?;
        let guest = &self.guest;
        guest.count(Limit::MailPerAddress, &self.email_key()).await?;
        within!(guest, |tx| {
            let found = tx.invitation_to(id, self.email_key()).await?;
            let invitation = found.ok_or(Thing::Invitation)?;
            invitation.state.answerable(invitation.expires_at, guest.at)?;
            let now = match invitation.role {
                Role::Owner => tx.standing(&invitation.slug, self.id()).await?.map(|me| me.role),
                _ => None,
            };
            let letter = letter_again(tx, &invitation, now, false).await?;
            tx.post(&invitation.email, &letter, guest.at).await?;
            tx.record(self.entry(Event::LinkAsked).within(invitation.company_id).to(id)).await?;
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Becomes a member, or what a member was offered; answers whether they joined.
    async fn join(&self, tx: &mut Tx, invitation: &Invitation) -> Result<bool, Trouble> {
        let company = invitation.company_id;
        let owners = i64::from(invitation.role == Role::Owner);
        match tx.standing(&invitation.slug, self.id()).await? {
            None => {
                let policies = invitation.policies();
                if !policies.invites(&invitation.email_key) {
                    return Err(Conflict::DomainNotInvited.into());
                }
                let ends_at = policies.capped(invitation.role, invitation.ends_at, self.guest.at);
                let end = ends_at.map(|ends_at| (ends_at, invitation.inviter_id));
                tx.add_member(company, self.id(), invitation.role, end, self.guest.at).await?;
                if invitation.role == Role::Developer {
                    // What was deleted or moved away meanwhile is left out.
                    tx.assign_invited(invitation.id, self.id(), self.guest.at).await?;
                }
                tx.count_in(company, owners, 1).await?;
                Ok(true)
            }
            Some(me) if me.role != Role::Owner => {
                let (me, myself) = self.stand_beside(tx, &me.slug, self.id()).await?;
                self.take_offer(tx, &me, &myself, invitation).await?;
                Ok(false)
            }
            Some(_) => Err(Conflict::AlreadyMember.into()),
        }
    }

    /// A member accepts what was offered: ownership (S14), or another role or Apps, which is a change like any other and
    /// needs a sender who may change this member (S28, R30, S13).
    async fn take_offer(
        &self,
        tx: &mut Tx,
        me: &Standing,
        myself: &Member,
        invitation: &Invitation,
    ) -> Result<(), Trouble> {
        let (company, from, to) = (me.company_id, me.role, invitation.role);
        let action = match to {
            Role::Owner => Action::Invite(to),
            _ => Action::ChangeRole { from, to },
        };
        // Asked again behind the lock of the Company: the role that came with the invitation may be the one from before a
        // change that was waited for.
        let sender = tx.role_in(company, invitation.inviter_id).await?.ok_or(Gone::InvitationWithdrawn)?;
        let permit = may(sender, action).map_err(|_| Conflict::AlreadyMember)?;
        let by = invitation.inviter();
        if from != to {
            tx.set_role(company, self.id(), to).await?;
            if from == Role::Developer {
                tx.unassign_all(company, self.id()).await?;
                tx.announce(Change::Company(company, Topic::Apps));
            }
            let withdrawn = self.withdraw_beyond(tx, me, self.id(), from, to).await?;
            self.post_role_change(tx, me, self.id(), myself, to, &by, withdrawn).await?;
            let entry = self.entry(Event::RoleChanged).allowed(permit).within(company).person(self.id());
            tx.record(entry.change(Some(from.key()), Some(to.key()))).await?;
        }
        match to {
            Role::Developer => {
                let offered = tx.apps_of_invitation(invitation.id).await?;
                let offered: Vec<_> = offered.into_iter().map(|app| app.id).collect();
                self.add_apps(tx, me, permit, self.id(), to, &offered, &by).await?;
            }
            Role::Owner => {
                tx.count_in(company, 1, 0).await?;
            }
            Role::Admin | Role::Billing => {}
        }
        let another_end = |ends_at: &Moment| to != Role::Owner && myself.ends_at != Some(*ends_at);
        // Who is a Developer already keeps what they have, unless they were offered another end.
        let ends_at = match (from, to) {
            (Role::Developer, Role::Developer) => invitation.ends_at,
            _ => me.policies().capped(to, invitation.ends_at.or(myself.ends_at), self.guest.at),
        };
        if let Some(ends_at) = ends_at.filter(another_end) {
            self.apply_end(tx, me, permit, self.id(), myself, Some((ends_at, invitation.inviter_id))).await?;
        }
        Ok(())
    }

    /// M6 to me, M7 to the Owners and to the sender if they are none.
    async fn post_welcome(&self, tx: &mut Tx, invitation: &Invitation, sender: Role) -> Result<(), Trouble> {
        let (company, slug, role) = (invitation.company.clone(), invitation.slug.clone(), invitation.role);
        let name = self.name().full();
        let welcome = Letter::Welcome { name: name.clone(), company: company.clone(), slug: slug.clone(), role };
        let joined = Letter::Joined { name, company, slug, role };
        let at = self.guest.at;
        tx.post_to_owners(invitation.company_id, &joined, Some((self.id(), &welcome)), at).await?;
        if sender != Role::Owner {
            tx.post_wanted(&invitation.inviter_email, &joined, at).await?;
        }
        Ok(())
    }
}
