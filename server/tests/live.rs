//! The stream: who may listen, how soon they hear, and that it ends with the right, the session and the server.

use std::time::{Duration, Instant};

use axum::{
    body::{Body, BodyDataStream},
    http::{Method, header},
};
use futures::StreamExt;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tower::ServiceExt;

use crate::house::*;

const SECOND: Duration = Duration::from_secs(1);

/// The ear of a browser.
struct Ear {
    status: u16,
    kind: String,
    stream: BodyDataStream,
    heard: String,
}

impl Ear {
    /// Begins to listen to the stream of somebody.
    async fn open(house: &House, who: Option<Person>, company: Option<&str>) -> Self {
        let path = company.map_or("/live".to_owned(), |company| format!("/live?company={company}"));
        let request = house.request(Method::GET, &path, who).header(header::ACCEPT, "text/event-stream");
        let answer = house.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let (status, kind) = (answer.status().as_u16(), kind.to_owned());
        Self { status, kind, stream: answer.into_body().into_data_stream(), heard: String::new() }
    }

    /// Whether these words come within so much time. A stream that ends says no more.
    async fn hears(&mut self, words: &str, within: Duration) -> bool {
        let until = Instant::now() + within;
        while !self.heard.contains(words) {
            let left = until.saturating_duration_since(Instant::now());
            match tokio::time::timeout(left, self.stream.next()).await {
                Ok(Some(Ok(bytes))) => self.heard.push_str(&String::from_utf8_lossy(&bytes)),
                _ => return false,
            }
        }
        true
    }

    async fn ends(&mut self, within: Duration) -> bool {
        let rest = async {
            while let Some(Ok(bytes)) = self.stream.next().await {
                self.heard.push_str(&String::from_utf8_lossy(&bytes));
            }
        };
        tokio::time::timeout(within, rest).await.is_ok()
    }
}

async fn open(house: &House, who: Person, company: Option<&str>) -> Ear {
    let mut ear = Ear::open(house, Some(who), company).await;
    assert_eq!((ear.status, ear.kind.as_str()), (200, "text/event-stream"), "{}", who.first);
    assert!(ear.hears("retry:", SECOND).await, "{}", ear.heard);
    ear
}

#[tokio::test]
async fn only_members_listen() {
    let house = House::open().await;
    for (who, company, expected) in [
        (NOBODY, None, 401),
        (NOBODY, Some("acme"), 401),
        (Some(MALLORY), Some("acme"), 404),
        (Some(KEVIN), Some("elsewhere"), 404),
        (Some(KEVIN), Some("nowhere"), 404),
        (Some(KEVIN), Some(""), 404),
        (Some(KEVIN), Some("acme"), 200),
        (Some(UMA), None, 200),
    ] {
        assert_eq!(Ear::open(&house, who, company).await.status, expected, "{company:?}");
    }
    house.close().await;
}

#[tokio::test]
async fn a_new_role_is_heard_within_a_second_by_everybody_it_concerns() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let mut olga = open(&house, OLGA, Some("acme")).await;
        let mut kevin = open(&house, KEVIN, None).await;
        let mut mallory = open(&house, MALLORY, Some("elsewhere")).await;
        let change = house.fill("slug=acme&user={kevin}&to=admin&version=2");
        assert_eq!(house.act(Some(ADA), "change_role", &change).await.status, 200);
        assert!(olga.hears("event: changed\ndata: team\n\n", SECOND).await, "{engine:?}: {}", olga.heard);
        assert!(kevin.hears("event: changed\ndata: person\n\n", SECOND).await, "{engine:?}: {}", kevin.heard);
        assert!(!mallory.hears("event:", SECOND / 3).await, "{engine:?}: {}", mallory.heard);
        for name in [KEVIN.email, "Kevin", &house.facts["kevin"]] {
            assert!(!olga.heard.contains(name), "a stream says who");
        }
        drop((olga, kevin, mallory));
        house.close().await;
    }
}

#[tokio::test]
async fn invitations_are_heard_by_those_who_see_them() {
    let house = House::open().await;
    let mut grace = open(&house, GRACE, Some("acme")).await;
    let mut kevin = open(&house, KEVIN, Some("acme")).await;
    let invite = "slug=acme&addresses=n@new.example&role=admin";
    assert_eq!(house.act(Some(ADA), "invite", invite).await.status, 200);
    assert!(grace.hears("data: invitations", SECOND).await);
    assert!(!kevin.hears("data: invitations", SECOND / 2).await, "a Developer hears of invitations");
    drop((grace, kevin));
    house.close().await;
}

#[tokio::test]
async fn a_stream_ends_within_a_second_when_the_right_or_the_session_does() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let mut kevin = open(&house, KEVIN, Some("acme")).await;
        assert_eq!(house.act(Some(ADA), "dismiss", &house.fill("slug=acme&user={kevin}")).await.status, 200);
        assert!(kevin.hears("event: ended\n", SECOND).await && kevin.ends(SECOND).await, "{engine:?}: {}", kevin.heard);
        assert_eq!(Ear::open(&house, Some(KEVIN), Some("acme")).await.status, 404);

        for (who, act, fields) in [
            (GRACE, "sign_out", String::new()),
            (MARA, "leave", "slug=acme".to_owned()),
            (DENNIS, "leave", "slug=acme".to_owned()),
        ] {
            let mut ear = open(&house, who, Some("acme")).await;
            assert_eq!(house.act(Some(who), act, &fields).await.status, 200);
            assert!(ear.hears("event: ended\n", SECOND).await && ear.ends(SECOND).await, "{} {act}", who.first);
        }
        // Olga forgot her password; whoever sits at her old browser hears no more.
        let mut olga = open(&house, OLGA, None).await;
        let reset = house.fill("secret={reset_link}&new_password=the+second+exit+is+east");
        assert_eq!(house.act(NOBODY, "reset_password", &reset).await.status, 200);
        assert!(olga.hears("event: ended\n", SECOND).await && olga.ends(SECOND).await, "{engine:?}: {}", olga.heard);
        drop((kevin, olga));
        house.close().await;
    }
}

#[tokio::test]
async fn a_session_holds_a_bounded_number_of_streams() {
    let house = House::open().await;
    let mut ears = Vec::new();
    for _ in 0..20 {
        ears.push(open(&house, ADA, Some("acme")).await);
    }
    assert_eq!(Ear::open(&house, Some(ADA), Some("acme")).await.status, 429);
    assert_eq!(Ear::open(&house, Some(KEVIN), Some("acme")).await.status, 200, "the others have their own");
    ears.pop();
    assert_eq!(Ear::open(&house, Some(ADA), None).await.status, 200);
    for _ in 0..50 {
        assert_eq!(
            Ear::open(&house, Some(KEVIN), Some("nowhere")).await.status,
            404,
            "a refused stream keeps its seat"
        );
    }
    drop(ears);
    house.close().await;
}

#[tokio::test]
async fn a_quiet_stream_has_a_heartbeat() {
    let house = House::open().await;
    let mut ear = open(&house, ADA, Some("acme")).await;
    ear.heard.clear();
    assert!(ear.hears(":\n", Duration::from_secs(17)).await, "{:?}", ear.heard);
    drop(ear);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stops_ends_its_streams_and_finishes_what_is_under_way() {
    let house = House::open().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(server::http::listen::listen(listener, house.router.clone(), house.stop.clone()));
    let mut streams = Vec::new();
    for _ in 0..5 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head =
            format!("GET /live?company=acme HTTP/1.1\r\nHost: x\r\nCookie: __Host-sid={}\r\n\r\n", house.cookie(ADA));
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut first = [0; 512];
        let read = stream.read(&mut first).await.unwrap();
        assert!(String::from_utf8_lossy(&first[..read]).starts_with("HTTP/1.1 200"));
        streams.push(stream);
    }
    // A password is being compared while the server is told to stop.
    let mut slow = TcpStream::connect(address).await.unwrap();
    let body = form(&[("email", ADA.email), ("password", PASSWORD)]);
    let head = format!(
        "POST /do/sign_in HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    slow.write_all(head.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(10)).await;
    house.stop.cancel();

    tokio::time::timeout(Duration::from_secs(3), server).await.expect("the server does not end").unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    for mut stream in streams {
        let mut rest = Vec::new();
        tokio::time::timeout(SECOND, stream.read_to_end(&mut rest)).await.expect("a stream does not end").unwrap();
    }
    assert!(TcpStream::connect(address).await.is_err(), "the port is still open");
    assert_eq!(house.get(NOBODY, "/readyz").await.status, 503);
    house.close().await;
}
