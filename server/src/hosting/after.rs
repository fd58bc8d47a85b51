//! What a push does beside being stored: when it moved the branch of its App, that is published, and the pusher reads how.

use std::{path::PathBuf, sync::Arc};

use futures::future::BoxFuture;
use teamwork::{
    acts::{Deployed, Guest, Push, PushDone, Warren},
    rules::{log::Door, problem::Problem},
};
use tokio::sync::mpsc;

use crate::git::{AfterPush, Progress, Repositories};

/// Publishes pushes.
pub struct Publisher {
    warren: Arc<Warren>,
    data_dir: PathBuf,
}

impl Publisher {
    /// Publishes out of the repositories in this data directory.
    pub fn new(warren: &Arc<Warren>, data_dir: PathBuf) -> Self {
        Self { warren: warren.clone(), data_dir }
    }
}

impl AfterPush for Publisher {
    fn pushed(&self, push: PushDone, progress: Progress) -> BoxFuture<'static, ()> {
        let repository = Repositories::path_in(&self.data_dir, push.app);
        Box::pin(publish(self.warren.clone(), repository, push, progress))
    }
}

async fn publish(warren: Arc<Warren>, repository: PathBuf, push: PushDone, progress: Progress) {
    // Whoever writes files does not wait until their sentences are read.
    let (say, mut hear) = mpsc::unbounded_channel::<String>();
    let telling = async {
        while let Some(line) = hear.recv().await {
            progress.say(line).await;
        }
    };
    let publishing = async move {
        let tell = |line: &str| {
            let _ = say.send(line.to_owned());
        };
        if let Err(problem) = publish_branches(&warren, &repository, &push, &tell).await {
            tracing::warn!(app = %push.app, %problem, "a push was not published");
            tell(&problem.to_string());
        }
    };
    tokio::join!(publishing, telling);
}

/// Offers each branch that has moved; one of them at most is the one that is published.
async fn publish_branches(
    warren: &Arc<Warren>,
    repository: &std::path::Path,
    push: &PushDone,
    tell: &(dyn Fn(&str) + Send + Sync),
) -> Result<(), Problem> {
    let mut other = None;
    for change in &push.changes {
        let (Some(branch), Some(commit)) = (change.name.strip_prefix("refs/heads/"), &change.new) else { continue };
        let guest = Guest::new(warren, Door::Ssh, "", "", warren.request());
        let moved = Push { app: push.app, branch, commit, repository, by: &push.pusher };
        match guest.deploy(moved, tell).await? {
            Deployed::OtherBranch(published) => other = Some(published),
            _ => return Ok(()),
        }
    }
    if let Some(branch) = other {
        tell(&format!("Stored. Only the branch {branch} is published."));
    }
    Ok(())
}
