//! Which door a request came to: the house, or an App. By the host name alone, before any route is looked at, so that no
//! page of the house is ever under the name of an App, and no file of an App under the name of the house.

use std::path::Path;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::Response,
};
use teamwork::acts::{Site, Whose};

use super::{
    answer::{self, Version, Wanted},
    file::{Found, find},
    folder_of_releases, headers, page,
};
use crate::http::{House, answer::plain, record::Route, session::Peer};

/// How the log calls what Apps answer.
pub const ROUTE: &str = "(site)";

/// Answers for an App, or lets the house answer.
pub async fn by_host(State(house): State<House>, request: Request, next: Next) -> Response {
    let host = match host_of(&request) {
        Ok(Some(host)) => host,
        Ok(None) => return next.run(request).await,
        Err(()) => return plain(StatusCode::BAD_REQUEST, "This request names more than one host."),
    };
    let found = match house.warren.whose(&host) {
        Whose::House => return next.run(request).await,
        Whose::App(Some(app)) => house.warren.site_of_app(app).await,
        Whose::App(None) => Ok(None),
        // An address of numbers or a name of the network inside is how proxies and health checks come in.
        Whose::Other if !is_public_name(&host) => return next.run(request).await,
        Whose::Other => house.warren.site_of_domain(&host).await,
    };
    let (request, _) = request.into_parts();
    if let Some(route) = request.extensions.get::<Route>() {
        route.note(ROUTE);
    }
    match found {
        Ok(Some(site)) => visit(&house, &host, &site, &request).await,
        Ok(None) => plain(StatusCode::NOT_FOUND, "There is nothing at this address."),
        Err(_) => page::broken(),
    }
}

/// The host that is asked for, in lower case, without a port and a dot at its end.
fn host_of(request: &Request) -> Result<Option<String>, ()> {
    let mut named = request.headers().get_all(header::HOST).iter();
    let host = match (request.uri().host(), named.next(), named.next()) {
        (_, _, Some(_)) => return Err(()),
        (Some(host), ..) => host,
        (None, Some(host), None) => without_port(host.to_str().map_err(|_| ())?),
        (None, None, None) => return Ok(None),
    };
    Ok(Some(host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()))
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.ends_with(':') => name,
        _ => host,
    }
}

fn is_public_name(host: &str) -> bool {
    teamwork::rules::config::Host::parse(host).is_ok()
}

/// Who wrote what is sent.
enum Sent {
    /// Whoever pushed the App: with its headers.
    Own(Response),
    /// Warren.
    Ours(Response),
}

/// What a visitor of this site gets.
async fn visit(house: &House, host: &str, site: &Site, request: &Parts) -> Response {
    if site.suspended {
        return page::suspended();
    }
    let (path, query) = (request.uri.path(), request.uri.query());
    let cache = site.runtime.cache_seconds;
    if site.runtime.https_only && house.config.is_https() && came_over_http(house, request) {
        return answer::lead(308, &with_query(&format!("https://{host}{path}"), query), cache);
    }
    if let Some(redirect) = site.redirects.iter().find(|redirect| redirect.from == path) {
        return answer::lead(redirect.status, &with_query(&redirect.to, query), cache);
    }
    if !matches!(request.method, Method::GET | Method::HEAD) {
        let mut response =
            plain(StatusCode::METHOD_NOT_ALLOWED, "These are files: they can be read, and nothing else.");
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let Some((number, at)) = site.release else { return page::unpublished() };
    let release = folder_of_releases(&house.config.data_dir).join(site.app.to_string()).join(number.to_string());
    let sent = match find(&release, path, &site.runtime.index_file).await {
        Found::Folder => return answer::lead(301, &with_query(&format!("{path}/"), query), 0),
        Found::File { file, name } => {
            let version = Version::new(site.app, number, &name, at);
            let wanted = Wanted { release: &release, name: &name, file: &file };
            answer::answer(wanted, version, cache, &request.method, &request.headers).await.map(Sent::Own)
        }
        Found::Nothing => nothing(&release, site, &request.headers).await,
    };
    let sent = sent.map(|sent| match sent {
        Sent::Ours(response) => response,
        Sent::Own(response) => {
            let safe = house.config.is_https() && !came_over_http(house, request);
            headers::add(response, site.headers.iter().filter(|header| header.covers(path)), safe)
        }
    });
    sent.unwrap_or_else(|error| {
        tracing::error!(app = %site.app, number, %error, "a file of a release cannot be read");
        page::broken()
    })
}

/// The App's own page for what is not found, or ours. That the whole release is not there is another thing.
async fn nothing(release: &Path, site: &Site, headers: &HeaderMap) -> std::io::Result<Sent> {
    tokio::fs::metadata(release).await?;
    let name = site.runtime.not_found_file();
    match find(release, &format!("/{name}"), &site.runtime.index_file).await {
        Found::File { file, name } => {
            answer::not_found(Wanted { release, name: &name, file: &file }, headers).await.map(Sent::Own)
        }
        _ => Ok(Sent::Ours(page::not_found())),
    }
}

/// Whether a proxy of ours says that the browser came without TLS.
fn came_over_http(house: &House, request: &Parts) -> bool {
    let is_ours = request
        .extensions
        .get::<Peer>()
        .is_some_and(|Peer(peer)| house.config.trusted_proxies.iter().any(|network| network.contains(*peer)));
    is_ours && scheme(&request.headers) == Some("http")
}

fn scheme(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-forwarded-proto").and_then(|value| value.to_str().ok())
}

/// What was asked goes along, unless the target asks something itself.
fn with_query(to: &str, query: Option<&str>) -> String {
    let (bare, fragment) = to.split_once('#').map_or((to, None), |(bare, fragment)| (bare, Some(fragment)));
    let mut text = bare.to_owned();
    if let Some(query) = query.filter(|_| !bare.contains('?')) {
        text.push('?');
        text.push_str(query);
    }
    if let Some(fragment) = fragment {
        text.push('#');
        text.push_str(fragment);
    }
    text
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn host(hosts: &[&str], uri: &str) -> Result<Option<String>, ()> {
        let request = hosts.iter().fold(Request::builder().uri(uri), |request, host| request.header("host", *host));
        host_of(&request.body(Body::empty()).unwrap())
    }

    #[test]
    fn a_host_has_one_spelling() {
        for (text, expected) in [
            ("shop.apps.example", "shop.apps.example"),
            ("SHOP.Apps.Example:3000", "shop.apps.example"),
            ("shop.apps.example.", "shop.apps.example"),
            ("[::1]:3000", "[::1]"),
            ("127.0.0.1:80", "127.0.0.1"),
        ] {
            assert_eq!(host(&[text], "/"), Ok(Some(expected.into())), "{text}");
        }
        assert_eq!(host(&["a.example"], "http://b.example/x"), Ok(Some("b.example".into())));
        assert_eq!(host(&["a.example", "b.example"], "/"), Err(()));
        assert_eq!(host(&[], "/"), Ok(None));
        assert!(is_public_name("shop.apps.example") && !is_public_name("127.0.0.1") && !is_public_name("warren"));
    }

    #[test]
    fn a_question_goes_along() {
        assert_eq!(with_query("/new", Some("a=1")), "/new?a=1");
        assert_eq!(with_query("/new#x", Some("a=1")), "/new?a=1#x");
        assert_eq!(with_query("/new?b=2", Some("a=1")), "/new?b=2");
        assert_eq!(with_query("https://x.example/", None), "https://x.example/");
    }
}
