//! Newsletters on their way (M39): mailed in batches to who has asked for them, ended by one press without signing in.

use std::sync::Arc;

use super::{
    Guest, Trouble, Warren,
    secrets::{self, Purpose},
    within,
};
use crate::{
    letters::Letter,
    rules::{
        id::LinkId,
        log::Event,
        newsletter::Subscription,
        problem::{Problem, Thing},
    },
    store::{
        db::Tx,
        log::Change,
        newsletters::{Reader, UnderWay},
    },
};

/// How many mails one transaction writes.
const BATCH: i64 = 100;

impl Warren {
    /// Writes the mails of the newsletter that was sent first, a bounded batch of them, and notes in the same transaction
    /// who was reached: whoever crashes has written all of a batch or nothing. Answers how many were written.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn mail_newsletters(self: &Arc<Self>) -> Result<u64, Problem> {
        let house = self.house();
        let written = within!(&house, |tx| {
            let Some(sending) = tx.newsletter_under_way().await? else { return Ok(0) };
            let readers = tx.readers_after(sending.reached, BATCH).await?;
            for reader in &readers {
                house.mail_newsletter(tx, &sending, reader).await?;
            }
            let written = i64::try_from(readers.len()).unwrap_or(i64::MAX);
            let reached = readers.last().map_or(sending.reached, |last| last.user_id);
            let done_at = (written < BATCH).then_some(house.at);
            tx.newsletter_reached(sending.id, reached, written, done_at).await?;
            let entry = house.entry(Event::NewsletterMailed).to(sending.id);
            tx.record(entry.change(None, Some(&written.to_string()))).await?;
            readers.len() as u64
        })?;
        if written > 0 {
            self.mail_waits.notify_one();
        }
        Ok(written)
    }
}

impl Guest {
    async fn mail_newsletter(&self, tx: &mut Tx, sending: &UnderWay, reader: &Reader) -> Result<(), Trouble> {
        let link = reader.link.unwrap_or_else(|| LinkId::new(self.at, self.warren.chance.bytes()));
        let hash = self.warren.keys.hashed(Purpose::Newsletter, link);
        // The link stays the same, so that the one in an old mail works too, until the house gets another key.
        if reader.hash.as_ref() != Some(&hash) {
            tx.keep_newsletter_link(reader.user_id, link, hash).await?;
        }
        let (newsletter, subject, text) = (sending.id, sending.subject.clone(), sending.text.clone());
        tx.post(&reader.email, &Letter::Newsletter { newsletter, link, subject, text }, self.at).await?;
        Ok(())
    }

    /// Whose newsletter a link ends. Looking changes nothing (law 2).
    ///
    /// # Errors
    /// When the link is nobody's.
    pub async fn look_at_subscription(&self, secret: &str) -> Result<Subscription, Problem> {
        let found = match secrets::hash(secret) {
            Some(hash) => self.warren.db.subscription(hash).await.map_err(|error| self.tell(error))?,
            None => None,
        };
        match found {
            Some(subscription) => Ok(subscription),
            None => self.no_such_link().await,
        }
    }

    /// Ends the newsletter of whoever this link belongs to, without a session (RFC 8058). Whoever presses twice hears the
    /// same.
    ///
    /// # Errors
    /// When the link is nobody's.
    pub async fn unsubscribe(&self, secret: &str) -> Result<(), Problem> {
        let Some(hash) = secrets::hash(secret) else { return self.no_such_link().await };
        let found = within!(self, |tx| {
            match tx.unsubscribe(hash.clone()).await? {
                None => return Ok(false),
                Some(None) => return Ok(true),
                Some(Some(user)) => {
                    tx.record(self.entry(Event::Unsubscribed).by(user).person(user)).await?;
                    tx.announce(Change::Person(user));
                }
            }
            true
        })?;
        if found { Ok(()) } else { self.no_such_link().await }
    }

    /// Only guesses are counted: the mail programs of a large provider all come from the same few networks.
    async fn no_such_link<T>(&self) -> Result<T, Problem> {
        self.count_link().await?;
        Err(Problem::NotFound(Thing::Page))
    }
}
