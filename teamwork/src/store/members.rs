//! Who is what in which Company.

use super::{
    companies::full_name,
    db::{Db, Tx},
};
use crate::rules::{
    id::{CompanyId, UserId},
    moment::Moment,
    policy::Policies,
    role::Role,
};

/// How many members one page of the team table holds.
pub const PAGE: i64 = 50;

/// Where a person stands in a Company: the Company's row is locked while the act decides.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Standing {
    pub company_id: CompanyId,
    pub slug: String,
    pub name: String,
    pub owner_count: i64,
    pub role: Role,
    /// Whether the operator has suspended the Company.
    #[sqlx(default)]
    pub suspended: bool,
    #[sqlx(default)]
    pub invitation_domains: String,
    #[sqlx(default)]
    pub developer_days: i64,
}

impl Standing {
    /// What an Owner has decided about invitations and access.
    pub fn policies(&self) -> Policies {
        read_policies(&self.invitation_domains, self.developer_days)
    }
}

/// Policies out of their two columns.
pub(super) fn read_policies(domains: &str, days: i64) -> Policies {
    Policies {
        invitation_domains: domains.split_whitespace().map(str::to_owned).collect(),
        developer_days: u16::try_from(days).unwrap_or_default(),
    }
}

/// The seat of a person in a Company: what a page that only looks has to know of its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Seat {
    pub company_id: CompanyId,
    pub role: Role,
}

/// A member an act is about.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Member {
    #[sqlx(rename = "other_role")]
    pub role: Role,
    pub version: i64,
    pub joined_at: Moment,
    pub ends_at: Option<Moment>,
    /// To how many Apps they are assigned.
    pub apps: i64,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub second_factor: bool,
}

impl Member {
    /// "Kevin Flynn".
    pub fn full_name(&self) -> String {
        full_name(&self.first_name, &self.last_name)
    }
}

/// Both at once, in one statement.
#[derive(sqlx::FromRow)]
struct PairRow {
    #[sqlx(flatten)]
    me: Standing,
    #[sqlx(flatten)]
    other: Member,
}

// PostgreSQL reads again what it had to wait for only in the rows that it locks. So the memberships are locked too, after
// the Company, or who waited for a dismissal would decide by the role from before it.
macro_rules! standing {
    ($tail:literal) => {
        concat!(
            "SELECT c.id AS company_id, c.slug, c.name, c.owner_count, me.role,
                    c.suspended_at IS NOT NULL AS suspended, c.invitation_domains, c.developer_days
             FROM companies c JOIN members me ON me.company_id = c.id AND me.user_id = $2
             WHERE c.slug = $1",
            $tail
        )
    };
}

macro_rules! pair {
    ($tail:literal) => {
        concat!(
            "SELECT c.id AS company_id, c.slug, c.name, c.owner_count, me.role,
                    c.suspended_at IS NOT NULL AS suspended, c.invitation_domains, c.developer_days,
                    o.role AS other_role, o.version, o.joined_at, o.ends_at, u.email, u.first_name, u.last_name,
                    u.factor_on_at IS NOT NULL AS second_factor,
                    (SELECT COUNT(*) FROM app_members d WHERE d.company_id = o.company_id AND d.user_id = o.user_id) AS apps
             FROM companies c
             JOIN members me ON me.company_id = c.id AND me.user_id = $2
             JOIN members o ON o.company_id = c.id AND o.user_id = $3
             JOIN users u ON u.id = o.user_id
             WHERE c.slug = $1",
            $tail
        )
    };
}

impl Db {
    /// The seat of a person in a Company; `None` for non-members.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn seat(&self, slug: &str, user: UserId) -> sqlx::Result<Option<Seat>> {
        let seat = self.read(
            "SELECT c.id AS company_id, me.role FROM companies c JOIN members me ON me.company_id = c.id AND me.user_id = $2
             WHERE c.slug = $1",
        );
        seat.bind(slug.to_owned()).bind(user).maybe().await
    }

    /// The version of a person's own membership.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn member_version(&self, slug: &str, user: UserId) -> sqlx::Result<Option<i64>> {
        let row: Option<(i64,)> = self
            .read(
                "SELECT m.version FROM companies c JOIN members m ON m.company_id = c.id AND m.user_id = $2
                 WHERE c.slug = $1",
            )
            .bind(slug.to_owned())
            .bind(user)
            .maybe()
            .await?;
        Ok(row.map(|(version,)| version))
    }

    /// The role of a person in a Company.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn role_in(&self, company: CompanyId, user: UserId) -> sqlx::Result<Option<Role>> {
        let row: Option<(Role,)> = self
            .read("SELECT role FROM members WHERE company_id = $1 AND user_id = $2")
            .bind(company)
            .bind(user)
            .maybe()
            .await?;
        Ok(row.map(|(role,)| role))
    }

    /// The Company with this name in URLs, for one of its members.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn company_id(&self, slug: &str, user: UserId) -> sqlx::Result<Option<CompanyId>> {
        let row: Option<(CompanyId,)> = self
            .read(
                "SELECT c.id FROM companies c JOIN members m ON m.company_id = c.id AND m.user_id = $2
                 WHERE c.slug = $1",
            )
            .bind(slug.to_owned())
            .bind(user)
            .maybe()
            .await?;
        Ok(row.map(|(id,)| id))
    }
}

#[derive(sqlx::FromRow)]
struct FoundRow {
    id: UserId,
    #[sqlx(flatten)]
    member: Member,
}

impl Tx {
    /// What the Owners of a Company have decided about invitations and access.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn policies_of(&mut self, company: CompanyId) -> sqlx::Result<Policies> {
        let row: Option<(String, i64)> = self
            .query("SELECT invitation_domains, developer_days FROM companies WHERE id = $1")
            .bind(company)
            .maybe()
            .await?;
        Ok(row.map_or_else(|| read_policies("", 0), |(domains, days)| read_policies(&domains, days)))
    }

    /// Where a person stands in a Company. Locks the Company until the end of the transaction, so that whoever decides
    /// about its members decides alone.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn standing(&mut self, slug: &str, user: UserId) -> sqlx::Result<Option<Standing>> {
        self.pick(standing!(""), standing!(" FOR UPDATE OF c, me")).bind(slug.to_owned()).bind(user).maybe().await
    }

    /// Where a person stands, and another member of the same Company. Locks like [`Tx::standing`].
    ///
    /// # Errors
    /// What the engine says.
    pub async fn standing_beside(
        &mut self,
        slug: &str,
        user: UserId,
        other: UserId,
    ) -> sqlx::Result<Option<(Standing, Option<Member>)>> {
        let row: Option<PairRow> = self
            .pick(pair!(""), pair!(" FOR UPDATE OF c, me, o"))
            .bind(slug.to_owned())
            .bind(user)
            .bind(other)
            .maybe()
            .await?;
        let Some(PairRow { me, other }) = row else {
            // Only who is refused pays for a second look: at a Company without this member, or at none.
            return Ok(self.standing(slug, user).await?.map(|me| (me, None)));
        };
        Ok(Some((me, Some(other))))
    }

    /// The member whose confirmed address this is.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn member_by_email(
        &mut self,
        company: CompanyId,
        email_key: String,
    ) -> sqlx::Result<Option<(UserId, Member)>> {
        let row: Option<FoundRow> = self
            .query(
                "SELECT u.id, m.role AS other_role, m.version, m.joined_at, m.ends_at, u.email, u.first_name, u.last_name,
                        u.factor_on_at IS NOT NULL AS second_factor,
                        (SELECT COUNT(*) FROM app_members d
                         WHERE d.company_id = m.company_id AND d.user_id = m.user_id) AS apps
                 FROM users u JOIN members m ON m.user_id = u.id AND m.company_id = $1
                 WHERE u.email_key = $2 AND u.confirmed_at IS NOT NULL",
            )
            .bind(company)
            .bind(email_key)
            .maybe()
            .await?;
        Ok(row.map(|row| (row.id, row.member)))
    }
}
