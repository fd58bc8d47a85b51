//! Billing Contacts: who pays, and where the invoices go. Whoever writes here holds the row of the Company.

use super::{
    cut::{at_most, one_more_than, say_that_there_are_more},
    db::{Db, Tx},
    members::Seat,
};
use crate::rules::{
    billing::{
        BillingCard, BillingData, BillingDetails, BillingState, CONTACTS_MAX, EURO, PAYS_FOR_MAX, PaymentMethod,
        is_in_the_eu,
    },
    day::Day,
    dunning::Arrears,
    id::{BillingContactId, CompanyId, UserId},
    invoice::{InvoiceNumber, InvoiceState, NewestInvoice},
    moment::Moment,
    money::Money,
    payment::{Card, CardMonth, Mandate},
    text::Email,
};

/// A Billing Contact, as an act needs it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Contact {
    pub name: String,
    pub state: BillingState,
    pub street: String,
    pub postal_code: String,
    pub city: String,
    pub country: String,
    pub vat_number: Option<String>,
    pub email: String,
    pub currency: String,
    pub version: i64,
    recipients: Option<String>,
    /// How many live ones the Company has.
    pub live: i64,
    /// Whether an App is paid by it.
    pub in_use: bool,
    /// Whether an invoice of it is open.
    pub owing: bool,
}

impl Contact {
    /// Who gets the invoices too.
    pub fn recipients(&self) -> Vec<String> {
        words(self.recipients.as_deref())
    }
}

#[derive(sqlx::FromRow)]
struct CardRow {
    #[sqlx(flatten)]
    seat: Seat,
    id: Option<BillingContactId>,
    name: Option<String>,
    state: Option<BillingState>,
    arrears: Option<Arrears>,
    street: Option<String>,
    postal_code: Option<String>,
    city: Option<String>,
    country: Option<String>,
    vat_number: Option<String>,
    email: Option<String>,
    method: Option<PaymentMethod>,
    currency: Option<String>,
    version: Option<i64>,
    recipients: Option<String>,
    pays_for: Option<String>,
    owing: bool,
    card_brand: Option<String>,
    card_last4: Option<String>,
    card_expires: Option<i64>,
    mandate: Option<String>,
    bank_country: Option<String>,
    bank_code: Option<String>,
    entering: bool,
    #[sqlx(flatten)]
    newest: NewestRow,
}

/// The invoice that was issued last, if there is one.
#[derive(sqlx::FromRow)]
struct NewestRow {
    series: Option<String>,
    number: Option<i64>,
    issued_day: Option<Day>,
    total: Option<i64>,
    credited: Option<i64>,
    invoice_state: Option<InvoiceState>,
}

impl NewestRow {
    fn newest(self, currency: &str) -> Option<NewestInvoice> {
        let total = self.total?;
        Some(NewestInvoice {
            number: InvoiceNumber { series: self.series?, number: self.number? },
            issued: self.issued_day?,
            total: Money::new(total, currency),
            state: self.invoice_state?.told(self.credited?, total),
        })
    }
}

#[derive(sqlx::FromRow)]
struct CurrencyRow {
    #[sqlx(flatten)]
    seat: Seat,
    currency: Option<String>,
}

// Names of Apps and addresses hold no white space, so a list of them is one text.
macro_rules! cards {
    ($only:literal, $tail:literal) => {
        concat!(
            "SELECT c.id AS company_id, me.role, b.id, b.name, b.state, b.arrears, b.street, b.postal_code, b.city, b.country,
                    b.vat_number, b.email, b.method, b.currency, b.version, b.card_brand, b.card_last4, b.card_expires,
                    b.mandate, b.bank_country, b.bank_code,
                    EXISTS (SELECT 1 FROM payment_setups s
                            WHERE s.billing_contact_id = b.id AND s.state = 'begun') AS entering,
                    (SELECT string_agg(r.email, ' ' ORDER BY r.email) FROM billing_recipients r
                     WHERE r.billing_contact_id = b.id) AS recipients,
                    (SELECT string_agg(paid.name, ' ' ORDER BY paid.name) FROM
                        (SELECT a.name FROM apps a WHERE a.billing_contact_id = b.id ORDER BY a.name LIMIT $3) AS paid
                    ) AS pays_for,
                    EXISTS (SELECT 1 FROM invoices i WHERE i.billing_contact_id = b.id AND i.state = 'open') AS owing,
                    n.series, n.number, n.issued_day, n.total, n.credited, n.state AS invoice_state
             FROM companies c
             JOIN members me ON me.company_id = c.id AND me.user_id = $2
             LEFT JOIN billing_contacts b ON b.company_id = c.id",
            $only,
            " LEFT JOIN invoices n ON n.id = (SELECT i.id FROM invoices i WHERE i.billing_contact_id = b.id
                                              ORDER BY i.issued_day DESC, i.number DESC LIMIT 1)
             WHERE c.slug = $1",
            $tail
        )
    };
}

impl Db {
    /// The Billing Contacts of a Company, the live ones first, at most [`CONTACTS_MAX`], and the seat of the reader in it. `None` for non-members.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn billing_contacts(&self, slug: &str, user: UserId) -> sqlx::Result<Option<(Seat, Vec<BillingCard>)>> {
        let rows: Vec<CardRow> = self
            .read(cards!("", " ORDER BY CASE WHEN b.state = 'active' THEN 0 ELSE 1 END, b.created_at, b.id LIMIT $4"))
            .bind(slug.to_owned())
            .bind(user)
            .bind(one_more_than(PAYS_FOR_MAX))
            .bind(at_most(CONTACTS_MAX))
            .all()
            .await?;
        let seat = rows.first().map(|row| row.seat);
        Ok(seat.map(|seat| (seat, rows.into_iter().filter_map(card).collect())))
    }

    /// One of them, if it is there, and the seat of the reader. `None` for non-members.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn billing_contact(
        &self,
        slug: &str,
        user: UserId,
        contact: BillingContactId,
    ) -> sqlx::Result<Option<(Seat, Option<BillingCard>)>> {
        let row: Option<CardRow> = self
            .read(cards!(" AND b.id = $4", ""))
            .bind(slug.to_owned())
            .bind(user)
            .bind(one_more_than(PAYS_FOR_MAX))
            .bind(contact)
            .maybe()
            .await?;
        Ok(row.map(|row| (row.seat, card(row))))
    }

    /// The currencies of the price list, and the seat of the reader. `None` for non-members.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn currencies(&self, slug: &str, user: UserId) -> sqlx::Result<Option<(Seat, Vec<String>)>> {
        let rows: Vec<CurrencyRow> = self
            .read(
                "SELECT c.id AS company_id, me.role, p.currency
                 FROM companies c
                 JOIN members me ON me.company_id = c.id AND me.user_id = $2
                 LEFT JOIN (SELECT DISTINCT currency FROM plans WHERE offered) AS p ON 1 = 1
                 WHERE c.slug = $1 ORDER BY p.currency LIMIT 100",
            )
            .bind(slug.to_owned())
            .bind(user)
            .all()
            .await?;
        let seat = rows.first().map(|row| row.seat);
        Ok(seat.map(|seat| (seat, rows.into_iter().filter_map(|row| row.currency).collect())))
    }
}

impl Tx {
    /// Adds a Billing Contact. Without a currency it gets the usual one: euros in the European Union and wherever the
    /// price list has them, else the first of the price list (E65).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn add_billing_contact(
        &mut self,
        company: CompanyId,
        id: BillingContactId,
        data: &BillingData,
        currency: Option<&str>,
        at: Moment,
    ) -> sqlx::Result<()> {
        let currency = currency.or(is_in_the_eu(&data.country).then_some(EURO));
        self.query(
            "INSERT INTO billing_contacts (id, company_id, state, method, name, street, postal_code, city, country,
                                           vat_number, email, created_at, currency)
             VALUES ($1, $2, 'active', $3, $4, $5, $6, $7, $8, $9, $10, $11,
                     COALESCE($12, (SELECT currency FROM plans WHERE offered
                                    ORDER BY CASE WHEN currency = 'EUR' THEN 0 ELSE 1 END, position LIMIT 1), 'EUR'))",
        )
        .bind(id)
        .bind(company)
        .bind(PaymentMethod::BankTransfer)
        .bind(data.name.as_str().to_owned())
        .bind(data.street.as_str().to_owned())
        .bind(data.postal_code.as_str().to_owned())
        .bind(data.city.as_str().to_owned())
        .bind(data.country.clone())
        .bind(data.vat_number.clone())
        .bind(data.email.as_str().to_owned())
        .bind(at)
        .bind(currency.map(str::to_owned))
        .run()
        .await
        .map(|_| ())
    }

    /// Has the price list this currency?
    ///
    /// # Errors
    /// What the engine says.
    pub async fn is_priced_in(&mut self, currency: &str) -> sqlx::Result<bool> {
        let row: (i64,) = self
            .query("SELECT COUNT(*) FROM plans WHERE offered AND currency = $1")
            .bind(currency.to_owned())
            .one()
            .await?;
        Ok(row.0 > 0)
    }

    /// A Billing Contact of a Company, with what its archiving depends on.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn billing_contact(&mut self, company: CompanyId, id: BillingContactId) -> sqlx::Result<Option<Contact>> {
        self.query(
            "SELECT b.name, b.state, b.street, b.postal_code, b.city, b.country, b.vat_number, b.email, b.currency,
                    b.version,
                    (SELECT string_agg(r.email, ' ' ORDER BY r.email) FROM billing_recipients r
                     WHERE r.billing_contact_id = b.id) AS recipients,
                    (SELECT COUNT(*) FROM billing_contacts o
                     WHERE o.company_id = b.company_id AND o.state = 'active') AS live,
                    EXISTS (SELECT 1 FROM apps a WHERE a.billing_contact_id = b.id) AS in_use,
                    EXISTS (SELECT 1 FROM invoices i WHERE i.billing_contact_id = b.id AND i.state = 'open') AS owing
             FROM billing_contacts b WHERE b.company_id = $1 AND b.id = $2",
        )
        .bind(company)
        .bind(id)
        .maybe()
        .await
    }

    /// Writes the new address, VAT number and invoice address. The currency stays (E65).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_billing_contact(&mut self, id: BillingContactId, data: &BillingData) -> sqlx::Result<u64> {
        self.query(
            "UPDATE billing_contacts SET name = $2, street = $3, postal_code = $4, city = $5, country = $6,
                    vat_number = $7, email = $8, version = version + 1
             WHERE id = $1",
        )
        .bind(id)
        .bind(data.name.as_str().to_owned())
        .bind(data.street.as_str().to_owned())
        .bind(data.postal_code.as_str().to_owned())
        .bind(data.city.as_str().to_owned())
        .bind(data.country.clone())
        .bind(data.vat_number.clone())
        .bind(data.email.as_str().to_owned())
        .run()
        .await
    }

    /// Writes who gets the invoices too: first the old ones go, then the new ones come, one statement each.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_recipients(&mut self, id: BillingContactId, recipients: &[Email]) -> sqlx::Result<()> {
        self.query("DELETE FROM billing_recipients WHERE billing_contact_id = $1").bind(id).run().await?;
        self.add_recipients(id, recipients).await
    }

    /// Adds addresses that get the invoices too; there are at most ten.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn add_recipients(&mut self, id: BillingContactId, recipients: &[Email]) -> sqlx::Result<()> {
        for email in recipients {
            self.query("INSERT INTO billing_recipients (billing_contact_id, email) VALUES ($1, $2)")
                .bind(id)
                .bind(email.as_str().to_owned())
                .run()
                .await?;
        }
        Ok(())
    }

    /// Archives a Billing Contact, or brings it back with `None`.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_billing_archived(&mut self, id: BillingContactId, at: Option<Moment>) -> sqlx::Result<u64> {
        let state = if at.is_some() { BillingState::Archived } else { BillingState::Active };
        self.query("UPDATE billing_contacts SET state = $2, archived_at = $3, version = version + 1 WHERE id = $1")
            .bind(id)
            .bind(state)
            .bind(at)
            .run()
            .await
    }
}

fn words(text: Option<&str>) -> Vec<String> {
    text.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

fn card_of(brand: Option<String>, last4: Option<String>, expires: Option<i64>) -> Option<Card> {
    Some(Card { brand: brand?, last4: last4?, expires: CardMonth::from_ordinal(expires?) })
}

fn mandate_of(row: &CardRow) -> Option<Mandate> {
    Some(Mandate {
        last4: row.card_last4.clone()?,
        country: row.bank_country.clone()?,
        bank: row.bank_code.clone()?,
        reference: row.mandate.clone()?,
    })
}

fn card(row: CardRow) -> Option<BillingCard> {
    let mut pays_for = words(row.pays_for.as_deref());
    say_that_there_are_more(&mut pays_for, PAYS_FOR_MAX);
    let mandate = mandate_of(&row);
    let currency = row.currency?;
    let newest = row.newest.newest(&currency);
    Some(BillingCard {
        id: row.id?,
        name: row.name?,
        state: row.state?,
        arrears: row.arrears?,
        details: Some(BillingDetails {
            street: row.street?,
            postal_code: row.postal_code?,
            city: row.city?,
            country: row.country?,
            vat_number: row.vat_number,
            email: row.email?,
            recipients: words(row.recipients.as_deref()),
            method: row.method?,
            card: card_of(row.card_brand, row.card_last4, row.card_expires),
            mandate,
            entering: row.entering,
            // The act knows.
            takes_cards: false,
            takes_sepa: false,
            currency,
            pays_for,
            owing: row.owing,
            newest,
            version: row.version?,
        }),
    })
}
