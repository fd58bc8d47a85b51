//! The mails of dunning: M30, M32, M33. Addresses for invoices need no account, so their mails carry a link that opens the
//! invoice; Owners open it in the archive, and Admins see no amounts.

use crate::{
    acts::{Guest, Trouble},
    letters::{Letter, Overdue},
    rules::{
        day::Day,
        dunning::{Arrears, Step},
        id::LinkId,
        money::Money,
    },
    store::{
        db::Tx,
        dunning::{Debt, Debtor},
    },
};

impl Guest {
    /// M30, if a reminder is what the invoice has come to. `before` is the worst step of the contact until now.
    pub(super) async fn post_reminder(
        &self,
        tx: &mut Tx,
        debtor: &Debtor,
        debt: &Debt,
        before: Step,
    ) -> Result<(), Trouble> {
        if !matches!(debt.step, Step::Reminded | Step::RemindedAgain) {
            return Ok(());
        }
        // Where another invoice has suspended the Apps already, nothing worse is to be announced for this one.
        let next = debt.next.filter(|_| before.arrears() != Arrears::Blocked);
        let letter = |link| Letter::PaymentDue {
            number: debt.number.clone(),
            link,
            company: debtor.company.clone(),
            slug: debtor.slug.clone(),
            balance: Money::new(debt.balance, &debtor.currency),
            due: debt.due,
            again: debt.step == Step::RemindedAgain,
            next,
        };
        let addresses = debtor.addresses();
        for address in &addresses {
            let link = self.link_to(tx, debt, address).await?;
            tx.post(address, &letter(Some(link)), self.at).await?;
        }
        tx.post_to_keepers_beside(debtor.company_id, &letter(None), None, &addresses, self.at).await?;
        Ok(())
    }

    /// M32 when the Apps were just suspended, M33 when the day of their end was just set. Nobody is told of no Apps.
    pub(super) async fn post_block(&self, tx: &mut Tx, debtor: &Debtor, debts: &[Debt]) -> Result<(), Trouble> {
        let debts = || debts.iter().filter(|debt| debt.counts());
        let Some(debt) = debts().max_by(|a, b| a.step.cmp(&b.step).then(b.due.cmp(&a.due))) else {
            return Ok(());
        };
        let apps = tx.app_names_of(debtor.id).await?;
        if apps.is_empty() || !matches!(debt.step, Step::Blocked | Step::Warned) {
            return Ok(());
        }
        let owed = debts().filter(|debt| debt.step > Step::Quiet).map(|debt| debt.balance).sum();
        let overdue = Overdue { number: debt.number.clone(), owed: Money::new(owed, &debtor.currency), due: debt.due };
        let link = self.link_to(tx, debt, &debtor.email).await?;
        let letter = |overdue: Option<&Overdue>, link| self.block_letter(debtor, debt, &apps, overdue.cloned(), link);
        tx.post(&debtor.email, &letter(Some(&overdue), Some(link)), self.at).await?;
        let (owners, admins) = (letter(Some(&overdue), None), letter(None, None));
        let beside = [debtor.email.clone()];
        tx.post_to_keepers_beside(debtor.company_id, &owners, Some(&admins), &beside, self.at).await?;
        Ok(())
    }

    fn block_letter(
        &self,
        debtor: &Debtor,
        debt: &Debt,
        apps: &[String],
        overdue: Option<Overdue>,
        link: Option<LinkId>,
    ) -> Letter {
        let (company, slug, apps) = (debtor.company.clone(), debtor.slug.clone(), apps.to_vec());
        let today = Day::of(self.at);
        match debt.step {
            Step::Warned => Letter::AppsEnding { company, slug, apps, on: debt.next.unwrap_or(today), overdue, link },
            _ => {
                let kept_until = self.timetable().deletion_day(debt.since, today);
                Letter::AppsSuspended { company, slug, apps, kept_until, overdue, link }
            }
        }
    }

    /// A link to an invoice for one address.
    async fn link_to(&self, tx: &mut Tx, debt: &Debt, address: &str) -> Result<LinkId, Trouble> {
        self.link_to_invoice(tx, (debt.id, debt.due), address).await
    }
}
