//! Companies and Apps of the house: finding them, suspending, resuming, deleting.

use super::{Operator, read_reason};
use crate::{
    acts::within,
    letters::Letter,
    rules::{
        id::CompanyId,
        log::Event,
        moment::Moment,
        problem::{Conflict, Problem, Thing},
        tenant::{Tenant, TenantApps, TenantPage},
    },
    store::{
        log::{Change, Topic},
        tenants::{NameCursor, PAGE},
    },
};

/// Behind every name that begins with something.
const LAST: char = char::MAX;
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

impl Operator {
    /// One page of the Companies whose names begin with `begins`; `after` is the `next` of the page before.
    ///
    /// # Errors
    /// When `after` is not from here.
    pub async fn companies(&self, begins: &str, after: Option<&str>) -> Result<TenantPage, Problem> {
        let begins = begins.trim().to_lowercase();
        let before = format!("{begins}{LAST}");
        let after = read_cursor(after.unwrap_or(&format!("{NOBODY}.{begins}")))?;
        let rows = self.guest.warren.db.tenants(after, before).await.map_err(|error| self.guest.tell(error))?;
        let more = rows.len() > page();
        let rows = rows.into_iter().take(page()).collect::<Vec<_>>();
        let next = rows.last().filter(|_| more).map(|last| format!("{}.{}", last.card.id, last.sorted_by));
        Ok(TenantPage { companies: rows.into_iter().map(|row| row.card).collect(), next })
    }

    /// One page of the Apps whose names begin with `begins`; `after` is the `next` of the page before.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn apps(&self, begins: &str, after: Option<&str>) -> Result<TenantApps, Problem> {
        let begins = begins.trim().to_ascii_lowercase();
        let before = format!("{begins}{LAST}");
        // The name itself is among those that begin with it: what stands before it is one shorter.
        let after = after.map_or_else(|| just_before(&begins), str::to_owned);
        let apps = self.guest.warren.db.tenant_apps(after, before).await.map_err(|error| self.guest.tell(error))?;
        let more = apps.len() > page();
        let apps = apps.into_iter().take(page()).collect::<Vec<_>>();
        let next = apps.last().filter(|_| more).map(|last| last.name.clone());
        Ok(TenantApps { apps, next })
    }

    /// The trials that end within three days, the next one first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ending_trials(&self) -> Result<TenantApps, Problem> {
        let apps = self.guest.warren.db.ending_trials(self.guest.at).await.map_err(|error| self.guest.tell(error))?;
        Ok(TenantApps { apps, next: None })
    }

    /// One Company: who owns it, which Apps it has, whether it is suspended or a recovery waits.
    ///
    /// # Errors
    /// When there is none of this name.
    pub async fn company(&self, slug: &str) -> Result<Tenant, Problem> {
        let (db, told) = (&self.guest.warren.db, |error| self.guest.tell(error));
        let card = db.tenant(slug).await.map_err(told)?.ok_or(Problem::NotFound(Thing::Company))?;
        Ok(Tenant {
            owners: db.owners_of(card.id).await.map_err(told)?,
            apps: db.apps_of_tenant(card.id).await.map_err(told)?,
            recovery: db.waiting_recovery(card.id).await.map_err(told)?,
            card,
        })
    }

    /// Suspends a Company with its Apps. Its people look on, leave and pay; nobody invites, creates or configures.
    ///
    /// # Errors
    /// When there is no reason, no such Company, or it is suspended already.
    pub async fn suspend_company(&self, slug: &str, reason: &str) -> Result<(), Problem> {
        self.fresh()?;
        let (reason, at) = (read_reason(reason)?, self.guest.at);
        within!(&self.guest, |tx| {
            let company = tx.tenancy(slug).await?.ok_or(Thing::Company)?;
            if company.suspended_at.is_some() {
                return Err(Conflict::CompanySuspended.into());
            }
            tx.suspend_tenant(company.id, &reason, at).await?;
            self.guest.freeze_requests(tx, None, Some(company.id)).await?;
            let letter = Letter::CompanySuspended {
                company: company.name,
                slug: Some(company.slug),
                reason: reason.clone(),
                at,
            };
            tx.post_to_company(company.id, &letter, at).await?;
            let entry = self.entry(Event::CompanySuspended).within(company.id).to(slug);
            tx.record(entry.change(None, Some(&reason))).await?;
            announce(tx, company.id);
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Resumes a Company: its Apps are what they were, and no clock ran meanwhile.
    ///
    /// # Errors
    /// When there is no reason, no such Company, or it is not suspended.
    pub async fn resume_company(&self, slug: &str, reason: &str) -> Result<(), Problem> {
        self.fresh()?;
        let (reason, at) = (read_reason(reason)?, self.guest.at);
        within!(&self.guest, |tx| {
            let company = tx.tenancy(slug).await?.ok_or(Thing::Company)?;
            let since = company.suspended_at.ok_or(Conflict::CompanyRuns)?;
            tx.resume_tenant(company.id, at.since(since)).await?;
            self.guest.thaw_requests(tx, None, Some(company.id)).await?;
            let letter =
                Letter::CompanyResumed { company: company.name, slug: Some(company.slug), reason: reason.clone() };
            tx.post_to_company(company.id, &letter, at).await?;
            let entry = self.entry(Event::CompanyResumed).within(company.id).to(slug);
            tx.record(entry.change(None, Some(&reason))).await?;
            announce(tx, company.id);
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Pauses one App, with a reason that its people read.
    ///
    /// # Errors
    /// When there is no such App, it is paused already, or no reason is given.
    pub async fn suspend_app(&self, name: &str, reason: &str) -> Result<(), Problem> {
        self.fresh()?;
        self.guest.suspend_app(name, reason).await
    }

    /// Lets one App run again.
    ///
    /// # Errors
    /// When there is no such App, it is not paused by the operator, or its Company is suspended.
    pub async fn resume_app(&self, name: &str, reason: &str) -> Result<(), Problem> {
        self.fresh()?;
        self.guest.resume_app(name, reason).await
    }

    /// Deletes one App for good, with a reason that its people read; `confirmation` is its name, typed.
    ///
    /// # Errors
    /// When there is no such App, the name is another one, or no reason is given.
    pub async fn delete_app(&self, name: &str, confirmation: &str, reason: &str) -> Result<(), Problem> {
        self.fresh()?;
        self.guest.delete_app_of_house(name, confirmation, reason).await
    }

    /// Gives a running trial more days (E54). Answers its new end.
    ///
    /// # Errors
    /// When there is no such App, it is no running trial, or the days are no number from 1 to 90.
    pub async fn extend_trial(&self, name: &str, days: &str) -> Result<Moment, Problem> {
        self.fresh()?;
        self.guest.extend_trial(name, days.trim().parse().unwrap_or_default()).await
    }
}

fn announce(tx: &mut crate::store::db::Tx, company: CompanyId) {
    tx.announce(Change::Company(company, Topic::Company));
    tx.announce(Change::Company(company, Topic::Apps));
}

fn page() -> usize {
    usize::try_from(PAGE).unwrap_or_default()
}

/// `{id}.{name}`.
fn read_cursor(text: &str) -> Result<NameCursor, Problem> {
    let parsed =
        text.split_once('.').and_then(|(id, name)| Some(NameCursor { id: id.parse().ok()?, name: name.into() }));
    parsed.ok_or(Problem::Malformed)
}

/// The greatest word before all that begin so, among words of letters, digits and hyphens.
fn just_before(begins: &str) -> String {
    let mut text = begins.to_owned();
    match text.pop() {
        None => String::new(),
        Some(last) => {
            let before = char::from_u32(u32::from(last).saturating_sub(1)).unwrap_or('\u{1}');
            format!("{text}{before}{LAST}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_itself_begins_with_itself() {
        for begins in ["a", "shop", "a-", "z9"] {
            let before = just_before(begins);
            assert!(before.as_str() < begins && begins < format!("{begins}{LAST}").as_str(), "{begins}");
        }
        assert!(just_before("shop") > "shom".to_owned() + "zzz");
    }
}
