//! Server functions answer every failure with 500 (leptos does). Here each gets the status of its problem, and what the
//! framework could trip over never reaches it.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::Response,
};
use teamwork::rules::{id::RequestId, problem::Problem};

use super::{answer, body};
use app::failure::Failure;

/// The header by which leptos marks the answer of a server function that failed.
const FAILED: &str = "serverfnerror";

/// Around every server function.
pub async fn settle(mut request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    if !body::is_form(request.headers()) {
        let sentence = "Send this as application/x-www-form-urlencoded.";
        return answer::plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, sentence);
    }
    // Asked for HTML, leptos would redirect to whatever the Referer says, with the error in the address.
    let headers = request.headers_mut();
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    headers.remove(header::REFERER);
    let path = request.uri().path().to_owned();
    if let Ok(uri) = Uri::try_from(path) {
        *request.uri_mut() = uri;
    }
    let id = request.extensions().get::<RequestId>().copied();

    let response = next.run(request).await;
    if response.headers().contains_key(FAILED) { with_status(response, id).await } else { response }
}

async fn with_status(response: Response, id: Option<RequestId>) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, body::LONGEST).await.unwrap_or_default();
    let problem = match serde_json::from_slice(&bytes) {
        Ok(Failure::Problem(problem)) => problem,
        // On this side of the wire it means that leptos could not read the arguments.
        Ok(Failure::Unreachable) => Problem::Malformed,
        Err(error) => {
            let id = id.map(|id| id.to_string()).unwrap_or_default();
            tracing::error!(request = id, %error, "a server function failed with something that is no failure");
            Problem::Broken(id)
        }
    };
    parts.status = StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    answer::set_retry_after(&problem, &mut parts.headers);
    let json = serde_json::to_vec(&Failure::Problem(problem)).unwrap_or_default();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Response::from_parts(parts, Body::from(json))
}
