//! Bodies are read here, whole and bounded in size and time, so that nothing behind this door waits for a slow client.

use std::time::Duration;

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};

use super::answer;

/// The longest body that any form of ours can have.
pub const LONGEST: usize = 64 * 1024;
/// How long a client may take to send it.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a page or an act may take.
pub const DEADLINE: Duration = Duration::from_secs(10);

/// Reads the body of a write.
pub async fn bounded(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let too_long = || {
        answer::plain(StatusCode::PAYLOAD_TOO_LARGE, "This is longer than any form of Warren. Send less than 64 KiB.")
    };
    if declared_length(request.headers()).is_some_and(|length| length > LONGEST as u64) {
        return too_long();
    }
    let (parts, body) = request.into_parts();
    match tokio::time::timeout(PATIENCE, to_bytes(body, LONGEST)).await {
        Ok(Ok(bytes)) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        // Either the limit or a connection that broke off; only the first one still reads an answer.
        Ok(Err(_)) => too_long(),
        Err(_) => answer::plain(StatusCode::REQUEST_TIMEOUT, "The request did not arrive in time. Try again."),
    }
}

/// Ends what takes too long. The act behind it goes on or is undone as a whole; nobody waits for it.
pub async fn deadline(request: Request, next: Next) -> Response {
    match tokio::time::timeout(DEADLINE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let mut response = answer::plain(
                StatusCode::SERVICE_UNAVAILABLE,
                "This took too long. Look whether it was done, and try again in a few seconds.",
            );
            response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("2"));
            response
        }
    }
}

/// Whether the body is what browsers send for a form, and nothing else: no multipart, no text/plain.
pub fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
}

fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
