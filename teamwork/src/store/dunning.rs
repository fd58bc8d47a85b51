//! What is overdue: open invoices with their step, and how their Billing Contacts stand.

use super::{
    cut::{one_more_than, say_that_there_are_more},
    db::{Db, Tx},
};
use crate::rules::{
    billing::PAYS_FOR_MAX,
    day::Day,
    dunning::{Arrears, DoomedContact, Step},
    id::{BillingContactId, CompanyId, InvoiceId},
    invoice::InvoiceNumber,
    moment::Moment,
    money::Money,
    payment::{DEBIT_PATIENCE, LEAST_CHARGE},
};

/// A Billing Contact whose invoices are looked at, locked behind its Company.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Debtor {
    pub id: BillingContactId,
    pub company_id: CompanyId,
    pub slug: String,
    pub company: String,
    pub name: String,
    pub email: String,
    pub currency: String,
    pub arrears: Arrears,
    recipients: Option<String>,
}

impl Debtor {
    /// Every address that gets its invoices.
    pub fn addresses(&self) -> Vec<String> {
        let copies = self.recipients.as_deref().unwrap_or_default().split_whitespace().map(str::to_owned);
        std::iter::once(self.email.clone()).chain(copies).collect()
    }
}

/// An open invoice, locked.
#[derive(Clone, Debug)]
pub struct Debt {
    pub id: InvoiceId,
    pub number: InvoiceNumber,
    pub due: Day,
    /// From when its steps are counted: when it was due, or a bank took back what had paid it.
    pub since: Day,
    /// What is still owed.
    pub balance: i64,
    pub step: Step,
    /// When the next step comes.
    pub next: Option<Day>,
    /// Since when it is being charged, if it is.
    pub charging: Option<Moment>,
    /// The day of the debit that was announced, if it is paid by debits.
    pub debit_on: Option<Day>,
}

#[derive(sqlx::FromRow)]
struct DebtRow {
    id: InvoiceId,
    series: String,
    number: i64,
    due_day: Day,
    balance: i64,
    dun_step: i64,
    dun_on: Option<Day>,
    debit_on: Option<Day>,
    returned_at: Option<Moment>,
}

impl DebtRow {
    fn debt(self, charging: Option<Moment>) -> Debt {
        let Self { id, series, number, due_day, balance, dun_step, dun_on, debit_on, returned_at } = self;
        let number = InvoiceNumber { series, number };
        let since = returned_at.map_or(due_day, |at| due_day.max(Day::of(at)));
        Debt { id, number, due: due_day, since, balance, step: Step::of(dun_step), next: dun_on, charging, debit_on }
    }
}

#[derive(sqlx::FromRow)]
struct DoomedRow {
    series: String,
    number: i64,
    due_day: Day,
    contact: BillingContactId,
    name: String,
    slug: String,
    company: String,
    currency: String,
    owed: i64,
    apps: Option<String>,
    charging: Option<Moment>,
    debit_on: Option<Day>,
}

impl DoomedRow {
    fn card(self, now: Moment) -> DoomedContact {
        let mut apps = self.apps.unwrap_or_default().split_whitespace().map(str::to_owned).collect();
        say_that_there_are_more(&mut apps, PAYS_FOR_MAX);
        DoomedContact {
            contact: self.contact,
            name: self.name,
            slug: self.slug,
            company: self.company,
            invoice: InvoiceNumber { series: self.series, number: self.number },
            due: self.due_day,
            owed: Money::new(self.owed, &self.currency),
            apps,
            charging: self.charging.is_some_and(|since| now.since(since) < DEBIT_PATIENCE),
            debit_on: self.debit_on.filter(|on| *on >= Day::of(now)),
        }
    }
}

impl Debt {
    /// Whether enough is open that somebody is reminded of it, and suspended for it.
    pub const fn counts(&self) -> bool {
        self.balance >= LEAST_CHARGE
    }
}

macro_rules! debtor {
    ($where:literal, $tail:literal) => {
        concat!(
            "SELECT b.id, b.company_id, c.slug, c.name AS company, b.name, b.email, b.currency, b.arrears,
                    (SELECT string_agg(r.email, ' ' ORDER BY r.email) FROM billing_recipients r
                     WHERE r.billing_contact_id = b.id) AS recipients
             FROM billing_contacts b JOIN companies c ON c.id = b.company_id WHERE ",
            $where,
            $tail
        )
    };
}

macro_rules! debts {
    ($tail:literal) => {
        concat!(
            "SELECT id, series, number, due_day, balance, dun_step, dun_on,
                    (SELECT invoices.charge_on FROM billing_contacts b
                     WHERE b.id = invoices.billing_contact_id AND b.mandate IS NOT NULL) AS debit_on,
                    (SELECT MAX(h.returned_at) FROM charges h WHERE h.invoice_id = invoices.id) AS returned_at
             FROM invoices
             WHERE billing_contact_id = $1 AND state = 'open' ORDER BY due_day, id",
            $tail
        )
    };
}

impl Db {
    /// The Billing Contacts of open invoices whose next step has come, a bounded batch of them. What is being charged since the
    /// moment of this patience waits for that, and what will be debited for the debit, if it was due or taken back after the
    /// day of it. Of what is too little to be charged nobody is reminded.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn contacts_to_dun(
        &self,
        today: Day,
        (due, since): (Day, Moment),
    ) -> sqlx::Result<Vec<BillingContactId>> {
        let rows: Vec<(BillingContactId,)> = self
            .read(
                "SELECT DISTINCT billing_contact_id FROM
                    (SELECT i.billing_contact_id FROM invoices i
                     WHERE i.state = 'open' AND i.company_id IS NOT NULL AND i.dun_on <= $1 AND i.balance >= $3 AND NOT EXISTS
                        (SELECT 1 FROM charges h WHERE h.invoice_id = i.id AND h.state = 'begun' AND h.begun_at > $2)
                        AND (i.charge_on IS NULL OR i.charge_on <= $1 OR NOT EXISTS
                            (SELECT 1 FROM billing_contacts b WHERE b.id = i.billing_contact_id AND b.mandate IS NOT NULL)
                            OR (i.due_day <= $4 AND NOT EXISTS
                                (SELECT 1 FROM charges r WHERE r.invoice_id = i.id AND r.returned_at >= $5)))
                     ORDER BY i.dun_on LIMIT 100) AS waiting",
            )
            .bind(today)
            .bind(since)
            .bind(LEAST_CHARGE)
            .bind(due)
            .bind(due.plus(1).start())
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// The Billing Contacts whose Apps wait to be deleted `now`, the ones that have owed longest at the top; no more than 500.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn doomed(&self, now: Moment) -> sqlx::Result<Vec<DoomedContact>> {
        let rows: Vec<DoomedRow> = self
            .read(
                "SELECT i.series, i.number, i.due_day, b.id AS contact, b.name, c.slug, c.name AS company, b.currency,
                        (SELECT CAST(SUM(o.balance) AS BIGINT) FROM invoices o
                         WHERE o.billing_contact_id = b.id AND o.state = 'open') AS owed,
                        (SELECT string_agg(paid.name, ' ' ORDER BY paid.name) FROM
                            (SELECT a.name FROM apps a WHERE a.billing_contact_id = b.id ORDER BY a.name LIMIT $1) AS paid
                        ) AS apps,
                        (SELECT h.begun_at FROM charges h WHERE h.invoice_id = i.id AND h.state = 'begun') AS charging,
                        CASE WHEN b.mandate IS NOT NULL THEN i.charge_on END AS debit_on
                 FROM invoices i JOIN billing_contacts b ON b.id = i.billing_contact_id
                 JOIN companies c ON c.id = b.company_id
                 WHERE i.state = 'open' AND i.dun_step = 5 AND i.balance >= $2
                   AND EXISTS (SELECT 1 FROM apps e WHERE e.billing_contact_id = i.billing_contact_id)
                 ORDER BY i.due_day, i.id LIMIT 500",
            )
            .bind(one_more_than(PAYS_FOR_MAX))
            .bind(LEAST_CHARGE)
            .all()
            .await?;
        // Of several invoices of one contact the first stands for all; that money of any is on its way counts.
        let mut doomed: Vec<DoomedContact> = Vec::new();
        for card in rows.into_iter().map(|row| row.card(now)) {
            match doomed.iter_mut().find(|known| known.contact == card.contact) {
                Some(known) => {
                    known.charging |= card.charging;
                    known.debit_on = known.debit_on.max(card.debit_on);
                }
                None => doomed.push(card),
            }
        }
        Ok(doomed)
    }
}

impl Tx {
    /// A Billing Contact and its Company, locked.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn debtor(&mut self, contact: BillingContactId) -> sqlx::Result<Option<Debtor>> {
        self.pick(debtor!("b.id = $1", ""), debtor!("b.id = $1", " FOR UPDATE OF c, b")).bind(contact).maybe().await
    }

    /// The Billing Contact of an invoice and its Company, locked: whoever writes to the invoice holds them first. `None`
    /// when they are gone.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn debtor_of(&mut self, number: &InvoiceNumber) -> sqlx::Result<Option<Debtor>> {
        self.pick(
            debtor!("b.id = (SELECT i.billing_contact_id FROM invoices i WHERE i.series = $1 AND i.number = $2)", ""),
            debtor!(
                "b.id = (SELECT i.billing_contact_id FROM invoices i WHERE i.series = $1 AND i.number = $2)",
                " FOR UPDATE OF c, b"
            ),
        )
        .bind(number.series.clone())
        .bind(number.number)
        .maybe()
        .await
    }

    /// The same, of a credit note.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn creditor_of(&mut self, number: &InvoiceNumber) -> sqlx::Result<Option<Debtor>> {
        self.pick(
            debtor!(
                "b.id = (SELECT n.billing_contact_id FROM credit_notes n WHERE n.series = $1 AND n.number = $2)",
                ""
            ),
            debtor!(
                "b.id = (SELECT n.billing_contact_id FROM credit_notes n WHERE n.series = $1 AND n.number = $2)",
                " FOR UPDATE OF c, b"
            ),
        )
        .bind(number.series.clone())
        .bind(number.number)
        .maybe()
        .await
    }

    /// All open invoices of a Billing Contact, the one due first at the top, locked.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn debts(&mut self, contact: BillingContactId) -> sqlx::Result<Vec<Debt>> {
        let rows: Vec<DebtRow> = self.pick(debts!(""), debts!(" FOR UPDATE")).bind(contact).all().await?;
        // Behind the lock: what was waited for may have begun a charge.
        let charging = if rows.is_empty() { Vec::new() } else { self.charged_of(contact).await? };
        let since = |id: InvoiceId| charging.iter().find(|(charged, _)| *charged == id).and_then(|(_, since)| *since);
        Ok(rows.into_iter().map(|row| (since(row.id), row)).map(|(since, row)| row.debt(since)).collect())
    }

    /// The open invoices of a Billing Contact, each with since when it is being charged, if it is.
    async fn charged_of(&mut self, contact: BillingContactId) -> sqlx::Result<Vec<(InvoiceId, Option<Moment>)>> {
        self.query(
            "SELECT i.id, (SELECT h.begun_at FROM charges h WHERE h.invoice_id = i.id AND h.state = 'begun') AS since
             FROM invoices i WHERE i.billing_contact_id = $1 AND i.state = 'open'",
        )
        .bind(contact)
        .all()
        .await
    }

    /// Notes the step of an open invoice, and when the next one comes.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_step(&mut self, debt: &Debt) -> sqlx::Result<u64> {
        self.query("UPDATE invoices SET dun_step = $2, dun_on = $3 WHERE id = $1")
            .bind(debt.id)
            .bind(debt.step.number())
            .bind(debt.next)
            .run()
            .await
    }

    /// Notes how a Billing Contact stands. Its version stays: whoever edits it meanwhile collides with nothing.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_arrears(&mut self, contact: BillingContactId, arrears: Arrears) -> sqlx::Result<u64> {
        self.query("UPDATE billing_contacts SET arrears = $2 WHERE id = $1").bind(contact).bind(arrears).run().await
    }

    /// How a Billing Contact stands.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn arrears_of(&mut self, contact: BillingContactId) -> sqlx::Result<Arrears> {
        let found: Option<(Arrears,)> =
            self.query("SELECT arrears FROM billing_contacts WHERE id = $1").bind(contact).maybe().await?;
        Ok(found.map_or(Arrears::Active, |(arrears,)| arrears))
    }
}
