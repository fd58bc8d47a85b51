//! The team: who is what, and changing it (R22–R38).

use std::str::FromStr;

use super::{
    Actor, Trouble,
    assignments::{count, known, once},
    within,
};
use crate::{
    letters::Letter,
    rules::{
        id::{AppId, UserId},
        log::Event,
        member::{MemberCard, TeamPage, read_last_day},
        moment::Moment,
        permission::{Action, Permit, Refusal},
        problem::{Conflict, Field, Flaw, Problem, Thing, Why},
        role::Role,
    },
    store::{
        db::Tx,
        log::{Change, Topic},
        members::{Member, PAGE, Standing},
    },
};

impl Actor {
    /// One page of the team, in the order of joining (matrix row 3). Who may not see everybody sees the Owners and
    /// themself. `after` is the `next` of the page before.
    ///
    /// # Errors
    /// When I am not a member, or `after` is not from here.
    pub async fn team(&self, slug: &str, after: Option<&str>) -> Result<TeamPage, Problem> {
        let after = after.map(read_cursor).transpose()?;
        let found = self.guest.warren.db.team(slug, self.id(), after).await;
        let team = found.map_err(|error| self.guest.tell(error))?;
        let Some(team) = team else { return Err(self.stranger(slug).await) };
        let mut members = team.members;
        let more = members.len() > usize::try_from(PAGE).unwrap_or_default();
        members.truncate(usize::try_from(PAGE).unwrap_or_default());
        let next = members.last().filter(|_| more).map(MemberCard::cursor);
        Ok(TeamPage { role: team.my_role, me: self.id(), owners: team.owners, apps: team.apps, members, next })
    }

    /// Gives a member another role (rows 29–31, 34). `version` is the state the person saw when they decided.
    ///
    /// # Errors
    /// When the policy refuses, the member is gone, or somebody changed them meanwhile.
    pub async fn change_role(&self, slug: &str, user: UserId, to: Role, version: i64) -> Result<MemberCard, Problem> {
        self.change_role_with(slug, user, to, Vec::new(), version).await
    }

    /// The same, and on which Apps somebody works who becomes a Developer (4.4: demote, choose Apps).
    ///
    /// # Errors
    /// As above, and when an App is not the Company's.
    pub async fn change_role_with(
        &self,
        slug: &str,
        user: UserId,
        to: Role,
        apps: Vec<AppId>,
        version: i64,
    ) -> Result<MemberCard, Problem> {
        let apps = once(apps);
        let changed = within!(&self.guest, |tx| {
            let (me, other) = self.stand_beside(tx, slug, user).await?;
            let from = other.role;
            let permit = if user == self.id() {
                me.may(Action::ChangeOwnRole { to, another_owner: me.owner_count > 1 })?
            } else {
                me.may(Action::ChangeRole { from, to })?
            };
            if other.version != version {
                return Err(Conflict::StaleMember.into());
            }
            if from == to {
                return Ok(self.card(user, &other, 0, to, other.apps));
            }
            let end = self.apply_role(tx, &me, permit, user, &other, to, &apps).await?;
            let card = self.card(user, &other, 1 + i64::from(end.is_some()), to, count(&apps));
            MemberCard { ends_at: end.or(card.ends_at), ..card }
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(changed)
    }

    /// Sets, moves or takes away the last day of a member's access (4.4). Whoever may dismiss them may do it.
    ///
    /// # Errors
    /// When the day is none or out of bounds, the policy refuses, the member is gone, or somebody changed them meanwhile.
    pub async fn set_end(&self, slug: &str, user: UserId, ends_on: &str, version: i64) -> Result<MemberCard, Problem> {
        let ends_at = read_last_day(ends_on, self.guest.at).map_err(Problem::from)?;
        within!(&self.guest, |tx| {
            let (me, other) = self.stand_beside(tx, slug, user).await?;
            let permit = me.may(Action::SetEnd(other.role))?;
            if other.version != version {
                return Err(Conflict::StaleMember.into());
            }
            if other.ends_at == ends_at {
                return Ok(self.card(user, &other, 0, other.role, other.apps));
            }
            let policies = me.policies();
            if policies.end_of(other.role, ends_at, self.guest.at)? != ends_at {
                // No end at all is later than any.
                let why = Why::BeyondPolicy(policies.developer_days);
                return Err(Flaw { field: Field::EndsOn, why }.into());
            }
            let end = ends_at.map(|ends_at| (ends_at, self.id()));
            self.apply_end(tx, &me, permit, user, &other, end).await?;
            MemberCard { ends_at, ..self.card(user, &other, 1, other.role, other.apps) }
        })
    }

    /// Steps down from Owner to Admin while another Owner exists (row 35, S15).
    ///
    /// # Errors
    /// When I am not an Owner, or the last one.
    pub async fn step_down(&self, slug: &str) -> Result<(), Problem> {
        let team = self.guest.warren.db.member_version(slug, self.id()).await.map_err(|e| self.guest.tell(e))?;
        let Some(version) = team else { return Err(self.stranger(slug).await) };
        self.change_role(slug, self.id(), Role::Admin, version).await.map(|_| ())
    }

    /// Where I stand in a Company, whose row is locked from here on.
    pub(super) async fn stand(&self, tx: &mut Tx, slug: &str) -> Result<Standing, Trouble> {
        tx.standing(slug, self.id()).await?.ok_or_else(|| Trouble::stranger(slug))
    }

    /// Where I stand, and the member an act is about. What a stranger may not see is not there for them.
    pub(super) async fn stand_beside(
        &self,
        tx: &mut Tx,
        slug: &str,
        other: UserId,
    ) -> Result<(Standing, Member), Trouble> {
        let (me, other) = tx.standing_beside(slug, self.id(), other).await?.ok_or_else(|| Trouble::stranger(slug))?;
        Ok((me, other.ok_or(Thing::Member)?))
    }

    /// Sets, moves or takes away the end of a membership, which somebody granted, and writes the log.
    pub(super) async fn apply_end(
        &self,
        tx: &mut Tx,
        me: &Standing,
        permit: Permit,
        user: UserId,
        other: &Member,
        end: Option<(Moment, UserId)>,
    ) -> Result<(), Trouble> {
        tx.set_end(me.company_id, user, end, self.guest.at).await?;
        let day = |at: Option<Moment>| at.map(Moment::to_iso_day);
        let entry = self.entry(Event::MembershipEndSet).allowed(permit).within(me.company_id).person(user);
        tx.record(entry.change(day(other.ends_at).as_deref(), day(end.map(|(at, _)| at)).as_deref())).await?;
        tx.announce(Change::Company(me.company_id, Topic::Team));
        tx.announce(Change::Person(user));
        Ok(())
    }

    /// Gives the role, withdraws what it could not have sent, owes the mails, writes the log. Only a Developer has
    /// assignments: who ceases to be one loses them, who becomes one gets `apps`. Answers the end of access that the policy
    /// of the Company gives them with it.
    pub(super) async fn apply_role(
        &self,
        tx: &mut Tx,
        me: &Standing,
        permit: Permit,
        user: UserId,
        other: &Member,
        to: Role,
        apps: &[AppId],
    ) -> Result<Option<Moment>, Trouble> {
        let from = other.role;
        if from == Role::Owner && !tx.spare_owner(me.company_id).await? {
            let action = Action::ChangeOwnRole { to, another_owner: false };
            return Err(me.denied(action, Refusal::LastOwner).into());
        }
        tx.set_role(me.company_id, user, to).await?;
        if from == Role::Developer {
            tx.unassign_all(me.company_id, user).await?;
            tx.announce(Change::Company(me.company_id, Topic::Apps));
        }
        let withdrawn = self.withdraw_beyond(tx, me, user, from, to).await?;
        let by = self.name().full();
        self.post_role_change(tx, me, user, other, to, &by, withdrawn).await?;
        let entry = self.entry(Event::RoleChanged).allowed(permit).within(me.company_id).person(user);
        tx.record(entry.change(Some(from.key()), Some(to.key()))).await?;
        if to == Role::Developer && !apps.is_empty() {
            let choices = tx.app_choices(me.company_id, user).await?;
            known(&choices, apps)?;
            self.replace_apps(tx, me, permit, user, &choices, apps, &by).await?;
        }
        let capped = me.policies().capped(to, other.ends_at, self.guest.at);
        let end = capped.filter(|ends_at| other.ends_at != Some(*ends_at));
        if let Some(ends_at) = end {
            self.apply_end(tx, me, permit, user, other, Some((ends_at, self.id()))).await?;
        }
        tx.announce(Change::Company(me.company_id, Topic::Team));
        tx.announce(Change::Person(user));
        Ok(end)
    }

    /// Invitations and payment requests that the new role could not have sent do not outlive the old one (I12, S29).
    /// Answers their addresses.
    pub(super) async fn withdraw_beyond(
        &self,
        tx: &mut Tx,
        me: &Standing,
        user: UserId,
        from: Role,
        to: Role,
    ) -> Result<Vec<String>, Trouble> {
        let rank = |role| match role {
            Role::Owner => 2,
            Role::Admin => 1,
            Role::Developer | Role::Billing => 0,
        };
        if rank(to) >= rank(from) {
            return Ok(Vec::new());
        }
        let gone = tx.withdraw_beyond(me.company_id, user, to == Role::Admin, self.guest.at).await?;
        let mut withdrawn = self.guest.post_withdrawals(tx, me.company_id, &me.name, gone).await?;
        withdrawn.extend(self.guest.withdraw_requests(tx, me.company_id, user, Some(to)).await?);
        Ok(withdrawn)
    }

    /// M23, to the person and to the Owners, in one statement. `by` is whose will it is.
    pub(super) async fn post_role_change(
        &self,
        tx: &mut Tx,
        me: &Standing,
        user: UserId,
        other: &Member,
        to: Role,
        by: &str,
        withdrawn: Vec<String>,
    ) -> Result<(), Trouble> {
        let (company, slug, by) = (me.name.clone(), me.slug.clone(), by.to_owned());
        let yours = Letter::YourRoleChanged {
            company: company.clone(),
            slug: slug.clone(),
            from: other.role,
            to,
            by: by.clone(),
            withdrawn,
        };
        let theirs = Letter::RoleChanged { name: other.full_name(), company, slug, from: other.role, to, by };
        tx.post_to_owners(me.company_id, &theirs, Some((user, &yours)), self.guest.at).await?;
        Ok(())
    }

    /// The member as the row shows them; `apps` is how many they have after the change.
    pub(super) fn card(&self, user: UserId, other: &Member, newer: i64, role: Role, apps: i64) -> MemberCard {
        MemberCard {
            user,
            name: other.full_name(),
            email: Some(other.email.clone()),
            role,
            joined_at: other.joined_at,
            apps,
            ends_at: other.ends_at,
            second_factor: Some(other.second_factor),
            version: other.version + newer,
        }
    }
}

/// The place in a list that is in the order of time: an instant, and who or what of that instant.
pub(super) fn read_cursor<Id: FromStr>(text: &str) -> Result<(Moment, Id), Problem> {
    let parsed =
        text.split_once('.').and_then(|(at, id)| Some((Moment::from_millis(at.parse().ok()?), id.parse().ok()?)));
    parsed.ok_or(Problem::Malformed)
}
