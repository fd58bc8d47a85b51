//! The running whole, and how it is opened. Time and chance come in from outside.

use std::{
    sync::{Arc, Mutex, OnceLock, PoisonError, RwLock},
    time::{SystemTime, UNIX_EPOCH},
};

use rand::{RngCore, SeedableRng, rngs::StdRng};
use tokio::sync::Notify;
use webauthn_rs::prelude::Webauthn;

use super::{
    Guest,
    hub::Hub,
    passkeys::relying_party,
    passwords::{Hasher, PasswordCost},
    secrets::Keys,
};
use crate::{
    ports::{Host, Names, Payments},
    rules::{
        git::Gate,
        house::{Chosen, HouseRules, Setting},
        id::RequestId,
        invoice::Seller,
        log::Door,
        moment::Moment,
        problem::Problem,
        zone::TimeZone,
    },
    store::db::{Db, OpenError},
};

/// What tells the time.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Moment;
}

/// The clock of the machine.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
    fn now(&self) -> Moment {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Moment::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// Where secrets and ids get their chance from: a cryptographic generator, seeded by the machine or by a test.
pub struct Chance(Mutex<StdRng>);

impl Chance {
    /// Seeded by the operating system.
    pub fn from_os() -> Self {
        Self(Mutex::new(StdRng::from_os_rng()))
    }

    /// The same chance in every run. For tests only: whoever knows the seed knows every secret.
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }

    /// So many fresh bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }
}

/// What the operator decides.
#[derive(Clone)]
pub struct Settings {
    /// `sqlite:` or `postgres:`.
    pub database_url: String,
    /// Where people reach this house, without a slash at the end. Every link begins with it, never with a header.
    pub base_url: String,
    /// The key from which mailed secrets are derived. It is not in the database.
    pub secret: [u8; 32],
    /// How long a team invitation lives, in milliseconds (S18).
    pub invitation_life: i64,
    pub password_cost: PasswordCost,
    /// Whether this is the demo, whose mails can be read in the browser.
    pub demo: bool,
    /// Whether webhooks may go into the network of this machine too.
    pub private_webhooks: bool,
    /// In which mails and pages tell times to people who have no other one (S18).
    pub time_zone: TimeZone,
}

/// The running whole.
pub struct Warren {
    pub settings: Settings,
    pub hub: Hub,
    pub(crate) db: Db,
    pub(super) keys: Keys,
    pub(super) hasher: Hasher,
    /// What this house is to the devices that keep passkeys, where they work.
    pub(super) party: Option<Webauthn>,
    pub chance: Chance,
    pub(super) mail_waits: Notify,
    pub(super) payment_waits: Notify,
    pub(super) webhook_waits: Notify,
    pub(super) payments: OnceLock<Arc<dyn Payments>>,
    pub(super) sites: OnceLock<Arc<dyn Host>>,
    chosen: RwLock<Chosen>,
    names: OnceLock<Outside>,
    gate: OnceLock<Gate>,
    clock: Arc<dyn Clock>,
}

/// Where the Apps are, and who knows where names lead.
struct Outside {
    apps_domain: String,
    names: Arc<dyn Names>,
}

impl Warren {
    /// Opens the house: the database, its newest schema, the streams.
    ///
    /// # Errors
    /// When the database cannot be opened or migrated, in words for the operator.
    pub async fn open(settings: Settings, clock: Arc<dyn Clock>, chance: Chance) -> Result<Arc<Self>, OpenError> {
        Self::migrate(&settings.database_url).await?;
        let warren = Self::open_as_it_is(settings, clock, chance).await?;
        // Listen first, read second: no choice is missed in between.
        warren.follow_settings();
        if let Err(problem) = warren.read_settings().await {
            tracing::error!(%problem, "the settings of the house could not be read; the defaults count");
        }
        Ok(warren)
    }

    /// Opens the house without touching its schema: to look at a database, not to change it.
    ///
    /// # Errors
    /// When the database cannot be opened.
    pub async fn open_as_it_is(
        settings: Settings,
        clock: Arc<dyn Clock>,
        chance: Chance,
    ) -> Result<Arc<Self>, OpenError> {
        let db = Db::open(&settings.database_url).await?;
        let hub = Hub::open(&db).await?;
        Ok(Arc::new(Self {
            keys: Keys::new(settings.secret),
            party: relying_party(&settings.base_url),
            hasher: Hasher::new(settings.password_cost, &chance),
            mail_waits: Notify::new(),
            payment_waits: Notify::new(),
            webhook_waits: Notify::new(),
            payments: OnceLock::new(),
            sites: OnceLock::new(),
            chosen: RwLock::new(Chosen::before(settings.invitation_life)),
            names: OnceLock::new(),
            gate: OnceLock::new(),
            settings,
            hub,
            db,
            chance,
            clock,
        }))
    }

    /// Brings the schema of a database to the newest version and closes it again.
    ///
    /// # Errors
    /// When it cannot be opened or migrated.
    pub async fn migrate(database_url: &str) -> Result<(), OpenError> {
        let db = Db::open(database_url).await?;
        db.migrate().await?;
        db.close().await;
        Ok(())
    }

    /// The present instant.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// How long things last in this house.
    pub fn house_rules(&self) -> HouseRules {
        self.chosen.read().unwrap_or_else(PoisonError::into_inner).rules
    }

    /// What this house is called.
    pub fn house_name(&self) -> String {
        self.chosen.read().unwrap_or_else(PoisonError::into_inner).name.clone()
    }

    /// Which terms of service clients agree to; empty while the operator has named none.
    pub fn terms(&self) -> String {
        self.chosen.read().unwrap_or_else(PoisonError::into_inner).terms.clone()
    }

    /// Who sells here.
    pub fn seller(&self) -> Seller {
        self.chosen.read().unwrap_or_else(PoisonError::into_inner).seller.clone()
    }

    /// Of what the seller is known too little for an invoice.
    pub(super) fn missing_of_seller(&self) -> Vec<Setting> {
        self.chosen.read().unwrap_or_else(PoisonError::into_inner).missing()
    }

    /// Takes over what the operator has chosen.
    pub(super) fn choose(&self, chosen: Chosen) {
        *self.chosen.write().unwrap_or_else(PoisonError::into_inner) = chosen;
    }

    /// The absolute URL of a path of this house.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.settings.base_url)
    }

    /// Says below which domain the Apps are, and whom to ask where names lead. Counts once, at the start.
    pub fn ask_names(&self, apps_domain: String, names: Arc<dyn Names>) {
        // Whoever comes second has nothing to say.
        let _ = self.names.set(Outside { apps_domain, names });
    }

    /// The domain below which every App has a name of its own.
    pub fn apps_domain(&self) -> String {
        self.names.get().map_or_else(|| format!("apps.{}", self.host()), |outside| outside.apps_domain.clone())
    }

    /// The name of an App in the web.
    pub fn app_host(&self, app: &str) -> String {
        format!("{app}.{}", self.apps_domain())
    }

    /// The address of an App in the web: reached the way the house is.
    pub fn app_address(&self, app: &str) -> String {
        let base = &self.settings.base_url;
        let scheme = if base.starts_with("https:") { "https" } else { "http" };
        let port = base.rsplit_once(':').map(|(_, port)| port).filter(|port| port.bytes().all(|b| b.is_ascii_digit()));
        let host = self.app_host(app);
        port.map_or_else(|| format!("{scheme}://{host}/"), |port| format!("{scheme}://{host}:{port}/"))
    }

    /// Says where releases lie. Counts once, at the start; without it nothing is published.
    pub fn open_sites(&self, host: Arc<dyn Host>) {
        // Whoever comes second has nothing to say.
        let _ = self.sites.set(host);
    }

    /// Says where repositories are reached over SSH, now that the door is open. Counts once, at the start.
    pub fn open_gate(&self, gate: Gate) {
        // Whoever comes second has nothing to say.
        let _ = self.gate.set(gate);
    }

    /// Where repositories are reached, if they are.
    pub fn gate(&self) -> Option<&Gate> {
        self.gate.get()
    }

    /// The name of this house, without a port.
    pub(super) fn host(&self) -> &str {
        let rest = self.settings.base_url.split_once("://").map_or("", |(_, rest)| rest);
        rest.rsplit_once(':').map_or(rest, |(host, _)| host)
    }

    /// Who knows where names lead, if anybody does.
    pub(super) fn names(&self) -> Option<&dyn Names> {
        self.names.get().map(|outside| outside.names.as_ref())
    }

    /// The house itself, which acts by its own clock: nobody is signed in, and nothing came over the network.
    pub(super) fn house(self: &Arc<Self>) -> Guest {
        Guest::new(self, Door::Job, "", "", self.request())
    }

    /// A fresh id for a request.
    pub fn request(&self) -> RequestId {
        RequestId::new(self.now(), self.chance.bytes())
    }

    /// Whether the database answers.
    pub async fn ready(&self) -> bool {
        self.db.answers().await
    }

    /// How many statements were issued so far; acts have budgets, and a test holds them to these.
    pub fn statements(&self) -> u64 {
        self.db.statements()
    }

    /// The texts of all statements that were issued so far and the types of their values, for the test that reads their plans.
    #[cfg(debug_assertions)]
    pub fn statement_texts(&self) -> Vec<(&'static str, Vec<String>)> {
        self.db.texts()
    }

    /// Closes the database.
    pub async fn close(&self) {
        self.hub.close();
        self.db.close().await;
    }

    /// Marks invitations whose deadline has passed and tells their senders (M9). Answers how many.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn expire_invitations(self: &Arc<Self>) -> Result<u64, Problem> {
        super::invitations::expire(&self.house()).await
    }

    /// Reminds the invited at half-time (M5r). Answers how many.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn remind_invitations(self: &Arc<Self>) -> Result<u64, Problem> {
        super::invitations::remind(&self.house()).await
    }

    /// Removes what nobody needs any more. Sent mails are kept for 30 days. Answers how many rows went.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sweep(&self) -> Result<u64, Problem> {
        let now = self.now();
        let swept = self.db.sweep(now, now.plus(-30 * crate::rules::moment::DAY)).await;
        swept.map_err(|error| super::Trouble::from(error).tell(self.request()))
    }
}
