//! Where the hooks of git ask: a socket in the data directory that only this user reaches, and for each push a secret that
//! only its own hooks know.

use std::{
    collections::HashMap,
    fmt::Write as _,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use teamwork::{
    acts::{OpenRepository, PushDone, Warren},
    rules::{git::RefChange, id::PushId},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{UnixListener, UnixStream},
    process::Command,
    sync::Semaphore,
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use super::{AfterPush, GitError, Progress, Repositories, hook};

/// The longest path that a socket can have, with room for the name.
const LONGEST_PATH: usize = 107;
/// How long a hook may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a program that was ended may still be moving something.
const LAST_BREATH: Duration = Duration::from_millis(200);

/// The desk.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
    warren: Arc<Warren>,
    repositories: Repositories,
    after: Arc<dyn AfterPush>,
    socket: PathBuf,
    /// The program that the hooks start.
    program: PathBuf,
    expected: Mutex<HashMap<String, Arc<Push>>>,
    /// One repository is tidied up at a time.
    tidying: Semaphore,
}

/// A push that is under way.
struct Push {
    repository: OpenRepository,
    state: Mutex<State>,
}

#[derive(Clone, Debug, Default)]
struct State {
    /// What it was allowed to move.
    allowed: Option<(PushId, Vec<RefChange>)>,
    told: bool,
}

/// The secret of one push; nobody believes it any more when this is dropped.
pub struct Ticket {
    desk: Desk,
    secret: String,
    push: Arc<Push>,
}

impl Desk {
    /// Opens the desk. `program` is what hooks start: this program.
    ///
    /// # Errors
    /// When the socket cannot be made.
    pub fn open(
        warren: Arc<Warren>,
        repositories: Repositories,
        after: Arc<dyn AfterPush>,
        program: PathBuf,
        stop: CancellationToken,
    ) -> Result<Self, GitError> {
        let folder = repositories.program().folder();
        sweep(folder);
        let socket = folder.join(format!("{}.sock", std::process::id()));
        if socket.as_os_str().len() > LONGEST_PATH {
            return Err(GitError::LongPath(socket));
        }
        // The number of an earlier program may be this one's.
        let _ = std::fs::remove_file(&socket);
        let listener =
            UnixListener::bind(&socket).map_err(|source| GitError::Folder { path: socket.clone(), source })?;
        let (expected, tidying) = (Mutex::default(), Semaphore::new(1));
        let desk = Self(Arc::new(Inner { warren, repositories, after, socket, program, expected, tidying }));
        tokio::spawn(desk.clone().serve(listener, stop));
        Ok(desk)
    }

    /// Expects the hooks of a push, and says how they are recognised.
    pub fn expect(&self, repository: OpenRepository) -> Ticket {
        let bytes: [u8; 32] = self.0.warren.chance.bytes();
        let secret = bytes.iter().fold(String::new(), |mut text, byte| {
            // Writing into a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        });
        let push = Arc::new(Push { repository, state: Mutex::default() });
        self.0.expected.lock().unwrap_or_else(PoisonError::into_inner).insert(secret.clone(), push.clone());
        Ticket { desk: self.clone(), secret, push }
    }

    async fn serve(self, listener: UnixListener, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                asked = listener.accept() => match asked {
                    Ok((stream, _)) => { tokio::spawn(self.clone().answer(stream)); }
                    Err(error) => {
                        tracing::error!(%error, "the hooks of git cannot be heard");
                        tokio::time::sleep(Duration::from_secs(1)).await;
                    }
                },
            }
        }
        let _ = std::fs::remove_file(&self.0.socket);
    }

    async fn answer(self, mut stream: UnixStream) {
        let mut told = String::new();
        let mut bounded = (&mut stream).take(hook::LONGEST + 200);
        let Ok(Ok(_)) = timeout(PATIENCE, bounded.read_to_string(&mut told)).await else { return };
        let mut lines = told.splitn(3, '\n');
        let (secret, name, refs) = (lines.next(), lines.next(), lines.next().unwrap_or_default());
        let push =
            self.0.expected.lock().unwrap_or_else(PoisonError::into_inner).get(secret.unwrap_or_default()).cloned();
        let Some(push) = push else { return };
        let answered = match name {
            Some("pre-receive") => self.before(&push, refs, &mut stream).await,
            Some("post-receive") => self.after(&push, refs, &mut stream).await,
            _ => Ok(()),
        };
        if let Err(error) = answered {
            tracing::debug!(%error, "a hook of git did not wait for its answer");
        }
    }

    /// May the branches move?
    async fn before(&self, push: &Push, refs: &str, stream: &mut UnixStream) -> io::Result<()> {
        let begun = match RefChange::read(refs) {
            Ok(changes) => push.repository.begin_push(&changes).await.map(|id| (id, changes)),
            Err(strange) => Err(strange.into()),
        };
        match begun {
            Ok(allowed) => {
                push.state.lock().unwrap_or_else(PoisonError::into_inner).allowed = Some(allowed);
                stream.write_all(format!("{}\n", hook::YES).as_bytes()).await
            }
            Err(refusal) => stream.write_all(format!("no\n{refusal}\n").as_bytes()).await,
        }
    }

    /// They have moved.
    async fn after(&self, push: &Push, refs: &str, stream: &mut UnixStream) -> io::Result<()> {
        stream.write_all(format!("{}\n", hook::YES).as_bytes()).await?;
        let Ok(moved) = RefChange::read(refs) else { return Ok(()) };
        let Some(done) = self.tell(push, &moved).await else { return Ok(()) };
        let (progress, mut lines) = Progress::channel();
        // A task of its own: what was begun comes to its end, also when nobody reads on.
        tokio::spawn(self.0.after.pushed(done, progress));
        while let Some(line) = lines.recv().await {
            stream.write_all(format!("{}\n", line.replace(['\n', '\r'], " ")).as_bytes()).await?;
        }
        Ok(())
    }

    /// Writes down what has moved, once.
    async fn tell(&self, push: &Push, moved: &[RefChange]) -> Option<PushDone> {
        let id = {
            let mut state = push.state.lock().unwrap_or_else(PoisonError::into_inner);
            if std::mem::replace(&mut state.told, true) {
                return None;
            }
            state.allowed.as_ref()?.0
        };
        let (repositories, app) = (&self.0.repositories, push.repository.app());
        if let Err(error) = repositories.point_head(app, moved).await {
            tracing::error!(%error, %app, "the first branch of a repository could not be noted");
        }
        let told = push.repository.end_push(id, moved).await;
        told.unwrap_or_else(|problem| {
            tracing::error!(%problem, %app, "a push could not be written down; the clock tries again");
            None
        })
    }
}

impl Ticket {
    /// Tells the hooks of this command whom to ask.
    pub fn show(&self, command: &mut Command) {
        let Inner { socket, program, .. } = &*self.desk.0;
        command.env(hook::SOCKET, socket).env(hook::SECRET, &self.secret).env(hook::PROGRAM, program);
    }
}

impl Drop for Ticket {
    /// git has ended, whichever way: by itself, or because it had to.
    fn drop(&mut self) {
        self.desk.0.expected.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.secret);
        let state = self.push.state.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, wanted)) = state.allowed {
            tokio::spawn(self.desk.clone().finish(self.push.clone(), wanted, state.told));
        }
    }
}

impl Desk {
    /// What is left to do behind a push that was allowed. Should its branches have moved without anybody telling, that is
    /// told now.
    async fn finish(self, push: Arc<Push>, wanted: Vec<RefChange>, told: bool) {
        let (repositories, app) = (&self.0.repositories, push.repository.app());
        if !told {
            tokio::time::sleep(LAST_BREATH).await;
            match repositories.moved(app, &wanted).await {
                Ok(moved) => {
                    if let Some(done) = self.tell(&push, &moved).await {
                        self.0.after.pushed(done, Progress::channel().0).await;
                    }
                }
                Err(error) => {
                    tracing::error!(%error, %app, "what a push has moved cannot be seen; the clock tries again")
                }
            }
        }
        let _turn = self.0.tidying.acquire().await;
        if let Err(error) = repositories.tidy(app).await {
            tracing::warn!(%error, %app, "a repository could not be tidied up");
        }
    }
}

/// Takes away the sockets of programs that have ended.
fn sweep(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_socket = path.extension().is_some_and(|end| end == "sock");
        if is_socket && std::os::unix::net::UnixStream::connect(&path).is_err() {
            let _ = std::fs::remove_file(&path);
        }
    }
}
