//! What a test makes happen at the double, and what it reads there.

use serde_json::json;

use super::{Bank, Double, Fault, Hold};

impl Double {
    /// Whoever comes to this place is kept there.
    pub fn hold(&self, hold: Option<Hold>) {
        self.account.lock().unwrap().hold = hold;
    }

    /// Waits until somebody is kept.
    pub async fn holds(&self) {
        self.held.notified().await;
    }

    /// How many requests there were.
    pub fn asked(&self) -> usize {
        self.account.lock().unwrap().asked
    }

    /// What happens to its answers from now on.
    pub fn fault(&self, fault: Fault) {
        self.account.lock().unwrap().fault = fault;
    }

    /// How the bank decides from now on.
    pub fn bank(&self, bank: Bank) {
        self.account.lock().unwrap().bank = bank;
    }

    /// The pages that were opened.
    pub fn sessions(&self) -> Vec<String> {
        self.account.lock().unwrap().sessions.keys().cloned().collect()
    }

    /// The pages on which a card was entered.
    pub fn entered(&self) -> Vec<String> {
        let account = self.account.lock().unwrap();
        let entered = account.sessions.iter().filter(|(_, page)| page["status"] == "complete");
        entered.map(|(id, _)| id.clone()).collect()
    }

    /// The amounts that were really taken.
    pub fn taken(&self) -> Vec<i64> {
        let account = self.account.lock().unwrap();
        let paid = account.intents.iter().filter(|intent| intent["status"] == "succeeded");
        paid.map(|intent| intent["amount_received"].as_i64().unwrap()).collect()
    }

    /// The addresses of everybody it knows.
    pub fn known(&self) -> Vec<String> {
        let account = self.account.lock().unwrap();
        account.customers.values().map(|customer| customer["email"].as_str().unwrap().to_owned()).collect()
    }

    /// The amounts that really went back.
    pub fn returned(&self) -> Vec<i64> {
        let account = self.account.lock().unwrap();
        let back = account.refunds.iter().filter(|refund| refund["status"] == "succeeded");
        back.map(|refund| refund["amount"].as_i64().unwrap()).collect()
    }

    /// From now on this is what becomes of refunds, also of the newest one.
    pub fn refunds_are(&self, status: &'static str) {
        let mut account = self.account.lock().unwrap();
        account.refund_status = status;
        if let Some(newest) = account.refunds.last_mut() {
            newest["status"] = status.into();
        }
    }

    /// The cards that it has forgotten.
    pub fn detached(&self) -> Vec<String> {
        self.account.lock().unwrap().detached.clone()
    }

    /// How many requests came without the key of the account.
    pub fn strangers(&self) -> usize {
        self.account.lock().unwrap().strangers
    }

    /// Somebody enters a card on a page.
    pub fn enter_card(&self, session: &str) {
        let mut account = self.account.lock().unwrap();
        let page = account.sessions.get_mut(session).unwrap();
        let customer = page["customer"].clone();
        page["status"] = "complete".into();
        page["setup_intent"] = json!({
            "id": format!("seti_{session}"), "status": "succeeded", "customer": customer,
            "payment_method": {"id": format!("pm_{session}"),
                "card": {"brand": "visa", "last4": "4242", "exp_month": 6, "exp_year": 2030}},
        });
    }

    /// Somebody enters an account on a page, and gives a mandate.
    pub fn enter_account(&self, session: &str) {
        let mut account = self.account.lock().unwrap();
        let page = account.sessions.get_mut(session).unwrap();
        assert_eq!(page["payment_method_types"], json!(["sepa_debit"]));
        let customer = page["customer"].clone();
        page["status"] = "complete".into();
        page["setup_intent"] = json!({
            "id": format!("seti_{session}"), "status": "succeeded", "customer": customer,
            "mandate": {"id": "mandate_1", "payment_method_details": {"sepa_debit": {"reference": "W-77"}}},
            "payment_method": {"id": format!("pm_{session}"),
                "sepa_debit": {"last4": "3000", "country": "DE", "bank_code": "37040044"}},
        });
    }

    /// The bank has decided what it thought about.
    pub fn decide(&self, status: &str) {
        let mut account = self.account.lock().unwrap();
        for intent in account.intents.iter_mut().filter(|intent| intent["status"] == "processing") {
            intent["status"] = status.into();
            intent["last_payment_error"] = json!({"code": "insufficient_funds", "type": "card_error"});
        }
    }

    /// Nobody enters a card on a page any more.
    pub fn expire(&self, session: &str) {
        self.account.lock().unwrap().sessions.get_mut(session).unwrap()["status"] = "expired".into();
    }
}
