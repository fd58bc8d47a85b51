//! The shop of the demo, really published: two commits in its repository, pushed with keys of the demo's people. Every step
//! is an act that asks for the right, as with a push over SSH; only git’s own conversation is left out.

use std::{io, path::Path, process::Stdio, sync::Arc};

use russh::keys::{PrivateKey, ssh_key::private::Ed25519Keypair};
use teamwork::{
    acts::{Guest, OpenRepository, Warren},
    rules::{
        git::{GitCommand, RefChange},
        id::AppId,
        log::Door,
        problem::Problem,
    },
};
use thiserror::Error;
use tokio::io::AsyncWriteExt;

use super::people::sign_in;
use crate::{
    git::{AfterPush, GitError, Progress, Repositories},
    hosting::Publisher,
};

const APP: &str = "acme-shop";
const BRANCH: &str = "refs/heads/main";
/// Where the commits wait until their push moves the branch.
const WAITING: [&str; 2] = ["refs/demo/first", "refs/demo/second"];

/// What the first commit has, and what the second one changes.
const FIRST: &[(&str, &str)] = &[
    ("public/index.html", include_str!("shop/opening.html")),
    ("public/style.css", include_str!("shop/style.css")),
    ("public/anvil.svg", include_str!("shop/anvil.svg")),
    ("public/404.html", include_str!("shop/404.html")),
    ("README.md", "The shop of Acme Inc. What is in public/ is published.\n"),
];
const SECOND: &[(&str, &str)] = &[
    ("public/index.html", include_str!("shop/index.html")),
    ("public/anvils/index.html", include_str!("shop/anvils.html")),
];
/// What is sent with the files: the pages need nothing from elsewhere.
const HEADERS: &str = "/* Content-Security-Policy: default-src 'self'\n/* Referrer-Policy: same-origin\n\
                       /anvil.svg Cache-Control: public, max-age=86400";

/// Why the shop is not published. The demo goes on without it.
#[derive(Debug, Error)]
enum Unpublished {
    #[error("{0}")]
    Git(#[from] GitError),
    #[error("{0}")]
    Broken(#[from] io::Error),
    #[error("{0}")]
    Problem(#[from] Problem),
    #[error("{0}")]
    Refused(#[from] teamwork::acts::GitRefusal),
}

/// Publishes the shop twice: by Kevin from his laptop, then by a machine with a deploy key.
pub async fn publish(warren: &Arc<Warren>, data_dir: &Path) {
    if let Err(why) = try_to_publish(warren, data_dir).await {
        tracing::warn!("the shop of the demo is not published: {why}");
    }
}

/// Where the shop is, when it is published.
pub async fn address(warren: &Warren) -> Option<String> {
    let site = warren.site_of_app(APP).await.ok().flatten()?;
    site.release.map(|_| warren.app_address(APP))
}

async fn try_to_publish(warren: &Arc<Warren>, data_dir: &Path) -> Result<(), Unpublished> {
    let repositories = Repositories::open(data_dir)?;
    let kevin = sign_in(warren, "kevin").await?;
    let version = kevin.config(APP).await?.version;
    kevin.set_headers(APP, version, HEADERS).await?;
    let (laptop, machine) = (a_key(warren)?, a_key(warren)?);
    kevin.add_key(&laptop, "laptop").await?;
    let grace = sign_in(warren, "grace").await?;
    grace.add_deploy_key(APP, &machine, "Acme CI", true).await?;
    let keys = [kevin.look_at_key(&laptop)?.fingerprint, kevin.look_at_key(&machine)?.fingerprint];
    kevin.sign_out().await?;
    grace.sign_out().await?;
    let opened = [open(warren, &keys[0]).await?, open(warren, &keys[1]).await?];
    let app = opened[0].app();
    repositories.make(app).await?;
    opened[0].made().await?;
    let commits = commit(&repositories, app, warren.now().millis() / 1000).await?;
    let mut before = None;
    for (repository, commit) in opened.iter().zip(commits) {
        let change = RefChange { name: BRANCH.into(), old: before, new: Some(commit.clone()) };
        push(warren, data_dir, &repositories, repository, change).await?;
        before = Some(commit);
    }
    for waiting in WAITING {
        repositories.git(app, &["update-ref", "-d", waiting]).output().await?;
    }
    Ok(())
}

/// A public key whose other half nobody keeps.
fn a_key(warren: &Warren) -> io::Result<String> {
    let key = PrivateKey::from(Ed25519Keypair::from_seed(&warren.chance.bytes()));
    key.public_key().to_openssh().map_err(io::Error::other)
}

async fn open(warren: &Arc<Warren>, fingerprint: &str) -> Result<OpenRepository, Unpublished> {
    let command = format!("git-receive-pack '/acme/{APP}.git'");
    let command = GitCommand::parse(command.as_bytes()).map_err(io::Error::other)?;
    let guest = Guest::new(warren, Door::Ssh, "", "", warren.request());
    Ok(guest.open_repository(fingerprint, &command).await?)
}

/// Stores both commits, and answers their names. No branch moves.
async fn commit(repositories: &Repositories, app: AppId, at: i64) -> io::Result<[String; 2]> {
    let mut import = repositories.git(app, &["fast-import", "--quiet", "--done"]);
    let mut child = import.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let kevin = ("Kevin Flynn <kevin@warren.example>", at - 3600);
    let grace = ("Grace Hopper <grace@warren.example>", at);
    let stream = [
        one_commit(1, kevin, "Open soon", FIRST),
        one_commit(2, grace, "Open, with three anvils", SECOND),
        "done\n".to_owned(),
    ];
    if let Some(mut input) = child.stdin.take() {
        input.write_all(stream.concat().as_bytes()).await?;
    }
    if !child.wait().await?.success() {
        return Err(io::Error::other("git did not take the files"));
    }
    let named = repositories.git(app, &["rev-parse", WAITING[0], WAITING[1]]).stdout(Stdio::piped()).output().await?;
    let named = String::from_utf8_lossy(&named.stdout).into_owned();
    let mut lines = named.lines().map(str::to_owned);
    let missing = || io::Error::other("git does not name its commits");
    Ok([lines.next().ok_or_else(missing)?, lines.next().ok_or_else(missing)?])
}

/// A commit in the words of `git fast-import`. Behind the first one, each follows the one before.
fn one_commit(number: usize, (by, at): (&str, i64), message: &str, files: &[(&str, &str)]) -> String {
    let data = |text: &str| format!("data {}\n{text}\n", text.len());
    let waiting = WAITING[number - 1];
    let from = if number > 1 { format!("from :{}\n", number - 1) } else { String::new() };
    let files: String = files.iter().map(|(path, text)| format!("M 100644 inline {path}\n{}", data(text))).collect();
    format!("commit {waiting}\nmark :{number}\ncommitter {by} {at} +0000\n{}{from}{files}", data(message))
}

/// What git and its hooks do with a push: ask, move the branch, tell, and what follows.
async fn push(
    warren: &Arc<Warren>,
    data_dir: &Path,
    repositories: &Repositories,
    repository: &OpenRepository,
    change: RefChange,
) -> Result<(), Unpublished> {
    let changes = [change];
    let begun = repository.begin_push(&changes).await?;
    let [RefChange { name, old, new }] = &changes;
    let nothing = "0".repeat(40);
    let (old, new) = (old.as_deref().unwrap_or(&nothing), new.as_deref().unwrap_or(&nothing));
    repositories.git(repository.app(), &["update-ref", name, new, old]).output().await?;
    let moved = repositories.moved(repository.app(), &changes).await?;
    if let Some(done) = repository.end_push(begun, &moved).await? {
        Publisher::new(warren, data_dir.to_owned()).pushed(done, Progress::channel().0).await;
    }
    Ok(())
}
