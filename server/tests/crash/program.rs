//! The real program with a database of its own, which is killed without a word.

use std::{
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Mutex,
    time::{Duration, Instant},
};

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use super::http::get;

pub struct Program {
    pub addr: SocketAddr,
    folder: PathBuf,
    /// The server and the database of this test, where it is not SQLite.
    postgres: Option<(String, String)>,
    /// Where Stripe is, and its two secrets.
    stripe: Option<[String; 3]>,
    child: Mutex<Option<Child>>,
}

impl Program {
    pub async fn new(server: Option<String>) -> Self {
        let (program, name) = Self::named(server);
        if let Some((server, _)) = &program.postgres {
            say(server, &format!("CREATE DATABASE {name}")).await;
        }
        program
    }

    /// Another one in the same state. The original must not run.
    pub async fn copy_of(original: &Self) -> Self {
        let (program, name) = Self::named(original.postgres.as_ref().map(|(server, _)| server.clone()));
        copy_all(&original.folder, &program.folder);
        if let Some((server, template)) = &original.postgres {
            // What a killed program had open closes a moment later.
            let copy = format!("CREATE DATABASE {name} TEMPLATE {template}");
            while !is_done(server, &copy).await {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        program
    }

    fn named(server: Option<String>) -> (Self, String) {
        let addr = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let name = format!("warren_crash_{}_{}", std::process::id(), addr.port());
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).unwrap();
        let postgres = server.map(|server| (server, name.clone()));
        (Self { addr, folder, postgres, stripe: None, child: Mutex::new(None) }, name)
    }

    /// Takes cards through this Stripe.
    pub fn pay_through(&mut self, api: &str, key: &str, webhook: &str) {
        self.stripe = Some([api, key, webhook].map(str::to_owned));
    }

    pub fn is_on_postgres(&self) -> bool {
        self.postgres.is_some()
    }

    /// The only column of a statement, past the program.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let (url, sql) = (self.database_url(), AssertSqlSafe(sql.to_owned()));
        let rows: Vec<(String,)> = if self.is_on_postgres() {
            sqlx::query_as(sql).fetch_all(&mut PgConnection::connect(&url).await.unwrap()).await.unwrap()
        } else {
            sqlx::query_as(sql).fetch_all(&mut SqliteConnection::connect(&url).await.unwrap()).await.unwrap()
        };
        rows.into_iter().map(|(text,)| text).collect()
    }

    /// Statements past the program. Answers whether they were done.
    pub async fn tell(&self, sql: &str) -> bool {
        let (url, sql) = (self.database_url(), AssertSqlSafe(sql.to_owned()));
        if self.is_on_postgres() {
            sqlx::raw_sql(sql).execute(&mut PgConnection::connect(&url).await.unwrap()).await.is_ok()
        } else {
            sqlx::raw_sql(sql).execute(&mut SqliteConnection::connect(&url).await.unwrap()).await.is_ok()
        }
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
        if let Some([api, key, webhook]) = &self.stripe {
            command.env("WARREN_STRIPE_API", api).env("WARREN_STRIPE_SECRET_KEY", key);
            command.env("WARREN_STRIPE_WEBHOOK_SECRET", webhook);
        }
        command
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

async fn say(server: &str, sql: &str) {
    assert!(is_done(server, sql).await, "{sql}");
}

async fn is_done(server: &str, sql: &str) -> bool {
    let mut server = PgConnection::connect(server).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut server).await.is_ok()
}

/// Files and folders; a socket is of a program that runs.
fn copy_all(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (kind, copy) = (entry.file_type().unwrap(), to.join(entry.file_name()));
        if kind.is_dir() {
            std::fs::create_dir(&copy).unwrap();
            copy_all(&entry.path(), &copy);
        } else if kind.is_file() {
            std::fs::copy(entry.path(), copy).unwrap();
        }
    }
}
