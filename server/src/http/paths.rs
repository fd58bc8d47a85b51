//! Addresses that come from outside: which function a posted page calls, and where a browser may be sent.

use axum::{
    extract::Request,
    http::{Uri, uri::PathAndQuery},
    middleware::Next,
    response::Response,
};

use url::Url;

/// What `POST /c/acme/team?/invite&after=x` means: the function `invite`, and the page `/c/acme/team?after=x`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormTarget {
    pub function: String,
    pub page: String,
}

/// Reads the address of a posted page.
pub fn form_target(uri: &Uri) -> Option<FormTarget> {
    let query = uri.query()?.strip_prefix('/')?;
    let (name, rest) = query.split_once('&').unwrap_or((query, ""));
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    // "//evil.example" is a path here and another host in a Location header.
    if !is_name || !is_ours(uri.path()) {
        return None;
    }
    let page = if rest.is_empty() { uri.path().to_owned() } else { format!("{}?{rest}", uri.path()) };
    Some(FormTarget { function: name.to_owned(), page })
}

/// The secret in the address of a mail that a mail program posts to, to end a newsletter for its reader (RFC 8058). It posts
/// to the very page that people see, without naming a function.
pub fn one_click(uri: &Uri) -> Option<&str> {
    let secret = uri.path().strip_prefix("/unsubscribe/").filter(|_| uri.query().is_none())?;
    secret.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_').then_some(secret)
}

/// The wish if it leads to a page of ours, else the start page.
pub fn onward(wish: &str, base_url: &str) -> String {
    let path = wish.strip_prefix(base_url).unwrap_or(wish);
    if is_ours(path) { path.to_owned() } else { "/".to_owned() }
}

/// Whether this leads to a page of that origin and nowhere else.
pub fn is_below(wish: &str, origin: &str) -> bool {
    Url::parse(wish).is_ok_and(|url| {
        url.origin().ascii_serialization() == origin && url.username().is_empty() && url.password().is_none()
    })
}

/// Whether a browser takes this for a path on our own host, whatever tricks it plays with slashes.
fn is_ours(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.chars().any(char::is_control)
        && path.parse::<PathAndQuery>().is_ok()
}

/// Takes `__err` and `__path` out of the address: leptos would show what they say.
pub async fn without_spoofed_errors(mut request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default();
    if query.contains("__") || query.contains('%') {
        let kept: Vec<_> = query.split('&').filter(|pair| !is_spoof(pair)).collect();
        let path = request.uri().path();
        let clean = if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) };
        if let Ok(uri) = clean.parse::<Uri>() {
            *request.uri_mut() = uri;
        }
    }
    next.run(request).await
}

fn is_spoof(pair: &str) -> bool {
    url::form_urlencoded::parse(pair.as_bytes()).any(|(name, _)| name == "__err" || name == "__path")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(uri: &str) -> Option<(String, String)> {
        form_target(&uri.parse().unwrap()).map(|target| (target.function, target.page))
    }

    #[test]
    fn a_posted_page_names_its_function() {
        assert_eq!(target("/c/acme/team?/invite"), Some(("invite".into(), "/c/acme/team".into())));
        assert_eq!(target("/login?/sign_in&next=%2Fc"), Some(("sign_in".into(), "/login?next=%2Fc".into())));
        for uri in ["/login", "/login?sign_in", "/login?/", "/login?/../x", "//evil.example?/sign_in", "/\\evil?/x"] {
            assert_eq!(uri.parse::<Uri>().ok().and_then(|uri| form_target(&uri)), None, "{uri}");
        }
    }

    #[test]
    fn only_the_page_of_a_newsletter_takes_a_post_without_a_function() {
        let secret = |uri: &str| one_click(&uri.parse().unwrap()).map(str::to_owned);
        assert_eq!(secret("/unsubscribe/aB-_9"), Some("aB-_9".into()));
        for uri in ["/unsubscribe/a?/sign_out", "/unsubscribe/a/b", "/unsubscribe/a%26x=y", "/login", "/unsubscribe"] {
            assert_eq!(secret(uri), None, "{uri}");
        }
    }

    #[test]
    fn nobody_is_sent_to_another_host() {
        let ours = "https://warren.example";
        assert_eq!(onward("/c/acme?x=1", ours), "/c/acme?x=1");
        assert_eq!(onward("https://warren.example/c/acme", ours), "/c/acme");
        for wish in [
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "https://warren.example.evil/",
            "javascript:alert(1)",
            "",
            "/a\nb",
            "https://warren.example@evil.example/",
        ] {
            assert_eq!(onward(wish, ours), "/", "{wish}");
        }
    }

    #[test]
    fn only_the_pages_of_the_provider_are_below_its_origin() {
        let pay = "https://checkout.stripe.com";
        assert!(is_below("https://checkout.stripe.com/c/pay/cs_1#x", pay));
        for wish in [
            "https://checkout.stripe.com.evil.example/",
            "https://checkout.stripe.com@evil.example/",
            "https://me@checkout.stripe.com/",
            "http://checkout.stripe.com/",
            "//checkout.stripe.com/",
            "javascript:alert(1)",
            "/",
            "",
        ] {
            assert!(!is_below(wish, pay), "{wish}");
        }
    }

    #[test]
    fn spoofed_errors_are_seen_through_their_encoding() {
        assert!(is_spoof("__err=x") && is_spoof("%5F_err=x") && is_spoof("__path=x"));
        assert!(!is_spoof("after=__err"));
    }
}
