//! Back to bank transfer.

use crate::{
    acts::{Actor, within},
    letters::Letter,
    rules::{
        billing::{BillingPart, BillingState, PaymentMethod},
        id::BillingContactId,
        log::Event,
        permission::Action,
        problem::{Conflict, Problem},
    },
    store::{
        log::{Change, Topic},
        payment_setups::SetupFor,
    },
};

impl Actor {
    /// A Billing Contact pays by bank transfer again (row 39); the provider forgets its card. Answers the new version.
    ///
    /// # Errors
    /// When the password was not given lately, the policy refuses, the contact is gone, archived or changed meanwhile, or it has no card.
    pub async fn remove_card(&self, slug: &str, contact: BillingContactId, version: i64) -> Result<i64, Problem> {
        self.fresh()?;
        let guest = &self.guest;
        let changed = within!(guest, |tx| {
            let me = self.stand(tx, slug).await?;
            let permit = me.may(Action::ChangeBillingContact)?;
            let found = self.seen_contact(tx, &me, contact, version).await?;
            if found.state == BillingState::Archived {
                return Err(Conflict::BillingContactArchived.into());
            }
            let card = tx.card_names(contact).await?.ok_or(Conflict::NoCard)?;
            tx.void_setups(SetupFor::Contact(contact), guest.at).await?;
            tx.forget_card(&card, guest.at).await?;
            tx.set_card(contact, None).await?;
            tx.charge_no_more(contact).await?;
            let letter = Letter::BillingChanged {
                company: me.name.clone(),
                slug: Some(me.slug.clone()),
                contact: found.name.clone(),
                by: self.name().full(),
                parts: vec![BillingPart::Method],
            };
            let letters = [&letter, &letter.outside()];
            tx.post_to_payers(me.company_id, letters, [&found.email, &found.email], guest.at).await?;
            let entry = self.entry(Event::CardRemoved).allowed(permit).within(me.company_id).to(contact);
            tx.record(entry.change(None, Some(PaymentMethod::BankTransfer.name()))).await?;
            tx.announce(Change::Company(me.company_id, Topic::Billing));
            version + 1
        })?;
        guest.warren.mail_waits.notify_one();
        Ok(changed)
    }
}
