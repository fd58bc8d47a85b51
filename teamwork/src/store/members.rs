//! Who is what in which Company.

use super::{
    companies::full_name,
    db::{Db, Tx},
};
use crate::rules::{
    id::{CompanyId, UserId},
    member::{MemberCard, notices_due},
    moment::Moment,
    permission::{Action, may},
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

#[derive(sqlx::FromRow)]
struct TeamRow {
    my_role: Role,
    owner_count: i64,
    app_count: i64,
    user_id: UserId,
    first_name: String,
    last_name: String,
    email: String,
    role: Role,
    joined_at: Moment,
    apps: i64,
    ends_at: Option<Moment>,
    second_factor: bool,
    version: i64,
}

/// One page of members as it is read.
pub struct Team {
    pub my_role: Role,
    pub owners: i64,
    pub apps: i64,
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

// The Company is looked up by subqueries and not by a join: only so both engines know that there is one, walk along the
// index and stop after a page, however large the team is.
macro_rules! team {
    ($from:literal) => {
        concat!(
            "WITH here AS MATERIALIZED (
                 SELECT c.id, c.owner_count, me.role AS my_role,
                        (SELECT COUNT(*) FROM apps a WHERE a.company_id = c.id AND a.state <> 'deleted') AS app_count,
                        EXISTS (SELECT 1 FROM app_members d WHERE d.company_id = c.id AND d.user_id = $2) AS on_app
                 FROM companies c JOIN members me ON me.company_id = c.id AND me.user_id = $2
                 WHERE c.slug = $1),
             page AS MATERIALIZED (
                 SELECT m.company_id, m.user_id, m.role, m.joined_at, m.ends_at, m.version FROM members m
                 WHERE m.company_id = (SELECT id FROM here) ",
            $from,
            "      AND ((SELECT my_role FROM here) IN ('owner', 'admin') OR m.role = 'owner' OR m.user_id = $2
                        OR ((SELECT on_app FROM here) AND (m.role = 'admin' OR EXISTS (
                            SELECT 1 FROM app_members mine JOIN app_members theirs ON theirs.app_id = mine.app_id
                            WHERE mine.company_id = m.company_id AND mine.user_id = $2 AND theirs.user_id = m.user_id))))
                 ORDER BY m.joined_at, m.user_id LIMIT $3)
             SELECT here.my_role, here.owner_count, here.app_count, page.user_id, u.first_name, u.last_name, u.email, page.role,
                    page.joined_at, page.ends_at, page.version, u.factor_on_at IS NOT NULL AS second_factor,
                    (SELECT COUNT(*) FROM app_members d
                     WHERE d.company_id = page.company_id AND d.user_id = page.user_id) AS apps
             FROM here CROSS JOIN page JOIN users u ON u.id = page.user_id
             ORDER BY page.joined_at, page.user_id"
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

    /// One page of the team for one of its members, in the order of joining, from `after` on. Who may not see everybody
    /// sees themself and the Owners; a Developer also who is on the same Apps: other Developers, and the Admins, who are
    /// on every App (S1, E24, E26). `None` for non-members.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn team(
        &self,
        slug: &str,
        reader: UserId,
        after: Option<(Moment, UserId)>,
    ) -> sqlx::Result<Option<Team>> {
        let rows: Vec<TeamRow> = match after {
            None => self.read(team!("")).bind(slug.to_owned()).bind(reader).bind(PAGE + 1).all().await?,
            Some((at, user)) => {
                let read = self.read(team!("AND (m.joined_at, m.user_id) > ($4, $5)"));
                read.bind(slug.to_owned()).bind(reader).bind(PAGE + 1).bind(at).bind(user).all().await?
            }
        };
        let Some((my_role, owners, apps)) = rows.first().map(|row| (row.my_role, row.owner_count, row.app_count))
        else {
            // Everybody after the last page may have gone meanwhile; the Company is still there.
            let begin = if after.is_some() { Box::pin(self.team(slug, reader, None)).await? } else { None };
            return Ok(begin.map(|team| Team { members: Vec::new(), ..team }));
        };
        let (sees_all, sees_factors) =
            (may(my_role, Action::SeeTeam).is_ok(), may(my_role, Action::SeeFactors).is_ok());
        let card = |row: TeamRow| MemberCard {
            name: full_name(&row.first_name, &row.last_name),
            email: (sees_all || row.user_id == reader).then_some(row.email),
            user: row.user_id,
            role: row.role,
            joined_at: row.joined_at,
            apps: row.apps,
            ends_at: row.ends_at.filter(|_| sees_all || row.user_id == reader),
            second_factor: sees_factors.then_some(row.second_factor),
            version: row.version,
        };
        Ok(Some(Team { my_role, owners, apps, members: rows.into_iter().map(card).collect() }))
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

    /// Makes a person a member, for good or until an end that somebody granted.
    ///
    /// # Errors
    /// What the engine says; a unique violation when they are one already (I3).
    pub async fn add_member(
        &mut self,
        company: CompanyId,
        user: UserId,
        role: Role,
        end: Option<(Moment, UserId)>,
        at: Moment,
    ) -> sqlx::Result<()> {
        let (ends_at, granted_by) = end.unzip();
        self.query(
            "INSERT INTO members (company_id, user_id, role, joined_at, ends_at, granted_by, end_notices)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(company)
        .bind(user)
        .bind(role)
        .bind(at)
        .bind(ends_at)
        .bind(granted_by)
        .bind(ends_at.map_or(0, |ends_at| notices_due(ends_at, at)))
        .run()
        .await
        .map(|_| ())
    }

    /// Gives a member another role. An Owner has no end.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_role(&mut self, company: CompanyId, user: UserId, role: Role) -> sqlx::Result<u64> {
        self.query(
            "UPDATE members SET role = $3, version = version + 1,
                    ends_at = CASE WHEN $4 THEN ends_at END, granted_by = CASE WHEN $4 THEN granted_by END,
                    end_notices = CASE WHEN $4 THEN end_notices ELSE 0 END
             WHERE company_id = $1 AND user_id = $2",
        )
        .bind(company)
        .bind(user)
        .bind(role)
        .bind(role != Role::Owner)
        .run()
        .await
    }

    /// Notes that a membership changed otherwise.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn touch_member(&mut self, company: CompanyId, user: UserId) -> sqlx::Result<u64> {
        let touched = self.query("UPDATE members SET version = version + 1 WHERE company_id = $1 AND user_id = $2");
        touched.bind(company).bind(user).run().await
    }

    /// Sets, moves or takes away the end of a membership. Notices that would have been due already are not sent.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_end(
        &mut self,
        company: CompanyId,
        user: UserId,
        end: Option<(Moment, UserId)>,
        at: Moment,
    ) -> sqlx::Result<u64> {
        let (ends_at, granted_by) = end.unzip();
        self.query(
            "UPDATE members SET ends_at = $3, granted_by = $4, end_notices = $5, version = version + 1
             WHERE company_id = $1 AND user_id = $2",
        )
        .bind(company)
        .bind(user)
        .bind(ends_at)
        .bind(granted_by)
        .bind(ends_at.map_or(0, |ends_at| notices_due(ends_at, at)))
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
