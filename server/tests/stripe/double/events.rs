//! What the double tells by itself, signed as Stripe signs it.

use hmac::{Hmac, Mac};
use serde_json::json;
use sha2::Sha256;

use super::{Double, WEBHOOK};

/// A body, and the header that signs it.
pub fn sign(body: &str, secret: &str, seconds: i64) -> (String, String) {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{seconds}.{body}").as_bytes());
    let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    (body.to_owned(), format!("t={seconds},v1={hex}"))
}

impl Double {
    /// An event about a page, and its signature.
    pub fn event(&self, id: &str, session: &str, seconds: i64) -> (String, String) {
        let body = json!({"id": id, "type": "checkout.session.completed", "data": {"object":
            {"object": "checkout.session", "id": session}}});
        sign(&body.to_string(), WEBHOOK, seconds)
    }

    /// An event about the newest refund, or about the charge that it is of, and its signature.
    pub fn refund_event(&self, id: &str, kind: &str, seconds: i64) -> (String, String) {
        let account = self.account.lock().unwrap();
        let refund = account.refunds.last().unwrap();
        let intent = account.intents.iter().find(|intent| intent["id"] == refund["payment_intent"]).unwrap();
        let object = match kind {
            "charge.refunded" => json!({"object": "charge", "id": "ch_1", "metadata": intent["metadata"]}),
            _ => refund.clone(),
        };
        sign(&json!({"id": id, "type": kind, "data": {"object": object}}).to_string(), WEBHOOK, seconds)
    }

    /// The bank takes back what the newest charge has paid. An event about that, and its signature.
    pub fn take_back(&self, id: &str, seconds: i64) -> (String, String) {
        let mut account = self.account.lock().unwrap();
        let intent = account.intents.last().unwrap();
        let (intent, amount) = (intent["id"].clone(), intent["amount"].clone());
        let dispute =
            json!({"object": "dispute", "id": "dp_1", "payment_intent": intent, "status": "lost", "amount": amount});
        account.disputes.push(dispute.clone());
        let body = json!({"id": id, "type": "charge.dispute.created", "data": {"object": dispute}});
        sign(&body.to_string(), WEBHOOK, seconds)
    }
}
