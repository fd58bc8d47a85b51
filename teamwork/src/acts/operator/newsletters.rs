//! Newsletters as the operator writes them: a draft, looked at, sent once.

use super::Operator;
use crate::{
    acts::{Trouble, members::read_cursor, within},
    letters::Letter,
    rules::{
        id::{LinkId, NewsletterId},
        log::Event,
        newsletter::{Newsletter, NewsletterCard, NewsletterPage, NewsletterText},
        problem::{Conflict, Problem, Thing},
    },
    store::{db::Tx, newsletters::PAGE},
};

impl Operator {
    /// One page of the newsletters, newest first; `after` is the `next` of the page before.
    ///
    /// # Errors
    /// When `after` is not from here.
    pub async fn newsletters(&self, after: Option<&str>) -> Result<NewsletterPage, Problem> {
        let after = after.map(read_cursor).transpose()?;
        let found = self.guest.warren.db.newsletters(after).await;
        let mut newsletters = found.map_err(|error| self.guest.tell(error))?;
        let page = usize::try_from(PAGE).unwrap_or_default();
        let more = newsletters.len() > page;
        newsletters.truncate(page);
        let next = newsletters.last().filter(|_| more).map(NewsletterCard::cursor);
        Ok(NewsletterPage { newsletters, next })
    }

    /// One newsletter, and how many would get it now.
    ///
    /// # Errors
    /// When there is no such newsletter.
    pub async fn newsletter(&self, id: NewsletterId) -> Result<Newsletter, Problem> {
        let found = self.guest.warren.db.newsletter(id).await.map_err(|error| self.guest.tell(error))?;
        found.ok_or(Problem::NotFound(Thing::Newsletter))
    }

    /// A newsletter as a letter, to be looked at before anybody gets it. Its link belongs to nobody.
    ///
    /// # Errors
    /// When there is no such newsletter.
    pub async fn preview_newsletter(&self, id: NewsletterId) -> Result<Letter, Problem> {
        let Newsletter { card, text, .. } = self.newsletter(id).await?;
        let link = LinkId::new(self.guest.at, self.guest.warren.chance.bytes());
        Ok(Letter::Newsletter { newsletter: id, link, subject: card.subject, text })
    }

    /// Writes a draft. Nobody gets it until it is sent.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub async fn write_newsletter(&self, subject: &str, text: &str) -> Result<NewsletterId, Problem> {
        self.fresh()?;
        let (guest, new) = (&self.guest, NewsletterText::read(subject, text)?);
        let id = NewsletterId::new(guest.at, guest.warren.chance.bytes());
        within!(guest, |tx| {
            tx.add_newsletter(id, &new, guest.at).await?;
            tx.record(self.entry(Event::NewsletterWritten).to(id).change(None, Some(&new.subject))).await?;
            id
        })
    }

    /// Changes a draft. `version` is the state the person saw.
    ///
    /// # Errors
    /// What is wrong with the text, that it was sent, or that somebody changed it meanwhile.
    pub async fn change_newsletter(
        &self,
        id: NewsletterId,
        version: i64,
        subject: &str,
        text: &str,
    ) -> Result<(), Problem> {
        self.fresh()?;
        let new = NewsletterText::read(subject, text)?;
        within!(&self.guest, |tx| {
            let before = draft(tx, id, Some(version)).await?;
            tx.change_newsletter(id, &new).await?;
            let entry = self.entry(Event::NewsletterChanged).to(id);
            tx.record(entry.change(Some(&before.card.subject), Some(&new.subject))).await?;
        })
    }

    /// Removes a draft.
    ///
    /// # Errors
    /// When there is none, or it was sent.
    pub async fn discard_newsletter(&self, id: NewsletterId) -> Result<(), Problem> {
        self.fresh()?;
        within!(&self.guest, |tx| {
            let before = draft(tx, id, None).await?;
            tx.discard_newsletter(id).await?;
            let entry = self.entry(Event::NewsletterDiscarded).to(id);
            tx.record(entry.change(Some(&before.card.subject), None)).await?;
        })
    }

    /// Sends a draft to everybody who has asked for newsletters. Its mails are written by the clock, in batches. `version`
    /// is the state the person saw.
    ///
    /// # Errors
    /// When it was sent already, or somebody changed it meanwhile.
    pub async fn send_newsletter(&self, id: NewsletterId, version: i64) -> Result<(), Problem> {
        self.fresh()?;
        let guest = &self.guest;
        within!(guest, |tx| {
            let before = draft(tx, id, Some(version)).await?;
            tx.send_newsletter(id, guest.at).await?;
            let entry = self.entry(Event::NewsletterSent).to(id);
            tx.record(entry.change(None, Some(&before.card.subject))).await?;
        })
    }
}

/// A newsletter that can still be changed, locked.
async fn draft(tx: &mut Tx, id: NewsletterId, version: Option<i64>) -> Result<Newsletter, Trouble> {
    let newsletter = tx.newsletter(id).await?.ok_or(Thing::Newsletter)?;
    newsletter.card.state.changeable()?;
    if version.is_some_and(|version| version != newsletter.version) {
        return Err(Conflict::StaleNewsletter.into());
    }
    Ok(newsletter)
}
