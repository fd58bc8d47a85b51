//! Recovery of ownership (3.2, the one exception from R22): the operator requests it, everybody who answers for the Company
//! hears of it, any Owner stops it, and after the waiting time the operator completes it by hand. Never the clock.

use super::{Operator, read_reason};
use crate::{
    acts::{Actor, Trouble, assignments::words, ending::Ended, within},
    letters::Letter,
    rules::{
        id::{RecoveryId, UserId},
        log::Event,
        permission::Action,
        problem::{Conflict, Field, Flaw, Problem, Thing, Why},
        recovery::{RecoveryCard, RecoveryState},
        role::Role,
        text::Email,
    },
    store::{
        db::Tx,
        log::{Change, Entry, Topic},
        members::Seat,
        recoveries::{NewRecovery, Recovery},
        tenants::Tenancy,
        users::User,
    },
};

impl Operator {
    /// Step 1: plans to make the person with the confirmed address `heir` an Owner, and to take the Owner `departed` out,
    /// if that is not empty. Nothing happens until [`Operator::complete_recovery`].
    ///
    /// # Errors
    /// When an address is not as it has to be, there is no reason, or a recovery waits already.
    pub async fn request_recovery(
        &self,
        slug: &str,
        heir: &str,
        departed: &str,
        reason: &str,
    ) -> Result<RecoveryId, Problem> {
        self.fresh()?;
        let guest = &self.guest;
        let heir = Email::parse(Field::Heir, heir)?;
        let departed = match departed.trim() {
            "" => None,
            text => Some(Email::parse(Field::Departed, text)?),
        };
        let reason = read_reason(reason)?;
        let id = RecoveryId::new(guest.at, guest.warren.chance.bytes());
        let due_at = guest.at.plus(guest.warren.house_rules().recovery_wait);
        within!(guest, |tx| {
            let company = tx.tenancy(slug).await?.ok_or(Thing::Company)?;
            if tx.recovery_of(company.id).await?.is_some() {
                return Err(Conflict::RecoveryWaiting.into());
            }
            let (heir, departed) = parties(tx, &company, &heir, departed.as_ref()).await?;
            let new = NewRecovery {
                id,
                company: company.id,
                heir: heir.id,
                departed: departed.as_ref().map(|user| user.id),
                reason: reason.clone(),
                by: guest.person,
                at: guest.at,
                due_at,
            };
            tx.add_recovery(new).await?;
            let letter = Letter::RecoveryRequested {
                company: company.name,
                slug: Some(company.slug),
                heir: heir.name().full(),
                departed: departed.map(|user| user.name().full()),
                reason: reason.clone(),
                due_at,
            };
            tx.post_to_company(company.id, &letter, guest.at).await?;
            let entry = self.entry(Event::RecoveryRequested).within(company.id).person(heir.id).to(id);
            tx.record(entry.change(None, Some(&reason))).await?;
            tx.announce(Change::Company(company.id, Topic::Company));
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(id)
    }

    /// The recoveries that wait, and those that have ended.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn recoveries(&self) -> Result<Vec<RecoveryCard>, Problem> {
        let mut cards = Vec::new();
        for state in RecoveryState::ALL {
            let found = self.guest.warren.db.recoveries(state).await;
            cards.extend(found.map_err(|error| self.guest.tell(error))?);
        }
        Ok(cards)
    }

    /// Step 2, after the waiting time: the heir is an Owner, and the departed Owner is out.
    ///
    /// # Errors
    /// When the waiting time is not over, or the recovery has ended.
    pub async fn complete_recovery(&self, id: RecoveryId) -> Result<(), Problem> {
        self.fresh()?;
        let guest = &self.guest;
        within!(guest, |tx| {
            let recovery = tx.recovery(id).await?.ok_or(Thing::Recovery)?;
            recovery.state.completable(recovery.due_at, guest.at)?;
            if !tx.end_recovery(id, RecoveryState::Done, guest.at).await? {
                return Err(Conflict::RecoveryEnded.into());
            }
            let heir = self.enthrone(tx, &recovery).await?;
            // The new Owner first: so the Company has one at every moment (I1).
            let departed = self.remove_departed(tx, &recovery).await?;
            let (company, slug) = (recovery.company.clone(), Some(recovery.slug.clone()));
            let letter = Letter::RecoveryDone { company, slug, heir: heir.name().full(), departed };
            tx.post_to_company(recovery.company_id, &letter, guest.at).await?;
            tx.record(self.entry(Event::RecoveryDone).within(recovery.company_id).person(heir.id).to(id)).await?;
            for topic in [Topic::Company, Topic::Team, Topic::Invitations] {
                tx.announce(Change::Company(recovery.company_id, topic));
            }
            tx.announce(Change::Person(heir.id));
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Stops a recovery: it was a mistake, or its reason is gone.
    ///
    /// # Errors
    /// When it has ended.
    pub async fn stop_recovery(&self, id: RecoveryId) -> Result<(), Problem> {
        self.fresh()?;
        within!(&self.guest, |tx| {
            let recovery = tx.recovery(id).await?.ok_or(Thing::Recovery)?;
            let company =
                Tenancy { id: recovery.company_id, slug: recovery.slug, name: recovery.company, suspended_at: None };
            stop(tx, &company, id, "The operator".into(), self.entry(Event::RecoveryStopped)).await?;
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Makes the heir an Owner, whatever they were before.
    async fn enthrone(&self, tx: &mut Tx, recovery: &Recovery) -> Result<User, Trouble> {
        let (company, at) = (recovery.company_id, self.guest.at);
        let heir = tx.user(recovery.heir_id).await?.filter(|user| user.confirmed_at.is_some()).ok_or(Thing::Person)?;
        let before = tx.role_in(company, heir.id).await?;
        match before {
            Some(Role::Owner) => return Ok(heir),
            Some(_) => {
                tx.unassign_all(company, heir.id).await?;
                tx.set_role(company, heir.id, Role::Owner).await?;
                tx.count_in(company, 1, 0).await?;
            }
            None => {
                tx.add_member(company, heir.id, Role::Owner, None, at).await?;
                tx.count_in(company, 1, 1).await?;
            }
        }
        let entry = self.entry(Event::RoleChanged).within(company).person(heir.id);
        tx.record(entry.change(before.map(Role::key), Some(Role::Owner.key()))).await?;
        Ok(heir)
    }

    /// Ends the membership of the departed Owner, if they still are one, with all that a dismissal leaves and tells (M26,
    /// M27). Answers their name.
    async fn remove_departed(&self, tx: &mut Tx, recovery: &Recovery) -> Result<Option<String>, Trouble> {
        let (company, at) = (recovery.company_id, self.guest.at);
        let Some(departed) = recovery.departed_id else { return Ok(None) };
        if tx.role_in(company, departed).await? != Some(Role::Owner) || !tx.spare_owner(company).await? {
            return Ok(None);
        }
        let user = tx.user(departed).await?.ok_or(Thing::Person)?;
        let (name, role, company_name) = (user.name().full(), Role::Owner, recovery.company.clone());
        let ended = self.guest.take_out(tx, (company, &company_name), departed, (role, &user.email)).await?;
        let Ended { apps, deploy_keys, withdrawn } = ended;
        let entry = self.entry(Event::MemberDismissed).within(company).person(departed);
        tx.record(entry.change(Some(role.key()), words(&apps).as_deref())).await?;
        let told = Letter::Dismissed { company: company_name.clone(), withdrawn, expired: false, apps: apps.clone() };
        let gone = Letter::MemberGone {
            name: name.clone(),
            company: company_name,
            slug: recovery.slug.clone(),
            role,
            dismissed_by: Some("The operator".into()),
            user: Some(departed),
            expired: false,
            apps,
            deploy_keys,
        };
        tx.post_to_owners(company, &gone, Some((departed, &told)), at).await?;
        Ok(Some(name))
    }
}

impl Actor {
    /// The recovery that waits for a Company of mine, if any: for its Owners and Admins, whom the mail reached.
    ///
    /// # Errors
    /// When I am not a member, or my role does not see it.
    pub async fn recovery(&self, slug: &str) -> Result<Option<RecoveryCard>, Problem> {
        let db = &self.guest.warren.db;
        let found = db.seat(slug, self.id()).await.map_err(|error| self.guest.tell(error))?;
        let Some(seat) = found else { return Err(self.stranger(slug).await) };
        self.ask(seat, Action::SeeTeam).await?;
        let Seat { company_id, .. } = seat;
        db.waiting_recovery(company_id).await.map_err(|error| self.guest.tell(error))
    }

    /// Stops the recovery that waits for a Company of mine. One press of any Owner is enough: whoever can press it shows
    /// that the Company has an Owner. So no password is asked for either.
    ///
    /// # Errors
    /// When I am not an Owner, or none waits.
    pub async fn stop_recovery(&self, slug: &str) -> Result<(), Problem> {
        within!(&self.guest, |tx| {
            let me = self.stand(tx, slug).await?;
            // What concerns the Company itself is an Owner's (R17).
            let permit = me.may(Action::ChangeCompany)?;
            let id = tx.recovery_of(me.company_id).await?.ok_or(Conflict::RecoveryEnded)?;
            let company = Tenancy { id: me.company_id, slug: me.slug, name: me.name, suspended_at: None };
            let entry = self.entry(Event::RecoveryStopped).allowed(permit);
            stop(tx, &company, id, self.name().full(), entry).await?;
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }
}

/// Ends a recovery in a Company that is locked, and tells everybody who was told that it would happen.
async fn stop(tx: &mut Tx, company: &Tenancy, id: RecoveryId, by: String, entry: Entry) -> Result<(), Trouble> {
    let at = entry.at;
    if !tx.end_recovery(id, RecoveryState::Stopped, at).await? {
        return Err(Conflict::RecoveryEnded.into());
    }
    let letter = Letter::RecoveryStopped { company: company.name.clone(), slug: Some(company.slug.clone()), by };
    tx.post_to_company(company.id, &letter, at).await?;
    tx.record(entry.within(company.id).to(id)).await?;
    tx.announce(Change::Company(company.id, Topic::Company));
    Ok(())
}

/// Who comes and who goes, both found by their confirmed addresses.
async fn parties(
    tx: &mut Tx,
    company: &Tenancy,
    heir: &Email,
    departed: Option<&Email>,
) -> Result<(User, Option<User>), Trouble> {
    let confirmed = |user: &User| user.confirmed_at.is_some();
    let no_account = Flaw { field: Field::Heir, why: Why::NoAccount };
    let heir = tx.user_by_email(heir.key()).await?.filter(confirmed).ok_or(no_account)?;
    let departed = match departed {
        None => None,
        Some(email) => {
            let not_an_owner = Flaw { field: Field::Departed, why: Why::NotAnOwner };
            let user = tx.user_by_email(email.key()).await?.ok_or(not_an_owner)?;
            let is_owner = is_owner(tx, company, user.id).await?;
            Some(user).filter(|user| is_owner && user.id != heir.id).map(Ok).unwrap_or(Err(not_an_owner)).map(Some)?
        }
    };
    if departed.is_none() && is_owner(tx, company, heir.id).await? {
        return Err(Flaw { field: Field::Heir, why: Why::AlreadyOwner }.into());
    }
    Ok((heir, departed))
}

async fn is_owner(tx: &mut Tx, company: &Tenancy, user: UserId) -> sqlx::Result<bool> {
    Ok(tx.role_in(company.id, user).await? == Some(Role::Owner))
}
