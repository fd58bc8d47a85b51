//! A house for each test, on each engine, with the people of the stories in it.
//!
//! The stage is set through acts, once a run; every test then gets a copy of that database. So a test that is not about
//! signing up pays for no password hash.

mod database;
mod mails;
mod people;
mod plans;
mod stage;

use std::{
    panic::{AssertUnwindSafe, resume_unwind},
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures::FutureExt;
use teamwork::{
    acts::{Actor, Chance, Clock, Guest, PasswordCost, Settings, SignUp, Visitor, Warren},
    rules::{
        company::CompanySetup, id::UserId, invitation::INVITATION_LIFE, log::Door, moment::Moment, role::Role,
        zone::TimeZone,
    },
};

pub use database::{Database, Engine, Entry, Eye};
pub use mails::last_part;
pub use people::{ADA, GRACE, KEVIN, MALLORY, MARA, PASSWORD, Person};
pub use stage::{Stage, billing_form};

/// The network everybody comes from who says nothing else.
pub const NETWORK: &str = "192.0.2.7";

/// One running Warren on a database of its own, and the cookies of the people in it.
pub struct House {
    pub warren: Arc<Warren>,
    pub clock: Arc<Hands>,
    pub database: Database,
    cookies: Mutex<Vec<(Person, String)>>,
    /// The newest mail, and how long the log was, when the test began.
    curtain: i64,
    logged: AtomicUsize,
}

/// A clock that stands still until it is moved.
pub struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> Moment {
        Moment::from_millis(self.0.load(Ordering::SeqCst))
    }
}

impl Hands {
    pub fn forward(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }

    pub fn set(&self, to: Moment) {
        self.0.store(to.millis(), Ordering::SeqCst);
    }
}

/// Runs a test on every engine there is. At its end every invariant has to hold.
pub async fn each_engine(test: impl AsyncFn(&House)) {
    for engine in Engine::all() {
        let house = House::open(engine).await;
        let outcome = AssertUnwindSafe(test(&house)).catch_unwind().await;
        let findings = match &outcome {
            Ok(()) => house.warren.fsck().await,
            Err(_) => Ok(Vec::new()),
        };
        close(&house.warren).await;
        let scans = match &outcome {
            Ok(()) => plans::without_index(&house.database, house.warren.statement_texts()).await,
            Err(_) => Vec::new(),
        };
        house.database.drop().await;
        if let Err(panic) = outcome {
            println!("on {engine:?}");
            resume_unwind(panic);
        }
        assert_eq!(findings, Ok(Vec::new()), "on {engine:?} an invariant does not hold");
        assert_eq!(scans, Vec::<String>::new(), "on {engine:?} a statement reads a whole table");
    }
}

/// Closes a server, or fails: a connection that nobody gives back would be waited for until the end of days.
async fn close(warren: &Warren) {
    tokio::time::timeout(Duration::from_secs(60), warren.close()).await.expect("the house closes");
}

impl House {
    /// A copy of the stage.
    pub async fn open(engine: Engine) -> Self {
        Self::on(stage::get(engine).await).await
    }

    /// A house that begins where that stage stands.
    pub async fn on(stage: &Stage) -> Self {
        Self::opened(stage, true).await
    }

    /// The same without a look at the schema and the settings of the house: for stories by the thousand.
    pub async fn lean_on(stage: &Stage) -> Self {
        Self::opened(stage, false).await
    }

    async fn opened(stage: &Stage, whole: bool) -> Self {
        let database = Database::copy_of(&stage.database).await;
        let clock = Arc::new(Hands(AtomicI64::new(stage.now.millis())));
        let (settings, chance) = settings_of(&database, |_| {});
        let warren = match whole {
            true => Warren::open(settings, clock.clone(), chance).await.unwrap(),
            false => Warren::open_as_it_is(settings, clock.clone(), chance).await.unwrap(),
        };
        let cookies = Mutex::new(stage.cookies.clone());
        Self { warren, clock, database, cookies, curtain: stage.curtain, logged: AtomicUsize::new(stage.logged) }
    }

    /// Closes the house as it stands: many stories can begin here, each in a copy.
    pub async fn freeze(self) -> Stage {
        let now = self.warren.now();
        close(&self.warren).await;
        self.database.fold().await;
        let Self { database, cookies, curtain, logged, .. } = self;
        let (cookies, logged) = (cookies.into_inner().unwrap(), logged.into_inner());
        Stage { database, cookies, now, curtain, logged }
    }

    /// Closes the house and forgets its database.
    pub async fn end(self) {
        close(&self.warren).await;
        self.database.drop().await;
    }

    /// A second server, or the same after a restart, on the same database.
    pub async fn beside(&self) -> Arc<Warren> {
        self.open_as(|_| {}).await
    }

    /// The same as lean as possible.
    pub async fn lean_beside(&self) -> Arc<Warren> {
        let (settings, chance) = settings_of(&self.database, |_| {});
        Warren::open_as_it_is(settings, self.clock.clone(), chance).await.unwrap()
    }

    /// The same with other settings.
    pub async fn open_as(&self, change: impl FnOnce(&mut Settings)) -> Arc<Warren> {
        open_warren(&self.database, &self.clock, change).await
    }

    /// Somebody who is not signed in.
    pub fn guest(&self) -> Guest {
        self.guest_from(NETWORK)
    }

    pub fn guest_from(&self, network: &str) -> Guest {
        Guest::new(&self.warren, Door::Page, network, "Firefox/1 Linux", self.warren.request())
    }

    pub async fn ada(&self) -> Actor {
        self.person(ADA).await
    }

    pub async fn grace(&self) -> Actor {
        self.person(GRACE).await
    }

    pub async fn kevin(&self) -> Actor {
        self.person(KEVIN).await
    }

    pub async fn mara(&self) -> Actor {
        self.person(MARA).await
    }

    pub async fn mallory(&self) -> Actor {
        self.person(MALLORY).await
    }

    /// The person at this moment, signed in anew if their session has ended meanwhile.
    pub async fn person(&self, who: Person) -> Actor {
        let cookie = self.cookie(who);
        match self.guest().recognise(&cookie).await.unwrap() {
            Visitor::Person(actor) => actor,
            Visitor::Guest(guest) => {
                let signed_in = guest.sign_in(who.email, PASSWORD).await.unwrap();
                self.keep(who, signed_in.secret.clone());
                self.recognise(&signed_in.secret).await.unwrap()
            }
        }
    }

    /// Whom this cookie belongs to, if it lives.
    pub async fn recognise(&self, cookie: &str) -> Option<Actor> {
        match self.guest().recognise(cookie).await.unwrap() {
            Visitor::Person(actor) => Some(actor),
            Visitor::Guest(_) => None,
        }
    }

    /// Somebody new, with an invitation or without. Costs a password hash.
    pub async fn sign_up(&self, first: &str, email: &str, invitation: Option<&str>) -> Actor {
        let form = SignUp {
            first_name: first.into(),
            email: email.into(),
            password: PASSWORD.into(),
            terms: true,
            invitation: invitation.map(str::to_owned),
            ..SignUp::default()
        };
        let signed_in = self.guest().sign_up(form).await.unwrap();
        self.recognise(&signed_in.secret).await.unwrap()
    }

    pub fn cookie(&self, who: Person) -> String {
        let cookies = self.cookies.lock().unwrap();
        cookies.iter().find(|(person, _)| *person == who).map(|(_, cookie)| cookie.clone()).unwrap()
    }

    fn keep(&self, who: Person, cookie: String) {
        let mut cookies = self.cookies.lock().unwrap();
        cookies.retain(|(person, _)| *person != who);
        cookies.push((who, cookie));
    }

    /// What a person is in Acme Inc.
    pub async fn role_of(&self, who: Person) -> Option<Role> {
        let companies = self.person(who).await.my_companies().await.unwrap();
        companies.iter().find(|company| company.slug == "acme").map(|company| company.role)
    }

    /// Sets up another Company; its name in URLs.
    pub async fn company_of(&self, owner: &Actor, name: &str) -> String {
        owner.set_up_company(CompanySetup::read(name, "", &billing_form()).unwrap()).await.unwrap()
    }

    /// The version of a member of Acme Inc, as a page would show it.
    pub async fn version_of(&self, user: UserId) -> i64 {
        let team = self.ada().await.team("acme", None).await.unwrap();
        team.members.iter().find(|member| member.user == user).unwrap().version
    }

    /// Forgets what was counted, for tests in which a person does something far more often than anybody would.
    pub async fn forgive_limits(&self) {
        self.database.run("DELETE FROM limits").await;
    }

    /// The log since the test began.
    pub async fn log(&self) -> Vec<Entry> {
        self.database.log().await.split_off(self.logged.load(Ordering::SeqCst))
    }

    /// From now on the log begins here: what went before belongs to the stage.
    pub async fn raise_the_curtain(&self) {
        self.logged.store(self.database.log().await.len(), Ordering::SeqCst);
    }
}

async fn open_warren(database: &Database, clock: &Arc<Hands>, change: impl FnOnce(&mut Settings)) -> Arc<Warren> {
    let (settings, chance) = settings_of(database, change);
    Warren::open(settings, clock.clone(), chance).await.unwrap()
}

fn settings_of(database: &Database, change: impl FnOnce(&mut Settings)) -> (Settings, Chance) {
    /// Each Warren has a chance of its own, so that copies of one stage never make the same id twice.
    static SEED: AtomicU64 = AtomicU64::new(1);
    let mut settings = Settings {
        database_url: database.url(),
        base_url: "https://warren.example".into(),
        secret: [7; 32],
        invitation_life: INVITATION_LIFE,
        private_webhooks: false,
        time_zone: TimeZone::UTC,
        password_cost: PasswordCost::LEAST,
        demo: true,
    };
    change(&mut settings);
    (settings, Chance::seeded(SEED.fetch_add(1, Ordering::SeqCst)))
}
