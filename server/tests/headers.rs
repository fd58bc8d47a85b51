//! What every answer tells the browser, and which words of a request are not believed.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Method, header},
};
use server::http::{client::Network, session::Peer};

use crate::house::*;

const PAGES: [&str; 20] = [
    "/signup",
    "/signup?invitation={invitation}",
    "/login",
    "/login?next=/c/acme",
    "/login/link",
    "/login/link/{sign_in_link}",
    "/reset",
    "/reset/{reset_link}",
    "/confirm/{confirm_link}",
    "/confirm/{unknown}",
    "/invitations/{invitation}",
    "/",
    "/account",
    "/companies/new",
    "/c/acme",
    "/c/acme/team",
    "/c/acme/team/invite",
    "/c/acme/billing",
    "/c/acme/leave",
    "/demo/mails",
];

const READERS: [Option<Person>; 7] =
    [NOBODY, Some(MALLORY), Some(ADA), Some(GRACE), Some(KEVIN), Some(MARA), Some(UMA)];

#[tokio::test]
async fn every_page_runs_only_scripts_with_the_number_of_this_very_answer() {
    let house = House::open().await;
    let mut nonces = BTreeSet::new();
    let mut answers = 0;
    for page in PAGES {
        for who in READERS {
            let answer = house.get(who, &house.fill(page)).await;
            if answer.status == 303 {
                continue;
            }
            let policy = answer.header(header::CONTENT_SECURITY_POLICY).unwrap_or_default();
            for rule in [
                "default-src 'none'",
                "base-uri 'none'",
                "object-src 'none'",
                "frame-ancestors 'none'",
                "form-action 'self'",
                "style-src 'self'",
            ] {
                assert!(policy.contains(rule), "{page}: {rule} is not in {policy}");
            }
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{page}: {policy}");
            let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap().to_owned();
            assert!(nonce.len() >= 22, "{nonce}");
            for script in answer.body.split("<script").skip(1) {
                let tag = script.split('>').next().unwrap();
                assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{page}: a script without the number: {tag}");
            }
            no_inline(page, &answer.body);
            assert!(nonces.insert(nonce), "{page}: a number was used twice");
            answers += 1;
        }
    }
    println!("{answers} pages");
    house.close().await;
}

/// No inline style, no inline handler, no address that is a script.
fn no_inline(page: &str, html: &str) {
    let outside: String = html
        .split("<script")
        .enumerate()
        .map(|(index, part)| if index == 0 { part } else { part.split_once("</script>").map_or("", |(_, rest)| rest) })
        .collect();
    for tag in outside.split('<').skip(1).filter_map(|part| part.split('>').next()) {
        assert!(!tag.starts_with("style"), "{page}: an inline style sheet");
        let attributes = tag.split_whitespace().skip(1).map(str::to_ascii_lowercase);
        for attribute in attributes {
            assert!(!attribute.starts_with("style="), "{page}: <{tag}>");
            assert!(!attribute.contains("=\"javascript:"), "{page}: <{tag}>");
            let is_handler =
                attribute.starts_with("on") && attribute.split('=').next().is_some_and(|name| name.len() > 4);
            assert!(!(is_handler && attribute.contains('=')), "{page}: <{tag}>");
        }
    }
}

#[tokio::test]
async fn every_answer_whatever_it_is_carries_the_headers_of_the_wall() {
    let house = House::open().await;
    let requests = [
        (Method::GET, "/login", 200),
        (Method::GET, "/nowhere", 404),
        (Method::GET, "/account", 303),
        (Method::GET, "/live", 401),
        (Method::GET, "/healthz", 200),
        (Method::GET, "/pkg/warren.css", 200),
        (Method::GET, "/pkg/nothing.js", 404),
        (Method::GET, "/do/sign_in", 405),
        (Method::DELETE, "/login", 405),
        (Method::POST, "/do/sign_in", 415),
        (Method::POST, "/do/nothing", 404),
        (Method::POST, "/login", 405),
        (Method::OPTIONS, "/login", 405),
    ];
    for (method, path, expected) in requests {
        let answer = house.send(house.request(method.clone(), path, NOBODY).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, expected, "{method} {path}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("strict-transport-security", "max-age=31536000"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{method} {path}: {name}");
        }
        let policy = answer.header(header::CONTENT_SECURITY_POLICY).unwrap_or_default();
        assert!(policy.contains("frame-ancestors 'none'"), "{method} {path}: {policy}");
        assert!(answer.header("x-request-id").is_some_and(|id| id.len() == 36), "{method} {path}");
        assert_eq!(answer.header("access-control-allow-origin"), None, "{method} {path}");
        assert_eq!(answer.header(header::SERVER), None, "{method} {path}");
        let stored = answer.header(header::CACHE_CONTROL).unwrap_or_default();
        assert!(path.starts_with("/pkg") || path == "/healthz" || stored == "no-store", "{method} {path}: {stored}");
    }
    let foreign = house.plain(Method::POST, "/do/sign_in", NOBODY).header(header::ORIGIN, "https://evil.example");
    let foreign = house.send(foreign.body(Body::empty()).unwrap()).await;
    assert_eq!((foreign.status, foreign.header("x-frame-options")), (403, Some("DENY")));
    house.close().await;
}

#[tokio::test]
async fn personal_pages_and_answers_are_kept_nowhere() {
    let house = House::open().await;
    for page in PAGES {
        for who in READERS {
            let answer = house.get(who, &house.fill(page)).await;
            assert_eq!(answer.header(header::CACHE_CONTROL), Some("no-store"), "{page}");
        }
    }
    for act in ["frame", "sessions", "my_invitations"] {
        assert_eq!(house.act(Some(ADA), act, "").await.header(header::CACHE_CONTROL), Some("no-store"), "{act}");
    }
    house.close().await;
}

#[tokio::test]
async fn without_tls_nothing_is_promised_about_it() {
    let house = House::with(Engine::Sqlite, |config| config.base_url = "http://localhost:3000".into()).await;
    assert_eq!(house.get(NOBODY, "/login").await.header("strict-transport-security"), None);
    house.close().await;
}

#[tokio::test]
async fn the_session_cookie_is_locked_to_this_house() {
    let house = House::open().await;
    let login = form(&[("email", ADA.email), ("password", PASSWORD)]);
    let answers = [
        house.act(NOBODY, "sign_in", &login).await,
        house.post(NOBODY, "/login", "sign_in", &login).await,
        house.act(NOBODY, "sign_in_by_link", &house.fill("secret={sign_in_link}")).await,
        house.post(Some(ADA), "/account", "reauthenticate", &form(&[("password", PASSWORD)])).await,
    ];
    for answer in answers {
        let [cookie] = answer.cookies()[..] else { panic!("{:?}", answer.cookies()) };
        let (pair, rest) = cookie.split_once(';').unwrap();
        assert!(pair.starts_with("__Host-sid=") && pair.len() == "__Host-sid=".len() + 43, "{cookie}");
        let mut words: Vec<&str> = rest.split(';').map(str::trim).collect();
        words.sort_unstable();
        assert_eq!(words, ["HttpOnly", "Max-Age=1209600", "Path=/", "SameSite=Lax", "Secure"], "{cookie}");
        assert!(!answer.body.contains(&answer.session().unwrap()), "the secret of the session is also in the body");
    }
    let out = house.act(Some(GRACE), "sign_out", "").await;
    assert!(
        out.cookies()[0].starts_with("__Host-sid=;") && out.cookies()[0].contains("Max-Age=0"),
        "{:?}",
        out.cookies()
    );
    assert_eq!(house.get(Some(GRACE), "/account").await.status, 303, "a signed-out cookie still opens the door");
    house.close().await;
}

/// Monica CVE-2026-26747: the link in the mail began with the Host header.
#[tokio::test]
async fn a_forged_host_does_not_get_into_a_mail() {
    let house = House::open().await;
    for name in ["host", "x-forwarded-host", "x-forwarded-server", "x-host", "x-original-url", "forwarded"] {
        let forged = if name == "forwarded" { "host=evil.example;proto=http" } else { "evil.example" };
        for act in ["ask_reset", "ask_sign_in_link"] {
            let mut request = house.request(Method::POST, &format!("/do/{act}"), NOBODY);
            request.headers_mut().unwrap().insert(name, forged.parse().unwrap());
            let request = request.header(header::CONTENT_TYPE, FORM).header("x-forwarded-proto", "http");
            let answer = house.send(request.body(Body::from("email=grace@acme.example")).unwrap()).await;
            let mail = house.warren.mailbox(None).await.unwrap().remove(0);
            // Only the fifth is too much for one address; until then each is mailed.
            if answer.status == 200 {
                let link = house.warren.secret_link(&mail.letter).unwrap();
                assert!(link.starts_with("https://warren.example/"), "{name}: {link}");
            }
            assert!(!answer.body.contains("evil"), "{name}");
        }
        house.clock.forward(61 * teamwork::rules::moment::MINUTE);
    }
    house.close().await;
}

/// How many of so many guesses at a link are answered before the limit of their network, each with another word about
/// where it comes from.
async fn guesses_until_refused(house: &House) -> usize {
    for guess in 0..260 {
        let request = house.request(Method::GET, &house.fill("/confirm/{unknown}"), NOBODY);
        let request = request.header("x-forwarded-for", format!("198.51.100.{}", guess % 250));
        let mut request =
            request.header("x-real-ip", format!("198.51.100.{}", guess % 250)).body(Body::empty()).unwrap();
        request.extensions_mut().insert(Peer([203, 0, 113, 9].into()));
        let answer = house.send(request).await;
        if answer.status == 429 {
            return guess;
        }
    }
    260
}

#[tokio::test]
async fn a_forged_sender_escapes_no_limit() {
    let house = House::open().await;
    assert_eq!(guesses_until_refused(&house).await, 200);
    house.close().await;
    let behind = House::with(Engine::Sqlite, |config| {
        config.trusted_proxies = vec![Network::parse("203.0.113.0/24").unwrap()];
    })
    .await;
    assert_eq!(guesses_until_refused(&behind).await, 260, "behind our own proxy each client is counted by itself");
    behind.close().await;
}
