//! What ends, reminds of, or holds up payment requests without the client: the clock, a sender who goes, an App that is
//! suspended (S29, S30).

use super::{
    db::{Db, Tx},
    requests::{Request, columns, request},
};
use crate::rules::{
    id::{AppId, CompanyId, LinkId, PaymentRequestId, UserId},
    moment::Moment,
    request::{BILLING_GRACE, LAST_CALL, RequestState},
};

macro_rules! batch {
    ($tx:expr, $condition:literal) => {
        $tx.pick(
            request!($condition),
            // Several servers share the work: what one has in hand the others skip.
            concat!(request!($condition), " FOR UPDATE OF r SKIP LOCKED"),
        )
    };
}

#[derive(sqlx::FromRow)]
struct IdRow {
    id: PaymentRequestId,
}

impl Tx {
    /// Takes up to 100 requests of which who decides is to be reminded, the client or an Owner: at half-time, or before the
    /// deadline, which for a short one is at half-time too. The last reminder stands for both. One that could not be
    /// delivered comes before its deadline too, because its sender is told.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn requests_to_remind(&mut self, now: Moment, last: bool) -> sqlx::Result<Vec<Request>> {
        let due: Vec<Request> = if last {
            batch!(
                self,
                "r.state IN ('proposed', 'pending', 'claimed', 'billing') AND r.frozen_at IS NULL
                 AND r.expires_at > $1 AND r.expires_at <= $2 AND r.sent_at + (r.expires_at - r.sent_at) / 2 <= $1
                 AND r.reminders < 2 ORDER BY r.expires_at LIMIT 100"
            )
            .bind(now)
            .bind(now.plus(LAST_CALL))
            .all()
            .await?
        } else {
            batch!(
                self,
                "r.state IN ('proposed', 'pending', 'claimed', 'billing') AND r.frozen_at IS NULL AND NOT r.bounced
                 AND r.expires_at > $2 AND r.sent_at + (r.expires_at - r.sent_at) / 2 <= $1 AND r.reminders = 0
                 ORDER BY r.expires_at LIMIT 100"
            )
            .bind(now)
            .bind(now.plus(LAST_CALL))
            .all()
            .await?
        };
        let reminders = if last { 2 } else { 1 };
        for one in &due {
            self.query("UPDATE requests SET reminders = $2 WHERE id = $1").bind(one.id).bind(reminders).run().await?;
        }
        Ok(due)
    }

    /// Ends up to 100 requests whose deadline has passed, confirmed or not; one whose client pays is held for a while longer.
    /// They are answered as they stood before.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn expire_requests(&mut self, now: Moment) -> sqlx::Result<Vec<Request>> {
        let overdue: Vec<Request> = batch!(
            self,
            "r.state IN ('proposed', 'pending', 'claimed', 'billing') AND r.frozen_at IS NULL AND r.expires_at <= $1
             AND (r.state <> 'billing' OR r.expires_at <= $2) ORDER BY r.expires_at LIMIT 100"
        )
        .bind(now)
        .bind(now.plus(-BILLING_GRACE))
        .all()
        .await?;
        for one in &overdue {
            self.end_request(one.id, RequestState::Expired, None, now).await?;
        }
        Ok(overdue)
    }

    /// The open requests that somebody sent for a Company: all; or, of an Admin, who may still offer trials and propose the
    /// rest, those with paid Apps that no Owner was or is to confirm.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn requests_sent(
        &mut self,
        company: CompanyId,
        sender: UserId,
        is_admin: bool,
    ) -> sqlx::Result<Vec<Request>> {
        self.pick(
            request!(
                "r.company_id = $1 AND r.sender_id = $2 AND r.state IN ('proposed', 'pending', 'claimed', 'billing')
                 AND NOT ($3 AND (r.state = 'proposed' OR r.confirmed_by IS NOT NULL OR NOT EXISTS
                    (SELECT 1 FROM request_apps ra WHERE ra.request_id = r.id AND ra.payer_id IS NOT NULL)))
                 ORDER BY r.id"
            ),
            request!(
                "r.company_id = $1 AND r.sender_id = $2 AND r.state IN ('proposed', 'pending', 'claimed', 'billing')
                 AND NOT ($3 AND (r.state = 'proposed' OR r.confirmed_by IS NOT NULL OR NOT EXISTS
                    (SELECT 1 FROM request_apps ra WHERE ra.request_id = r.id AND ra.payer_id IS NOT NULL)))
                 ORDER BY r.id FOR UPDATE OF r"
            ),
        )
        .bind(company)
        .bind(sender)
        .bind(is_admin)
        .all()
        .await
    }

    /// The request that waits for an App whose row is locked.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn request_of(&mut self, app: AppId) -> sqlx::Result<Option<Request>> {
        self.pick(
            request!("r.id = (SELECT a.request_id FROM apps a WHERE a.id = $1)"),
            request!("r.id = (SELECT a.request_id FROM apps a WHERE a.id = $1) FOR UPDATE OF r"),
        )
        .bind(app)
        .maybe()
        .await
    }

    /// Whether a request waits for an App of this Company (S3).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn has_open_requests(&mut self, company: CompanyId) -> sqlx::Result<bool> {
        let (has,): (bool,) = self
            .query(
                "SELECT EXISTS (SELECT 1 FROM apps a
                    WHERE a.company_id = $1 AND a.state <> 'deleted' AND a.request_id IS NOT NULL)",
            )
            .bind(company)
            .one()
            .await?;
        Ok(has)
    }

    /// Stops the deadlines of the requests for an App, or for all Apps of a Company, that was just suspended. Answers which.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn freeze_requests(
        &mut self,
        app: Option<AppId>,
        company: Option<CompanyId>,
        at: Moment,
    ) -> sqlx::Result<Vec<PaymentRequestId>> {
        let rows: Vec<IdRow> = self
            .query(
                "UPDATE requests SET frozen_at = $3
                 WHERE frozen_at IS NULL AND state IN ('proposed', 'pending', 'claimed', 'billing') AND id IN
                    (SELECT a.request_id FROM apps a
                     WHERE a.request_id IS NOT NULL AND (a.id = $1 OR a.company_id = $2))
                 RETURNING id",
            )
            .bind(app)
            .bind(company)
            .bind(at)
            .all()
            .await?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }

    /// Lets the deadlines run again of requests none of whose Apps is suspended any more. They lose no time.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn thaw_requests(
        &mut self,
        app: Option<AppId>,
        company: Option<CompanyId>,
        at: Moment,
    ) -> sqlx::Result<Vec<PaymentRequestId>> {
        let rows: Vec<IdRow> = self
            .query(
                "UPDATE requests SET expires_at = expires_at + $3 - frozen_at, frozen_at = NULL
                 WHERE frozen_at IS NOT NULL AND id IN
                    (SELECT a.request_id FROM apps a
                     WHERE a.request_id IS NOT NULL AND (a.id = $1 OR a.company_id = $2))
                   AND NOT EXISTS (SELECT 1 FROM apps o
                     WHERE o.request_id = requests.id AND o.suspended_by IN ('operator', 'dunning'))
                 RETURNING id",
            )
            .bind(app)
            .bind(company)
            .bind(at)
            .all()
            .await?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }

    /// One request by its id.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn request(&mut self, id: PaymentRequestId) -> sqlx::Result<Option<Request>> {
        self.query(request!("r.id = $1")).bind(id).maybe().await
    }

    /// Notes that the address of an open request takes no mail, and answers it. `None` when it has ended, or a newer mail
    /// is on its way.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn bounce_request(&mut self, id: PaymentRequestId, link: LinkId) -> sqlx::Result<Option<Request>> {
        let bounced = self.query(
            "UPDATE requests SET bounced = $3, delivered_at = NULL
             WHERE id = $1 AND link_id = $2 AND state IN ('pending', 'claimed', 'billing')",
        );
        if bounced.bind(id).bind(link).bind(true).run().await? == 0 {
            return Ok(None);
        }
        self.request(id).await
    }
}

/// Whom a request concerns, for the streams.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct Concerned {
    pub company_id: Option<CompanyId>,
    pub sender_id: UserId,
    pub state: RequestState,
}

impl Db {
    /// Notes that the newest mail of a request has reached the receiving server; answers whom that concerns.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn request_mailed(
        &self,
        id: PaymentRequestId,
        link: LinkId,
        at: Moment,
    ) -> sqlx::Result<Option<Concerned>> {
        self.tend(
            "UPDATE requests SET told_at = COALESCE(told_at, $3), delivered_at = $3, bounced = FALSE
             WHERE id = $1 AND link_id = $2 RETURNING company_id, sender_id, state",
        )
        .bind(id)
        .bind(link)
        .bind(at)
        .maybe()
        .await
    }

    /// Whether the mail of a request is still to go: it is open, and the link is its newest.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn request_awaits_answer(&self, id: PaymentRequestId, link: LinkId) -> sqlx::Result<bool> {
        let found: Option<(PaymentRequestId,)> = self
            .read(
                "SELECT id FROM requests WHERE id = $1 AND link_id = $2 AND state IN ('pending', 'claimed', 'billing')",
            )
            .bind(id)
            .bind(link)
            .maybe()
            .await?;
        Ok(found.is_some())
    }
}
