//! A platform on this machine, with a door for each way to answer. It checks signatures as the standard says, by itself.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use tokio::{net::TcpListener, time::sleep};

/// One request that came in.
#[derive(Clone, Debug)]
pub struct Heard {
    pub path: String,
    pub id: String,
    pub timestamp: String,
    pub signature: String,
    pub body: String,
}

impl Heard {
    /// How many of its signatures were made with this secret.
    pub fn signed_with(&self, secret: &str) -> usize {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        assert!(key.len() >= 24, "the standard asks for 24 to 64 bytes");
        self.signature
            .split(' ')
            .filter_map(|signature| STANDARD.decode(signature.strip_prefix("v1,")?).ok())
            .filter(|signature| {
                let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&key).unwrap();
                mac.update(format!("{}.{}.{}", self.id, self.timestamp, self.body).as_bytes());
                mac.verify_slice(signature).is_ok()
            })
            .count()
    }
}

/// The platform, and where it listens.
#[derive(Clone)]
pub struct Platform {
    heard: Arc<Mutex<Vec<Heard>>>,
    /// Whether `/broken` works by now.
    pub mended: Arc<AtomicBool>,
    pub url: String,
}

impl Platform {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let platform = Self { heard: Arc::default(), mended: Arc::default(), url };
        let router = Router::new().fallback(hear).with_state(platform.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        platform
    }

    /// What came in at a door, in order.
    pub fn at(&self, path: &str) -> Vec<Heard> {
        self.heard.lock().unwrap().iter().filter(|heard| heard.path == path).cloned().collect()
    }
}

async fn hear(State(platform): State<Platform>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let header = |name: &str| headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    assert_eq!(header("content-type"), "application/json");
    platform.heard.lock().unwrap().push(Heard {
        path: uri.path().to_owned(),
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
        body: String::from_utf8(body.to_vec()).unwrap(),
    });
    match uri.path() {
        "/gone" => (StatusCode::GONE, "we have moved away").into_response(),
        "/elsewhere" => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, "/secret")]).into_response(),
        "/slow" => {
            sleep(Duration::from_secs(60)).await;
            StatusCode::OK.into_response()
        }
        "/broken" if !platform.mended.load(Ordering::SeqCst) => {
            (StatusCode::INTERNAL_SERVER_ERROR, format!("out of\0 order{}", "!".repeat(100_000))).into_response()
        }
        _ => StatusCode::NO_CONTENT.into_response(),
    }
}
