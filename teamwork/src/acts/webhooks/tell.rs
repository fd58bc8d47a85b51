//! From entries of the log to messages. An entry is in the queue because its act was committed, and leaves it when everybody
//! who wants to hear was told; to do it twice, or at once on two servers, changes nothing.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{
    acts::{Trouble, Warren},
    rules::{
        id::{AppId, MessageId, UserId},
        log::Event,
        moment::Moment,
        problem::Problem,
        webhook::{
            WebhookEvent,
            told::{Said, Told, told},
        },
    },
    store::webhook_deliveries::{NewMessage, Queued},
};

/// How many entries are told of at once.
const BATCH: i64 = 100;

/// What is sent, in this order.
#[derive(Serialize)]
struct Envelope<'a> {
    #[serde(rename = "type")]
    event: WebhookEvent,
    timestamp: String,
    data: &'a Value,
}

/// A message as it is sent: the very bytes that are signed.
pub(super) fn body(event: WebhookEvent, at: Moment, data: &Value) -> String {
    json_text(&Envelope { event, timestamp: at.to_rfc3339(), data })
}

fn json_text(envelope: &Envelope<'_>) -> String {
    serde_json::to_string(envelope).expect("words, numbers and their names can be written as JSON")
}

impl Warren {
    /// Tells every webhook that wants it of the entries in the queue, a batch of them. Answers how many entries that were.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tell_webhooks(&self) -> Result<u64, Problem> {
        let queue = self.db.webhook_queue(BATCH).await.map_err(|error| self.did_not_tell(error))?;
        for entry in &queue {
            self.tell_of(entry).await.map_err(|error| self.did_not_tell(error))?;
        }
        Ok(queue.len() as u64)
    }

    fn did_not_tell(&self, error: sqlx::Error) -> Problem {
        Trouble::from(error).tell(self.request())
    }

    async fn tell_of(&self, entry: &Queued) -> sqlx::Result<()> {
        let (target, before, after) = (entry.target.as_deref(), entry.before.as_deref(), entry.after.as_deref());
        for (part, said) in (0..).zip(told(Said { event: entry.event, target, before, after })) {
            let data = facts(entry, &said, &self.apps_of(entry, &said).await?);
            let (id, event, at) = (MessageId::new(entry.at, self.chance.bytes()), said.event(), entry.at);
            let body = body(event, at, &data);
            let new = NewMessage { id, event, log: Some((entry.log_id, part)), at, body };
            self.db.tell_webhooks(new, self.now()).await?;
        }
        self.db.webhooks_told(entry.log_id).await?;
        Ok(())
    }

    /// The Apps that a message is about, by the names they have; one that is gone has no id any more.
    async fn apps_of(&self, entry: &Queued, said: &Told) -> sqlx::Result<Vec<(Option<AppId>, String)>> {
        if let Told::Apps(_, names) = said {
            let mut apps = Vec::new();
            for name in names {
                apps.push((self.db.app_called(name).await?, name.clone()));
            }
            return Ok(apps);
        }
        let name = entry.app_name.clone().or_else(|| entry.target.clone()).unwrap_or_default();
        Ok(entry.app_id.map(|id| (Some(id), name)).into_iter().collect())
    }
}

/// What is told of an entry: ids, names and words, never a value of a variable, an address or a key itself.
fn facts(entry: &Queued, said: &Told, apps: &[(Option<AppId>, String)]) -> Value {
    let mut data = Map::new();
    let mut tell = |name: &str, value: Value| data.insert(name.to_owned(), value);
    let app = |(id, name): &(Option<AppId>, String)| json!({ "id": id, "name": name });
    match said {
        Told::App(_) | Told::Plan(..) | Told::Release(..) => {
            tell("app", apps.first().map_or(Value::Null, app));
        }
        _ => {
            tell("user", json!(user(entry, said)));
        }
    }
    match said {
        Told::Plan(_, before, after) => {
            tell("plan", json!({ "before": before, "after": after }));
        }
        Told::Release(before, after) => {
            tell("release", json!({ "before": before, "after": after }));
        }
        Told::Role { role, previous, .. } => {
            tell("role", json!({ "before": previous, "after": role }));
            tell("apps", Value::Null);
        }
        Told::Apps(..) => {
            tell("apps", apps.iter().map(app).collect());
        }
        Told::DeployKey(_, fingerprint) => {
            tell("apps", apps.iter().map(app).collect());
            tell("deploy_key", json!(fingerprint));
        }
        Told::Key(_, fingerprint) => {
            tell("apps", Value::Null);
            tell("key", json!(fingerprint));
        }
        Told::Everybody | Told::AllKeys => {
            tell("apps", Value::Null);
        }
        Told::App(_) => {}
    }
    tell("company", company(entry));
    tell("by", json!(entry.actor_id));
    tell("door", json!(entry.door));
    tell("log", json!(entry.log_id));
    Value::Object(data)
}

/// Whose access it is; nobody's in particular when a machine or everybody loses it.
fn user(entry: &Queued, said: &Told) -> Option<UserId> {
    match said {
        Told::Everybody | Told::DeployKey(..) => None,
        _ => entry.person_id.or(entry.actor_id),
    }
}

/// The Company by the names of today; one that is gone, by those it had.
fn company(entry: &Queued) -> Value {
    let Some(id) = entry.company_id else { return Value::Null };
    let gone = entry.event == Event::CompanyDeleted;
    let name = entry.company_name.as_ref().or(entry.before.as_ref().filter(|_| gone));
    let slug = entry.slug.as_ref().or(entry.target.as_ref().filter(|_| gone));
    json!({ "id": id, "slug": slug, "name": name })
}
