//! Reading a bare repository with git itself: fixed arguments, an empty environment, nothing of anybody's configuration,
//! limits, and an end together with whoever waits for it.

use std::{io, path::Path, process::Stdio};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    process::{ChildStdin, ChildStdout, Command},
};

use crate::git::{Running, apart};

/// The longest line that git answers to the name of an object.
const LINE_MAX: u64 = 1024;

/// A git command about this repository. It is killed when it is dropped.
pub(super) fn git(repository: &Path, arguments: &[&str]) -> Command {
    let mut command = apart("git".as_ref(), arguments);
    command
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("GIT_DIR", repository)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// Whether this is the full name of an object: nothing else may stand where git expects one.
pub(super) fn is_object(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// What git says of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Object {
    pub kind: String,
    pub size: u64,
}

/// One git that hands out objects, each when it is asked for.
pub(super) struct Objects {
    // Kept, because dropping it ends the process.
    _git: Running,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Objects {
    /// Opens the objects of a repository.
    pub fn open(repository: &Path) -> io::Result<Self> {
        let mut child = Running::begin(git(repository, &["cat-file", "--batch"]).stdin(Stdio::piped()))?;
        let (Some(questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("git has no pipes"));
        };
        Ok(Self { _git: child, questions, answers: BufReader::with_capacity(64 * 1024, answers) })
    }

    /// Asks for an object. Its content follows and has to be taken with [`Self::content`]; `None` when there is none.
    pub async fn ask(&mut self, name: &str) -> io::Result<Option<Object>> {
        self.questions.write_all(format!("{name}\n").as_bytes()).await?;
        self.questions.flush().await?;
        let mut line = String::new();
        (&mut self.answers).take(LINE_MAX).read_line(&mut line).await?;
        let words: Vec<&str> = line.trim_end().rsplitn(3, ' ').collect();
        match words[..] {
            ["missing" | "ambiguous", ..] => Ok(None),
            [size, kind, _] => {
                let size = size.parse().map_err(|_| io::Error::other("git answers without a size"))?;
                Ok(Some(Object { kind: kind.to_owned(), size }))
            }
            _ => Err(io::Error::other("git ended early")),
        }
    }

    /// Passes the content of the object on that was asked for last.
    pub async fn content(&mut self, size: u64, to: &mut (impl tokio::io::AsyncWrite + Unpin)) -> io::Result<()> {
        let copied = tokio::io::copy(&mut (&mut self.answers).take(size), to).await?;
        let end = self.answers.read_u8().await?;
        if copied == size && end == b'\n' { Ok(()) } else { Err(io::Error::other("git sent another length")) }
    }
}
