//! localstripe (<https://github.com/adrienverge/localstripe>), a Stripe written by others: a process of its own, behind a
//! counter that adds what it does not have and Stripe does.
//!
//! Customers, SetupIntents, payment methods, PaymentIntents, refunds and signed events are localstripe's. The counter adds:
//! Checkout pages (each stands on a SetupIntent of localstripe), mandates, what was done under a key, the search for customers,
//! disputes, of which there are none, and two fields of PaymentIntents that the reference of Stripe has and localstripe refuses: `description`, and `customer` when they
//! are listed. Wrong amounts, lost pages and everything else that is hostile stay with our own double.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    Json, Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, time::sleep};

use super::double::{KEY, WEBHOOK};

/// What was said to a call.
type Said = (u16, Value);
type Fields = Vec<(String, String)>;

/// localstripe and its counter.
#[derive(Clone)]
pub struct LocalStripe(Arc<Inner>);

struct Inner {
    /// Where localstripe listens, and where its counter does.
    behind: String,
    url: String,
    http: reqwest::Client,
    process: Mutex<Child>,
    keys: Mutex<BTreeMap<String, Said>>,
    /// Each page with its SetupIntent.
    pages: Mutex<BTreeMap<String, (Value, String)>>,
    /// The events that came, as they were signed.
    events: Mutex<Vec<(String, String)>>,
    loses_answers: AtomicBool,
}

impl LocalStripe {
    /// Starts it, with events that come here; `None` where it is not installed. In CI it has to be.
    pub async fn open() -> Option<Self> {
        // Test programs stand in the folder of their package.
        let python = Path::new("../target/localstripe/bin/python");
        match (python.is_file(), std::env::var_os("CI")) {
            (true, _) => {}
            (false, None) => return None,
            (false, Some(_)) => panic!("CI is set, so localstripe has to be there: `cargo xtask setup --tests`"),
        }
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut process = Command::new(python).arg("tests/stripe/serve.py").stdout(Stdio::piped()).spawn().unwrap();
        let mut port = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut port).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = Self(Arc::new(Inner {
            behind: format!("http://127.0.0.1:{}", port.trim()),
            url: format!("http://{}", listener.local_addr().unwrap()),
            http: reqwest::Client::new(),
            process: Mutex::new(process),
            keys: Mutex::default(),
            pages: Mutex::default(),
            events: Mutex::default(),
            loses_answers: AtomicBool::new(false),
        }));
        let router = Router::new().fallback(counter).with_state(here.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let wish = json!({"url": format!("{}/events", here.0.url), "secret": WEBHOOK});
        let told = here.0.http.post(format!("{}/_config/webhooks/warren", here.0.behind)).json(&wish);
        assert!(told.send().await.unwrap().status().is_success());
        Some(here)
    }

    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// Whether its answers reach nobody from now on.
    pub fn lose_answers(&self, loses: bool) {
        self.0.loses_answers.store(loses, Ordering::SeqCst);
    }

    /// The newest page.
    pub fn page(&self) -> String {
        self.0.pages.lock().unwrap().keys().next_back().unwrap().clone()
    }

    /// Somebody enters the card of this number on a page. Answers whether the bank agreed.
    pub async fn enter_card(&self, page: &str, number: &str) -> bool {
        let fields = [
            ("payment_method_data[type]", "card"),
            ("payment_method_data[card][number]", number),
            ("payment_method_data[card][exp_month]", "6"),
            ("payment_method_data[card][exp_year]", "2031"),
            ("payment_method_data[card][cvc]", "123"),
        ];
        self.enter(page, &fields).await
    }

    async fn enter(&self, page: &str, fields: &[(&str, &str)]) -> bool {
        let (customer, intent) = {
            let pages = self.0.pages.lock().unwrap();
            let (page, intent) = &pages[page];
            (page["customer"].as_str().unwrap().to_owned(), intent.clone())
        };
        let (status, confirmed) = self.ask("POST", &format!("/v1/setup_intents/{intent}/confirm"), fields).await;
        if status != 200 {
            return false;
        }
        // Stripe attaches what a SetupIntent with a customer has proven; localstripe leaves that to whoever asks.
        let method = confirmed["payment_method"].as_str().unwrap();
        let attach = format!("/v1/payment_methods/{method}/attach");
        assert_eq!(self.ask("POST", &attach, &[("customer", &customer)]).await.0, 200);
        self.0.pages.lock().unwrap().get_mut(page).unwrap().0["status"] = "complete".into();
        true
    }

    /// Somebody enters an account on a page, and gives a mandate.
    pub async fn enter_account(&self, page: &str, iban: &str) {
        let fields = [("payment_method_data[type]", "sepa_debit"), ("payment_method_data[sepa_debit][iban]", iban)];
        self.enter(page, &fields).await.then_some(()).unwrap();
    }

    /// Asks localstripe itself.
    pub async fn ask(&self, method: &str, path: &str, fields: &[(&str, &str)]) -> Said {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.pass(method.parse().unwrap(), path, fields).await
    }

    /// The event of this type that comes next, and its signature. localstripe tells a second later.
    pub async fn event(&self, kind: &str) -> (String, String) {
        for _ in 0..500 {
            let mut events = self.0.events.lock().unwrap();
            let found = events.iter().position(|(body, _)| body.contains(&format!("\"type\": \"{kind}\"")));
            if let Some(place) = found {
                return events.remove(place);
            }
            drop(events);
            sleep(Duration::from_millis(10)).await;
        }
        panic!("no event {kind} came")
    }

    async fn pass(&self, method: Method, path: &str, fields: Fields) -> Said {
        let request = self.0.http.request(method.clone(), format!("{}{path}", self.0.behind)).bearer_auth(KEY);
        let request = if method == Method::POST { request.form(&fields) } else { request };
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        let mut process = self.process.lock().unwrap();
        let _ = process.kill().and_then(|()| process.wait());
    }
}

async fn counter(State(here): State<LocalStripe>, method: Method, uri: Uri, head: HeaderMap, body: Bytes) -> Response {
    let word = |name: &str| head.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    if uri.path() == "/events" {
        let event = String::from_utf8_lossy(&body).into_owned();
        here.0.events.lock().unwrap().push((event, word("stripe-signature").unwrap()));
        return StatusCode::OK.into_response();
    }
    assert_eq!(word("authorization"), Some(format!("Bearer {KEY}")));
    let key = word("idempotency-key");
    let known = key.as_ref().and_then(|key| here.0.keys.lock().unwrap().get(key).cloned());
    let said = match known {
        Some(said) => said,
        None => here.answer(method, &uri, pairs(&body)).await,
    };
    if let Some(key) = key {
        here.0.keys.lock().unwrap().insert(key, said.clone());
    }
    let (status, body) = if here.0.loses_answers.load(Ordering::SeqCst) { (502, json!("lost")) } else { said };
    (StatusCode::from_u16(status).unwrap(), Json(body)).into_response()
}

fn pairs(form: &[u8]) -> Fields {
    url::form_urlencoded::parse(form).into_owned().collect()
}

impl LocalStripe {
    async fn answer(&self, method: Method, uri: &Uri, fields: Fields) -> Said {
        let (path, query) = (uri.path(), pairs(uri.query().unwrap_or_default().as_bytes()));
        let field =
            |fields: &Fields, name: &str| fields.iter().find(|(one, _)| one == name).map(|(_, value)| value.clone());
        match (method.as_str(), path) {
            ("POST", "/v1/checkout/sessions") => {
                let [customer, kind] = ["customer", "payment_method_types[]"].map(|name| field(&fields, name).unwrap());
                self.open_page(customer, &kind).await
            }
            ("GET", "/v1/disputes") => (200, json!({"data": []})),
            ("GET", "/v1/customers/search") => self.find_customer(&field(&query, "query").unwrap()).await,
            ("GET", "/v1/payment_intents") => self.intents_of(&field(&query, "customer").unwrap()).await,
            ("POST", "/v1/payment_intents") => {
                let known = fields.into_iter().filter(|(name, _)| name != "description").collect();
                self.pass(method, path, known).await
            }
            ("GET", page) if page.starts_with("/v1/checkout/sessions/") => {
                self.look_at_page(page.rsplit('/').next().unwrap()).await
            }
            _ => self.pass(method, &uri.to_string(), fields).await,
        }
    }

    async fn open_page(&self, customer: String, kind: &str) -> Said {
        let fields = [("customer", customer.as_str()), ("payment_method_types[]", kind)];
        let (status, intent) = self.ask("POST", "/v1/setup_intents", &fields).await;
        assert_eq!(status, 200, "{intent}");
        let mut pages = self.0.pages.lock().unwrap();
        let id = format!("cs_{:03}", pages.len());
        let page = json!({"id": id, "object": "checkout.session", "status": "open", "customer": customer,
            "url": format!("{}/pay/{id}", self.0.url)});
        pages.insert(id, (page.clone(), intent["id"].as_str().unwrap().to_owned()));
        (200, page)
    }

    async fn look_at_page(&self, id: &str) -> Said {
        let (page, intent) = self.0.pages.lock().unwrap()[id].clone();
        let path = format!("/v1/setup_intents/{intent}?expand[]=payment_method");
        let (status, mut intent) = self.ask("GET", &path, &[]).await;
        let mut page = page;
        if let Some(reference) = intent.pointer("/payment_method/sepa_debit/mandate_reference").cloned() {
            intent["mandate"] = json!({"payment_method_details": {"sepa_debit": {"reference": reference}}});
        }
        page["setup_intent"] = intent;
        (status, page)
    }

    async fn find_customer(&self, query: &str) -> Said {
        let wanted = query.strip_prefix("metadata['setup']:'").unwrap().strip_suffix('\'').unwrap();
        self.only("/v1/customers?limit=100", |customer| customer["metadata"]["setup"] == wanted).await
    }

    async fn intents_of(&self, customer: &str) -> Said {
        self.only("/v1/payment_intents?limit=100", |intent| intent["customer"] == customer).await
    }

    async fn only(&self, path: &str, is_wanted: impl Fn(&Value) -> bool) -> Said {
        let (status, mut list) = self.ask("GET", path, &[]).await;
        let all = list["data"].as_array().unwrap().iter();
        list["data"] = all.filter(|one| is_wanted(one)).cloned().collect();
        (status, list)
    }
}
