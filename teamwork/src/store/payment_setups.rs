//! The ways to the payment provider (I28): what was begun for whom, and how it stands. Below are who comes back, and the ways
//! that lead nowhere any more.

mod claims;
mod voided;

pub use claims::Returned;

use super::db::{Db, Tx};
use crate::rules::{
    id::{BillingContactId, LinkId, PaymentRequestId, SetupId, UserId},
    moment::{Moment, SECOND},
    payment::SetupState,
    request::AcceptForm,
};

/// How many are looked at in one go.
const BATCH: i64 = 50;

/// What somebody enters a card for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupFor {
    Request(PaymentRequestId),
    Contact(BillingContactId),
}

/// Somebody's way to the provider.
#[derive(Clone, Debug)]
pub struct Setup {
    pub id: SetupId,
    pub of: SetupFor,
    /// Who went; `None` for a client without an account.
    pub user: Option<UserId>,
    pub form: Option<AcceptForm>,
    pub state: SetupState,
    pub reference: Option<String>,
    pub begun_at: Moment,
}

#[derive(sqlx::FromRow)]
struct SetupRow {
    id: SetupId,
    request_id: Option<PaymentRequestId>,
    billing_contact_id: Option<BillingContactId>,
    user_id: Option<UserId>,
    form: Option<String>,
    state: SetupState,
    reference: Option<String>,
    begun_at: Moment,
}

impl SetupRow {
    fn setup(self) -> sqlx::Result<Setup> {
        let of = match (self.request_id, self.billing_contact_id) {
            (Some(request), _) => SetupFor::Request(request),
            (None, Some(contact)) => SetupFor::Contact(contact),
            (None, None) => return Err(sqlx::Error::RowNotFound),
        };
        let form = self.form.map(|form| serde_json::from_str(&form)).transpose();
        let form = form.map_err(|error| sqlx::Error::Decode(error.into()))?;
        let Self { id, user_id: user, state, reference, begun_at, .. } = self;
        Ok(Setup { id, of, user, form, state, reference, begun_at })
    }
}

/// A new way.
pub struct NewSetup<'a> {
    pub id: SetupId,
    pub of: SetupFor,
    pub user: Option<UserId>,
    pub form: Option<&'a AcceptForm>,
    /// Which link of the request was opened.
    pub link: Option<LinkId>,
    /// Of the secret in the browser that goes there.
    pub claim_hash: Option<Vec<u8>>,
    pub at: Moment,
}

macro_rules! setup {
    ($tail:literal) => {
        concat!(
            "SELECT id, request_id, billing_contact_id, user_id, form, state, reference, begun_at FROM payment_setups WHERE ",
            $tail
        )
    };
}

impl Db {
    /// The way whose page the provider calls so.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn setup_by_reference(&self, reference: &str) -> sqlx::Result<Option<Setup>> {
        let row: Option<SetupRow> = self.read(setup!("reference = $1")).bind(reference.to_owned()).maybe().await?;
        row.map(SetupRow::setup).transpose()
    }

    /// The ways that are to be looked at by `now`, a bounded batch.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn setups_to_look_at(&self, now: Moment) -> sqlx::Result<Vec<Setup>> {
        let rows: Vec<SetupRow> = self
            .read(setup!("state = 'begun' AND look_at <= $1 ORDER BY look_at LIMIT $2"))
            .bind(now)
            .bind(BATCH)
            .all()
            .await?;
        rows.into_iter().map(SetupRow::setup).collect()
    }

    /// When the provider is asked again, because it has not decided.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn look_at_setup_later(&self, id: SetupId, now: Moment, look_at: Moment) -> sqlx::Result<u64> {
        let later = self.tend("UPDATE payment_setups SET looked_at = $2, look_at = $3 WHERE id = $1");
        later.bind(id).bind(now).bind(look_at).run().await
    }

    /// Has the provider asked after one now, because somebody has come back from it: every few seconds at most.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn look_at_setup_now(&self, id: SetupId, now: Moment) -> sqlx::Result<u64> {
        let hurried = self.tend(
            "UPDATE payment_setups SET look_at = $2 WHERE id = $1 AND state = 'begun' AND looked_at <= $3 AND look_at > $2",
        );
        hurried.bind(id).bind(now).bind(now.plus(-3 * SECOND)).run().await
    }

    /// The same for the card of a Billing Contact.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn look_at_contact_now(&self, id: BillingContactId, now: Moment) -> sqlx::Result<u64> {
        let hurried = self.tend(
            "UPDATE payment_setups SET look_at = $2
             WHERE billing_contact_id = $1 AND state = 'begun' AND looked_at <= $3 AND look_at > $2",
        );
        hurried.bind(id).bind(now).bind(now.plus(-3 * SECOND)).run().await
    }

    /// Where the provider's page of a way is, if it is still wanted. `false` when it is not.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn open_setup(&self, id: SetupId, (reference, url): (&str, &str), look_at: Moment) -> sqlx::Result<bool> {
        let opened = self.tend(
            "UPDATE payment_setups SET reference = $2, url = $3, look_at = $4
             WHERE id = $1 AND state = 'begun' AND (reference IS NULL OR reference = $2)",
        );
        let opened = opened.bind(id).bind(reference.to_owned()).bind(url.to_owned()).bind(look_at);
        Ok(opened.run().await? == 1)
    }
}

impl Tx {
    /// Begins a way. An earlier one for the same is void.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn begin_setup(&mut self, new: NewSetup<'_>) -> sqlx::Result<()> {
        self.void_setups(new.of, new.at).await?;
        let (request, contact) = match new.of {
            SetupFor::Request(id) => (Some(id), None),
            SetupFor::Contact(id) => (None, Some(id)),
        };
        let form = new.form.map(serde_json::to_string).transpose();
        let form = form.map_err(|error| sqlx::Error::Encode(error.into()))?;
        self.query(
            "INSERT INTO payment_setups (id, request_id, billing_contact_id, user_id, form, state, claim_hash, begun_at,
                                         look_at, looked_at, link_id)
             VALUES ($1, $2, $3, $4, $5, 'begun', $6, $7, $8, $7, $9)",
        )
        .bind(new.id)
        .bind(request)
        .bind(contact)
        .bind(new.user)
        .bind(form)
        .bind(new.claim_hash)
        .bind(new.at)
        // Whoever began it hears of the page in a moment; should the house fall over meanwhile, the clock cleans up.
        .bind(new.at.plus(120 * SECOND))
        .bind(new.link)
        .run()
        .await
        .map(|_| ())
    }

    /// A way by its id, locked.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn setup(&mut self, id: SetupId) -> sqlx::Result<Option<Setup>> {
        let row: Option<SetupRow> = self.pick(setup!("id = $1"), setup!("id = $1 FOR UPDATE")).bind(id).maybe().await?;
        row.map(SetupRow::setup).transpose()
    }

    /// Ends a way that is locked. What was typed is forgotten, unless its client came back without a card: they read it
    /// again when they try once more, until the request ends.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn end_setup(&mut self, id: SetupId, state: SetupState, at: Moment) -> sqlx::Result<u64> {
        self.query(
            "UPDATE payment_setups SET state = $2, form = CASE WHEN $2 = 'failed' THEN form END, ended_at = $3
             WHERE id = $1 AND state = 'begun'",
        )
        .bind(id)
        .bind(state)
        .bind(at)
        .run()
        .await
    }

    /// A client is on the way to the provider (4.2).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn begin_billing(&mut self, id: PaymentRequestId, client: Option<UserId>) -> sqlx::Result<u64> {
        self.query(
            "UPDATE requests SET state = 'billing', client_id = COALESCE($2, client_id)
             WHERE id = $1 AND state IN ('pending', 'claimed', 'billing')",
        )
        .bind(id)
        .bind(client)
        .run()
        .await
    }

    /// They came back without a card: the request stands where it stood before.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn end_billing(&mut self, id: PaymentRequestId) -> sqlx::Result<u64> {
        self.query(
            "UPDATE requests SET state = CASE WHEN client_id IS NULL THEN 'pending' ELSE 'claimed' END
             WHERE id = $1 AND state = 'billing'",
        )
        .bind(id)
        .run()
        .await
    }
}
