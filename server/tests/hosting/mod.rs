//! The built-in host: what is pushed is what visitors get, by the App's own name alone; and nothing else ever is.

mod attacks;
mod files;
mod headers;
mod packed;
mod repository;
mod switching;

use std::sync::{Arc, Mutex};

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, header},
};
use server::hosting::StaticHost;
use teamwork::{
    acts::{Actor, Deployed, Guest, Push, Pusher},
    rules::{log::Door, problem::Problem},
};
use tower::ServiceExt;

use self::repository::{FILE, LINK, Repository};
use crate::house::*;

/// Where `acme-blog` is served, of which nothing is published at the beginning.
const BLOG: &str = "acme-blog.apps.warren.example";

/// What a visitor got.
struct Page {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Page {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A house with a host, and a repository of `acme-blog` beside it.
async fn furnished(engine: Engine) -> (House, Repository) {
    let repository = Repository::make();
    let house = House::with(engine, |config| {
        config.data_dir.clone_from(&repository.folder);
        config.trusted_proxies = vec![server::http::client::Network::parse("203.0.113.9").unwrap()];
    })
    .await;
    house.warren.open_sites(Arc::new(StaticHost::new(&repository.folder)));
    (house, repository)
}

impl House {
    async fn visit(&self, host: &str, path: &str) -> Page {
        self.visit_with(Method::GET, host, path, &[]).await
    }

    async fn visit_with(&self, method: Method, host: &str, path: &str, headers: &[(&str, &str)]) -> Page {
        let request = Request::builder().method(method).uri(path).header(header::HOST, host);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(server::http::session::Peer([203, 0, 113, 9].into()));
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Page { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    async fn signed_in(&self, who: Person) -> Actor {
        actor(&self.warren, self.cookie(who)).await
    }

    /// Ada, with a key of her own.
    fn pusher(&self) -> Pusher {
        Pusher { user: Some(self.facts["ada"].parse().unwrap()), role: None, key_name: None }
    }

    /// Ada pushes this commit; what became of it, and what she read.
    async fn push(&self, repository: &Repository, commit: &str) -> (Result<Deployed, Problem>, String) {
        let guest = Guest::new(&self.warren, Door::Job, "192.0.2.7", "", self.warren.request());
        let told = Mutex::new(Vec::new());
        let tell = |line: &str| told.lock().unwrap().push(line.to_owned());
        let (app, by, path) = (self.facts["acme_blog"].parse().unwrap(), self.pusher(), repository.path());
        let done = guest.deploy(Push { app, branch: "main", commit, repository: &path, by: &by }, &tell).await;
        (done, told.into_inner().unwrap().join("\n"))
    }

    /// Publishes these files, which has to succeed.
    async fn publish(&self, repository: &Repository, files: &[repository::Content<'_>]) -> i64 {
        match self.push(repository, &repository.commit(files)).await {
            (Ok(Deployed::Live(number)), _) => number,
            other => panic!("{other:?}"),
        }
    }
}
