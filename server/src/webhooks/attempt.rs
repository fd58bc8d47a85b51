//! One attempt: a POST that follows nothing, waits a while, and reads a little of the answer.

use std::{error::Error, sync::Arc, time::Duration};

use reqwest::{Response, header};
use teamwork::{
    acts::{Answered, Posting},
    ports::Names,
    rules::webhook::target::is_allowed,
};
use url::Url;

use super::resolve::{Guarded, Nowhere};

/// How long a platform may take, from the name to the end of the answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// How much of an answer is kept, in bytes.
const KEPT: usize = 1_024;

/// The way to the platforms.
pub struct Sender {
    http: reqwest::Client,
    private: bool,
}

impl Sender {
    /// Prepares the way; nothing is sent yet. `private` is whether it may lead into the network of this machine.
    ///
    /// # Errors
    /// When TLS cannot be prepared.
    pub fn new(names: Arc<dyn Names>, private: bool) -> Result<Self, reqwest::Error> {
        Self::patient(names, private, PATIENCE)
    }

    /// The same, with less patience: for tests.
    ///
    /// # Errors
    /// When TLS cannot be prepared.
    pub fn patient(names: Arc<dyn Names>, private: bool, patience: Duration) -> Result<Self, reqwest::Error> {
        // Whoever installed it first chose the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .timeout(patience)
            .redirect(reqwest::redirect::Policy::none())
            // A proxy would resolve names for us, and nobody would look at where they lead.
            .no_proxy()
            .dns_resolver(Arc::new(Guarded::new(names, private)))
            // Each attempt asks anew where the name leads.
            .pool_max_idle_per_host(0)
            .user_agent("Warren")
            .build()?;
        Ok(Self { http, private })
    }

    /// Makes the attempt.
    pub async fn send(&self, posting: &Posting) -> Answered {
        // An address without a name is never resolved, so it is looked at here.
        let url = Url::parse(&posting.url).ok().filter(|url| is_allowed(url, self.private));
        let Some(url) = url else {
            return Answered::Not("Its address leads to where webhooks do not go. Change it.".into());
        };
        let request = self
            .http
            .post(url)
            .header(header::CONTENT_TYPE, "application/json")
            .header("webhook-id", &posting.id)
            .header("webhook-timestamp", &posting.timestamp)
            .header("webhook-signature", &posting.signature)
            .body(posting.body.clone());
        match request.send().await {
            Ok(response) => Answered::With(response.status().as_u16(), beginning(response).await),
            Err(error) => Answered::Not(why(&error)),
        }
    }
}

/// The beginning of an answer, in characters that can be kept and shown. What does not come in time is left out: the status
/// has said what counts.
async fn beginning(mut response: Response) -> String {
    let mut bytes = Vec::new();
    while bytes.len() < KEPT {
        match response.chunk().await {
            Ok(Some(chunk)) => bytes.extend(chunk),
            Ok(None) | Err(_) => break,
        }
    }
    bytes.truncate(KEPT);
    let text: String = String::from_utf8_lossy(&bytes).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.trim().to_owned()
}

/// Why there was no answer, for the operator. The address stays out of it: a part of it may be a secret.
fn why(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return format!("It did not answer within {} seconds.", PATIENCE.as_secs());
    }
    let mut cause: &dyn Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
        if let Some(nowhere) = cause.downcast_ref::<Nowhere>() {
            return nowhere.to_string();
        }
    }
    let what = if error.is_connect() { "No connection came about" } else { "The connection broke off" };
    format!("{what}: {}", cause.to_string().chars().filter(|c| !c.is_control()).take(200).collect::<String>())
}
