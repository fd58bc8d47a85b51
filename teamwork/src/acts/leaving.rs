//! How a membership ends: dismissal (R35, R76) and leaving after reading what it means (R29, R34, R75).

use super::{Actor, Trouble, within};
use crate::{
    letters::Letter,
    rules::{
        id::UserId,
        log::Event,
        member::Departure,
        permission::{Action, Refusal},
        problem::{Problem, Thing},
        role::Role,
    },
    store::{
        db::Tx,
        invitations::Withdrawn,
        log::{Change, Topic},
        members::{Member, Standing},
    },
};

impl Actor {
    /// Dismisses a member (rows 32–34). Their rights end with the answer.
    ///
    /// # Errors
    /// When the policy refuses, or the member is gone.
    pub async fn dismiss(&self, slug: &str, user: UserId) -> Result<(), Problem> {
        within!(&self.guest, |tx| {
            let (me, other) = self.stand_beside(tx, slug, user).await?;
            if user == self.id() {
                return Err(Refusal::LeaveInstead.into());
            }
            let permit = me.may(Action::Dismiss(other.role))?;
            let withdrawn = self.end_membership(tx, &me, user, &other).await?;
            let (name, company) = (other.full_name(), me.name.clone());
            let told = Letter::Dismissed { company: company.clone(), withdrawn };
            let dismissed_by = Some(self.name().full());
            let gone = Letter::MemberGone { name, company, slug: me.slug.clone(), role: other.role, dismissed_by };
            tx.post_to_owners(me.company_id, &gone, Some((user, &told)), self.guest.at).await?;
            if me.role != Role::Owner {
                // M26 also goes to who did it (E78).
                tx.post(&self.person.email, &gone, self.guest.at).await?;
            }
            let entry = self.entry(Event::MemberDismissed).allowed(permit).within(me.company_id).person(user);
            tx.record(entry.change(Some(other.role.key()), None)).await?;
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// What leaving a Company would mean for me. Reading changes nothing.
    ///
    /// # Errors
    /// When I am not a member.
    pub async fn departure(&self, slug: &str) -> Result<Departure, Problem> {
        let guest = &self.guest;
        let found = guest.warren.db.departure(slug, self.id()).await;
        match found.map_err(|error| guest.tell(error))? {
            Some(departure) => Ok(departure),
            None => Err(self.stranger(slug).await),
        }
    }

    /// Leaves a Company. An Owner only while another one stays: two who leave at once meet on one row, and the second
    /// is refused (I1).
    ///
    /// # Errors
    /// When I am the last Owner, or not a member.
    pub async fn leave(&self, slug: &str) -> Result<(), Problem> {
        within!(&self.guest, |tx| {
            let (me, myself) = self.stand_beside(tx, slug, self.id()).await?;
            let permit = me.may(Action::Leave { another_owner: me.owner_count > 1 })?;
            let withdrawn = self.end_membership(tx, &me, self.id(), &myself).await?;
            let (name, company) = (self.name().full(), me.name.clone());
            let told = Letter::YouLeft { name: name.clone(), company: company.clone(), withdrawn };
            let gone = Letter::MemberGone { name, company, slug: me.slug.clone(), role: me.role, dismissed_by: None };
            tx.post_to_owners(me.company_id, &gone, Some((self.id(), &told)), self.guest.at).await?;
            let entry = self.entry(Event::MemberLeft).allowed(permit).within(me.company_id).person(self.id());
            tx.record(entry.change(Some(me.role.key()), None)).await?;
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Takes the person out; answers whose invitations ended with it.
    async fn end_membership(
        &self,
        tx: &mut Tx,
        me: &Standing,
        user: UserId,
        who: &Member,
    ) -> Result<Vec<String>, Trouble> {
        if who.role == Role::Owner && !tx.spare_owner(me.company_id).await? {
            return Err(Refusal::LastOwner.into());
        }
        if !tx.remove_member(me.company_id, user).await? {
            return Err(Thing::Member.into());
        }
        tx.count_out(me.company_id).await?;
        let at = self.guest.at;
        let withdrawn = tx.withdraw_invitations(me.company_id, user, who.email.to_ascii_lowercase(), at).await?;
        let withdrawn = self.post_withdrawals(tx, me, withdrawn).await?;
        tx.announce(Change::Company(me.company_id, Topic::Team));
        tx.announce(Change::Company(me.company_id, Topic::Invitations));
        tx.announce(Change::Person(user));
        Ok(withdrawn)
    }

    /// M10 to everybody whose invitation had reached them; answers the addresses of all.
    pub(super) async fn post_withdrawals(
        &self,
        tx: &mut Tx,
        me: &Standing,
        withdrawn: Vec<Withdrawn>,
    ) -> Result<Vec<String>, Trouble> {
        if !withdrawn.is_empty() {
            tx.announce(Change::Company(me.company_id, Topic::Invitations));
        }
        for gone in &withdrawn {
            let entry = self.entry(Event::InvitationCancelled).within(me.company_id).to(gone.id);
            tx.record(entry).await?;
            if gone.delivered_at.is_some() {
                let letter = Letter::InvitationWithdrawn { company: me.name.clone(), inviter: self.name().full() };
                tx.post(&gone.email, &letter, self.guest.at).await?;
            }
        }
        Ok(withdrawn.into_iter().map(|gone| gone.email).collect())
    }
}
