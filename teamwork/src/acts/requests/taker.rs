//! Where the Apps of a request go: a Company that is set up for the client, or one they own (S22).

use super::handover::Giving;
use crate::{
    acts::{Guest, Trouble},
    rules::{
        billing::{BillingData, EURO, is_in_the_eu},
        dunning::Arrears,
        id::{BillingContactId, CompanyId, UserId},
        log::Event,
        problem::{Conflict, Field, Problem, Why},
        request::Target,
        text::{CompanyName, Slug},
    },
    store::{db::Tx, handovers::OwnCompany, request_offers::Offered, requests::Request},
};

/// The client's Company, and who pays there.
pub(super) struct Taker {
    pub id: CompanyId,
    pub slug: String,
    pub name: String,
    pub payer: BillingContactId,
    /// Where who pays is, and whether they have a VAT number: it decides about the tax.
    pub country: String,
    pub has_vat_number: bool,
}

impl Guest {
    /// The Company that takes the Apps: set up for them, or one the client owns.
    pub(super) async fn taker(&self, tx: &mut Tx, giving: Giving<'_>, target: &Target) -> Result<Taker, Trouble> {
        let currency = giving.offered.first().map_or(EURO, |app| app.currency.as_str());
        match target {
            Target::New { name, billing } => {
                pays_in(target, giving.offered)?;
                let taker = self.set_up(tx, giving.client, name, billing, currency).await?;
                if let Some(card) = giving.card {
                    tx.set_card(taker.payer, Some(card)).await?;
                }
                Ok(taker)
            }
            Target::Within { slug, billing } => {
                pays_in(target, giving.offered)?;
                let own = own_company(tx, slug, giving.client, giving.request).await?;
                let payer = BillingContactId::new(self.at, self.warren.chance.bytes());
                tx.add_billing_contact(own.company_id, payer, billing, Some(currency), self.at).await?;
                let created = self.entry(Event::BillingContactCreated).by(giving.client).within(own.company_id);
                tx.record(created.to(payer)).await?;
                if let Some(card) = giving.card {
                    tx.set_card(payer, Some(card)).await?;
                }
                let (country, has_vat_number) = (billing.country.clone(), billing.vat_number.is_some());
                let OwnCompany { company_id: id, slug, name, .. } = own;
                Ok(Taker { id, slug, name, payer, country, has_vat_number })
            }
            Target::Existing { payer } => {
                let not_a_payer = || Problem::field(Field::Payer, Why::NotAPayer);
                let own = tx.own_payer(*payer, giving.client).await?;
                let own = own.filter(|own| own.currency == currency).ok_or_else(not_a_payer)?;
                if own.suspended {
                    return Err(Conflict::CompanySuspended.into());
                }
                if own.arrears == Arrears::Blocked {
                    return Err(Conflict::PayerBlocked.into());
                }
                if giving.request.company_id == Some(own.company_id) {
                    return Err(Conflict::OwnRequest.into());
                }
                let (country, has_vat_number) = (own.country, own.has_vat_number);
                Ok(Taker { id: own.company_id, slug: own.slug, name: own.name, payer: *payer, country, has_vat_number })
            }
        }
    }

    /// Sets up the client's Company with its first Billing Contact, which pays in the currency of the offer.
    async fn set_up(
        &self,
        tx: &mut Tx,
        client: UserId,
        name: &CompanyName,
        billing: &BillingData,
        currency: &str,
    ) -> Result<Taker, Trouble> {
        let id = CompanyId::new(self.at, self.warren.chance.bytes());
        let payer = BillingContactId::new(self.at, self.warren.chance.bytes());
        let slug = self.free_slug(tx, name).await?;
        let added = tx.add_company(id, name, &slug, client, (payer, billing), Some(currency), self.at).await;
        // Somebody was faster with the same name: it is done again, with another one.
        added.map_err(Trouble::from).map_err(|t| if t.is_taken() { Problem::Busy.into() } else { t })?;
        let set_up = self.entry(Event::CompanySetUp).by(client).within(id).to(&slug);
        tx.record(set_up).await?;
        tx.record(self.entry(Event::BillingContactCreated).by(client).within(id).to(payer)).await?;
        let (country, has_vat_number) = (billing.country.clone(), billing.vat_number.is_some());
        Ok(Taker { id, slug: slug.to_string(), name: name.to_string(), payer, country, has_vat_number })
    }

    /// A name in URLs that nobody has: a client is not asked for one.
    async fn free_slug(&self, tx: &mut Tx, name: &CompanyName) -> Result<Slug, Trouble> {
        let proposed = Slug::propose(name.as_str());
        if let Ok(slug) = Slug::parse(&proposed)
            && !tx.is_slug_taken(&slug).await?
        {
            return Ok(slug);
        }
        let number = u32::from_be_bytes(self.warren.chance.bytes()) % 1_000_000;
        let stem: String = proposed.chars().take(30).collect();
        let stem = if stem.is_empty() { "company" } else { stem.trim_end_matches('-') };
        Slug::parse(&format!("{stem}-{number:06}"))
            .or_else(|_| Slug::parse(&format!("company-{number:06}")))
            .map_err(Trouble::from)
    }
}

/// A new Billing Contact in the Union pays in euros, so it cannot take over what costs something else (E65).
pub(super) fn pays_in(target: &Target, offered: &[Offered]) -> Result<(), Problem> {
    let currency = offered.first().map_or(EURO, |app| app.currency.as_str());
    match target {
        Target::New { billing, .. } | Target::Within { billing, .. }
            if currency != EURO && is_in_the_eu(&billing.country) =>
        {
            Err(Problem::field(Field::Country, Why::NotInEuro))
        }
        Target::New { .. } | Target::Within { .. } | Target::Existing { .. } => Ok(()),
    }
}

/// A Company of the client's that takes over what another one gives, locked.
pub(super) async fn own_company(
    tx: &mut Tx,
    slug: &str,
    client: UserId,
    request: &Request,
) -> Result<OwnCompany, Trouble> {
    let own = tx.own_company(slug, client).await?.ok_or_else(|| Problem::field(Field::Payer, Why::NotAPayer))?;
    if own.suspended {
        return Err(Conflict::CompanySuspended.into());
    }
    if request.company_id == Some(own.company_id) { Err(Conflict::OwnRequest.into()) } else { Ok(own) }
}
