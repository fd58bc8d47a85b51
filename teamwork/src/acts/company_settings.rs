//! The name of a Company, its name in URLs, and its policies (row 4).

use super::{Actor, Trouble, within};
use crate::{
    rules::{
        company::{CompanyNames, CompanySettings},
        log::Event,
        permission::Action,
        policy::Policies,
        problem::{Conflict, Field, Problem, Why},
    },
    store::log::{Change, Topic},
};

impl Actor {
    /// What can be set about a Company.
    ///
    /// # Errors
    /// When I am not a member, or not an Owner.
    pub async fn company_settings(&self, slug: &str) -> Result<CompanySettings, Problem> {
        let found = self.guest.warren.db.company_settings(slug, self.id()).await;
        let found = found.map_err(|error| self.guest.tell(error))?;
        let Some((seat, settings)) = found else { return Err(self.stranger(slug).await) };
        self.ask(seat, Action::ChangeCompany).await?;
        Ok(settings)
    }

    /// Gives a Company another name, or another name in URLs; the old one is free at once. `version` is the state the
    /// person saw. Answers the name in URLs.
    ///
    /// # Errors
    /// When the policy refuses, somebody changed the Company meanwhile, or the name in URLs is taken.
    pub async fn rename_company(&self, slug: &str, version: i64, names: CompanyNames) -> Result<String, Problem> {
        within!(&self.guest, |tx| {
            let me = self.stand(tx, slug).await?;
            let permit = me.may(Action::ChangeCompany)?;
            if (names.name.as_str(), names.slug.as_str()) == (me.name.as_str(), me.slug.as_str()) {
                return Ok(me.slug);
            }
            let renamed = tx.rename_company(me.company_id, version, &names).await.map_err(Trouble::from);
            let renamed = renamed.map_err(|trouble| {
                if trouble.is_taken() { Problem::field(Field::Slug, Why::Taken).into() } else { trouble }
            })?;
            if !renamed {
                return Err(Conflict::StaleCompany.into());
            }
            let both = |name: &str, slug: &str| format!("{name} ({slug})");
            let (before, after) = (both(&me.name, &me.slug), both(names.name.as_str(), names.slug.as_str()));
            let entry = self.entry(Event::CompanyRenamed).allowed(permit).within(me.company_id).to(&names.slug);
            tx.record(entry.change(Some(&before), Some(&after))).await?;
            tx.announce(Change::Company(me.company_id, Topic::Company));
            tx.announce(Change::Person(self.id()));
            names.slug.to_string()
        })
    }

    /// Decides to whom team invitations go and how long Developers keep access. It counts for what comes: members keep what
    /// they have. `version` is the state the person saw.
    ///
    /// # Errors
    /// When the policy refuses, or somebody changed the Company meanwhile.
    pub async fn change_policies(&self, slug: &str, version: i64, policies: Policies) -> Result<(), Problem> {
        within!(&self.guest, |tx| {
            let me = self.stand(tx, slug).await?;
            let permit = me.may(Action::ChangeCompany)?;
            let before = me.policies();
            if before == policies {
                return Ok(());
            }
            if !tx.set_policies(me.company_id, version, &policies).await? {
                return Err(Conflict::StaleCompany.into());
            }
            let entry = self.entry(Event::PoliciesChanged).allowed(permit).within(me.company_id);
            tx.record(entry.change(Some(&before.line()), Some(&policies.line()))).await?;
            tx.announce(Change::Company(me.company_id, Topic::Company));
        })
    }
}
