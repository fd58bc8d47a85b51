//! Forms without script: `POST <page>?/name` calls the server function `name` and answers with a page. Nothing typed is
//! lost, nothing said travels in an address.

use std::{collections::HashSet, sync::Arc};

use app::{actor::Nonce, failure::Failure, form::Echo};
use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request, response},
    middleware::Next,
    response::{IntoResponse, Response},
};
use teamwork::rules::{
    id::RequestId,
    key::{looks_private, looks_public, public_lines},
    problem::{Field, Problem},
};
use tower::ServiceExt;

use super::{
    answer, body,
    paths::{self, FormTarget},
    record::Route,
    session::{self, Peer},
};

/// What the layer needs: the pages and server functions without this layer, and the names it may call.
#[derive(Clone)]
pub struct Forms {
    pub inner: Router,
    pub names: Arc<HashSet<String>>,
    pub base_url: Arc<str>,
    /// The origin of the pages on which cards are entered: the only ones elsewhere that an act may send somebody to.
    pub pages: Vec<String>,
}

/// Takes the posts of pages; lets everything else pass.
pub async fn forms(State(forms): State<Forms>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST || request.uri().path().starts_with("/do/") {
        return next.run(request).await;
    }
    if let Some(secret) = paths::one_click(request.uri()).map(str::to_owned) {
        return one_click(&forms, request, &secret).await;
    }
    let Some(target) = paths::form_target(request.uri()).filter(|target| forms.names.contains(&target.function)) else {
        let mut refused =
            answer::plain(StatusCode::METHOD_NOT_ALLOWED, "This page takes no form. Open it anew and try again.");
        refused.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return refused;
    };
    if !body::is_form(request.headers()) {
        return answer::plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send this as application/x-www-form-urlencoded.");
    }
    if let Some(route) = request.extensions().get::<Route>() {
        route.note(&format!("?/{}", target.function));
    }
    let (mut parts, body) = request.into_parts();
    let fields = to_bytes(body, body::LONGEST).await.unwrap_or_default();
    let (outcome, done) = match call(&forms, &parts, &target.function, fields.clone()).await {
        Ok(answered) => answered,
        Err(response) => return *response,
    };
    let onward =
        location(&done, &forms).or_else(|| matches!(outcome.as_deref(), Ok("null" | "")).then(|| target.page.clone()));
    let mut response = match onward {
        Some(onward) => see_other(&onward),
        None => {
            adopt_session(&mut parts.headers, &done.headers);
            let echo = Echo { function: target.function.clone(), outcome, fields: typed(&fields) };
            page_again(&forms, &parts, &target, echo).await
        }
    };
    for cookie in done.headers.get_all(header::SET_COOKIE) {
        response.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    response
}

/// A mail program ends a newsletter for its reader: it says so in a body of any form, and takes any success for done.
async fn one_click(forms: &Forms, request: Request, secret: &str) -> Response {
    let (parts, _) = request.into_parts();
    let fields = Bytes::from(format!("secret={secret}"));
    let (outcome, _) = match call(forms, &parts, "unsubscribe", fields).await {
        Ok(answered) => answered,
        Err(response) => return *response,
    };
    let (function, page) = ("unsubscribe".to_owned(), parts.uri.path().to_owned());
    let echo = Echo { function: function.clone(), outcome, fields: Vec::new() };
    page_again(forms, &parts, &FormTarget { function, page }, echo).await
}

type Outcome = Result<String, Failure>;

/// Calls the server function as a browser with script would.
async fn call(
    forms: &Forms,
    parts: &request::Parts,
    function: &str,
    fields: Bytes,
) -> Result<(Outcome, response::Parts), Box<Response>> {
    let mut inner = request_like(parts, Method::POST, &format!("/do/{function}"), Body::from(fields))?;
    inner.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    let response = forms.inner.clone().oneshot(inner).await.into_response();
    let (parts, body) = response.into_parts();
    let text = to_bytes(body, 1024 * 1024).await.unwrap_or_default();
    let text = String::from_utf8_lossy(&text).into_owned();
    if parts.status.is_success() || parts.status.is_redirection() {
        return Ok((Ok(text), parts));
    }
    match serde_json::from_str::<Failure>(&text) {
        Ok(failure) => Ok((Err(failure), parts)),
        Err(_) => Err(Box::new((parts.status, text).into_response())),
    }
}

/// The page once more, with what came of the form inside the request.
async fn page_again(forms: &Forms, parts: &request::Parts, target: &FormTarget, echo: Echo) -> Response {
    let status = echo.outcome.as_ref().err().map(Failure::status).and_then(|status| StatusCode::from_u16(status).ok());
    let problem = match &echo.outcome {
        Err(Failure::Problem(problem)) => Some(problem.clone()),
        _ => None,
    };
    let mut inner = match request_like(parts, Method::GET, &target.page, Body::empty()) {
        Ok(inner) => inner,
        Err(response) => return *response,
    };
    inner.extensions_mut().insert(echo);
    let mut response = forms.inner.clone().oneshot(inner).await.into_response();
    if let (StatusCode::OK, Some(status)) = (response.status(), status) {
        *response.status_mut() = status;
    }
    if let Some(problem) = problem {
        answer::set_retry_after(&problem, response.headers_mut());
    }
    response
}

/// A request of the same sender. Only what is named here goes along.
fn request_like(parts: &request::Parts, method: Method, uri: &str, body: Body) -> Result<Request, Box<Response>> {
    let broken = |_| Box::new(answer::problem(&Problem::Malformed, true));
    let mut inner = Request::builder().method(method).uri(uri).body(body).map_err(broken)?;
    for name in [header::COOKIE, header::USER_AGENT, header::HOST, header::ACCEPT, header::ACCEPT_LANGUAGE] {
        for value in parts.headers.get_all(&name) {
            inner.headers_mut().append(name.clone(), value.clone());
        }
    }
    for value in parts.headers.get_all("x-forwarded-for") {
        inner.headers_mut().append("x-forwarded-for", value.clone());
    }
    let (from, to) = (&parts.extensions, inner.extensions_mut());
    from.get::<Peer>().map(|known| to.insert(*known));
    from.get::<RequestId>().map(|known| to.insert(*known));
    from.get::<Nonce>().map(|known| to.insert(known.clone()));
    Ok(inner)
}

/// Where the act wants to go on, if anywhere; only to our own pages, and to those of the payment provider.
fn location(done: &response::Parts, forms: &Forms) -> Option<String> {
    let wish = done.headers.get(header::LOCATION)?.to_str().unwrap_or("/");
    let is_paying = forms.pages.iter().any(|origin| paths::is_below(wish, origin));
    Some(if is_paying { wish.to_owned() } else { paths::onward(wish, &forms.base_url) })
}

/// When the act gave a new session, the page has to be shown to that one.
fn adopt_session(headers: &mut HeaderMap, set: &HeaderMap) {
    let prefix = format!("{}=", session::COOKIE);
    let new = set.get_all(header::SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok()).find_map(|cookie| {
        cookie.strip_prefix(&prefix).map(|rest| rest.split(';').next().unwrap_or_default().to_owned())
    });
    if let Some(value) = new.and_then(|secret| HeaderValue::try_from(format!("{prefix}{secret}")).ok()) {
        headers.insert(header::COOKIE, value);
    }
}

fn see_other(path: &str) -> Response {
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// What was typed, without anything secret: passwords by the name of their field, private keys by their shape, wherever
/// they were pasted.
fn typed(fields: &[u8]) -> Vec<(String, String)> {
    let is_password =
        |name: &str| ["password", "current", "secret"].iter().any(|word| name.contains(word)) || name == "new";
    let is_no_public_key = |name: &str, value: &str| name == Field::KeyLine.name() && !looks_public(value);
    url::form_urlencoded::parse(fields)
        .filter(|(name, value)| !is_password(name) && !looks_private(value) && !is_no_public_key(name, value))
        .map(|(name, value)| match &*name {
            lines if lines == Field::KeyLines.name() => (name.into_owned(), public_lines(&value)),
            _ => (name.into_owned(), value.into_owned()),
        })
        .take(200)
        .collect()
}
