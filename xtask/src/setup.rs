//! `cargo xtask setup`: installs what is missing, says so, and does nothing when nothing is.

mod chromium;
mod localstripe;
mod node;
mod packages;

use std::path::PathBuf;

pub use chromium::chromium;
pub use node::npm;

use crate::command::{ask, cargo, program, run};
use crate::outcome::{OrSay, Outcome};
use crate::postgres;

#[derive(clap::Args)]
pub struct Options {
    /// Also what the tests need: PostgreSQL, git, OpenSSH, Chromium, Node and its packages, localstripe
    #[arg(long)]
    tests: bool,
}

pub fn setup(options: &Options) -> Outcome {
    if options.tests {
        for_tests()?
    } else {
        for_building()?
    }
    println!("Everything is in place.");
    Ok(())
}

/// What `run` and `build` need.
pub fn for_building() -> Outcome {
    let rustc = || program("rustc");
    let libraries = ask(rustc().args(["--print", "sysroot"]))
        .map(|sysroot| PathBuf::from(sysroot).join("lib/rustlib/wasm32-unknown-unknown/lib"));
    if libraries.is_some_and(|folder| folder.is_dir()) {
        return Ok(());
    }
    println!("Installing the WebAssembly target of Rust …");
    run(program("rustup").args(["target", "add", "wasm32-unknown-unknown"]))
        .or_say("The WebAssembly target of Rust is missing. Install Rust from https://rustup.rs and start again")
}

/// What `run` and `dev` need beside that: git, which keeps the code of Apps.
pub fn for_running() -> Outcome {
    for_building()?;
    if has_git() { Ok(()) } else { packages::install(&["git"]) }
}

fn has_git() -> bool {
    ask(program("git").arg("version")).is_some()
}

/// What `test` and `e2e` need: PostgreSQL, git, OpenSSH, Node, Chromium, and localstripe in Python.
pub fn for_tests() -> Outcome {
    for_building()?;
    checkers()?;

    let mut missing = Vec::new();
    if postgres::programs().is_none() {
        missing.push("postgresql");
    }
    if !has_git() {
        missing.push("git");
    }
    // `ssh` says which it is; `ssh-keygen` of the same package, which makes and proves keys, does not.
    if ask(program("ssh").arg("-V")).is_none() {
        missing.push("openssh-client");
    }
    missing.extend(node::missing());
    missing.extend(chromium::missing());
    missing.extend(localstripe::missing());
    if !missing.is_empty() {
        packages::install(&missing)?;
    }
    if postgres::programs().is_none() {
        return Err("PostgreSQL was installed, but its `initdb` is not in /usr/lib/postgresql/*/bin. Put it on the PATH and start again.".into());
    }
    node::packages()?;
    localstripe::packages()?;
    chromium().map(drop)
}

fn checkers() -> Outcome {
    for (name, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if ask(cargo().args([name, "--version"])).is_none() {
            println!("Installing {component} …");
            run(program("rustup").args(["component", "add", component]))
                .or_say(format!("`cargo {name}` is missing. Install Rust from https://rustup.rs and start again"))?;
        }
    }
    Ok(())
}
