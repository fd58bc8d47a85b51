//! How a membership ends by somebody's will: dismissal (R35, R76) and leaving after reading what it means (R29, R34, R75).

use super::{Actor, Trouble, assignments::words, ending::Ended, within};
use crate::{
    letters::Letter,
    rules::{
        id::UserId,
        log::Event,
        member::{Departure, DepartureReceipt},
        permission::{Action, Refusal},
        problem::{Problem, Thing},
        role::Role,
    },
    store::{
        db::Tx,
        members::{Member, Seat, Standing},
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
                return Err(me.denied(Action::Dismiss(me.role), Refusal::LeaveInstead).into());
            }
            let permit = me.may(Action::Dismiss(other.role))?;
            let Ended { apps, deploy_keys, withdrawn } = self.end_membership(tx, &me, user, &other).await?;
            let (name, company, slug) = (other.full_name(), me.name.clone(), me.slug.clone());
            let entry = self.entry(Event::MemberDismissed).allowed(permit).within(me.company_id).person(user);
            tx.record(entry.change(Some(other.role.key()), words(&apps).as_deref())).await?;
            let told = Letter::Dismissed { company: company.clone(), withdrawn, expired: false, apps: apps.clone() };
            let (role, dismissed_by, user_id) = (other.role, Some(self.name().full()), Some(user));
            let gone = Letter::MemberGone {
                name,
                company,
                slug,
                role,
                dismissed_by,
                user: user_id,
                expired: false,
                apps,
                deploy_keys,
            };
            tx.post_to_owners(me.company_id, &gone, Some((user, &told)), self.guest.at).await?;
            if me.role != Role::Owner {
                // M26 also goes to who did it (E78).
                tx.post(&self.person.email, &gone, self.guest.at).await?;
            }
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// What leaving a Company would mean for me. Reading changes nothing.
    ///
    /// # Errors
    /// When I am not a member.
    pub async fn departure(&self, slug: &str) -> Result<Departure, Problem> {
        self.departure_of(slug, self.id()).await
    }

    /// What it would mean if a member went: for themself, and for whoever may dismiss them.
    ///
    /// # Errors
    /// When I am not a member or they are not, or the policy refuses.
    pub async fn departure_of(&self, slug: &str, user: UserId) -> Result<Departure, Problem> {
        let guest = &self.guest;
        let found = guest.warren.db.departure(slug, self.id(), user).await.map_err(|error| guest.tell(error))?;
        match found {
            Some((_, departure)) if user == self.id() => Ok(departure),
            Some((seat, departure)) => {
                self.ask(seat, Action::Dismiss(departure.role)).await?;
                Ok(departure)
            }
            None if self.is_member(slug).await? => Err(Problem::NotFound(Thing::Member)),
            None => Err(self.stranger(slug).await),
        }
    }

    /// What was revoked when somebody went, and what is left to do: for them, and for whoever sees the team.
    ///
    /// # Errors
    /// When I am neither, or nobody of that id went.
    pub async fn departure_receipt(&self, slug: &str, user: UserId) -> Result<DepartureReceipt, Problem> {
        let guest = &self.guest;
        let db = &guest.warren.db;
        let found = db.departure_receipt(slug, self.id(), user).await.map_err(|error| guest.tell(error))?;
        let Some((company_id, role, mut receipt)) = found else {
            return Err(if self.is_member(slug).await? {
                Problem::NotFound(Thing::Member)
            } else {
                self.stranger(slug).await
            });
        };
        if let Some(role) = role.filter(|_| !receipt.mine) {
            self.ask(Seat { company_id, role }, Action::SeeTeam).await?;
            let keys = db.deploy_keys_by(company_id, user).await.map_err(|error| guest.tell(error))?;
            (receipt.deploy_keys, receipt.more_deploy_keys) = keys;
        }
        Ok(receipt)
    }

    /// Leaves a Company. An Owner only while another one stays: two who leave at once meet on one row, and the second
    /// is refused (I1).
    ///
    /// # Errors
    /// When I am the last Owner, or not a member.
    pub async fn leave(&self, slug: &str) -> Result<(), Problem> {
        within!(&self.guest, |tx| {
            let (me, myself) = self.stand_beside(tx, slug, self.id()).await?;
            self.go(tx, &me, &myself).await?;
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Takes me out of a Company where I stand, with all that is told and noted (M25, M26).
    pub(super) async fn go(&self, tx: &mut Tx, me: &Standing, myself: &Member) -> Result<(), Trouble> {
        let permit = me.may(Action::Leave { another_owner: me.owner_count > 1 })?;
        let Ended { apps, deploy_keys, withdrawn } = self.end_membership(tx, me, self.id(), myself).await?;
        let (name, company, slug) = (self.name().full(), me.name.clone(), me.slug.clone());
        let entry = self.entry(Event::MemberLeft).allowed(permit).within(me.company_id).person(self.id());
        tx.record(entry.change(Some(me.role.key()), words(&apps).as_deref())).await?;
        let (name, role) = (name.clone(), me.role);
        let told = Letter::YouLeft { name: name.clone(), company: company.clone(), withdrawn, apps: apps.clone() };
        let (user, dismissed_by, expired) = (Some(self.id()), None, false);
        let gone = Letter::MemberGone { name, company, slug, role, dismissed_by, user, expired, apps, deploy_keys };
        tx.post_to_owners(me.company_id, &gone, Some((self.id(), &told)), self.guest.at).await?;
        Ok(())
    }

    /// Takes the person out; an Owner only while another one stays.
    async fn end_membership(&self, tx: &mut Tx, me: &Standing, user: UserId, who: &Member) -> Result<Ended, Trouble> {
        if who.role == Role::Owner && !tx.spare_owner(me.company_id).await? {
            return Err(me.denied(Action::Leave { another_owner: false }, Refusal::LastOwner).into());
        }
        self.guest.take_out(tx, (me.company_id, &me.name), user, (who.role, &who.email)).await
    }

    async fn is_member(&self, slug: &str) -> Result<bool, Problem> {
        let found = self.guest.warren.db.company_id(slug, self.id()).await;
        Ok(found.map_err(|error| self.guest.tell(error))?.is_some())
    }
}
