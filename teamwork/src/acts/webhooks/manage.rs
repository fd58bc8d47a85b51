//! What the operator decides about webhooks. Of an address the log gets only where it leads: what follows may be a secret.

use super::sign;
use crate::{
    acts::{Operator, Trouble, within},
    rules::{
        id::WebhookId,
        log::Event,
        problem::{Conflict, Problem, Thing},
        webhook::{
            WEBHOOKS_MAX, Webhook, WebhookOff, WebhookPage, WebhookSecret, again::OVERLAP, form::WebhookForm, target,
        },
    },
    store::{db::Tx, webhook_deliveries::PAGE, webhooks::NewWebhook},
};

impl Operator {
    /// All webhooks, the oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn webhooks(&self) -> Result<Vec<Webhook>, Problem> {
        self.guest().warren.db.webhooks().await.map_err(|error| self.guest().tell(error))
    }

    /// One webhook with a page of what was sent to it; `after` is the `next` of the page before.
    ///
    /// # Errors
    /// When there is no such webhook, or `after` is not from here.
    pub async fn webhook(&self, id: WebhookId, after: Option<&str>) -> Result<WebhookPage, Problem> {
        let guest = self.guest();
        let after = after.map(|text| text.parse().map_err(|_| Problem::Malformed)).transpose()?;
        let found = guest.warren.db.webhook(id).await.map_err(|error| guest.tell(error))?;
        let webhook = found.ok_or(Problem::NotFound(Thing::Webhook))?;
        let found = guest.warren.db.deliveries_of(id, after).await;
        let mut deliveries = found.map_err(|error| guest.tell(error))?;
        let page = usize::try_from(PAGE).unwrap_or_default();
        let more = deliveries.len() > page;
        deliveries.truncate(page);
        let next = deliveries.last().filter(|_| more).map(|last| last.id.to_string());
        Ok(WebhookPage { webhook, deliveries, next })
    }

    /// Makes a webhook. The secret is in the answer and is never shown again.
    ///
    /// # Errors
    /// What is wrong with the form, or that there are too many.
    pub async fn make_webhook(&self, form: &WebhookForm) -> Result<WebhookSecret, Problem> {
        self.fresh()?;
        let guest = self.guest();
        let read = form.read(guest.warren.settings.private_webhooks)?;
        let id = WebhookId::new(guest.at, guest.warren.chance.bytes());
        let (secret, sealed) = self.new_secret(id);
        within!(guest, |tx| {
            let (url, description, events) = (read.url.clone(), read.description.clone(), read.events.clone());
            let new = NewWebhook { id, url, description, events, secret: sealed.clone() };
            if !tx.add_webhook(new, i64::from(WEBHOOKS_MAX), guest.at).await? {
                return Err(Conflict::TooManyWebhooks.into());
            }
            tx.record(self.entry(Event::WebhookMade).to(id).change(None, Some(&read.origin))).await?;
        })?;
        Ok(WebhookSecret { webhook: id, secret })
    }

    /// Changes where a webhook goes and what it tells. `version` is the state the person saw.
    ///
    /// # Errors
    /// What is wrong with the form, that there is no such webhook, or that somebody changed it meanwhile.
    pub async fn change_webhook(&self, id: WebhookId, version: i64, form: &WebhookForm) -> Result<(), Problem> {
        self.fresh()?;
        let read = form.read(self.guest().warren.settings.private_webhooks)?;
        within!(self.guest(), |tx| {
            let before = seen(tx, id, Some(version)).await?;
            tx.change_webhook(id, &read.url, &read.description, &read.events).await?;
            let entry = self.entry(Event::WebhookChanged).to(id);
            tx.record(entry.change(Some(&target::origin(&before.url)), Some(&read.origin))).await?;
        })
    }

    /// Gives a webhook a new secret; the one before it signs too for a day, so that the platform can change over. The new
    /// one is in the answer and is never shown again.
    ///
    /// # Errors
    /// When there is no such webhook, or somebody changed it meanwhile.
    pub async fn renew_webhook(&self, id: WebhookId, version: i64) -> Result<WebhookSecret, Problem> {
        self.fresh()?;
        let guest = self.guest();
        let (secret, sealed) = self.new_secret(id);
        within!(guest, |tx| {
            seen(tx, id, Some(version)).await?;
            tx.renew_webhook(id, sealed.clone(), guest.at.plus(OVERLAP)).await?;
            tx.record(self.entry(Event::WebhookRenewed).to(id)).await?;
        })?;
        Ok(WebhookSecret { webhook: id, secret })
    }

    /// Turns a webhook off, or on. What happens while it is off is not told later.
    ///
    /// # Errors
    /// When there is no such webhook, or it is turned so already.
    pub async fn turn_webhook(&self, id: WebhookId, on: bool) -> Result<(), Problem> {
        self.fresh()?;
        let guest = self.guest();
        within!(guest, |tx| {
            let before = seen(tx, id, None).await?;
            let (off, event) = match (on, before.off) {
                (true, None) => return Err(Conflict::WebhookOn.into()),
                (false, Some(_)) => return Err(Conflict::WebhookOff.into()),
                (true, Some(_)) => (None, Event::WebhookTurnedOn),
                (false, None) => (Some(WebhookOff::Operator), Event::WebhookTurnedOff),
            };
            tx.switch_webhook(id, off, guest.at).await?;
            tx.record(self.entry(event).to(id).change(before.off.map(WebhookOff::key), off.map(WebhookOff::key)))
                .await?;
        })
    }

    /// Removes a webhook with all that was sent to it.
    ///
    /// # Errors
    /// When there is no such webhook.
    pub async fn remove_webhook(&self, id: WebhookId) -> Result<(), Problem> {
        self.fresh()?;
        within!(self.guest(), |tx| {
            let before = seen(tx, id, None).await?;
            tx.remove_webhook(id).await?;
            let entry = self.entry(Event::WebhookRemoved).to(id);
            tx.record(entry.change(Some(&target::origin(&before.url)), None)).await?;
        })
    }

    /// A secret as the platform gets it, and as the house keeps it.
    fn new_secret(&self, id: WebhookId) -> (String, String) {
        let warren = &self.guest().warren;
        let secret = sign::secret(warren.chance.bytes());
        let sealed = warren.keys.seal_webhook(id, &secret, warren.chance.bytes());
        (secret, sealed)
    }
}

/// A webhook, locked, as the person saw it.
pub(super) async fn seen(tx: &mut Tx, id: WebhookId, version: Option<i64>) -> Result<Webhook, Trouble> {
    let webhook = tx.webhook(id).await?.ok_or(Thing::Webhook)?;
    if version.is_some_and(|version| version != webhook.version) {
        return Err(Conflict::StaleWebhook.into());
    }
    Ok(webhook)
}
