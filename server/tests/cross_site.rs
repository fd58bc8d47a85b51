//! What another site can make a browser send: no write, no redirect away from here.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use leptos::server_fn::axum::server_fn_paths;
use url::Url;

use crate::house::*;

/// What browsers say of a request that another site's page sends, new ones and old ones.
const FOREIGN: [&[(&str, &str)]; 12] = [
    &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
    &[("sec-fetch-site", "same-site"), ("origin", "https://blog.warren.example")],
    &[("sec-fetch-site", "cross-site"), ("origin", BASE)],
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "")],
    &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")],
    &[("origin", "https://evil.example")],
    &[("origin", "null")],
    &[("origin", "http://warren.example")],
    &[("origin", "https://warren.example:8443")],
    &[("origin", "https://warren.example.evil.example")],
    &[("origin", BASE), ("origin", "https://evil.example")],
];

/// What would happen if it came from our own page.
const WRITES: [(&str, &str); 6] = [
    ("/do/invite", "slug=acme&addresses=evil@evil.example&role=admin"),
    ("/c/acme/team/invite?/invite", "slug=acme&addresses=evil@evil.example&role=admin"),
    ("/do/change_name", "first_name=Mallory&last_name=Was+Here"),
    ("/account?/change_name", "first_name=Mallory&last_name=Was+Here"),
    ("/do/leave", "slug=acme"),
    ("/?/sign_out", ""),
];

#[tokio::test]
async fn another_site_can_write_through_no_door() {
    let house = House::open().await;
    let (mut eye, mut cases) = (house.eye().await, 0);
    let before = eye.digest().await;
    let mut doors: Vec<String> = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    doors.extend(server_fn_paths().map(|(path, _)| format!("/?/{}", path.trim_start_matches("/do/"))));
    doors.extend(["/login", "/live", "/healthz", "/demo/mails", "/pkg/warren.css", "/nowhere"].map(str::to_owned));
    for door in doors {
        for foreign in FOREIGN {
            for who in [NOBODY, Some(ADA)] {
                let request = with(house.plain(Method::POST, &door, who), foreign);
                let answer = house.send(request.body(Body::from("slug=acme&password=x")).unwrap()).await;
                assert_eq!(answer.status, 403, "{door} {foreign:?}");
                cases += 1;
            }
        }
    }
    for (door, form) in WRITES {
        for foreign in FOREIGN {
            for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
                let request = with(house.plain(method, door, Some(ADA)), foreign);
                let answer = house.send(request.body(Body::from(form)).unwrap()).await;
                assert_eq!(answer.status, 403, "{door} {foreign:?}");
                cases += 1;
            }
        }
    }
    assert_eq!(eye.digest().await, before, "somebody has written something");
    println!("{cases} cases");
    house.close().await;
}

#[tokio::test]
async fn our_own_pages_and_programs_can_write() {
    let ours: [&[(&str, &str)]; 4] = [
        &[("sec-fetch-site", "same-origin"), ("origin", BASE)],
        &[("sec-fetch-site", "none")],
        &[("origin", BASE)],
        // Not a browser: it carries nobody's cookies but its own.
        &[],
    ];
    for (door, form) in WRITES {
        for words in ours {
            let house = House::open().await;
            let request = with(house.plain(Method::POST, door, Some(ADA)), words).header(header::CONTENT_TYPE, FORM);
            let answer = house.send(request.body(Body::from(form)).unwrap()).await;
            assert!([200, 303].contains(&answer.status), "{door} {words:?}: {} {}", answer.status, answer.body);
            house.close().await;
        }
    }
}

#[tokio::test]
async fn a_form_that_needs_no_question_first_is_not_read_as_ours() {
    let house = House::open().await;
    let mut eye = house.eye().await;
    let before = eye.digest().await;
    let kinds = ["text/plain", "application/json", "multipart/form-data; boundary=x", "", "application/cbor"];
    for (door, form) in WRITES {
        for kind in kinds {
            let request = house.request(Method::POST, door, Some(ADA)).header(header::CONTENT_TYPE, kind);
            let answer = house.send(request.body(Body::from(form)).unwrap()).await;
            assert_eq!(answer.status, 415, "{door} {kind:?}");
        }
        let answer = house.send(house.request(Method::POST, door, Some(ADA)).body(Body::from(form)).unwrap()).await;
        assert_eq!(answer.status, 415, "{door} without a content type");
    }
    assert_eq!(eye.digest().await, before);
    house.close().await;
}

#[tokio::test]
async fn looking_changes_nothing() {
    let house = House::open().await;
    let (mut eye, mut cases) = (house.eye().await, 0);
    let before = eye.digest().await;
    let mut paths: Vec<String> =
        server::http::doors::table(true).into_iter().filter(|row| row.door != "ssh").map(|row| row.path).collect();
    paths.extend(WRITES.map(|(door, _)| door.to_owned()));
    let facts = [("{slug}", "acme"), ("{*name}", "warren.css"), ("{id}", "1")];
    let secrets = ["{confirm_link}", "{reset_link}", "{sign_in_link}", "{invitation}"];
    let fill =
        |path: &String, secret| facts.iter().fold(path.replace("{secret}", secret), |path, (n, f)| path.replace(n, f));
    let paths: BTreeSet<String> =
        paths.iter().flat_map(|path| secrets.map(|secret| house.fill(&fill(path, secret)))).collect();
    for path in paths.iter().filter(|path| *path != "/live") {
        let form = house.fill("?secret={confirm_link}&slug=acme&first_name=X&last_name=Y");
        let path = if path.starts_with("/do/") { format!("{path}{form}") } else { path.clone() };
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            let answer = house.send(house.request(method, &path, Some(ADA)).body(Body::empty()).unwrap()).await;
            assert!(answer.status < 500, "{path}: {}", answer.status);
            cases += 1;
        }
    }
    assert_eq!(eye.digest().await, before);
    println!("{cases} cases");
    house.close().await;
}

#[tokio::test]
async fn a_server_function_is_not_called_by_a_link() {
    let house = House::open().await;
    for (path, _) in server_fn_paths() {
        for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE, Method::PATCH] {
            let answer = house.send(house.request(method, path, Some(ADA)).body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, 405, "{path}");
        }
    }
    house.close().await;
}

#[tokio::test]
async fn nobody_is_sent_to_where_the_referer_says() {
    let house = House::open().await;
    for (path, _) in server_fn_paths() {
        for referer in ["https://evil.example/", "https://warren.example.evil.example/", "javascript:alert(1)", "/x"] {
            let name = path.trim_start_matches("/do/");
            for path in [path.to_owned(), format!("/login?/{name}"), format!("/account?/{name}")] {
                let request = house.request(Method::POST, &path, NOBODY).header(header::REFERER, referer);
                let request = request.header(header::CONTENT_TYPE, FORM).header(header::ACCEPT, "text/html");
                let answer = house.send(request.body(Body::from("email=x")).unwrap()).await;
                let location = answer.location().unwrap_or_default();
                assert!(!location.contains("evil") && !location.contains("__err"), "{path}: {location}");
                assert!(!answer.body.contains("evil.example"), "{path}");
            }
        }
    }
    house.close().await;
}

/// Where a browser that stands on `/login` goes with this Location.
fn is_ours(location: &str) -> bool {
    let here = Url::parse(&format!("{BASE}/login")).unwrap();
    here.join(location).is_ok_and(|there| there.origin() == here.origin())
}

#[tokio::test]
async fn next_never_leads_to_another_house() {
    let house = House::open().await;
    let tricks = include_str!("elsewhere.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut tricks: Vec<String> = tricks.map(str::to_owned).collect();
    tricks.extend((0..0x20_u8).map(|byte| format!("/{}/evil.example", char::from(byte))));
    tricks.extend(["/\u{7f}/evil.example", "/\u{a0}/evil.example", "/\u{2028}/evil.example"].map(str::to_owned));
    assert!(tricks.len() >= 50, "{} tricks", tricks.len());
    for trick in &tricks {
        let login = form(&[("email", ADA.email), ("password", PASSWORD), ("next", trick)]);
        let signed_in = house.post(NOBODY, "/login", "sign_in", &login).await;
        let sign_out = house.in_session(Method::POST, "/do/sign_out", &signed_in.session().unwrap());
        let sign_out = sign_out.header(header::CONTENT_TYPE, FORM).body(Body::from(form(&[("next", trick)])));
        let seen = house.get(Some(ADA), &format!("/login?next={}", encode(trick))).await;
        for answer in [signed_in, house.send(sign_out.unwrap()).await, seen] {
            let location = answer.location().unwrap();
            assert!(is_ours(location), "{trick:?} leads to {location:?}");
        }
    }
    for trick in &tricks {
        let page = house.get(NOBODY, &format!("/login?next={}", encode(trick))).await;
        assert_eq!(page.status, 200, "{trick:?}");
        let shown = page.body.split("name=\"next\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        assert!(shown.is_none_or(|next| is_ours(&next.replace("&amp;", "&"))), "{trick:?} is offered as {shown:?}");
    }
    house.close().await;
}

fn with(request: axum::http::request::Builder, headers: &[(&str, &str)]) -> axum::http::request::Builder {
    headers.iter().fold(request, |request: axum::http::request::Builder, (name, value)| request.header(*name, *value))
}

/// Deep links with a host in them are asked for by attackers only.
#[tokio::test]
async fn who_is_sent_to_the_sign_in_comes_back_to_a_page_of_ours() {
    let house = House::open().await;
    for path in ["//evil.example/account", "/c/acme?next=//evil.example", "/account?x=\\evil", "///evil.example/%2f.."]
    {
        let request = Request::builder().uri(path).body(Body::empty());
        let Ok(request) = request else { continue };
        let answer = house.send(request).await;
        let Some(location) = answer.location() else { continue };
        assert!(is_ours(location), "{path} leads to {location}");
    }
    house.close().await;
}
