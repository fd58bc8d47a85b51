//! Changing a Billing Contact: for invoices to come (E62), and both invoice addresses are told (M35).

use crate::{
    acts::{Actor, Trouble, within},
    letters::Letter,
    rules::{
        billing::{BillingPart, BillingState, ContactData, EURO, is_in_the_eu},
        id::BillingContactId,
        log::Event,
        permission::Action,
        problem::{Conflict, Field, Problem, Thing, Why},
    },
    store::{
        billing_contacts::Contact,
        db::Tx,
        log::{Change, Topic},
        members::Standing,
    },
};

impl Actor {
    /// Changes address, VAT number, invoice e-mail and further recipients (row 39, R53). `version` is the state the
    /// person saw. The currency stays as it is. Answers the new version.
    ///
    /// # Errors
    /// When the password was not given lately, the policy refuses, the contact is gone or archived, somebody changed it
    /// meanwhile, or the new country pays in another currency.
    pub async fn change_billing_contact(
        &self,
        slug: &str,
        contact: BillingContactId,
        version: i64,
        data: ContactData,
    ) -> Result<i64, Problem> {
        self.fresh()?;
        let changed = within!(&self.guest, |tx| {
            let me = self.stand(tx, slug).await?;
            let permit = me.may(Action::ChangeBillingContact)?;
            let old = self.seen_contact(tx, &me, contact, version).await?;
            if old.state == BillingState::Archived {
                return Err(Conflict::BillingContactArchived.into());
            }
            if old.currency != EURO && is_in_the_eu(&data.billing.country) {
                return Err(Problem::field(Field::Country, Why::FixedCurrency).into());
            }
            let parts = parts_changed(&old, &data);
            if parts.is_empty() {
                return Ok(version);
            }
            tx.set_billing_contact(contact, &data.billing).await?;
            if parts.contains(&BillingPart::Recipients) {
                tx.set_recipients(contact, &data.recipients).await?;
            }
            let words: Vec<_> = parts.iter().map(|part| part.key()).collect();
            let entry = self.entry(Event::BillingContactChanged).allowed(permit).within(me.company_id).to(contact);
            tx.record(entry.change(None, Some(&words.join(" ")))).await?;
            self.post_change(tx, &me, &old, &data, parts).await?;
            tx.announce(Change::Company(me.company_id, Topic::Billing));
            version + 1
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(changed)
    }

    /// The Billing Contact an act is about, as the person saw it.
    pub(in crate::acts) async fn seen_contact(
        &self,
        tx: &mut Tx,
        me: &Standing,
        contact: BillingContactId,
        version: i64,
    ) -> Result<Contact, Trouble> {
        let found = tx.billing_contact(me.company_id, contact).await?.ok_or(Thing::BillingContact)?;
        if found.version == version { Ok(found) } else { Err(Conflict::StaleBillingContact.into()) }
    }

    /// M35: what changed, never from what to what.
    async fn post_change(
        &self,
        tx: &mut Tx,
        me: &Standing,
        old: &Contact,
        data: &ContactData,
        parts: Vec<BillingPart>,
    ) -> Result<(), Trouble> {
        let letter = Letter::BillingChanged {
            company: me.name.clone(),
            slug: Some(me.slug.clone()),
            contact: old.name.clone(),
            by: self.name().full(),
            parts,
        };
        let invoices = [old.email.as_str(), data.billing.email.as_str()];
        tx.post_to_payers(me.company_id, [&letter, &letter.outside()], invoices, self.guest.at).await?;
        Ok(())
    }
}

/// What is different, in the order of the form.
fn parts_changed(old: &Contact, data: &ContactData) -> Vec<BillingPart> {
    let new = &data.billing;
    let mut recipients: Vec<_> = data.recipients.iter().map(|email| email.as_str().to_owned()).collect();
    recipients.sort_unstable();
    let mut known = old.recipients();
    known.sort_unstable();
    let address = [&old.street, &old.postal_code, &old.city, &old.country];
    let parts = [
        (BillingPart::Name, old.name != new.name.as_str()),
        (
            BillingPart::Address,
            address != [new.street.as_str(), new.postal_code.as_str(), new.city.as_str(), new.country.as_str()],
        ),
        (BillingPart::VatNumber, old.vat_number != new.vat_number),
        (BillingPart::Email, old.email != new.email.as_str()),
        (BillingPart::Recipients, known != recipients),
    ];
    parts.into_iter().filter(|(_, is_different)| *is_different).map(|(part, _)| part).collect()
}
