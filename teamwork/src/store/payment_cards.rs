//! The cards that the provider keeps: whose they are, what is charged to them, and which are to be forgotten.

use super::db::{Db, Tx};
use crate::rules::{
    billing::{BillingState, PaymentMethod},
    day::Day,
    id::{BillingContactId, CompanyId, InvoiceId},
    moment::Moment,
    payment::{ACCOUNT, CardMonth, Kept, SavedCard},
};

/// How many are done in one go.
const BATCH: i64 = 50;

/// The provider's names for a card and for whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardNames {
    pub customer: String,
    pub method: String,
}

impl From<&SavedCard> for CardNames {
    fn from(card: &SavedCard) -> Self {
        Self { customer: card.customer.clone(), method: card.method.clone() }
    }
}

/// A Billing Contact with its Company, as who changes its card needs it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CardHolder {
    pub company_id: CompanyId,
    pub company: String,
    pub slug: String,
    pub contact: String,
    pub email: String,
    pub state: BillingState,
}

/// An open invoice that was to be charged, and is not any more.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Uncharged {
    pub id: InvoiceId,
    pub billing_contact_id: Option<BillingContactId>,
    pub series: String,
    pub number: i64,
    pub due_day: Day,
    pub balance: i64,
}

macro_rules! holder {
    ($tail:literal) => {
        concat!(
            "SELECT c.id AS company_id, c.name AS company, c.slug, b.name AS contact, b.email, b.state
             FROM billing_contacts b JOIN companies c ON c.id = b.company_id WHERE b.id = $1",
            $tail
        )
    };
}

impl Db {
    /// A page of the provider that came to be when nobody wanted it any more.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn close_page(&self, reference: &str, at: Moment) -> sqlx::Result<u64> {
        self.tend("INSERT INTO pages_to_close (reference, look_at) VALUES ($1, $2) ON CONFLICT (reference) DO NOTHING")
            .bind(reference.to_owned())
            .bind(at)
            .run()
            .await
    }

    /// Pages that nobody wants any more and that are to be looked at by `now`, a bounded batch.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn pages_to_close(&self, now: Moment) -> sqlx::Result<Vec<String>> {
        let rows: Vec<(String,)> = self
            .read("SELECT reference FROM pages_to_close WHERE look_at <= $1 ORDER BY look_at LIMIT $2")
            .bind(now)
            .bind(BATCH)
            .all()
            .await?;
        Ok(rows.into_iter().map(|(reference,)| reference).collect())
    }

    /// When such a page is looked at again; never, when it is closed.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn page_closed(&self, reference: &str, look_at: Option<Moment>) -> sqlx::Result<u64> {
        let tended = match look_at {
            None => self.tend("DELETE FROM pages_to_close WHERE reference = $1").bind(reference.to_owned()),
            Some(at) => {
                let later = self.tend("UPDATE pages_to_close SET look_at = $2 WHERE reference = $1");
                later.bind(reference.to_owned()).bind(at)
            }
        };
        tended.run().await
    }

    /// Has the provider forget a card that nobody wants, and whose it is.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn forget_card(&self, card: &CardNames, at: Moment) -> sqlx::Result<u64> {
        self.tend("INSERT INTO cards_to_forget (method, try_at) VALUES ($1, $2) ON CONFLICT (method) DO NOTHING")
            .bind(card.method.clone())
            .bind(at)
            .run()
            .await?;
        self.forget_customer(&card.customer, at).await
    }

    /// Cards that the provider is to forget by `now`, a bounded batch.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn cards_to_forget(&self, now: Moment) -> sqlx::Result<Vec<String>> {
        let rows: Vec<(String,)> = self
            .read("SELECT method FROM cards_to_forget WHERE try_at <= $1 ORDER BY try_at LIMIT $2")
            .bind(now)
            .bind(BATCH)
            .all()
            .await?;
        Ok(rows.into_iter().map(|(method,)| method).collect())
    }

    /// The provider has forgotten a card, or, with a time, is to be told again then.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn card_forgotten(&self, method: &str, try_at: Option<Moment>) -> sqlx::Result<u64> {
        let tended = match try_at {
            None => self.tend("DELETE FROM cards_to_forget WHERE method = $1").bind(method.to_owned()),
            Some(at) => {
                let later = self.tend("UPDATE cards_to_forget SET try_at = $2 WHERE method = $1");
                later.bind(method.to_owned()).bind(at)
            }
        };
        tended.run().await
    }
}

impl Tx {
    /// The provider's names for the card of a Billing Contact.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn card_names(&mut self, contact: BillingContactId) -> sqlx::Result<Option<CardNames>> {
        let row: Option<(Option<String>, Option<String>)> = self
            .query("SELECT provider_customer, provider_method FROM billing_contacts WHERE id = $1")
            .bind(contact)
            .maybe()
            .await?;
        Ok(row.and_then(|(customer, method)| Some(CardNames { customer: customer?, method: method? })))
    }

    /// A Billing Contact pays by this card or mandate from now on, or, without one, by bank transfer.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_card(&mut self, contact: BillingContactId, saved: Option<&SavedCard>) -> sqlx::Result<u64> {
        let (card, mandate) = match saved.map(|saved| &saved.kept) {
            Some(Kept::Card(card)) => (Some(card), None),
            Some(Kept::Sepa(mandate)) => (None, Some(mandate)),
            None => (None, None),
        };
        let method = match (card, mandate) {
            (Some(_), _) => PaymentMethod::Card,
            (None, Some(_)) => PaymentMethod::Sepa,
            (None, None) => PaymentMethod::BankTransfer,
        };
        let last4 = card.map(|card| &card.last4).or(mandate.map(|mandate| &mandate.last4));
        self.query(
            "UPDATE billing_contacts SET method = $2, provider_customer = $3, provider_method = $4, card_brand = $5,
                    card_last4 = $6, card_expires = $7, mandate = $8, bank_country = $9, bank_code = $10,
                    card_told = NULL, version = version + 1
             WHERE id = $1",
        )
        .bind(contact)
        .bind(method)
        .bind(saved.map(|saved| saved.customer.clone()))
        .bind(saved.map(|saved| saved.method.clone()))
        .bind(card.map(|card| card.brand.clone()).or(mandate.map(|_| ACCOUNT.to_owned())))
        .bind(last4.cloned())
        .bind(card.map(|card| CardMonth::ordinal(card.expires)))
        .bind(mandate.map(|mandate| mandate.reference.clone()))
        .bind(mandate.map(|mandate| mandate.country.clone()))
        .bind(mandate.map(|mandate| mandate.bank.clone()))
        .run()
        .await
    }

    /// The provider is to forget a card, and whose it is: every card was entered by a person of its own.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn forget_card(&mut self, card: &CardNames, at: Moment) -> sqlx::Result<u64> {
        self.query("INSERT INTO cards_to_forget (method, try_at) VALUES ($1, $2) ON CONFLICT (method) DO NOTHING")
            .bind(card.method.clone())
            .bind(at)
            .run()
            .await?;
        self.forget_customer(&card.customer, at).await
    }

    /// A Billing Contact and its Company, both locked, the Company first.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn lock_card_holder(&mut self, contact: BillingContactId) -> sqlx::Result<Option<CardHolder>> {
        let found: Option<CardHolder> =
            self.pick(holder!(""), holder!(" FOR UPDATE OF c")).bind(contact).maybe().await?;
        if found.is_none() {
            return Ok(None);
        }
        self.pick(holder!(""), holder!(" FOR UPDATE OF b")).bind(contact).maybe().await
    }

    /// Every open invoice of a Billing Contact is charged as if it had never been tried: what is due by `today` or was reminded
    /// of on the day `soon`, and what can be read still on the day `later`.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn charge_open_invoices(
        &mut self,
        contact: BillingContactId,
        today: Day,
        (soon, later): (Day, Day),
    ) -> sqlx::Result<u64> {
        self.query(
            "UPDATE invoices SET charge_on = CASE WHEN dun_step > 0 OR due_day <= $2 THEN $3 ELSE $4 END, charges_failed = 0
             WHERE billing_contact_id = $1 AND state = 'open'",
        )
        .bind(contact)
        .bind(today)
        .bind(soon)
        .bind(later)
        .run()
        .await
    }

    /// No open invoice of a Billing Contact is charged any more.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn charge_no_more(&mut self, contact: BillingContactId) -> sqlx::Result<u64> {
        self.query("UPDATE invoices SET charge_on = NULL WHERE billing_contact_id = $1 AND state = 'open'")
            .bind(contact)
            .run()
            .await
    }

    /// No open invoice of a Company is charged any more. Answers those that were to be, the one due first at the top.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn charge_none_of(&mut self, company: CompanyId) -> sqlx::Result<Vec<Uncharged>> {
        let mut rows: Vec<Uncharged> = self
            .query(
                "UPDATE invoices SET charge_on = NULL WHERE company_id = $1 AND state = 'open' AND charge_on IS NOT NULL
                 RETURNING id, billing_contact_id, series, number, due_day, balance",
            )
            .bind(company)
            .all()
            .await?;
        rows.sort_unstable_by_key(|row| (row.due_day, row.number));
        Ok(rows)
    }
}
