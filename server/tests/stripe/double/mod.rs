//! A Stripe that speaks the same words over HTTP and is worse than the real one: it loses answers, closes connections and
//! answers late. What a key has done it does not do again.

mod answers;
pub mod events;
mod story;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{delete, get, post},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::Notify};

use self::answers::{
    charge, customer, detach, disputes, forget, intents, open_session, refund, refunds, search, session,
};

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

/// What stands in the body, with its status.
fn answer(status: u16, body: Value) -> Response {
    (StatusCode::from_u16(status).unwrap(), Json(body)).into_response()
}
