//! Test programs side by side. Each waits for its databases more than it computes, so together they take half the time.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use crate::command::cargo;
use crate::outcome::{OrSay, Outcome};
use crate::postgres::Postgres;
use crate::tally::Tally;

/// Test programs that want the machine to themselves: this one kills Warren and waits for it to come back.
const ALONE: [&str; 1] = ["crash"];

/// A built test program, and the folder of the package it belongs to.
struct Program {
    name: String,
    file: PathBuf,
    home: PathBuf,
}

/// Builds the test programs of these packages in one go, runs nearly all of them at once, and prints what each had to say
/// when it has ended.
pub fn test_side_by_side(packages: &[&str], features: &[&str], postgres: &Postgres) -> Outcome<Tally> {
    let mut build = cargo();
    build.args(["test", "--tests", "--no-run", "--message-format=json-render-diagnostics"]);
    build.args(packages.iter().flat_map(|package| ["--package", package])).args(features);
    let told = build.stderr(Stdio::inherit()).output().or_say("cargo could not be started")?;
    if !told.status.success() {
        return Err("The test programs could not be built; the lines above say why".into());
    }
    let programs: Vec<_> = String::from_utf8_lossy(&told.stdout).lines().filter_map(program).collect();
    let (alone, together): (Vec<_>, Vec<_>) = programs.into_iter().partition(|one| ALONE.contains(&one.name.as_str()));
    let mut tally = run_at_once(together, &postgres.url())?;
    for one in alone {
        tally += run_at_once(vec![one], &postgres.url())?;
    }
    Ok(tally)
}

fn run_at_once(programs: Vec<Program>, url: &str) -> Outcome<Tally> {
    let running: Vec<_> = programs
        .into_iter()
        .map(|program| {
            let url = url.to_owned();
            thread::spawn(move || {
                let ended = Command::new(&program.file).current_dir(&program.home).env("TEST_POSTGRES", url).output();
                (program, ended)
            })
        })
        .collect();
    let mut tally = Tally::default();
    for one in running {
        let Ok((program, ended)) = one.join() else { return Err("A test program could not be waited for".into()) };
        let ended = ended.or_say(format!("{} could not be started", program.file.display()))?;
        println!("\n{}", program.file.file_name().unwrap_or_default().to_string_lossy());
        // A closed terminal must not end the tests.
        let _ = io::stdout().write_all(&ended.stdout).and_then(|()| io::stderr().write_all(&ended.stderr));
        let said = String::from_utf8_lossy(&ended.stdout);
        tally += Tally::of_cargo(&said).or_one_failure(ended.status.success());
    }
    Ok(tally)
}

/// The program that a message of cargo tells of.
fn program(message: &str) -> Option<Program> {
    let message: serde_json::Value = serde_json::from_str(message).ok()?;
    let is_test = message["reason"] == "compiler-artifact" && message["profile"]["test"] == true;
    let file = message["executable"].as_str().filter(|_| is_test)?.into();
    let home = Path::new(message["manifest_path"].as_str()?).parent()?.to_owned();
    let name = message["target"]["name"].as_str()?.to_owned();
    Some(Program { name, file, home })
}

#[cfg(test)]
mod tests {
    use super::program;

    #[test]
    fn only_a_test_program_is_run() {
        let message = |test: bool, executable: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","manifest_path":"/w/teamwork/Cargo.toml","target":{{"name":"suite"}},"profile":{{"test":{test}}},"executable":{executable}}}"#
            )
        };
        let found =
            program(&message(true, "\"/w/target/debug/deps/suite-1\"")).map(|program| (program.file, program.home));
        assert_eq!(found, Some(("/w/target/debug/deps/suite-1".into(), "/w/teamwork".into())));
        assert!(program(&message(false, "\"/w/target/debug/warren\"")).is_none(), "a program of the product is none");
        assert!(program(&message(true, "null")).is_none(), "a library is none");
        assert!(program("Compiling teamwork").is_none());
    }
}
