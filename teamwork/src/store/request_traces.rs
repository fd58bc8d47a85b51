//! What stays of requests for the side that sent them: those of one person, and where an App went.

use super::{companies::full_name, db::Db, request_lists::CardRow};
use crate::rules::{
    id::{PaymentRequestId, UserId},
    moment::Moment,
    request::{GivenAway, SentRequest},
    role::Role,
};

#[derive(sqlx::FromRow)]
struct SentRow {
    company: Option<String>,
    slug: Option<String>,
    /// What the sender is in the giving Company today.
    role: Option<Role>,
    #[sqlx(flatten)]
    request: CardRow,
}

#[derive(sqlx::FromRow)]
struct GivenRow {
    role: Option<Role>,
    email: String,
    first_name: String,
    last_name: String,
    ended_at: Moment,
    company: Option<String>,
    slug: Option<String>,
    app: String,
}

// The Company that has it now is named to its members alone.
macro_rules! given {
    ($condition:literal) => {
        concat!(
            "SELECT me.role, x.email, u.first_name, u.last_name, x.ended_at, t.name AS company, t.slug, a.name AS app
              FROM requests x JOIN users u ON u.id = x.sender_id
              JOIN request_apps ra ON ra.request_id = x.id JOIN apps a ON a.id = ra.app_id
              LEFT JOIN members there ON there.company_id = x.target_id AND there.user_id = $1
              LEFT JOIN companies t ON t.id = there.company_id
              LEFT JOIN members me ON me.company_id = x.company_id AND me.user_id = $1
              WHERE x.id = (SELECT r.id FROM requests r
                            JOIN request_apps o ON o.request_id = r.id JOIN apps n ON n.id = o.app_id
                            WHERE n.name = $2 AND r.state = 'completed' AND ",
            $condition,
            " ORDER BY r.sent_at DESC, r.id DESC LIMIT 1)
              ORDER BY a.name"
        )
    };
}

impl Db {
    /// One page of the requests somebody sent, newest first, from behind `after` on, and one more; with what they are in the
    /// giving Company today.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn requests_by(
        &self,
        sender: UserId,
        after: Option<(Moment, PaymentRequestId)>,
        page: i64,
    ) -> sqlx::Result<Vec<(Option<Role>, SentRequest)>> {
        let (before, id) = after.unzip();
        let rows: Vec<SentRow> = self
            .read(
                "WITH page AS MATERIALIZED (
                     SELECT r.* FROM requests r
                     WHERE r.sender_id = $1 AND (r.sent_at, r.id) < ($2, $3)
                     ORDER BY r.sent_at DESC, r.id DESC LIMIT $4)
                 SELECT c.name AS company, c.slug, me.role, page.id, page.email, page.state, page.sender_id, u.first_name,
                        u.last_name, page.note, page.sent_at, page.expires_at, page.ended_at, page.delivered_at,
                        page.bounced, page.frozen_at, page.reason, page.terms, a.name AS app
                 FROM page JOIN users u ON u.id = page.sender_id
                 JOIN request_apps ra ON ra.request_id = page.id JOIN apps a ON a.id = ra.app_id
                 LEFT JOIN companies c ON c.id = page.company_id
                 LEFT JOIN members me ON me.company_id = page.company_id AND me.user_id = page.sender_id
                 ORDER BY page.sent_at DESC, page.id DESC, a.name",
            )
            .bind(sender)
            .bind(before.unwrap_or(Moment::from_millis(i64::MAX)))
            .bind(id)
            .bind(page + 1)
            .all()
            .await?;
        Ok(gather(rows))
    }

    /// The newest handover of an App of this name by a Company, or without one by this person, with what the reader is in
    /// the giving Company. `None` when there was none, or the reader is no member.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn given_away(
        &self,
        reader: UserId,
        slug: Option<&str>,
        app: &str,
    ) -> sqlx::Result<Option<(Option<Role>, GivenAway)>> {
        let rows: Vec<GivenRow> = match slug {
            Some(slug) => {
                let mine = given!(
                    "r.company_id = (SELECT c.id FROM companies c
                                     JOIN members m ON m.company_id = c.id AND m.user_id = $1 WHERE c.slug = $3)"
                );
                self.read(mine).bind(reader).bind(app.to_owned()).bind(slug.to_owned()).all().await?
            }
            None => {
                let mine = given!("r.company_id IS NULL AND r.sender_id = $1");
                self.read(mine).bind(reader).bind(app.to_owned()).all().await?
            }
        };
        let apps = rows.iter().map(|row| row.app.clone()).collect();
        Ok(rows.into_iter().next().map(|row| {
            let GivenRow { role, email, first_name, last_name, ended_at: at, company, slug, .. } = row;
            (role, GivenAway { apps, email, sender: full_name(&first_name, &last_name), at, company, slug })
        }))
    }
}

/// Each request with all its Apps, in the order of the rows.
fn gather(rows: Vec<SentRow>) -> Vec<(Option<Role>, SentRequest)> {
    let mut sent: Vec<(Option<Role>, SentRequest)> = Vec::new();
    for SentRow { company, slug, role, request } in rows {
        let Some((_, request)) = request.card() else { continue };
        match sent.last_mut().filter(|(_, last)| last.request.id == request.id) {
            Some((_, last)) => last.request.apps.extend(request.apps),
            None => sent.push((role, SentRequest { request, company, slug })),
        }
    }
    sent
}
