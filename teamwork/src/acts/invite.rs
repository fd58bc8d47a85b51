//! Inviting (R28, R33, R50): one or many addresses in one breath, each with its own outcome.

use super::{Actor, Trouble, secrets, secrets::Purpose, within};
use crate::{
    letters::Letter,
    rules::{
        id::{InvitationId, LinkId},
        invitation::{ADDRESSES_MAX, InviteOutcome, Invited, NOTE_MAX},
        limit::Limit,
        log::Event,
        permission::{Action, Permit, may},
        problem::{Field, Flaws, Problem, Why},
        role::Role,
        text::{Email, Line, split_addresses},
    },
    store::{
        db::Tx,
        invitations::NewInvitation,
        log::{Change, Topic},
        members::Standing,
    },
};

impl Actor {
    /// Invites every address in the text with one role. Partial success is normal: the answer tells what became of each.
    ///
    /// # Errors
    /// When my own address is not confirmed, the policy refuses the role, there is no address, or there were too many.
    pub async fn invite(&self, slug: &str, addresses: &str, role: Role, note: &str) -> Result<Vec<Invited>, Problem> {
        self.confirmed()?;
        let typed = split_addresses(addresses);
        let mut flaws = Flaws::default();
        if typed.is_empty() {
            flaws.add(Field::Addresses, Why::Missing);
        }
        if typed.len() > usize::from(ADDRESSES_MAX) {
            flaws.add(Field::Addresses, Why::TooMany(ADDRESSES_MAX));
        }
        let note = flaws.keep(Line::parse_optional(Field::Note, note, NOTE_MAX)).flatten();
        flaws.check()?;
        let note = note.map(|note| note.to_string());
        if role == Role::Owner {
            self.fresh()?;
        }
        let parsed = self.sort(typed);
        let invited = within!(&self.guest, |tx| {
            let me = self.stand(tx, slug).await?;
            let permit = me.may(Action::Invite(role))?;
            let mut invited = Vec::with_capacity(parsed.len());
            for (address, parsed) in &parsed {
                let outcome = match parsed {
                    Ok(email) => self.invite_one(tx, &me, permit, email, role, note.as_deref()).await?,
                    Err(outcome) => *outcome,
                };
                invited.push(Invited { address: address.clone(), outcome });
            }
            let changed =
                invited.iter().any(|one| matches!(one.outcome, InviteOutcome::Sent | InviteOutcome::RoleChanged));
            if !changed {
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
        let at = self.guest.at;
        let times = i64::try_from(sent).unwrap_or(i64::MAX);
        for (limit, key) in [
            (Limit::InvitationsPerPerson, self.id().to_string()),
            (Limit::InvitationsPerCompany, me.company_id.to_string()),
        ] {
            let (hits, ends_at) = tx.hit(limit, &secrets::blur(&key), times, at).await?;
            if hits > limit.hits() {
                return Err(Problem::TooMany { limit, seconds: ends_at.since(at) / 1000 + 1 }.into());
            }
        }
        Ok(())
    }

    async fn invite_one(
        &self,
        tx: &mut Tx,
        me: &Standing,
        permit: Permit,
        email: &Email,
        role: Role,
        note: Option<&str>,
    ) -> Result<InviteOutcome, Trouble> {
        if let Some((user, member)) = tx.member_by_email(me.company_id, email.key()).await? {
            let from = member.role;
            // To an existing member an Owner offers ownership like to anybody: by an invitation to accept (S14).
            let offers_ownership = role == Role::Owner && from != Role::Owner;
            if !offers_ownership {
                let change = may(me.role, Action::ChangeRole { from, to: role });
                return match change {
                    _ if from == Role::Owner => Ok(InviteOutcome::AlreadyOwner),
                    Ok(permit) if from != role => {
                        self.apply_role(tx, me, permit, user, &member, role).await?;
                        Ok(InviteOutcome::RoleChanged)
                    }
                    _ if from == role => Ok(InviteOutcome::AlreadyMember),
                    _ => Ok(InviteOutcome::OtherRole),
                };
            }
        }
        if self.is_too_often(tx, &email.key()).await? {
            return Ok(InviteOutcome::TooOften);
        }
        let new = self.prepare(me, email.as_str(), role, note.map(str::to_owned));
        let (id, letter) = (new.id, self.invitation_letter(me, &new));
        if !tx.add_invitation(new).await? {
            return Ok(InviteOutcome::AlreadyInvited);
        }
        tx.post(email.as_str(), &letter, self.guest.at).await?;
        let entry = self.entry(Event::InvitationSent).allowed(permit).within(me.company_id).to(id);
        tx.record(entry.change(None, Some(role.key()))).await?;
        Ok(InviteOutcome::Sent)
    }

    /// A new invitation with a new secret and a new deadline.
    pub(super) fn prepare(&self, me: &Standing, email: &str, role: Role, note: Option<String>) -> NewInvitation {
        let (at, warren) = (self.guest.at, &self.guest.warren);
        let link = LinkId::new(at, warren.chance.bytes());
        let secret = warren.keys.derive(Purpose::Invitation, link);
        NewInvitation {
            id: InvitationId::new(at, warren.chance.bytes()),
            company: me.company_id,
            email: email.to_owned(),
            email_key: email.to_ascii_lowercase(),
            role,
            note,
            inviter: self.id(),
            link,
            mailed_hash: secrets::hash(&secret).unwrap_or_default(),
            at,
            expires_at: at.plus(warren.house_rules().invitation_life),
        }
    }

    /// M5.
    pub(super) fn invitation_letter(&self, me: &Standing, new: &NewInvitation) -> Letter {
        Letter::Invitation {
            invitation: new.id,
            link: new.link,
            inviter: self.name().full(),
            company: me.name.clone(),
            role: new.role,
            note: new.note.clone(),
            expires_at: new.expires_at,
        }
    }
}

/// A renewed invitation keeps its id.
pub(super) fn as_renewed(new: NewInvitation, id: InvitationId) -> NewInvitation {
    NewInvitation { id, ..new }
}
