//! How a membership ends by the clock (4.4), with a notice 7 days and 1 day before (M38); and what every end takes with
//! it.

use std::sync::Arc;

use super::{Guest, Trouble, Warren, assignments::words, within};
use crate::{
    letters::Letter,
    rules::{
        id::{CompanyId, UserId},
        log::Event,
        member::notices_due,
        moment::Moment,
        problem::{Problem, Thing},
        role::Role,
    },
    store::{
        db::Tx,
        departures::Losses,
        endings::Ending,
        invitation_ends::Withdrawn,
        log::{Change, Topic},
    },
};

/// What went with a membership.
pub(super) struct Ended {
    /// The Apps the person no longer reaches.
    pub apps: Vec<String>,
    /// The deploy keys they leave behind, each with its App.
    pub deploy_keys: Vec<String>,
    /// The addresses whose invitations were withdrawn.
    pub withdrawn: Vec<String>,
}

impl Warren {
    /// Tells members, and who granted it, that their access ends soon (M38), and ends what is over. Answers how many
    /// memberships were touched.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end_memberships(self: &Arc<Self>) -> Result<u64, Problem> {
        let house = self.house();
        let due = self.db.endings_due(house.at).await.map_err(|error| house.tell(error))?;
        self.end_each(&house, due).await
    }

    /// Ends the memberships of one person that are over, without waiting for the clock.
    pub(super) async fn end_memberships_of(self: &Arc<Self>, user: UserId, at: Moment) -> Result<u64, Problem> {
        let house = Guest { at, ..self.house() };
        let over = self.db.memberships_over(user, at).await.map_err(|error| house.tell(error))?;
        self.end_each(&house, over).await
    }

    async fn end_each(self: &Arc<Self>, house: &Guest, due: Vec<(CompanyId, UserId)>) -> Result<u64, Problem> {
        let mut touched = 0;
        for (company, user) in due {
            touched += u64::from(house.end(company, user).await?);
        }
        if touched > 0 {
            self.mail_waits.notify_one();
        }
        Ok(touched)
    }
}

impl Guest {
    /// One membership in one transaction: what was found due may have changed meanwhile, so it is looked at again.
    async fn end(&self, company: CompanyId, user: UserId) -> Result<bool, Problem> {
        within!(self, |tx| {
            let Some(ending) = tx.ending(company, user).await? else { return Ok(false) };
            if ending.ends_at <= self.at {
                self.end_now(tx, &ending).await?;
            } else if ending.end_notices < notices_due(ending.ends_at, self.at) {
                self.notice(tx, &ending).await?;
            } else {
                return Ok(false);
            }
            true
        })
    }

    /// M27 to the person, M26 to the Owners.
    async fn end_now(&self, tx: &mut Tx, ending: &Ending) -> Result<(), Trouble> {
        let Ending { company_id, user_id, role, .. } = *ending;
        let (company, slug) = (ending.company.clone(), ending.slug.clone());
        let ended = self.take_out(tx, (company_id, &company), user_id, (role, &ending.email)).await?;
        let Ended { apps, deploy_keys, withdrawn } = ended;
        let entry = self.entry(Event::MembershipEnded).within(company_id).person(user_id);
        tx.record(entry.change(Some(role.key()), words(&apps).as_deref())).await?;
        let told = Letter::Dismissed { company: company.clone(), withdrawn, expired: true, apps: apps.clone() };
        let (name, user, dismissed_by, expired) = (ending.full_name(), Some(user_id), None, true);
        let gone = Letter::MemberGone { name, company, slug, role, dismissed_by, user, expired, apps, deploy_keys };
        tx.post_to_owners(company_id, &gone, Some((user_id, &told)), self.at).await?;
        Ok(())
    }

    /// M38 to the member and to who granted it; when that one is gone or no longer sees the team, to the Owners (S1).
    async fn notice(&self, tx: &mut Tx, ending: &Ending) -> Result<(), Trouble> {
        let Ending { company_id, user_id, role, ends_at, .. } = *ending;
        tx.note_end_notice(company_id, user_id, notices_due(ends_at, self.at)).await?;
        let (name, company, slug) = (ending.full_name(), ending.company.clone(), ending.slug.clone());
        let yours =
            Letter::YourAccessEnds { name: name.clone(), company: company.clone(), slug: slug.clone(), role, ends_at };
        let theirs = Letter::AccessEnds { name, company, slug, role, ends_at };
        match ending.granted_by {
            Some(granter) if ending.granter_decides => {
                tx.post_to(user_id, &yours, self.at).await?;
                tx.post_to(granter, &theirs, self.at).await?;
            }
            _ => {
                tx.post_to_owners(company_id, &theirs, Some((user_id, &yours)), self.at).await?;
            }
        }
        let entry = self.entry(Event::MembershipEndNoticed).within(company_id).person(user_id);
        tx.record(entry.change(None, Some(&ends_at.to_iso_day()))).await?;
        Ok(())
    }

    /// Takes a person out of a Company whose row is locked: the membership, with it the assignments, and the invitations
    /// they sent or got.
    pub(super) async fn take_out(
        &self,
        tx: &mut Tx,
        (company, name): (CompanyId, &str),
        user: UserId,
        (role, email): (Role, &str),
    ) -> Result<Ended, Trouble> {
        let Losses { apps, deploy_keys } = tx.losses(company, user, role).await?;
        if !tx.remove_member(company, user).await? {
            return Err(Thing::Member.into());
        }
        tx.count_out(company).await?;
        let withdrawn = tx.withdraw_invitations(company, user, email.to_ascii_lowercase(), self.at).await?;
        let mut withdrawn = self.post_withdrawals(tx, company, name, withdrawn).await?;
        withdrawn.extend(self.withdraw_requests(tx, company, user, None).await?);
        tx.announce(Change::Company(company, Topic::Team));
        tx.announce(Change::Company(company, Topic::Invitations));
        tx.announce(Change::Person(user));
        Ok(Ended { apps, deploy_keys, withdrawn })
    }

    /// M10 to everybody whose invitation had reached them; answers the addresses of all.
    pub(super) async fn post_withdrawals(
        &self,
        tx: &mut Tx,
        company: CompanyId,
        name: &str,
        withdrawn: Vec<Withdrawn>,
    ) -> Result<Vec<String>, Trouble> {
        if !withdrawn.is_empty() {
            tx.announce(Change::Company(company, Topic::Invitations));
        }
        for gone in &withdrawn {
            tx.record(self.entry(Event::InvitationCancelled).within(company).to(gone.id)).await?;
            if gone.told_at.is_some() {
                let letter = Letter::InvitationWithdrawn { company: name.to_owned(), inviter: gone.inviter.clone() };
                tx.post(&gone.email, &letter, self.at).await?;
            }
        }
        Ok(withdrawn.into_iter().map(|gone| gone.email).collect())
    }
}
