//! The way to the code of Apps: repositories, the door of SSH before them, and what the clock does for both.

use std::{io, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use teamwork::{
    acts::Warren,
    rules::{git::Gate as Sign, problem::Problem},
};
use thiserror::Error;
use tokio::{net::TcpListener, time::interval};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    config::{Config, SshAddr},
    git::{self, AfterPush, Repositories},
    ssh::{self, HostKey, SshDoor, SshError},
};

/// How often the clock looks after the repositories.
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Why the way does not open. Each says what to do.
#[derive(Debug, Error)]
pub enum GateError {
    #[error("{0}")]
    Ssh(#[from] SshError),
    #[error("{addr} cannot be listened on ({source}). Stop what runs there, or choose another WARREN_SSH_ADDR.")]
    Listen { addr: SocketAddr, source: io::Error },
    #[error("The program cannot find itself ({0}), so git could not ask it anything.")]
    Program(io::Error),
}

/// The way, while it is open.
pub struct Gate(TaskTracker);

/// Opens it, if the operator wants it. `after` is what happens with a push that has ended well. The demo does without, when
/// this machine has no git.
///
/// # Errors
/// When the operator wants it and something is missing.
pub async fn open(
    warren: &Arc<Warren>,
    config: &Config,
    after: Arc<dyn AfterPush>,
    stop: &CancellationToken,
) -> Result<Gate, GateError> {
    let tasks = TaskTracker::new();
    if let Some(ssh) = &config.ssh {
        match begin(warren, config, ssh, after, stop, &tasks).await {
            Ok(()) => {}
            Err(error) if ssh.any_port => tracing::warn!("there is no code access: {error}"),
            Err(error) => return Err(error),
        }
    }
    tasks.close();
    Ok(Gate(tasks))
}

impl Gate {
    /// Waits until everything behind it has ended.
    pub async fn wait(self) {
        self.0.wait().await;
    }
}

async fn begin(
    warren: &Arc<Warren>,
    config: &Config,
    ssh: &SshAddr,
    after: Arc<dyn AfterPush>,
    stop: &CancellationToken,
    tasks: &TaskTracker,
) -> Result<(), GateError> {
    let repositories = Repositories::open(&config.data_dir).map_err(SshError::from)?;
    let key = HostKey::of_the_house(&config.data_dir)?;
    let listener = listen(ssh).await?;
    let port = listener.local_addr().map_or(ssh.addr.port(), |addr| addr.port());
    let (program, stop) = (program()?, stop.clone());
    let door = SshDoor::new(warren.clone(), repositories.clone(), after.clone(), &key, program, stop.clone())?;
    warren.open_gate(Sign { host: ssh.typed(port), fingerprint: key.fingerprint() });
    tracing::info!(host = ssh.typed(port), host_key = key.fingerprint(), "git over SSH is open");
    tasks.spawn(ssh::listen(listener, door));
    tasks.spawn(tend(warren.clone(), repositories, after, stop));
    Ok(())
}

async fn listen(ssh: &SshAddr) -> Result<TcpListener, GateError> {
    match TcpListener::bind(ssh.addr).await {
        Ok(listener) => Ok(listener),
        Err(_) if ssh.any_port => {
            let addr = SocketAddr::new(ssh.addr.ip(), 0);
            TcpListener::bind(addr).await.map_err(|source| GateError::Listen { addr, source })
        }
        Err(source) => Err(GateError::Listen { addr: ssh.addr, source }),
    }
}

/// This program. When it has been replaced on the disk meanwhile, the new one answers the hooks as well.
fn program() -> Result<PathBuf, GateError> {
    std::env::current_exe().map_err(GateError::Program)
}

async fn tend(warren: Arc<Warren>, repositories: Repositories, after: Arc<dyn AfterPush>, stop: CancellationToken) {
    let mut hours = interval(HOUR);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = hours.tick() => {}
        }
        note(git::tend(&warren, &repositories, after.as_ref()).await);
    }
}

fn note(done: Result<u64, Problem>) {
    match done {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "repositories and pushes tended"),
        Err(problem) => tracing::error!(%problem, "repositories could not be tended; the clock tries again"),
    }
}
