//! What is to be charged: open invoices whose day has come, each behind its lock with what could pay it. When one is charged
//! again stands here too, because that is a day of the invoice and not of a charge.

use super::BATCH;
use crate::{
    rules::{
        billing::PaymentMethod,
        day::Day,
        id::{BillingContactId, CompanyId, InvoiceId},
        invoice::{InvoiceNumber, InvoiceState},
        payment::{LEAST_CHARGE, Means},
    },
    store::db::{Db, Tx},
};

/// An invoice, locked, and what could pay it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Chargeable {
    pub id: InvoiceId,
    pub company_id: Option<CompanyId>,
    pub billing_contact_id: Option<BillingContactId>,
    pub series: String,
    pub number: i64,
    pub balance: i64,
    pub currency: String,
    pub state: InvoiceState,
    pub charges_failed: i64,
    pub charge_on: Option<Day>,
    #[sqlx(skip)]
    pub payer: PaysWith,
}

/// What an invoice is charged to, read behind its lock: whoever had it may have brought another card, or begun a charge.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub struct PaysWith {
    /// The provider's names; `None` when its Billing Contact pays by bank transfer.
    pub customer: Option<String>,
    pub method: Option<String>,
    pub brand: Option<String>,
    pub last4: Option<String>,
    pub pays_by: Option<PaymentMethod>,
    /// Whether a charge of it is under way.
    pub charging: bool,
}

impl Chargeable {
    /// What is charged.
    pub fn means(&self) -> Means {
        if self.payer.pays_by == Some(PaymentMethod::Sepa) { Means::Sepa } else { Means::Card }
    }
}

macro_rules! chargeable {
    ($where:literal, $tail:literal) => {
        concat!(
            "SELECT i.id, i.company_id, i.billing_contact_id, i.series, i.number, i.balance, i.currency, i.state,
                    i.charges_failed, i.charge_on
             FROM invoices i WHERE ",
            $where,
            $tail
        )
    };
}

impl Db {
    /// The open invoices that are to be charged by this day, a bounded batch; those of accounts only where `debits` are made.
    /// What is being charged, which a bank can think about for days, is not.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn invoices_to_charge(&self, today: Day, debits: bool) -> sqlx::Result<Vec<InvoiceId>> {
        let rows: Vec<(InvoiceId,)> = self
            .read(
                "SELECT i.id FROM invoices i WHERE i.charge_on <= $1 AND i.state = 'open' AND NOT EXISTS
                    (SELECT 1 FROM charges h WHERE h.invoice_id = i.id AND h.state = 'begun')
                    AND ($3 OR NOT EXISTS (SELECT 1 FROM billing_contacts b
                                           WHERE b.id = i.billing_contact_id AND b.mandate IS NOT NULL))
                 ORDER BY i.charge_on LIMIT $2",
            )
            .bind(today)
            .bind(BATCH)
            .bind(debits)
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// An invoice whose Billing Contact has no card, or of which too little is open, is charged no more. One that has got a
    /// card meanwhile is.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn charge_never(&self, id: InvoiceId) -> sqlx::Result<u64> {
        self.tend(
            "UPDATE invoices SET charge_on = NULL WHERE id = $1 AND charge_on IS NOT NULL AND (balance < $2 OR NOT EXISTS
                (SELECT 1 FROM billing_contacts b
                 WHERE b.id = invoices.billing_contact_id AND b.provider_method IS NOT NULL))",
        )
        .bind(id)
        .bind(LEAST_CHARGE)
        .run()
        .await
    }
}

impl Tx {
    /// An invoice, locked, and the card that could pay it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn chargeable(&mut self, id: InvoiceId) -> sqlx::Result<Option<Chargeable>> {
        let found = self.pick(chargeable!("i.id = $1", ""), chargeable!("i.id = $1", " FOR UPDATE"));
        let found: Option<Chargeable> = found.bind(id).maybe().await?;
        self.with_payer(found).await
    }

    /// The same, of a Company, by its number.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn chargeable_of(
        &mut self,
        company: CompanyId,
        number: &InvoiceNumber,
    ) -> sqlx::Result<Option<Chargeable>> {
        let found = self.pick(
            chargeable!("i.series = $1 AND i.number = $2 AND i.company_id = $3", ""),
            chargeable!("i.series = $1 AND i.number = $2 AND i.company_id = $3", " FOR UPDATE"),
        );
        let found: Option<Chargeable> =
            found.bind(number.series.clone()).bind(number.number).bind(company).maybe().await?;
        self.with_payer(found).await
    }

    async fn with_payer(&mut self, found: Option<Chargeable>) -> sqlx::Result<Option<Chargeable>> {
        let Some(found) = found else { return Ok(None) };
        let payer = self
            .query(
                "SELECT b.provider_customer AS customer, b.provider_method AS method, b.card_brand AS brand,
                        b.card_last4 AS last4, b.method AS pays_by,
                        EXISTS (SELECT 1 FROM charges h WHERE h.invoice_id = i.id AND h.state = 'begun') AS charging
                 FROM invoices i LEFT JOIN billing_contacts b ON b.id = i.billing_contact_id WHERE i.id = $1",
            )
            .bind(found.id)
            .one()
            .await?;
        Ok(Some(Chargeable { payer, ..found }))
    }

    /// When the card is charged again for an invoice, and how often that has failed by now.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn charge_again(&mut self, invoice: InvoiceId, on: Option<Day>, failed: i64) -> sqlx::Result<u64> {
        self.query("UPDATE invoices SET charge_on = $2, charges_failed = $3 WHERE id = $1 AND state = 'open'")
            .bind(invoice)
            .bind(on)
            .bind(failed)
            .run()
            .await
    }
}
