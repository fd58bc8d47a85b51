//! Newsletters, who reads them, and the links with which they stop.

use super::db::{Db, Tx};
use crate::rules::{
    id::{LinkId, NewsletterId, UserId},
    moment::Moment,
    newsletter::{Newsletter, NewsletterCard, NewsletterState, NewsletterText, Subscription},
};

/// How many newsletters one page of the list holds.
pub const PAGE: i64 = 50;

#[derive(sqlx::FromRow)]
struct Row {
    id: NewsletterId,
    subject: String,
    text: String,
    version: i64,
    written_at: Moment,
    sent_at: Option<Moment>,
    mailed: i64,
    done_at: Option<Moment>,
}

impl Row {
    fn state(&self) -> NewsletterState {
        match (self.sent_at, self.done_at) {
            (None, _) => NewsletterState::Draft,
            (Some(_), None) => NewsletterState::Sending,
            (Some(_), Some(_)) => NewsletterState::Sent,
        }
    }

    fn into_newsletter(self, readers: i64) -> Newsletter {
        let state = self.state();
        let Self { id, subject, text, version, written_at, sent_at, mailed, .. } = self;
        let card = NewsletterCard { id, subject, state, written_at, sent_at, mailed };
        Newsletter { card, text, readers, version }
    }
}

/// A newsletter whose mails are being written.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct UnderWay {
    pub id: NewsletterId,
    pub subject: String,
    pub text: String,
    /// Who has got it last, in the order of their ids.
    pub reached: UserId,
}

/// Somebody who has asked for newsletters, with the link that ends them, if there is one already.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Reader {
    pub user_id: UserId,
    pub email: String,
    pub link: Option<LinkId>,
    pub hash: Option<Vec<u8>>,
}

#[derive(sqlx::FromRow)]
struct SubscriberRow {
    user_id: UserId,
    email: String,
    newsletter: bool,
}

const ONE: &str =
    "SELECT id, subject, text, version, written_at, sent_at, mailed, done_at FROM newsletters WHERE id = $1";

const BY_LINK: &str =
    "SELECT u.id AS user_id, u.email, u.newsletter FROM newsletter_links l JOIN users u ON u.id = l.user_id
    WHERE l.hash = $1 AND u.erased_at IS NULL";

macro_rules! under_way {
    ($tail:literal) => {
        concat!(
            "SELECT id, subject, text, reached FROM newsletters
             WHERE sent_at IS NOT NULL AND done_at IS NULL ORDER BY sent_at LIMIT 1",
            $tail
        )
    };
}

impl Db {
    /// One page of the newsletters behind a place in the list, newest first, and one more.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn newsletters(&self, after: Option<(Moment, NewsletterId)>) -> sqlx::Result<Vec<NewsletterCard>> {
        let (before, id) = after.unzip();
        let rows: Vec<Row> = self
            .read(
                "SELECT id, subject, '' AS text, version, written_at, sent_at, mailed, done_at FROM newsletters
                 WHERE written_at < $1 OR (written_at = $1 AND id > $2) ORDER BY written_at DESC, id LIMIT $3",
            )
            .bind(before.unwrap_or(Moment::from_millis(i64::MAX)))
            .bind(id)
            .bind(PAGE + 1)
            .all()
            .await?;
        Ok(rows.into_iter().map(|row| row.into_newsletter(0).card).collect())
    }

    /// One newsletter, and how many would get it now.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn newsletter(&self, id: NewsletterId) -> sqlx::Result<Option<Newsletter>> {
        let Some(row) = self.read(ONE).bind(id).maybe::<Row>().await? else { return Ok(None) };
        let (readers,): (i64,) = self
            .read(
                "SELECT COUNT(*) FROM users WHERE newsletter = TRUE AND confirmed_at IS NOT NULL AND erased_at IS NULL",
            )
            .one()
            .await?;
        Ok(Some(row.into_newsletter(readers)))
    }

    /// Whose link this is, and whether they still read.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn subscription(&self, hash: Vec<u8>) -> sqlx::Result<Option<Subscription>> {
        let row: Option<SubscriberRow> = self.read(BY_LINK).bind(hash).maybe().await?;
        Ok(row.map(|row| Subscription { email: row.email, wanted: row.newsletter }))
    }

    /// Whether somebody still reads newsletters, by the id of their link.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn reads_newsletters(&self, link: LinkId) -> sqlx::Result<bool> {
        let row: Option<(UserId,)> = self
            .read(
                "SELECT l.user_id FROM newsletter_links l JOIN users u ON u.id = l.user_id
                 WHERE l.id = $1 AND u.newsletter = TRUE",
            )
            .bind(link)
            .maybe()
            .await?;
        Ok(row.is_some())
    }
}

impl Tx {
    /// Adds a draft.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn add_newsletter(&mut self, id: NewsletterId, new: &NewsletterText, at: Moment) -> sqlx::Result<u64> {
        let add = self.query("INSERT INTO newsletters (id, subject, text, written_at) VALUES ($1, $2, $3, $4)");
        add.bind(id).bind(new.subject.clone()).bind(new.text.clone()).bind(at).run().await
    }

    /// A newsletter, locked until the end of the transaction.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn newsletter(&mut self, id: NewsletterId) -> sqlx::Result<Option<Newsletter>> {
        const LOCKED: &str = "SELECT id, subject, text, version, written_at, sent_at, mailed, done_at FROM newsletters
            WHERE id = $1 FOR UPDATE";
        let row: Option<Row> = self.pick(ONE, LOCKED).bind(id).maybe().await?;
        Ok(row.map(|row| row.into_newsletter(0)))
    }

    /// Changes a draft.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn change_newsletter(&mut self, id: NewsletterId, new: &NewsletterText) -> sqlx::Result<u64> {
        let change = self.query("UPDATE newsletters SET subject = $2, text = $3, version = version + 1 WHERE id = $1");
        change.bind(id).bind(new.subject.clone()).bind(new.text.clone()).run().await
    }

    /// Removes a draft.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn discard_newsletter(&mut self, id: NewsletterId) -> sqlx::Result<u64> {
        self.query("DELETE FROM newsletters WHERE id = $1 AND sent_at IS NULL").bind(id).run().await
    }

    /// Begins to send a draft.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn send_newsletter(&mut self, id: NewsletterId, at: Moment) -> sqlx::Result<u64> {
        let send = self.query("UPDATE newsletters SET sent_at = $2, version = version + 1 WHERE id = $1");
        send.bind(id).bind(at).run().await
    }

    /// The newsletter whose mails are written next, unless another server writes them.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn newsletter_under_way(&mut self) -> sqlx::Result<Option<UnderWay>> {
        self.pick(under_way!(""), under_way!(" FOR UPDATE SKIP LOCKED")).maybe().await
    }

    /// The next readers behind one, in the order of their ids.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn readers_after(&mut self, reached: UserId, most: i64) -> sqlx::Result<Vec<Reader>> {
        self.query(
            "SELECT u.id AS user_id, u.email, l.id AS link, l.hash
             FROM users u LEFT JOIN newsletter_links l ON l.user_id = u.id
             WHERE u.newsletter = TRUE AND u.confirmed_at IS NOT NULL AND u.erased_at IS NULL AND u.id > $1
             ORDER BY u.id LIMIT $2",
        )
        .bind(reached)
        .bind(most)
        .all()
        .await
    }

    /// Remembers the link with which somebody ends the newsletter.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn keep_newsletter_link(&mut self, user: UserId, link: LinkId, hash: Vec<u8>) -> sqlx::Result<u64> {
        let keep = self.query(
            "INSERT INTO newsletter_links (user_id, id, hash) VALUES ($1, $2, $3)
             ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash",
        );
        keep.bind(user).bind(link).bind(hash).run().await
    }

    /// Notes how far the mails of a newsletter are written; `done_at` is when the last one was.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn newsletter_reached(
        &mut self,
        id: NewsletterId,
        reached: UserId,
        mailed: i64,
        done_at: Option<Moment>,
    ) -> sqlx::Result<u64> {
        let note = self.query("UPDATE newsletters SET reached = $2, mailed = mailed + $3, done_at = $4 WHERE id = $1");
        note.bind(id).bind(reached).bind(mailed).bind(done_at).run().await
    }

    /// Ends the newsletter of whoever this link belongs to. `None` when it is nobody's; else who it is, if that changed
    /// anything.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn unsubscribe(&mut self, hash: Vec<u8>) -> sqlx::Result<Option<Option<UserId>>> {
        let Some(row) = self.query(BY_LINK).bind(hash).maybe::<SubscriberRow>().await? else { return Ok(None) };
        let ended = self.query("UPDATE users SET newsletter = FALSE WHERE id = $1 AND newsletter = TRUE");
        let changed = ended.bind(row.user_id).run().await? == 1;
        Ok(Some(Some(row.user_id).filter(|_| changed)))
    }
}
