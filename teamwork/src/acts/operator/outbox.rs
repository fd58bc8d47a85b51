//! Mails owed, for the operator: which wait, which were given up, which went. Never what is in them.

use super::Operator;
use crate::{
    acts::within,
    rules::{
        log::Event,
        moment::Moment,
        outbox::{MailList, MailState},
        problem::{Problem, Thing},
    },
    store::outbox::PAGE,
};

impl Operator {
    /// One page of the mails in a state; `after` is the `next` of the page before.
    ///
    /// # Errors
    /// When `after` is not from here.
    pub async fn outbox(&self, state: MailState, after: Option<&str>) -> Result<MailList, Problem> {
        let after = after.map(read_cursor).transpose()?;
        let found = self.guest.warren.db.mails_in(state, after).await;
        let mut mails = found.map_err(|error| self.guest.tell(error))?;
        let page = usize::try_from(PAGE).unwrap_or_default();
        let more = mails.len() > page;
        mails.truncate(page);
        let next = mails.last().filter(|_| more).map(|last| format!("{}.{}", last.at.millis(), last.id));
        Ok(MailList { mails, next })
    }

    /// Takes a mail up again that was given up.
    ///
    /// # Errors
    /// When there is none of this number, or it was not given up.
    pub async fn retry_mail(&self, mail: i64) -> Result<(), Problem> {
        self.fresh()?;
        within!(&self.guest, |tx| {
            if !tx.retry_mail(mail, self.guest.at).await? {
                return Err(Thing::Mail.into());
            }
            tx.record(self.entry(Event::MailRetried).to(mail)).await?;
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }
}

fn read_cursor(text: &str) -> Result<(Moment, i64), Problem> {
    let parsed =
        text.split_once('.').and_then(|(at, id)| Some((Moment::from_millis(at.parse().ok()?), id.parse().ok()?)));
    parsed.ok_or(Problem::Malformed)
}
