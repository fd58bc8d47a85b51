//! Who pays for an App (R20, R44; matrix rows 16 and 17).

use super::{payer, plan, terms};
use crate::{
    acts::{Actor, within},
    letters::AppNews,
    rules::{
        day::Day,
        id::BillingContactId,
        log::Event,
        permission::Action,
        problem::{Conflict, Problem, Thing},
    },
    store::{
        log::{Change, Topic},
        periods::Terms,
    },
};

impl Actor {
    /// Makes a trial of a Company a paid App, with a Billing Contact the Company has (row 16). Also an ended trial, which
    /// then runs again. Billed from today.
    ///
    /// # Errors
    /// When the policy refuses, it is paid already, or somebody changed it meanwhile.
    pub async fn pay_for_app(
        &self,
        name: &str,
        plan_key: &str,
        contact: BillingContactId,
        version: i64,
    ) -> Result<(), Problem> {
        within!(&self.guest, |tx| {
            let standing = self.stand_by_app(tx, name).await?;
            let permit = standing.may(|_| Action::PayForApp)?;
            let me = standing.company().ok_or(Thing::Company)?;
            standing.seen(version)?;
            standing.unpaid()?;
            let plan = plan(tx, plan_key).await?;
            let payer = payer(tx, me.company_id, contact, &plan.price.currency).await?;
            tx.pay_app(standing.app.id, me.company_id, payer.id, &plan.key).await?;
            tx.begin_period(standing.app.id, Day::of(self.guest.at), &terms(payer.id, &plan)).await?;
            let entry = standing.entry(self, Event::AppPaid, permit);
            tx.record(entry.change(Some(standing.app.state.key()), Some(&plan.key))).await?;
            standing.announce(tx);
        })
    }

    /// Puts a trial of one's own into a Company where one is Owner or Admin: from then on the Company holds it and pays
    /// for it (S6).
    ///
    /// # Errors
    /// When the policy refuses there, or somebody changed it meanwhile.
    pub async fn move_trial_into_company(
        &self,
        name: &str,
        slug: &str,
        plan_key: &str,
        contact: BillingContactId,
        version: i64,
    ) -> Result<(), Problem> {
        within!(&self.guest, |tx| {
            // The Company first: every act locks it before its Apps.
            let me = self.stand(tx, slug).await?;
            let standing = self.stand_by_app(tx, name).await?;
            if standing.company().is_some() {
                return Err(Thing::App.into());
            }
            let permit = me.may(Action::CreateApp)?;
            me.may(Action::UseBillingContact)?;
            standing.seen(version)?;
            standing.unpaid()?;
            let plan = plan(tx, plan_key).await?;
            let payer = payer(tx, me.company_id, contact, &plan.price.currency).await?;
            self.guest.withdraw_request_of(tx, standing.app.id).await?;
            tx.pay_app(standing.app.id, me.company_id, payer.id, &plan.key).await?;
            tx.begin_period(standing.app.id, Day::of(self.guest.at), &terms(payer.id, &plan)).await?;
            let from = Some(self.name().full());
            self.post_news(tx, &me, &standing.app.name, AppNews::MovedHere { from }).await?;
            let entry = standing.entry(self, Event::AppPaid, Some(permit)).within(me.company_id);
            tx.record(entry.change(Some(standing.app.state.key()), Some(&plan.key))).await?;
            standing.announce(tx);
            tx.announce(Change::Company(me.company_id, Topic::Apps));
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Lets another Billing Contact of the same Company pay, from tomorrow (row 17, E50).
    ///
    /// # Errors
    /// When the policy refuses, the App is no paid one, somebody changed it meanwhile, or a payment is overdue of who paid
    /// until now, or of the new one.
    pub async fn change_payer(&self, name: &str, contact: BillingContactId, version: i64) -> Result<(), Problem> {
        within!(&self.guest, |tx| {
            let standing = self.stand_by_app(tx, name).await?;
            let permit = standing.may(|_| Action::ChangePayer)?;
            let me = standing.company().ok_or(Thing::Company)?;
            self.fresh()?;
            standing.seen(version)?;
            let before = standing.paid()?;
            if before == contact {
                return Ok(());
            }
            standing.leaves_no_debt(tx, before).await?;
            let open = tx.open_period(standing.app.id).await?.ok_or(Conflict::StillTrial)?;
            let payer = payer(tx, me.company_id, contact, &open.currency).await?;
            let new =
                Terms { payer: payer.id, plan: open.plan.clone(), price: open.price, currency: open.currency.clone() };
            tx.set_payer(standing.app.id, payer.id).await?;
            tx.turn_period(standing.app.id, &open, Day::of(self.guest.at), &new).await?;
            let entry = standing.entry(self, Event::AppPayerChanged, permit);
            tx.record(entry.change(Some(&before.to_string()), Some(&payer.id.to_string()))).await?;
            standing.announce(tx);
        })
    }
}
