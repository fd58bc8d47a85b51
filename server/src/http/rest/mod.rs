//! The door for programs: `/api/v1`, JSON in and JSON out, opened by a personal access token and by nothing else.
//!
//! All of it is one table, [`table::operations`]: a row is one act. From the same table come the routes, the rows of
//! `warren routes`, the OpenAPI document and the page for people. What a row takes and gives stands in its signature:
//! [`ask`] reads and describes the one, [`tell`] the other.

mod ask;
mod bodies;
mod once;
pub mod openapi;
mod page;
mod refusals;
pub mod table;
mod tell;
mod trouble;

use std::{panic::AssertUnwindSafe, time::Duration};

use axum::{
    RequestExt, Router,
    body::to_bytes,
    extract::{MatchedPath, RawPathParams, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::{MethodFilter, any, get, on},
};
use futures::FutureExt;
use teamwork::rules::{id::RequestId, log::Door, problem::Problem};

use self::{
    ask::Call,
    table::{Operation, operations},
    trouble::Trouble,
};
use super::{House, body, guard, record, session};

/// Where it begins.
pub const PREFIX: &str = "/api/v1";
/// How long a client may take to send its body.
const PATIENCE: Duration = Duration::from_secs(10);

/// All routes for programs, and the page about them.
pub fn router(house: &House) -> Router {
    let mut api = Router::new();
    for operation in operations() {
        let filter = MethodFilter::try_from(operation.method()).unwrap_or(MethodFilter::GET);
        let run = move |State(house): State<House>, request: Request| answer(house, operation, request);
        api = api.route(operation.path, on(filter, run));
    }
    let api = api
        .route("/api/v1/openapi.json", get(openapi::document))
        .method_not_allowed_fallback(wrong_method)
        .route("/api/v1", any(nowhere))
        .route("/api/v1/{*rest}", any(nowhere))
        .layer(from_fn(record::template))
        .layer(from_fn(in_time))
        .layer(from_fn(last_resort))
        .layer(from_fn(guard::no_store));
    api.route("/api", get(page::page)).with_state(house.clone())
}

/// One request: who, how far they reach, what they ask; then the act.
async fn answer(house: House, operation: &'static Operation, request: Request) -> Response {
    let id = request_id(&request);
    let told = match open(&house, operation, request).await {
        Ok(call) => once::run(operation, call).await,
        Err(trouble) => Err(trouble),
    };
    told.unwrap_or_else(|trouble| trouble.tell(&id))
}

async fn open(house: &House, operation: &'static Operation, mut request: Request) -> Result<Call, Trouble> {
    // Only a token opens this door. A cookie is not even looked at.
    let secret = bearer(request.headers()).ok_or(Problem::SignedOut)?.to_owned();
    let actor = session::guest(house, &request, Door::Api).recognise_token(&secret).await?;
    if !actor.reaches(operation.scope) {
        return Err(Trouble::Scope(operation.scope));
    }
    let params = request.extract_parts::<RawPathParams>().await.map_err(|_| Trouble::NoRoute)?;
    let path = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let (parts, body) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default();
    let query: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    if let Some((name, _)) = query.iter().find(|(name, _)| !operation.takes(name)) {
        return Err(Trouble::Query(format!("There is no parameter {name:.80?} here.")));
    }
    let body = match tokio::time::timeout(PATIENCE, to_bytes(body, body::LONGEST)).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => return Err(Trouble::TooLong),
        Err(_) => return Err(Trouble::Slow),
    };
    let target = parts.uri.path_and_query().map_or_else(String::new, ToString::to_string);
    Ok(Call { actor, method: parts.method, target, path, query, headers: parts.headers, body })
}

/// The secret in `Authorization: Bearer …`. Two such headers are none.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, secret) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(secret.trim())
}

fn request_id(request: &Request) -> String {
    request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default()
}

async fn nowhere(request: Request) -> Response {
    Trouble::NoRoute.tell(&request_id(&request))
}

/// A known path with another method. `OPTIONS` is told which there are; there is no CORS, so browsers of other sites
/// get nothing out of it.
async fn wrong_method(path: MatchedPath, request: Request) -> Response {
    let known: Vec<&str> = operations().filter(|known| known.path == path.as_str()).map(|known| known.method).collect();
    let mut allow = if known.is_empty() { "GET".to_owned() } else { known.join(", ") };
    if allow.contains("GET") {
        allow.push_str(", HEAD");
    }
    allow.push_str(", OPTIONS");
    let mut response = match *request.method() {
        Method::OPTIONS => StatusCode::NO_CONTENT.into_response(),
        _ => Trouble::Method.tell(&request_id(&request)),
    };
    if let Ok(allow) = HeaderValue::from_str(&allow) {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}

/// Ends what takes too long. The act behind it goes on or is undone as a whole; nobody waits for it.
async fn in_time(request: Request, next: Next) -> Response {
    let id = request_id(&request);
    match tokio::time::timeout(body::DEADLINE + PATIENCE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Trouble::Problem(Problem::Busy).tell(&id),
    }
}

/// Answers for a handler that panicked. What and where, the panic hook has written into the log.
async fn last_resort(request: Request, next: Next) -> Response {
    let id = request_id(&request);
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => Trouble::Problem(Problem::Broken(id.clone())).tell(&id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&'static str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::AUTHORIZATION, HeaderValue::from_static(line));
        }
        bearer(&headers).map(str::to_owned)
    }

    #[test]
    fn a_token_is_read_from_one_header_only() {
        assert_eq!(read(&["Bearer wrn_x"]), Some("wrn_x".into()));
        assert_eq!(read(&["bearer wrn_x"]), Some("wrn_x".into()));
        assert_eq!(read(&["Bearer wrn_x", "Bearer wrn_y"]), None);
        assert_eq!(read(&["Basic wrn_x"]), None);
        assert_eq!(read(&["wrn_x"]), None);
        assert_eq!(read(&[]), None);
    }
}
