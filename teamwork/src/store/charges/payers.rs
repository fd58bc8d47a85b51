//! Who pays with a card or an account, and where the mails about it go: what was charged, what will be, what expires.

use super::{BATCH, as_told};
use crate::{
    rules::{
        day::Day,
        id::{BillingContactId, CompanyId, InvoiceId},
        invoice::Seller,
        payment::{CardMonth, DebitNotice},
    },
    store::db::{Db, Tx},
};

/// Where the mails about a card go.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Payer {
    pub contact_id: BillingContactId,
    pub contact: String,
    pub email: String,
    pub company_id: CompanyId,
    pub company: String,
    pub slug: String,
    pub brand: Option<String>,
    pub last4: Option<String>,
    pub expires: Option<i64>,
    pub mandate: Option<String>,
}

impl Payer {
    /// The card, as people tell it apart.
    pub fn card(&self) -> String {
        as_told(self.brand.as_ref(), self.last4.as_ref()).unwrap_or_else(|| "card".to_owned())
    }

    /// What stands in every notice before its account is debited.
    pub fn debit(&self, seller: &Seller) -> Option<DebitNotice> {
        let mandate = self.mandate.clone()?;
        Some(DebitNotice { mandate, creditor: seller.creditor.clone() })
    }
}

/// Where the mails about an invoice go, and when it was due.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PayerOf {
    #[sqlx(flatten)]
    pub payer: Payer,
    pub due_day: Day,
}

/// An open invoice for which an account is to be debited.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DebitAhead {
    #[sqlx(flatten)]
    pub payer: Payer,
    pub id: InvoiceId,
    pub due_day: Day,
    pub series: String,
    pub number: i64,
    pub balance: i64,
    pub currency: String,
    pub charge_on: Day,
}

macro_rules! payer {
    ($tail:literal) => {
        payer!("", $tail)
    };
    ($more:literal, $tail:literal) => {
        concat!(
            "SELECT b.id AS contact_id, b.name AS contact, b.email, c.id AS company_id, c.name AS company, c.slug,
                    b.card_brand AS brand, b.card_last4 AS last4, b.card_expires AS expires, b.mandate",
            $more,
            " FROM billing_contacts b JOIN companies c ON c.id = b.company_id ",
            $tail
        )
    };
}

impl Db {
    /// The Billing Contacts whose card can be charged until this month at most, and who were not told so, a bounded batch.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn cards_that_expire(&self, until: CardMonth) -> sqlx::Result<Vec<BillingContactId>> {
        let rows: Vec<(BillingContactId,)> = self
            .read(
                "SELECT id FROM billing_contacts
                 WHERE card_expires IS NOT NULL AND card_expires <= $1 AND state = 'active'
                   AND (card_told IS NULL OR card_told <> card_expires) ORDER BY card_expires LIMIT $2",
            )
            .bind(until.ordinal())
            .bind(BATCH)
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }
}

impl Tx {
    /// Where mails about the card of an invoice go; nowhere when its Company is gone.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn payer_of(&mut self, invoice: InvoiceId) -> sqlx::Result<Option<PayerOf>> {
        self.query(payer!(", i.due_day", "JOIN invoices i ON i.billing_contact_id = b.id WHERE i.id = $1"))
            .bind(invoice)
            .maybe()
            .await
    }

    /// The open invoices of a Billing Contact that its account is to be debited for; none when it has none.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn debits_ahead(&mut self, contact: BillingContactId) -> sqlx::Result<Vec<DebitAhead>> {
        self.query(payer!(
            ", i.id, i.due_day, i.series, i.number, i.balance, i.currency, i.charge_on",
            "JOIN invoices i ON i.billing_contact_id = b.id
             WHERE b.id = $1 AND b.mandate IS NOT NULL AND i.state = 'open' AND i.charge_on IS NOT NULL
             ORDER BY i.due_day, i.id LIMIT $2"
        ))
        .bind(contact)
        .bind(BATCH)
        .all()
        .await
    }

    /// Where mails about the card of a Billing Contact go, if nobody was told yet that it expires.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn payer_untold(&mut self, contact: BillingContactId) -> sqlx::Result<Option<Payer>> {
        let told = self.query(
            "UPDATE billing_contacts SET card_told = card_expires
             WHERE id = $1 AND card_expires IS NOT NULL AND (card_told IS NULL OR card_told <> card_expires)",
        );
        if told.bind(contact).run().await? == 0 {
            return Ok(None);
        }
        self.query(payer!("WHERE b.id = $1")).bind(contact).maybe().await
    }
}
