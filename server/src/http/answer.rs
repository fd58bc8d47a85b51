//! Short answers of the house itself: when no page and no server function had the word.

use axum::{
    Json,
    body::Body,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use teamwork::rules::problem::Problem;

use crate::html;

/// One line of plain text.
pub fn plain(status: StatusCode, sentence: &str) -> Response {
    (status, format!("{sentence}\n")).into_response()
}

/// A problem, as JSON for programs and as a page for people.
pub fn problem(problem: &Problem, wants_page: bool) -> Response {
    let status = StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = if wants_page {
        (status, Html(html::blank_page(title(status), &problem.to_string()))).into_response()
    } else {
        (status, Json(app::failure::Failure::Problem(problem.clone()))).into_response()
    };
    set_retry_after(problem, response.headers_mut());
    response
}

/// Tells programs when to come again.
pub fn set_retry_after(problem: &Problem, headers: &mut HeaderMap) {
    let seconds = match problem {
        Problem::TooMany { seconds, .. } => *seconds,
        Problem::Busy => 2,
        _ => return,
    };
    headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
}

/// Whether a person with a browser waits for a page, and not a program for JSON.
pub fn wants_page(method: &Method, path: &str, headers: &HeaderMap) -> bool {
    let accepts_html = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("text/html"));
    !path.starts_with("/do/")
        && (method == Method::GET || method == Method::HEAD || method == Method::POST)
        && accepts_html
}

/// axum answers some things with an empty body (405, 413 …); people who look at them get a line.
pub async fn fill(response: Response) -> Response {
    let status = response.status();
    let is_empty = axum::body::HttpBody::size_hint(response.body()).exact() == Some(0);
    if !is_empty || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    Response::from_parts(parts, Body::from(format!("{}.\n", status.canonical_reason().unwrap_or("This did not work"))))
}

fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "You are signed out",
        StatusCode::SERVICE_UNAVAILABLE => "Warren is very busy",
        _ if status.is_server_error() => "Something broke on our side",
        _ => "That did not work",
    }
}
