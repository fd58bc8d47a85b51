//! `warren hook …`: what git calls before and after branches move. It asks the running server and does what it says.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::Shutdown,
    os::unix::net::UnixStream,
    process::ExitCode,
};

/// The hooks there are.
pub const NAMES: [&str; 2] = ["pre-receive", "post-receive"];

/// The variables in which a hook is told whom to ask, and with which words.
pub const SOCKET: &str = "WARREN_HOOK_SOCKET";
pub const SECRET: &str = "WARREN_HOOK_SECRET";
pub const PROGRAM: &str = "WARREN_PROGRAM";

/// What the server answers when branches may move.
pub const YES: &str = "yes";
/// The most that a hook is told by git, in bytes.
pub const LONGEST: u64 = 1 << 20;

/// Runs a hook. Without an answer nothing moves.
pub fn run(name: &str) -> ExitCode {
    match ask(name) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr(), "Warren does not answer ({error}). Try again in a moment.");
            ExitCode::FAILURE
        }
    }
}

fn ask(name: &str) -> io::Result<bool> {
    let word = |name: &str| std::env::var(name).map_err(io::Error::other);
    let mut told = Vec::new();
    io::stdin().take(LONGEST).read_to_end(&mut told)?;
    let mut desk = UnixStream::connect(word(SOCKET)?)?;
    desk.write_all(format!("{}\n{name}\n", word(SECRET)?).as_bytes())?;
    desk.write_all(&told)?;
    desk.shutdown(Shutdown::Write)?;
    let mut lines = BufReader::new(desk).lines();
    let first = lines.next().ok_or_else(|| io::Error::other("no answer"))??;
    let is_yes = first == YES;
    for line in lines {
        // Each line is for whoever pushed, and at once.
        writeln!(io::stderr(), "{}", line?)?;
    }
    Ok(is_yes)
}
