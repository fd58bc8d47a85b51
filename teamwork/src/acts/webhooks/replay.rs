//! What the operator has sent by hand: a test, one delivery again, everything again that has failed.

use serde_json::json;

use super::{manage::seen, tell::body};
use crate::{
    acts::{Operator, Trouble, within},
    rules::{
        id::{MessageId, WebhookId},
        log::Event,
        moment::Moment,
        problem::{Conflict, Field, Problem, Thing, Why},
        webhook::WebhookEvent,
    },
    store::{db::Tx, webhook_deliveries::NewMessage},
};

impl Operator {
    /// Sends a webhook a test, whatever it is told otherwise.
    ///
    /// # Errors
    /// When there is no such webhook, or it is turned off.
    pub async fn test_webhook(&self, id: WebhookId) -> Result<(), Problem> {
        self.fresh()?;
        let guest = self.guest();
        within!(guest, |tx| {
            turned_on(tx, id).await?;
            let (event, at) = (WebhookEvent::Test, guest.at);
            let body = body(event, at, &json!({ "webhook": id }));
            let message = MessageId::new(at, guest.warren.chance.bytes());
            tx.tell_webhook(id, NewMessage { id: message, event, log: None, at, body }).await?;
            tx.record(self.entry(Event::WebhookTested).to(id)).await?;
        })?;
        guest.warren.webhook_waits.notify_one();
        Ok(())
    }

    /// Sends one delivery again, under the same id.
    ///
    /// # Errors
    /// When there is no such webhook or delivery, the webhook is turned off, or the delivery is under way.
    pub async fn send_delivery_again(&self, id: WebhookId, delivery: i64) -> Result<(), Problem> {
        self.fresh()?;
        let guest = self.guest();
        within!(guest, |tx| {
            turned_on(tx, id).await?;
            if !tx.send_again(id, delivery, guest.at).await? {
                let found = tx.is_delivery_waiting(id, delivery).await?;
                return Err(found.map_or(Thing::Delivery.into(), |_| Conflict::DeliveryWaiting.into()));
            }
            tx.record(self.entry(Event::WebhookReplayed).to(id).change(None, Some("1"))).await?;
        })?;
        guest.warren.webhook_waits.notify_one();
        Ok(())
    }

    /// Sends everything again that has failed and happened since this day, written like "2027-01-31"; everything that is
    /// kept when nothing is typed. Answers how many that are.
    ///
    /// # Errors
    /// When that is no date, there is no such webhook, it is turned off, or nothing has failed since.
    pub async fn send_failed_again(&self, id: WebhookId, since: &str) -> Result<u64, Problem> {
        self.fresh()?;
        let guest = self.guest();
        let since = read_since(since)?;
        let many = within!(guest, |tx| {
            turned_on(tx, id).await?;
            let many = tx.send_failed_again(id, since, guest.at).await?;
            if many == 0 {
                return Err(Conflict::NothingFailed.into());
            }
            let entry = self.entry(Event::WebhookReplayed).to(id);
            tx.record(entry.change(None, Some(&many.to_string()))).await?;
            many
        })?;
        guest.warren.webhook_waits.notify_one();
        Ok(many)
    }
}

fn read_since(text: &str) -> Result<Moment, Problem> {
    match text.trim() {
        "" => Ok(Moment::from_millis(0)),
        day => Moment::parse_day(day).ok_or_else(|| Problem::field(Field::Since, Why::NotADate)),
    }
}

/// # Errors
/// When there is no such webhook, or nothing is sent to it.
async fn turned_on(tx: &mut Tx, id: WebhookId) -> Result<(), Trouble> {
    match seen(tx, id, None).await?.off {
        None => Ok(()),
        Some(_) => Err(Conflict::WebhookOff.into()),
    }
}
