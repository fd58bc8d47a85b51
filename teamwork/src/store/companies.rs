//! Companies, and the guarded row on which "at least one Owner" rests.

use super::{
    cut::{one_more_than, say_that_there_are_more},
    db::{Db, Tx},
};
use crate::rules::{
    billing::BillingData,
    company::{CompanyCard, CompanyOverview},
    dunning::{Arrears, CompanyArrears},
    id::{BillingContactId, CompanyId, UserId},
    moment::Moment,
    money::Money,
    role::Role,
    text::{CompanyName, Slug},
};

/// How many Owners the front page of a Company names.
const OWNERS_MAX: usize = 50;

#[derive(sqlx::FromRow)]
struct CardRow {
    id: CompanyId,
    slug: String,
    name: String,
    role: Role,
    member_count: i64,
    arrears: Option<Arrears>,
    contact: Option<BillingContactId>,
    currency: Option<String>,
    owed: Option<i64>,
}

impl CardRow {
    fn card(self) -> CompanyCard {
        let owed = self.owed.zip(self.currency).map(|(owed, currency)| Money::new(owed, &currency));
        CompanyCard {
            id: self.id,
            slug: self.slug,
            name: self.name,
            role: self.role,
            members: Some(self.member_count),
            arrears: self.arrears.map(|arrears| CompanyArrears { arrears, contact: self.contact, owed }),
        }
    }
}

#[derive(sqlx::FromRow)]
struct OverviewRow {
    id: CompanyId,
    slug: String,
    name: String,
    role: Role,
    member_count: i64,
    open_invitations: i64,
    suspended_why: Option<String>,
    recovery: bool,
    first_name: String,
    last_name: String,
}

impl Db {
    /// The Companies of a person, with their role, in the order of the names; of each the Billing Contact that stands worst,
    /// if a payment of one is overdue. All of them: what is not listed could not be found.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn companies_of(&self, user: UserId) -> sqlx::Result<Vec<CompanyCard>> {
        let rows: Vec<CardRow> = self
            .read(
                "SELECT c.id, c.slug, c.name, m.role, c.member_count, w.arrears, w.id AS contact, w.currency,
                        (SELECT CAST(SUM(i.balance) AS BIGINT) FROM invoices i
                         WHERE i.billing_contact_id = w.id AND i.state = 'open' AND i.dun_step > 0) AS owed
                 FROM members m JOIN companies c ON c.id = m.company_id
                 LEFT JOIN billing_contacts w ON w.id =
                    (SELECT b.id FROM billing_contacts b WHERE b.company_id = c.id AND b.arrears <> 'active'
                     ORDER BY b.arrears, b.id LIMIT 1)
                 WHERE m.user_id = $1 ORDER BY LOWER(c.name), c.id",
            )
            .bind(user)
            .all()
            .await?;
        Ok(rows.into_iter().map(CardRow::card).collect())
    }

    /// The front page of a Company for one of its members, with all it could show; the act leaves out what the role
    /// may not see. `None` for everybody else.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn company_overview(&self, slug: &str, user: UserId) -> sqlx::Result<Option<CompanyOverview>> {
        let rows: Vec<OverviewRow> = self
            .read(
                "SELECT c.id, c.slug, c.name, me.role, c.member_count, u.first_name, u.last_name, c.suspended_why,
                        EXISTS (SELECT 1 FROM recoveries r WHERE r.company_id = c.id AND r.state = 'waiting') AS recovery,
                        (SELECT COUNT(*) FROM invitations i
                         WHERE i.company_id = c.id AND i.state IN ('pending', 'expired')) AS open_invitations
                 FROM companies c
                 JOIN members me ON me.company_id = c.id AND me.user_id = $2
                 JOIN members o ON o.company_id = c.id AND o.role = 'owner'
                 JOIN users u ON u.id = o.user_id
                 WHERE c.slug = $1 ORDER BY o.joined_at LIMIT $3",
            )
            .bind(slug.to_owned())
            .bind(user)
            .bind(one_more_than(OWNERS_MAX))
            .all()
            .await?;
        let mut owners = rows.iter().map(|row| full_name(&row.first_name, &row.last_name)).collect();
        say_that_there_are_more(&mut owners, OWNERS_MAX);
        Ok(rows.into_iter().next().map(|row| CompanyOverview {
            id: row.id,
            slug: row.slug,
            name: row.name,
            role: row.role,
            owners,
            members: Some(row.member_count),
            invitations: Some(row.open_invitations),
            suspended: row.suspended_why,
            recovery: row.recovery,
            bill: None,
        }))
    }
}

impl Tx {
    /// Adds a Company with its first Owner and its first Billing Contact (R10, R11, R19), which pays in this currency, or in
    /// the usual one.
    ///
    /// # Errors
    /// What the engine says; a unique violation when the slug is taken.
    pub async fn add_company(
        &mut self,
        id: CompanyId,
        name: &CompanyName,
        slug: &Slug,
        owner: UserId,
        contact: (BillingContactId, &BillingData),
        currency: Option<&str>,
        at: Moment,
    ) -> sqlx::Result<()> {
        self.query(
            "INSERT INTO companies (id, slug, name, owner_count, member_count, created_at) VALUES ($1, $2, $3, 1, 1, $4)",
        )
        .bind(id)
        .bind(slug.as_str().to_owned())
        .bind(name.as_str().to_owned())
        .bind(at)
        .run()
        .await?;
        self.query("INSERT INTO members (company_id, user_id, role, joined_at) VALUES ($1, $2, 'owner', $3)")
            .bind(id)
            .bind(owner)
            .bind(at)
            .run()
            .await?;
        self.add_billing_contact(id, contact.0, contact.1, currency, at).await
    }

    /// Whether a Company has this name in URLs.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn is_slug_taken(&mut self, slug: &Slug) -> sqlx::Result<bool> {
        let taken = self.query("SELECT id FROM companies WHERE slug = $1").bind(slug.as_str().to_owned());
        Ok(taken.maybe::<(CompanyId,)>().await?.is_some())
    }

    /// Takes one Owner off the count, unless it is the last: then nothing happens and the answer is `false`. Two Owners
    /// who leave at once meet on this row, and the second finds the count too low (I1).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn spare_owner(&mut self, company: CompanyId) -> sqlx::Result<bool> {
        let spared = self.query("UPDATE companies SET owner_count = owner_count - 1 WHERE id = $1 AND owner_count > 1");
        Ok(spared.bind(company).run().await? == 1)
    }

    /// Counts one more Owner, member, or both.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn count_in(&mut self, company: CompanyId, owners: i64, members: i64) -> sqlx::Result<u64> {
        self.query(
            "UPDATE companies SET owner_count = owner_count + $2, member_count = member_count + $3 WHERE id = $1",
        )
        .bind(company)
        .bind(owners)
        .bind(members)
        .run()
        .await
    }

    /// Takes one member off the count.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn count_out(&mut self, company: CompanyId) -> sqlx::Result<u64> {
        self.query("UPDATE companies SET member_count = member_count - 1 WHERE id = $1").bind(company).run().await
    }
}

/// "Kevin Flynn" out of two columns.
pub(crate) fn full_name(first: &str, last: &str) -> String {
    if last.is_empty() { first.to_owned() } else { format!("{first} {last}") }
}
