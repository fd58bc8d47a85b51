//! The end of dunning (3.2, 4.5): nothing is deleted for non-payment before the operator has looked at it.

use crate::{
    acts::{Guest, Operator, Trouble, apps::end_app, operator::read_reason, within},
    letters::Letter,
    rules::{
        day::Day,
        dunning::{DoomedContact, Step},
        id::BillingContactId,
        log::Event,
        problem::{Conflict, Field, Problem, Thing, Why},
    },
    store::{
        db::Tx,
        dunning::{Debt, Debtor},
        followers::Followed,
        log::{Change, Topic},
    },
};

impl Operator {
    /// The Billing Contacts whose Apps wait to be deleted, the ones that have owed longest at the top.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn doomed(&self) -> Result<Vec<DoomedContact>, Problem> {
        let guest = self.guest();
        guest.warren.db.doomed(guest.at).await.map_err(|error| guest.tell(error))
    }

    /// Deletes the Apps of such a Billing Contact for good, with a reason that their people read; `confirmation` is its
    /// name, typed. What it owes stays open.
    ///
    /// # Errors
    /// When there is no such Billing Contact, its Apps do not wait for this, what it owes is being paid, the name is another one,
    /// or no reason is given.
    pub async fn delete_for_non_payment(
        &self,
        contact: BillingContactId,
        confirmation: &str,
        reason: &str,
    ) -> Result<(), Problem> {
        self.fresh()?;
        let (reason, guest) = (read_reason(reason)?, self.guest());
        within!(guest, |tx| {
            let debtor = tx.debtor(contact).await?.ok_or(Thing::BillingContact)?;
            let apps = tx.apps_of_payer(contact).await?;
            let mut debts = tx.debts(contact).await?;
            debts.retain(|debt| debt.step == Step::Doomed && debt.counts());
            if debts.is_empty() || apps.is_empty() {
                return Err(Conflict::NotDoomed.into());
            }
            // The money may be there when the Apps are gone.
            if debts.iter().any(|debt| guest.is_on_its_way(debt)) {
                return Err(Conflict::ChargeUnderWay.into());
            }
            if confirmation.trim() != debtor.name {
                return Err(Problem::field(Field::Confirmation, Why::NotTheName).into());
            }
            guest.end_apps_of(tx, &debtor, &apps, &reason).await?;
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(())
    }
}

impl Guest {
    /// Whether a bank decides about a charge, or a debit was announced, and not too often.
    fn is_on_its_way(&self, debt: &Debt) -> bool {
        let today = Day::of(self.at);
        let is_announced = debt.debit_on.is_some_and(|on| on >= today);
        self.waits_for_bank(debt.charging) || (is_announced && self.timetable().end_waits_for_debit(debt.since, today))
    }

    /// Every App as if it were deleted by hand, and one mail about all of them (M33).
    async fn end_apps_of(&self, tx: &mut Tx, debtor: &Debtor, apps: &[Followed], reason: &str) -> Result<(), Trouble> {
        let names = tx.app_names_of(debtor.id).await?;
        for app in apps {
            let withdrawn = end_app(self, tx, app.id).await?;
            self.post_withdrawals(tx, debtor.company_id, &debtor.company, withdrawn).await?;
            let entry = self.entry(Event::AppDeleted).within(debtor.company_id).app(app.id).to(&app.name);
            tx.record(entry.change(Some("suspended"), Some(reason))).await?;
        }
        let letter = Letter::AppsDeleted { company: debtor.company.clone(), apps: names, reason: reason.to_owned() };
        tx.post(&debtor.email, &letter, self.at).await?;
        let beside = [debtor.email.clone()];
        tx.post_to_keepers_beside(debtor.company_id, &letter, Some(&letter), &beside, self.at).await?;
        tx.announce(Change::Company(debtor.company_id, Topic::Apps));
        Ok(())
    }
}
