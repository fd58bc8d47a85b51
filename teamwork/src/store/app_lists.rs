//! Apps as pages show them.

use super::{
    companies::full_name,
    db::Db,
    members::{PAGE, Seat},
};
use crate::rules::{
    app::{AppCard, AppPerson, AppState, MoveTarget, PayerCard, SuspendedBy, WaitingRequest},
    id::{AppId, BillingContactId, PaymentRequestId, UserId},
    moment::Moment,
    money::Money,
    request::RequestState,
    role::Role,
};

/// How many people the page of an App shows.
const PEOPLE: i64 = 300;

#[derive(sqlx::FromRow)]
struct ListRow {
    #[sqlx(flatten)]
    seat: Seat,
    #[sqlx(flatten)]
    app: CardRow,
}

#[derive(sqlx::FromRow)]
struct CardRow {
    id: Option<AppId>,
    name: Option<String>,
    state: Option<AppState>,
    suspended_by: Option<SuspendedBy>,
    trial_ends_at: Option<Moment>,
    plan_name: Option<String>,
    payer: Option<String>,
    price: Option<i64>,
    currency: Option<String>,
    #[sqlx(flatten)]
    waits: WaitsRow,
}

#[derive(sqlx::FromRow)]
struct WaitsRow {
    request_state: Option<RequestState>,
    request_ends: Option<Moment>,
    request_frozen: Option<Moment>,
}

impl WaitsRow {
    fn waits(self) -> Option<WaitingRequest> {
        let frozen = self.request_frozen.is_some();
        let told = |(state, expires_at)| WaitingRequest { state, expires_at, frozen, confirms: false };
        self.request_state.zip(self.request_ends).map(told)
    }
}

impl CardRow {
    fn card(self) -> Option<AppCard> {
        let price = self.price.zip(self.currency).map(|(amount, currency)| Money { amount, currency });
        Some(AppCard {
            id: self.id?,
            name: self.name?,
            state: self.state,
            suspended_by: self.suspended_by,
            trial_ends_at: self.trial_ends_at,
            plan: self.plan_name,
            payer: self.payer,
            price,
            waits: self.waits.waits(),
            opens: true,
        })
    }
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: UserId,
    first_name: String,
    last_name: String,
    role: Option<Role>,
    has_key: bool,
    key_used_at: Option<Moment>,
}

#[derive(sqlx::FromRow)]
struct TargetRow {
    slug: String,
    name: String,
    payer_id: Option<BillingContactId>,
    payer: Option<String>,
    payer_currency: Option<String>,
    payer_blocked: bool,
}

// Names that belong to a row are looked up for it alone: PostgreSQL cannot know that there are few rows, and would read
// the other table whole to join it. Who is not concerned by a part looks for it in no Company: SQLite would ask each row
// of it anew whether it is wanted. And wherever the first Apps of a Company are read, here and in other rooms, the Company
// is a range of one and leads the order: only one index is in that order, while PostgreSQL would look for the first names of
// an equal Company among the names of all Companies.
impl Db {
    /// One page of the Apps of a Company for one of its members, in the order of their names, with one more than fits: all,
    /// or for a Developer those they are assigned to (matrix row 8), each found by an index of its own. `None` for
    /// non-members.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn apps_of(
        &self,
        slug: &str,
        reader: UserId,
        after: Option<String>,
    ) -> sqlx::Result<Option<(Seat, Vec<AppCard>)>> {
        let rows: Vec<ListRow> = self
            .read(
                "WITH here AS MATERIALIZED (
                     SELECT c.id AS company_id, me.role
                     FROM companies c JOIN members me ON me.company_id = c.id AND me.user_id = $2 WHERE c.slug = $1),
                 page AS (
                     SELECT * FROM (SELECT a.* FROM apps a
                        WHERE (a.company_id, a.name) > ((SELECT company_id FROM here WHERE role <> 'developer'), $3)
                          AND a.company_id <= (SELECT company_id FROM here WHERE role <> 'developer')
                          AND a.state <> 'deleted' ORDER BY a.company_id, a.name LIMIT $4) AS whole
                     UNION ALL
                     SELECT a.* FROM app_members d CROSS JOIN apps a
                        WHERE d.company_id = (SELECT company_id FROM here WHERE role = 'developer') AND d.user_id = $2
                          AND a.id = d.app_id AND a.state <> 'deleted' AND a.name > $3)
                 SELECT here.company_id, here.role, page.id, page.name, page.state, page.suspended_by, page.trial_ends_at,
                        (SELECT p.name FROM plans p WHERE p.key = page.plan) AS plan_name,
                        (SELECT b.name FROM billing_contacts b WHERE b.id = page.billing_contact_id) AS payer,
                        (SELECT d.price FROM app_periods d WHERE d.app_id = page.id AND d.to_day IS NULL) AS price,
                        (SELECT d.currency FROM app_periods d WHERE d.app_id = page.id AND d.to_day IS NULL) AS currency,
                        (SELECT r.state FROM requests r WHERE r.id = page.request_id) AS request_state,
                        (SELECT r.expires_at FROM requests r WHERE r.id = page.request_id) AS request_ends,
                        (SELECT r.frozen_at FROM requests r WHERE r.id = page.request_id) AS request_frozen
                 FROM here LEFT JOIN page ON 1 = 1
                 ORDER BY page.name LIMIT $4",
            )
            .bind(slug.to_owned())
            .bind(reader)
            .bind(after.unwrap_or_default())
            .bind(PAGE + 1)
            .all()
            .await?;
        let seat = rows.first().map(|row| row.seat);
        Ok(seat.map(|seat| (seat, rows.into_iter().filter_map(|row| row.app.card()).collect())))
    }

    /// The trials of a person that no Company holds, also the ended ones that can still be saved.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn trials_of(&self, user: UserId) -> sqlx::Result<Vec<AppCard>> {
        let rows: Vec<CardRow> = self
            .read(
                "SELECT a.id, a.name, a.state, a.suspended_by, a.trial_ends_at, p.name AS plan_name,
                        CAST(NULL AS TEXT) AS payer, CAST(NULL AS BIGINT) AS price, CAST(NULL AS TEXT) AS currency,
                        r.state AS request_state, r.expires_at AS request_ends, r.frozen_at AS request_frozen
                 FROM apps a JOIN plans p ON p.key = a.plan LEFT JOIN requests r ON r.id = a.request_id
                 WHERE a.creator_id = $1 AND a.company_id IS NULL AND a.state <> 'deleted' ORDER BY a.name LIMIT 50",
            )
            .bind(user)
            .all()
            .await?;
        Ok(rows.into_iter().filter_map(CardRow::card).collect())
    }

    /// How a payment request stands that an App waits for.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn waiting_request(&self, id: PaymentRequestId) -> sqlx::Result<Option<WaitingRequest>> {
        let row: Option<WaitsRow> = self
            .read(
                "SELECT r.state AS request_state, r.expires_at AS request_ends, r.frozen_at AS request_frozen
                 FROM requests r WHERE r.id = $1",
            )
            .bind(id)
            .maybe()
            .await?;
        Ok(row.and_then(WaitsRow::waits))
    }

    /// Who has access to an App: the Owners and Admins of its Company and the Developers assigned to it (nobody else can be),
    /// or who began it. Owners first, then Admins, each by name; and whether there are more than a page can show.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn people_of(&self, app: AppId) -> sqlx::Result<(Vec<AppPerson>, bool)> {
        let rows: Vec<PersonRow> = self
            .read(
                "WITH here AS MATERIALIZED (SELECT a.company_id, a.creator_id FROM apps a WHERE a.id = $1)
                 SELECT k.user_id AS id, (SELECT u.first_name FROM users u WHERE u.id = k.user_id) AS first_name,
                        (SELECT u.last_name FROM users u WHERE u.id = k.user_id) AS last_name, k.role,
                        EXISTS (SELECT 1 FROM ssh_keys s WHERE s.user_id = k.user_id) AS has_key,
                        (SELECT MAX(s.last_used_at) FROM ssh_keys s
                         WHERE s.user_id = k.user_id AND s.last_used_app = $1) AS key_used_at
                 FROM (
                     SELECT * FROM (SELECT m.user_id, m.role, 1 AS place FROM members m
                        WHERE m.company_id = (SELECT company_id FROM here) AND m.role = 'owner'
                        ORDER BY m.user_id LIMIT $2) AS owners
                     UNION ALL
                     SELECT * FROM (SELECT m.user_id, m.role, 2 FROM members m
                        WHERE m.company_id = (SELECT company_id FROM here) AND m.role IN ('owner', 'admin')
                          AND m.role = 'admin' ORDER BY m.user_id LIMIT $2) AS admins
                     UNION ALL
                     SELECT * FROM (SELECT d.user_id, 'developer', 3 FROM app_members d WHERE d.app_id = $1
                        ORDER BY d.user_id LIMIT $2) AS developers
                     UNION ALL
                     SELECT here.creator_id, NULL, 4 FROM here WHERE here.company_id IS NULL) AS k
                 ORDER BY k.place, 2, 3, 1 LIMIT $2",
            )
            .bind(app)
            .bind(PEOPLE + 1)
            .all()
            .await?;
        let person = |row: PersonRow| AppPerson {
            user: row.id,
            name: full_name(&row.first_name, &row.last_name),
            role: row.role,
            has_key: row.has_key,
            key_used_at: row.key_used_at,
        };
        let mut people: Vec<AppPerson> = rows.into_iter().map(person).collect();
        let shown = usize::try_from(PEOPLE).unwrap_or_default();
        let more = people.len() > shown;
        people.truncate(shown);
        Ok((people, more))
    }

    /// The Billing Contact that pays for an App.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn payer_of(&self, id: BillingContactId) -> sqlx::Result<Option<PayerCard>> {
        let found = self.read("SELECT id, name, currency, arrears = 'blocked' FROM billing_contacts WHERE id = $1");
        let row: Option<(BillingContactId, String, String, bool)> = found.bind(id).maybe().await?;
        Ok(row.map(|(id, name, currency, blocked)| PayerCard { id, name, currency, blocked }))
    }

    /// The Companies of a person, with their live Billing Contacts: where they are an Owner, or also where they are an
    /// Admin; `only` that one, if it is named. All of them: what is not read here could not be chosen.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn targets_of(
        &self,
        user: UserId,
        also_as_admin: bool,
        only: Option<&str>,
    ) -> sqlx::Result<Vec<MoveTarget>> {
        let rows: Vec<TargetRow> = self
            .read(
                "SELECT c.slug, c.name, b.id AS payer_id, b.name AS payer, b.currency AS payer_currency,
                        COALESCE(b.arrears = 'blocked', FALSE) AS payer_blocked
                 FROM members m
                 JOIN companies c ON c.id = m.company_id
                 LEFT JOIN billing_contacts b ON b.company_id = c.id AND b.state = 'active'
                 WHERE m.user_id = $1 AND (m.role = 'owner' OR $2 AND m.role = 'admin') AND ($3 IS NULL OR c.slug = $3)
                 ORDER BY LOWER(c.name), c.id, b.created_at, b.id",
            )
            .bind(user)
            .bind(also_as_admin)
            .bind(only.map(str::to_owned))
            .all()
            .await?;
        let mut targets: Vec<MoveTarget> = Vec::new();
        for row in rows {
            if targets.last().is_none_or(|last| last.slug != row.slug) {
                targets.push(MoveTarget { slug: row.slug, name: row.name, payers: Vec::new() });
            }
            let payer = row.payer_id.zip(row.payer).zip(row.payer_currency);
            if let (Some(target), Some(((id, name), currency))) = (targets.last_mut(), payer) {
                target.payers.push(PayerCard { id, name, currency, blocked: row.payer_blocked });
            }
        }
        Ok(targets)
    }

    /// The deploy keys of an App, by name.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn deploy_key_names(&self, app: AppId) -> sqlx::Result<Vec<String>> {
        let rows: Vec<(String,)> = self
            .read("SELECT name FROM ssh_keys WHERE app_id = $1 ORDER BY added_at LIMIT 100")
            .bind(app)
            .all()
            .await?;
        Ok(rows.into_iter().map(|(name,)| name).collect())
    }
}
