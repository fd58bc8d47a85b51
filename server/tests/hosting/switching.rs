//! From push to page: what is live, what was, and what a visitor of somebody else's name gets.

use std::sync::Arc;

use axum::http::Method;
use server::hosting::StaticHost;
use teamwork::{
    acts::{Deployed, Guest, Operator, Push},
    rules::log::Door,
};

use super::{BLOG, FILE, furnished};
use crate::house::*;

#[tokio::test]
async fn what_is_pushed_is_served_byte_by_byte_until_another_release_is_live() {
    for engine in Engine::all() {
        let (house, repository) = furnished(engine).await;
        let before = house.visit(BLOG, "/").await;
        assert_eq!((before.status, before.text().contains("Nothing has been published here yet")), (404, true));
        // Every byte there is, over more than one buffer.
        let picture: Vec<u8> = (0..200_000_u32).map(|n| (n * 7 % 251) as u8).collect();
        let files = [(FILE, "index.html", &b"<h1>One</h1>"[..]), (FILE, "img/a.png", &picture)];
        let commit = repository.commit(&files);
        let (done, told) = house.push(&repository, &commit).await;
        assert_eq!(done, Ok(Deployed::Live(1)), "{told}");
        assert!(told.contains("Unpacking 2 files, 196 KB") && told.contains("Release 1 is live"), "{told}");
        let (page, image) = (house.visit(BLOG, "/").await, house.visit(BLOG, "/img/a.png").await);
        assert_eq!((page.status, page.body.as_slice()), (200, &b"<h1>One</h1>"[..]));
        assert_eq!((image.status, image.body == picture, image.header("content-type")), (200, true, "image/png"));
        assert_eq!(house.publish(&repository, &[(FILE, "index.html", b"<h1>Two</h1>")]).await, 2);
        assert_eq!(house.visit(BLOG, "/").await.text(), "<h1>Two</h1>");
        assert_eq!(house.visit(BLOG, "/img/a.png").await.status, 404);
        house.signed_in(ADA).await.roll_back("acme-blog", 2, 1).await.unwrap();
        let back = house.visit_with(Method::GET, BLOG, "/", &[("if-none-match", page.header("etag"))]).await;
        assert_eq!((back.status, back.body.len()), (304, 0), "the same release has the same tag");
        assert_eq!(house.visit(BLOG, "/").await.text(), "<h1>One</h1>");
        house.close().await;
    }
}

#[tokio::test]
async fn the_house_is_under_its_name_and_an_app_under_its_own() {
    let (house, repository) = furnished(Engine::Sqlite).await;
    house.publish(&repository, &[(FILE, "index.html", b"blog"), (FILE, "login", b"not the sign-in")]).await;
    // The house: its own pages, with its own headers, whatever Apps there are.
    let login = house.visit("warren.example", "/login").await;
    assert!(login.status == 200 && login.text().contains("Sign in") && !login.header("x-frame-options").is_empty());
    assert_eq!(house.visit("WARREN.example:443", "/healthz").await.status, 200);
    // An App: nothing of the house, and no cookie of it.
    for path in ["/healthz", "/api", "/api/v1/openapi.json", "/pkg/warren.css", "/account", "/live", "/demo/mails"] {
        assert_eq!(house.visit(BLOG, path).await.status, 404, "{path}");
    }
    let cookie = format!("__Host-sid={}", house.cookie(ADA));
    let page = house.visit_with(Method::GET, BLOG, "/login", &[("cookie", &cookie)]).await;
    assert_eq!((page.status, page.text().as_str()), (200, "not the sign-in"));
    for of_the_house in ["set-cookie", "content-security-policy", "x-frame-options", "strict-transport-security"] {
        assert_eq!(page.header(of_the_house), "", "{of_the_house}");
    }
    let act = house.visit_with(Method::POST, BLOG, "/do/sign_out", &[("cookie", &cookie)]).await;
    assert_eq!((act.status, act.header("allow")), (405, "GET, HEAD"));
    // Names of nobody.
    for host in [
        "no-app.apps.warren.example",
        "apps.warren.example",
        "a.acme-blog.apps.warren.example",
        "evil.example",
        "acme-blog.apps.warren.example.evil.example",
        "warren.example.evil.example",
        "-.apps.warren.example",
    ] {
        let page = house.visit(host, "/").await;
        assert_eq!((page.status, page.text().as_str()), (404, "There is nothing at this address.\n"), "{host}");
    }
    assert_eq!(house.visit("ACME-BLOG.apps.warren.example.:8080", "/").await.text(), "blog");
    let two = house.visit_with(Method::GET, BLOG, "/", &[("host", "warren.example")]).await;
    assert_eq!(two.status, 400);
    house.close().await;
}

#[tokio::test]
async fn a_domain_serves_when_the_name_servers_have_said_so() {
    for engine in Engine::all() {
        let (house, repository) = furnished(engine).await;
        house.publish(&repository, &[(FILE, "index.html", b"blog")]).await;
        let ada = house.signed_in(ADA).await;
        ada.add_domain("acme-blog", 0, "blog.acme.example").await.unwrap();
        assert_eq!(house.visit("blog.acme.example", "/").await.status, 404);
        let points = "UPDATE app_domains SET state = 'pointing' WHERE host = 'blog.acme.example' RETURNING host";
        assert_eq!(house.eye().await.texts(points).await.len(), 1);
        assert_eq!(house.visit("blog.acme.example", "/").await.text(), "blog");
        ada.remove_domain("acme-blog", 1, "blog.acme.example").await.unwrap();
        assert_eq!(house.visit("blog.acme.example", "/").await.status, 404);
        house.close().await;
    }
}

#[tokio::test]
async fn a_suspended_app_says_so_at_once_and_a_deleted_one_is_not_there() {
    for engine in Engine::all() {
        let (house, repository) = furnished(engine).await;
        house.publish(&repository, &[(FILE, "index.html", b"blog")]).await;
        let shell = Operator::of_the_house(&house.warren);
        shell.suspend_app("acme-blog", "Too many rabbits.").await.unwrap();
        for path in ["/", "/index.html", "/none"] {
            let page = house.visit(BLOG, path).await;
            assert_eq!(
                (page.status, page.header("retry-after"), page.header("cache-control")),
                (503, "3600", "no-store")
            );
            assert!(page.text().contains("This site is paused") && !page.text().contains("rabbits"));
        }
        let (done, told) = house.push(&repository, &repository.commit(&[(FILE, "index.html", b"new")])).await;
        assert!(done.is_err(), "{told}");
        shell.resume_app("acme-blog", "They are gone.").await.unwrap();
        assert_eq!(house.visit(BLOG, "/").await.text(), "blog");
        shell.delete_app("acme-blog", "acme-blog", "The rabbits came back.").await.unwrap();
        assert_eq!(house.visit(BLOG, "/").await.status, 404);
        assert_eq!(repository.releases().len(), 1, "they are kept until the name is free");
        house.clock.forward(house.warren.house_rules().name_block + 1);
        assert_eq!((house.warren.tend_releases().await, repository.releases()), (Ok(1), Vec::new()));
        house.close().await;
    }
}

/// The server goes away while files are written: the old release serves, and nothing of the new one is left.
#[tokio::test]
async fn what_was_interrupted_is_never_seen() {
    for engine in Engine::all() {
        let (house, repository) = furnished(engine).await;
        house.publish(&repository, &[(FILE, "index.html", b"old")]).await;
        let commit = repository.commit(&[(FILE, "index.html", b"new")]);
        let guest = Guest::new(&house.warren, Door::Job, "192.0.2.7", "", house.warren.request());
        let (app, by) = (house.facts["acme_blog"].parse().unwrap(), house.pusher());
        let begun = tokio::sync::Notify::new();
        let tell = |line: &str| {
            if line.starts_with("Unpacking") {
                begun.notify_one();
            }
        };
        let path = repository.path();
        let push = Push { app, branch: "main", commit: &commit, repository: &path, by: &by };
        tokio::select! {
            biased;
            () = begun.notified() => {}
            done = guest.deploy(push, &tell) => panic!("{done:?}"),
        }
        let part = repository.folder.join("releases").join(&house.facts["acme_blog"]).join("2.part");
        std::fs::create_dir_all(part.join("img")).unwrap();
        std::fs::write(part.join("index.html"), "new").unwrap();
        assert_eq!(house.visit(BLOG, "/").await.text(), "old");
        // The server comes up again.
        let beside = house.reopened().await;
        beside.open_sites(Arc::new(StaticHost::new(&repository.folder)));
        beside.give_up_releases().await.unwrap();
        house.clock.forward(teamwork::rules::moment::DAY);
        beside.tend_releases().await.unwrap();
        let left = repository.releases();
        assert!(left.len() == 1 && left[0].ends_with("/1/index.html"), "{left:?}");
        beside.close().await;
        house.close().await;
    }
}
