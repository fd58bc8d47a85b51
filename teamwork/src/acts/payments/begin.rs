//! The way to the provider: written down first, then opened there.

use crate::{
    acts::{Actor, Guest, Trouble, secrets, within},
    ports::SetupOrder,
    rules::{
        billing::BillingState,
        id::{BillingContactId, SetupId, UserId},
        limit::Limit,
        log::Event,
        payment::{Means, next_look},
        permission::Action,
        problem::{Conflict, Problem},
        request::AcceptForm,
    },
    store::{
        db::Tx,
        payment_setups::{NewSetup, SetupFor},
        requests::Request,
    },
};

/// Where a card is entered: a page of the provider.
#[derive(Clone)]
pub struct Elsewhere {
    pub url: String,
    /// For a cookie: by it the browser is known when it comes back.
    pub claim: Option<String>,
}

impl Guest {
    /// Writes down, in the transaction of the act, that the client of a request is on the way to the provider.
    pub(in crate::acts) async fn begin_request_setup(
        &self,
        tx: &mut Tx,
        request: &Request,
        client: Option<UserId>,
        form: &AcceptForm,
    ) -> Result<(SetupId, String), Trouble> {
        let id = SetupId::new(self.at, self.warren.chance.bytes());
        let claim = secrets::encode(self.warren.chance.bytes());
        let new = NewSetup {
            id,
            of: SetupFor::Request(request.id),
            user: client,
            form: Some(form),
            link: Some(request.link_id),
            claim_hash: secrets::hash(&claim),
            at: self.at,
        };
        tx.begin_setup(new).await?;
        tx.begin_billing(request.id, client).await?;
        Ok((id, claim))
    }

    /// Opens the page of a way that was written down.
    pub(in crate::acts) async fn open_page(
        &self,
        (id, means): (SetupId, Means),
        email: &str,
        back: &str,
    ) -> Result<String, Problem> {
        let payments = self.payments()?;
        let back = self.warren.link(back);
        // What is shown there changes nothing: when a card is proven all the same, it counts.
        let left = format!("{back}?left=yes");
        let silent = |_| Problem::Conflict(Conflict::ProviderSilent);
        let order = SetupOrder { id, means, email, back: &back, left: &left };
        let page = payments.begin(order).await.map_err(silent)?;
        let look_at = next_look(self.at, self.at);
        let opened = self
            .warren
            .db
            .open_setup(id, (&page.reference, &page.url), look_at)
            .await
            .map_err(|error| self.tell(error))?;
        if opened {
            return Ok(page.url);
        }
        // Something newer was begun, or what it was for has ended.
        self.warren.db.close_page(&page.reference, self.at).await.map_err(|error| self.tell(error))?;
        Err(Problem::Conflict(Conflict::ProviderSilent))
    }
}

impl Actor {
    /// Goes to enter a card for a Billing Contact (row 39). Answers the address of the provider's page. Until the provider
    /// has proven the card, everything stays as it is.
    ///
    /// # Errors
    /// When the password was not given lately, the policy refuses, the contact is gone, archived or changed meanwhile, no
    /// cards are taken here, or the provider does not answer.
    pub async fn enter_card(&self, slug: &str, contact: BillingContactId, version: i64) -> Result<Elsewhere, Problem> {
        self.enter(slug, contact, version, Means::Card).await
    }

    /// The same for an account that is debited by SEPA, in euros.
    ///
    /// # Errors
    /// The same, and when direct debits are not taken here, or not in this currency.
    pub async fn enter_account(
        &self,
        slug: &str,
        contact: BillingContactId,
        version: i64,
    ) -> Result<Elsewhere, Problem> {
        self.enter(slug, contact, version, Means::Sepa).await
    }

    async fn enter(
        &self,
        slug: &str,
        contact: BillingContactId,
        version: i64,
        means: Means,
    ) -> Result<Elsewhere, Problem> {
        self.fresh()?;
        let guest = &self.guest;
        let (id, email) = within!(guest, |tx| {
            let me = self.stand(tx, slug).await?;
            let permit = me.may(Action::ChangeBillingContact)?;
            let found = self.seen_contact(tx, &me, contact, version).await?;
            if found.state == BillingState::Archived {
                return Err(Conflict::BillingContactArchived.into());
            }
            guest.takes(means, &found.currency)?;
            guest.count_within(tx, Limit::CardEntries, &contact.to_string()).await?;
            let id = SetupId::new(guest.at, guest.warren.chance.bytes());
            let (of, user) = (SetupFor::Contact(contact), Some(self.id()));
            tx.begin_setup(NewSetup { id, of, user, form: None, link: None, claim_hash: None, at: guest.at }).await?;
            let entry = self.entry(Event::CardEntryBegun).allowed(permit).within(me.company_id);
            tx.record(entry.to(contact)).await?;
            (id, found.email)
        })?;
        let url = guest.open_page((id, means), &email, &format!("/c/{slug}/billing/{contact}")).await?;
        Ok(Elsewhere { url, claim: None })
    }
}
