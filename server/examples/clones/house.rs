//! A house with one App and some keys, made by acts only, and the program that serves it.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};

use rand::{RngCore, SeedableRng, rngs::StdRng};
use teamwork::{
    acts::{Chance, PasswordCost, Settings, SystemClock, Warren},
    rules::{moment::DAY, zone::TimeZone},
};

use super::{
    people::{company, confirm, sign_in, sign_up},
    process::Running,
    servers::{Server, begin},
};

const PORT: u16 = 3984;
const SSH: u16 = 3983;
/// One key has only some of the turns, so a crowd comes with several.
const KEYS: usize = 8;
/// What the repository is made of: files that cannot be made smaller, over some commits.
const FILES: usize = 500;
const FILE: usize = 100_000;
const COMMITS: usize = 50;

/// Warren, serving.
pub struct House {
    pub folder: PathBuf,
    pub keys: Vec<PathBuf>,
    /// Where the repository lies.
    pub repository: PathBuf,
    pub process: Arc<Running>,
}

impl House {
    /// Fills a house in this folder and serves it.
    pub fn set(warren: &Path, folder: &Path) -> Self {
        let keys: Vec<PathBuf> = (0..KEYS).map(|number| key_pair(folder, &format!("key{number}"))).collect();
        let database = format!("sqlite:{}/warren.db", folder.display());
        let app = fill(&database, &keys);
        let mut command = Command::new(warren);
        command
            .arg("serve")
            .env("WARREN_ADDR", format!("127.0.0.1:{PORT}"))
            .env("WARREN_BASE_URL", format!("http://localhost:{PORT}"))
            .env("WARREN_SSH_ADDR", format!("127.0.0.1:{SSH}"))
            .env("WARREN_DATA_DIR", folder)
            .env("DATABASE_URL", database)
            .env("WARREN_SECRET", "07".repeat(32))
            .env("WARREN_LOG", "warn");
        let process = begin(command, SSH);
        Self { folder: folder.to_owned(), keys, repository: folder.join(format!("repositories/{app}.git")), process }
    }

    /// Itself, to be compared.
    pub fn server(&self) -> Server {
        Server { name: "Warren", url: url(), process: self.process.clone() }
    }

    /// Makes the history and pushes it. Answers its megabytes, as they lie on the disk.
    pub fn push_history(&self) -> f64 {
        let work = self.folder.join("work.git");
        done(git(&self.folder).args(["init", "--quiet", "--bare"]).arg(&work));
        let mut import = git(&work).args(["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().unwrap();
        write_history(&mut import.stdin.take().unwrap());
        assert!(import.wait().unwrap().success());
        let mut push = git(&work);
        // What publishing says is of no interest here.
        push.args(["push", "--quiet", &url(), "main"]).stderr(Stdio::null());
        done(self.as_client(&mut push, 0));
        let objects = fs::read_dir(self.repository.join("objects/pack")).unwrap();
        objects.map(|file| file.unwrap().metadata().unwrap().len()).sum::<u64>() as f64 / 1e6
    }

    /// `git clone` as people type it, with one of the keys.
    pub fn clone_from(&self, url: &str, key: usize, to: &str) -> Command {
        let mut command = git(&self.folder);
        let _ = fs::remove_dir_all(self.folder.join(to));
        self.as_client(command.args(["clone", "--quiet", "--bare", url, to]), key);
        command
    }

    fn as_client<'a>(&self, command: &'a mut Command, key: usize) -> &'a mut Command {
        let key = self.keys[key % KEYS].display();
        let options =
            "-F /dev/null -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=no -o LogLevel=ERROR";
        command.env("GIT_SSH_COMMAND", format!("ssh {options} -o UserKnownHostsFile=/dev/null -i {key}"))
    }
}

/// Runs it to its good end.
pub fn done(command: &mut Command) {
    assert!(command.status().unwrap().success(), "{command:?}");
}

/// Makes a pair of keys. Answers the file with the secret half.
pub fn key_pair(folder: &Path, name: &str) -> PathBuf {
    let file = folder.join(name);
    done(Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f"]).arg(&file));
    file
}

fn url() -> String {
    format!("ssh://git@127.0.0.1:{SSH}/bench/big.git")
}

/// git without the settings of whoever measures.
fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
    command
}

#[tokio::main]
async fn fill(database: &str, keys: &[PathBuf]) -> String {
    let settings = Settings {
        database_url: database.to_owned(),
        base_url: format!("http://localhost:{PORT}"),
        secret: [7; 32],
        invitation_life: 7 * DAY,
        private_webhooks: false,
        time_zone: TimeZone::UTC,
        password_cost: PasswordCost::PRODUCTION,
        demo: true,
    };
    let warren = Warren::open(settings, Arc::new(SystemClock), Chance::from_os()).await.unwrap();
    sign_up(&warren, "ada", None).await;
    confirm(&warren).await;
    let ada = sign_in(&warren).await;
    ada.set_up_company(company("bench")).await.unwrap();
    let contact = ada.billing("bench").await.unwrap()[0].id;
    ada.create_app("bench", "big", "standard", contact).await.unwrap();
    for key in keys {
        let line = fs::read_to_string(key.with_extension("pub")).unwrap();
        ada.add_key(&line, &key.file_name().unwrap().to_string_lossy()).await.unwrap();
    }
    let app = ada.app("big").await.unwrap().id.to_string();
    warren.close().await;
    app
}

/// The stream that `git fast-import` reads.
fn write_history(to: &mut impl Write) {
    let (mut dice, mut file) = (StdRng::seed_from_u64(50), vec![0; FILE]);
    for commit in 0..COMMITS {
        let author = format!("committer Ada <ada@bench.example> {} +0000", 1_700_000_000 + commit);
        writeln!(to, "commit refs/heads/main\n{author}\ndata 5\ncount").unwrap();
        for number in (commit..FILES).step_by(COMMITS) {
            dice.fill_bytes(&mut file);
            writeln!(to, "M 100644 inline files/{number}\ndata {FILE}").unwrap();
            to.write_all(&file).unwrap();
            writeln!(to).unwrap();
        }
    }
}
