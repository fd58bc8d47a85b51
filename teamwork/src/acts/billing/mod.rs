//! Billing Contacts (R39–R45): who sees how much of them, and how they come.

mod archive;
mod change;

use super::{Actor, Trouble, Warren, within};
use crate::{
    rules::{
        billing::{BillingCard, BillingDetails, ContactData, EURO},
        id::BillingContactId,
        log::Event,
        permission::{Action, may},
        problem::{Field, Problem, Thing, Why},
    },
    store::log::{Change, Topic},
};

impl Actor {
    /// The Billing Contacts of a Company, the archived ones last. Admins get names and states alone (matrix row 37, S7).
    ///
    /// # Errors
    /// When I am not a member, or my role does not see them.
    pub async fn billing(&self, slug: &str) -> Result<Vec<BillingCard>, Problem> {
        let found = self.guest.warren.db.billing_contacts(slug, self.id()).await;
        let found = found.map_err(|error| self.guest.tell(error))?;
        let Some((seat, mut contacts)) = found else { return Err(self.stranger(slug).await) };
        self.ask(seat, Action::SeeBilling).await?;
        if may(seat.role, Action::SeeBillingDetails).is_err() {
            contacts.iter_mut().for_each(|contact| contact.details = None);
        }
        let warren = &self.guest.warren;
        contacts.iter_mut().filter_map(|contact| contact.details.as_mut()).for_each(|one| taken_here(warren, one));
        Ok(contacts)
    }

    /// One Billing Contact in full (row 37).
    ///
    /// # Errors
    /// When I am not a member, my role does not see it in full, or it is not there.
    pub async fn billing_contact(&self, slug: &str, contact: BillingContactId) -> Result<BillingCard, Problem> {
        let found = self.guest.warren.db.billing_contact(slug, self.id(), contact).await;
        let found = found.map_err(|error| self.guest.tell(error))?;
        let Some((seat, contact)) = found else { return Err(self.stranger(slug).await) };
        self.ask(seat, Action::SeeBillingDetails).await?;
        let mut contact = contact.ok_or(Problem::NotFound(Thing::BillingContact))?;
        contact.details.iter_mut().for_each(|details| taken_here(&self.guest.warren, details));
        if contact.details.as_ref().is_some_and(|details| details.entering) {
            // Whoever comes back from the provider looks here.
            let hurried = self.guest.warren.db.look_at_contact_now(contact.id, self.guest.at).await;
            hurried.map_err(|error| self.guest.tell(error))?;
            self.guest.warren.payment_waits.notify_one();
        }
        Ok(contact)
    }

    /// The currencies among which somebody chooses who creates a Billing Contact, euros first (E65).
    ///
    /// # Errors
    /// When I am not a member, or may not create one.
    pub async fn billing_currencies(&self, slug: &str) -> Result<Vec<String>, Problem> {
        let found = self.guest.warren.db.currencies(slug, self.id()).await;
        let found = found.map_err(|error| self.guest.tell(error))?;
        let Some((seat, currencies)) = found else { return Err(self.stranger(slug).await) };
        self.ask(seat, Action::CreateBillingContact).await?;
        let others = currencies.into_iter().filter(|currency| currency != EURO);
        Ok(std::iter::once(EURO.to_owned()).chain(others).collect())
    }

    /// Creates a Billing Contact (row 38). Empty ones cost nothing (E59).
    ///
    /// # Errors
    /// When the password was not given lately, the policy refuses, or nothing here has a price in that currency.
    pub async fn create_billing_contact(&self, slug: &str, data: ContactData) -> Result<BillingContactId, Problem> {
        self.fresh()?;
        let guest = &self.guest;
        let id = BillingContactId::new(guest.at, guest.warren.chance.bytes());
        within!(guest, |tx| {
            let me = self.stand(tx, slug).await?;
            let permit = me.may(Action::CreateBillingContact)?;
            let currency = data.currency.as_deref().filter(|currency| *currency != EURO);
            if let Some(currency) = currency
                && !tx.is_priced_in(currency).await?
            {
                return Err(Trouble::Told(Problem::field(Field::Currency, Why::NotACurrency)));
            }
            tx.add_billing_contact(me.company_id, id, &data.billing, data.currency.as_deref(), guest.at).await?;
            tx.add_recipients(id, &data.recipients).await?;
            tx.record(self.entry(Event::BillingContactCreated).allowed(permit).within(me.company_id).to(id)).await?;
            tx.announce(Change::Company(me.company_id, Topic::Billing));
        })?;
        Ok(id)
    }
}

/// Notes by what a Billing Contact could pay here.
fn taken_here(warren: &Warren, details: &mut BillingDetails) {
    details.takes_cards = warren.takes_cards();
    details.takes_sepa = details.currency == EURO && warren.takes_sepa();
}
