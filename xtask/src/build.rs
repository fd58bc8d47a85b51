//! `cargo xtask build`: the browser side into `target/site`, then the server.

mod browser;
mod parts;
mod prune;
mod reload;
mod relocated;
mod sizes;
mod style;

use std::thread;

use crate::command::{cargo, run};
use crate::outcome::Outcome;

pub use browser::bind;
pub use browser::compile as compile_browser;
pub use reload::style_has_changed;
pub use style::bundle;

#[derive(Clone, Copy, clap::Args)]
pub struct Options {
    /// Small and fast, with everything embedded in the server
    #[arg(long)]
    pub release: bool,
}

pub fn build(options: Options) -> Outcome {
    if options.release {
        browser_side(true)?;
        return server(true);
    }
    bundle(false)?;
    reload::write()?;
    compile_browser(false)?;
    // The server of the dev profile reads the site from disk, so neither has to wait for the other.
    thread::scope(|scope| {
        let bound = scope.spawn(|| bind(false));
        let compiled = server(false);
        bound.join().map_err(|_| "wasm-bindgen panicked; its words are above")??;
        compiled
    })
}

/// `cargo xtask sizes`: what a browser has to fetch, and the budget.
pub fn sizes() -> Outcome {
    browser_side(true)
}

fn browser_side(release: bool) -> Outcome {
    reload::remove()?;
    bundle(release)?;
    compile_browser(release)?;
    bind(release)?;
    sizes::compress_and_weigh()
}

pub fn server(release: bool) -> Outcome {
    let mut command = cargo();
    command.args(["build", "--package", "server", "--bin", "warren"]);
    if release {
        command.arg("--release");
    }
    run(&mut command)
}
