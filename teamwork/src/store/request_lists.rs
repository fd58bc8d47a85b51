//! Payment requests in lists: of a Company, of an App, to an address. A request comes as one row for each of its Apps.

use super::{companies::full_name, db::Db, members::Seat};
use crate::rules::{
    id::{AppId, PaymentRequestId, UserId},
    moment::Moment,
    request::{BILLING_GRACE, MyRequest, RequestCard, RequestState},
};

/// How many requests one page holds.
pub const PAGE: i64 = 50;

#[derive(sqlx::FromRow)]
struct ListRow {
    #[sqlx(flatten)]
    seat: Seat,
    #[sqlx(flatten)]
    request: CardRow,
}

#[derive(sqlx::FromRow)]
pub(super) struct CardRow {
    id: Option<PaymentRequestId>,
    email: Option<String>,
    state: Option<RequestState>,
    sender_id: Option<UserId>,
    first_name: Option<String>,
    last_name: Option<String>,
    note: Option<String>,
    sent_at: Option<Moment>,
    expires_at: Option<Moment>,
    ended_at: Option<Moment>,
    delivered_at: Option<Moment>,
    bounced: Option<bool>,
    frozen_at: Option<Moment>,
    reason: Option<String>,
    terms: Option<String>,
    app: Option<String>,
}

impl CardRow {
    /// The card, and who sent it.
    pub(super) fn card(self) -> Option<(UserId, RequestCard)> {
        let state = self.state?;
        let card = RequestCard {
            id: self.id?,
            apps: self.app.into_iter().collect(),
            email: self.email?,
            state,
            sender: full_name(&self.first_name?, &self.last_name?),
            note: self.note,
            sent_at: self.sent_at?,
            expires_at: self.expires_at?,
            // While it is frozen no deadline runs.
            held_until: state.held_until(self.expires_at?).filter(|_| self.frozen_at.is_none()),
            ended_at: self.ended_at,
            terms: self.terms.filter(|_| state == RequestState::Completed),
            delivered: self.delivered_at.is_some(),
            bounced: self.bounced?,
            frozen: self.frozen_at.is_some(),
            reason: self.reason,
            mine: false,
            confirms: false,
        };
        Some((self.sender_id?, card))
    }
}

#[derive(sqlx::FromRow)]
struct MineRow {
    id: PaymentRequestId,
    state: RequestState,
    first_name: String,
    last_name: String,
    expires_at: Moment,
    app: String,
}

/// Requests with who sent them, in the order of the rows, each with all its Apps.
fn gather(rows: impl Iterator<Item = CardRow>) -> Vec<(UserId, RequestCard)> {
    let mut cards: Vec<(UserId, RequestCard)> = Vec::new();
    for (sender, card) in rows.filter_map(CardRow::card) {
        match cards.last_mut().filter(|(_, last)| last.id == card.id) {
            Some((_, last)) => last.apps.extend(card.apps),
            None => cards.push((sender, card)),
        }
    }
    cards
}

impl Db {
    /// One page of the requests of a Company, newest first, from behind `after` on, and one more; with who sent each, and
    /// the seat of the reader. `None` for non-members.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn requests_of(
        &self,
        slug: &str,
        reader: UserId,
        after: Option<(Moment, PaymentRequestId)>,
    ) -> sqlx::Result<Option<(Seat, Vec<(UserId, RequestCard)>)>> {
        let (before, id) = after.unzip();
        let rows: Vec<ListRow> = self
            .read(
                "WITH here AS MATERIALIZED (
                     SELECT c.id AS company_id, me.role
                     FROM companies c JOIN members me ON me.company_id = c.id AND me.user_id = $2 WHERE c.slug = $1),
                 page AS MATERIALIZED (
                     SELECT r.* FROM requests r
                     WHERE r.company_id = (SELECT company_id FROM here)
                       AND (r.sent_at, r.id) < ($3, $4)
                     ORDER BY r.sent_at DESC, r.id DESC LIMIT $5)
                 SELECT here.company_id, here.role, page.id, page.email, page.state, page.sender_id, u.first_name,
                        u.last_name, page.note, page.sent_at, page.expires_at, page.ended_at, page.delivered_at,
                        page.bounced, page.frozen_at, page.reason, page.terms, a.name AS app
                 FROM here LEFT JOIN page ON 1 = 1
                 LEFT JOIN users u ON u.id = page.sender_id
                 LEFT JOIN request_apps ra ON ra.request_id = page.id
                 LEFT JOIN apps a ON a.id = ra.app_id
                 ORDER BY page.sent_at DESC, page.id DESC, a.name",
            )
            .bind(slug.to_owned())
            .bind(reader)
            .bind(before.unwrap_or(Moment::from_millis(i64::MAX)))
            .bind(id)
            .bind(PAGE + 1)
            .all()
            .await?;
        let seat = rows.first().map(|row| row.seat);
        Ok(seat.map(|seat| (seat, gather(rows.into_iter().map(|row| row.request)))))
    }

    /// The request that waits for an App, or the newest that its present holder sent and that has ended; and who sent it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn newest_request(&self, app: AppId) -> sqlx::Result<Option<(UserId, RequestCard)>> {
        let rows: Vec<CardRow> = self
            .read(
                "SELECT r.id, r.email, r.state, r.sender_id, u.first_name, u.last_name, r.note, r.sent_at, r.expires_at,
                        r.ended_at, r.delivered_at, r.bounced, r.frozen_at, r.reason, r.terms,
                        o.name AS app
                 FROM requests r JOIN users u ON u.id = r.sender_id
                 JOIN request_apps ra ON ra.request_id = r.id JOIN apps o ON o.id = ra.app_id
                 WHERE r.id = COALESCE(
                    (SELECT a.request_id FROM apps a WHERE a.id = $1),
                    (SELECT n.id FROM request_apps x JOIN requests n ON n.id = x.request_id JOIN apps a ON a.id = x.app_id
                     WHERE x.app_id = $1 AND n.state IN ('declined', 'expired', 'cancelled', 'refused')
                       AND (n.company_id = a.company_id
                            OR n.company_id IS NULL AND a.company_id IS NULL AND n.sender_id = a.creator_id)
                     ORDER BY n.sent_at DESC, n.id DESC LIMIT 1))
                 ORDER BY o.name",
            )
            .bind(app)
            .all()
            .await?;
        Ok(gather(rows.into_iter()).pop())
    }

    /// The open requests to a confirmed address, also those that only a payment holds which was begun in time. All of them: an address gets few a day, and none lives longer than 30 days.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn requests_to(&self, email_key: String, now: Moment) -> sqlx::Result<Vec<MyRequest>> {
        let rows: Vec<MineRow> = self
            .read(
                "SELECT r.id, r.state, u.first_name, u.last_name, r.expires_at, a.name AS app
                 FROM requests r JOIN users u ON u.id = r.sender_id
                 JOIN request_apps ra ON ra.request_id = r.id JOIN apps a ON a.id = ra.app_id
                 WHERE r.email_key = $1 AND r.state IN ('pending', 'claimed', 'billing')
                   AND (r.expires_at > $2 OR r.state = 'billing' AND r.expires_at > $3 OR r.frozen_at IS NOT NULL)
                 ORDER BY r.expires_at, r.id, a.name",
            )
            .bind(email_key)
            .bind(now)
            .bind(now.plus(-BILLING_GRACE))
            .all()
            .await?;
        let mut mine: Vec<MyRequest> = Vec::new();
        for row in rows {
            match mine.last_mut().filter(|last| last.id == row.id) {
                Some(last) => last.apps.push(row.app),
                None => mine.push(MyRequest {
                    id: row.id,
                    sender: full_name(&row.first_name, &row.last_name),
                    apps: vec![row.app],
                    expires_at: row.state.held_until(row.expires_at).unwrap_or(row.expires_at),
                }),
            }
        }
        Ok(mine)
    }
}
