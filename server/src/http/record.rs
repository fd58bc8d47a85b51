//! One line in the log for each request, with the id that the answer carries. Never the path or the query: they hold
//! the secrets of mailed links. The route's template says enough.

use std::{panic::AssertUnwindSafe, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    http::HeaderValue,
    middleware::Next,
    response::Response,
};
use futures::FutureExt;
use rand::RngCore;
use teamwork::rules::{id::RequestId, problem::Problem};

use super::{House, answer};

/// The template of the route that answered, on its way from the router to the log.
#[derive(Clone, Debug)]
pub struct Template(pub String);

/// Gives the request its id, writes its line, and answers for a handler that panicked.
pub async fn record(State(house): State<House>, mut request: Request, next: Next) -> Response {
    let begin = Instant::now();
    let mut chance = [0; 10];
    rand::rng().fill_bytes(&mut chance);
    let id = RequestId::new(house.warren.now(), chance);
    let method = request.method().clone();
    let wants_page = answer::wants_page(&method, request.uri().path(), request.headers());
    request.extensions_mut().insert(id);

    let mut response = match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        // The panic hook has written where it happened.
        Err(_) => {
            tracing::error!(request = %id, "a handler panicked");
            answer::problem(&Problem::Broken(id.to_string()), wants_page)
        }
    };

    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert("x-request-id", value);
    }
    let route = response.extensions().get::<Template>().map_or("(none)", |template| template.0.as_str());
    let status = response.status().as_u16();
    let ms = begin.elapsed().as_millis();
    match status {
        500.. => tracing::error!(%method, route, status, ms, request = %id, "answered"),
        _ if is_quiet(route) => tracing::debug!(%method, route, status, ms, request = %id, "answered"),
        _ => tracing::info!(%method, route, status, ms, request = %id, "answered"),
    }
    response
}

/// Notes which route answered.
pub async fn template(request: Request, next: Next) -> Response {
    let template = request.extensions().get::<MatchedPath>().map_or("(none)", MatchedPath::as_str).to_owned();
    let mut response = next.run(request).await;
    if response.extensions().get::<Template>().is_none() {
        response.extensions_mut().insert(Template(template));
    }
    response
}

/// What machines ask for all the time would drown the rest.
fn is_quiet(route: &str) -> bool {
    matches!(route, "/healthz" | "/readyz") || route.starts_with("/pkg/")
}
