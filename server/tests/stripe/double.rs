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
    routing::{delete, get, post},
};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::{net::TcpListener, sync::Notify};

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
    /// It takes so much, whatever it is told.
    Takes(i64),
}

/// A place in which whoever asks is kept waiting for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// At the request of this number, counted from 0, before anything is done.
    Before(usize),
    /// Then, when it is done and not answered.
    After(usize),
}

struct Account {
    hold: Option<Hold>,
    /// How many requests there were.
    asked: usize,
    customers: BTreeMap<String, Value>,
    refunds: Vec<Value>,
    /// What becomes of refunds.
    refund_status: &'static str,
    /// Charges that a bank has taken back.
    disputes: Vec<Value>,
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
    held: Arc<Notify>,
    pub url: String,
}

type Fields = Form<BTreeMap<String, String>>;

impl Double {
    /// Opens it on a port of its own.
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let account = Account {
            hold: None,
            asked: 0,
            customers: BTreeMap::new(),
            refunds: Vec::new(),
            refund_status: "succeeded",
            disputes: Vec::new(),
            keys: BTreeMap::new(),
            sessions: BTreeMap::new(),
            intents: Vec::new(),
            detached: Vec::new(),
            fault: Fault::None,
            bank: Bank::Agrees,
            strangers: 0,
        };
        let double = Self { account: Arc::new(Mutex::new(account)), held: Arc::default(), url };
        let router = Router::new()
            .route("/v1/customers", post(customer))
            .route("/v1/customers/search", get(search))
            .route("/v1/customers/{id}", delete(forget))
            .route("/v1/refunds", post(refund).get(refunds))
            .route("/v1/disputes", get(disputes))
            .route("/v1/checkout/sessions", post(open_session))
            .route("/v1/checkout/sessions/{id}", get(session))
            .route("/v1/payment_intents", post(charge).get(intents))
            .route("/v1/payment_methods/{id}/detach", post(detach))
            .with_state(double.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        double
    }

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

    /// The bank takes back what the newest charge has paid. An event about that, and its signature.
    pub fn take_back(&self, id: &str, seconds: i64) -> (String, String) {
        let mut account = self.account.lock().unwrap();
        let intent = account.intents.last().unwrap();
        let (intent, amount) = (intent["id"].clone(), intent["amount"].clone());
        let dispute = json!({"object": "dispute", "id": "dp_1", "payment_intent": intent, "status": "lost", "amount": amount});
        account.disputes.push(dispute.clone());
        let body = json!({"id": id, "type": "charge.dispute.created", "data": {"object": dispute}});
        sign(&body.to_string(), WEBHOOK, seconds)
    }

    /// Nobody enters a card on a page any more.
    pub fn expire(&self, session: &str) {
        self.account.lock().unwrap().sessions.get_mut(session).unwrap()["status"] = "expired".into();
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
    async fn once(&self, headers: &HeaderMap, act: impl FnOnce(&mut Account) -> (u16, Value)) -> Response {
        let number = {
            let mut account = self.account.lock().unwrap();
            account.asked += 1;
            account.asked - 1
        };
        self.keep_at(Hold::Before(number)).await;
        let answer = self.at_once(headers, act);
        self.keep_at(Hold::After(number)).await;
        answer
    }

    async fn keep_at(&self, place: Hold) {
        if self.account.lock().unwrap().hold == Some(place) {
            self.held.notify_one();
            std::future::pending::<()>().await;
        }
    }

    fn at_once(&self, headers: &HeaderMap, act: impl FnOnce(&mut Account) -> (u16, Value)) -> Response {
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
    let make = |account: &mut Account| {
        let id = format!("cus_{:03}", account.keys.len());
        let customer = json!({"id": id, "object": "customer", "email": fields["email"],
            "metadata": {"setup": fields["metadata[setup]"]}});
        account.customers.insert(id, customer.clone());
        (200, customer)
    };
    double.once(&headers, make).await
}

/// Only the one search that Warren makes.
async fn search(
    State(double): State<Double>,
    headers: HeaderMap,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let find = |account: &mut Account| {
        let is_asked = |customer: &&Value| {
            query["query"] == format!("metadata['setup']:'{}'", customer["metadata"]["setup"].as_str().unwrap())
        };
        let found: Vec<_> = account.customers.values().filter(is_asked).collect();
        (200, json!({"object": "search_result", "data": found}))
    };
    double.once(&headers, find).await
}

async fn forget(State(double): State<Double>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let forget = |account: &mut Account| match account.customers.remove(&id) {
        Some(_) => (200, json!({"id": id, "object": "customer", "deleted": true})),
        None => (404, json!({"error": {"type": "invalid_request_error", "code": "resource_missing"}})),
    };
    double.once(&headers, forget).await
}

async fn refund(State(double): State<Double>, headers: HeaderMap, Form(fields): Fields) -> Response {
    let refund = |account: &mut Account| {
        let of = |one: &&Value| one["id"] == fields["payment_intent"].as_str();
        let amount: i64 = fields["amount"].parse().unwrap();
        let taken = account.intents.iter().find(of).and_then(|intent| intent["amount_received"].as_i64()).unwrap_or(0);
        let gone = |one: &Value| {
            let counts = one["payment_intent"] == fields["payment_intent"].as_str() && one["status"] != "failed";
            if counts { one["amount"].as_i64() } else { None }
        };
        let gone: i64 = account.refunds.iter().filter_map(gone).sum();
        if gone + amount > taken {
            return (400, json!({"error": {"type": "invalid_request_error", "code": "charge_already_refunded"}}));
        }
        let refund = json!({"id": format!("re_{:03}", account.refunds.len()), "object": "refund", "amount": amount,
            "payment_intent": fields["payment_intent"], "status": account.refund_status,
            "metadata": {"refund": fields["metadata[refund]"]}});
        account.refunds.push(refund.clone());
        (200, refund)
    };
    double.once(&headers, refund).await
}

async fn refunds(
    State(double): State<Double>,
    headers: HeaderMap,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let list = |account: &mut Account| {
        let of = |refund: &&Value| refund["payment_intent"] == query["payment_intent"].as_str();
        (200, json!({"data": account.refunds.iter().filter(of).collect::<Vec<_>>()}))
    };
    double.once(&headers, list).await
}

async fn disputes(
    State(double): State<Double>,
    headers: HeaderMap,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let list = |account: &mut Account| {
        let of = |dispute: &&Value| dispute["payment_intent"] == query["payment_intent"].as_str();
        (200, json!({"data": account.disputes.iter().filter(of).collect::<Vec<_>>()}))
    };
    double.once(&headers, list).await
}

async fn open_session(State(double): State<Double>, headers: HeaderMap, Form(fields): Fields) -> Response {
    let url = double.url.clone();
    let open = |account: &mut Account| {
        let leads_back = fields["success_url"].starts_with("http") && fields["success_url"] != fields["cancel_url"];
        if fields["mode"] != "setup" || !leads_back {
            return (400, json!({"error": {"type": "invalid_request_error", "code": "parameter_invalid"}}));
        }
        let id = format!("cs_{:03}", account.sessions.len());
        let page = json!({"id": id, "object": "checkout.session", "status": "open", "customer": fields["customer"],
            "url": format!("{url}/pay/{id}"), "client_reference_id": fields["client_reference_id"],
            "payment_method_types": [fields["payment_method_types[]"]]});
        account.sessions.insert(id, page.clone());
        (200, page)
    };
    double.once(&headers, open).await
}

async fn session(State(double): State<Double>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let look = |account: &mut Account| match account.sessions.get(&id) {
        Some(page) => (200, page.clone()),
        None => (404, json!({"error": {"type": "invalid_request_error", "code": "resource_missing"}})),
    };
    double.once(&headers, look).await
}

async fn charge(State(double): State<Double>, headers: HeaderMap, Form(fields): Fields) -> Response {
    let charge = |account: &mut Account| {
        let id = format!("pi_{:03}", account.intents.len());
        let amount: i64 = fields["amount"].parse().unwrap();
        let received = if let Bank::Takes(other) = account.bank { other } else { amount };
        let intent = |status: &str| {
            json!({"id": id, "object": "payment_intent", "status": status, "amount": amount, "amount_received": received,
                "currency": fields["currency"], "customer": fields["customer"],
                "metadata": {"charge": fields["metadata[charge]"]}})
        };
        let is_debit = fields["payment_method_types[]"] == "sepa_debit";
        let (status, intent, code) = match account.bank {
            _ if is_debit => (200, intent("processing"), ""),
            Bank::Agrees | Bank::Takes(_) => (200, intent("succeeded"), ""),
            Bank::Declines => (402, intent("requires_payment_method"), "card_declined"),
            Bank::WantsThePerson => (402, intent("requires_payment_method"), "authentication_required"),
        };
        account.intents.push(intent.clone());
        match status {
            200 => (200, intent),
            _ => (status, json!({"error": {"type": "card_error", "code": code, "payment_intent": intent}})),
        }
    };
    double.once(&headers, charge).await
}

async fn intents(
    State(double): State<Double>,
    headers: HeaderMap,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let list = |account: &mut Account| {
        let of = |intent: &&Value| intent["customer"].as_str() == query.get("customer").map(String::as_str);
        (200, json!({"data": account.intents.iter().filter(of).collect::<Vec<_>>()}))
    };
    double.once(&headers, list).await
}

async fn detach(State(double): State<Double>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let detach = |account: &mut Account| {
        account.detached.push(id.clone());
        (200, json!({"id": id}))
    };
    double.once(&headers, detach).await
}
