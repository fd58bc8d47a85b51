//! Invoices of a Billing Contact in lists: page by page for who reads, whole documents for who takes a year along, and what
//! has run up since the last one.

use super::{Found, FoundRow, PAGE, pays};
use crate::{
    rules::{
        day::Day,
        id::{BillingContactId, UserId},
        invoice::{APPS_NAMED, InvoiceCard, InvoiceNumber, InvoiceState, InvoiceTab, Place, Usage},
        money::Money,
    },
    store::{
        billing_run::{UsageRow, usage},
        cut::say_that_there_are_more,
        db::Db,
        members::Seat,
    },
};

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

#[derive(sqlx::FromRow)]
pub(in crate::store) struct CardRow {
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
    pub(in crate::store) fn card(self, today: Day) -> sqlx::Result<InvoiceCard> {
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

impl Db {
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
}
