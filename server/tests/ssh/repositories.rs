//! Repositories on disk: made once, looked at, taken away; whatever the machine or a client has set, ours holds.

use std::{path::PathBuf, sync::Arc};

use server::git::Repositories;
use teamwork::rules::{git::RefChange, id::AppId, moment::Moment};

/// A folder that goes with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        use std::sync::atomic::{AtomicU64, Ordering};
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!("warren-ssh-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn app(number: u8) -> AppId {
    AppId::new(Moment::from_millis(1), [number; 10])
}

/// Writes a commit into a bare repository, as a push would have.
async fn commit(repositories: &Repositories, app: AppId, branch: &str) -> String {
    let tree = said(repositories, app, &["hash-object", "-t", "tree", "-w", "/dev/null"]).await;
    let who = ["-c", "user.name=Kevin", "-c", "user.email=kevin@acme.example"];
    let made = [&who[..], &["commit-tree", "-m", "First", &tree]].concat();
    let id = said(repositories, app, &made).await;
    said(repositories, app, &["update-ref", branch, &id]).await;
    id
}

async fn said(repositories: &Repositories, app: AppId, arguments: &[&str]) -> String {
    let told = repositories.git(app, arguments).output().await.unwrap();
    assert!(told.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&told.stderr));
    String::from_utf8(told.stdout).unwrap().trim().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repository_is_made_once_and_goes_whole() {
    let folder = Folder::new();
    let repositories = Arc::new(Repositories::open(&folder.0).unwrap());
    let makers: Vec<_> = (0..8)
        .map(|_| {
            let repositories = repositories.clone();
            tokio::spawn(async move { repositories.make(app(1)).await })
        })
        .collect();
    for maker in makers {
        maker.await.unwrap().unwrap();
    }
    let there = || std::fs::read_dir(folder.0.join("repositories")).unwrap().count();
    assert_eq!(there(), 1, "what lost the race is left behind");
    assert!(repositories.size(app(1)).await.unwrap() > 0);
    assert_eq!(repositories.size(app(2)).await.unwrap(), 0, "another App has none");

    let id = commit(&repositories, app(1), "refs/heads/trunk").await;
    let change = |name: &str, new: &str| RefChange { name: name.into(), old: None, new: Some(new.into()) };
    let wanted = [change("refs/heads/trunk", &id), change("refs/heads/other", &id)];
    assert_eq!(repositories.moved(app(1), &wanted).await.unwrap(), wanted[..1]);
    assert_eq!(repositories.moved(app(2), &wanted).await.unwrap(), []);
    repositories.point_head(app(1), &wanted).await.unwrap();
    assert_eq!(said(&repositories, app(1), &["symbolic-ref", "HEAD"]).await, "refs/heads/trunk");

    repositories.remove(app(1)).await.unwrap();
    repositories.remove(app(1)).await.unwrap();
    assert_eq!(there(), 0);
}

/// Only our settings count, and the settings that matter are on.
#[tokio::test]
async fn nothing_but_our_settings_holds() {
    let folder = Folder::new();
    let repositories = Repositories::open(&folder.0).unwrap();
    repositories.make(app(1)).await.unwrap();
    let hooks = folder.0.join("git/hooks").display().to_string();
    for (setting, value) in [
        ("receive.fsckObjects", "true"),
        ("transfer.fsckObjects", "true"),
        ("core.hooksPath", hooks.as_str()),
        ("core.fsmonitor", "false"),
        ("protocol.allow", "never"),
        ("safe.bareRepository", "explicit"),
    ] {
        assert_eq!(said(&repositories, app(1), &["config", "--get", setting]).await, value, "{setting}");
    }
    let told = repositories.git(app(1), &["config", "--list", "--show-scope"]).output().await.unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.lines().all(|line| line.starts_with("global\t") || line.starts_with("local\tcore.")), "{told}");
    // No program stands between git and the packs.
    let hook = repositories.git(app(1), &["config", "--get", "uploadpack.packObjectsHook"]).output().await.unwrap();
    assert!(!hook.status.success());
    let environment = repositories.git(app(1), &["-c", "alias.e=!env", "e"]).output().await.unwrap();
    let environment = String::from_utf8(environment.stdout).unwrap();
    for name in ["DATABASE_URL", "CARGO", "USER", "TEST_POSTGRES", "SSH"] {
        assert!(!environment.lines().any(|line| line.starts_with(name)), "{environment}");
    }
}
