//! The archive of invoices (R45): lists, one invoice, what was paid of it.

use super::{
    billing_run::{UsageRow, usage},
    charges::as_told,
    cut::say_that_there_are_more,
    db::{Db, Tx},
    members::Seat,
};
use crate::rules::{
    day::Day,
    id::{BillingContactId, ChargeId, CompanyId, CreditNoteId, InvoiceId, UserId},
    invoice::{
        APPS_NAMED, Document, InvoiceCard, InvoiceNumber, InvoiceState, InvoiceTab, PaidNow, PayingCard, Payment,
        Place, Usage,
    },
    moment::Moment,
    money::Money,
    payment::Decline,
};

/// How many invoices one page holds.
pub const PAGE: i64 = 50;

/// A Billing Contact as its archive needs it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Archive {
    #[sqlx(flatten)]
    pub seat: Seat,
    pub name: Option<String>,
    pub currency: Option<String>,
    pub billed_to: Option<Day>,
    /// When the first and the last invoice was issued, and the last credit note.
    pub first: Option<Day>,
    pub last: Option<Day>,
    pub last_credit: Option<Day>,
}

/// An invoice with what became of it.
#[derive(Clone, Debug)]
pub struct Found {
    pub id: InvoiceId,
    pub document: Document,
    pub state: InvoiceState,
    pub balance: i64,
    pub credited: i64,
    pub pays: Option<PayingCard>,
    pub contact: Option<BillingContactId>,
}

/// An invoice that something is done to, locked.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Owed {
    pub id: InvoiceId,
    pub company_id: Option<CompanyId>,
    pub currency: String,
    pub balance: i64,
    /// As it is kept: what is credited wholly is paid.
    pub state: InvoiceState,
    /// Since when it is being charged, if it is.
    #[sqlx(skip)]
    pub charging: Option<Moment>,
}

#[derive(sqlx::FromRow)]
pub(super) struct CardRow {
    series: String,
    number: i64,
    issued_day: Day,
    due_day: Day,
    from_day: Day,
    to_day: Day,
    currency: String,
    total: i64,
    balance: i64,
    credited: i64,
    state: InvoiceState,
    document: String,
}

/// What a list needs of a document.
#[derive(serde::Deserialize)]
struct Named {
    lines: Vec<NamedLine>,
}

#[derive(serde::Deserialize)]
struct NamedLine {
    app: String,
}

/// The Apps on a document, each once.
fn apps_of(document: &str) -> sqlx::Result<Vec<String>> {
    let named: Named = serde_json::from_str(document).map_err(|error| sqlx::Error::Decode(error.into()))?;
    let mut apps = Vec::new();
    for NamedLine { app } in named.lines {
        if apps.len() <= APPS_NAMED && !apps.contains(&app) {
            apps.push(app);
        }
    }
    say_that_there_are_more(&mut apps, APPS_NAMED);
    Ok(apps)
}

impl CardRow {
    pub(super) fn card(self, today: Day) -> sqlx::Result<InvoiceCard> {
        Ok(InvoiceCard {
            number: InvoiceNumber { series: self.series, number: self.number },
            issued: self.issued_day,
            due: self.due_day,
            from: self.from_day,
            through: self.to_day.plus(-1),
            total: Money::new(self.total, &self.currency),
            balance: Money::new(self.balance, &self.currency),
            credited: Money::new(self.credited, &self.currency),
            state: self.state.told(self.credited, self.total),
            overdue: self.state == InvoiceState::Open && self.due_day < today,
            apps: apps_of(&self.document)?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct FoundRow {
    id: InvoiceId,
    document: String,
    state: InvoiceState,
    balance: i64,
    credited: i64,
    #[sqlx(flatten)]
    pays: PaysRow,
}

/// What is being charged for an invoice, or else what its Billing Contact pays with.
#[derive(sqlx::FromRow)]
struct PaysRow {
    card_brand: Option<String>,
    card_last4: Option<String>,
    charge_on: Option<Day>,
    charging: bool,
    declined: Option<Decline>,
    contact: Option<BillingContactId>,
}

impl PaysRow {
    fn card(self) -> Option<PayingCard> {
        let card = as_told(self.card_brand.as_ref(), self.card_last4.as_ref());
        // Of what was charged before that was kept nobody can say more. It is charged all the same, and not to be transferred.
        let card = card.or_else(|| self.charging.then(|| "A card or an account".to_owned()))?;
        // What the provider has not heard of was declined by nobody.
        let declined = self.declined.filter(|why| *why != Decline::Lost);
        Some(PayingCard { card, on: self.charge_on, charging: self.charging, declined })
    }
}

impl FoundRow {
    fn found(self) -> sqlx::Result<Found> {
        let document: Document =
            serde_json::from_str(&self.document).map_err(|error| sqlx::Error::Decode(error.into()))?;
        let Self { id, balance, credited, .. } = self;
        let state = self.state.told(credited, document.total);
        let contact = self.pays.contact;
        Ok(Found { id, document, state, balance, credited, pays: self.pays.card(), contact })
    }
}

#[derive(sqlx::FromRow)]
struct SeatedRow {
    #[sqlx(flatten)]
    seat: Seat,
    id: Option<InvoiceId>,
    document: Option<String>,
    state: Option<InvoiceState>,
    balance: Option<i64>,
    credited: Option<i64>,
    #[sqlx(flatten)]
    pays: PaysRow,
}

/// A link to an invoice out of a mail.
#[derive(sqlx::FromRow)]
struct LinkRow {
    #[sqlx(flatten)]
    found: FoundRow,
    credit_note_id: Option<CreditNoteId>,
    address: String,
    expires_at: Moment,
    company_id: Option<CompanyId>,
    settled_at: Option<Moment>,
}

/// The same, as an act needs it.
#[derive(Clone, Debug)]
pub struct Linked {
    pub found: Found,
    /// The credit note about that invoice to which the link leads instead.
    pub credit_note: Option<CreditNoteId>,
    pub address: String,
    pub expires_at: Moment,
    pub company_id: Option<CompanyId>,
    /// When that invoice was paid, credited or written off.
    pub settled_at: Option<Moment>,
}

impl LinkRow {
    fn linked(self) -> sqlx::Result<Linked> {
        let Self { found, credit_note_id: credit_note, address, expires_at, company_id, settled_at } = self;
        Ok(Linked { found: found.found()?, credit_note, address, expires_at, company_id, settled_at })
    }
}

macro_rules! cards {
    ($where:literal) => {
        concat!(
            "SELECT i.series, i.number, i.issued_day, i.due_day, i.from_day, i.to_day, i.currency, i.total, i.balance,
                    i.credited, i.state, i.document
             FROM invoices i WHERE i.billing_contact_id = $1 AND i.issued_day >= $2 AND i.issued_day < $3
               AND (i.issued_day, i.number) < ($4, $5)",
            $where,
            " ORDER BY i.issued_day DESC, i.number DESC LIMIT $6"
        )
    };
}

/// What pays an invoice `i` of a Billing Contact `b`: while it is being charged that, whatever it pays with by now.
macro_rules! pays {
    () => {
        "COALESCE((SELECT h.card_brand FROM charges h WHERE h.invoice_id = i.id AND h.state = 'begun'), b.card_brand)
            AS card_brand,
         COALESCE((SELECT h.card_last4 FROM charges h WHERE h.invoice_id = i.id AND h.state = 'begun'), b.card_last4)
            AS card_last4,
         b.id AS contact, i.charge_on,
         EXISTS (SELECT 1 FROM charges h WHERE h.invoice_id = i.id AND h.state = 'begun') AS charging,
         (SELECT h.why FROM charges h WHERE h.invoice_id = i.id AND h.method = b.provider_method
          ORDER BY h.begun_at DESC LIMIT 1) AS declined"
    };
}

macro_rules! owed {
    ($tail:literal) => {
        concat!(
            "SELECT i.id, i.company_id, i.currency, i.balance, i.state FROM invoices i
             WHERE i.series = $1 AND i.number = $2",
            $tail
        )
    };
}

impl Db {
    /// Where an invoice is in its life, and why a charge of it has failed, if it has.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn paid_now(&self, charge: ChargeId) -> sqlx::Result<PaidNow> {
        let found = self.read(
            "SELECT i.state, i.credited, i.total, h.why FROM charges h JOIN invoices i ON i.id = h.invoice_id
             WHERE h.id = $1",
        );
        let (state, credited, total, why): (InvoiceState, i64, i64, Option<Decline>) = found.bind(charge).one().await?;
        // When the bank did not agree, a credit note may have paid instead.
        let declined = why.filter(|_| state == InvoiceState::Open);
        Ok(PaidNow { state: state.told(credited, total), declined, debit_on: None })
    }

    /// A Billing Contact's archive and the seat of the reader; `None` for non-members.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn archive(&self, slug: &str, user: UserId, contact: BillingContactId) -> sqlx::Result<Option<Archive>> {
        self.read(
            "SELECT c.id AS company_id, me.role, b.name, b.currency, b.billed_to,
                    (SELECT MIN(i.issued_day) FROM invoices i WHERE i.billing_contact_id = b.id) AS first,
                    (SELECT MAX(i.issued_day) FROM invoices i WHERE i.billing_contact_id = b.id) AS last,
                    (SELECT MAX(n.issued_day) FROM credit_notes n WHERE n.billing_contact_id = b.id) AS last_credit
             FROM companies c JOIN members me ON me.company_id = c.id AND me.user_id = $2
             LEFT JOIN billing_contacts b ON b.company_id = c.id AND b.id = $3
             WHERE c.slug = $1",
        )
        .bind(slug.to_owned())
        .bind(user)
        .bind(contact)
        .maybe()
        .await
    }

    /// Invoices of a Billing Contact that were issued from one day until before another, the newest first, behind a place.
    ///
    /// # Errors
    /// What the engine says, or that a document cannot be read.
    pub async fn invoices_of(
        &self,
        contact: BillingContactId,
        tab: InvoiceTab,
        (from, until): (Day, Day),
        after: Place,
        today: Day,
    ) -> sqlx::Result<Vec<InvoiceCard>> {
        let sql = match tab {
            InvoiceTab::All => cards!(""),
            InvoiceTab::Open => cards!(" AND i.state = 'open'"),
            InvoiceTab::Paid => cards!(" AND i.state = 'paid' AND i.credited < i.total"),
            InvoiceTab::CreditNotes => return Ok(Vec::new()),
        };
        let (day, number) = after.among_invoices();
        let rows = self.read(sql).bind(contact).bind(from).bind(until).bind(day).bind(number).bind(PAGE + 1);
        let rows: Vec<CardRow> = rows.all().await?;
        rows.into_iter().map(|row| row.card(today)).collect()
    }

    /// Invoices of a Billing Contact as they were issued, from one day until before another, the earliest first, behind a
    /// place; so many at most.
    ///
    /// # Errors
    /// What the engine says, or that a document cannot be read.
    pub async fn issued_between(
        &self,
        contact: BillingContactId,
        (from, until): (Day, Day),
        after: Place,
        limit: i64,
    ) -> sqlx::Result<Vec<Found>> {
        let (day, number) = after.among_invoices();
        let rows: Vec<FoundRow> = self
            .read(concat!(
                "SELECT i.id, i.document, i.state, i.balance, i.credited, ",
                pays!(),
                " FROM invoices i LEFT JOIN billing_contacts b ON b.id = i.billing_contact_id
                     WHERE i.billing_contact_id = $1 AND i.issued_day >= $2 AND i.issued_day < $3
                       AND (i.issued_day, i.number) > ($4, $5)
                     ORDER BY i.issued_day, i.number LIMIT $6"
            ))
            .bind(contact)
            .bind(from)
            .bind(until)
            .bind(day)
            .bind(number)
            .bind(limit)
            .all()
            .await?;
        rows.into_iter().map(FoundRow::found).collect()
    }

    /// The runs of days that touch the days from `from` until before `to`, for the running invoice.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn usage_of(&self, contact: BillingContactId, from: Day, to: Day) -> sqlx::Result<Vec<Usage>> {
        let rows: Vec<UsageRow> = self.read(usage!()).bind(contact).bind(to).bind(from).all().await?;
        Ok(rows.into_iter().map(UsageRow::usage).collect())
    }

    /// One invoice of a Company and the seat of the reader; `None` for non-members.
    ///
    /// # Errors
    /// What the engine says, or that a document cannot be read.
    pub async fn invoice(
        &self,
        slug: &str,
        user: UserId,
        number: &InvoiceNumber,
    ) -> sqlx::Result<Option<(Seat, Option<Found>)>> {
        let row: Option<SeatedRow> = self
            .read(concat!(
                "SELECT c.id AS company_id, me.role, i.id, i.document, i.state, i.balance, i.credited, ",
                pays!(),
                " FROM companies c JOIN members me ON me.company_id = c.id AND me.user_id = $2
                     LEFT JOIN invoices i ON i.company_id = c.id AND i.series = $3 AND i.number = $4
                     LEFT JOIN billing_contacts b ON b.id = i.billing_contact_id
                     WHERE c.slug = $1"
            ))
            .bind(slug.to_owned())
            .bind(user)
            .bind(number.series.clone())
            .bind(number.number)
            .maybe()
            .await?;
        let Some(SeatedRow { seat, id, document, state, balance, credited, pays }) = row else { return Ok(None) };
        let found = match (id, document, state, balance, credited) {
            (Some(id), Some(document), Some(state), Some(balance), Some(credited)) => {
                Some(FoundRow { id, document, state, balance, credited, pays }.found()?)
            }
            _ => None,
        };
        Ok(Some((seat, found)))
    }

    /// What was paid of an invoice.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn payments_of(&self, invoice: InvoiceId, currency: &str) -> sqlx::Result<Vec<Payment>> {
        let rows: Vec<(Moment, i64, Option<Moment>)> = self
            .read("SELECT at, amount, returned_at FROM invoice_payments WHERE invoice_id = $1 ORDER BY position LIMIT 100")
            .bind(invoice)
            .all()
            .await?;
        let told = |(at, amount, returned)| Payment { at, amount: Money::new(amount, currency), returned };
        Ok(rows.into_iter().map(told).collect())
    }

    /// The invoice that a mailed link leads to.
    ///
    /// # Errors
    /// What the engine says, or that a document cannot be read.
    pub async fn invoice_by_link(&self, hash: Vec<u8>) -> sqlx::Result<Option<Linked>> {
        let row: Option<LinkRow> = self
            .read(concat!(
                "SELECT i.id, i.document, i.state, i.balance, i.credited, l.credit_note_id, l.address, l.expires_at,
                        i.company_id, i.settled_at, ",
                pays!(),
                " FROM invoice_links l JOIN invoices i ON i.id = l.invoice_id
                     LEFT JOIN billing_contacts b ON b.id = i.billing_contact_id WHERE l.hash = $1"
            ))
            .bind(hash)
            .maybe()
            .await?;
        row.map(LinkRow::linked).transpose()
    }
}

impl Tx {
    /// An invoice by its number, locked.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn owed(&mut self, number: &InvoiceNumber) -> sqlx::Result<Option<Owed>> {
        let owed: Option<Owed> = self
            .pick(owed!(""), owed!(" FOR UPDATE OF i"))
            .bind(number.series.clone())
            .bind(number.number)
            .maybe()
            .await?;
        let Some(owed) = owed else { return Ok(None) };
        // Behind the lock: what was waited for may have begun a charge.
        Ok(Some(Owed { charging: self.charged_since(owed.id).await?, ..owed }))
    }

    /// Notes a payment of an invoice that was locked.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn pay_invoice(&mut self, owed: &Owed, amount: i64, at: Moment) -> sqlx::Result<InvoiceState> {
        self.query(
            "INSERT INTO invoice_payments (invoice_id, position, at, amount)
             SELECT $1, COUNT(*) + 1, $2, $3 FROM invoice_payments WHERE invoice_id = $1",
        )
        .bind(owed.id)
        .bind(at)
        .bind(amount)
        .run()
        .await?;
        let is_paid = owed.balance == amount;
        let state = if is_paid { InvoiceState::Paid } else { InvoiceState::Open };
        self.query("UPDATE invoices SET balance = $2, state = $3, settled_at = $4 WHERE id = $1")
            .bind(owed.id)
            .bind(owed.balance - amount)
            .bind(state)
            .bind(is_paid.then_some(at))
            .run()
            .await?;
        Ok(state)
    }

    /// No longer waits for an invoice.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn write_invoice_off(&mut self, invoice: InvoiceId, at: Moment) -> sqlx::Result<u64> {
        self.query("UPDATE invoices SET state = 'written_off', settled_at = $2 WHERE id = $1")
            .bind(invoice)
            .bind(at)
            .run()
            .await
    }
}
