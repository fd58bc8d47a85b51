//! Who is what in which Company.

use super::{
    companies::full_name,
    db::{Db, Tx},
};
use crate::rules::{
    id::{CompanyId, UserId},
    member::{Departure, MemberCard},
    moment::Moment,
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
    pub role: Role,
    pub version: i64,
    pub joined_at: Moment,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
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
    other_role: Role,
    version: i64,
    joined_at: Moment,
    email: String,
    first_name: String,
    last_name: String,
}

#[derive(sqlx::FromRow)]
struct TeamRow {
    my_role: Role,
    owner_count: i64,
    user_id: UserId,
    first_name: String,
    last_name: String,
    email: String,
    role: Role,
    joined_at: Moment,
    version: i64,
}

/// One page of members as it is read.
pub struct Team {
    pub my_role: Role,
    pub owners: i64,
    pub members: Vec<MemberCard>,
}

// PostgreSQL reads again what it had to wait for only in the rows that it locks. So the memberships are locked too, after
// the Company, or who waited for a dismissal would decide by the role from before it.
macro_rules! standing {
    ($tail:literal) => {
        concat!(
            "SELECT c.id AS company_id, c.slug, c.name, c.owner_count, me.role,
                    c.suspended_at IS NOT NULL AS suspended
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
                    c.suspended_at IS NOT NULL AS suspended,
                    o.role AS other_role, o.version, o.joined_at, u.email, u.first_name, u.last_name
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
    /// One page of the team for one of its members, in the order of joining, from `after` on. Who may not see everybody
    /// sees themself and the Owners (S1). `None` for non-members.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn team(
        &self,
        slug: &str,
        reader: UserId,
        after: Option<(Moment, UserId)>,
    ) -> sqlx::Result<Option<Team>> {
        let (joined_at, user) = after.map_or((None, None), |(at, user)| (Some(at), Some(user)));
        let rows: Vec<TeamRow> = self
            .read(
                "SELECT me.role AS my_role, c.owner_count, m.user_id, u.first_name, u.last_name, u.email, m.role,
                        m.joined_at, m.version
                 FROM companies c
                 JOIN members me ON me.company_id = c.id AND me.user_id = $2
                 JOIN members m ON m.company_id = c.id
                 JOIN users u ON u.id = m.user_id
                 WHERE c.slug = $1 AND ($3 IS NULL OR (m.joined_at, m.user_id) > ($3, $4))
                   AND (me.role IN ('owner', 'admin') OR m.role = 'owner' OR m.user_id = $2)
                 ORDER BY m.joined_at, m.user_id LIMIT $5",
            )
            .bind(slug.to_owned())
            .bind(reader)
            .bind(joined_at)
            .bind(user)
            .bind(PAGE + 1)
            .all()
            .await?;
        let Some((my_role, owners)) = rows.first().map(|row| (row.my_role, row.owner_count)) else {
            // Everybody after the last page may have gone meanwhile; the Company is still there.
            let begin = if after.is_some() { Box::pin(self.team(slug, reader, None)).await? } else { None };
            return Ok(begin.map(|team| Team { members: Vec::new(), ..team }));
        };
        let sees_all = matches!(my_role, Role::Owner | Role::Admin);
        let card = |row: TeamRow| MemberCard {
            name: full_name(&row.first_name, &row.last_name),
            email: (sees_all || row.user_id == reader).then_some(row.email),
            user: row.user_id,
            role: row.role,
            joined_at: row.joined_at,
            version: row.version,
        };
        Ok(Some(Team { my_role, owners, members: rows.into_iter().map(card).collect() }))
    }
}

impl Db {
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

    /// The seat of a person in a Company.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn seat(&self, slug: &str, user: UserId) -> sqlx::Result<Option<Seat>> {
        self.read(
            "SELECT c.id AS company_id, m.role FROM companies c
             JOIN members m ON m.company_id = c.id AND m.user_id = $2 WHERE c.slug = $1",
        )
        .bind(slug.to_owned())
        .bind(user)
        .maybe()
        .await
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

    /// What leaving would mean: the Owners who stay, and my open invitations, each in a row of its own.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn departure(&self, slug: &str, user: UserId) -> sqlx::Result<Option<Departure>> {
        let rows: Vec<DepartureRow> = self
            .read(
                "SELECT c.name AS company, c.slug, c.owner_count, me.role, u.first_name, u.last_name,
                        CAST(NULL AS TEXT) AS email
                 FROM companies c
                 JOIN members me ON me.company_id = c.id AND me.user_id = $2
                 JOIN members o ON o.company_id = c.id AND o.role = 'owner'
                 JOIN users u ON u.id = o.user_id
                 WHERE c.slug = $1 AND (o.user_id <> $2 OR c.owner_count = 1)
                 UNION ALL
                 SELECT c.name, c.slug, c.owner_count, me.role, '', '', i.email
                 FROM companies c
                 JOIN members me ON me.company_id = c.id AND me.user_id = $2
                 JOIN invitations i ON i.company_id = c.id AND i.inviter_id = $2 AND i.state IN ('pending', 'expired')
                 WHERE c.slug = $1
                 LIMIT 300",
            )
            .bind(slug.to_owned())
            .bind(user)
            .all()
            .await?;
        let Some(first) = rows.first() else { return Ok(None) };
        let another_owner = first.role != Role::Owner || first.owner_count > 1;
        let mut departure = Departure {
            company: first.company.clone(),
            slug: first.slug.clone(),
            role: first.role,
            another_owner,
            owners: Vec::new(),
            invitations: Vec::new(),
        };
        for row in rows {
            match row.email {
                Some(email) => departure.invitations.push(email),
                None => departure.owners.push(full_name(&row.first_name, &row.last_name)),
            }
        }
        Ok(Some(departure))
    }
}

#[derive(sqlx::FromRow)]
struct FoundRow {
    id: UserId,
    #[sqlx(flatten)]
    member: Member,
}

#[derive(sqlx::FromRow)]
struct DepartureRow {
    company: String,
    slug: String,
    owner_count: i64,
    role: Role,
    first_name: String,
    last_name: String,
    email: Option<String>,
}

impl Tx {
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
        let Some(PairRow { me, other_role, version, joined_at, email, first_name, last_name }) = row else {
            // Only who is refused pays for a second look: at a Company without this member, or at none.
            return Ok(self.standing(slug, user).await?.map(|me| (me, None)));
        };
        let other = Member { role: other_role, version, joined_at, email, first_name, last_name };
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
                "SELECT u.id, m.role, m.version, m.joined_at, u.email, u.first_name, u.last_name
                 FROM users u JOIN members m ON m.user_id = u.id AND m.company_id = $1
                 WHERE u.email_key = $2 AND u.confirmed_at IS NOT NULL",
            )
            .bind(company)
            .bind(email_key)
            .maybe()
            .await?;
        Ok(row.map(|row| (row.id, row.member)))
    }

    /// Makes a person a member.
    ///
    /// # Errors
    /// What the engine says; a unique violation when they are one already (I3).
    pub async fn add_member(&mut self, company: CompanyId, user: UserId, role: Role, at: Moment) -> sqlx::Result<()> {
        self.query("INSERT INTO members (company_id, user_id, role, joined_at) VALUES ($1, $2, $3, $4)")
            .bind(company)
            .bind(user)
            .bind(role)
            .bind(at)
            .run()
            .await
            .map(|_| ())
    }

    /// Gives a member another role.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_role(&mut self, company: CompanyId, user: UserId, role: Role) -> sqlx::Result<u64> {
        self.query("UPDATE members SET role = $3, version = version + 1 WHERE company_id = $1 AND user_id = $2")
            .bind(company)
            .bind(user)
            .bind(role)
            .run()
            .await
    }

    /// Ends a membership.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn remove_member(&mut self, company: CompanyId, user: UserId) -> sqlx::Result<bool> {
        let removed = self.query("DELETE FROM members WHERE company_id = $1 AND user_id = $2");
        Ok(removed.bind(company).bind(user).run().await? == 1)
    }
}
