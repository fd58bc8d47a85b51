//! Headers of an App's settings: on its files, and on nothing else.

use axum::http::Method;
use teamwork::acts::Operator;

use super::{BLOG, FILE, furnished};
use crate::house::*;

const HEADERS: &str = "/* X-Robots-Tag: noindex\n/* Cache-Control: public, max-age=60\n/assets/* cache-control: immutable\n\
                       /* Strict-Transport-Security: max-age=300\n/a.txt Content-Security-Policy: default-src 'none'";

#[tokio::test]
async fn headers_go_with_the_files_of_their_paths_and_not_with_what_is_ours() {
    let (house, repository) = furnished(Engine::Sqlite).await;
    let ada = house.signed_in(ADA).await;
    ada.set_headers("acme-blog", 0, HEADERS).await.unwrap();
    ada.set_redirects("acme-blog", 1, "/old /new").await.unwrap();
    let unpublished = house.visit(BLOG, "/").await;
    assert_eq!((unpublished.status, unpublished.header("x-robots-tag")), (404, ""));
    house.publish(&repository, &[(FILE, "a.txt", b"a"), (FILE, "assets/b.css", b"b"), (FILE, "404.html", b"c")]).await;

    let page = house.visit(BLOG, "/a.txt").await;
    let of = |name| page.header(name).to_owned();
    assert_eq!(
        (page.status, of("x-robots-tag"), of("content-security-policy")),
        (200, "noindex".into(), "default-src 'none'".into())
    );
    assert_eq!(
        (of("cache-control"), of("strict-transport-security")),
        ("public, max-age=60".into(), "max-age=300".into())
    );
    assert_eq!(house.visit(BLOG, "/assets/b.css").await.header("cache-control"), "immutable");
    for ask in [("if-none-match", page.header("etag")), ("range", "bytes=0-0")] {
        let answer = house.visit_with(Method::GET, BLOG, "/a.txt", &[ask]).await;
        assert!(matches!(answer.status, 304 | 206) && answer.header("x-robots-tag") == "noindex", "{ask:?}");
    }
    // What is missing may be there tomorrow.
    let missing = house.visit(BLOG, "/nothing").await;
    assert_eq!(
        (missing.status, missing.header("x-robots-tag"), missing.header("cache-control")),
        (404, "noindex", "no-cache")
    );
    // Nobody who came by http is told to stay away from it; nor does a redirect carry what is for files.
    let over_http = [("x-forwarded-proto", "http")];
    assert_eq!(house.visit_with(Method::GET, BLOG, "/a.txt", &over_http).await.header("strict-transport-security"), "");
    assert_eq!(house.visit(BLOG, "/old").await.header("x-robots-tag"), "");

    let shell = Operator::of_the_house(&house.warren);
    shell.suspend_company("acme", "Too many rabbits.").await.unwrap();
    let suspended = house.visit(BLOG, "/a.txt").await;
    assert_eq!(
        (suspended.status, suspended.header("x-robots-tag"), suspended.header("cache-control")),
        (503, "", "no-store")
    );
    house.close().await;
}

#[tokio::test]
async fn our_page_for_what_is_missing_carries_no_header_of_theirs() {
    let (house, repository) = furnished(Engine::Sqlite).await;
    let ada = house.signed_in(ADA).await;
    ada.set_headers("acme-blog", 0, "/* Content-Security-Policy: default-src *").await.unwrap();
    house.publish(&repository, &[(FILE, "a.txt", b"a")]).await;
    let page = house.visit(BLOG, "/nothing").await;
    assert_eq!(page.status, 404);
    assert!(page.header("content-security-policy").starts_with("default-src 'none'"), "ours stays as it is");
    house.close().await;
}
