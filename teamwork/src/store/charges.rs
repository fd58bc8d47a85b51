//! Charges of cards: each is written down before the provider hears of it (I28).

use super::db::{Db, Tx};
use crate::rules::{
    billing::PaymentMethod,
    day::Day,
    id::{BillingContactId, ChargeId, CompanyId, InvoiceId},
    invoice::{InvoiceNumber, InvoiceState, Seller},
    moment::Moment,
    money::Money,
    payment::{CardMonth, ChargeState, DebitNotice, Decline, LEAST_CHARGE, Means},
};

/// How many are done in one go.
const BATCH: i64 = 200;

/// A charge, as the provider is told of it.
#[derive(Clone, Debug)]
pub struct Charge {
    pub id: ChargeId,
    pub invoice: InvoiceId,
    pub number: InvoiceNumber,
    pub amount: Money,
    pub customer: String,
    pub method: String,
    pub means: Means,
    /// How people tell it apart; nothing of what was charged before that was kept.
    pub brand: Option<String>,
    pub last4: Option<String>,
    pub state: ChargeState,
    pub begun_at: Moment,
    /// When somebody ordered it by hand: the day of the next try of the clock, if there is one.
    pub by_hand: Option<Option<Day>>,
}

impl Charge {
    /// The card or the account, as people tell it apart, if that was kept.
    pub fn card(&self) -> Option<String> {
        as_told(self.brand.as_ref(), self.last4.as_ref())
    }
}

/// How people tell a card or an account apart.
pub(super) fn as_told(brand: Option<&String>, last4: Option<&String>) -> Option<String> {
    Some(format!("{} ending in {}", brand?, last4?))
}

/// How a charge has ended.
#[derive(Clone, Debug)]
pub struct ChargeEnd {
    /// The provider's own name for it.
    pub reference: Option<String>,
    /// Why it failed; `None` when it has paid.
    pub why: Option<Decline>,
    /// How many hundredths the provider took.
    pub taken: Option<i64>,
    /// When the provider is asked whether that was taken back.
    pub watch_at: Option<Moment>,
}

#[derive(sqlx::FromRow)]
pub(super) struct ChargeRow {
    id: ChargeId,
    invoice_id: InvoiceId,
    series: String,
    number: i64,
    amount: i64,
    currency: String,
    customer: String,
    method: String,
    means: Means,
    card_brand: Option<String>,
    card_last4: Option<String>,
    state: ChargeState,
    begun_at: Moment,
    by_hand: bool,
    resume_on: Option<Day>,
}

impl From<ChargeRow> for Charge {
    fn from(row: ChargeRow) -> Self {
        Self {
            id: row.id,
            invoice: row.invoice_id,
            number: InvoiceNumber { series: row.series, number: row.number },
            amount: Money::new(row.amount, &row.currency),
            customer: row.customer,
            method: row.method,
            means: row.means,
            brand: row.card_brand,
            last4: row.card_last4,
            state: row.state,
            begun_at: row.begun_at,
            by_hand: row.by_hand.then_some(row.resume_on),
        }
    }
}

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

macro_rules! charge {
    ($tail:literal) => {
        charge!("", $tail)
    };
    ($more:literal, $tail:literal) => {
        concat!(
            "SELECT h.id, h.invoice_id, i.series, i.number, h.amount, h.currency, h.customer, h.method, h.means, h.card_brand,
                    h.card_last4, h.state, h.begun_at, h.by_hand, h.resume_on",
            $more,
            " FROM charges h JOIN invoices i ON i.id = h.invoice_id WHERE ",
            $tail
        )
    };
}
pub(super) use charge;

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

    /// The charges that are not decided and to be looked at by `now`, a bounded batch.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn charges_to_look_at(&self, now: Moment) -> sqlx::Result<Vec<Charge>> {
        let rows: Vec<ChargeRow> = self
            .read(charge!("h.state = 'begun' AND h.look_at <= $1 ORDER BY h.look_at LIMIT $2"))
            .bind(now)
            .bind(BATCH)
            .all()
            .await?;
        Ok(rows.into_iter().map(Charge::from).collect())
    }

    /// A charge by its id.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn charge(&self, id: ChargeId) -> sqlx::Result<Option<Charge>> {
        let row: Option<ChargeRow> = self.read(charge!("h.id = $1")).bind(id).maybe().await?;
        Ok(row.map(Charge::from))
    }

    /// When the provider is asked after a charge again.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn look_at_charge_later(&self, id: ChargeId, look_at: Moment) -> sqlx::Result<u64> {
        self.tend("UPDATE charges SET look_at = $2 WHERE id = $1").bind(id).bind(look_at).run().await
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

    /// Since when an invoice is being charged, if it is. It has to be locked.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn charged_since(&mut self, invoice: InvoiceId) -> sqlx::Result<Option<Moment>> {
        let begun = self.query("SELECT begun_at FROM charges WHERE invoice_id = $1 AND state = 'begun'").bind(invoice);
        Ok(begun.maybe::<(Moment,)>().await?.map(|(since,)| since))
    }

    /// Writes a charge down. Until it is decided the invoice is charged no second time.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn begin_charge(&mut self, charge: &Charge, look_at: Moment) -> sqlx::Result<()> {
        self.query("UPDATE invoices SET charge_on = NULL WHERE id = $1").bind(charge.invoice).run().await?;
        self.query(
            "INSERT INTO charges (id, invoice_id, amount, currency, customer, method, state, begun_at, look_at, by_hand,
                                  resume_on, means, card_brand, card_last4)
             VALUES ($1, $2, $3, $4, $5, $6, 'begun', $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(charge.id)
        .bind(charge.invoice)
        .bind(charge.amount.amount)
        .bind(charge.amount.currency.clone())
        .bind(charge.customer.clone())
        .bind(charge.method.clone())
        .bind(charge.begun_at)
        .bind(look_at)
        .bind(charge.by_hand.is_some())
        .bind(charge.by_hand.flatten())
        .bind(charge.means)
        .bind(charge.brand.clone())
        .bind(charge.last4.clone())
        .run()
        .await
        .map(|_| ())
    }

    /// Whether a charge is undecided still. The invoice has to be locked.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn is_charging(&mut self, id: ChargeId) -> sqlx::Result<bool> {
        let found: Option<(ChargeState,)> =
            self.query("SELECT state FROM charges WHERE id = $1").bind(id).maybe().await?;
        Ok(found.is_some_and(|(state,)| state == ChargeState::Begun))
    }

    /// Decides a charge.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn end_charge(&mut self, id: ChargeId, end: ChargeEnd, at: Moment) -> sqlx::Result<u64> {
        let state = if end.why.is_some() { ChargeState::Failed } else { ChargeState::Paid };
        self.query(
            "UPDATE charges SET state = $2, reference = $3, why = $4, ended_at = $5, taken = $6, watch_at = $7
             WHERE id = $1 AND state = 'begun'",
        )
        .bind(id)
        .bind(state)
        .bind(end.reference)
        .bind(end.why)
        .bind(at)
        .bind(end.taken)
        .bind(end.watch_at)
        .run()
        .await
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
