//! How a payment request begins, changes and ends. Whoever calls has it locked. With every new link and every end what was
//! begun at the payment provider is void.

use crate::{
    rules::{
        id::{AppId, CompanyId, LinkId, PaymentRequestId, UserId},
        moment::Moment,
        request::RequestState,
    },
    store::{db::Tx, payment_setups::SetupFor},
};

/// A new request, or an old one with a new link.
pub struct NewRequest {
    pub id: PaymentRequestId,
    pub company: Option<CompanyId>,
    pub sender: UserId,
    pub email: String,
    pub email_key: String,
    pub note: Option<String>,
    pub client_company: Option<String>,
    pub link: LinkId,
    pub mailed_hash: Vec<u8>,
    pub at: Moment,
    pub expires_at: Moment,
    /// The App that a new one is about first: such a request is linked to the last one for it that ended without a handover.
    pub app: Option<AppId>,
    /// Whether a new one waits for an Owner first (S10).
    pub proposed: bool,
}

impl Tx {
    /// Adds a request.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn add_request(&mut self, new: &NewRequest) -> sqlx::Result<()> {
        self.query(
            "INSERT INTO requests (id, company_id, sender_id, email, email_key, note, client_company, state, link_id,
                                   mailed_hash, sent_at, expires_at, life, renews)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $13, $8, $9, $10, $11, $14,
                     (SELECT o.id FROM request_apps x JOIN requests o ON o.id = x.request_id
                      WHERE x.app_id = $12 AND o.state IN ('declined', 'expired') AND o.sender_id = $3
                      ORDER BY o.sent_at DESC, o.id DESC LIMIT 1))",
        )
        .bind(new.id)
        .bind(new.company)
        .bind(new.sender)
        .bind(new.email.clone())
        .bind(new.email_key.clone())
        .bind(new.note.clone())
        .bind(new.client_company.clone())
        .bind(new.link)
        .bind(new.mailed_hash.clone())
        .bind(new.at)
        .bind(new.expires_at)
        .bind(new.app)
        .bind(if new.proposed { RequestState::Proposed } else { RequestState::Pending })
        .bind(new.expires_at.since(new.at))
        .run()
        .await
        .map(|_| ())
    }

    /// Renews an open request: new secret, perhaps a new address, other words and a new deadline; nobody is bound to it any more, and
    /// all earlier links and codes are dead.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn renew_request(&mut self, new: &NewRequest) -> sqlx::Result<bool> {
        let renewed = self.query(
            "UPDATE requests SET state = 'pending', client_id = NULL, email = $2, email_key = $3, note = $4, client_company = $10, link_id = $5,
                    mailed_hash = $6, copied_hash = NULL, code_id = NULL, code_until = NULL, delivered_at = NULL,
                    told_at = CASE WHEN email_key = $3 THEN told_at END, bounced = $7, reminders = 0, sent_at = $8,
                    expires_at = $9, frozen_at = CASE WHEN frozen_at IS NOT NULL THEN $8 END
             WHERE id = $1 AND state IN ('pending', 'claimed', 'billing')",
        );
        let rows = renewed
            .bind(new.id)
            .bind(new.email.clone())
            .bind(new.email_key.clone())
            .bind(new.note.clone())
            .bind(new.link)
            .bind(new.mailed_hash.clone())
            .bind(false)
            .bind(new.at)
            .bind(new.expires_at)
            .bind(new.client_company.clone())
            .run()
            .await?;
        self.void_setups(SetupFor::Request(new.id), new.at).await?;
        Ok(rows == 1)
    }

    /// Sets the secret of the copied link; an earlier copied link is dead.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_copied_request(&mut self, id: PaymentRequestId, hash: Vec<u8>) -> sqlx::Result<u64> {
        self.query("UPDATE requests SET copied_hash = $2 WHERE id = $1").bind(id).bind(hash).run().await
    }

    /// From which id the mailed code is derived, and until when it can be typed. An earlier code is dead.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_request_code(&mut self, id: PaymentRequestId, code: LinkId, until: Moment) -> sqlx::Result<u64> {
        let set = self.query("UPDATE requests SET code_id = $2, code_until = $3 WHERE id = $1");
        set.bind(id).bind(code).bind(until).run().await
    }

    /// Binds a pending request to an account, or, without one, lets it go.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn bind_request(&mut self, id: PaymentRequestId, client: Option<UserId>) -> sqlx::Result<bool> {
        let state = if client.is_some() { RequestState::Claimed } else { RequestState::Pending };
        let bound = self.query(
            "UPDATE requests SET state = $2, client_id = $3 WHERE id = $1 AND state IN ('pending', 'claimed') AND state <> $2",
        );
        Ok(bound.bind(id).bind(state).bind(client).run().await? == 1)
    }

    /// Ends an open request. `false` when it has ended already: each is answered once (I21).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn end_request(
        &mut self,
        id: PaymentRequestId,
        state: RequestState,
        reason: Option<String>,
        at: Moment,
    ) -> sqlx::Result<bool> {
        let ended = self.query(
            "UPDATE requests SET state = $2, reason = $3, ended_at = $4, frozen_at = NULL, code_id = NULL
             WHERE id = $1 AND state IN ('proposed', 'pending', 'claimed', 'billing')",
        );
        let ended = ended.bind(id).bind(state).bind(reason).bind(at).run().await? == 1;
        self.void_setups(SetupFor::Request(id), at).await?;
        Ok(ended)
    }

    /// Notes which terms of service the client agrees to who goes to pay.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn agree_to_terms(&mut self, id: PaymentRequestId, terms: String) -> sqlx::Result<u64> {
        self.query("UPDATE requests SET terms = $2 WHERE id = $1").bind(id).bind(terms).run().await
    }

    /// Completes an open request: who the client is, and which Company owns the Apps now. `false` when it has ended.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn complete_request(
        &mut self,
        id: PaymentRequestId,
        client: UserId,
        target: CompanyId,
        terms: &str,
        at: Moment,
    ) -> sqlx::Result<bool> {
        let completed = self.query(
            "UPDATE requests SET state = 'completed', client_id = $2, target_id = $3, ended_at = $4, code_id = NULL,
                    terms = $5
             WHERE id = $1 AND state IN ('pending', 'claimed', 'billing') AND frozen_at IS NULL",
        );
        let completed = completed.bind(id).bind(client).bind(target).bind(at).bind(terms.to_owned()).run().await? == 1;
        self.void_setups(SetupFor::Request(id), at).await?;
        Ok(completed)
    }
}
