//! The wall: who may write at all, and what browsers are told about our pages.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

use super::{House, answer};

/// Refuses writes that another site's page sends with our cookies, and sockets that it opens.
pub async fn wall(State(house): State<House>, request: Request, next: Next) -> Response {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let is_socket = request.headers().contains_key(header::UPGRADE);
    if (is_safe && !is_socket) || is_from_our_pages(request.headers(), &house.config.base_url) {
        return next.run(request).await;
    }
    answer::plain(StatusCode::FORBIDDEN, "This request came from another site. Open Warren itself and try again there.")
}

/// Browsers say where a request comes from: `Sec-Fetch-Site`, or `Origin` in older ones. A request with neither is not
/// a browser's and carries nobody's cookies but its own.
fn is_from_our_pages(headers: &HeaderMap, base_url: &str) -> bool {
    let one = |name| {
        let mut values = headers.get_all(name).iter();
        match (values.next(), values.next()) {
            (None, _) => Ok(None),
            (Some(value), None) => Ok(Some(value.as_bytes())),
            _ => Err(()),
        }
    };
    match (one("sec-fetch-site"), one("origin")) {
        (Ok(Some(site)), _) => site == b"same-origin" || site == b"none",
        (Ok(None), Ok(Some(origin))) => origin == base_url.as_bytes(),
        (Ok(None), Ok(None)) => true,
        _ => false,
    }
}

/// Mints the nonce for the inline scripts of this one answer, and tells the browser what the page may do.
pub async fn headers(State(house): State<House>, mut request: Request, next: Next) -> Response {
    let nonce = BASE64_URL_SAFE_NO_PAD.encode(house.warren.chance.bytes::<16>());
    request.extensions_mut().insert(app::actor::Nonce(nonce.clone()));

    let mut response = next.run(request).await;
    let is_page =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let is_mail = response.extensions().get::<AsMailed>().is_some();
    let headers = response.headers_mut();
    let pages = house.payment_pages();
    let policy = if is_mail {
        MAIL_POLICY.to_owned()
    } else if is_page {
        page_policy(&nonce, pages.as_deref())
    } else {
        "default-src 'none'; frame-ancestors 'none'".to_owned()
    };
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in FIXED {
        headers.insert(*name, HeaderValue::from_static(value));
    }
    if house.config.is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}

/// Marks an answer as the HTML of a mail, which brings its styles in its elements and nothing else.
#[derive(Clone, Copy, Debug)]
pub struct AsMailed;

/// What a mail may do that is looked at: show itself.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

const FIXED: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    // Secrets of mailed links stand in the path; no other site gets to see them. Not `no-referrer`: under that, browsers
    // without Sec-Fetch-Site send `Origin: null` with our own forms, and the wall would refuse them.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), clipboard-read=(), clipboard-write=(self)",
    ),
];

fn page_policy(nonce: &str, pages: Option<&str>) -> String {
    // Browsers hold a form to this also where its answer leads on to.
    let pages = pages.map(|origin| format!(" {origin}")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'{pages}; base-uri 'none'; object-src 'none'; \
         frame-ancestors 'none'"
    )
}

/// Personal pages are kept nowhere: not in a proxy, not for the back button after signing out.
pub async fn no_store(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        is_from_our_pages(&headers, "https://warren.example")
    }

    #[test]
    fn another_site_cannot_write() {
        assert!(passes(&[("sec-fetch-site", "same-origin")]));
        assert!(passes(&[("sec-fetch-site", "none")]));
        assert!(passes(&[("origin", "https://warren.example")]));
        assert!(passes(&[]));
        for foreign in ["cross-site", "same-site", "", "Same-Origin"] {
            assert!(!passes(&[("sec-fetch-site", foreign), ("origin", "https://warren.example")]), "{foreign}");
        }
        for foreign in ["null", "http://warren.example", "https://warren.example.evil", "https://evil.example"] {
            assert!(!passes(&[("origin", foreign)]), "{foreign}");
        }
        assert!(!passes(&[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")]));
    }
}
