//! An App whose pushes are published on a shelf: a host that writes nothing down but what it was asked.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use teamwork::{
    acts::{Deployed, Guest, Push, Pusher, Warren},
    ports::{Host, Pending, Publication, Silence, Teller},
    rules::{
        id::{AppId, UserId},
        log::Door,
        problem::Problem,
        release::{Bulk, ReleaseCard, ReleaseFlaw},
    },
};

use crate::house::{Database, House, NETWORK};

/// What happens while files are written.
type Meanwhile = Pending<'static, ()>;

/// A host without files.
#[derive(Default)]
pub struct Shelf {
    pub flaw: Mutex<Option<ReleaseFlaw>>,
    pub meanwhile: Mutex<Option<Meanwhile>>,
    /// "publish 1", "switch 1", "remove 1", in their order.
    pub asked: Mutex<Vec<String>>,
    pub folders: Mutex<Vec<String>>,
}

impl Shelf {
    /// A shelf for the releases of this house.
    pub fn open(warren: &Arc<Warren>) -> Arc<Self> {
        let shelf = Arc::new(Self::default());
        warren.open_sites(shelf.clone());
        shelf
    }

    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

impl Host for Shelf {
    fn publish<'a>(&'a self, what: Publication<'a>, _: Teller<'a>) -> Pending<'a, Result<Bulk, ReleaseFlaw>> {
        self.asked.lock().unwrap().push(format!("publish {}", what.number));
        self.folders.lock().unwrap().push(what.folder.to_owned());
        let (meanwhile, flaw) = (self.meanwhile.lock().unwrap().take(), self.flaw.lock().unwrap().take());
        Box::pin(async move {
            if let Some(meanwhile) = meanwhile {
                meanwhile.await;
            }
            flaw.map_or(Ok(Bulk { files: 2, bytes: what.room.bytes / 1000, hidden: 1, has_index: true }), Err)
        })
    }

    fn switch(&self, _: AppId, number: i64) -> Pending<'_, ()> {
        self.asked.lock().unwrap().push(format!("switch {number}"));
        Box::pin(std::future::ready(()))
    }

    fn remove(&self, _: AppId, number: i64) -> Pending<'_, Result<(), Silence>> {
        self.asked.lock().unwrap().push(format!("remove {number}"));
        Box::pin(std::future::ready(Ok(())))
    }
}

pub const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

/// `shop` of Acme Inc, and where its releases go.
pub async fn shop(house: &House) -> (AppId, Arc<Shelf>) {
    crate::config::stage::app(house, "shop").await;
    (house.ada().await.app("shop").await.unwrap().id, Shelf::open(&house.warren))
}

/// A push, and what its pusher reads.
pub async fn push_to(house: &House, app: AppId, branch: &str, by: &Pusher) -> (Result<Deployed, Problem>, String) {
    let guest = Guest::new(&house.warren, Door::Ssh, NETWORK, "", house.warren.request());
    let told = Mutex::new(Vec::new());
    let tell = |line: &str| told.lock().unwrap().push(line.to_owned());
    let push = Push { app, branch, commit: COMMIT, repository: Path::new("/nowhere"), by };
    let done = guest.deploy(push, &tell).await;
    (done, told.into_inner().unwrap().join("\n"))
}

/// A person with a key of their own.
pub fn person(user: UserId) -> Pusher {
    Pusher { user: Some(user), role: None, key_name: None }
}

/// A machine with a deploy key of this name.
pub fn machine(key: &str) -> Pusher {
    Pusher { user: None, role: None, key_name: Some(key.to_owned()) }
}

/// A push of Ada's to the branch that is published.
pub async fn push(house: &House, app: AppId) -> Result<Deployed, Problem> {
    push_to(house, app, "main", &person(house.ada().await.id())).await.0
}

/// The releases as Ada sees them: number, state, live.
pub async fn releases(house: &House) -> Vec<ReleaseCard> {
    house.ada().await.releases("shop", None).await.unwrap().releases
}

/// The number of the live release.
pub async fn live(house: &House) -> i64 {
    house.ada().await.site("shop").await.unwrap().version
}

/// How many rows of releases there are, whatever people see of them.
pub async fn rows(database: &Database) -> i64 {
    database.rows::<(i64,)>("SELECT COUNT(*) FROM releases").await[0].0
}
