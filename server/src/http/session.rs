//! From a request to the person who sent it: the session cookie is recognised once, here.

use std::net::{IpAddr, Ipv4Addr};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};
use teamwork::{
    acts::{Guest, Visitor},
    rules::{id::RequestId, log::Door},
};

use super::{House, answer, client};

/// The name of the session cookie. The prefix makes browsers refuse it without TLS, for other paths and from subdomains.
pub use app::actor::SESSION_COOKIE as COOKIE;

/// The other end of the TCP connection, put into each request by the listener.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// Puts the [`Visitor`] into the request.
pub async fn session(State(house): State<House>, mut request: Request, next: Next) -> Response {
    let guest = guest(&house, &request, Door::Page);
    let visitor = match secret(request.headers()).map(str::to_owned) {
        Some(secret) => guest.recognise(&secret).await,
        None => Ok(Visitor::Guest(guest)),
    };
    match visitor {
        Ok(visitor) => {
            request.extensions_mut().insert(visitor);
            next.run(request).await
        }
        Err(problem) => {
            let wants_page = answer::wants_page(request.method(), request.uri().path(), request.headers());
            answer::problem(&problem, wants_page)
        }
    }
}

/// Whoever sent this request through this door, before they are recognised.
pub fn guest(house: &House, request: &Request, door: Door) -> Guest {
    let headers = request.headers();
    let peer = request.extensions().get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0);
    let network = client::counted(client::address(peer, headers, &house.config.trusted_proxies));
    let device = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let id = request.extensions().get::<RequestId>().copied().unwrap_or_else(|| house.warren.request());
    Guest::new(&house.warren, door, &network, device, id)
}

/// The value of the session cookie. Two of them are none: only an attacker sets a second one.
pub fn secret(headers: &HeaderMap) -> Option<&str> {
    let mut found = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, _)| *name == COOKIE)
        .map(|(_, value)| value);
    match (found.next(), found.next()) {
        (Some(value), None) if !value.is_empty() && value.len() <= 256 => Some(value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cookies: &'static str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, cookies.parse().unwrap());
        secret(&headers).map(str::to_owned)
    }

    #[test]
    fn the_session_cookie_is_found_among_others() {
        assert_eq!(read("theme=dark; __Host-sid=abc"), Some("abc".into()));
        assert_eq!(read("__host-sid=abc; sid=def"), None);
        assert_eq!(read("__Host-sid=abc; __Host-sid=def"), None);
        assert_eq!(read("__Host-sid="), None);
    }
}
