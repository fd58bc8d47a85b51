//! Payment requests that an Admin has proposed, and that wait for an Owner (S10).

use super::{
    companies::full_name,
    db::{Db, Tx},
    log::Change,
    requests::NewRequest,
};
use crate::rules::{
    id::{CompanyId, PaymentRequestId, UserId},
    moment::Moment,
    request::Proposal,
};

#[derive(sqlx::FromRow)]
struct ProposalRow {
    id: PaymentRequestId,
    first_name: String,
    last_name: String,
    email: String,
    company: String,
    slug: String,
    expires_at: Moment,
    app: String,
}

impl ProposalRow {
    fn proposal(self) -> Proposal {
        Proposal {
            id: self.id,
            sender: full_name(&self.first_name, &self.last_name),
            email: self.email,
            company: self.company,
            slug: self.slug,
            apps: vec![self.app],
            expires_at: self.expires_at,
        }
    }
}

impl Db {
    /// What waits for the confirmation of this person, in all Companies they own. All of it: an App waits for one request
    /// at most (S20).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn proposals_to(&self, owner: UserId, now: Moment) -> sqlx::Result<Vec<Proposal>> {
        let rows: Vec<ProposalRow> = self
            .read(
                "SELECT r.id, u.first_name, u.last_name, r.email, c.name AS company, c.slug, r.expires_at, a.name AS app
                 FROM members me JOIN requests r ON r.company_id = me.company_id AND r.state = 'proposed'
                 JOIN companies c ON c.id = r.company_id JOIN users u ON u.id = r.sender_id
                 JOIN request_apps ra ON ra.request_id = r.id JOIN apps a ON a.id = ra.app_id
                 WHERE me.user_id = $1 AND me.role = 'owner' AND (r.expires_at > $2 OR r.frozen_at IS NOT NULL)
                 ORDER BY r.expires_at, r.id, a.name",
            )
            .bind(owner)
            .bind(now)
            .all()
            .await?;
        let mut proposals: Vec<Proposal> = Vec::new();
        for row in rows {
            match proposals.last_mut().filter(|last| last.id == row.id) {
                Some(last) => last.apps.push(row.app),
                None => proposals.push(row.proposal()),
            }
        }
        Ok(proposals)
    }
}

impl Tx {
    /// Makes a proposed request one that the client can answer, with a secret and a deadline of its own. `false` when it
    /// waits for nobody any more.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn confirm_request(&mut self, new: &NewRequest, owner: UserId) -> sqlx::Result<bool> {
        let confirmed = self.query(
            "UPDATE requests SET state = 'pending', confirmed_by = $2, link_id = $3, mailed_hash = $4, sent_at = $5,
                    expires_at = $6, reminders = 0
             WHERE id = $1 AND state = 'proposed' AND frozen_at IS NULL",
        );
        let rows = confirmed
            .bind(new.id)
            .bind(owner)
            .bind(new.link)
            .bind(new.mailed_hash.clone())
            .bind(new.at)
            .bind(new.expires_at)
            .run()
            .await?;
        Ok(rows == 1)
    }

    /// Tells the streams of the Owners that what waits for them has changed.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn tell_owners(&mut self, company: CompanyId) -> sqlx::Result<()> {
        let owners: Vec<(UserId,)> = self
            .query("SELECT user_id FROM members WHERE company_id = $1 AND role = 'owner' LIMIT 100")
            .bind(company)
            .all()
            .await?;
        owners.into_iter().for_each(|(owner,)| self.announce(Change::Person(owner)));
        Ok(())
    }

    /// An Owner who sends again what an Admin has sent answers for it from now on, if no Owner did before.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn answer_for_request(&mut self, id: PaymentRequestId, owner: UserId) -> sqlx::Result<u64> {
        let set = self.query("UPDATE requests SET confirmed_by = $2 WHERE id = $1 AND confirmed_by IS NULL");
        set.bind(id).bind(owner).run().await
    }
}
