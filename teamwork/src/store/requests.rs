//! Payment requests (4.2), found by their id, or by the hash of one of their two secrets. Below is what writes them.

mod writes;

pub use writes::NewRequest;

use super::{
    companies::full_name,
    db::{Db, Tx},
    members::Standing,
};
use crate::rules::{
    id::{CompanyId, LinkId, PaymentRequestId, UserId},
    moment::Moment,
    problem::{Conflict, Gone},
    request::RequestState,
    role::Role,
};

/// A request with its giving side and its sender, as an act needs it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Request {
    #[sqlx(rename = "request_id")]
    pub id: PaymentRequestId,
    /// The Company that gives; `None` for a trial of the sender's own.
    #[sqlx(rename = "giver_id")]
    pub company_id: Option<CompanyId>,
    pub giver: Option<String>,
    pub giver_slug: Option<String>,
    pub sender_id: UserId,
    pub sender_first: String,
    pub sender_last: String,
    pub sender_email: String,
    /// What the sender is on the giving side today; `None` when they are gone, or it is a trial of their own.
    pub sender_role: Option<Role>,
    /// When the sender's own membership ends by itself.
    pub sender_ends_at: Option<Moment>,
    /// Whether the sender's account was closed.
    pub sender_gone: bool,
    pub email: String,
    pub email_key: String,
    pub note: Option<String>,
    pub client_company: Option<String>,
    #[sqlx(rename = "request_state")]
    pub state: RequestState,
    pub client_id: Option<UserId>,
    pub link_id: LinkId,
    pub mailed_hash: Vec<u8>,
    pub copied_hash: Option<Vec<u8>>,
    pub code_id: Option<LinkId>,
    pub code_until: Option<Moment>,
    pub told_at: Option<Moment>,
    /// Whether the newest mail could not be delivered.
    pub bounced: bool,
    pub sent_at: Moment,
    pub expires_at: Moment,
    /// How much time its sender gave it, in milliseconds: so much it gets again.
    pub life: i64,
    pub frozen_at: Option<Moment>,
    /// The Owner who confirmed it; nobody for what needed no confirmation.
    pub confirmed_by: Option<UserId>,
    /// Which terms of service the client agreed to when they went to pay.
    pub terms: Option<String>,
}

impl Request {
    /// The sender's full name.
    pub fn sender(&self) -> String {
        full_name(&self.sender_first, &self.sender_last)
    }

    /// Whether this secret is the mailed one, which proves the mailbox.
    pub fn is_mailed(&self, secret_hash: &[u8]) -> bool {
        self.mailed_hash == secret_hash
    }

    /// Whether this secret opens it still: a newer link may have been sent.
    pub fn opens(&self, secret_hash: &[u8]) -> bool {
        self.is_mailed(secret_hash) || self.copied_hash.as_deref() == Some(secret_hash)
    }

    /// What the sender is on the giving side at this moment; `None` when their access is over.
    pub fn sender_role(&self, now: Moment) -> Option<Role> {
        self.sender_role.filter(|_| self.sender_ends_at.is_none_or(|ends_at| ends_at > now))
    }

    /// May it be answered at `now`?
    ///
    /// # Errors
    /// What became of it instead.
    pub fn answerable(&self, now: Moment) -> Result<(), Gone> {
        // While it is frozen its deadline stands still.
        let now = self.frozen_at.map_or(now, |since| since.min(now));
        self.state.answerable(self.expires_at, now)
    }

    /// Until when a billing that was begun in time holds it; while it is frozen no deadline runs.
    pub fn held_until(&self) -> Option<Moment> {
        self.state.held_until(self.expires_at).filter(|_| self.frozen_at.is_none())
    }

    /// Refuses to hand over what is suspended.
    ///
    /// # Errors
    /// When an App of it is.
    pub fn thawed(&self) -> Result<(), Conflict> {
        if self.frozen_at.is_some() { Err(Conflict::RequestFrozen) } else { Ok(()) }
    }
}

/// A request, and how somebody on its giving side stands to it.
#[derive(Clone, Debug)]
pub struct RequestStanding {
    pub request: Request,
    /// Where they stand in the giving Company; `None` when it is a trial of their own.
    pub me: Option<Standing>,
}

#[derive(sqlx::FromRow)]
struct StandingRow {
    #[sqlx(flatten)]
    me: Standing,
    #[sqlx(flatten)]
    request: Request,
}

macro_rules! columns {
    () => {
        "r.id AS request_id, r.company_id AS giver_id, g.name AS giver, g.slug AS giver_slug, r.sender_id,
         u.first_name AS sender_first, u.last_name AS sender_last, u.email AS sender_email, s.role AS sender_role,
         s.ends_at AS sender_ends_at, u.erased_at IS NOT NULL AS sender_gone, r.email, r.email_key, r.note,
         r.client_company, r.state AS request_state, r.client_id, r.link_id, r.mailed_hash, r.copied_hash, r.code_id, r.code_until,
         r.told_at, r.bounced, r.sent_at, r.expires_at, r.life, r.frozen_at, r.confirmed_by, r.terms"
    };
}

macro_rules! request {
    ($tail:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM requests r
              JOIN users u ON u.id = r.sender_id
              LEFT JOIN companies g ON g.id = r.company_id
              LEFT JOIN members s ON s.company_id = r.company_id AND s.user_id = r.sender_id
              WHERE ",
            $tail
        )
    };
}

macro_rules! of_company {
    ($tail:literal) => {
        concat!(
            "SELECT g.id AS company_id, g.slug, g.name, g.owner_count, me.role,
                    g.suspended_at IS NOT NULL AS suspended, ",
            columns!(),
            " FROM requests r
              JOIN companies g ON g.id = r.company_id
              JOIN members me ON me.company_id = g.id AND me.user_id = $2
              JOIN users u ON u.id = r.sender_id
              LEFT JOIN members s ON s.company_id = r.company_id AND s.user_id = r.sender_id
              WHERE r.id = $1",
            $tail
        )
    };
}

pub(super) use {columns, request};

impl Db {
    /// The request with this secret, mailed or copied.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn request_by_secret(&self, secret_hash: Vec<u8>) -> sqlx::Result<Option<Request>> {
        self.read(request!("(r.mailed_hash = $1 OR r.copied_hash = $1)")).bind(secret_hash).maybe().await
    }

    /// A request and how a person stands to it: as a member of the giving Company, or as who sent it for a trial of their
    /// own. `None` when it is not theirs to know of.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn request_standing(&self, id: PaymentRequestId, user: UserId) -> sqlx::Result<Option<RequestStanding>> {
        let row: Option<StandingRow> = self.read(of_company!("")).bind(id).bind(user).maybe().await?;
        if let Some(StandingRow { me, request }) = row {
            return Ok(Some(RequestStanding { request, me: Some(me) }));
        }
        let request: Option<Request> = self
            .read(request!("r.id = $1 AND r.sender_id = $2 AND r.company_id IS NULL"))
            .bind(id)
            .bind(user)
            .maybe()
            .await?;
        Ok(request.map(|request| RequestStanding { request, me: None }))
    }
}

impl Tx {
    /// The request with this secret, mailed or copied. Nothing is locked: see [`Tx::lock_request`].
    ///
    /// # Errors
    /// What the engine says.
    pub async fn request_by_secret(&mut self, secret_hash: Vec<u8>) -> sqlx::Result<Option<Request>> {
        self.query(request!("(r.mailed_hash = $1 OR r.copied_hash = $1)")).bind(secret_hash).maybe().await
    }

    /// A request to a confirmed address, if it ever went there.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn request_to(&mut self, id: PaymentRequestId, email_key: String) -> sqlx::Result<Option<Request>> {
        self.query(request!("r.id = $1 AND r.email_key = $2 AND r.state NOT IN ('proposed', 'refused')"))
            .bind(id)
            .bind(email_key)
            .maybe()
            .await
    }

    /// A request and how a person stands to it, as above. Locks the Company, the membership and the request.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn request_standing(
        &mut self,
        id: PaymentRequestId,
        user: UserId,
    ) -> sqlx::Result<Option<RequestStanding>> {
        let row: Option<StandingRow> =
            self.pick(of_company!(""), of_company!(" FOR UPDATE OF g, me, r")).bind(id).bind(user).maybe().await?;
        if let Some(StandingRow { me, request }) = row {
            return Ok(Some(RequestStanding { request, me: Some(me) }));
        }
        let request: Option<Request> = self
            .pick(
                request!("r.id = $1 AND r.sender_id = $2 AND r.company_id IS NULL"),
                request!("r.id = $1 AND r.sender_id = $2 AND r.company_id IS NULL FOR UPDATE OF r"),
            )
            .bind(id)
            .bind(user)
            .maybe()
            .await?;
        Ok(request.map(|request| RequestStanding { request, me: None }))
    }

    /// Locks the giving Company of a request, with the sender's membership, then the request, in the order of every act,
    /// and reads it again: what was waited for has changed it, or has not.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn lock_request(&mut self, request: &Request) -> sqlx::Result<Option<Request>> {
        if let Some(company) = request.company_id {
            self.pick(
                "SELECT c.id FROM companies c WHERE c.id = $1",
                "SELECT c.id FROM companies c WHERE c.id = $1 FOR UPDATE",
            )
            .bind(company)
            .maybe::<(CompanyId,)>()
            .await?;
        }
        self.pick(request!("r.id = $1"), request!("r.id = $1 FOR UPDATE OF r")).bind(request.id).maybe().await
    }
}
