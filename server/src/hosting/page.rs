//! The few pages of our own that visitors of Apps read: no name of anybody, no script, nothing from elsewhere.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto 0;padding:0 1.5rem;color:#1f2328;\
    background:#fff}@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}}";
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// A page with a title and a sentence. Both are ours.
fn page(status: StatusCode, title: &str, sentence: &str) -> Response {
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\">\
         <style>{STYLE}</style></head><body><main><h1>{title}</h1><p>{sentence}</p></main></body></html>\n"
    );
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// There is a site, and it rests.
pub(super) fn suspended() -> Response {
    let sentence = "Nothing of it is lost. If it is yours, sign in to your dashboard to read why, and what to do.";
    let mut response = page(StatusCode::SERVICE_UNAVAILABLE, "This site is paused", sentence);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("3600"));
    response
}

/// There is a site without a release.
pub(super) fn unpublished() -> Response {
    let sentence = "If it is yours, push your files to its repository, and they appear here.";
    page(StatusCode::NOT_FOUND, "Nothing has been published here yet", sentence)
}

/// The site has no such file, and no page of its own for that.
pub(super) fn not_found() -> Response {
    page(StatusCode::NOT_FOUND, "This page was not found", "Look at the address, or begin at the start page.")
}

/// Its files cannot be read at the moment.
pub(super) fn broken() -> Response {
    let sentence = "Something broke on our side. Try again in a few minutes.";
    page(StatusCode::SERVICE_UNAVAILABLE, "This site cannot be shown", sentence)
}
