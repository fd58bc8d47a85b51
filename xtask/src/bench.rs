//! `cargo xtask bench`: what requests cost, as ratios to a bare axum handler in the same run, and what clones cost, as ratios to
//! OpenSSH and `git daemon`.

use crate::build;
use crate::command::{cargo, run};
use crate::house;
use crate::outcome::Outcome;
use crate::setup;

pub fn bench() -> Outcome {
    setup::for_building()?;
    build::build(build::Options { release: true })?;
    let warren = house::warren(true);
    for example in ["bench", "clones"] {
        run(cargo().args(["run", "--release", "--package", "server", "--example", example, "--"]).arg(&warren))?;
    }
    Ok(())
}
