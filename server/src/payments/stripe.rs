//! Stripe over plain HTTP: cards are entered on its Checkout page in setup mode, so no number of a card comes near this
//! house. Every call that does something carries a key that was written down before
//! (<https://docs.stripe.com/api/idempotent_requests>).

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::Value;
use teamwork::{
    ports::{
        ChargeOrder, ChargeOutcome, Checkout, Payments, Pending, RefundOrder, RefundOutcome, SetupOrder, SetupOutcome,
        Silence,
    },
    rules::{id::SetupId, payment::Means},
};
use url::Url;

use super::read;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// The words in which Stripe answers, whatever the account is set to.
const VERSION: &str = "2024-06-20";
/// Where Stripe itself is, and where its pages are.
pub const API: &str = "https://api.stripe.com";
const PAGES: &str = "https://checkout.stripe.com";

/// How to reach Stripe.
#[derive(Clone)]
pub struct StripeKeys {
    pub api: Url,
    pub secret: String,
    /// With it Stripe signs its events.
    pub webhook: String,
    /// Whether direct debits are taken through it.
    pub sepa: bool,
}

impl std::fmt::Debug for StripeKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StripeKeys").field("api", &self.api.as_str()).finish_non_exhaustive()
    }
}

impl StripeKeys {
    /// The origin of the pages that browsers are sent to.
    pub fn pages(&self) -> String {
        let api = self.api.origin().ascii_serialization();
        if api == API { PAGES.to_owned() } else { api }
    }
}

/// The way to Stripe.
pub struct Stripe {
    http: reqwest::Client,
    api: Url,
    secret: String,
    sepa: bool,
}

/// What Stripe has answered to a call that it did not do.
struct Refused {
    status: StatusCode,
    body: Value,
}

impl Refused {
    /// Whether what was asked about is not known there: for good, as after a change to another account.
    fn is_missing(&self) -> bool {
        self.status == StatusCode::NOT_FOUND || self.body["error"]["code"].as_str() == Some("resource_missing")
    }
}

type Answer = Result<Result<Value, Refused>, Silence>;

impl Stripe {
    /// Prepares the way; nothing is sent yet.
    ///
    /// # Errors
    /// When TLS cannot be prepared.
    pub fn new(keys: &StripeKeys) -> Result<Self, reqwest::Error> {
        // Whoever installed it first chose the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent("Warren")
            .build()?;
        Ok(Self { http, api: keys.api.clone(), secret: keys.secret.clone(), sepa: keys.sepa })
    }

    async fn get(&self, path: &[&str], query: &[(&str, &str)]) -> Answer {
        let mut url = self.url(path)?;
        url.query_pairs_mut().extend_pairs(query);
        self.send(self.http.request(Method::GET, url)).await
    }

    async fn delete(&self, path: &[&str]) -> Answer {
        self.send(self.http.request(Method::DELETE, self.url(path)?)).await
    }

    async fn post(&self, path: &[&str], key: Option<&str>, fields: &[(&str, &str)]) -> Answer {
        let request = self.http.request(Method::POST, self.url(path)?).form(fields);
        self.send(key.into_iter().fold(request, |request, key| request.header("Idempotency-Key", key))).await
    }

    fn url(&self, path: &[&str]) -> Result<Url, Silence> {
        let mut url = self.api.clone();
        // Each part is encoded, so that no name of theirs leads elsewhere.
        url.path_segments_mut().map_err(|()| Silence)?.pop_if_empty().push("v1").extend(path);
        Ok(url)
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let request = request.bearer_auth(&self.secret).header("Stripe-Version", VERSION);
        let response = request.send().await.map_err(|error| {
            tracing::warn!(error = %error.without_url(), "Stripe was not reached");
            Silence
        })?;
        let status = response.status();
        let body: Value = response.json().await.map_err(|_| Silence)?;
        if status.is_success() {
            return Ok(Ok(body));
        }
        let code = body["error"]["code"].as_str().unwrap_or_default();
        // What another try may change is no answer.
        if status.is_server_error() || matches!(status.as_u16(), 401 | 403 | 409 | 429) {
            tracing::error!(status = status.as_u16(), code, "Stripe does not answer as it should");
            return Err(Silence);
        }
        tracing::warn!(status = status.as_u16(), code, "Stripe refused");
        Ok(Err(Refused { status, body }))
    }

    async fn open(&self, order: SetupOrder<'_>) -> Result<Checkout, Silence> {
        let id = order.id.to_string();
        let (customer_key, page_key) = (format!("{id}-customer"), format!("{id}-page"));
        let fields = [("email", order.email), ("metadata[setup]", &id)];
        let customer = self.post(&["customers"], Some(&customer_key), &fields).await?.map_err(|_| Silence)?;
        let fields = [
            ("mode", "setup"),
            ("payment_method_types[]", kind(order.means)),
            ("customer", customer["id"].as_str().ok_or(Silence)?),
            ("client_reference_id", &id),
            ("success_url", order.back),
            ("cancel_url", order.left),
        ];
        let page = self.post(&["checkout", "sessions"], Some(&page_key), &fields).await?.map_err(|_| Silence)?;
        let word = |name: &str| page[name].as_str().map(str::to_owned).ok_or(Silence);
        Ok(Checkout { reference: word("id")?, url: word("url")? })
    }
}

/// Stripe's word for it.
const fn kind(means: Means) -> &'static str {
    match means {
        Means::Card => "card",
        Means::Sepa => "sepa_debit",
    }
}

impl Payments for Stripe {
    fn begin<'a>(&'a self, order: SetupOrder<'a>) -> Pending<'a, Result<Checkout, Silence>> {
        Box::pin(self.open(order))
    }

    fn look<'a>(&'a self, reference: &'a str) -> Pending<'a, Result<SetupOutcome, Silence>> {
        Box::pin(async move {
            let query = [("expand[]", "setup_intent.payment_method"), ("expand[]", "setup_intent.mandate")];
            match self.get(&["checkout", "sessions", reference], &query).await? {
                Ok(page) => read::page(&page),
                Err(refused) if refused.status == StatusCode::NOT_FOUND => Ok(SetupOutcome::Ended { customer: None }),
                Err(_) => Err(Silence),
            }
        })
    }

    fn charge<'a>(&'a self, order: ChargeOrder<'a>) -> Pending<'a, Result<ChargeOutcome, Silence>> {
        Box::pin(async move {
            let (id, amount) = (order.id.to_string(), order.amount.amount.to_string());
            let currency = order.amount.currency.to_ascii_lowercase();
            let fields = [
                ("amount", amount.as_str()),
                ("currency", &currency),
                ("customer", order.customer),
                ("payment_method", order.method),
                ("payment_method_types[]", kind(order.means)),
                ("off_session", "true"),
                ("confirm", "true"),
                ("description", order.about),
                ("metadata[charge]", &id),
            ];
            match self.post(&["payment_intents"], Some(&id), &fields).await? {
                Ok(intent) => read::intent(&intent),
                Err(refused) => read::refusal(&refused.body),
            }
        })
    }

    fn look_at_charge<'a>(&'a self, order: ChargeOrder<'a>) -> Pending<'a, Result<Option<ChargeOutcome>, Silence>> {
        Box::pin(async move {
            let id = order.id.to_string();
            let query = [("customer", order.customer), ("limit", "100")];
            let found = match self.get(&["payment_intents"], &query).await? {
                Ok(found) => found,
                Err(refused) => return refused.is_missing().then_some(None).ok_or(Silence),
            };
            let intents = found["data"].as_array().ok_or(Silence)?;
            let ours = intents.iter().find(|intent| intent["metadata"]["charge"].as_str() == Some(&id));
            ours.map(read::intent).transpose()
        })
    }

    fn forget<'a>(&'a self, method: &'a str) -> Pending<'a, Result<(), Silence>> {
        Box::pin(async move {
            match self.post(&["payment_methods", method, "detach"], None, &[]).await? {
                Ok(_) => Ok(()),
                // It is not attached to anybody any more, or was never there.
                Err(refused) if matches!(refused.status.as_u16(), 400 | 404) => Ok(()),
                Err(_) => Err(Silence),
            }
        })
    }

    fn forget_customer<'a>(&'a self, customer: &'a str) -> Pending<'a, Result<(), Silence>> {
        Box::pin(async move {
            match self.delete(&["customers", customer]).await? {
                Ok(_) => Ok(()),
                Err(refused) if refused.status == StatusCode::NOT_FOUND => Ok(()),
                Err(_) => Err(Silence),
            }
        })
    }

    fn find_customer(&self, setup: SetupId) -> Pending<'_, Result<Option<String>, Silence>> {
        Box::pin(async move {
            let query = format!("metadata['setup']:'{setup}'");
            let found = self.get(&["customers", "search"], &[("query", &query)]).await?.map_err(|_| Silence)?;
            let customers = found["data"].as_array().ok_or(Silence)?;
            Ok(customers.first().and_then(|customer| customer["id"].as_str()).map(str::to_owned))
        })
    }

    fn takes_sepa(&self) -> bool {
        self.sepa
    }

    fn returned<'a>(&'a self, reference: &'a str) -> Pending<'a, Result<i64, Silence>> {
        Box::pin(async move {
            let query = [("payment_intent", reference), ("limit", "100")];
            let found = self.get(&["disputes"], &query).await?.map_err(|_| Silence)?;
            let disputes = found["data"].as_array().ok_or(Silence)?;
            // While one is fought over, nothing is decided. Nobody can fight over a direct debit, so that is lost at once.
            let lost = disputes.iter().filter(|dispute| dispute["status"].as_str() == Some("lost"));
            lost.map(|dispute| dispute["amount"].as_i64().ok_or(Silence)).sum()
        })
    }

    fn refund<'a>(&'a self, order: RefundOrder<'a>) -> Pending<'a, Result<RefundOutcome, Silence>> {
        Box::pin(async move {
            let (id, amount) = (order.id.to_string(), order.amount.amount.to_string());
            let key = format!("{id}-refund");
            let fields = [("payment_intent", order.reference), ("amount", &amount), ("metadata[refund]", &id)];
            match self.post(&["refunds"], Some(&key), &fields).await? {
                Ok(refund) => read::refund(&refund),
                Err(refused) => read::refund_refusal(&refused.body),
            }
        })
    }

    fn look_at_refund<'a>(&'a self, order: RefundOrder<'a>) -> Pending<'a, Result<Option<RefundOutcome>, Silence>> {
        Box::pin(async move {
            let id = order.id.to_string();
            let query = [("payment_intent", order.reference), ("limit", "100")];
            let found = match self.get(&["refunds"], &query).await? {
                Ok(found) => found,
                Err(refused) => return refused.is_missing().then_some(None).ok_or(Silence),
            };
            let refunds = found["data"].as_array().ok_or(Silence)?;
            // Those from before they had names of their own are named after their charge.
            let is_ours = |refund: &&Value| {
                ["refund", "charge"].iter().any(|name| refund["metadata"][name].as_str() == Some(&id))
            };
            refunds.iter().find(is_ours).map(read::refund).transpose()
        })
    }
}
