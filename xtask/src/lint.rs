//! `cargo xtask lint`: the form of the code.

use crate::command::{cargo, run};
use crate::outcome::Outcome;

pub fn lint() -> Outcome {
    format()?;
    server_side()?;
    browser_side()
}

pub fn format() -> Outcome {
    run(cargo().args(["fmt", "--all", "--check"]))
        .map_err(|_| "Some code is not formatted; `cargo fmt --all` does it.".into())
}

/// Never with `--all-features` or `--workspace`: `ssr` and `hydrate` exclude each other.
pub fn server_side() -> Outcome {
    let mut command = cargo();
    command.args(["clippy", "--package", "teamwork", "--package", "app", "--package", "server", "--package", "xtask"]);
    run(command.args(["--features", "teamwork/store,app/ssr", "--", "--deny", "warnings"]))
}

pub fn browser_side() -> Outcome {
    let mut command = cargo();
    command.args(["clippy", "--package", "app", "--package", "frontend", "--features", "app/hydrate"]);
    run(command.args(["--target", "wasm32-unknown-unknown", "--", "--deny", "warnings"]))
}
