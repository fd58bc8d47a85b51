//! The end of a Company (row 5, S3): its Apps, its people's access, its open invitations, its Billing Contacts. Only the
//! log and the invoices outlive it.

use super::{Actor, Trouble, apps::end_app, within};
use crate::{
    letters::Letter,
    rules::{
        company::CompanyEnd,
        log::Event,
        permission::{Action, Permit},
        problem::{Conflict, Field, Problem, Why},
    },
    store::{
        db::Tx,
        log::{Change, Topic},
        members::Standing,
    },
};

impl Actor {
    /// What ends with a Company. Reading changes nothing.
    ///
    /// # Errors
    /// When I am not a member, or not an Owner.
    pub async fn company_end(&self, slug: &str) -> Result<CompanyEnd, Problem> {
        let found = self.guest.warren.db.company_end(slug, self.id()).await;
        let found = found.map_err(|error| self.guest.tell(error))?;
        let Some((seat, end)) = found else { return Err(self.stranger(slug).await) };
        self.ask(seat, Action::DeleteCompany).await?;
        Ok(end)
    }

    /// Deletes a Company, also one that the operator has suspended. `confirmation` is its name, typed. Its name in URLs is
    /// free at once; the names of its Apps stay blocked for a while.
    ///
    /// # Errors
    /// When the password was not given lately, the policy refuses, what was typed is not the name, or a client is asked to
    /// take over one of its Apps.
    pub async fn delete_company(&self, slug: &str, confirmation: &str) -> Result<(), Problem> {
        self.fresh()?;
        within!(&self.guest, |tx| {
            let me = self.stand(tx, slug).await?;
            let permit = me.may(Action::DeleteCompany)?;
            if confirmation.trim() != me.name {
                return Err(Problem::field(Field::Confirmation, Why::NotTheName).into());
            }
            if tx.has_open_requests(me.company_id).await? {
                return Err(Conflict::RequestsOpen.into());
            }
            let at = self.guest.at;
            let withdrawn = tx.withdraw_all(me.company_id, at).await?;
            self.guest.post_withdrawals(tx, me.company_id, &me.name, withdrawn).await?;
            self.end_apps(tx, &me, permit).await?;
            self.guest.charge_nothing_more(tx, me.company_id).await?;
            self.guest.bill_the_last_days(tx, me.company_id).await?;
            let letter = Letter::CompanyDeleted { company: me.name.clone(), by: self.name().full() };
            tx.post_to_everybody(me.company_id, &letter, at).await?;
            let entry = self.entry(Event::CompanyDeleted).allowed(permit).within(me.company_id).to(&me.slug);
            tx.record(entry.change(Some(&me.name), None)).await?;
            for member in tx.end_members(me.company_id).await? {
                tx.announce(Change::Person(member));
            }
            tx.end_cards_of(me.company_id, at).await?;
            tx.remove_company(me.company_id).await?;
            tx.announce(Change::Company(me.company_id, Topic::Company));
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Every App of the Company ends as if it were deleted by hand.
    async fn end_apps(&self, tx: &mut Tx, me: &Standing, permit: Permit) -> Result<(), Trouble> {
        for (app, name) in tx.apps_that_end(me.company_id).await? {
            end_app(&self.guest, tx, app).await?;
            let entry = self.entry(Event::AppDeleted).allowed(permit).within(me.company_id).app(app).to(name);
            tx.record(entry).await?;
        }
        Ok(())
    }
}
