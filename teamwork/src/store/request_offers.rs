//! What a payment request offers: which Apps on which terms, and which Developers come along (S24). It stands as the client
//! was told it; what is different today voids the link.

use super::{
    companies::full_name,
    db::{Db, Query, Tx},
};
use crate::rules::{
    app::{AppState, SuspendedBy},
    id::{AppId, BillingContactId, CompanyId, PaymentRequestId, UserId},
    moment::Moment,
    money::Money,
    request::{Keeper, OfferedApp, OtherApp},
    role::Role,
};

/// How many names of each kind a page shows.
const NAMES: i64 = 100;

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

/// An App that can be offered, with the terms it has.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Offerable {
    pub id: AppId,
    pub name: String,
    pub plan: String,
    pub plan_name: String,
    pub price: i64,
    pub currency: String,
    pub payer_id: Option<BillingContactId>,
    pub suspended_by: Option<SuspendedBy>,
    /// The request that waits for it.
    pub waits_for: Option<PaymentRequestId>,
}

impl Offerable {
    /// As it is listed beside the App that is offered.
    pub fn other(self) -> OtherApp {
        let price = Money { amount: self.price, currency: self.currency };
        OtherApp { id: self.id, name: self.name, price, trial: self.payer_id.is_none() }
    }
}

#[derive(sqlx::FromRow)]
struct NameRow {
    first_name: String,
    last_name: String,
    role: Role,
}

impl NameRow {
    fn keeper(self) -> Keeper {
        Keeper { name: full_name(&self.first_name, &self.last_name), role: self.role }
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

// A trial costs what its plan is listed at, a paid App what its running period says.
macro_rules! offerable {
    ($condition:literal, $tail:literal) => {
        concat!(
            "SELECT a.id, a.name, a.plan, p.name AS plan_name, a.billing_contact_id AS payer_id, a.suspended_by,
                    a.request_id AS waits_for,
                    COALESCE((SELECT d.price FROM app_periods d WHERE d.app_id = a.id AND d.to_day IS NULL), p.price) AS price,
                    COALESCE((SELECT d.currency FROM app_periods d WHERE d.app_id = a.id AND d.to_day IS NULL), p.currency)
                        AS currency
             FROM apps a JOIN plans p ON p.key = a.plan
             WHERE a.state <> 'deleted' AND ",
            $condition,
            $tail
        )
    };
}

const CHANGED_PEOPLE: &str = "SELECT (SELECT COUNT(*) FROM request_people rp WHERE rp.request_id = $1 AND NOT EXISTS
                (SELECT 1 FROM app_members d WHERE d.app_id = rp.app_id AND d.user_id = rp.user_id))
          + (SELECT COUNT(*) FROM request_apps ra JOIN app_members d ON d.app_id = ra.app_id
             WHERE ra.request_id = $1 AND NOT EXISTS
                (SELECT 1 FROM request_people rp
                 WHERE rp.request_id = ra.request_id AND rp.app_id = d.app_id AND rp.user_id = d.user_id))";

const ALONG: &str = "SELECT DISTINCT u.id, u.first_name, u.last_name, 'developer' AS role
     FROM request_people rp JOIN users u ON u.id = rp.user_id
     WHERE rp.request_id = $1 ORDER BY u.first_name, u.last_name, u.id LIMIT $2";

async fn named(query: Query<'_>, id: PaymentRequestId) -> sqlx::Result<Vec<Keeper>> {
    let rows: Vec<NameRow> = query.bind(id).bind(NAMES).all().await?;
    Ok(rows.into_iter().map(NameRow::keeper).collect())
}

async fn changed_people(query: Query<'_>, id: PaymentRequestId) -> sqlx::Result<bool> {
    let (changes,): (i64,) = query.bind(id).one().await?;
    Ok(changes > 0)
}

impl Db {
    /// The Apps of a request, by name.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn offered(&self, id: PaymentRequestId) -> sqlx::Result<Vec<Offered>> {
        self.read(offered!("")).bind(id).all().await
    }

    /// Whether other Developers work on the Apps today than those who were to come along.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn people_changed(&self, id: PaymentRequestId) -> sqlx::Result<bool> {
        changed_people(self.read(CHANGED_PEOPLE), id).await
    }

    /// The Developers who come along, each once, by name.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn developers_along(&self, id: PaymentRequestId) -> sqlx::Result<Vec<Keeper>> {
        named(self.read(ALONG), id).await
    }

    /// The Developers of one App, by name: who would come along.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn developers_of(&self, app: AppId) -> sqlx::Result<Vec<Keeper>> {
        let rows: Vec<NameRow> = self
            .read(
                "SELECT u.first_name, u.last_name, 'developer' AS role FROM app_members d JOIN users u ON u.id = d.user_id
                 WHERE d.app_id = $1 ORDER BY u.first_name, u.last_name, u.id LIMIT $2",
            )
            .bind(app)
            .bind(NAMES)
            .all()
            .await?;
        Ok(rows.into_iter().map(NameRow::keeper).collect())
    }

    /// The Developers of one App, and of those that went along with it in an earlier request and can go along still, each
    /// once, by name.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn developers_again(&self, last: PaymentRequestId, app: AppId) -> sqlx::Result<Vec<Keeper>> {
        let rows: Vec<NameRow> = self
            .read(
                "SELECT DISTINCT u.id, u.first_name, u.last_name, 'developer' AS role
                 FROM request_apps ra JOIN apps a ON a.id = ra.app_id
                 JOIN app_members d ON d.app_id = a.id JOIN users u ON u.id = d.user_id
                 WHERE ra.request_id = $1 AND (a.id = $2
                    OR a.state <> 'deleted' AND a.request_id IS NULL
                       AND (a.suspended_by IS NULL OR a.suspended_by = 'trial_ended')
                       AND a.company_id = (SELECT h.company_id FROM apps h WHERE h.id = $2))
                 ORDER BY u.first_name, u.last_name, u.id LIMIT $3",
            )
            .bind(last)
            .bind(app)
            .bind(NAMES)
            .all()
            .await?;
        Ok(rows.into_iter().map(NameRow::keeper).collect())
    }

    /// Who loses access: the Owners and Admins of the giving Company but for the sender; and whether there are more than a
    /// page names.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn who_loses(&self, company: CompanyId, sender: UserId) -> sqlx::Result<(Vec<Keeper>, bool)> {
        let rows: Vec<NameRow> = self
            .read(
                "SELECT u.first_name, u.last_name, k.role
                 FROM (SELECT m.user_id, m.role FROM members m
                       WHERE m.company_id = $1 AND m.role IN ('owner', 'admin') AND m.user_id <> $2
                       ORDER BY m.user_id LIMIT $3) AS k
                 JOIN users u ON u.id = k.user_id
                 ORDER BY CASE WHEN k.role = 'owner' THEN 0 ELSE 1 END, u.first_name, u.last_name, u.id",
            )
            .bind(company)
            .bind(sender)
            .bind(NAMES + 1)
            .all()
            .await?;
        let shown = usize::try_from(NAMES).unwrap_or_default();
        let more = rows.len() > shown;
        Ok((rows.into_iter().take(shown).map(NameRow::keeper).collect(), more))
    }

    /// Who of those that kept access by a request is in the client's Company today, by name: somebody may have left.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn keepers_now(&self, id: PaymentRequestId, now: Moment) -> sqlx::Result<Vec<Keeper>> {
        let rows: Vec<NameRow> = self
            .read(
                "SELECT u.first_name, u.last_name, m.role
                 FROM (SELECT r.sender_id AS user_id, r.target_id FROM requests r WHERE r.id = $1
                       UNION
                       SELECT rp.user_id, r.target_id FROM request_people rp JOIN requests r ON r.id = rp.request_id
                       WHERE rp.request_id = $1) AS k
                 JOIN members m ON m.company_id = k.target_id AND m.user_id = k.user_id
                 JOIN users u ON u.id = k.user_id
                 WHERE m.ends_at IS NULL OR m.ends_at > $3
                 ORDER BY CASE m.role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END, u.first_name, u.last_name, u.id
                 LIMIT $2",
            )
            .bind(id)
            .bind(NAMES)
            .bind(now)
            .all()
            .await?;
        Ok(rows.into_iter().map(NameRow::keeper).collect())
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

    /// One App with the terms it has.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn offerable(&self, app: AppId) -> sqlx::Result<Option<Offerable>> {
        self.read(offerable!("a.id = $1", "")).bind(app).maybe().await
    }

    /// The other Apps of a Company that could go along: neither suspended nor offered already.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn offerable_beside(&self, company: CompanyId, app: AppId) -> sqlx::Result<Vec<Offerable>> {
        self.read(offerable!(
            "a.company_id = $1 AND a.id <> $2 AND a.request_id IS NULL
             AND (a.suspended_by IS NULL OR a.suspended_by = 'trial_ended')",
            " ORDER BY a.name LIMIT 50"
        ))
        .bind(company)
        .bind(app)
        .all()
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

    /// Whether other Developers work on the Apps today than those who were to come along.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn people_changed(&mut self, id: PaymentRequestId) -> sqlx::Result<bool> {
        changed_people(self.query(CHANGED_PEOPLE), id).await
    }

    /// One App of the giving side with the terms it has, locked: of this Company, or a trial of this person's own.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn offerable(
        &mut self,
        app: AppId,
        company: Option<CompanyId>,
        sender: UserId,
    ) -> sqlx::Result<Option<Offerable>> {
        // Who has sent it matters only for a trial that no Company holds.
        let creator = company.is_none().then_some(sender);
        self.pick(
            offerable!("a.id = $1 AND (a.company_id = $2 OR a.company_id IS NULL AND a.creator_id = $3)", ""),
            offerable!(
                "a.id = $1 AND (a.company_id = $2 OR a.company_id IS NULL AND a.creator_id = $3)",
                " FOR UPDATE OF a"
            ),
        )
        .bind(app)
        .bind(company)
        .bind(creator)
        .maybe()
        .await
    }

    /// Puts an App on offer, with the Developers who come along. `false` when another request waits for it (S20).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn offer(&mut self, id: PaymentRequestId, app: &Offerable) -> sqlx::Result<bool> {
        let taken =
            self.query("UPDATE apps SET request_id = $2 WHERE id = $1 AND (request_id IS NULL OR request_id = $2)");
        if taken.bind(app.id).bind(id).run().await? == 0 {
            return Ok(false);
        }
        self.query(
            "INSERT INTO request_apps (request_id, app_id, plan, price, currency, payer_id) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (request_id, app_id) DO UPDATE SET plan = excluded.plan, price = excluded.price,
                 currency = excluded.currency, payer_id = excluded.payer_id",
        )
        .bind(id)
        .bind(app.id)
        .bind(app.plan.clone())
        .bind(app.price)
        .bind(app.currency.clone())
        .bind(app.payer_id)
        .run()
        .await?;
        self.query("DELETE FROM request_people WHERE request_id = $1 AND app_id = $2")
            .bind(id)
            .bind(app.id)
            .run()
            .await?;
        self.query(
            "INSERT INTO request_people (request_id, app_id, user_id)
             SELECT $1, d.app_id, d.user_id FROM app_members d WHERE d.app_id = $2",
        )
        .bind(id)
        .bind(app.id)
        .run()
        .await?;
        Ok(true)
    }

    /// The Developers who come along, each once, by name.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn developers_along(&mut self, id: PaymentRequestId) -> sqlx::Result<Vec<Keeper>> {
        named(self.query(ALONG), id).await
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
