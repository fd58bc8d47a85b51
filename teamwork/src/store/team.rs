//! The table of the team, page by page.

use uuid::Uuid;

use super::{companies::full_name, db::Db, members::PAGE};
use crate::rules::{
    count::ENOUGH,
    id::UserId,
    member::MemberCard,
    moment::Moment,
    permission::{Action, may},
    role::Role,
};

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

// A team can be large and what somebody sees of it small, so there is a way to either: who sees everybody walks along the
// index of joining and stops after a page, who does not is led to each of the few. Whichever is not theirs looks for the
// members of no Company. PostgreSQL cannot know how large this one is, and would read it whole to join it with the few:
// what there is to know of a colleague is looked up for them alone, by their own few memberships. (A plain comparison of
// the Company would let it take the order of joining for a shorter way, and read all of it. SQLite would do the same with
// the comparison to where the page begins, were the few not put aside first.)
const PAGE_OF_TEAM: &str = "WITH here AS MATERIALIZED (
        SELECT c.id, c.owner_count, me.role AS my_role, me.role IN ('owner', 'admin') AS sees_all
        FROM companies c JOIN members me ON me.company_id = c.id AND me.user_id = $2 WHERE c.slug = $1),
     mine AS MATERIALIZED (
        SELECT d.app_id FROM app_members d
        WHERE d.company_id = (SELECT id FROM here WHERE NOT sees_all) AND d.user_id = $2),
     mates AS MATERIALIZED (
        SELECT DISTINCT d.company_id, d.user_id FROM mine CROSS JOIN app_members d WHERE d.app_id = mine.app_id),
     known AS MATERIALIZED (
        SELECT m.user_id, m.role, m.joined_at, m.ends_at, m.version FROM members m
        WHERE m.company_id = (SELECT id FROM here WHERE NOT sees_all) AND m.user_id = $2
        UNION
        SELECT m.user_id, m.role, m.joined_at, m.ends_at, m.version FROM members m
        WHERE m.company_id = (SELECT id FROM here WHERE NOT sees_all) AND m.role = 'owner'
        UNION
        SELECT m.user_id, m.role, m.joined_at, m.ends_at, m.version FROM members m
        WHERE m.company_id = (SELECT id FROM here WHERE NOT sees_all) AND m.role IN ('owner', 'admin')
            AND EXISTS (SELECT 1 FROM mine)
        UNION
        SELECT mates.user_id, 'developer',
            (SELECT m.joined_at FROM members m WHERE m.user_id = mates.user_id
                AND COALESCE(m.company_id, mates.company_id) = mates.company_id),
            (SELECT m.ends_at FROM members m WHERE m.user_id = mates.user_id
                AND COALESCE(m.company_id, mates.company_id) = mates.company_id),
            (SELECT m.version FROM members m WHERE m.user_id = mates.user_id
                AND COALESCE(m.company_id, mates.company_id) = mates.company_id)
        FROM mates),
     page AS MATERIALIZED (
        SELECT * FROM (SELECT m.user_id, m.role, m.joined_at, m.ends_at, m.version FROM members m
            WHERE m.company_id = (SELECT id FROM here WHERE sees_all) AND (m.joined_at, m.user_id) > ($3, $4)
            ORDER BY m.joined_at, m.user_id LIMIT $5) AS everybody
        UNION ALL
        SELECT * FROM (SELECT known.user_id, known.role, known.joined_at, known.ends_at, known.version FROM known
            WHERE (known.joined_at, known.user_id) > ($3, $4)
            ORDER BY known.joined_at, known.user_id LIMIT $5) AS few)
     SELECT here.my_role, here.owner_count,
            (SELECT COUNT(*) FROM (SELECT 1 FROM apps a
                WHERE a.company_id BETWEEN (SELECT id FROM here) AND (SELECT id FROM here) AND a.state <> 'deleted'
                ORDER BY a.company_id, a.name LIMIT $6) AS counted) AS app_count,
            page.user_id, u.first_name, u.last_name, u.email, page.role, page.joined_at, page.ends_at, page.version,
            u.factor_on_at IS NOT NULL AS second_factor,
            (SELECT COUNT(*) FROM (SELECT 1 FROM app_members d WHERE d.company_id = here.id AND d.user_id = page.user_id
                LIMIT $6) AS counted) AS apps
     FROM here CROSS JOIN page JOIN users u ON u.id = page.user_id
     ORDER BY page.joined_at, page.user_id";

impl Db {
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
        // Before everybody, unless a page came before.
        let (at, user) = after.map_or((Moment::from_millis(i64::MIN), Uuid::nil()), |(at, user)| (at, user.into()));
        let rows: Vec<TeamRow> = self
            .read(PAGE_OF_TEAM)
            .bind(slug.to_owned())
            .bind(reader)
            .bind(at)
            .bind(user)
            .bind(PAGE + 1)
            .bind(ENOUGH)
            .all()
            .await?;
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
