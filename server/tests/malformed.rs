//! Bodies that no form of ours sends. Nothing breaks: no 5xx, no panic, no connection that ends without an answer.

use std::{
    net::SocketAddr,
    sync::{
        Once,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    http::{Method, header},
};
use futures::StreamExt;
use leptos::server_fn::axum::server_fn_paths;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::{
    hostile::{Hostile, bodies},
    house::*,
};

static PANICS: AtomicUsize = AtomicUsize::new(0);

/// Counts the panics of the product; those of tests are their own business.
fn count_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let known = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if panic.location().is_none_or(|location| !location.file().contains("server/tests/")) {
                PANICS.fetch_add(1, Ordering::SeqCst);
            }
            known(panic);
        }));
    });
}

/// The names of all server functions.
fn names() -> Vec<String> {
    server_fn_paths().map(|(path, _)| path.trim_start_matches("/do/").to_owned()).collect()
}

/// Sends a hostile body; whatever is answered, it is an answer.
async fn throw(house: &House, who: Option<Person>, path: &str, hostile: &Hostile) -> Answer {
    let mut request = house.request(Method::POST, path, who);
    for (name, value) in &hostile.headers {
        request = request.header(*name, *value);
    }
    let answer = house.send(request.body(Body::from(hostile.body.clone())).unwrap()).await;
    assert!(answer.status < 500, "{path} with {}: {} {}", hostile.what, answer.status, answer.body);
    if answer.status == 400 {
        assert!(!answer.body.contains("missing field") && !answer.body.contains("invalid type"), "{}", answer.body);
    }
    answer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_server_function_breaks_on_a_hostile_body() {
    count_panics();
    let house = House::open().await;
    let (names, mut cases) = (names(), 0);
    assert!(names.len() >= 30, "{} server functions", names.len());
    for name in &names {
        let hostile = bodies(name);
        assert!(hostile.len() >= 200, "{} bodies for {name}", hostile.len());
        for (index, hostile) in hostile.iter().enumerate() {
            for who in [NOBODY, Some(MALLORY)] {
                let answer = throw(&house, who, &format!("/do/{name}"), hostile).await;
                let accept = answer.header(header::CONTENT_TYPE).unwrap_or_default();
                assert!(!accept.contains("text/html"), "{name} answers a program with a page");
                cases += 1;
            }
            // The same, posted to a page: every tenth, because each renders the page again.
            if index % 10 == 0 {
                throw(&house, NOBODY, &format!("/login?/{name}"), hostile).await;
                throw(&house, Some(MALLORY), &format!("/account?/{name}"), hostile).await;
                cases += 2;
            }
        }
    }
    assert_eq!(PANICS.load(Ordering::SeqCst), 0, "something panicked");
    assert_eq!(house.get(NOBODY, "/readyz").await.status, 200);
    println!("{cases} cases");
    house.close().await;
}

#[tokio::test]
async fn a_posted_page_without_a_form_of_that_name_is_refused() {
    count_panics();
    let house = House::open().await;
    for page in ["/", "/login", "/account", "/c/acme", "/c/acme/team", "/nowhere", "/healthz", "/pkg/warren.css"] {
        for query in
            ["", "?", "?/", "?/nothing", "?/../sign_out", "?/Sign_out", "?/sign%5Fout", "?sign_out", "?x&/sign_out"]
        {
            for who in [NOBODY, Some(ADA)] {
                let request = house.request(Method::POST, &format!("{page}{query}"), who);
                let answer = house.send(request.header(header::CONTENT_TYPE, FORM).body(Body::empty()).unwrap()).await;
                assert!([404, 405].contains(&answer.status), "{page}{query}: {}", answer.status);
            }
        }
    }
    assert_eq!(PANICS.load(Ordering::SeqCst), 0);
    house.close().await;
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_not_read() {
    let house = House::open().await;
    let huge = Bytes::from(vec![b'a'; 10 * 1024 * 1024]);
    let within = format!("email=x&x={}", "a".repeat(64 * 1024 - 10));
    let mut paths: Vec<String> = names().into_iter().map(|name| format!("/do/{name}")).collect();
    paths.extend(["/login?/sign_in", "/account?/change_name", "/nowhere", "/do/nothing"].map(str::to_owned));
    for path in &paths {
        let request = || house.request(Method::POST, path, Some(ADA)).header(header::CONTENT_TYPE, FORM);
        let told = request().header(header::CONTENT_LENGTH, huge.len()).body(Body::from(huge.clone())).unwrap();
        assert_eq!(house.send(told).await.status, 413, "{path}");
        let chunk = Bytes::from(vec![b'a'; 8192]);
        let chunks = futures::stream::iter(vec![chunk; 64]).map(Ok::<_, std::io::Error>);
        assert_eq!(house.send(request().body(Body::from_stream(chunks)).unwrap()).await.status, 413, "{path}");
    }
    let fits = house.act(NOBODY, "ask_reset", &within).await;
    assert_eq!(fits.status, 422, "{}", fits.body);
    house.close().await;
}

/// Requests that are no HTTP, or two at once.
const RAW: &[&str] = &[
    "\r\n\r\n",
    "GARBAGE\r\n\r\n",
    "GET / HTTP/1.1\r\n\r\n",
    "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    "GET /\u{1}\u{2} HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /%00%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET //evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET http://evil.example/login HTTP/1.1\r\nHost: warren.example\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
    "CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n",
    "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /login HTTP/1.1\r\nHost: x\r\nCookie: __Host-sid=\u{ff}\u{fe}\r\n\r\n",
    "GET /login HTTP/1.1\r\nHost: x\r\nOrigin:\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
    "POST /do/sign_in HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "POST /do/sign_in HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "POST /do/sign_in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n\r\n",
    "POST /do/sign_in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "POST /do/sign_in HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\n\r\n",
    "POST /do/sign_in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9999999\r\n\r\nemail=x",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn raw_nonsense_is_answered_or_hung_up_on_and_the_door_stays_open() {
    count_panics();
    let house = House::open().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let open = tokio::spawn(server::http::listen::listen(listener, house.router.clone(), house.stop.clone()));
    for raw in RAW {
        let answer = speak(address, raw).await;
        assert!(!answer.starts_with("HTTP/1.1 5"), "{raw:?}: {answer}");
        assert!(!answer.contains("evil"), "{raw:?}: {answer}");
        let healthy = speak(address, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
        assert!(healthy.starts_with("HTTP/1.1 200"), "after {raw:?}: {healthy}");
    }
    let long = format!("GET /login HTTP/1.1\r\nHost: x\r\nCookie: {}\r\n\r\n", "a".repeat(200_000));
    assert!(!speak(address, &long).await.starts_with("HTTP/1.1 5"));
    assert_eq!(PANICS.load(Ordering::SeqCst), 0);
    house.stop.cancel();
    tokio::time::timeout(Duration::from_secs(12), open).await.unwrap().unwrap();
    house.close().await;
}

/// Says something and hears what comes within half a second.
async fn speak(address: SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // The other end may have hung up already.
    let _ = stream.write_all(text.as_bytes()).await;
    let mut heard = Vec::new();
    let _ = tokio::time::timeout(Duration::from_millis(500), stream.read_to_end(&mut heard)).await;
    String::from_utf8_lossy(&heard).into_owned()
}
