//! One command of git: asked for, run with fixed arguments, piped, and ended with the right to it.

use std::{
    io,
    process::Stdio,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use bytes::Bytes;
use russh::{Channel, ChannelMsg, ChannelReadHalf, ChannelWriteHalf, server::Msg};
use teamwork::{
    acts::{GitRefusal, Guest, OpenRepository},
    rules::{
        git::{GitCommand, NotACommand},
        problem::Problem,
    },
};
use thiserror::Error;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    process::{Child, ChildStdin, Command},
    time::{sleep, timeout},
};

use super::{SshDoor, seats::Seat};
use crate::git::{Running, Ticket};

/// What git itself says when something is fatal.
const FATAL: u32 = 128;
/// How long one command may take altogether, the time it waits for its turn included.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// How long nothing may come or go. git itself says every few seconds that it is still at work.
const SILENCE: Duration = Duration::from_secs(120);
/// How many bytes are handed on at once.
const PIECE: usize = 32 * 1024;
const MEGABYTE: u64 = 1024 * 1024;

/// What somebody asked for.
pub(super) struct Asked {
    pub guest: Guest,
    /// The fingerprint of their key.
    pub key: String,
    pub command: Vec<u8>,
    pub protocol: Option<String>,
}

/// Why a command did not come to its own end, in the one sentence that is read.
#[derive(Debug, Error)]
enum Broken {
    #[error("{0}")]
    NotACommand(#[from] NotACommand),
    #[error("{0}")]
    Refused(#[from] GitRefusal),
    #[error("This took too long.")]
    TooLong,
    #[error("Warren is about to restart. Try again in a moment.")]
    Stopping,
    #[error("Something broke on our side. Try again in a moment.")]
    Io(#[from] io::Error),
    #[error("The connection is gone.")]
    Gone,
}

/// Runs it. Whatever happens, whoever asked is told, and no process stays.
pub(super) async fn run(door: &SshDoor, seat: &Seat, asked: Asked, channel: Channel<Msg>) {
    let (mut hear, say) = channel.split();
    let ended = tokio::select! {
        ended = timeout(LONGEST, obey(door, asked, &mut hear, &say)) => ended.unwrap_or(Err(Broken::TooLong)),
        () = door.0.cut.cancelled() => Err(Broken::Stopping),
        () = seat.cut.cancelled() => return,
    };
    let status = match &ended {
        Ok(status) => *status,
        Err(broken) => {
            if let Broken::Io(error) = broken {
                tracing::error!(%error, "a command of git could not be run");
            }
            let _ = say.extended_data_bytes(1, Bytes::from(format!("Warren: {broken}\n"))).await;
            FATAL
        }
    };
    // In this order, or clients take the command for broken off. Who is gone hears none of it.
    let _ = say.exit_status(status).await;
    let _ = say.eof().await;
    let _ = say.close().await;
    if matches!(ended, Err(Broken::Refused(GitRefusal::Ended))) {
        // Time for the sentence to arrive; then nothing more of theirs is heard here.
        tokio::time::sleep(Duration::from_millis(50)).await;
        seat.cut.cancel();
    }
}

async fn obey(
    door: &SshDoor,
    asked: Asked,
    hear: &mut ChannelReadHalf,
    say: &ChannelWriteHalf<Msg>,
) -> Result<u32, Broken> {
    let command = GitCommand::parse(&asked.command)?;
    let Asked { guest, key, protocol, .. } = asked;
    let repository = guest.open_repository(&key, &command).await?;
    // From here on the command ends with the right to it, also while it waits.
    tokio::select! {
        done = work(door, &repository, &key, protocol, hear, say) => done,
        refusal = repository.ended() => Err(refusal.into()),
    }
}

async fn work(
    door: &SshDoor,
    repository: &OpenRepository,
    key: &str,
    protocol: Option<String>,
    hear: &mut ChannelReadHalf,
    say: &ChannelWriteHalf<Msg>,
) -> Result<u32, Broken> {
    let _turn = door.0.turns.take(key).await;
    let repositories = &door.0.repositories;
    if !repositories.has(repository.app()).await? {
        // Noted first: what is noted is taken away one day, what is not would stay for ever.
        repository.made().await.map_err(GitRefusal::from)?;
        repositories.make(repository.app()).await?;
    }
    let (mut git, ticket) = prepare(door, repository).await?;
    if let Some(protocol) = protocol {
        git.env("GIT_PROTOCOL", protocol);
    }
    git.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = Running::begin(&mut git)?;
    let piped = pipe(&mut running, hear, say).await;
    drop(running);
    drop(ticket);
    piped
}

/// git, as the command wants it. A push has hooks that ask us, and room for as much as the plan has left.
async fn prepare(door: &SshDoor, repository: &OpenRepository) -> Result<(Command, Option<Ticket>), Broken> {
    let (repositories, app) = (&door.0.repositories, repository.app());
    let path = repositories.path(app);
    if !repository.writes() {
        let mut git = repositories.program().command(&["upload-pack", "--strict", "--timeout=120", "--"]);
        git.arg(path);
        return Ok((git, None));
    }
    let room = u64::try_from(repository.room_mb()).unwrap_or_default() * MEGABYTE;
    let left = room.saturating_sub(repositories.size(app).await?);
    if left == 0 {
        return Err(GitRefusal::Full(repository.room_mb()).into());
    }
    let most = format!("receive.maxInputSize={left}");
    let mut git = repositories.program().command(&["-c", &most, "receive-pack", "--"]);
    git.arg(path);
    let ticket = door.0.desk.expect(repository.clone());
    ticket.show(&mut git);
    Ok((git, Some(ticket)))
}

/// Hands on what comes and goes until git has ended.
async fn pipe(child: &mut Child, hear: &mut ChannelReadHalf, say: &ChannelWriteHalf<Msg>) -> Result<u32, Broken> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let moved = AtomicU64::new(0);
    let out = async {
        tokio::try_join!(hand_out(stdout, None, say, &moved), hand_out(stderr, Some(1), say, &moved))?;
        let status = child.wait().await?;
        // Killed by a limit: no number of its own.
        Ok::<_, Broken>(status.code().and_then(|code| u32::try_from(code).ok()).unwrap_or(FATAL))
    };
    tokio::select! {
        ended = out => ended,
        () = hand_in(stdin, hear, &moved) => Err(Broken::Gone),
        () = silent(&moved) => Err(Broken::TooLong),
    }
}

/// Waits until nothing has come or gone for too long.
async fn silent(moved: &AtomicU64) {
    let mut before = None;
    loop {
        let now = moved.load(Ordering::Relaxed);
        if before == Some(now) {
            return;
        }
        before = Some(now);
        sleep(SILENCE).await;
    }
}

async fn hand_out(
    from: Option<impl AsyncRead + Unpin>,
    extended: Option<u32>,
    say: &ChannelWriteHalf<Msg>,
    moved: &AtomicU64,
) -> Result<(), Broken> {
    let Some(mut from) = from else { return Ok(()) };
    let mut piece = vec![0; PIECE];
    loop {
        let read = from.read(&mut piece).await?;
        if read == 0 {
            return Ok(());
        }
        let bytes = Bytes::copy_from_slice(piece.get(..read).unwrap_or_default());
        let said = match extended {
            None => say.data_bytes(bytes).await,
            Some(which) => say.extended_data_bytes(which, bytes).await,
        };
        said.map_err(|_| Broken::Gone)?;
        moved.fetch_add(1, Ordering::Relaxed);
    }
}

/// Ends when whoever asked is gone. What git does not want to hear any more is heard and forgotten, so that the rest of the
/// connection goes on.
async fn hand_in(to: Option<ChildStdin>, hear: &mut ChannelReadHalf, moved: &AtomicU64) {
    let mut to = to;
    while let Some(message) = hear.wait().await {
        match message {
            ChannelMsg::Data { data } => {
                let written = match &mut to {
                    Some(stdin) => stdin.write_all(&data).await,
                    None => Ok(()),
                };
                if written.is_err() {
                    to = None;
                }
                moved.fetch_add(1, Ordering::Relaxed);
            }
            ChannelMsg::Eof => to = None,
            ChannelMsg::Close => return,
            _ => {}
        }
    }
}

impl From<Problem> for Broken {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem.into())
    }
}
