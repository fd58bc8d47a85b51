//! What a payment request offers: which Apps on which terms, and who owns them afterwards (S24). It stands as the client was
//! told it; what is different today voids the link. Below are what can be offered and the people.

mod offerable;
mod people;

pub use offerable::Offerable;

use super::db::{Db, Tx};
use crate::rules::{
    app::AppState,
    id::{AppId, BillingContactId, CompanyId, PaymentRequestId, UserId},
    moment::Moment,
    money::Money,
    request::OfferedApp,
};

/// An App on offer: what the client was told, and what it is today.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Offered {
    pub app_id: AppId,
    pub app_name: String,
    pub state: AppState,
    pub holder: Option<CompanyId>,
    pub creator_id: UserId,
    pub payer_today: Option<BillingContactId>,
    /// Which request it waits for.
    pub waits_for: Option<PaymentRequestId>,
    pub plan: String,
    pub plan_name: String,
    pub price: i64,
    pub currency: String,
    /// Who paid when it was offered; nobody for a trial.
    pub payer_id: Option<BillingContactId>,
    /// What the plan costs today, and whether a new App can have it.
    pub list_price: i64,
    pub list_currency: String,
    pub listed: bool,
    /// The terms of the period that runs.
    pub open_plan: Option<String>,
    pub open_price: Option<i64>,
    pub open_currency: Option<String>,
}

impl Offered {
    /// Whether it was a trial when it was offered.
    pub const fn is_trial(&self) -> bool {
        self.payer_id.is_none()
    }

    /// Whether the client would get something else today than what they were told.
    pub fn is_outdated(&self, request: PaymentRequestId, giver: Option<CompanyId>, sender: UserId) -> bool {
        let held = match giver {
            Some(company) => self.holder == Some(company),
            None => self.holder.is_none() && self.creator_id == sender,
        };
        let same_terms = if self.is_trial() {
            // What was offered stands, also when no new App can have the plan any more.
            (self.list_price, &self.list_currency) == (self.price, &self.currency)
        } else {
            self.open_plan.as_ref() == Some(&self.plan)
                && self.open_price == Some(self.price)
                && self.open_currency.as_ref() == Some(&self.currency)
        };
        let stands = self.state != AppState::Deleted && self.waits_for == Some(request);
        !(stands && held && same_terms && self.payer_today == self.payer_id)
    }

    /// As both sides read it.
    pub fn card(&self) -> OfferedApp {
        OfferedApp {
            name: self.app_name.clone(),
            plan: self.plan_name.clone(),
            price: Money::new(self.price, &self.currency),
            trial: self.is_trial(),
        }
    }
}

/// The Company of a client who has accepted, and when that was.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct TargetCompany {
    pub slug: String,
    pub name: String,
    pub ended_at: Moment,
    /// Where who pays for the Apps is, and whether they have a VAT number; `None` when no App of it is theirs any more.
    pub country: Option<String>,
    pub has_vat_number: bool,
}

macro_rules! offered {
    ($tail:literal) => {
        concat!(
            "SELECT ra.app_id, a.name AS app_name, a.state, a.company_id AS holder, a.creator_id,
                    a.billing_contact_id AS payer_today, a.request_id AS waits_for, ra.plan, p.name AS plan_name, ra.price,
                    ra.currency, ra.payer_id, p.price AS list_price, p.currency AS list_currency, p.offered AS listed,
                    (SELECT d.plan FROM app_periods d WHERE d.app_id = ra.app_id AND d.to_day IS NULL) AS open_plan,
                    (SELECT d.price FROM app_periods d WHERE d.app_id = ra.app_id AND d.to_day IS NULL) AS open_price,
                    (SELECT d.currency FROM app_periods d WHERE d.app_id = ra.app_id AND d.to_day IS NULL) AS open_currency
             FROM request_apps ra JOIN apps a ON a.id = ra.app_id JOIN plans p ON p.key = ra.plan
             WHERE ra.request_id = $1 ORDER BY a.name, a.id",
            $tail
        )
    };
}

impl Db {
    /// The Apps of a request, by name.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn offered(&self, id: PaymentRequestId) -> sqlx::Result<Vec<Offered>> {
        self.read(offered!("")).bind(id).all().await
    }

    /// Which Company owns what was handed over by a request.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn target_of(&self, id: PaymentRequestId) -> sqlx::Result<Option<TargetCompany>> {
        self.read(
            "SELECT c.slug, c.name, r.ended_at, b.country, b.vat_number IS NOT NULL AS has_vat_number
             FROM requests r
             JOIN companies c ON c.id = r.target_id
             LEFT JOIN request_apps ra ON ra.request_id = r.id
             LEFT JOIN apps a ON a.id = ra.app_id AND a.company_id = c.id
             LEFT JOIN billing_contacts b ON b.id = a.billing_contact_id
             WHERE r.id = $1 ORDER BY b.id IS NULL, ra.app_id LIMIT 1",
        )
        .bind(id)
        .maybe()
        .await
    }
}

impl Tx {
    /// The Apps of a request, by name, locked.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn offered(&mut self, id: PaymentRequestId) -> sqlx::Result<Vec<Offered>> {
        self.pick(offered!(""), offered!(" FOR UPDATE OF a")).bind(id).all().await
    }

    /// The next end of a trial among the Apps of a request.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn next_trial_end(&mut self, id: PaymentRequestId) -> sqlx::Result<Option<Moment>> {
        let (end,): (Option<Moment>,) = self
            .query(
                "SELECT MIN(a.trial_ends_at) FROM request_apps ra JOIN apps a ON a.id = ra.app_id
                 WHERE ra.request_id = $1 AND a.state = 'trial'",
            )
            .bind(id)
            .one()
            .await?;
        Ok(end)
    }
}
