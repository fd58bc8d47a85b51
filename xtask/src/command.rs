//! Starting other programs, from the root of the repository.

use std::env;
use std::io::{self, IsTerminal, Read, Write};
use std::iter;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use crate::house;
use crate::outcome::{OrSay, Outcome};

pub fn program(name: &str) -> Command {
    let mut command = Command::new(name);
    command.current_dir(house::root());
    command
}

/// A cargo that does not know that cargo has started us. The names it gave us would reach the build scripts of
/// dependencies; `ring` looks at them and would be compiled anew, with all that stands on it, whenever somebody has
/// called cargo by hand in between.
pub fn cargo() -> Command {
    let mut command = program(&env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    let ours = |name: &str| name == "CARGO" || name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_str().is_some_and(ours)) {
        command.env_remove(name);
    }
    command
}

/// Runs it, with its words going to the terminal.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.status().or_say(format!("{} could not be started", name(command)))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{} failed ({status}); its words are above", name(command)).into())
    }
}

/// Runs it silently: did it succeed, and what did it say?
pub fn ask(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs it, with its words going to the terminal and into the answer. Failing tests are an answer too, hence the flag.
pub fn listen(command: &mut Command) -> Outcome<(bool, String)> {
    if io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
    }
    let sentence = format!("{} could not be started", name(command));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().or_say(sentence)?;
    let errors = child.stderr.take().expect("stderr is piped");
    let words = child.stdout.take().expect("stdout is piped");
    let errors = thread::spawn(move || echo(errors, io::stderr()));
    let mut heard = echo(words, io::stdout());
    heard.push_str(&errors.join().unwrap_or_default());
    let status = child.wait().or_say("Waiting for a program failed")?;
    Ok((status.success(), without_colours(&heard)))
}

fn echo(mut from: impl Read, mut to: impl Write) -> String {
    let mut heard = Vec::new();
    let mut buffer = [0; 8192];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        // A closed terminal must not end the tests.
        let _ = to.write_all(&buffer[..count]).and_then(|()| to.flush());
        heard.extend_from_slice(&buffer[..count]);
    }
    String::from_utf8_lossy(&heard).into_owned()
}

fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut parts = text.split("\u{1b}[");
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        plain.push_str(part.split_once(|c: char| c.is_ascii_alphabetic()).map_or("", |(_, rest)| rest));
    }
    plain
}

fn name(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words: Vec<_> = iter::once(program).chain(command.get_args()).map(|word| word.to_string_lossy()).collect();
    format!("`{}`", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::without_colours;

    #[test]
    fn colours_are_taken_out() {
        assert_eq!(without_colours("\u{1b}[32;1m  3 passed\u{1b}[0m (2s)"), "  3 passed (2s)");
    }
}
