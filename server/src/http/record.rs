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
use teamwork::rules::problem::Problem;

use super::{House, answer};

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

/// Gives the request its id, writes its line, and answers for a handler that panicked.
pub async fn record(State(house): State<House>, mut request: Request, next: Next) -> Response {
    let begin = Instant::now();
    let id = house.warren.request();
    let method = request.method().clone();
    let wants_page = answer::wants_page(&method, request.uri().path(), request.headers());
    let route = Route::default();
    request.extensions_mut().insert(id);
    request.extensions_mut().insert(route.clone());

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
    matches!(route, "/healthz" | "/readyz") || route.starts_with("/pkg/")
}
