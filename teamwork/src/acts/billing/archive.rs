//! The end of a Billing Contact that has no end (S16): it is archived, because invoices hang on it, and can come back.

use crate::{
    acts::{Actor, within},
    rules::{
        billing::BillingState,
        id::BillingContactId,
        log::Event,
        permission::Action,
        problem::{Conflict, Problem, Thing},
    },
    store::{
        log::{Change, Topic},
        payment_setups::SetupFor,
    },
};

impl Actor {
    /// Archives a Billing Contact (row 40): not the last live one (R10), none that pays for an App (R44), and
    /// none with an open invoice.
    ///
    /// # Errors
    /// When the password was not given lately, the policy refuses, or it is gone, archived, or changed meanwhile.
    pub async fn archive_billing_contact(
        &self,
        slug: &str,
        contact: BillingContactId,
        version: i64,
    ) -> Result<(), Problem> {
        self.fresh()?;
        within!(&self.guest, |tx| {
            let me = self.stand(tx, slug).await?;
            // Who may archive none at all does not hear which there are.
            me.may(Action::ArchiveBillingContact { last: false, in_use: false, owing: false })?;
            let found = tx.billing_contact(me.company_id, contact).await?.ok_or(Thing::BillingContact)?;
            if found.state == BillingState::Archived {
                return Err(Conflict::BillingContactArchived.into());
            }
            let (last, in_use, owing) = (found.live <= 1, found.in_use, found.owing);
            let permit = me.may(Action::ArchiveBillingContact { last, in_use, owing })?;
            if found.version != version {
                return Err(Conflict::StaleBillingContact.into());
            }
            tx.void_setups(SetupFor::Contact(contact), self.guest.at).await?;
            // It pays for nothing any more, so nobody keeps its card; whoever brings it back enters one again.
            if let Some(card) = tx.card_names(contact).await? {
                tx.forget_card(&card, self.guest.at).await?;
                tx.set_card(contact, None).await?;
            }
            tx.set_billing_archived(contact, Some(self.guest.at)).await?;
            tx.record(self.entry(Event::BillingContactArchived).allowed(permit).within(me.company_id).to(contact))
                .await?;
            tx.announce(Change::Company(me.company_id, Topic::Billing));
        })
    }

    /// Brings an archived Billing Contact back (4.5); who may create one may do that.
    ///
    /// # Errors
    /// When the password was not given lately, the policy refuses, or it is gone, live, or changed meanwhile.
    pub async fn restore_billing_contact(
        &self,
        slug: &str,
        contact: BillingContactId,
        version: i64,
    ) -> Result<(), Problem> {
        self.fresh()?;
        within!(&self.guest, |tx| {
            let me = self.stand(tx, slug).await?;
            let permit = me.may(Action::CreateBillingContact)?;
            let found = self.seen_contact(tx, &me, contact, version).await?;
            if found.state == BillingState::Active {
                return Err(Conflict::BillingContactLive.into());
            }
            tx.set_billing_archived(contact, None).await?;
            tx.record(self.entry(Event::BillingContactRestored).allowed(permit).within(me.company_id).to(contact))
                .await?;
            tx.announce(Change::Company(me.company_id, Topic::Billing));
        })
    }
}
