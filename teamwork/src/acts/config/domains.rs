//! Domains: each leads to one App of this server.

use super::Sheet;
use crate::{
    acts::{Actor, within},
    rules::{
        config::{Host, leads_in_a_circle},
        problem::{Field, Problem, Thing, Why},
    },
};

impl Actor {
    /// Leads a domain to an App. It counts once its name servers say so, which is checked.
    ///
    /// # Errors
    /// When the policy refuses, somebody changed the App meanwhile, it is suspended, the plan has no room, or the domain
    /// is none, is ours, or leads to another App.
    pub async fn add_domain(&self, app: &str, version: i64, host: &str) -> Result<i64, Problem> {
        let host = Host::parse(host)?;
        let flaw = |why| Problem::field(Field::Domains, why);
        // Whoever had a name of another App would have its visitors.
        if host.is_within(&self.guest.warren.apps_domain()) || host.as_str() == self.guest.warren.host() {
            return Err(flaw(Why::OwnDomain));
        }
        within!(&self.guest, |tx| {
            let mut sheet = self.open_config(tx, app, version).await?;
            if sheet.after.domains.iter().any(|known| known == host.as_str()) {
                return Err(flaw(Why::Twice).into());
            }
            sheet.after.domains.push(host.as_str().to_owned());
            sheet.after.domains.sort();
            has_room(&sheet)?;
            if leads_in_a_circle(&sheet.after.redirects, &sheet.after.domains) {
                return Err(flaw(Why::Circle).into());
            }
            self.save_config(tx, sheet).await?
        })
    }

    /// Takes a domain away; another App can have it at once.
    ///
    /// # Errors
    /// When the policy refuses, somebody changed the App meanwhile, it is suspended, or it has no such domain.
    pub async fn remove_domain(&self, app: &str, version: i64, host: &str) -> Result<i64, Problem> {
        within!(&self.guest, |tx| {
            let mut sheet = self.open_config(tx, app, version).await?;
            sheet.after.domains.retain(|known| known != host);
            if sheet.is_unchanged() {
                return Err(Thing::Domain.into());
            }
            self.save_config(tx, sheet).await?
        })
    }
}

/// An App that was scaled down keeps what it has, but takes nothing new.
pub(super) fn has_room(sheet: &Sheet) -> Result<(), Problem> {
    let count = |domains: &[String]| i64::try_from(domains.len()).unwrap_or(i64::MAX);
    let (before, after) = (count(&sheet.before.domains), count(&sheet.after.domains));
    if after > before && after > sheet.domains_allowed {
        let allowed = u16::try_from(sheet.domains_allowed).unwrap_or_default();
        return Err(Problem::field(Field::Domains, Why::PlanFull(allowed)));
    }
    Ok(())
}
