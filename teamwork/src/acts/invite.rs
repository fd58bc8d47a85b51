//! Inviting (R28, R33, R50): one or many addresses in one breath, each with its own outcome.

use super::{
    Actor, Trouble,
    assignments::{known, once},
    secrets,
    secrets::Purpose,
    within,
};
use crate::{
    letters::Letter,
    rules::{
        id::{AppId, InvitationId, LinkId, UserId},
        invitation::{ADDRESSES_MAX, InviteOutcome, Invited, NOTE_MAX, Offer},
        limit::Limit,
        log::Event,
        member::read_last_day,
        moment::Moment,
        permission::{Action, Permit, may},
        problem::{Field, Flaw, Flaws, Problem, Why},
        role::Role,
        text::{Email, Line, split_addresses},
    },
    store::{
        db::Tx,
        invitations::NewInvitation,
        log::{Change, Topic},
        members::{Member, Standing},
    },
};

impl Actor {
    /// Invites every address in the text with one role. Partial success is normal: the answer tells what became of each.
    ///
    /// # Errors
    /// When my own address is not confirmed, the policy refuses the role, there is no address, or there were too many.
    pub async fn invite(&self, slug: &str, addresses: &str, role: Role, note: &str) -> Result<Vec<Invited>, Problem> {
        self.invite_with(slug, addresses, Offer::plain(role, note)).await
    }

    /// The same, and on which Apps a Developer will work, and when the access ends by itself.
    ///
    /// # Errors
    /// As above; and when a Developer is offered no App though the Company has some, an App is not the Company's, or the
    /// last day is none.
    pub async fn invite_with(&self, slug: &str, addresses: &str, offer: Offer) -> Result<Vec<Invited>, Problem> {
        self.confirmed()?;
        let typed = split_addresses(addresses);
        let mut flaws = Flaws::default();
        if typed.is_empty() {
            flaws.add(Field::Addresses, Why::Missing);
        }
        if typed.len() > usize::from(ADDRESSES_MAX) {
            flaws.add(Field::Addresses, Why::TooMany(ADDRESSES_MAX));
        }
        let offered = flaws.keep(self.read_offer(offer));
        flaws.check()?;
        let Some(offered) = offered else { return Err(Problem::Malformed) };
        if offered.role == Role::Owner {
            self.fresh()?;
        }
        let parsed = self.sort(typed);
        let invited = within!(&self.guest, |tx| {
            let me = self.stand(tx, slug).await?;
            let permit = me.may(Action::Invite(offered.role))?;
            let offered = self.within_policy(&me, self.name_apps(tx, &me, &offered).await?)?;
            let mut invited = Vec::with_capacity(parsed.len());
            for (address, parsed) in &parsed {
                let outcome = match parsed {
                    Ok(email) => self.invite_one(tx, &me, permit, email, &offered).await?,
                    Err(outcome) => *outcome,
                };
                invited.push(Invited { address: address.clone(), outcome });
            }
            if !invited.iter().any(|one| one.outcome.changes()) {
                return Ok(invited);
            }
            let sent = invited.iter().filter(|one| one.outcome == InviteOutcome::Sent).count();
            self.count_invitations(tx, &me, sent).await?;
            tx.announce(Change::Company(me.company_id, Topic::Invitations));
            invited
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(invited)
    }

    /// Reads an offer as it was typed. Apps are for Developers only; Owners have no last day.
    pub(super) fn read_offer(&self, offer: Offer) -> Result<Offered, Flaw> {
        let note = Line::parse_optional(Field::Note, &offer.note, NOTE_MAX)?.map(|note| note.to_string());
        let ends_at = read_last_day(&offer.ends_on, self.guest.at)?;
        if offer.role == Role::Owner && ends_at.is_some() {
            return Err(Flaw { field: Field::EndsOn, why: Why::OwnersStay });
        }
        let apps = if offer.role == Role::Developer { once(offer.apps) } else { Vec::new() };
        let wishes_end = ends_at.is_some();
        Ok(Offered { role: offer.role, note, ends_at, wishes_end, apps, names: Vec::new() })
    }

    /// Finds the names of the Apps. A Developer is invited to one at least (4.1), unless the Company has none yet: then
    /// they are assigned when there is one.
    pub(super) async fn name_apps(&self, tx: &mut Tx, me: &Standing, offered: &Offered) -> Result<Offered, Trouble> {
        let mut offered = offered.clone();
        if offered.role == Role::Developer {
            let choices = tx.app_choices(me.company_id, self.id()).await?;
            known(&choices, &offered.apps)?;
            if offered.apps.is_empty() && !choices.is_empty() {
                return Err(Flaw { field: Field::Apps, why: Why::NoApps }.into());
            }
            let chosen = choices.into_iter().filter(|app| offered.apps.contains(&app.id));
            offered.names = chosen.map(|app| app.name).collect();
        }
        Ok(offered)
    }

    /// The offer with the end that the policy of the Company gives a Developer (row 4).
    ///
    /// # Errors
    /// When a later one was wished for.
    pub(super) fn within_policy(&self, me: &Standing, mut offered: Offered) -> Result<Offered, Flaw> {
        offered.ends_at = me.policies().end_of(offered.role, offered.ends_at, self.guest.at)?;
        Ok(offered)
    }

    /// Whether an invitation may go to an address: it is at a domain that the Company invites, or a member's.
    pub(super) async fn is_invitable(&self, tx: &mut Tx, me: &Standing, email_key: &str) -> Result<bool, Trouble> {
        if me.policies().invites(email_key) {
            return Ok(true);
        }
        Ok(tx.member_by_email(me.company_id, email_key.to_owned()).await?.is_some())
    }

    /// Reads what was typed.
    fn sort(&self, typed: Vec<String>) -> Vec<(String, Result<Email, InviteOutcome>)> {
        let sort = |address: String| {
            let parsed = match Email::parse(Field::Addresses, &address) {
                Err(flaw) => Err(InviteOutcome::Flawed(flaw.why)),
                Ok(email) if self.has_address(&email) => Err(InviteOutcome::Yourself),
                Ok(email) => Ok(email),
            };
            (address, parsed)
        };
        typed.into_iter().map(sort).collect()
    }

    /// An address is invited so often a day, whoever does it. Counted behind the permission, so that a stranger cannot
    /// use it up.
    pub(super) async fn is_too_often(&self, tx: &mut Tx, email_key: &str) -> Result<bool, Trouble> {
        let limit = Limit::InvitationsPerAddress;
        let (hits, _) = tx.hit(limit, &secrets::blur(email_key), 1, self.guest.at).await?;
        Ok(hits > limit.hits())
    }

    /// A person invites so many an hour, a Company so many a day; who asks for more sends none of this batch.
    pub(super) async fn count_invitations(&self, tx: &mut Tx, me: &Standing, sent: usize) -> Result<(), Trouble> {
        let (guest, sent) = (&self.guest, i64::try_from(sent).unwrap_or(i64::MAX));
        guest.count_all(tx, Limit::InvitationsPerPerson, &self.id().to_string(), sent).await?;
        guest.count_all(tx, Limit::InvitationsPerCompany, &me.company_id.to_string(), sent).await
    }

    async fn invite_one(
        &self,
        tx: &mut Tx,
        me: &Standing,
        permit: Permit,
        email: &Email,
        offered: &Offered,
    ) -> Result<InviteOutcome, Trouble> {
        let role = offered.role;
        let found = tx.member_by_email(me.company_id, email.key()).await?;
        let now = found.as_ref().map(|(_, member)| member.role);
        // To an existing member an Owner offers ownership like to anybody: by an invitation to accept (S14).
        let offers_ownership = role == Role::Owner && now != Some(Role::Owner);
        if let Some((user, member)) = found.filter(|_| !offers_ownership) {
            return self.change_member(tx, me, user, &member, offered).await;
        }
        // Who is a member has been let in already.
        if now.is_none() && !me.policies().invites(&email.key()) {
            return Ok(InviteOutcome::OtherDomain);
        }
        if self.is_too_often(tx, &email.key()).await? {
            return Ok(InviteOutcome::TooOften);
        }
        let new = self.prepare(me, email.as_str(), offered);
        let (id, letter) = (new.id, self.invitation_letter(me, &new, now, &offered.names));
        if !tx.add_invitation(new).await? {
            return Ok(InviteOutcome::AlreadyInvited);
        }
        for app in &offered.apps {
            tx.offer_app(id, *app).await?;
        }
        tx.post(email.as_str(), &letter, self.guest.at).await?;
        let entry = self.entry(Event::InvitationSent).allowed(permit).within(me.company_id).to(id);
        tx.record(entry.change(None, Some(role.key()))).await?;
        Ok(InviteOutcome::Sent)
    }

    /// Who is a member already is not invited: their role, their Apps and their last day change, if that is mine to change
    /// (S28).
    async fn change_member(
        &self,
        tx: &mut Tx,
        me: &Standing,
        user: UserId,
        member: &Member,
        offered: &Offered,
    ) -> Result<InviteOutcome, Trouble> {
        let (from, to) = (member.role, offered.role);
        let permit = match may(me.role, Action::ChangeRole { from, to }) {
            _ if from == Role::Owner => return Ok(InviteOutcome::AlreadyOwner),
            Err(_) if from == to => return Ok(InviteOutcome::AlreadyMember),
            Err(_) => return Ok(InviteOutcome::OtherRole),
            Ok(permit) => permit,
        };
        let mut member = member.clone();
        let outcome = if from != to {
            let end = self.apply_role(tx, me, permit, user, &member, to, &offered.apps).await?;
            member.ends_at = end.or(member.ends_at);
            InviteOutcome::RoleChanged
        } else if self.add_apps(tx, me, permit, user, to, &offered.apps, &self.name().full()).await? {
            InviteOutcome::AppsAdded
        } else {
            InviteOutcome::AlreadyMember
        };
        // The end that the policy gives to newcomers is no wish: who is a Developer already keeps what they have.
        let wish = offered.ends_at.filter(|_| offered.wishes_end);
        let Some(ends_at) = wish.filter(|ends_at| member.ends_at != Some(*ends_at)) else {
            return Ok(outcome);
        };
        let permit = me.may(Action::SetEnd(from))?;
        self.apply_end(tx, me, permit, user, &member, Some((ends_at, self.id()))).await?;
        Ok(if outcome == InviteOutcome::AlreadyMember { InviteOutcome::EndSet } else { outcome })
    }

    /// A new invitation with a new secret and a new deadline, which is not after the end of what it offers.
    pub(super) fn prepare(&self, me: &Standing, email: &str, offered: &Offered) -> NewInvitation {
        let (at, warren) = (self.guest.at, &self.guest.warren);
        let link = LinkId::new(at, warren.chance.bytes());
        let expires_at = at.plus(warren.house_rules().invitation_life);
        NewInvitation {
            id: InvitationId::new(at, warren.chance.bytes()),
            company: me.company_id,
            email: email.to_owned(),
            email_key: email.to_ascii_lowercase(),
            role: offered.role,
            note: offered.note.clone(),
            inviter: self.id(),
            link,
            mailed_hash: warren.keys.hashed(Purpose::Invitation, link),
            at,
            expires_at: offered.ends_at.map_or(expires_at, |ends_at| expires_at.min(ends_at)),
            ends_at: offered.ends_at,
        }
    }

    /// M5, or M24 to who is a member now.
    pub(super) fn invitation_letter(
        &self,
        me: &Standing,
        new: &NewInvitation,
        now: Option<Role>,
        apps: &[String],
    ) -> Letter {
        Letter::Invitation {
            invitation: new.id,
            link: new.link,
            inviter: self.name().full(),
            company: me.name.clone(),
            role: new.role,
            note: new.note.clone(),
            expires_at: new.expires_at,
            now,
            apps: apps.to_vec(),
            ends_at: new.ends_at,
            reminds: false,
        }
    }
}

/// An offer that can be made.
#[derive(Clone, Debug)]
pub(super) struct Offered {
    pub role: Role,
    pub note: Option<String>,
    pub ends_at: Option<Moment>,
    /// Whether somebody typed that end.
    pub wishes_end: bool,
    pub apps: Vec<AppId>,
    /// The names of these Apps.
    pub names: Vec<String>,
}

/// A renewed invitation keeps its id.
pub(super) fn as_renewed(new: NewInvitation, id: InvitationId) -> NewInvitation {
    NewInvitation { id, ..new }
}
