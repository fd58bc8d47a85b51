//! What is pushed by somebody who means harm, and what is asked for by one.

use teamwork::{acts::Deployed, rules::release::ReleaseFlaw};

use super::{BLOG, FILE, LINK, furnished};
use crate::house::*;

/// Whatever is refused says why and leaves what was live; nothing is written outside, and nothing is left behind.
#[tokio::test]
async fn what_cannot_be_published_leaves_the_old_release_and_nothing_else() {
    let (house, repository) = furnished(Engine::Sqlite).await;
    house.publish(&repository, &[(FILE, "index.html", b"old")]).await;
    let deep = format!("{}x", "d/".repeat(300));
    let commits: Vec<(String, fn(&ReleaseFlaw) -> bool)> = vec![
        (repository.commit(&[(FILE, "a", b"a"), (LINK, "b", b"/etc/passwd")]), |f| {
            matches!(f, ReleaseFlaw::LinkAstray(_))
        }),
        (repository.commit(&[(FILE, "a", b"a"), (LINK, "b", b"../../../secret")]), |f| {
            matches!(f, ReleaseFlaw::LinkAstray(_))
        }),
        // Out of what is published, although inside the repository.
        (repository.commit(&[(FILE, "k", b"k"), (FILE, "public/a", b"a"), (LINK, "public/b", b"../k")]), |f| {
            matches!(f, ReleaseFlaw::LinkAstray(_))
        }),
        // Through what is not published, over another link, to a folder.
        (repository.commit(&[(FILE, ".env", b"k"), (FILE, "a", b"a"), (LINK, "b", b".env")]), |f| {
            matches!(f, ReleaseFlaw::LinkAstray(_))
        }),
        (repository.commit(&[(FILE, "a", b"a"), (LINK, "b", b"a"), (LINK, "c", b"b")]), |f| {
            matches!(f, ReleaseFlaw::LinkAstray(_))
        }),
        (repository.commit(&[(FILE, "d/a", b"a"), (LINK, "b", b"d")]), |f| matches!(f, ReleaseFlaw::LinkAstray(_))),
        (repository.commit(&[(FILE, "a", b"a"), ("160000", "sub", b"")]), |f| matches!(f, ReleaseFlaw::Submodule(_))),
        (repository.commit(&[(FILE, &deep, b"a")]), |f| matches!(f, ReleaseFlaw::TooLong(_))),
        (repository.commit(&[(FILE, ".env", b"a")]), |f| *f == ReleaseFlaw::Empty),
        (repository.hostile(&[b".git", b"config"]), |f| matches!(f, ReleaseFlaw::OfGit(_))),
        (repository.hostile(&[b"a", b".GIT"]), |f| matches!(f, ReleaseFlaw::OfGit(_))),
        (repository.hostile(&[b"..", b"..", b"evil"]), |f| matches!(f, ReleaseFlaw::OddName(_))),
        (repository.hostile(&[b"a", b".."]), |f| matches!(f, ReleaseFlaw::OddName(_))),
        (repository.hostile(&[b"a\\b"]), |f| matches!(f, ReleaseFlaw::OddName(_))),
        (repository.hostile(&[b"a\nb"]), |f| matches!(f, ReleaseFlaw::OddName(_))),
        (repository.hostile(&[b"a\xff"]), |f| matches!(f, ReleaseFlaw::OddName(_))),
    ];
    for (turn, (commit, fits)) in commits.iter().enumerate() {
        let (done, told) = house.push(&repository, commit).await;
        let Ok(Deployed::Flawed(_, flaw)) = &done else { panic!("{turn}: {done:?} {told}") };
        assert!(fits(flaw) && told.contains("Not published."), "{turn}: {flaw:?}");
        assert!(!told.contains('\u{1b}') && told.lines().count() == 2, "{turn}: {told:?}");
        assert_eq!(house.visit(BLOG, "/").await.text(), "old", "{turn}");
    }
    let (done, _) = house.push(&repository, "HEAD:../../etc").await;
    assert!(matches!(done, Ok(Deployed::Flawed(_, ReleaseFlaw::Broken))), "a commit has a full name: {done:?}");
    let left = repository.releases();
    assert!(left.len() == 1 && left[0].ends_with("/1/index.html"), "{left:?}");
    house.close().await;
}

/// The limits of the plan are told before anything is written; a folder that is configured has to be there.
#[tokio::test]
async fn a_limit_says_so_and_keeps_the_old_release() {
    for engine in Engine::all() {
        let (house, repository) = furnished(engine).await;
        house.publish(&repository, &[(FILE, "index.html", b"old")]).await;
        let small = "UPDATE plans SET storage_mb = 1 WHERE key = 'small' RETURNING key";
        assert_eq!(house.eye().await.texts(small).await.len(), 1);
        let half = vec![b'x'; 600_000];
        let (done, told) = house.push(&repository, &repository.commit(&[(FILE, "a", &half), (FILE, "b", &half)])).await;
        assert!(matches!(done, Ok(Deployed::Flawed(2, ReleaseFlaw::TooLarge(1_048_576)))), "{done:?}");
        assert!(told.contains("more than 1 MB") && !told.contains("Unpacking"), "{told}");
        // A link counts as the file that it becomes.
        let linked = repository.commit(&[(FILE, "a", &half), (LINK, "b", b"a")]);
        assert!(matches!(house.push(&repository, &linked).await.0, Ok(Deployed::Flawed(3, ReleaseFlaw::TooLarge(_)))));
        let names: Vec<String> = (0..=20_000).map(|n| format!("f{n}")).collect();
        let many: Vec<_> = names.iter().map(|name| (FILE, name.as_str(), &b""[..])).collect();
        let (done, told) = house.push(&repository, &repository.commit(&many)).await;
        assert!(matches!(done, Ok(Deployed::Flawed(4, ReleaseFlaw::TooManyFiles(20_000)))), "{done:?} {told}");
        assert_eq!((house.visit(BLOG, "/").await.text().as_str(), repository.releases().len()), ("old", 1));
        let cards = house.signed_in(ADA).await.releases("acme-blog", None).await.unwrap().releases;
        assert_eq!(cards.iter().filter(|card| card.failure.is_some()).count(), 3);
        house.close().await;
    }
}

#[tokio::test]
async fn no_address_leads_out_of_a_release() {
    let (house, repository) = furnished(Engine::Sqlite).await;
    std::fs::write(repository.folder.join("secret"), "the key of the house").unwrap();
    house.publish(&repository, &[(FILE, "index.html", b"start"), (FILE, "a/b.txt", b"b")]).await;
    // Should a link get into a release by another way, it is not followed.
    let release = repository.folder.join("releases").join(&house.facts["acme_blog"]).join("1");
    std::os::unix::fs::symlink(repository.folder.join("secret"), release.join("link")).unwrap();
    for path in [
        "/../secret",
        "/../../../secret",
        "/%2e%2e/%2e%2e/%2e%2e/secret",
        "/..%2f..%2f..%2fsecret",
        "/a/../../../secret",
        "/a/..%2f..%2f..%2f..%2fsecret",
        "/%5c..%5csecret",
        "//secret",
        "//etc/passwd",
        "/a//b.txt",
        "/./index.html",
        "/a/./b.txt",
        "/index.html%00.png",
        "/%252e%252e/secret",
        "/link",
        "/a/b.txt/",
        "/%ff",
        "/a%2fb.txt",
    ] {
        let page = house.visit(BLOG, path).await;
        assert_eq!(page.status, 404, "{path}: {}", page.text());
        assert!(!page.text().contains("the key of the house"), "{path}");
    }
    house.close().await;
}
