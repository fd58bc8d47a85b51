//! The git of this machine, and the settings under which it runs here.

use std::{
    ffi::{OsStr, OsString},
    fs, io,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Stdio,
};

use thiserror::Error;
use tokio::process::Command;

/// The oldest git that knows everything that is forbidden to it here.
const OLDEST: (u32, u32) = (2, 38);

/// Why there are no repositories. Each says what to do.
#[derive(Debug, Error)]
pub enum GitError {
    #[error(
        "git is not installed, or not on the PATH. Install it (Debian, Ubuntu: apt-get install git), or leave WARREN_SSH_ADDR empty."
    )]
    Missing,
    #[error("This is git {0}; 2.38 or newer is needed. Bring it up to date, or leave WARREN_SSH_ADDR empty.")]
    Old(String),
    #[error("{path} cannot be written ({source}). Give this user the right to, or name another WARREN_DATA_DIR.")]
    Folder { path: PathBuf, source: io::Error },
    #[error("{0} is too long a path for a socket. Name a shorter WARREN_DATA_DIR.")]
    LongPath(PathBuf),
}

/// git, with settings, hooks and an environment of ours and no others.
#[derive(Clone, Debug)]
pub struct Git {
    program: PathBuf,
    /// Where it finds its own programs and a shell for our hooks.
    path: OsString,
    folder: PathBuf,
}

impl Git {
    /// Looks for git and writes its settings and hooks into `folder`.
    ///
    /// # Errors
    /// When there is none, it is too old, or the folder cannot be written.
    pub fn find(folder: &Path) -> Result<Self, GitError> {
        let searched = std::env::var_os("PATH").unwrap_or_default();
        let is_program = |file: &PathBuf| {
            fs::metadata(file).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
        };
        let mut candidates = std::env::split_paths(&searched).map(|folder| folder.join("git"));
        let program = candidates.find(is_program).ok_or(GitError::Missing)?;
        check_version(&program)?;
        let mut path = program.parent().map(|home| home.as_os_str().to_owned()).unwrap_or_default();
        path.push(":/usr/local/bin:/usr/bin:/bin");
        let git = Self { program, path, folder: folder.to_owned() };
        git.write_settings().map_err(|source| GitError::Folder { path: folder.to_owned(), source })?;
        Ok(git)
    }

    /// One command of git. Nothing of this program's environment comes along. `arguments` never hold what a client has written.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = apart(self.program.as_os_str(), arguments);
        command
            .env("PATH", &self.path)
            .env("HOME", &self.folder)
            .env("GIT_CONFIG_GLOBAL", self.folder.join("config"))
            .current_dir(&self.folder);
        command
    }

    /// Where its settings, its hooks and the sockets for them are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn write_settings(&self) -> io::Result<()> {
        let hooks = self.folder.join("hooks");
        fs::create_dir_all(&hooks)?;
        fs::set_permissions(&self.folder, fs::Permissions::from_mode(0o700))?;
        for name in super::hook::NAMES {
            let script = format!("#!/bin/sh\nexec \"$WARREN_PROGRAM\" hook {name}\n");
            write(&hooks.join(name), &script, 0o700)?;
        }
        write(&self.folder.join("config"), &settings(&hooks), 0o600)
    }
}

/// A command of git to which nothing comes of this program's environment or of the machine's settings. It leads a group
/// of processes, and ends when it is dropped. Where it finds programs, and which settings of ours it has, is still to be said.
pub fn apart(program: &OsStr, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env_clear()
        .env("LC_ALL", "C")
        .env("TZ", "UTC")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_ATTR_NOSYSTEM", "1")
        .env("GIT_NO_REPLACE_OBJECTS", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::null())
        .process_group(0)
        .kill_on_drop(true);
    command
}

fn check_version(program: &Path) -> Result<(), GitError> {
    let told =
        std::process::Command::new(program).arg("version").env_clear().output().map_err(|_| GitError::Missing)?;
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let version = told.split_whitespace().nth(2).unwrap_or_default();
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let found = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if found < OLDEST { Err(GitError::Old(version.to_owned())) } else { Ok(()) }
}

/// Whole or not at all: another server may be reading it.
fn write(file: &Path, text: &str, mode: u32) -> io::Result<()> {
    let fresh = file.with_extension(format!("{}.new", std::process::id()));
    fs::write(&fresh, text)?;
    fs::set_permissions(&fresh, fs::Permissions::from_mode(mode))?;
    fs::rename(&fresh, file)
}

/// What holds for every repository. A repository itself has nothing to say: of the hooks, only ours run.
fn settings(hooks: &Path) -> String {
    // A path in quotes, as git reads it.
    let hooks = hooks.display().to_string().replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        "# Written by Warren at every start; changes are lost.
[core]
	hooksPath = \"{hooks}\"
	fsmonitor = false
	untrackedCache = false
	symlinks = false
	protectHFS = true
	protectNTFS = true
	alternateRefsCommand = true
	sshCommand = false
	askPass = false
	# What was acknowledged survives a power cut, the branches as well as their commits.
	fsync = objects,reference
	bigFileThreshold = 16m
	packedGitLimit = 512m
	packedGitWindowSize = 32m
	deltaBaseCacheLimit = 64m
[safe]
	bareRepository = explicit
	directory = *
[transfer]
	fsckObjects = true
	advertiseSID = false
	bundleURI = false
[receive]
	fsckObjects = true
	advertisePushOptions = false
	autogc = false
	shallowUpdate = false
	denyDeleteCurrent = refuse
	keepAlive = 5
[uploadpack]
	allowAnySHA1InWant = false
	allowFilter = true
	keepAlive = 5
[uploadpackfilter]
	allow = false
[uploadpackfilter \"blob:none\"]
	allow = true
[pack]
	threads = 1
	windowMemory = 64m
	deltaCacheSize = 32m
	writeBitmapHashCache = true
[index]
	threads = 1
[gc]
	autoDetach = false
	writeCommitGraph = true
[protocol]
	allow = never
[init]
	defaultBranch = main
[user]
	useConfigOnly = true
"
    )
}
