//! People who write all the time, and remember what they were told was done.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use super::{
    http::{Answer, post},
    program::Program,
};

const PASSWORD: &str = "a+burrow+with+many+doors";

/// How far each writer came, as far as they were told.
#[derive(Default)]
struct Journal {
    /// Companies `k1`, `k2`, … are there up to this one.
    companies: AtomicU64,
    /// Kevin is called `N…` with at least this number.
    name: AtomicU64,
    /// Grace's membership has at least this version.
    version: AtomicU64,
    /// How many writes were acknowledged.
    acknowledged: AtomicU64,
}

pub struct Load {
    ada: String,
    kevin: String,
    grace_id: String,
    journal: Arc<Journal>,
}

impl Load {
    /// Signs the people of the demo in; their sessions outlive every kill.
    pub async fn begin(program: &Program) -> Self {
        let (ada, kevin) = (sign_in(program.addr, "ada").await, sign_in(program.addr, "kevin").await);
        let team = post(program.addr, "/do/team", &ada, "slug=acme&after=").await.unwrap();
        let team: serde_json::Value = serde_json::from_str(&team.body).unwrap();
        let grace = team["members"].as_array().unwrap().iter().find(|member| member["name"] == "Grace Hopper").unwrap();
        let journal = Arc::new(Journal::default());
        journal.version.store(grace["version"].as_u64().unwrap(), SeqCst);
        Self { ada, kevin, grace_id: grace["user"].as_str().unwrap().to_owned(), journal }
    }

    /// Everybody writes until `end` has come after so many milliseconds. Answers how much was acknowledged meanwhile.
    pub async fn run_until(&mut self, program: &Program, millis: u64, end: impl AsyncFn()) -> u64 {
        let (before, stop) = (self.journal.acknowledged.load(SeqCst), Arc::new(AtomicBool::new(false)));
        let (addr, journal) = (program.addr, self.journal.clone());
        let writers = [
            tokio::spawn(set_up(addr, self.ada.clone(), journal.clone(), stop.clone())),
            tokio::spawn(rename(addr, self.kevin.clone(), journal.clone(), stop.clone())),
            tokio::spawn(change(addr, self.ada.clone(), self.grace_id.clone(), journal, stop.clone())),
        ];
        tokio::time::sleep(Duration::from_millis(millis)).await;
        end().await;
        stop.store(true, SeqCst);
        for writer in writers {
            writer.await.unwrap();
        }
        self.journal.acknowledged.load(SeqCst) - before
    }

    /// Looks past the program into the database: is there at least what was acknowledged?
    ///
    /// # Errors
    /// What is missing.
    pub async fn nothing_is_lost(&mut self, program: &Program) -> Result<(), String> {
        let companies = number(program, "SELECT CAST(COUNT(*) AS TEXT) FROM companies WHERE slug LIKE 'kill-%'").await;
        let name = number(program, "SELECT SUBSTR(first_name, 2) FROM users WHERE last_name = 'Flynn'").await;
        let version = number(
            program,
            "SELECT CAST(m.version AS TEXT) FROM members m JOIN users u ON u.id = m.user_id
             JOIN companies c ON c.id = m.company_id WHERE c.slug = 'acme' AND u.last_name = 'Hopper'",
        )
        .await;
        for (what, journal, found) in [
            ("Companies", &self.journal.companies, companies),
            ("the name", &self.journal.name, name),
            ("the version of a membership", &self.journal.version, version),
        ] {
            let acknowledged = journal.load(SeqCst);
            // Before the first acknowledgement there is nothing to find.
            match found.unwrap_or_default() {
                found if found < acknowledged => {
                    return Err(format!("{what}: {acknowledged} acknowledged, {found} found"));
                }
                // What was done but not acknowledged: go on from there.
                found => journal.store(found, SeqCst),
            }
        }
        Ok(())
    }
}

/// The number in the only row and column of a statement, if there is one.
async fn number(program: &Program, sql: &str) -> Option<u64> {
    program.texts(sql).await.pop()?.parse().ok()
}

async fn set_up(addr: SocketAddr, ada: String, journal: Arc<Journal>, stop: Arc<AtomicBool>) {
    while !stop.load(SeqCst) {
        let number = journal.companies.load(SeqCst) + 1;
        let form = format!(
            "name=Kill+{number}&slug=kill-{number}&country=DE&billing_name=Kill&street=1+Row&postal_code=1&city=B&vat_number=\
             &billing_email=kill@warren.example"
        );
        if is_done(post(addr, "/do/set_up_company", &ada, &form).await, "set_up_company") {
            journal.companies.store(number, SeqCst);
            journal.acknowledged.fetch_add(1, SeqCst);
        }
    }
}

async fn rename(addr: SocketAddr, kevin: String, journal: Arc<Journal>, stop: Arc<AtomicBool>) {
    while !stop.load(SeqCst) {
        let number = journal.name.load(SeqCst) + 1;
        let form = format!("first_name=N{number}&last_name=Flynn");
        if is_done(post(addr, "/do/change_name", &kevin, &form).await, "change_name") {
            journal.name.store(number, SeqCst);
            journal.acknowledged.fetch_add(1, SeqCst);
        }
    }
}

/// Grace is made a Billing member and an Admin again, and so on.
async fn change(addr: SocketAddr, ada: String, grace: String, journal: Arc<Journal>, stop: Arc<AtomicBool>) {
    while !stop.load(SeqCst) {
        let version = journal.version.load(SeqCst);
        let to = if version % 2 == 1 { "billing" } else { "admin" };
        let form = format!("slug=acme&user={grace}&to={to}&version={version}");
        if is_done(post(addr, "/do/change_role", &ada, &form).await, "change_role") {
            journal.version.store(version + 1, SeqCst);
            journal.acknowledged.fetch_add(1, SeqCst);
        }
    }
}

/// A killed program answers nothing; a living one has nothing to refuse here.
fn is_done(answer: io::Result<Answer>, what: &str) -> bool {
    let Ok(answer) = answer else { return false };
    assert!((200..400).contains(&answer.status), "{what}: {} {}", answer.status, answer.body);
    true
}

async fn sign_in(addr: SocketAddr, who: &str) -> String {
    let form = format!("email={who}@warren.example&password={PASSWORD}");
    let answer = post(addr, "/do/sign_in", "", &form).await.unwrap();
    answer.cookie("__Host-sid").unwrap_or_else(|| panic!("{who} cannot sign in: {}", answer.body))
}
