//! One line in the log for each request, with the id that the answer carries. Never the path or the query: they hold
//! the secrets of mailed links. The route's template says enough.

use std::{
    panic::AssertUnwindSafe,
    sync::{Arc, OnceLock},
    time::Instant,
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::HeaderValue,
    middleware::Next,
    response::Response,
};
use futures::FutureExt;
use teamwork::rules::{id::RequestId, problem::Problem};

use super::{House, answer};
use crate::hosting;

/// Where the router notes the template of the route that answers, for the log. Noted before the handler runs, so that
/// it is known even of one that panics or takes too long.
#[derive(Clone, Debug, Default)]
pub struct Route(Arc<OnceLock<String>>);

impl Route {
    /// Notes the template. The first one counts: a form is more than the page that shows it again.
    pub fn note(&self, template: &str) {
        self.0.get_or_init(|| template.to_owned());
    }
}

/// Gives the request its id and writes its line.
pub async fn record(State(house): State<House>, mut request: Request, next: Next) -> Response {
    let begin = Instant::now();
    let id = house.warren.request();
    let method = request.method().clone();
    let route = Route::default();
    request.extensions_mut().insert(id);
    request.extensions_mut().insert(route.clone());

    let mut response = next.run(request).await;

    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert("x-request-id", value);
    }
    let route = route.0.get().map_or("(none)", String::as_str);
    let status = response.status().as_u16();
    let ms = begin.elapsed().as_millis();
    match status {
        500.. => tracing::error!(%method, route, status, ms, request = %id, "answered"),
        _ if is_quiet(route) => tracing::debug!(%method, route, status, ms, request = %id, "answered"),
        _ => tracing::info!(%method, route, status, ms, request = %id, "answered"),
    }
    response
}

/// Answers for a handler that panicked. What and where, the panic hook has written into the log.
pub async fn last_resort(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
    let wants_page = answer::wants_page(request.method(), request.uri().path(), request.headers());
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!(request = id, "a handler panicked");
            answer::problem(&Problem::Broken(id), wants_page)
        }
    }
}

/// Notes which route answers.
pub async fn template(request: Request, next: Next) -> Response {
    if let (Some(route), Some(path)) = (request.extensions().get::<Route>(), request.extensions().get::<MatchedPath>())
    {
        route.note(path.as_str());
    }
    next.run(request).await
}

/// What machines ask for all the time would drown the rest.
fn is_quiet(route: &str) -> bool {
    matches!(route, "/healthz" | "/readyz" | hosting::ROUTE) || route.starts_with("/pkg/")
}
