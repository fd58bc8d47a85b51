//! The whole way: git pushes over SSH, the pusher reads how it goes, and visitors get the page.

use std::sync::{Arc, OnceLock};

use axum::{
    body::{Body, to_bytes},
    http::{Request, header},
};
use futures::future::BoxFuture;
use server::{
    git::{AfterPush, Progress},
    hosting::{Publisher, StaticHost},
};
use teamwork::acts::PushDone;
use tower::ServiceExt;

use super::gate::Gate;
use crate::house::*;

/// A publisher that is there once the house is.
#[derive(Default)]
struct Later(OnceLock<Publisher>);

impl AfterPush for Later {
    fn pushed(&self, push: PushDone, progress: Progress) -> BoxFuture<'static, ()> {
        self.0.get().unwrap().pushed(push, progress)
    }
}

async fn visit(gate: &Gate, path: &str) -> (u16, String) {
    let request = Request::builder().uri(path).header(header::HOST, "acme-shop.apps.warren.example");
    let answer = gate.house.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (status, body) = (answer.status().as_u16(), to_bytes(answer.into_body(), usize::MAX).await.unwrap());
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_to_the_branch_of_the_app_is_published() {
    for engine in Engine::all() {
        let later = Arc::new(Later::default());
        let gate = Gate::with(engine, later.clone()).await;
        let data = gate.folder.0.join("data");
        gate.house.warren.open_sites(Arc::new(StaticHost::new(&data)));
        assert!(later.0.set(Publisher::new(&gate.house.warren, data)).is_ok());
        let kevin = gate.key_of(KEVIN).await;
        gate.work(&kevin, "shop", "<h1>Carrots</h1>").await;
        let url = gate.url("acme/acme-shop");
        let push = async |branch| gate.runs(&kevin, "shop", &["push", &url, branch]).await;
        let pushed = push("main").await;
        assert_eq!(pushed.status, 0, "{}", pushed.err);
        for line in ["remote: Publishing ", " as release 3 of acme-shop", "remote: Unpacking 1 file, 1 KB"] {
            assert!(pushed.err.contains(line), "{line}: {}", pushed.err);
        }
        assert!(pushed.err.contains("Release 3 is live: https://acme-shop.apps.warren.example/"), "{}", pushed.err);
        assert_eq!(visit(&gate, "/").await, (200, "<h1>Carrots</h1>".to_owned()));
        // Another branch is stored.
        gate.does(&kevin, "shop", &["switch", "--quiet", "-c", "topic"]).await;
        gate.commit(&kevin, "shop", "<h1>Turnips</h1>").await;
        let pushed = push("topic").await;
        assert!(pushed.err.contains("remote: Stored. Only the branch main is published."), "{}", pushed.err);
        assert_eq!(visit(&gate, "/").await.1, "<h1>Carrots</h1>");
        // What cannot be published is pushed all the same, and says why.
        gate.does(&kevin, "shop", &["switch", "--quiet", "main"]).await;
        std::os::unix::fs::symlink("/etc/passwd", gate.folder.0.join("shop/users")).unwrap();
        gate.commit(&kevin, "shop", "<h1>Leeks</h1>").await;
        let pushed = push("main").await;
        assert_eq!(pushed.status, 0, "{}", pushed.err);
        assert!(pushed.err.contains("remote: Not published. users is a link that leads to no file"), "{}", pushed.err);
        assert_eq!(visit(&gate, "/").await.1, "<h1>Carrots</h1>");
        assert_eq!(visit(&gate, "/users").await.0, 404);
        let cards = gate.actor(KEVIN).await.releases("acme-shop", None).await.unwrap().releases;
        let seen: Vec<_> = cards.iter().map(|card| (card.number, card.by.as_str(), card.live)).collect();
        assert_eq!(seen[..2], [(4, "Kevin Flynn", false), (3, "Kevin Flynn", true)]);
        gate.close().await;
    }
}
