//! What follows from open invoices: how their Billing Contact stands, and whether its Apps run.

use super::arrears;
use crate::{
    acts::{Guest, Trouble},
    letters::Letter,
    rules::{dunning::Arrears, log::Event},
    store::{
        db::Tx,
        dunning::{Debt, Debtor},
        followers::Followed,
        log::{Change, Topic},
    },
};

/// Why its people read that an App was suspended.
const DUNNING: &str = "dunning";

impl Guest {
    /// Lets a Billing Contact and its Apps stand as these are its open invoices. Answers the Apps that run again.
    pub(super) async fn follow(&self, tx: &mut Tx, debtor: &Debtor, debts: &[Debt]) -> Result<Vec<Followed>, Trouble> {
        let (before, after) = (debtor.arrears, arrears(debts));
        tx.announce(Change::Company(debtor.company_id, Topic::Billing));
        if before == after {
            return Ok(Vec::new());
        }
        tx.set_arrears(debtor.id, after).await?;
        let entry = self.entry(Event::ArrearsChanged).within(debtor.company_id).to(debtor.id);
        tx.record(entry.change(Some(before.key()), Some(after.key()))).await?;
        if after == Arrears::Blocked {
            self.suspend_apps_of(tx, debtor).await?;
        }
        if before == Arrears::Blocked { self.resume_apps_of(tx, debtor).await } else { Ok(Vec::new()) }
    }

    async fn suspend_apps_of(&self, tx: &mut Tx, debtor: &Debtor) -> Result<(), Trouble> {
        for app in tx.suspend_apps_of(debtor.id, self.at).await? {
            if app.request_id.is_some() {
                self.freeze_requests(tx, Some(app.id), None).await?;
            }
            let entry = self.entry(Event::AppSuspended).within(debtor.company_id).app(app.id).to(&app.name);
            tx.record(entry.change(Some("active"), Some(DUNNING))).await?;
        }
        tx.announce(Change::Company(debtor.company_id, Topic::Apps));
        Ok(())
    }

    async fn resume_apps_of(&self, tx: &mut Tx, debtor: &Debtor) -> Result<Vec<Followed>, Trouble> {
        let resumed = tx.resume_apps_of(debtor.id).await?;
        for app in &resumed {
            if app.request_id.is_some() {
                self.thaw_requests(tx, Some(app.id), None).await?;
            }
            let entry = self.entry(Event::AppResumed).within(debtor.company_id).app(app.id).to(&app.name);
            tx.record(entry.change(Some(DUNNING), Some("active"))).await?;
        }
        tx.announce(Change::Company(debtor.company_id, Topic::Apps));
        Ok(resumed)
    }

    /// An invoice of this Billing Contact was settled a moment ago, in this transaction: whatever it held up goes on, and
    /// M31 says so.
    pub(in crate::acts) async fn settled(&self, tx: &mut Tx, debtor: &Debtor) -> Result<(), Trouble> {
        if debtor.arrears == Arrears::Active {
            return Ok(());
        }
        let debts = tx.debts(debtor.id).await?;
        let after = arrears(&debts);
        let resumed = self.follow(tx, debtor, &debts).await?;
        if after < debtor.arrears {
            let letter = Letter::AllClear {
                company: debtor.company.clone(),
                slug: Some(debtor.slug.clone()),
                contact: debtor.id,
                resumed: resumed.into_iter().map(|app| app.name).collect(),
                overdue: after != Arrears::Active,
            };
            let letters = [&letter, &letter.outside()];
            tx.post_to_payer(debtor.company_id, letters, &debtor.email, self.at).await?;
        }
        Ok(())
    }
}
