//! Asking the router what a browser would ask, and looking at its answer.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::atomic::{AtomicU32, Ordering},
};

use app::failure::Failure;
use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, header},
};
use server::http::session::Peer;
use teamwork::rules::problem::Problem;
use tower::ServiceExt;

use super::{House, Person, document};

/// Somebody who is not signed in.
pub const NOBODY: Option<Person> = None;
/// Where people reach the house.
pub const BASE: &str = "https://warren.example";

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// The value of a header that is text.
    pub fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Where it leads.
    pub fn location(&self) -> Option<&str> {
        self.header(header::LOCATION)
    }

    /// All cookies that it sets, whole.
    pub fn cookies(&self) -> Vec<&str> {
        self.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect()
    }

    /// The new session in this answer.
    pub fn session(&self) -> Option<String> {
        let find = |cookie: &&str| Some(cookie.strip_prefix("__Host-sid=")?.split(';').next()?.to_owned());
        self.cookies().iter().find_map(find).filter(|secret| !secret.is_empty())
    }

    /// What a server function failed with.
    pub fn problem(&self) -> Problem {
        match serde_json::from_str(&self.body) {
            Ok(Failure::Problem(problem)) => problem,
            other => panic!("{} with {:?} is no problem: {other:?}", self.status, self.body),
        }
    }
}

impl House {
    /// Sends a request as it is. Every request comes from a network of its own unless it brings a [`Peer`]. Whatever a
    /// program is answered, in any test, has to stand in the document.
    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        static NETWORK: AtomicU32 = AtomicU32::new(0x0a00_0001);
        if request.extensions().get::<Peer>().is_none() {
            let address = Ipv4Addr::from_bits(NETWORK.fetch_add(1, Ordering::Relaxed));
            request.extensions_mut().insert(Peer(IpAddr::V4(address)));
        }
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        let answer = Answer { status: parts.status.as_u16(), headers: parts.headers, body };
        document::assert_told(&method, &path, &answer);
        answer
    }

    /// Opens a page.
    pub async fn get(&self, who: Option<Person>, path: &str) -> Answer {
        self.send(self.request(Method::GET, path, who).body(Body::empty()).unwrap()).await
    }

    /// Calls a server function as our own script does.
    pub async fn act(&self, who: Option<Person>, name: &str, form: &str) -> Answer {
        let request =
            self.request(Method::POST, &format!("/do/{name}"), who).header(header::ACCEPT, "application/json");
        self.send(request.header(header::CONTENT_TYPE, FORM).body(Body::from(form.to_owned())).unwrap()).await
    }

    /// Posts a form of a page as a browser without script does.
    pub async fn post(&self, who: Option<Person>, page: &str, name: &str, form: &str) -> Answer {
        let request = self.request(Method::POST, &posted(page, name), who).header(header::ACCEPT, "text/html");
        self.send(request.header(header::CONTENT_TYPE, FORM).body(Body::from(form.to_owned())).unwrap()).await
    }

    /// Opens a page with this cookie alone.
    pub async fn with_cookie(&self, path: &str, cookie: &str) -> Answer {
        let request = self.request(Method::GET, path, NOBODY).header(header::COOKIE, cookie);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// The beginning of a request in this session, whosever it is.
    pub fn in_session(&self, method: Method, path: &str, session: &str) -> axum::http::request::Builder {
        self.request(method, path, NOBODY).header(header::COOKIE, format!("__Host-sid={session}"))
    }

    /// The beginning of a request that a page of ours sends.
    pub fn request(&self, method: Method, path: &str, who: Option<Person>) -> axum::http::request::Builder {
        let request = self.plain(method, path, who);
        request.header("sec-fetch-site", "same-origin").header(header::ORIGIN, BASE)
    }

    /// The same without a word about where it comes from.
    pub fn plain(&self, method: Method, path: &str, who: Option<Person>) -> axum::http::request::Builder {
        let mut request = Request::builder().method(method).uri(path);
        request = request.header(header::USER_AGENT, "Firefox/1 Linux").header(header::HOST, "warren.example");
        match who {
            Some(who) => request.header(header::COOKIE, format!("__Host-sid={}", self.cookie(who))),
            None => request,
        }
    }
}

/// The kind of content that browsers send for a form.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// The address to which the form of a page is posted: `/login?next=/c/acme` becomes `/login?/sign_in&next=/c/acme`.
pub fn posted(page: &str, name: &str) -> String {
    match page.split_once('?') {
        Some((path, query)) => format!("{path}?/{name}&{query}"),
        None => format!("{page}?/{name}"),
    }
}

/// One field, as it travels.
pub fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A whole form, as it travels.
pub fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}
