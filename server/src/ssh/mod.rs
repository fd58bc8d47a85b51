//! The door for git: SSH with keys and nothing else. A key counts when its signature was proven; what it opens is looked up
//! anew for each command.

mod config;
mod host_key;
mod listen;
mod run;
mod seats;
mod turns;
mod visit;
mod wire;

use std::{path::PathBuf, sync::Arc};

use teamwork::{acts::Warren, rules::git::GitCommand};
use thiserror::Error;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use host_key::HostKey;
pub use listen::listen;
pub use seats::Seats;
use turns::Turns;

use crate::{
    git::{AfterPush, Desk, GitError, Repositories},
    http::doors::Row,
    key::KeyError,
};

/// Why the door does not open. Each says what to do.
#[derive(Debug, Error)]
pub enum SshError {
    #[error("{0}")]
    Git(#[from] GitError),
    #[error("{0}")]
    Key(#[from] KeyError),
    #[error("The host key {0} cannot be read. Put the old file back; with a new one, every client warns of an attack.")]
    DamagedKey(PathBuf),
    #[error("The host key {0} can be read by others. Take that away with: chmod 600 {0}")]
    OpenKey(PathBuf),
}

/// Everything behind the door. Cheap to clone.
#[derive(Clone)]
pub struct SshDoor(Arc<Inside>);

struct Inside {
    warren: Arc<Warren>,
    repositories: Repositories,
    desk: Desk,
    seats: Seats,
    turns: Turns,
    /// The commands under way.
    commands: TaskTracker,
    /// Told when the server is about to stop.
    stop: CancellationToken,
    /// Told when what is under way has had its time.
    cut: CancellationToken,
    config: Arc<russh::server::Config>,
}

impl SshDoor {
    /// Gets everything ready; nobody is let in yet. `program` is what the hooks of git start: this program.
    ///
    /// # Errors
    /// When the hooks cannot reach us.
    pub fn new(
        warren: Arc<Warren>,
        repositories: Repositories,
        after: Arc<dyn AfterPush>,
        key: &HostKey,
        program: PathBuf,
        stop: CancellationToken,
    ) -> Result<Self, SshError> {
        let cut = CancellationToken::new();
        // The hooks of a push under way ask until the very end.
        let desk = Desk::open(warren.clone(), repositories.clone(), after, program, cut.clone())?;
        let (turns, commands, config) = (Turns::new(), TaskTracker::new(), Arc::new(config::of(key)));
        let seats = Seats::default();
        Ok(Self(Arc::new(Inside { warren, repositories, desk, seats, turns, commands, stop, cut, config })))
    }
}

/// The verbs as ways in, with what they need (I42).
pub fn doors() -> impl Iterator<Item = Row> {
    GitCommand::VERBS.iter().map(|verb| Row {
        method: "SSH".into(),
        path: format!("{verb} /{{company}}/{{app}}.git"),
        door: "ssh",
        permission: "member",
        rows: vec![14],
        scope: None,
    })
}
