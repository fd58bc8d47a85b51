//! A Stripe that speaks the same words over HTTP and is worse than the real one: it loses answers, closes connections and
//! answers late. What a key has done it does not do again.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{
    Form, Json, Router,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::net::TcpListener;

/// The secret key of the account.
pub const KEY: &str = "sk_test_burrow";
/// With this the events are signed.
pub const WEBHOOK: &str = "whsec_burrow";

/// What it does to the next answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    /// It does what it is told, and answers with an error of its own.
    LosesAnswers,
    /// It does nothing.
    IsDown,
}

/// How the bank decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bank {
    Agrees,
    Declines,
    WantsThePerson,
}

struct Account {
    /// What each key has been answered.
    keys: BTreeMap<String, (u16, Value)>,
    sessions: BTreeMap<String, Value>,
    intents: Vec<Value>,
    detached: Vec<String>,
    fault: Fault,
    bank: Bank,
    /// Requests that did not prove who they come from.
    strangers: usize,
}

/// The double, and where it listens.
#[derive(Clone)]
pub struct Double {
    account: Arc<Mutex<Account>>,
    pub url: String,
}

type Fields = Form<BTreeMap<String, String>>;

impl Double {
    /// Opens it on a port of its own.
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let account = Account {
            keys: BTreeMap::new(),
            sessions: BTreeMap::new(),
            intents: Vec::new(),
            detached: Vec::new(),
            fault: Fault::None,
            bank: Bank::Agrees,
            strangers: 0,
        };
        let double = Self { account: Arc::new(Mutex::new(account)), url };
        let router = Router::new()
            .route("/v1/customers", post(customer))
            .route("/v1/checkout/sessions", post(open_session))
            .route("/v1/checkout/sessions/{id}", get(session))
            .route("/v1/payment_intents", post(charge).get(intents))
            .route("/v1/payment_methods/{id}/detach", post(detach))
            .with_state(double.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        double
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

    /// The amounts that were really taken.
    pub fn taken(&self) -> Vec<i64> {
        let account = self.account.lock().unwrap();
        let paid = account.intents.iter().filter(|intent| intent["status"] == "succeeded");
        paid.map(|intent| intent["amount"].as_i64().unwrap()).collect()
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

    /// An event about a page, and its signature.
    pub fn event(&self, id: &str, session: &str, seconds: i64) -> (String, String) {
        let body = json!({"id": id, "type": "checkout.session.completed", "data": {"object":
            {"object": "checkout.session", "id": session}}});
        sign(&body.to_string(), WEBHOOK, seconds)
    }
}

/// A body, and the header that signs it.
pub fn sign(body: &str, secret: &str, seconds: i64) -> (String, String) {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{seconds}.{body}").as_bytes());
    let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    (body.to_owned(), format!("t={seconds},v1={hex}"))
}

impl Double {
    /// Does something once for each key, as Stripe does, and then answers as its fault lets it.
    fn once(&self, headers: &HeaderMap, act: impl FnOnce(&mut Account) -> (u16, Value)) -> Response {
        let word = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let mut account = self.account.lock().unwrap();
        if word("authorization").as_deref() != Some(&format!("Bearer {KEY}")) {
            account.strangers += 1;
            return answer(401, json!({"error": {"type": "invalid_request_error"}}));
        }
        if account.fault == Fault::IsDown {
            return answer(503, json!({"error": {"type": "api_error"}}));
        }
        let key = word("idempotency-key");
        let known = key.as_ref().and_then(|key| account.keys.get(key).cloned());
        let (status, body) = known.unwrap_or_else(|| act(&mut account));
        if let Some(key) = key {
            account.keys.insert(key, (status, body.clone()));
        }
        match account.fault {
            Fault::LosesAnswers => answer(500, json!("the answer was lost")),
            Fault::None | Fault::IsDown => answer(status, body),
        }
    }
}

fn answer(status: u16, body: Value) -> Response {
    (StatusCode::from_u16(status).unwrap(), Json(body)).into_response()
}

async fn customer(State(double): State<Double>, headers: HeaderMap, Form(fields): Fields) -> Response {
    double
        .once(&headers, |account| (200, json!({"id": format!("cus_{}", account.keys.len()), "email": fields["email"]})))
}

async fn open_session(State(double): State<Double>, headers: HeaderMap, Form(fields): Fields) -> Response {
    let url = double.url.clone();
    double.once(&headers, |account| {
        if fields["mode"] != "setup" || !fields["success_url"].starts_with("https://warren.example/") {
            return (400, json!({"error": {"type": "invalid_request_error", "code": "parameter_invalid"}}));
        }
        let id = format!("cs_{:03}", account.sessions.len());
        let page = json!({"id": id, "object": "checkout.session", "status": "open", "customer": fields["customer"],
            "url": format!("{url}/pay/{id}"), "client_reference_id": fields["client_reference_id"]});
        account.sessions.insert(id, page.clone());
        (200, page)
    })
}

async fn session(State(double): State<Double>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    double.once(&headers, |account| match account.sessions.get(&id) {
        Some(page) => (200, page.clone()),
        None => (404, json!({"error": {"type": "invalid_request_error", "code": "resource_missing"}})),
    })
}

async fn charge(State(double): State<Double>, headers: HeaderMap, Form(fields): Fields) -> Response {
    double.once(&headers, |account| {
        let id = format!("pi_{:03}", account.intents.len());
        let amount: i64 = fields["amount"].parse().unwrap();
        let intent = |status: &str| {
            json!({"id": id, "object": "payment_intent", "status": status, "amount": amount, "amount_received": amount,
                "currency": fields["currency"], "customer": fields["customer"],
                "metadata": {"charge": fields["metadata[charge]"]}})
        };
        let (status, intent, code) = match account.bank {
            Bank::Agrees => (200, intent("succeeded"), ""),
            Bank::Declines => (402, intent("requires_payment_method"), "card_declined"),
            Bank::WantsThePerson => (402, intent("requires_payment_method"), "authentication_required"),
        };
        account.intents.push(intent.clone());
        match status {
            200 => (200, intent),
            _ => (status, json!({"error": {"type": "card_error", "code": code, "payment_intent": intent}})),
        }
    })
}

async fn intents(
    State(double): State<Double>,
    headers: HeaderMap,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    double.once(&headers, |account| {
        let of = |intent: &&Value| intent["customer"].as_str() == query.get("customer").map(String::as_str);
        (200, json!({"data": account.intents.iter().filter(of).collect::<Vec<_>>()}))
    })
}

async fn detach(State(double): State<Double>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    double.once(&headers, |account| {
        account.detached.push(id.clone());
        (200, json!({"id": id}))
    })
}
