//! The built-in host of Apps: a commit becomes a folder of plain files, and visitors get them.
//!
//! A release is `releases/{app}/{number}` in the data directory. Its files are written into `{number}.part`, brought to
//! the disk, and renamed; from then on nothing in it changes. Which number visitors see is in the database alone.

mod after;
mod answer;
mod file;
mod git;
mod headers;
mod kind;
mod listing;
mod packed;
mod page;
mod serve;
mod unpack;

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use teamwork::{
    ports::{Host, Pending, Publication, Silence, Teller},
    rules::{
        id::AppId,
        release::{Bulk, ReleaseFlaw},
    },
};
use tokio::sync::Semaphore;

pub use after::Publisher;
pub use serve::{ROUTE, by_host};

/// How many releases are unpacked at once; others wait.
const AT_ONCE: usize = 2;

/// The built-in host.
pub struct StaticHost {
    folder: PathBuf,
    turns: Arc<Semaphore>,
}

impl StaticHost {
    /// A host that keeps its releases in this data directory.
    pub fn new(data_dir: &Path) -> Self {
        Self { folder: folder_of_releases(data_dir), turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    fn release(&self, app: AppId, number: i64) -> PathBuf {
        self.folder.join(app.to_string()).join(number.to_string())
    }

    fn part(&self, app: AppId, number: i64) -> PathBuf {
        self.folder.join(app.to_string()).join(format!("{number}.part"))
    }
}

/// Where the releases of all Apps are.
pub fn folder_of_releases(data_dir: &Path) -> PathBuf {
    data_dir.join("releases")
}

impl Host for StaticHost {
    fn publish<'a>(&'a self, what: Publication<'a>, tell: Teller<'a>) -> Pending<'a, Result<Bulk, ReleaseFlaw>> {
        Box::pin(async move {
            let Ok(_turn) = self.turns.acquire().await else { return Err(ReleaseFlaw::Broken) };
            let (part, release) = (self.part(what.app, what.number), self.release(what.app, what.number));
            // A number is new to the database; what lies there is of one that was restored from a copy.
            self.remove(what.app, what.number).await.map_err(|Silence| ReleaseFlaw::Broken)?;
            let written = unpack::unpack(what, &part, &release, tell).await;
            written.map_err(|failure| {
                if let unpack::Failure::Broken(error) = &failure {
                    tracing::error!(app = %what.app, number = what.number, %error, "a release could not be written");
                }
                failure.into()
            })
        })
    }

    fn switch(&self, _app: AppId, _number: i64) -> Pending<'_, ()> {
        Box::pin(std::future::ready(()))
    }

    fn remove(&self, app: AppId, number: i64) -> Pending<'_, Result<(), Silence>> {
        Box::pin(async move {
            for folder in [self.part(app, number), self.release(app, number)] {
                match tokio::fs::remove_dir_all(&folder).await {
                    Ok(()) => {}
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => {
                        tracing::error!(folder = %folder.display(), %error, "a release could not be removed");
                        return Err(Silence);
                    }
                }
            }
            // The last one takes the folder of its App along; while there are others the system refuses.
            let _ = tokio::fs::remove_dir(self.folder.join(app.to_string())).await;
            Ok(())
        })
    }
}
