//! The door for browsers: all routes in one table, and the layers around them.

pub mod answer;
pub mod assets;
pub mod body;
pub mod client;
pub mod demo;
pub mod demo_pay;
pub mod doors;
pub mod export;
pub mod file;
pub mod forms;
pub mod guard;
pub mod health;
pub mod hooks;
pub mod invoices;
pub mod listen;
pub mod live;
pub mod newsletter;
pub mod own_data;
pub mod paths;
pub mod record;
pub mod rest;
pub mod session;
pub mod status;

use std::{collections::HashSet, ops::Deref, sync::Arc};

use app::shell::ProgramParts;
use axum::{
    Router,
    body::Body,
    extract::Request,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state, map_response},
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use leptos::{
    config::{Env, LeptosOptions},
    server_fn::axum::server_fn_paths,
};
use teamwork::acts::Warren;
use tokio_util::sync::CancellationToken;
use tower_http::compression::{
    CompressionLayer, Predicate,
    predicate::{DefaultPredicate, NotForContentType},
};

use crate::{
    config::Config,
    hosting,
    payments::{Provider, StripeKeys},
};

/// What every handler may need. Cheap to clone.
#[derive(Clone)]
pub struct House(Arc<Inside>);

/// The running whole as this door sees it.
pub struct Inside {
    pub warren: Arc<Warren>,
    pub config: Config,
    /// Who keeps cards and charges them.
    pub provider: Provider,
    /// Another word at each start.
    pub boot: String,
    /// Told when the server is about to stop.
    pub stop: CancellationToken,
    pub streams: live::Streams,
}

impl House {
    /// The door's view of a running Warren.
    pub fn new(warren: Arc<Warren>, config: Config, provider: Provider, stop: CancellationToken) -> Self {
        let boot = warren.request().to_string();
        Self(Arc::new(Inside { warren, config, provider, boot, stop, streams: live::Streams::default() }))
    }
}

impl Inside {
    /// The origin of the pages on which cards are entered, when they are not our own.
    pub fn payment_pages(&self) -> Option<String> {
        self.config.stripe.as_ref().map(StripeKeys::pages)
    }
}

impl Deref for House {
    type Target = Inside;
    fn deref(&self) -> &Inside {
        &self.0
    }
}

/// Everything that can be asked over HTTP.
pub fn router(house: &House) -> Router {
    // The pages run their futures on it. A second time is refused, which is as good.
    let _ = any_spawner::Executor::init_tokio();
    let mut open = Router::new();
    if house.config.demo {
        open = open.route("/demo/pay/{reference}", get(demo_pay::show).post(demo_pay::choose));
    }
    let open = open
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .merge(assets::router())
        .layer(from_fn(record::template))
        .with_state(house.clone());

    // Outermost last.
    Router::new()
        .merge(open)
        .merge(personal(house))
        .layer(from_fn_with_state(house.clone(), guard::wall))
        // Behind no wall: no cookie opens this door, so there is nothing that another site could borrow.
        .merge(rest::router(house))
        // Nor this one: its events are signed.
        .merge(hooks::router(house))
        .layer(from_fn(record::last_resort))
        .layer(map_response(answer::fill))
        .layer(from_fn_with_state(house.clone(), guard::headers))
        // Apps have hosts of their own, and nothing of what stands above is theirs.
        .layer(from_fn_with_state(house.clone(), hosting::by_host))
        .layer(from_fn_with_state(house.clone(), record::record))
}

/// What depends on who asks: pages, server functions, the live stream.
fn personal(house: &House) -> Router {
    let mut routes = Router::new()
        .route("/live", get(live::live))
        .route("/account/data.json", get(own_data::data))
        .route("/operator/newsletters/{newsletter}/mail", get(newsletter::mail));
    if house.config.demo {
        routes = routes.route("/demo/mails", get(demo::list)).route("/demo/mails/{id}", get(demo::show));
    }
    routes =
        routes.route("/c/{slug}/activity.csv", get(export::csv)).route("/c/{slug}/activity.json", get(export::json));
    let inner = routes
        .with_state(house.clone())
        .merge(invoices::router())
        .merge(functions())
        .merge(app::ssr::pages(leptos_options(&house.config), ProgramParts(assets::part)))
        .layer(from_fn(record::template))
        .layer(from_fn_with_state(house.clone(), session::session))
        .layer(from_fn(paths::without_spoofed_errors));

    let names = server_fn_paths().filter_map(|(path, _)| path.strip_prefix("/do/").map(str::to_owned));
    let forms = forms::Forms {
        inner: inner.clone(),
        names: Arc::new(names.collect::<HashSet<_>>()),
        base_url: house.config.base_url.as_str().into(),
        pages: house.payment_pages().into_iter().collect(),
    };
    // What is compressed already becomes no shorter.
    let shrinks = DefaultPredicate::new()
        .and(NotForContentType::const_new(file::File::PDF))
        .and(NotForContentType::const_new(file::File::ZIP));
    // As a fallback, because a route that knows only GET would put its Allow header on the answer to a posted form.
    Router::new()
        .fallback_service(inner)
        .layer(from_fn_with_state(forms, forms::forms))
        .layer(from_fn(body::deadline))
        .layer(from_fn(body::bounded))
        .layer(
            CompressionLayer::new()
                .br(true)
                .gzip(true)
                .quality(tower_http::CompressionLevel::Fastest)
                .compress_when(shrinks),
        )
        .layer(from_fn(guard::no_store))
}

/// One route for each server function, so that a wrong method is a 405 and the log knows the name.
fn functions() -> Router {
    let mut router = Router::new();
    for (path, _) in server_fn_paths() {
        router = router.route(path, post(call));
    }
    router
        .layer(from_fn(status::settle))
        .route("/do/{*name}", any(async || answer::plain(StatusCode::NOT_FOUND, "There is no such act.")))
}

async fn call(request: Request<Body>) -> Response {
    leptos_axum::handle_server_fns(request).await.into_response()
}

fn leptos_options(config: &Config) -> LeptosOptions {
    LeptosOptions::builder()
        .output_name("warren")
        .site_root("target/site")
        .site_pkg_dir("pkg")
        .site_addr(config.addr)
        .env(Env::PROD)
        .build()
}
