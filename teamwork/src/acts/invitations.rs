//! What happens to an invitation: looked at, answered, resent, edited, copied, withdrawn, expired (4.1).

use super::{
    Actor, Guest, Trouble, Visitor,
    invite::{self, Offered},
    members::read_cursor,
    secrets, within,
};
use crate::{
    letters::Letter,
    rules::{
        id::InvitationId,
        invitation::{InvitationCard, InvitationPage, InvitationState, InvitationView, Offer, Reader},
        limit::Limit,
        log::Event,
        moment::Moment,
        permission::{Action, Permit, may},
        problem::{Conflict, Field, Flaw, Gone, Problem, Thing, Why},
        role::Role,
    },
    store::{
        db::Tx,
        invitations::{Invitation, PAGE},
        log::{Change, Topic},
        members::{Member, Standing},
    },
};

impl Visitor {
    /// What an invitation says, and how the reader stands to it. Looking changes nothing (law 2).
    ///
    /// # Errors
    /// When the secret opens nothing (any more).
    pub async fn look_at_invitation(&self, secret: &str) -> Result<InvitationView, Problem> {
        let guest = self.guest();
        guest.count_link().await?;
        let hash = secrets::hash(secret).ok_or(Problem::NotFound(Thing::Invitation))?;
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
            Self::Guest(_) => {
                let user = db.user_by_email(invitation.email_key.clone()).await.map_err(|error| guest.tell(error))?;
                match user.filter(|user| user.confirmed_at.is_some()) {
                    Some(_) => Reader::SignIn,
                    None => Reader::SignUp { proven: invitation.is_mailed(&hash) },
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

    /// Declines an invitation (S12); the sender is told (M8). Only the invited person does (4.1): by their session, or by
    /// the mailed link, which proves the mailbox.
    ///
    /// # Errors
    /// When it is for somebody else, or has ended already.
    pub async fn decline_invitation(&self, secret: &str) -> Result<(), Problem> {
        let guest = self.guest();
        guest.count_link().await?;
        let hash = secrets::hash(secret).ok_or(Problem::NotFound(Thing::Invitation))?;
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

    /// Asks whoever sent an expired invitation to send it again (4.1); they do that in their list, or not. Only the invited
    /// person asks, once a day.
    ///
    /// # Errors
    /// When it is for somebody else, has not expired, or was asked for already.
    pub async fn ask_for_renewal(&self, secret: &str) -> Result<(), Problem> {
        let guest = self.guest();
        guest.count_link().await?;
        let hash = secrets::hash(secret).ok_or(Problem::NotFound(Thing::Invitation))?;
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
            let limit = Limit::RenewalsPerInvitation;
            let (hits, ends_at) = tx.hit(limit, &secrets::blur(&invitation.id.to_string()), 1, guest.at).await?;
            if hits > limit.hits() {
                return Err(Problem::TooMany { limit, seconds: ends_at.since(guest.at) / 1000 + 1 }.into());
            }
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
        guest.count_link().await?;
        let hash = secrets::hash(secret).ok_or(Problem::NotFound(Thing::Invitation))?;
        within!(guest, |tx| {
            let invitation = tx.invitation_by_secret(hash.clone()).await?.ok_or(Thing::Invitation)?;
            invitation.state.answerable(invitation.expires_at, guest.at)?;
            // Whose it is accepts it.
            if invitation.email_key == actor.email_key() {
                return Err(Conflict::YourInvitation.into());
            }
            actor.confirmed()?;
            invitation.sender(guest.at).ok_or(Gone::InvitationWithdrawn)?;
            guest.count_readdress(tx, &invitation.id.to_string()).await?;
            let (email, wanted) = (invitation.email, actor.person.email.clone());
            let (company, slug, role) = (invitation.company, invitation.slug, invitation.role);
            let letter = Letter::ReaddressAsked { email, wanted, company, slug, role };
            tx.post(&invitation.inviter_email, &letter, guest.at).await?;
            tx.record(guest.entry(Event::ReaddressAsked).within(invitation.company_id).to(invitation.id)).await?;
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Whether this is the invited person: by their session, or by the mailed link, which proves the mailbox.
    fn is_invited(&self, invitation: &Invitation, secret_hash: &[u8]) -> Result<(), Problem> {
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

impl Guest {
    /// Counts a wish to have one invitation or request sent elsewhere.
    ///
    /// # Errors
    /// When somebody wished for it today.
    pub(super) async fn count_readdress(&self, tx: &mut Tx, id: &str) -> Result<(), Trouble> {
        let limit = Limit::ReaddressPerInvitation;
        let (hits, ends_at) = tx.hit(limit, &secrets::blur(id), 1, self.at).await?;
        if hits > limit.hits() {
            return Err(Problem::TooMany { limit, seconds: ends_at.since(self.at) / 1000 + 1 }.into());
        }
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
        guest.count_link().await?;
        let hash = secrets::hash(secret).ok_or(Problem::NotFound(Thing::Invitation))?;
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
        let secret = secrets::encode(warren.chance.bytes());
        within!(&self.guest, |tx| {
            let (me, invitation, permit) = self.manage(tx, slug, id).await?;
            invitation.state.answerable(invitation.expires_at, self.guest.at)?;
            tx.set_copied_secret(id, secrets::hash(&secret).unwrap_or_default()).await?;
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

/// Reminds who has not answered at half-time, once, with the link they have already (M5r).
pub(super) async fn remind(guest: &Guest) -> Result<u64, Problem> {
    let reminded = within!(guest, |tx| {
        let due = tx.invitations_to_remind(guest.at).await?;
        if due.is_empty() {
            return Ok(0);
        }
        for one in &due {
            let letter = letter_again(tx, one, None, true).await?;
            tx.post(&one.email, &letter, guest.at).await?;
            tx.record(guest.entry(Event::InvitationReminded).within(one.company_id).to(one.id)).await?;
        }
        due.len() as u64
    })?;
    if reminded > 0 {
        guest.warren.mail_waits.notify_one();
    }
    Ok(reminded)
}

/// The mail of an invitation once more, with the link it has.
async fn letter_again(
    tx: &mut Tx,
    invitation: &Invitation,
    now: Option<Role>,
    reminds: bool,
) -> Result<Letter, Trouble> {
    let apps = match invitation.role {
        Role::Developer => tx.apps_of_invitation(invitation.id).await?,
        _ => Vec::new(),
    };
    Ok(Letter::Invitation {
        invitation: invitation.id,
        link: invitation.link_id,
        inviter: invitation.inviter(),
        company: invitation.company.clone(),
        role: invitation.role,
        note: invitation.note.clone(),
        expires_at: invitation.expires_at,
        now,
        apps: apps.into_iter().map(|app| app.name).collect(),
        ends_at: invitation.ends_at,
        reminds,
    })
}

/// Marks what is overdue, a bounded batch at a time, and tells the senders (M9).
pub(super) async fn expire(guest: &Guest) -> Result<u64, Problem> {
    let expired = within!(guest, |tx| {
        let overdue = tx.expire_invitations(guest.at).await?;
        if overdue.is_empty() {
            return Ok(0);
        }
        for one in &overdue {
            let (email, company, slug) = (one.email.clone(), one.company.clone(), one.slug.clone());
            tx.post(&one.inviter_email, &Letter::InvitationExpired { email, company, slug }, guest.at).await?;
            tx.record(guest.entry(Event::InvitationExpired).within(one.company_id).to(one.id)).await?;
            tx.announce(Change::Company(one.company_id, Topic::Invitations));
        }
        overdue.len() as u64
    })?;
    if expired > 0 {
        guest.warren.mail_waits.notify_one();
    }
    Ok(expired)
}
