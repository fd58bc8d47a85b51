//! What is due to be billed, and the writing of invoices.

use super::db::{Db, Tx};
use crate::rules::{
    day::Day,
    id::{AppId, BillingContactId, CompanyId, InvoiceId, LinkId},
    invoice::{Collection, DirectDebit, Document, InvoiceState, Usage},
    moment::Moment,
    payment::{DebitNotice, Means},
};

/// What the numbers of a series count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum Numbered {
    Invoice,
    CreditNote,
}

/// A Billing Contact that is about to be billed, locked.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Buyer {
    pub id: BillingContactId,
    pub company_id: CompanyId,
    pub company: String,
    pub name: String,
    pub street: String,
    pub postal_code: String,
    pub city: String,
    pub country: String,
    pub vat_number: Option<String>,
    pub email: String,
    pub currency: String,
    pub billed_to: Day,
    pub card_brand: Option<String>,
    pub card_last4: Option<String>,
    pub mandate: Option<String>,
    bank_country: Option<String>,
    recipients: Option<String>,
}

impl Buyer {
    /// From what an invoice of this day is charged, unless it is to be transferred. Debits are those of the creditor of
    /// this identifier; without one, nobody could be told by whom, and there are none.
    pub fn collection(&self, issued: Day, creditor: &str) -> Option<Collection> {
        let (brand, last4) = (self.card_brand.as_ref()?, self.card_last4.clone()?);
        if self.mandate.is_some() && creditor.is_empty() {
            return None;
        }
        let debit = self.mandate.clone().map(|mandate| DirectDebit {
            notice: DebitNotice { mandate, creditor: creditor.to_owned() },
            country: self.bank_country.clone().unwrap_or_default(),
        });
        let means = if debit.is_some() { Means::Sepa } else { Means::Card };
        Some(Collection { from: format!("{brand} ending in {last4}"), last4, on: issued.plus(means.delay()), debit })
    }

    /// Every address that gets the invoice.
    pub fn addresses(&self) -> Vec<String> {
        let copies = self.recipients.as_deref().unwrap_or_default().split_whitespace().map(str::to_owned);
        std::iter::once(self.email.clone()).chain(copies).collect()
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct UsageRow {
    app_id: AppId,
    app: String,
    plan: String,
    price: i64,
    from_day: Day,
    to_day: Option<Day>,
}

impl UsageRow {
    pub(super) fn usage(self) -> Usage {
        let Self { app_id, app, plan, price, from_day, to_day } = self;
        Usage { app_id, app, plan, price, from: from_day, to: to_day }
    }
}

/// Without a limit, because a day that is left out is a day that nobody pays.
macro_rules! usage {
    () => {
        "SELECT p.app_id, a.name AS app, COALESCE(l.name, p.plan) AS plan, p.price, p.from_day, p.to_day
         FROM app_periods p JOIN apps a ON a.id = p.app_id LEFT JOIN plans l ON l.key = p.plan
         WHERE p.billing_contact_id = $1 AND p.from_day < $2 AND (p.to_day IS NULL OR p.to_day > $3)"
    };
}
pub(super) use usage;

macro_rules! buyer {
    ($where:literal, $tail:literal) => {
        concat!(
            "SELECT b.id, b.company_id, c.name AS company, b.name, b.street, b.postal_code, b.city, b.country,
                    b.vat_number, b.email, b.currency, b.billed_to, b.card_brand, b.card_last4, b.mandate, b.bank_country,
                    (SELECT string_agg(r.email, ' ' ORDER BY r.email) FROM billing_recipients r
                     WHERE r.billing_contact_id = b.id) AS recipients
             FROM billing_contacts b JOIN companies c ON c.id = b.company_id WHERE ",
            $where,
            $tail
        )
    };
}

impl Db {
    /// The Billing Contacts whose days before `before` no billing run has looked at, a bounded batch of them.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn contacts_to_bill(&self, before: Day) -> sqlx::Result<Vec<BillingContactId>> {
        let rows: Vec<(BillingContactId,)> = self
            .read("SELECT id FROM billing_contacts WHERE run_to < $1 ORDER BY run_to LIMIT 100")
            .bind(before)
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// Notes that a run has looked at the days before `before` and found too little for an invoice.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn carry_forward(&self, contact: BillingContactId, before: Day) -> sqlx::Result<u64> {
        self.tend("UPDATE billing_contacts SET run_to = $2 WHERE id = $1 AND run_to < $2")
            .bind(contact)
            .bind(before)
            .run()
            .await
    }
}

impl Tx {
    /// A Billing Contact and its Company, locked, unless a run has looked at its days before `before` already.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn buyer(&mut self, contact: BillingContactId, before: Day) -> sqlx::Result<Option<Buyer>> {
        self.pick(
            buyer!("b.id = $1 AND b.run_to < $2", ""),
            buyer!("b.id = $1 AND b.run_to < $2", " FOR UPDATE OF c, b"),
        )
        .bind(contact)
        .bind(before)
        .maybe()
        .await
    }

    /// All Billing Contacts of a Company that ends, locked.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn last_buyers(&mut self, company: CompanyId) -> sqlx::Result<Vec<Buyer>> {
        self.pick(
            buyer!("b.company_id = $1", " ORDER BY b.created_at, b.id"),
            buyer!("b.company_id = $1", " ORDER BY b.created_at, b.id FOR UPDATE OF b"),
        )
        .bind(company)
        .all()
        .await
    }

    /// The runs of days that touch the days from `from` until before `to`.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn usage(&mut self, contact: BillingContactId, from: Day, to: Day) -> sqlx::Result<Vec<Usage>> {
        let rows: Vec<UsageRow> = self.query(usage!()).bind(contact).bind(to).bind(from).all().await?;
        Ok(rows.into_iter().map(UsageRow::usage).collect())
    }

    /// The next number of a series of this kind of document. Whoever issues at the same time waits for this transaction, so there is no gap (I26).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn next_number(&mut self, series: &str, numbered: Numbered) -> sqlx::Result<i64> {
        let (number,): (i64,) = self
            .query(
                "INSERT INTO invoice_series (series, last, kind) VALUES ($1, 1, $2)
                 ON CONFLICT (series) DO UPDATE SET last = invoice_series.last + 1
                    WHERE invoice_series.kind = excluded.kind RETURNING last",
            )
            .bind(series.to_owned())
            .bind(numbered)
            .one()
            .await?;
        Ok(number)
    }

    /// Which kind of document a series numbers, if it numbers any.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn numbered_by(&mut self, series: &str) -> sqlx::Result<Option<Numbered>> {
        let row: Option<(Numbered,)> =
            self.query("SELECT kind FROM invoice_series WHERE series = $1").bind(series.to_owned()).maybe().await?;
        Ok(row.map(|(kind,)| kind))
    }

    /// Writes an invoice, and notes up to which day its Billing Contact is billed. `dun_on` is
    /// the day of its first reminder. One that credit notes have paid is settled `at` once.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn issue(
        &mut self,
        id: InvoiceId,
        buyer: &Buyer,
        document: &Document,
        dun_on: Day,
        at: Moment,
    ) -> sqlx::Result<()> {
        let json = serde_json::to_string(document).map_err(|error| sqlx::Error::Encode(error.into()))?;
        let (to, payable) = (document.through.plus(1), document.payable());
        let state = if payable == 0 { InvoiceState::Paid } else { InvoiceState::Open };
        self.query(
            "INSERT INTO invoices (id, series, number, company_id, billing_contact_id, buyer, from_day, to_day, issued_day,
                                   due_day, currency, net, tax, total, document, balance, state, charge_on, dun_on,
                                   settled_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        )
        .bind(id)
        .bind(document.number.series.clone())
        .bind(document.number.number)
        .bind(buyer.company_id)
        .bind(buyer.id)
        .bind(document.buyer.name.clone())
        .bind(document.from)
        .bind(to)
        .bind(document.issued)
        .bind(document.due)
        .bind(document.currency.clone())
        .bind(document.net)
        .bind(document.tax.amount)
        .bind(document.total)
        .bind(json)
        .bind(payable)
        .bind(state)
        .bind(document.collection.as_ref().map(|collection| collection.on))
        .bind(dun_on)
        .bind((payable == 0).then_some(at))
        .run()
        .await?;
        self.query("UPDATE billing_contacts SET billed_to = $2, run_to = $2 WHERE id = $1")
            .bind(buyer.id)
            .bind(to)
            .run()
            .await
            .map(|_| ())
    }

    /// Keeps the hash of a link to an invoice, and to which address it is mailed.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn add_invoice_link(
        &mut self,
        link: LinkId,
        invoice: InvoiceId,
        hash: Vec<u8>,
        address: &str,
        expires_at: Moment,
    ) -> sqlx::Result<u64> {
        self.query("INSERT INTO invoice_links (id, invoice_id, hash, address, expires_at) VALUES ($1, $2, $3, $4, $5)")
            .bind(link)
            .bind(invoice)
            .bind(hash)
            .bind(address.to_owned())
            .bind(expires_at)
            .run()
            .await
    }
}
