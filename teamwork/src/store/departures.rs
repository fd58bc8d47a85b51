//! What a membership holds, and what is gone when it ends.

use super::{
    companies::full_name,
    db::{Db, Tx},
    members::Seat,
};
use crate::rules::{
    id::{CompanyId, UserId},
    log::Event,
    member::{Departure, DepartureReceipt, DeployKeyRef},
    moment::Moment,
    role::Role,
};

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    seat: Seat,
    company: String,
    slug: String,
    owner_count: i64,
    other_role: Role,
    first_name: String,
    last_name: String,
    last_technician: bool,
    kind: String,
    word: Option<String>,
    more: Option<String>,
    /// How many there are of this kind; fewer may be here.
    total: i64,
}

#[derive(sqlx::FromRow)]
struct ReceiptRow {
    company_id: CompanyId,
    company: String,
    slug: String,
    my_role: Option<Role>,
    at: Moment,
    event: Event,
    before: Option<String>,
    after: Option<String>,
    first_name: String,
    last_name: String,
    by_first: Option<String>,
    by_last: Option<String>,
}

/// What is gone when a membership ends.
#[derive(Clone, Debug, Default)]
pub struct Losses {
    /// By name; the last word may say how many more there are.
    pub apps: Vec<String>,
    pub deploy_keys: Vec<DeployKeyRef>,
}

impl Db {
    /// What it would mean if a member went: who stays Owner, what ends, each in a row of its own. `None` when the reader
    /// or the other is not a member.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn departure(&self, slug: &str, reader: UserId, user: UserId) -> sqlx::Result<Option<(Seat, Departure)>> {
        let rows: Vec<Row> = self
            .read(
                "WITH facts AS (
                     SELECT c.id AS company_id, me.role, c.name AS company, c.slug, c.owner_count, who.role AS other_role,
                            u.first_name, u.last_name,
                            who.role IN ('admin', 'developer') AND NOT EXISTS (
                                SELECT 1 FROM members t WHERE t.company_id = c.id AND t.user_id <> $3
                                    AND t.role IN ('admin', 'developer')) AS last_technician
                     FROM companies c
                     JOIN members me ON me.company_id = c.id AND me.user_id = $2
                     JOIN members who ON who.company_id = c.id AND who.user_id = $3
                     JOIN users u ON u.id = who.user_id
                     WHERE c.slug = $1)
                 SELECT * FROM (
                 SELECT kinds.*, COUNT(*) OVER (PARTITION BY kind) AS total,
                        ROW_NUMBER() OVER (PARTITION BY kind ORDER BY word, more) AS place FROM (
                 SELECT facts.*, 'member' AS kind, CAST(NULL AS TEXT) AS word, CAST(NULL AS TEXT) AS more FROM facts
                 UNION ALL
                 SELECT facts.*, 'owner', TRIM(o.first_name || ' ' || o.last_name), NULL
                 FROM facts
                 JOIN members m ON m.company_id = facts.company_id AND m.role = 'owner'
                 JOIN users o ON o.id = m.user_id
                 WHERE m.user_id <> $3 OR facts.owner_count = 1
                 UNION ALL
                 SELECT facts.*, 'app', a.name, NULL
                 FROM facts JOIN apps a ON a.company_id = facts.company_id AND a.state <> 'deleted'
                 WHERE facts.other_role IN ('owner', 'admin')
                    OR EXISTS (SELECT 1 FROM app_members d WHERE d.app_id = a.id AND d.user_id = $3)
                 UNION ALL
                 SELECT facts.*, 'key', k.name, NULL FROM facts JOIN ssh_keys k ON k.user_id = $3
                 WHERE facts.other_role <> 'billing'
                 UNION ALL
                 SELECT facts.*, 'deploy_key', k.name, a.name
                 FROM facts
                 JOIN ssh_keys k ON k.creator_id = $3 AND k.app_id IS NOT NULL
                 JOIN apps a ON a.id = k.app_id AND a.company_id = facts.company_id
                 UNION ALL
                 SELECT facts.*, 'invitation', i.email, NULL
                 FROM facts JOIN invitations i ON i.company_id = facts.company_id AND i.inviter_id = $3
                     AND i.state IN ('pending', 'expired')
                 ) AS kinds) AS words WHERE place <= 100 ORDER BY kind, place",
            )
            .bind(slug.to_owned())
            .bind(reader)
            .bind(user)
            .all()
            .await?;
        let Some(first) = rows.first() else { return Ok(None) };
        let seat = first.seat;
        let mut departure = Departure {
            company: first.company.clone(),
            slug: first.slug.clone(),
            user,
            name: full_name(&first.first_name, &first.last_name),
            role: first.other_role,
            another_owner: first.other_role != Role::Owner || first.owner_count > 1,
            last_technician: first.last_technician,
            owners: Vec::new(),
            apps: Vec::new(),
            keys: Vec::new(),
            deploy_keys: Vec::new(),
            more_deploy_keys: 0,
            invitations: Vec::new(),
        };
        let mut totals = [0; 4];
        for row in rows {
            let (word, total) = (row.word.unwrap_or_default(), row.total);
            let (place, list) = match (row.kind.as_str(), row.more) {
                ("owner", _) => (0, &mut departure.owners),
                ("app", _) => (1, &mut departure.apps),
                ("key", _) => (2, &mut departure.keys),
                ("invitation", _) => (3, &mut departure.invitations),
                (_, Some(app)) => {
                    departure.more_deploy_keys = total - count(&departure.deploy_keys) - 1;
                    departure.deploy_keys.push(DeployKeyRef { app, key: word });
                    continue;
                }
                _ => continue,
            };
            totals[place] = total;
            list.push(word);
        }
        let Departure { owners, apps, keys, invitations, .. } = &mut departure;
        for (list, total) in [owners, apps, keys, invitations].into_iter().zip(totals) {
            say_how_many_more(list, total);
        }
        Ok(Some((seat, departure)))
    }

    /// How the last membership of a person in a Company ended, and the role of the reader there today. `None` when there
    /// is nothing to know: the reader is neither a member nor that person.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn departure_receipt(
        &self,
        slug: &str,
        reader: UserId,
        user: UserId,
    ) -> sqlx::Result<Option<(CompanyId, Option<Role>, DepartureReceipt)>> {
        let row: Option<ReceiptRow> = self
            .read(
                "SELECT c.id AS company_id, c.name AS company, c.slug, me.role AS my_role, l.at, l.event, l.before, l.after,
                        u.first_name, u.last_name, b.first_name AS by_first, b.last_name AS by_last
                 FROM companies c
                 JOIN log l ON l.company_id = c.id AND l.person_id = $3
                     AND l.event IN ('member_left', 'member_dismissed', 'membership_ended')
                 JOIN users u ON u.id = $3
                 LEFT JOIN users b ON b.id = l.actor_id
                 LEFT JOIN members me ON me.company_id = c.id AND me.user_id = $2
                 WHERE c.slug = $1 AND (me.user_id IS NOT NULL OR l.person_id = $2)
                 ORDER BY l.id DESC LIMIT 1",
            )
            .bind(slug.to_owned())
            .bind(reader)
            .bind(user)
            .maybe()
            .await?;
        Ok(row.map(|row| {
            let by = row.by_first.zip(row.by_last).map(|(first, last)| full_name(&first, &last));
            let receipt = DepartureReceipt {
                company: row.company,
                slug: row.slug,
                name: full_name(&row.first_name, &row.last_name),
                mine: reader == user,
                at: row.at,
                how: row.event,
                by: by.filter(|_| row.event == Event::MemberDismissed),
                role: row.before.and_then(|role| role.parse().ok()),
                apps: read_words(row.after.as_deref().unwrap_or_default()),
                deploy_keys: Vec::new(),
            };
            (row.company_id, row.my_role, receipt)
        }))
    }

    /// The deploy keys in a Company that a person has added and that still work (S8).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn deploy_keys_by(&self, company: CompanyId, user: UserId) -> sqlx::Result<Vec<DeployKeyRef>> {
        let rows: Vec<(String, String)> = self
            .read(
                "SELECT a.name, k.name FROM ssh_keys k JOIN apps a ON a.id = k.app_id AND a.company_id = $1
                 WHERE k.creator_id = $2 AND k.app_id IS NOT NULL AND a.state <> 'deleted'
                 ORDER BY a.name, k.name LIMIT 500",
            )
            .bind(company)
            .bind(user)
            .all()
            .await?;
        Ok(rows.into_iter().map(|(app, key)| DeployKeyRef { app, key }).collect())
    }
}

impl Tx {
    /// What a member is about to lose: the Apps they reach, and the deploy keys they leave behind.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn losses(&mut self, company: CompanyId, user: UserId, role: Role) -> sqlx::Result<Losses> {
        let rows: Vec<(String, Option<String>, i64)> = self
            .query(
                "SELECT app, deploy_key, total FROM (
                 SELECT kinds.*, COUNT(*) OVER (PARTITION BY deploy_key IS NULL) AS total,
                        ROW_NUMBER() OVER (PARTITION BY deploy_key IS NULL ORDER BY app, deploy_key) AS place FROM (
                 SELECT a.name AS app, CAST(NULL AS TEXT) AS deploy_key FROM apps a
                 WHERE a.company_id = $1 AND a.state <> 'deleted'
                   AND ($3 OR EXISTS (SELECT 1 FROM app_members d WHERE d.app_id = a.id AND d.user_id = $2))
                 UNION ALL
                 SELECT a.name, k.name FROM ssh_keys k JOIN apps a ON a.id = k.app_id AND a.company_id = $1
                 WHERE k.creator_id = $2 AND k.app_id IS NOT NULL AND a.state <> 'deleted'
                 ) AS kinds) AS words WHERE place <= 500 ORDER BY place",
            )
            .bind(company)
            .bind(user)
            .bind(matches!(role, Role::Owner | Role::Admin))
            .all()
            .await?;
        let (mut losses, mut apps) = (Losses::default(), 0);
        for (app, key, total) in rows {
            match key {
                Some(key) => losses.deploy_keys.push(DeployKeyRef { app, key }),
                None => {
                    apps = total;
                    losses.apps.push(app);
                }
            }
        }
        say_how_many_more(&mut losses.apps, apps);
        Ok(losses)
    }
}

/// A list that was cut says so, as its last word.
pub(super) fn say_how_many_more(words: &mut Vec<String>, total: i64) {
    let more = total - count(words);
    if more > 0 {
        words.push(format!("and {more} more"));
    }
}

fn count<T>(list: &[T]) -> i64 {
    i64::try_from(list.len()).unwrap_or(i64::MAX)
}

/// Names of Apps as the log keeps them, one after the other. No App is called by a number, so what says how many more
/// there were is told from them.
fn read_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    if let [.., and, number, more] = &words[..]
        && and == "and"
        && more == "more"
        && number.parse::<i64>().is_ok()
    {
        let last = format!("and {number} more");
        words.truncate(words.len() - 3);
        words.push(last);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_was_cut_is_read_as_it_was_written() {
        let mut apps = vec!["blog".to_owned(), "more".to_owned()];
        say_how_many_more(&mut apps, 2);
        assert_eq!(apps.len(), 2, "nothing was cut");
        say_how_many_more(&mut apps, 14);
        assert_eq!(apps, ["blog", "more", "and 12 more"]);
        assert_eq!(read_words(&apps.join(" ")), apps);
        assert_eq!(read_words("and shop more"), ["and", "shop", "more"]);
        assert!(read_words("").is_empty());
    }
}
