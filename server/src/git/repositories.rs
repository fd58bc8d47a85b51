//! Bare repositories below the data directory, each named by the id of its App: a handover or a move copies nothing.

use std::{
    fs, io,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use teamwork::rules::{git::RefChange, id::AppId};
use tokio::process::Command;

use super::{Git, GitError};

/// All repositories of this house.
#[derive(Clone, Debug)]
pub struct Repositories {
    root: Arc<PathBuf>,
    git: Git,
}

impl Repositories {
    /// Opens the folder of the repositories, and makes it when it is missing.
    ///
    /// # Errors
    /// When there is no git, or the folder cannot be written.
    pub fn open(data_dir: &Path) -> Result<Self, GitError> {
        // A hook runs elsewhere, so every path is whole.
        let data_dir = whole(data_dir);
        let root = root_in(&data_dir);
        let make = || {
            fs::create_dir_all(&root)?;
            fs::set_permissions(&root, fs::Permissions::from_mode(0o700))
        };
        make().map_err(|source| GitError::Folder { path: root.clone(), source })?;
        Ok(Self { git: Git::find(&data_dir.join("git"))?, root: Arc::new(root) })
    }

    /// Where the repository of an App is, or would be.
    pub fn path(&self, app: AppId) -> PathBuf {
        self.root.join(format!("{app}.git"))
    }

    /// The same, for who only reads in this data directory.
    pub fn path_in(data_dir: &Path, app: AppId) -> PathBuf {
        root_in(&whole(data_dir)).join(format!("{app}.git"))
    }

    /// One command of git about the repository of an App: `git --git-dir=… arguments`. `arguments` never hold what a client
    /// has written, unless behind `--end-of-options`.
    pub fn git(&self, app: AppId, arguments: &[&str]) -> Command {
        let mut command = self.git.command(arguments);
        command.env("GIT_DIR", self.path(app));
        command
    }

    /// git itself, for what names its repository in the arguments.
    pub fn program(&self) -> &Git {
        &self.git
    }

    /// Whether an App has one.
    ///
    /// # Errors
    /// When the disk says no.
    pub async fn has(&self, app: AppId) -> io::Result<bool> {
        tokio::fs::try_exists(self.path(app)).await
    }

    /// Makes the repository of an App, if there is none. Two at once make one.
    ///
    /// # Errors
    /// When the disk or git says no.
    pub async fn make(&self, app: AppId) -> io::Result<()> {
        if self.has(app).await? {
            return Ok(());
        }
        let path = self.path(app);
        let fresh = self.aside("new", app);
        let made = self.git.command(&["init", "--quiet", "--bare", "--template=", "--initial-branch=main", "--"]);
        let made = run(made, &fresh).await.map(|_| ());
        let moved = match made {
            Ok(()) => tokio::fs::rename(&fresh, &path).await,
            Err(error) => Err(error),
        };
        if moved.is_err() {
            // Whatever it was, nothing half-made stays.
            let _ = tokio::fs::remove_dir_all(&fresh).await;
            if self.has(app).await? {
                return Ok(());
            }
        }
        moved
    }

    /// How many bytes the files of a repository have; nothing, when there is none.
    ///
    /// # Errors
    /// When the disk says no.
    pub async fn size(&self, app: AppId) -> io::Result<u64> {
        let path = self.path(app);
        tokio::task::spawn_blocking(move || size_of(&path)).await.map_err(io::Error::other)?
    }

    /// Takes away the repository of an App that is gone.
    ///
    /// # Errors
    /// When the disk says no.
    pub async fn remove(&self, app: AppId) -> io::Result<()> {
        let gone = self.aside("gone", app);
        match tokio::fs::rename(self.path(app), &gone).await {
            Ok(()) => tokio::fs::remove_dir_all(&gone).await,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Which of these changes are in the repository: what was to move and has.
    ///
    /// # Errors
    /// When git says no.
    pub async fn moved(&self, app: AppId, wanted: &[RefChange]) -> io::Result<Vec<RefChange>> {
        if !self.has(app).await? {
            return Ok(Vec::new());
        }
        let listed = self.git(app, &["for-each-ref", "--format=%(objectname) %(refname)"]).output().await?;
        if !listed.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&listed.stderr).trim().to_owned()));
        }
        let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
        let now = |name: &str| listed.lines().filter_map(|line| line.split_once(' ')).find(|(_, known)| *known == name);
        let has_moved = |change: &&RefChange| now(&change.name).map(|(id, _)| id) == change.new.as_deref();
        Ok(wanted.iter().filter(has_moved).cloned().collect())
    }

    /// After the first push: the branch that a clone begins with is one that is there, should nobody have pushed `main`.
    ///
    /// # Errors
    /// When git says no.
    pub async fn point_head(&self, app: AppId, changes: &[RefChange]) -> io::Result<()> {
        let is_there = self.git(app, &["rev-parse", "--quiet", "--verify", "HEAD"]).output().await?.status.success();
        let branch = changes.iter().find(|change| change.new.is_some() && change.name.starts_with("refs/heads/"));
        if let Some(branch) = branch.filter(|_| !is_there) {
            self.git(app, &["symbolic-ref", "HEAD", &branch.name]).output().await?;
        }
        Ok(())
    }

    /// Tidies a repository up, if it needs that.
    ///
    /// # Errors
    /// When git cannot be started.
    pub async fn tidy(&self, app: AppId) -> io::Result<()> {
        self.git(app, &["gc", "--auto", "--quiet"]).output().await.map(|_| ())
    }

    /// A name beside the repositories that nothing else has.
    fn aside(&self, what: &str, app: AppId) -> PathBuf {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        self.root.join(format!(".{what}-{app}-{}-{number}", std::process::id()))
    }
}

fn whole(data_dir: &Path) -> PathBuf {
    std::path::absolute(data_dir).unwrap_or_else(|_| data_dir.to_owned())
}

fn root_in(data_dir: &Path) -> PathBuf {
    data_dir.join("repositories")
}

async fn run(mut command: Command, last: &Path) -> io::Result<()> {
    let told = command.arg(last).output().await?;
    if told.status.success() {
        Ok(())
    } else {
        Err(io::Error::other(String::from_utf8_lossy(&told.stderr).into_owned()))
    }
}

/// Files may go while they are counted.
fn size_of(path: &Path) -> io::Result<u64> {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    let mut sum = 0;
    for entry in entries {
        let entry = entry?;
        match entry.metadata() {
            Ok(found) if found.is_dir() => sum += size_of(&entry.path())?,
            Ok(found) => sum += found.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(sum)
}
