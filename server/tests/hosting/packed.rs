//! Packed files: who takes them gets them, everybody else gets the same as before, and nobody finds them by their address.

use std::io::Read;

use axum::http::Method;

use super::{BLOG, FILE, Page, furnished};
use crate::house::*;

fn unpack(page: &Page) -> Vec<u8> {
    let mut content = Vec::new();
    match page.header("content-encoding") {
        "br" => brotli::Decompressor::new(&page.body[..], 4096).read_to_end(&mut content).map(|_| ()).unwrap(),
        "gzip" => flate2::read::GzDecoder::new(&page.body[..]).read_to_end(&mut content).map(|_| ()).unwrap(),
        _ => content.clone_from(&page.body),
    }
    content
}

#[tokio::test]
async fn text_is_packed_once_and_served_to_who_takes_it() {
    let (house, repository) = furnished(Engine::Sqlite).await;
    let long = "<p>Anvils that stay where you put them.</p>\n".repeat(200);
    // Text that becomes no shorter is left as it is.
    let mut state = 1_u32;
    let mut chance = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let noise: Vec<u8> = (0..4000).map(|_| chance()).collect();
    let files = [
        (FILE, "index.html", long.as_bytes()),
        (FILE, "404.html", long.as_bytes()),
        (FILE, "short.txt", b"short"),
        (FILE, "noise.txt", &noise),
        (FILE, "picture.png", long.as_bytes()),
    ];
    house.publish(&repository, &files).await;
    let ask = async |path: &str, headers: &[(&str, &str)]| house.visit_with(Method::GET, BLOG, path, headers).await;

    let plain = ask("/", &[]).await;
    assert_eq!(
        (plain.text() == long, plain.header("content-encoding"), plain.header("vary")),
        (true, "", "accept-encoding")
    );
    let mut tags = vec![plain.header("etag").to_owned()];
    for (accepts, coding) in [("gzip, deflate, br, zstd", "br"), ("gzip;q=0.5, br;q=0", "gzip"), ("gzip", "gzip")] {
        let page = ask("/", &[("accept-encoding", accepts)]).await;
        assert_eq!((page.status, page.header("content-encoding")), (200, coding), "{accepts}");
        assert_eq!((page.header("vary"), page.header("content-type")), ("accept-encoding", "text/html; charset=utf-8"));
        assert_eq!(page.header("content-length"), page.body.len().to_string());
        assert!(page.body.len() < long.len() / 4 && unpack(&page) == long.as_bytes());
        let known = [("accept-encoding", accepts), ("if-none-match", page.header("etag"))];
        let again = ask("/", &known).await;
        assert_eq!(
            (again.status, again.header("etag"), again.header("vary")),
            (304, page.header("etag"), "accept-encoding")
        );
        let head = house.visit_with(Method::HEAD, BLOG, "/", &[("accept-encoding", accepts)]).await;
        assert_eq!((head.body.len(), head.header("content-length")), (0, page.header("content-length")));
        tags.push(page.header("etag").to_owned());
    }
    tags.dedup();
    assert_eq!(tags.len(), 3, "other bytes have another tag: {tags:?}");
    // What has the tag of other bytes is sent.
    assert_eq!(ask("/", &[("if-none-match", &tags[1])]).await.status, 200);

    let part = ask("/", &[("accept-encoding", "br"), ("range", "bytes=0-9")]).await;
    assert_eq!((part.status, part.header("content-encoding"), part.text().as_str()), (206, "", &long[..10]));
    for path in ["/short.txt", "/noise.txt", "/picture.png"] {
        assert_eq!(ask(path, &[("accept-encoding", "br, gzip")]).await.header("content-encoding"), "", "{path}");
    }
    let missing = ask("/nothing", &[("accept-encoding", "br")]).await;
    assert_eq!(
        (missing.status, missing.header("content-encoding"), unpack(&missing) == long.as_bytes()),
        (404, "br", true)
    );
    for path in ["/.packed/br/index.html", "/%2epacked/gzip/index.html", "/.packed"] {
        assert_eq!(unpack(&ask(path, &[]).await), long.as_bytes(), "only the page for what is missing: {path}");
    }
    let release = house.signed_in(ADA).await.releases("acme-blog", None).await.unwrap().releases.remove(0);
    let pushed: usize = files.iter().map(|(_, _, content)| content.len()).sum();
    assert_eq!((release.files, release.bytes), (5, pushed as i64), "only what was pushed counts");
    house.close().await;
}
