//! The way to the provider: written down first, then opened there.

use crate::{
    acts::{Actor, Guest, Trouble, secrets, within},
    ports::SetupOrder,
    rules::{
        billing::{BillingState, ContactData, EURO},
        company::CompanySetup,
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

/// The version of a Billing Contact that nobody has changed.
const NEW: i64 = 1;

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
        let (claim, hash) = secrets::fresh(&self.warren.chance);
        let new = NewSetup {
            id,
            of: SetupFor::Request(request.id),
            user: client,
            form: Some(form),
            link: Some(request.link_id),
            claim_hash: Some(hash),
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

/// Where somebody goes on who has created a Billing Contact. Until a card or an account is proven it pays by bank transfer.
#[derive(Clone)]
pub enum Onward {
    /// There is nothing to be entered.
    Done,
    /// To the provider.
    Pays(Elsewhere),
    /// The provider's page could not be opened, or the password is to be given first: it is begun again at the Billing Contact.
    Later,
}

impl Actor {
    /// Creates a Billing Contact (row 38) and goes on to enter by what it is to pay.
    ///
    /// # Errors
    /// As [`Actor::create_billing_contact`]; and when that is not taken here, or not in its currency.
    pub async fn create_contact_that_pays_by(
        &self,
        slug: &str,
        data: ContactData,
        means: Option<Means>,
    ) -> Result<(BillingContactId, Onward), Problem> {
        if let Some(means) = means {
            self.guest.takes(means, data.currency.as_deref().unwrap_or(EURO))?;
        }
        let contact = self.create_billing_contact(slug, data).await?;
        Ok((contact, self.go_on(slug, contact, means).await))
    }

    /// Sets up a Company and goes on to enter by what its first Billing Contact is to pay. Answers its name in URLs too.
    ///
    /// # Errors
    /// As [`Actor::set_up_company`]; and when that is not taken here.
    pub async fn set_up_company_that_pays_by(
        &self,
        setup: CompanySetup,
        means: Option<Means>,
    ) -> Result<(String, BillingContactId, Onward), Problem> {
        if let Some(means) = means {
            self.guest.takes(means, EURO)?;
        }
        let (slug, contact) = self.set_up(setup).await?;
        let onward = self.go_on(&slug, contact, means).await;
        Ok((slug, contact, onward))
    }

    /// What was created stays, whatever becomes of the way.
    async fn go_on(&self, slug: &str, contact: BillingContactId, means: Option<Means>) -> Onward {
        let Some(means) = means else { return Onward::Done };
        match self.enter(slug, contact, NEW, means).await {
            Ok(gone) => Onward::Pays(gone),
            Err(problem) => {
                tracing::info!(%contact, %problem, "what a new Billing Contact pays by is entered later");
                Onward::Later
            }
        }
    }

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
