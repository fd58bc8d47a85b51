//! Who comes back from the provider: the browser that went there is known by a secret, also when nobody has signed in. It
//! reads what came of its way, finds what it typed again, and signs in once when it has paid.

use crate::{
    rules::{
        id::{LinkId, PaymentRequestId, SetupId, UserId},
        moment::Moment,
        payment::SetupState,
        request::{AcceptForm, RequestState},
    },
    store::db::{Db, Tx},
};

/// What a browser that comes back from the provider is told.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Returned {
    pub setup_id: SetupId,
    pub setup_state: SetupState,
    pub url: Option<String>,
    pub ended_at: Option<Moment>,
    pub request_id: PaymentRequestId,
    pub request_state: RequestState,
    /// The id of the mailed secret that opened the request then. A newer one may have gone to somebody else.
    pub link_id: LinkId,
    /// The id of the newest one.
    pub newest_link: LinkId,
    /// Whether the account was made by this payment.
    pub is_new: bool,
}

impl Db {
    /// What was typed on the newest way of a request, for who went it: the person, or, when that had no account, the browser
    /// with this secret.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn typed_before(
        &self,
        secret_hash: Vec<u8>,
        claim_hash: Option<Vec<u8>>,
        user: Option<UserId>,
    ) -> sqlx::Result<Option<AcceptForm>> {
        let row: Option<(String,)> = self
            .read(
                "SELECT s.form FROM requests r
                 JOIN payment_setups s ON s.request_id = r.id AND s.form IS NOT NULL
                 WHERE (r.mailed_hash = $1 OR r.copied_hash = $1)
                     AND CASE WHEN s.user_id IS NULL THEN s.claim_hash = $2 ELSE s.user_id = $3 END
                 ORDER BY s.begun_at DESC LIMIT 1",
            )
            .bind(secret_hash)
            .bind(claim_hash)
            .bind(user)
            .maybe()
            .await?;
        let form = row.map(|(form,)| serde_json::from_str(&form)).transpose();
        form.map_err(|error| sqlx::Error::Decode(error.into()))
    }

    /// What the browser with this secret is told.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn returned(&self, claim_hash: Vec<u8>) -> sqlx::Result<Option<Returned>> {
        self.read(
            "SELECT s.id AS setup_id, s.state AS setup_state, s.url, s.ended_at, r.id AS request_id,
                    r.state AS request_state, s.link_id, r.link_id AS newest_link,
                    s.user_id IS NULL AS is_new
             FROM payment_setups s JOIN requests r ON r.id = s.request_id WHERE s.claim_hash = $1",
        )
        .bind(claim_hash)
        .maybe()
        .await
    }
}

impl Tx {
    /// Uses up the secret of a browser that has paid: it signs in once. Answers who its client is.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn spend_claim(&mut self, claim_hash: Vec<u8>, since: Moment) -> sqlx::Result<Option<UserId>> {
        let row: Option<(Option<UserId>,)> = self
            .query(
                "UPDATE payment_setups SET claim_hash = NULL
                 WHERE claim_hash = $1 AND state = 'done' AND user_id IS NULL AND ended_at > $2
                 RETURNING (SELECT r.client_id FROM requests r WHERE r.id = payment_setups.request_id)",
            )
            .bind(claim_hash)
            .bind(since)
            .maybe()
            .await?;
        Ok(row.and_then(|(client,)| client))
    }
}
