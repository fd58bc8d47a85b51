//! The real program with a database of its own, which is killed without a word.

use std::{
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::Mutex,
    time::{Duration, Instant},
};

use sqlx::{Connection, PgConnection};

use super::load::get;

pub struct Program {
    pub addr: SocketAddr,
    folder: PathBuf,
    /// The server and the database of this test, where it is not SQLite.
    postgres: Option<(String, String)>,
    child: Mutex<Option<Child>>,
}

impl Program {
    pub async fn new(server: Option<String>) -> Self {
        let addr = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let name = format!("warren_crash_{}_{}", std::process::id(), addr.port());
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).unwrap();
        if let Some(server) = &server {
            say(server, &format!("CREATE DATABASE {name}")).await;
        }
        Self { addr, folder, postgres: server.map(|server| (server, name)), child: Mutex::new(None) }
    }

    /// Starts it and waits for the first good answer; answers how many milliseconds that took.
    pub async fn start(&self) -> u128 {
        let begin = Instant::now();
        let child = self.command(&["serve", "--demo"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        *self.child.lock().unwrap() = Some(child);
        while begin.elapsed() < Duration::from_secs(60) {
            if get(self.addr, "/readyz").await.is_ok_and(|answer| answer.status == 200) {
                return begin.elapsed().as_millis();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("the program does not come back after a kill");
    }

    /// SIGKILL: no handler runs, nothing is flushed.
    pub fn kill(&self) {
        if let Some(mut child) = self.child.lock().unwrap().take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Every invariant holds, and the log is sealed to its end.
    pub async fn is_whole(&self) {
        for check in [&["fsck"][..], &["verify-log"]] {
            let output = self.command(check).output().unwrap();
            let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{check:?}: {told}");
        }
    }

    pub fn database_url(&self) -> String {
        match &self.postgres {
            Some((server, name)) => {
                let mut url = url::Url::parse(server).unwrap();
                url.set_path(name);
                url.to_string()
            }
            None => format!("sqlite:{}", self.folder.join("warren.db").display()),
        }
    }

    pub async fn forget(&self) {
        std::fs::remove_dir_all(&self.folder).unwrap();
        if let Some((server, name)) = &self.postgres {
            say(server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_warren"));
        command
            .args(arguments)
            .env_clear()
            .env("WARREN_ADDR", self.addr.to_string())
            .env("WARREN_BASE_URL", format!("http://{}", self.addr))
            .env("WARREN_DATA_DIR", &self.folder)
            .env("DATABASE_URL", self.database_url());
        command
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

async fn say(server: &str, sql: &str) {
    let mut server = PgConnection::connect(server).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut server).await.unwrap();
}
