//! The open invitations of a Company: listed, sent again, edited, copied, withdrawn (rows 3 and 27).

use crate::{
    acts::{
        Actor, Trouble,
        invite::{self, Offered},
        members::read_cursor,
        secrets, within,
    },
    letters::Letter,
    rules::{
        id::InvitationId,
        invitation::{InvitationCard, InvitationPage, InvitationState, Offer},
        limit::Limit,
        log::Event,
        permission::{Action, Permit},
        problem::{Conflict, Field, Flaw, Problem, Thing, Why},
        role::Role,
    },
    store::{
        db::Tx,
        invitations::{Invitation, PAGE},
        log::{Change, Topic},
        members::Standing,
    },
};

impl Actor {
    /// The newest open invitations of a Company: the first page of them.
    ///
    /// # Errors
    /// When I am not a member, or my role does not see them.
    pub async fn invitations(&self, slug: &str) -> Result<Vec<InvitationCard>, Problem> {
        self.invitation_page(slug, None).await.map(|page| page.invitations)
    }

    /// One page of the open invitations of a Company, newest first (matrix row 3). `after` is the `next` of the page
    /// before.
    ///
    /// # Errors
    /// When I am not a member, my role does not see them, or `after` is not from here.
    pub async fn invitation_page(&self, slug: &str, after: Option<&str>) -> Result<InvitationPage, Problem> {
        let after = after.map(read_cursor).transpose()?;
        let guest = &self.guest;
        let found = guest.warren.db.open_invitations(slug, self.id(), after, guest.at).await;
        let found = found.map_err(|error| guest.tell(error))?;
        let Some((seat, mut invitations)) = found else { return Err(self.stranger(slug).await) };
        self.ask(seat, Action::SeeTeam).await?;
        let page = usize::try_from(PAGE).unwrap_or_default();
        let more = invitations.len() > page;
        invitations.truncate(page);
        let next = invitations.last().filter(|_| more).map(InvitationCard::cursor);
        let developers = invitations.iter().filter(|card| card.role == Role::Developer).map(|card| card.sent_at);
        if let (Some(last), Some(first)) = (developers.clone().max(), developers.min()) {
            let offered = guest.warren.db.offered_apps(seat.company_id, (first, last)).await;
            let offered = offered.map_err(|error| guest.tell(error))?;
            for (invitation, app) in offered {
                invitations
                    .iter_mut()
                    .filter(|card| card.id == invitation)
                    .for_each(|card| card.apps.push(app.clone()));
            }
        }
        Ok(InvitationPage { invitations, next })
    }

    /// Sends an open or expired invitation again: new secret, new deadline, both old links are dead (row 27).
    ///
    /// # Errors
    /// When the policy refuses, it has ended, or its address was invited too often.
    pub async fn resend_invitation(&self, slug: &str, id: InvitationId) -> Result<(), Problem> {
        self.renew(slug, id, None, Event::InvitationResent).await
    }

    /// Changes role and note of an open invitation; the person gets the new content in a new mail (4.1).
    ///
    /// # Errors
    /// When the policy refuses the old or the new role, it has ended, or the note is too long.
    pub async fn edit_invitation(&self, slug: &str, id: InvitationId, role: Role, note: &str) -> Result<(), Problem> {
        self.edit_invitation_with(slug, id, Offer::plain(role, note)).await
    }

    /// The same, and the Apps and the last day.
    ///
    /// # Errors
    /// As above; and when a Developer is offered no App though the Company has some, an App is not the Company's, or the
    /// last day is none.
    pub async fn edit_invitation_with(&self, slug: &str, id: InvitationId, offer: Offer) -> Result<(), Problem> {
        let offered = self.read_offer(offer).map_err(Problem::from)?;
        if offered.role == Role::Owner {
            self.fresh()?;
        }
        self.renew(slug, id, Some(offered), Event::InvitationEdited).await
    }

    /// Makes a link to hand over by other means. It is a secret of its own and proves no mailbox; an earlier copied link
    /// is dead.
    ///
    /// # Errors
    /// When the policy refuses, or it has ended.
    pub async fn copy_invitation_link(&self, slug: &str, id: InvitationId) -> Result<String, Problem> {
        let warren = &self.guest.warren;
        let (secret, hash) = secrets::fresh(&warren.chance);
        within!(&self.guest, |tx| {
            let (me, invitation, permit) = self.manage(tx, slug, id).await?;
            invitation.state.answerable(invitation.expires_at, self.guest.at)?;
            tx.set_copied_secret(id, hash.clone()).await?;
            tx.record(self.entry(Event::InvitationLinkCopied).allowed(permit).within(me.company_id).to(id)).await?;
        })?;
        Ok(warren.link(&format!("/invitations/{secret}")))
    }

    /// Withdraws an open invitation; who had got the mail is told (M10).
    ///
    /// # Errors
    /// When the policy refuses, or it has ended.
    pub async fn cancel_invitation(&self, slug: &str, id: InvitationId) -> Result<(), Problem> {
        within!(&self.guest, |tx| {
            let (me, invitation, permit) = self.manage(tx, slug, id).await?;
            tx.end_invitation(id, InvitationState::Cancelled, self.guest.at).await?;
            if invitation.told_at.is_some() {
                let letter = Letter::InvitationWithdrawn { company: me.name.clone(), inviter: invitation.inviter() };
                tx.post(&invitation.email, &letter, self.guest.at).await?;
            }
            tx.record(self.entry(Event::InvitationCancelled).allowed(permit).within(me.company_id).to(id)).await?;
            tx.announce(Change::Company(me.company_id, Topic::Invitations));
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }

    async fn renew(&self, slug: &str, id: InvitationId, content: Option<Offered>, event: Event) -> Result<(), Problem> {
        self.confirmed()?;
        let guest = &self.guest;
        within!(guest, |tx| {
            let (me, invitation, _) = self.manage(tx, slug, id).await?;
            let role = content.as_ref().map_or(invitation.role, |offered| offered.role);
            let permit = me.may(Action::Invite(role))?;
            if !self.is_invitable(tx, &me, &invitation.email_key).await? {
                return Err(Conflict::DomainNotInvited.into());
            }
            // A resend is one more mail to a stranger, so it counts like inviting them.
            self.count_invitations(tx, &me, 1).await?;
            if self.is_too_often(tx, &invitation.email_key).await? {
                let (limit, seconds) = (Limit::InvitationsPerAddress, Limit::InvitationsPerAddress.window() / 1000);
                return Err(Problem::TooMany { limit, seconds }.into());
            }
            let offered = match &content {
                Some(offered) => self.within_policy(&me, self.name_apps(tx, &me, offered).await?)?,
                None => self.offered(tx, &me, &invitation).await?,
            };
            let new = self.prepare(&me, &invitation.email, &offered);
            tx.renew_invitation(id, &new).await?;
            if content.is_some() && (invitation.role == Role::Developer || role == Role::Developer) {
                tx.offer_no_apps(id).await?;
                for app in &offered.apps {
                    tx.offer_app(id, *app).await?;
                }
            }
            let now = match role {
                Role::Owner => tx.member_by_email(me.company_id, invitation.email_key.clone()).await?,
                _ => None,
            };
            let now = now.map(|(_, member)| member.role);
            let letter = self.invitation_letter(&me, &invite::as_renewed(new, id), now, &offered.names);
            tx.post(&invitation.email, &letter, guest.at).await?;
            let entry = self.entry(event).allowed(permit).within(me.company_id).to(id);
            tx.record(entry.change(Some(invitation.role.key()), Some(role.key()))).await?;
            tx.announce(Change::Company(me.company_id, Topic::Invitations));
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// What an invitation offers today. An end that is over cannot be offered again, and one that is later than the policy
    /// allows by now comes forward.
    async fn offered(&self, tx: &mut Tx, me: &Standing, invitation: &Invitation) -> Result<Offered, Trouble> {
        if invitation.ends_at.is_some_and(|ends_at| ends_at <= self.guest.at) {
            return Err(Flaw { field: Field::EndsOn, why: Why::PastDate }.into());
        }
        let apps = match invitation.role {
            Role::Developer => tx.apps_of_invitation(invitation.id).await?,
            _ => Vec::new(),
        };
        let (apps, names) = apps.into_iter().map(|app| (app.id, app.name)).unzip();
        let (role, note) = (invitation.role, invitation.note.clone());
        let ends_at = me.policies().capped(role, invitation.ends_at, self.guest.at);
        Ok(Offered { role, note, ends_at, wishes_end: false, apps, names })
    }

    /// The invitation, if it is of this Company and I may manage it (row 27).
    async fn manage(
        &self,
        tx: &mut Tx,
        slug: &str,
        id: InvitationId,
    ) -> Result<(Standing, Invitation, Permit), Trouble> {
        let me = self.stand(tx, slug).await?;
        me.may(Action::SeeTeam)?;
        let invitation = tx.invitation(me.company_id, id).await?.ok_or(Thing::Invitation)?;
        let permit = me.may(Action::ManageInvitation(invitation.role))?;
        invitation.state.manageable()?;
        Ok((me, invitation, permit))
    }
}
