//! A house whose door for git is open, and clients that come to it.

use std::{
    path::{Path, PathBuf},
    process::{Output, Stdio},
    sync::Arc,
    time::Duration,
};

use server::{
    git::{AfterPush, NothingAfter, Repositories},
    ssh::{self, HostKey, SshDoor},
};
use teamwork::{acts::Actor, rules::git};
use tokio::{net::TcpListener, process::Command, task::JoinHandle};

use super::repositories::Folder;
use crate::house::*;

/// The house, its door, and a folder for what clients need.
pub struct Gate {
    pub house: House,
    pub folder: Folder,
    pub repositories: Repositories,
    pub port: u16,
    task: JoinHandle<()>,
}

impl Gate {
    pub async fn on(engine: Engine) -> Self {
        Self::with(engine, Arc::new(NothingAfter)).await
    }

    /// The same, with something that happens after each push.
    pub async fn with(engine: Engine, after: Arc<dyn AfterPush>) -> Self {
        let folder = Folder::new();
        let data = folder.0.join("data");
        std::fs::create_dir_all(&data).unwrap();
        let house = House::with(engine, |config| config.data_dir.clone_from(&data)).await;
        std::fs::create_dir_all(folder.0.join("keys")).unwrap();
        let repositories = Repositories::open(&data).unwrap();
        let key = HostKey::of_the_house(&data).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let program = PathBuf::from(env!("CARGO_BIN_EXE_warren"));
        let stop = house.stop.clone();
        let door = SshDoor::new(house.warren.clone(), repositories.clone(), after, &key, program, stop).unwrap();
        house.warren.open_gate(git::Gate { host: format!("127.0.0.1:{port}"), fingerprint: key.fingerprint() });
        let task = tokio::spawn(ssh::listen(listener, door));
        let public = ssh_keygen(&["-y", "-f"], &data.join("ssh_host_ed25519_key")).await;
        std::fs::write(folder.0.join("known_hosts"), format!("[127.0.0.1]:{port} {public}")).unwrap();
        Self { house, folder, repositories, port, task }
    }

    /// Somebody, in front of the acts.
    pub async fn actor(&self, who: Person) -> Actor {
        actor(&self.house.warren, self.house.cookie(who)).await
    }

    /// A fresh pair of keys. Answers the file with the secret half.
    pub async fn pair(&self, name: &str) -> PathBuf {
        let file = self.folder.0.join("keys").join(name);
        ssh_keygen(&["-q", "-t", "ed25519", "-N", "", "-C", "", "-f"], &file).await;
        file
    }

    /// The public half, as it is pasted.
    pub fn public(&self, key: &Path) -> String {
        std::fs::read_to_string(key.with_extension("pub")).unwrap().trim().to_owned()
    }

    /// Gives somebody a key of their own.
    pub async fn key_of(&self, who: Person) -> PathBuf {
        let key = self.pair(&who.first.to_lowercase()).await;
        self.actor(who).await.add_key(&self.public(&key), "desk").await.unwrap();
        key
    }

    /// ssh with this key, which believes no other host than ours.
    pub fn ssh_words(&self, key: &Path) -> Vec<String> {
        let known = self.folder.0.join("known_hosts");
        let options = [
            "IdentitiesOnly=yes".to_owned(),
            "IdentityAgent=none".to_owned(),
            "BatchMode=yes".to_owned(),
            "StrictHostKeyChecking=yes".to_owned(),
            "GlobalKnownHostsFile=/dev/null".to_owned(),
            format!("UserKnownHostsFile={}", known.display()),
        ];
        let mut words = vec!["ssh".to_owned(), "-F".into(), "/dev/null".into()];
        words.extend(["-p".to_owned(), self.port.to_string(), "-i".into(), key.display().to_string()]);
        words.extend(options.into_iter().flat_map(|option| ["-o".to_owned(), option]));
        words
    }

    /// `ssh git@…` with these words more.
    pub fn ssh(&self, key: &Path, before: &[&str], behind: &[&str]) -> Command {
        let words = self.ssh_words(key);
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).args(before).arg("git@127.0.0.1").args(behind);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        command
    }

    /// What a bare command of git is answered.
    pub async fn asks(&self, key: &Path, command: &str) -> Said {
        said(self.ssh(key, &[], &[command])).await
    }

    /// git as people run it, in a folder of theirs.
    pub fn git(&self, key: &Path, folder: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        let home = self.folder.0.join(folder);
        std::fs::create_dir_all(&home).unwrap();
        command
            .args(arguments)
            .current_dir(&home)
            .env("HOME", &self.folder.0)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_SSH_COMMAND", self.ssh_words(key).join(" "))
            .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_NAME"), "Kevin Flynn")))
            .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_EMAIL"), "kevin@flynn.example")))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    /// Runs it to its end.
    pub async fn runs(&self, key: &Path, folder: &str, arguments: &[&str]) -> Said {
        said(self.git(key, folder, arguments)).await
    }

    /// Runs it, and it has to go well.
    pub async fn does(&self, key: &Path, folder: &str, arguments: &[&str]) -> String {
        let done = self.runs(key, folder, arguments).await;
        assert_eq!(done.status, 0, "git {arguments:?}: {}", done.err);
        done.out
    }

    /// A folder with one commit of one file.
    pub async fn work(&self, key: &Path, folder: &str, text: &str) {
        self.does(key, folder, &["init", "--quiet", "--initial-branch=main"]).await;
        self.commit(key, folder, text).await;
    }

    /// One commit more.
    pub async fn commit(&self, key: &Path, folder: &str, text: &str) {
        std::fs::write(self.folder.0.join(folder).join("index.html"), text).unwrap();
        self.does(key, folder, &["add", "."]).await;
        self.does(key, folder, &["commit", "--quiet", "-m", text]).await;
    }

    /// The address of a repository.
    pub fn url(&self, path: &str) -> String {
        format!("ssh://git@127.0.0.1:{}/{path}.git", self.port)
    }

    /// The commit a branch is at, in the repository itself.
    pub async fn tip(&self, app: &str, branch: &str) -> Option<String> {
        let app = self.house.facts[app].parse().unwrap();
        if !self.repositories.path(app).exists() {
            return None;
        }
        let told = self.repositories.git(app, &["rev-parse", "--verify", "--quiet", branch]).output().await.unwrap();
        told.status.success().then(|| String::from_utf8(told.stdout).unwrap().trim().to_owned())
    }

    /// Everything ends, and every invariant holds.
    pub async fn close(self) {
        self.house.stop.cancel();
        tokio::time::timeout(Duration::from_secs(15), self.task).await.expect("the door does not close").unwrap();
        self.house.close().await;
    }
}

/// What a program said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Self { status: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// Runs a program to its end, which comes.
pub async fn said(mut command: Command) -> Said {
    let ran = tokio::time::timeout(Duration::from_secs(30), command.output()).await;
    ran.expect("a client hangs").unwrap().into()
}

async fn ssh_keygen(arguments: &[&str], file: &Path) -> String {
    let mut command = Command::new("ssh-keygen");
    let made = command.args(arguments).arg(file).stdin(Stdio::null()).output().await.unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    String::from_utf8(made.stdout).unwrap()
}
