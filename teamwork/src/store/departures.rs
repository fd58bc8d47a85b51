//! What a membership holds, and what is gone when it ends.

use super::{
    companies::full_name,
    cut::{one_more_than, say_that_there_are_more},
    db::{Db, Tx},
    members::Seat,
};
use crate::rules::{
    count::AND_MORE,
    id::{CompanyId, UserId},
    log::Event,
    member::{Departure, DepartureReceipt, DeployKeyRef},
    moment::Moment,
    role::Role,
};

/// How many of each kind a page names, and how many Apps and keys the log and the mails do.
const SHOWN: usize = 100;
const NOTED: usize = 500;

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
    /// `None` when nothing ends.
    kind: Option<String>,
    word: Option<String>,
    app: Option<String>,
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

/// What is gone when a membership ends. Of each the last word may say that there are more.
#[derive(Clone, Debug, Default)]
pub struct Losses {
    /// By name.
    pub apps: Vec<String>,
    pub deploy_keys: Vec<String>,
}

// Each kind is read until there are more than a page can show, by an index of its own. Who is not concerned by a kind looks
// for it in no Company. Names that belong to a row are looked up for it alone: PostgreSQL cannot know that there are few
// rows, and would read all Apps of the Company to join them.
const DEPARTURE: &str = "WITH facts AS MATERIALIZED (
        SELECT c.id AS company_id, me.role, c.name AS company, c.slug, c.owner_count, who.role AS other_role,
               who.user_id AS other_id, u.first_name, u.last_name,
               who.role IN ('admin', 'developer') AND NOT EXISTS (
                   SELECT 1 FROM members t WHERE t.company_id = c.id AND t.user_id <> $3
                       AND t.role IN ('admin', 'developer')) AS last_technician
        FROM companies c
        JOIN members me ON me.company_id = c.id AND me.user_id = $2
        JOIN members who ON who.company_id = c.id AND who.user_id = $3
        JOIN users u ON u.id = who.user_id
        WHERE c.slug = $1),
     words AS MATERIALIZED (
        SELECT * FROM (SELECT 'owner' AS kind, CAST(NULL AS TEXT) AS app,
                (SELECT TRIM(o.first_name || ' ' || o.last_name) FROM users o WHERE o.id = m.user_id) AS word
            FROM members m WHERE m.company_id = (SELECT company_id FROM facts) AND m.role = 'owner'
                AND (m.user_id <> $3 OR (SELECT owner_count FROM facts) = 1) LIMIT $4) AS owners
        UNION ALL
        SELECT * FROM (SELECT 'app', CAST(NULL AS TEXT), a.name FROM apps a
            WHERE a.company_id BETWEEN (SELECT company_id FROM facts WHERE other_role IN ('owner', 'admin'))
                    AND (SELECT company_id FROM facts WHERE other_role IN ('owner', 'admin'))
                AND a.state <> 'deleted' ORDER BY a.company_id, a.name LIMIT $4) AS reached
        UNION ALL
        SELECT * FROM (SELECT 'app', CAST(NULL AS TEXT), (SELECT a.name FROM apps a WHERE a.id = d.app_id)
            FROM app_members d WHERE d.company_id = (SELECT company_id FROM facts) AND d.user_id = $3 LIMIT $4) AS assigned
        UNION ALL
        SELECT * FROM (SELECT 'key', CAST(NULL AS TEXT), k.name FROM ssh_keys k
            WHERE k.user_id = (SELECT other_id FROM facts WHERE other_role <> 'billing') LIMIT $4) AS keys
        UNION ALL
        SELECT * FROM (SELECT 'deploy_key', (SELECT a.name FROM apps a WHERE a.id = k.app_id), k.name FROM ssh_keys k
            WHERE k.creator_id = $3 AND k.app_id IS NOT NULL
                AND (SELECT a.company_id FROM apps a WHERE a.id = k.app_id) = (SELECT company_id FROM facts)
            LIMIT $4) AS deploy_keys
        UNION ALL
        SELECT * FROM (SELECT 'invitation', CAST(NULL AS TEXT), i.email FROM invitations i
            WHERE i.company_id = (SELECT company_id FROM facts) AND i.inviter_id = $3
                AND i.state IN ('pending', 'expired') LIMIT $4) AS invited
        UNION ALL
        SELECT * FROM (SELECT 'request', CAST(NULL AS TEXT), r.email FROM requests r
            WHERE r.sender_id = (SELECT other_id FROM facts) AND r.company_id = (SELECT company_id FROM facts)
                AND r.state IN ('proposed', 'pending', 'claimed', 'billing') LIMIT $4) AS asked)
     SELECT facts.company_id, facts.role, facts.company, facts.slug, facts.owner_count, facts.other_role,
            facts.first_name, facts.last_name, facts.last_technician, words.kind, words.word, words.app
     FROM facts LEFT JOIN words ON 1 = 1 ORDER BY words.kind, words.app, words.word";

macro_rules! deploy_keys_by {
    () => {
        "SELECT (SELECT a.name FROM apps a WHERE a.id = k.app_id) AS app, k.name AS deploy_key FROM ssh_keys k
         WHERE k.creator_id = $2 AND k.app_id IS NOT NULL
            AND (SELECT a.company_id FROM apps a WHERE a.id = k.app_id) = $1 LIMIT $3"
    };
}

impl Db {
    /// What it would mean if a member went: who stays Owner, what ends. `None` when the reader or the other is not a member.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn departure(&self, slug: &str, reader: UserId, user: UserId) -> sqlx::Result<Option<(Seat, Departure)>> {
        let departure = self.read(DEPARTURE).bind(slug.to_owned()).bind(reader).bind(user).bind(one_more_than(SHOWN));
        let rows: Vec<Row> = departure.all().await?;
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
            more_deploy_keys: false,
            invitations: Vec::new(),
            requests: Vec::new(),
        };
        for row in rows {
            let Some((kind, word)) = row.kind.zip(row.word) else { continue };
            match (kind.as_str(), row.app) {
                (_, Some(app)) => departure.deploy_keys.push(DeployKeyRef { app, key: word }),
                ("owner", _) => departure.owners.push(word),
                ("app", _) => departure.apps.push(word),
                ("key", _) => departure.keys.push(word),
                ("request", _) => departure.requests.push(word),
                _ => departure.invitations.push(word),
            }
        }
        let Departure { owners, apps, keys, deploy_keys, invitations, requests, .. } = &mut departure;
        for list in [owners, apps, keys, invitations, requests] {
            say_that_there_are_more(list, SHOWN);
        }
        departure.more_deploy_keys = deploy_keys.len() > SHOWN;
        departure.deploy_keys.truncate(SHOWN);
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
                more_deploy_keys: false,
            };
            (row.company_id, row.my_role, receipt)
        }))
    }

    /// The deploy keys in a Company that a person has added and that still work (S8), by App; and whether there are more
    /// than a page can show.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn deploy_keys_by(&self, company: CompanyId, user: UserId) -> sqlx::Result<(Vec<DeployKeyRef>, bool)> {
        let rows = self.read(deploy_keys_by!()).bind(company).bind(user).bind(one_more_than(SHOWN));
        let rows: Vec<(String, String)> = rows.all().await?;
        let more = rows.len() > SHOWN;
        let mut keys: Vec<_> = rows.into_iter().take(SHOWN).map(|(app, key)| DeployKeyRef { app, key }).collect();
        keys.sort();
        Ok((keys, more))
    }
}

impl Tx {
    /// What a member is about to lose: the Apps they reach, and the deploy keys they leave behind.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn losses(&mut self, company: CompanyId, user: UserId, role: Role) -> sqlx::Result<Losses> {
        let rows: Vec<(String, Option<String>)> = self
            .query(concat!(
                "SELECT * FROM (SELECT a.name AS app, CAST(NULL AS TEXT) AS deploy_key FROM apps a
                    WHERE $4 AND a.company_id BETWEEN $1 AND $1 AND a.state <> 'deleted'
                    ORDER BY a.company_id, a.name LIMIT $3) AS reached
                 UNION ALL
                 SELECT * FROM (SELECT (SELECT a.name FROM apps a WHERE a.id = d.app_id), CAST(NULL AS TEXT)
                    FROM app_members d WHERE d.company_id = $1 AND d.user_id = $2 LIMIT $3) AS assigned
                 UNION ALL
                 SELECT * FROM (",
                deploy_keys_by!(),
                ") AS deploy_keys ORDER BY 1, 2"
            ))
            .bind(company)
            .bind(user)
            .bind(one_more_than(NOTED))
            .bind(matches!(role, Role::Owner | Role::Admin))
            .all()
            .await?;
        let mut losses = Losses::default();
        for (app, key) in rows {
            match key {
                Some(key) => losses.deploy_keys.push(DeployKeyRef { app, key }.to_string()),
                None => losses.apps.push(app),
            }
        }
        say_that_there_are_more(&mut losses.apps, NOTED);
        say_that_there_are_more(&mut losses.deploy_keys, NOTED);
        Ok(losses)
    }
}

/// Names of Apps as the log keeps them, one after the other. No App is called [`AND_MORE`]'s last word, nor by a number, with
/// which entries of before say how many more there were.
fn read_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let said = match &words[..] {
        [.., and, more] if format!("{and} {more}") == AND_MORE => 2,
        [.., and, number, more] if and == "and" && more == "more" && number.parse::<i64>().is_ok() => 3,
        _ => return words,
    };
    let last = words.split_off(words.len() - said).join(" ");
    words.push(last);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_was_cut_is_read_as_it_was_written() {
        let mut apps = vec!["blog".to_owned(), "and".to_owned(), "more".to_owned()];
        say_that_there_are_more(&mut apps, 3);
        assert_eq!(apps.len(), 3, "nothing was cut");
        assert_eq!(read_words(&apps.join(" ")), apps);
        say_that_there_are_more(&mut apps, 2);
        assert_eq!(apps, ["blog", "and", AND_MORE]);
        assert_eq!(read_words(&apps.join(" ")), apps);
        assert_eq!(read_words("blog and 12 more"), ["blog", "and 12 more"], "an entry of before");
        assert_eq!(read_words("and shop more"), ["and", "shop", "more"]);
        assert!(read_words("").is_empty());
    }
}
