//! `cargo xtask lint`: the form of the code.

use crate::command::{cargo, run};
use crate::outcome::Outcome;

pub fn lint() -> Outcome {
    format()?;
    server_side()?;
    browser_side()?;
    tools()
}

pub fn format() -> Outcome {
    run(cargo().args(["fmt", "--all", "--check"]))
        .map_err(|_| "Some code is not formatted; `cargo fmt --all` does it.".into())
}

/// Never with `--all-features` or `--workspace`: `ssr` and `hydrate` exclude each other.
pub fn server_side() -> Outcome {
    clippy(&[
        "--package",
        "teamwork",
        "--package",
        "app",
        "--package",
        "server",
        "--features",
        "teamwork/store,app/ssr",
    ])
}

pub fn browser_side() -> Outcome {
    let packages = ["--package", "app", "--package", "frontend", "--features", "app/hydrate"];
    clippy(&[&packages[..], &["--target", "wasm32-unknown-unknown"]].concat())
}

/// On its own, like its tests: in one call with the others, cargo would compile what they share once more.
pub fn tools() -> Outcome {
    clippy(&["--package", "xtask"])
}

fn clippy(what: &[&str]) -> Outcome {
    run(cargo().arg("clippy").args(what).args(["--", "--deny", "warnings"]))
}
