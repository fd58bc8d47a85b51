//! A PostgreSQL of the tests' own: empty, fast, forgetful, and gone with them.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::command::{ask, program};
use crate::outcome::{OrSay, Outcome};

pub struct Postgres {
    server: Child,
    folder: PathBuf,
    port: u16,
}

/// The folder of `initdb` and `postgres`; Debian keeps them off the PATH.
pub fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<_> =
        versions.map(|version| version.path().join("bin")).filter(|bin| bin.join("initdb").is_file()).collect();
    folders
        .sort_by_key(|bin| bin.parent().and_then(Path::file_name).and_then(|name| name.to_str()?.parse::<u32>().ok()));
    folders.pop().or_else(|| {
        ask(program("pg_config").arg("--bindir")).map(PathBuf::from).filter(|bin| bin.join("initdb").is_file())
    })
}

impl Postgres {
    pub fn start() -> Outcome<Self> {
        let programs = programs().ok_or("PostgreSQL is missing. Start `cargo xtask setup --tests`.")?;
        sweep();
        let folder = folders_of(std::process::id());
        fs::create_dir_all(&folder).or_say(format!("{} could not be made", folder.display()))?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))
            .or_say("The folder of PostgreSQL could not be closed to others")?;
        let account = Account::find()?;
        if let Some(account) = &account {
            chown(&folder, Some(account.user), Some(account.group))
                .or_say("The folder of PostgreSQL could not be given to its account")?;
        }

        let mut initdb = as_account(account.as_ref(), &programs.join("initdb"), &folder);
        initdb.args([
            "--pgdata=data",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]);
        let output = initdb.output().or_say("`initdb` could not be started")?;
        if !output.status.success() {
            return Err(
                format!("PostgreSQL could not be set up: {}", String::from_utf8_lossy(&output.stderr).trim()).into()
            );
        }

        let port = free_port()?;
        let words = fs::File::create(folder.join("log")).or_say("The log of PostgreSQL could not be made")?;
        let mut server = as_account(account.as_ref(), &programs.join("postgres"), &folder);
        server.args(["-D", "data", "-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1", "-c"]);
        server.arg(format!("unix_socket_directories={}", folder.display()));
        // Nobody needs this data after a power cut, and every test opens connections of its own.
        for setting in [
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "wal_level=minimal",
            "max_wal_senders=0",
            "max_wal_size=256MB",
            "max_connections=800",
        ] {
            server.args(["-c", setting]);
        }
        let server = server
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(words)
            .spawn()
            .or_say("PostgreSQL could not be started")?;

        let mut postgres = Self { server, folder, port };
        postgres.wait(&programs)?;
        Ok(postgres)
    }

    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn wait(&mut self, programs: &Path) -> Outcome {
        let patience = Instant::now() + Duration::from_secs(60);
        let port = self.port.to_string();
        while Instant::now() < patience {
            if ask(Command::new(programs.join("pg_isready")).args(["-q", "-h", "127.0.0.1", "-p", &port])).is_some() {
                return Ok(());
            }
            if matches!(self.server.try_wait(), Ok(Some(_))) {
                break;
            }
            sleep(Duration::from_millis(50));
        }
        let words = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Err(format!("PostgreSQL did not start: {}", words.trim()).into())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // An interrupt is PostgreSQL's "stop now, in order". Should it not, it is killed; its data goes anyway.
        ask(program("kill").args(["-INT", &self.server.id().to_string()]));
        let patience = Instant::now() + Duration::from_secs(10);
        while Instant::now() < patience && matches!(self.server.try_wait(), Ok(None)) {
            sleep(Duration::from_millis(20));
        }
        let _ = self.server.kill();
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// PostgreSQL refuses to run as root; then it gets an account.
struct Account {
    user: u32,
    group: u32,
}

impl Account {
    fn find() -> Outcome<Option<Self>> {
        let myself = fs::metadata("/proc/self").or_say("/proc could not be read")?.uid();
        if myself != 0 {
            return Ok(None);
        }
        let id = |what, name| ask(program("id").args([what, name])).and_then(|id| id.parse().ok());
        let account = ["postgres", "nobody"]
            .into_iter()
            .find_map(|name| Some(Self { user: id("-u", name)?, group: id("-g", name)? }));
        account
            .map(Some)
            .ok_or_else(|| "PostgreSQL does not run as root. Add an account `postgres` and start again.".into())
    }
}

/// Also without an account through `setpriv`: PostgreSQL then gets its interrupt when we are killed, which no guard of ours could send.
fn as_account(account: Option<&Account>, what: &Path, folder: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.current_dir(folder).args(["--pdeathsig", "INT"]);
    if let Some(Account { user, group }) = account {
        command.args([format!("--reuid={user}"), format!("--regid={group}"), "--clear-groups".to_owned()]);
    }
    command.arg("--").arg(what);
    command
}

/// Not in `target`, which the account could not reach below somebody's home.
fn folders_of(process: u32) -> PathBuf {
    let memory = PathBuf::from(MEMORY);
    let place = if roomy(&memory) { memory } else { std::env::temp_dir() };
    place.join(format!("warren-postgres-{process}"))
}

/// Every test makes a database of some three hundred files and removes it again, which ext4 answers with a long search
/// for an inode that was not removed just now: a third of the time of such tests went there.
const MEMORY: &str = "/dev/shm";

/// Room for the databases of some tests at once, in MiB. A container may have as little as 64.
const ROOM: u64 = 4 * 1024;

fn roomy(folder: &Path) -> bool {
    let free = ask(program("df").args(["--output=avail", "--block-size=1M"]).arg(folder));
    free.and_then(|free| free.lines().last()?.trim().parse::<u64>().ok()).is_some_and(|free| free >= ROOM)
}

/// Removes what runs that were killed have left behind.
fn sweep() {
    let places = [PathBuf::from(MEMORY), std::env::temp_dir()];
    for entry in places.iter().flat_map(fs::read_dir).flatten().flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix("warren-postgres-")?.parse::<u32>().ok());
        if process.is_some_and(|process| !Path::new("/proc").join(process.to_string()).exists()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").or_say("No port is free")?;
    Ok(listener.local_addr().or_say("No port is free")?.port())
}

#[cfg(test)]
mod tests {
    use super::Postgres;
    use std::net::TcpStream;

    #[test]
    fn it_answers_while_it_lives_and_leaves_nothing_behind() {
        let postgres = Postgres::start().expect("PostgreSQL is there; `cargo xtask setup --tests` brings it");
        let (port, folder) = (postgres.port, postgres.folder.clone());
        assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());
        drop(postgres);
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
        assert!(!folder.exists());
    }
}
