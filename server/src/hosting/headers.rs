//! The headers that an App's settings name, on what of it is sent.

use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use teamwork::rules::config::Header;

/// Adds headers that cover the path. They take the place of ours, a later one that of an earlier one. `safe` tells whether
/// the browser came by https: only then it may be told to keep to it.
pub(super) fn add<'a>(mut response: Response, covering: impl Iterator<Item = &'a Header>, safe: bool) -> Response {
    let is_missing = response.status() == StatusCode::NOT_FOUND;
    for own in covering {
        let (Ok(name), Ok(value)) = (HeaderName::try_from(&own.name), HeaderValue::from_str(&own.value)) else {
            continue;
        };
        // What is not there today may be there tomorrow, so no browser keeps that for long.
        let is_kept_back =
            (is_missing && name == header::CACHE_CONTROL) || (!safe && name == header::STRICT_TRANSPORT_SECURITY);
        if !is_kept_back {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
