//! Which file an address is, and what browsers are told about it.

use axum::http::Method;
use teamwork::rules::config::RuntimeForm;

use super::{BLOG, FILE, LINK, furnished};
use crate::house::*;

#[tokio::test]
async fn a_folder_has_a_start_page_and_what_is_missing_a_page_too() {
    let (house, repository) = furnished(Engine::Sqlite).await;
    house
        .publish(
            &repository,
            &[
                (FILE, "README.md", b"not for visitors"),
                (FILE, "public/index.html", b"start"),
                (FILE, "public/docs/index.html", b"docs"),
                (FILE, "public/empty/a.txt", b"a"),
                (FILE, "public/with space/ü.txt", b"u"),
                (FILE, "public/404.html", b"<p>gone fishing</p>"),
                (FILE, "public/.env", b"SECRET=1"),
                (FILE, "public/.well-known/security.txt", b"Contact: ada"),
                (LINK, "public/alias.html", b"docs/index.html"),
            ],
        )
        .await;
    for (path, expected) in [
        ("/", "start"),
        ("/index.html", "start"),
        ("/docs/", "docs"),
        ("/with%20space/%C3%BC.txt", "u"),
        ("/.well-known/security.txt", "Contact: ada"),
        ("/alias.html", "docs"),
    ] {
        let page = house.visit(BLOG, path).await;
        assert_eq!((page.status, page.text().as_str()), (200, expected), "{path}");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
    }
    let folder = house.visit(BLOG, "/docs?a=1").await;
    assert_eq!((folder.status, folder.header("location")), (301, "/docs/?a=1"));
    for path in ["/empty", "/empty/", "/README.md", "/public/index.html", "/.env", "/%2eenv", "/docs/index.html/", "/x"]
    {
        let page = house.visit(BLOG, path).await;
        assert_eq!((page.status, page.text().as_str()), (404, "<p>gone fishing</p>"), "{path}");
        assert_eq!(
            (page.header("content-type"), page.header("cache-control")),
            ("text/html; charset=utf-8", "no-cache")
        );
    }
    house.close().await;
}

#[tokio::test]
async fn a_browser_keeps_what_it_has_and_asks_for_parts() {
    let (house, repository) = furnished(Engine::Sqlite).await;
    house.publish(&repository, &[(FILE, "a.txt", b"0123456789"), (FILE, "b.txt", b"0123456789")]).await;
    let whole = house.visit(BLOG, "/a.txt").await;
    assert_eq!((whole.header("cache-control"), whole.header("content-length")), ("public, max-age=3600", "10"));
    let (tag, date) = (whole.header("etag").to_owned(), whole.header("last-modified").to_owned());
    assert_ne!(house.visit(BLOG, "/b.txt").await.header("etag"), tag);
    let ask = async |headers: &[(&str, &str)]| house.visit_with(Method::GET, BLOG, "/a.txt", headers).await;
    let weak = format!("\"other\", W/{tag}");
    for known in [("if-none-match", tag.as_str()), ("if-none-match", &weak), ("if-modified-since", &date)] {
        let page = ask(&[known]).await;
        assert_eq!((page.status, page.body.len(), page.header("etag")), (304, 0, tag.as_str()), "{known:?}");
    }
    assert_eq!(ask(&[("if-none-match", "\"other\""), ("if-modified-since", &date)]).await.status, 200);
    assert_eq!(ask(&[("if-modified-since", "Tue, 01 Jan 2030 00:00:00 GMT")]).await.status, 200);
    let part = ask(&[("range", "bytes=2-4")]).await;
    assert_eq!((part.status, part.text().as_str(), part.header("content-range")), (206, "234", "bytes 2-4/10"));
    assert_eq!(ask(&[("range", "bytes=2-4"), ("if-range", &tag)]).await.status, 206);
    assert_eq!(ask(&[("range", "bytes=2-4"), ("if-range", "\"other\"")]).await.text(), "0123456789");
    let beyond = ask(&[("range", "bytes=10-")]).await;
    assert_eq!((beyond.status, beyond.header("content-range")), (416, "bytes */10"));
    let head = house.visit_with(Method::HEAD, BLOG, "/a.txt", &[]).await;
    assert_eq!((head.status, head.body.len(), head.header("content-length")), (200, 0, "10"));
    house.close().await;
}

#[tokio::test]
async fn the_configuration_of_the_app_counts() {
    let (house, repository) = furnished(Engine::Sqlite).await;
    let ada = house.signed_in(ADA).await;
    let form = RuntimeForm {
        folder: "site".into(),
        branch: "main".into(),
        index_file: "home.html".into(),
        error_file: "oops/page.html".into(),
        cache_seconds: "0".into(),
        https_only: true,
    };
    ada.set_runtime("acme-blog", 0, &form).await.unwrap();
    ada.set_redirects("acme-blog", 1, "/old /new 301\n/away https://elsewhere.example/x?y=1#z 307").await.unwrap();
    let files = [(FILE, "site/home.html", &b"home"[..]), (FILE, "site/oops/page.html", b"oops"), (FILE, "x", b"x")];
    house.publish(&repository, &files).await;
    let home = house.visit(BLOG, "/").await;
    assert_eq!((home.text().as_str(), home.header("cache-control")), ("home", "no-cache"));
    assert_eq!(house.visit(BLOG, "/x").await.text(), "oops");
    let old = house.visit(BLOG, "/old?a=1").await;
    assert_eq!((old.status, old.header("location")), (301, "/new?a=1"));
    let away = house.visit_with(Method::POST, BLOG, "/away?a=1", &[]).await;
    assert_eq!((away.status, away.header("location")), (307, "https://elsewhere.example/x?y=1#z"));
    // Only our own proxy says how the browser came.
    let over_http = house.visit_with(Method::GET, BLOG, "/a?b=c", &[("x-forwarded-proto", "http")]).await;
    assert_eq!((over_http.status, over_http.header("location")), (308, "https://acme-blog.apps.warren.example/a?b=c"));
    assert_eq!(house.visit_with(Method::GET, BLOG, "/", &[("x-forwarded-proto", "https")]).await.status, 200);
    house.close().await;
}
